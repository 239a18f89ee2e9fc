"""This file is days worked and days off as the lead office decides them, and the due days that they move."""

import os
import subprocess
import sys
from datetime import date, time

import pytest
from sqlmodel import select

from models import deadline, period, plan
from models.database import turn
from models.event import Event
from models.period import Period
from models.plan import DaySource
from models.report import Report
from models.rules.working_days import WorkingDays
from tests.chat import Player
from tests.chats.buttons import STALE, forge

DUE_DAY_OFF = ("Hòa: 16/11", "Hòa: [Nghỉ]", "Hòa: Quyết định 123/QĐ-UBND")


async def begin(chat: Player) -> str:
    await chat.hear("Hòa: /trogiup")
    forge(chat, "Hòa", "y:day:")
    return await chat.said("")


def due_days(chat: Player) -> dict[str, date]:
    with turn(chat.engine) as session:
        return {f"{of.round}-{of.year}": of.due for of in session.exec(select(Period))}


def works(chat: Player, day: date) -> bool:
    with turn(chat.engine) as session:
        return WorkingDays(plan.overrides(session)).is_working(day)


def moved_events(chat: Player) -> list[Event]:
    with turn(chat.engine) as session:
        return list(session.exec(select(Event).where(Event.what == "period.moved").order_by("id")))


async def test_a_due_day_that_becomes_a_day_off_moves_and_that_is_said_first(chat: Player) -> None:
    assert (await begin(chat)).splitlines() == [
        "Bot → Hòa: Ngày làm việc, ngày nghỉ",
        "     Quyết định về ngày nào? Ví dụ: 24/11/2026.",
        "     [⏸ Dừng]",
    ]
    await chat.goes("""
        Hòa: 16/11
        Bot: ✓ Ngày: 16/11/2026
             Ngày ấy cơ quan làm việc hay nghỉ?
             [Làm việc] [Nghỉ]
             [‹ Quay lại] [⏸ Dừng]
        Hòa: [Nghỉ]
        Bot: ✓ Quyết định: Nghỉ
             Căn cứ vào đâu? Xin nhập số, ngày văn bản, hoặc lý do.
             [‹ Quay lại] [⏸ Dừng]
        Hòa: Quyết định 123/QĐ-UBND
        Bot: ✓ Lý do: Quyết định 123/QĐ-UBND
             Ngày làm việc, ngày nghỉ
             Ngày: 16/11/2026
             Quyết định: Nghỉ
             Lý do: Quyết định 123/QĐ-UBND
             Hạn nộp thay đổi:
             • Báo cáo năm 2026: 16/11/2026 → 17/11/2026 (Thứ Ba)
             10 tin sắp gửi chuyển sang buổi sáng khác.
             [✅ Lưu] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
    """)
    assert due_days(chat)["NAM-2026"] == date(2026, 11, 16)  # nothing before the yes
    assert works(chat, date(2026, 11, 16))
    await chat.goes("""
        Hòa: [✅ Lưu] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Đã lưu. 16/11/2026 (Thứ Hai): nghỉ.
             • Báo cáo năm 2026: 16/11/2026 → 17/11/2026 (Thứ Ba)
             [➕ Quyết định một ngày] [‹ Danh sách ngày đã quyết định]
        Lan: /baocao
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 17/11/2026
             …
    """)
    (told,) = moved_events(chat)
    assert (told.before, told.after) == (
        {"due": "2026-11-16", "due_time": None},
        {"due": "2026-11-17", "due_time": None},
    )
    assert (told.why, told.by) == ("Quyết định 123/QĐ-UBND", 1)


async def test_a_decision_is_listed_and_taken_back_and_the_due_day_comes_back(chat: Player) -> None:
    await begin(chat)
    await chat.hear(*DUE_DAY_OFF, "Hòa: [✅ Lưu]")
    await chat.goes("""
        Hòa: [‹ Danh sách ngày đã quyết định]
        Bot ✎: Ngày làm việc, ngày nghỉ đã quyết định, 2026-2027 (4)
             • 02/01/2026 (Thứ Sáu): nghỉ · 12729/VPCP-KGVX ngày 25/12/2025: nghỉ 02/01, làm bù 10/01/2026 · theo tệp kế hoạch
             • 10/01/2026 (Thứ Bảy): làm việc · 12729/VPCP-KGVX ngày 25/12/2025: làm bù cho 02/01/2026 · theo tệp kế hoạch
             • 16/11/2026 (Thứ Hai): nghỉ · Quyết định 123/QĐ-UBND
             • 24/11/2026 (Thứ Ba): nghỉ · Ngày Văn hóa Việt Nam, Nghị quyết 80-NQ/TW: chờ xác nhận · theo tệp kế hoạch
             [↩ Bỏ quyết định 16/11/2026]
             [➕ Quyết định một ngày]
        Hòa: [↩ Bỏ quyết định 16/11/2026]
        Bot: Bỏ quyết định · 16/11/2026 (Thứ Hai)
             Vì sao bỏ quyết định?
             [Bỏ qua ›] [⏸ Dừng]
        Hòa: Nhầm ngày
        Bot: ✓ Lý do: Nhầm ngày
             Bỏ quyết định · 16/11/2026 (Thứ Hai)
             Lý do: Nhầm ngày
             16/11/2026 (Thứ Hai) trở lại là ngày làm việc.
             Hạn nộp thay đổi:
             • Báo cáo năm 2026: 17/11/2026 → 16/11/2026 (Thứ Hai)
             8 tin sắp gửi chuyển sang buổi sáng khác.
             [✅ Bỏ quyết định] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        Hòa: [✅ Bỏ quyết định]
        Bot: ✅ Đã lưu. 16/11/2026 (Thứ Hai): làm việc.
             • Báo cáo năm 2026: 17/11/2026 → 16/11/2026 (Thứ Hai)
             …
        Hòa: [↩ Bỏ quyết định 16/11/2026]
        Bot ⌁ Ngày 16/11/2026 chưa có quyết định nào của cơ quan.
    """)
    assert due_days(chat)["NAM-2026"] == date(2026, 11, 16)
    assert [one.why for one in moved_events(chat)] == ["Quyết định 123/QĐ-UBND", "Nhầm ngày"]
    with turn(chat.engine) as session:
        assert all(row.source is DaySource.PLAN for row in plan.decided_days(session, 2026))


async def test_a_due_day_comes_earlier_when_its_sunday_is_worked(chat: Player) -> None:
    await begin(chat)
    said = await chat.said("Hòa: 15/11") + await chat.said("Hòa: làm việc") + await chat.said("Hòa: Làm bù")
    assert "• Báo cáo năm 2026: 16/11/2026 → 15/11/2026 (Chủ Nhật)" in said
    await chat.hear("Hòa: [✅ Lưu]")
    assert due_days(chat)["NAM-2026"] == date(2026, 11, 15)


async def test_a_due_day_never_moves_into_the_past_and_that_is_said(chat: Player) -> None:
    await chat.hear("── 16/11/2026 07:00 ──")
    await begin(chat)
    await chat.hear("Hòa: 15/11/2026", "Hòa: [Làm việc]")
    await chat.goes("""
        Hòa: Làm bù theo 123/QĐ-UBND
        Bot: ✓ Lý do: Làm bù theo 123/QĐ-UBND
             …
             ⚠️ Báo cáo năm 2026: giữ nguyên hạn 16/11/2026, vì hạn tính theo lịch mới là 15/11/2026 đã qua.
             …
        Hòa: [✅ Lưu]
        Bot: ✅ Đã lưu. 15/11/2026 (Chủ Nhật): làm việc.
             Không có hạn nộp nào thay đổi.
             …
    """)
    assert due_days(chat)["NAM-2026"] == date(2026, 11, 16)
    assert moved_events(chat) == []


async def test_several_due_days_move_and_past_ones_stay(chat: Player) -> None:
    await chat.hear("── 20/12/2026 09:00 ──", "── 21/12/2026 09:00 ──")
    await begin(chat)
    await chat.hear("Hòa: 22/3/2027", "Hòa: [Nghỉ]")
    said = await chat.said("Hòa: Quyết định 5")
    assert "• Báo cáo quý I năm 2027: 22/03/2027 → 23/03/2027 (Thứ Ba)" in said
    assert said.count("→") == 1
    await chat.hear("Hòa: [✅ Lưu]")
    assert due_days(chat) == {
        "NAM-2026": date(2026, 11, 16),
        "Q1-2027": date(2027, 3, 23),
        "6T-2027": date(2027, 6, 21),
        "9T-2027": date(2027, 9, 20),
    }


async def test_requests_and_extensions_to_the_day_stay_and_are_named(chat: Player) -> None:
    with turn(chat.engine) as session:
        the_plan = plan.current(session)
        period.request(
            session,
            the_plan,
            title="Báo cáo <nhanh>",
            question="Gì?",
            due=date(2026, 11, 16),
            at=time(16),
            units=["SCT"],
            by=1,
            now=chat.clock.now(),
        )
        row = session.exec(select(Report).where(Report.unit == "SCT")).one()
        deadline.extend(session, row, date(2026, 11, 18), "x", by=1, now=chat.clock.now())
    await begin(chat)
    await chat.hear(*DUE_DAY_OFF[:-1])
    said = await chat.said("Hòa: Quyết định 123/QĐ-UBND")
    assert "Báo cáo <nhanh>: giữ nguyên hạn 16:00 ngày 16/11/2026" in said
    await chat.hear("Hòa: /huy")
    await begin(chat)
    await chat.hear("Hòa: 18/11", "Hòa: [Nghỉ]")
    said = await chat.said("Hòa: Quyết định 124/QĐ-UBND")
    assert "Hạn đã gia hạn đến ngày này giữ nguyên (1 báo cáo); muốn lùi thêm, xin gửi /giahan." in said


async def test_what_can_not_be_decided(chat: Player) -> None:
    await begin(chat)
    await chat.goes("""
        Hòa: 30/02/2027
        Bot: Không có ngày 30/2/2027. Xin nhập ngày trước, tháng sau, ví dụ: 24/11/2026.
             …
        Hòa: 01/01/2032
        Bot: Ngày 01/01/2032 nằm ngoài thời gian của Kế hoạch: chỉ quyết định được ngày từ 01/01/2021 đến 31/12/2031.
             …
        Hòa: 31/12/2020
        Bot: Ngày 31/12/2020 nằm ngoài thời gian của Kế hoạch: chỉ quyết định được ngày từ 01/01/2021 đến 31/12/2031.
             …
        Hòa: 24/11/2026
        Bot: ✓ Ngày: 24/11/2026
             …
        Hòa: [Nghỉ]
        Bot: Ngày 24/11/2026 vốn đã như vậy, không có gì thay đổi.
             …
        Hòa: [Làm việc]
             …
        Hòa: ok
        Bot: Câu trả lời quá ngắn. Xin nhập ít nhất 3 ký tự.
             …
        Hòa: Văn bản số 5
        Bot: ✓ Lý do: Văn bản số 5
             …
             Không có hạn nộp nào thay đổi.
             …
        Hòa: [✅ Lưu]
        Bot: ✅ Đã lưu. 24/11/2026 (Thứ Ba): làm việc.
             …
        Hòa: [➕ Quyết định một ngày]
             …
        Hòa: 24/11/2026
             …
        Hòa: [Làm việc]
             …
        Hòa: Văn bản số 5
        Bot: Ngày 24/11/2026 vốn đã như vậy, không có gì thay đổi.
             …
        Hòa: Văn bản số 5, ngày 02/11/2026
        Bot: ✓ Lý do: Văn bản số 5, ngày 02/11/2026
             …
        Hòa: [✅ Lưu]
        Bot: ✅ Đã lưu. 24/11/2026 (Thứ Ba): làm việc.
             …
    """)


async def test_a_decision_that_another_took_meanwhile(chat: Player) -> None:
    await begin(chat)
    await chat.hear(*DUE_DAY_OFF)
    with turn(chat.engine) as session:
        plan.decide_day(session, date(2026, 11, 17), False, "khác", by=1, now=chat.clock.now())
    await chat.goes("""
        Hòa: [✅ Lưu]
        Bot: Có thông tin vừa thay đổi. Xin kiểm tra lại.
             …
             • Báo cáo năm 2026: 16/11/2026 → 18/11/2026 (Thứ Tư)
             …
    """)
    with turn(chat.engine) as session:
        plan.decide_day(
            session, date(2026, 11, 16), False, "Quyết định 123/QĐ-UBND", by=1, now=chat.clock.now()
        )
    await chat.goes("""
        Hòa: [✅ Lưu]
        Bot: Ngày 16/11/2026 vốn đã như vậy, không có gì thay đổi.
             …
    """)


async def test_the_list_turns_its_pages(chat: Player) -> None:
    with turn(chat.engine) as session:
        for day in range(1, 13):
            plan.decide_day(
                session, date(2027, 8, day), day in (1, 7, 8), "x" * 200, by=1, now=chat.clock.now()
            )
    await chat.hear("Hòa: /trogiup")
    forge(chat, "Hòa", "y:list:0")
    first = await chat.said("")
    assert "(15)" in first
    assert first.count("•") == 8
    second = await chat.said("Hòa: [Trang sau ›]")
    assert second.count("•") == 7
    assert "[‹ Trang trước]" in second


async def test_stopped_and_restarted_in_the_middle(chat: Player) -> None:
    await begin(chat)
    await chat.hear(*DUE_DAY_OFF[:2], "── restart ──", DUE_DAY_OFF[2])
    await chat.goes("""
        Hòa: /huy
        Bot: Đã dừng. Chưa có gì thay đổi.
        Hòa: [✅ Lưu]
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
    """)
    assert works(chat, date(2026, 11, 16))


async def test_only_the_lead_office_decides(chat: Player) -> None:
    for name in ("Lan", "Bảo"):
        await chat.hear(f"{name}: /trogiup")
        forge(chat, name, "y:day:", "y:list:0", "y:undo:20261124")
        assert await chat.said("") == "\n".join([STALE] * 3)
    await chat.hear("Hòa: /trogiup")
    forge(chat, "Hòa", "y:", "y:undo:", "y:undo:20261332", "y:undo:1", "y:x:1")
    assert await chat.said("") == "\n".join([STALE] * 5)
    forge(chat, "Hòa", "y:undo:20261124")  # the plan's own
    assert await chat.said("") == "Bot ⌁ Ngày 24/11/2026 chưa có quyết định nào của cơ quan."


@pytest.fixture
def nam_2030(chat: Player) -> str:
    """Open a year that lies ahead of any clock this runs by; its yearly report is due on a Friday."""
    with turn(chat.engine) as session:
        days = WorkingDays(plan.overrides(session))
        opened = period.open_new(session, plan.current(session), date(2030, 1, 2), days)
        assert date(2030, 11, 15) in {of.due for of in opened if of.round == "NAM"}
    chat.engine.dispose()
    return chat.url


async def test_the_terminal_moves_due_days_and_says_so(chat: Player, nam_2030: str) -> None:
    def days(*args: str) -> list[str]:
        told = subprocess.run(
            [sys.executable, "-m", "bot", "days", *args],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "DATABASE_URL": nam_2030, "BOT_TOKEN": ""},
        )
        return told.stdout.splitlines()

    assert days("set", "2030-11-15", "--off", "--why", "Quyết định 9") == [
        "2030-11-15 Fri: off. Quyết định 9",
        "Báo cáo năm 2030: due 2030-11-18, no longer 2030-11-15",
    ]
    assert due_days(chat)["NAM-2030"] == date(2030, 11, 18)
    assert days("clear", "2030-11-15") == [
        "2030-11-15 Fri: worked again, by the plan or the calendar.",
        "Báo cáo năm 2030: due 2030-11-15, no longer 2030-11-18",
    ]
    assert due_days(chat)["NAM-2030"] == date(2030, 11, 15)


async def test_it_speaks_english_too(chat: Player) -> None:
    await chat.hear("Hòa: /ngonngu", "Hòa: [English]")
    assert "A day worked or off" in await begin(chat)
    await chat.hear("Hòa: 16/11", "Hòa: [Day off]")
    assert "from 16 Nov 2026 to 17 Nov 2026 (Tuesday)" in await chat.said("Hòa: Decision 123")
