"""This file is reminders that are answered: a day is promised, a report handed over, one of several opened."""

from datetime import date

import pytest
from sqlmodel import select

from models import contact, deadline
from models.contact import Contact, Role
from models.database import turn
from models.period import ON_REQUEST, Period
from models.report import Report
from tests.chat import Player
from tests.chats.buttons import STALE, forge

REMINDED = "── 09/11/2026 08:00 ──"


def join(chat: Player, name: str, chat_id: int, full_name: str, unit: str = "SCT") -> int:
    """Let somebody more report for a unit."""
    chat.add(name, chat_id, full_name)
    with turn(chat.engine) as session:
        hour = chat.clock.now()
        row = Contact(chat_id=chat_id, name=full_name, role=Role.CONTACT, unit=unit, joined_at=hour)
        session.add(row)
        session.flush()
        return row.id or 0


def promises(chat: Player) -> list[str]:
    with turn(chat.engine) as session:
        found = session.exec(select(deadline.Promise).order_by("id")).all()
        return [one.day.isoformat() for one in found]


async def test_a_day_is_promised_by_a_button_and_the_reminders_follow_it(chat: Player) -> None:
    await chat.hear(REMINDED)
    await chat.goes("""
        Lan: [📅 Hẹn ngày]
        Bot: Hẹn ngày · Báo cáo năm 2026
             Anh/chị hẹn nộp vào ngày nào? Xin bấm nút hoặc gõ ngày, ví dụ: 20/11.
             [Thứ Hai 09/11/2026] [Thứ Ba 10/11/2026]
             [Thứ Tư 11/11/2026] [Thứ Năm 12/11/2026]
             [Thứ Sáu 13/11/2026] [Thứ Hai 16/11/2026]
             [⏸ Dừng]
        Lan: [Thứ Năm 12/11/2026]
        Bot: ✓ Ngày hẹn nộp: Thứ Năm 12/11/2026
             📅 Đã ghi: Báo cáo năm 2026 sẽ nộp ngày 12/11/2026.
             Bot sẽ nhắc vào sáng hôm đó, trước đó không nhắc nữa.
             Hạn nộp vẫn là 16/11/2026.
    """)
    # The step of 11/11 gives way; on 12/11 the promise is brought to mind; 13/11 comes as ever.
    assert "Lan" not in await chat.said("── 11/11/2026 08:00 ──")
    said = await chat.said("── 12/11/2026 08:00 ──")
    assert "Bot → Lan: 📅 Hôm nay là ngày hẹn nộp Báo cáo năm 2026 (hạn nộp 16/11/2026)" in said
    assert "Bot → Lan: 🔔 Còn 1 ngày làm việc" in await chat.said("── 13/11/2026 08:00 ──")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("thứ sáu", "2026-11-13"),
        ("thu 6", "2026-11-13"),
        ("sáng T6 ạ", "2026-11-13"),
        ("thứ hai tuần sau", "2026-11-16"),
        ("thứ sáu tuần tới", "2026-11-20"),
        ("thứ sáu, ngày 20/11", "2026-11-20"),
        ("Thứ Ba 17/11/2026", "2026-11-17"),
        ("mai", "2026-11-10"),
        ("hôm nay", "2026-11-09"),
        ("20/11", "2026-11-20"),
        ("ngày 1/12/2026", "2026-12-01"),  # ten working days after 16/11: 24/11 is off
    ],
)
async def test_a_day_is_promised_as_it_is_typed(chat: Player, typed: str, day: str) -> None:
    await chat.hear(REMINDED, "Lan: [📅 Hẹn ngày]")
    assert "📅 Đã ghi" in await chat.said(f"Lan: {typed}")
    assert promises(chat) == [day]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("hôm qua", "08/11/2026 đã qua. Xin nhập hôm nay hoặc một ngày sau đó."),
        ("thứ bảy", "14/11/2026 là ngày nghỉ. Xin chọn một ngày làm việc."),
        ("thứ sáu 14/11", "14/11/2026 không phải thứ đó trong tuần. Xin kiểm tra lại."),
        ("chủ nhật tuần này", "15/11/2026 là ngày nghỉ."),
        ("thứ năm tuần sau nữa", "Xin nhập ngày"),
        ("14/11", "14/11/2026 là ngày nghỉ. Xin chọn một ngày làm việc."),
        ("24/11", "24/11/2026 là ngày nghỉ. Xin chọn một ngày làm việc."),
        ("2/12", "02/12/2026 muộn quá, chỉ hẹn được đến 01/12/2026."),
        ("16h ngày 13/11", "Chỉ cần hẹn ngày, không cần giờ, ví dụ: 20/11/2026."),
        ("31/11", "Không có ngày"),
    ],
)
async def test_a_day_that_cannot_be_promised_is_asked_again(chat: Player, typed: str, why: str) -> None:
    await chat.hear(REMINDED, "Lan: [📅 Hẹn ngày]")
    said = await chat.said(f"Lan: {typed}")
    assert why in said
    assert "[Thứ " in said
    assert promises(chat) == []


async def test_a_day_off_brings_the_working_days_beside_it(chat: Player) -> None:
    await chat.hear(REMINDED, "Lan: [📅 Hẹn ngày]")
    await chat.goes("""
        Lan: 14/11
        Bot: 14/11/2026 là ngày nghỉ. Xin chọn một ngày làm việc.
             Anh/chị hẹn nộp vào ngày nào? Xin bấm nút hoặc gõ ngày, ví dụ: 20/11.
             [Thứ Sáu 13/11/2026] [Thứ Hai 16/11/2026]
             [⏸ Dừng]
        Lan: thứ bảy tuần sau
        Bot: 21/11/2026 là ngày nghỉ. Xin chọn một ngày làm việc.
             Anh/chị hẹn nộp vào ngày nào? Xin bấm nút hoặc gõ ngày, ví dụ: 20/11.
             [Thứ Sáu 20/11/2026] [Thứ Hai 23/11/2026]
             [⏸ Dừng]
        Lan: [Thứ Hai 23/11/2026] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: 📅 Đã ghi: Báo cáo năm 2026 sẽ nộp ngày 23/11/2026.
             Bot sẽ nhắc vào sáng hôm đó, trước đó không nhắc nữa.
             Hạn nộp vẫn là 16/11/2026.
    """)
    assert promises(chat) == ["2026-11-23"]


async def test_todays_own_weekday_may_mean_a_week_on_and_is_asked(chat: Player) -> None:
    await chat.hear(REMINDED, "Lan: [📅 Hẹn ngày]")
    await chat.goes("""
        Lan: thứ hai
        Bot: “thứ hai” có thể là một trong hai ngày dưới đây. Xin chọn.
             Anh/chị hẹn nộp vào ngày nào? Xin bấm nút hoặc gõ ngày, ví dụ: 20/11.
             [Thứ Hai 09/11/2026] [Thứ Hai 16/11/2026]
             [⏸ Dừng]
        Lan: [Thứ Hai 16/11/2026]
        Bot: ✓ Ngày hẹn nộp: Thứ Hai 16/11/2026
             📅 Đã ghi: Báo cáo năm 2026 sẽ nộp ngày 16/11/2026.
             …
    """)


async def test_a_day_that_went_by_while_the_question_stood_is_not_promised(chat: Player) -> None:
    await chat.hear(REMINDED, "Lan: [📅 Hẹn ngày]", "── restart ──", "── 12/11/2026 08:00 ──")
    await chat.goes("""
        Lan: [Thứ Ba 10/11/2026]
        Bot: 10/11/2026 đã qua. Xin nhập hôm nay hoặc một ngày sau đó.
             Anh/chị hẹn nộp vào ngày nào? Xin bấm nút hoặc gõ ngày, ví dụ: 20/11.
             [Thứ Năm 12/11/2026] [Thứ Sáu 13/11/2026]
             [Thứ Hai 16/11/2026] [Thứ Ba 17/11/2026]
             [Thứ Tư 18/11/2026] [Thứ Năm 19/11/2026]
             [⏸ Dừng]
    """)
    assert promises(chat) == []
    # From 12/11 on, ten working days behind 16/11 are still 01/12, for 24/11 is off.
    assert "01/12/2026" in await chat.said("Lan: 2/12")


async def test_long_past_the_due_day_ten_working_days_from_today_may_be_promised(chat: Player) -> None:
    await chat.hear("── 23/11/2026 08:00 ──", "Lan: [📅 Hẹn ngày]", "── 14/12/2026 09:00 ──")
    assert "28/12/2026" in await chat.said("Lan: 29/12")  # 15, 16, 17, 18, 21, 22, 23, 24, 25, 28
    await chat.hear("Lan: 28/12")
    assert promises(chat) == ["2026-12-28"]


async def test_a_report_that_came_while_the_question_stood_needs_no_day(chat: Player) -> None:
    join(chat, "Tú", 520, "Đỗ Văn Tú")
    await chat.hear(
        REMINDED,
        "Lan: [📅 Hẹn ngày]",
        "Tú: /baocao",
        "Tú: [∅ Không phát sinh]",
        "Tú: [∅ Đúng, không phát sinh]",
    )
    await chat.goes("""
        Lan: 12/11
        Bot: ✓ Ngày hẹn nộp: Thứ Năm 12/11/2026
             Báo cáo năm 2026 · Sở Công Thương: báo cáo này đã được tiếp nhận trước đó.
        Lan: 12/11
        Bot: Để báo cáo hoạt động, xin bấm nút bên dưới hoặc gửi /baocao. Xem các lệnh có thể dùng: /trogiup.
             [📝 Báo cáo hoạt động]
             [Tiến độ các chỉ tiêu]
             [Hạn nộp]
             [Báo cáo của đơn vị tôi]
    """)
    assert promises(chat) == []


async def test_a_promise_is_made_anew_and_one_for_a_report_that_came_is_not_needed(chat: Player) -> None:
    await chat.hear(
        REMINDED, "Lan: [📅 Hẹn ngày]", "Lan: 12/11", "Lan: [📅 Hẹn ngày]", "Lan: [Thứ Ba 10/11/2026]"
    )
    assert promises(chat) == ["2026-11-12", "2026-11-10"]
    assert "Bot → Lan: 📅 Hôm nay là ngày hẹn" in await chat.said("── 10/11/2026 08:00 ──")
    assert "Bot → Lan: 🔔 Còn 3 ngày" in await chat.said("── 11/11/2026 08:00 ──")
    await chat.hear("Lan: [∅ Không phát sinh]", "Lan: [∅ Đúng, không phát sinh]")
    await chat.goes("""
        Lan: [📅 Hẹn ngày]
        Bot: Báo cáo năm 2026 · Sở Công Thương: báo cáo này đã được tiếp nhận trước đó.
    """)


async def test_stopping_promises_nothing(chat: Player) -> None:
    await chat.hear(REMINDED, "Lan: [📅 Hẹn ngày]")
    await chat.goes("""
        Lan: [⏸ Dừng]
        Bot: Đã dừng. Chưa có gì thay đổi.
    """)
    assert promises(chat) == []


async def test_a_report_is_handed_to_a_colleague_who_hears_it_and_taken_back(chat: Player) -> None:
    tu = join(chat, "Tú", 520, "Đỗ Văn Tú")
    await chat.hear(REMINDED)
    said = await chat.said("Lan: [🙅 Không phải tôi]")
    assert said.splitlines()[0] == "Bot: Ai của Sở Công Thương phụ trách Báo cáo năm 2026?"
    await chat.goes("""
        Lan: [Đỗ Văn Tú]
        Bot: 🤝 Đã chuyển: Đỗ Văn Tú phụ trách Báo cáo năm 2026. Bot sẽ báo cho người này.
             [↩ Nhận lại]
        Lan: [Đỗ Văn Tú]
        Bot: Đỗ Văn Tú đã phụ trách Báo cáo năm 2026 rồi.
        ── 09/11/2026 08:01 ──
        Bot → Tú: 🤝 Báo cáo năm 2026 được chuyển cho anh/chị phụ trách
             hạn 16/11/2026
             Sở Công Thương
             …
    """)
    # The early steps are now Tú's; the last ones are everybody's.
    said = await chat.said("── 11/11/2026 08:00 ──")
    assert "Bot → Tú: 🔔 Còn 3 ngày" in said
    assert "→ Lan" not in said
    said = await chat.said("── 13/11/2026 08:00 ──")
    assert "Bot → Tú: 🔔 Còn 1 ngày" in said
    assert "Bot → Lan: 🔔 Còn 1 ngày" in said
    await chat.goes("""
        Lan: [↩ Nhận lại]
        Bot: Anh/chị phụ trách lại Báo cáo năm 2026.
    """)
    with turn(chat.engine) as session:
        lan = contact.by_chat(session, 502)
        row = session.exec(select(Report).where(Report.unit == "SCT")).one()
        assert lan is not None
        assert (row.contact_id, tu) == (lan.id, tu)


async def test_whoever_is_alone_is_told_whom_to_ask_and_the_lead_office_sees_it_until_somebody_has_it(
    chat: Player,
) -> None:
    await chat.hear(REMINDED)
    said = await chat.said("Lan: [🙅 Không phải tôi]")
    assert said.startswith("Bot: Sở Công Thương chưa có đầu mối nào khác mà bot gửi tin được.")
    theirs = "2. Sở Công Thương: đầu mối cho biết không phụ trách · Trần Thị Lan"
    assert theirs in await chat.said("Hòa: /chuanop")
    join(chat, "Tú", 600, "Đỗ Minh Tú")
    await chat.hear("Lan: [🙅 Không phải tôi]", "Lan: [Đỗ Minh Tú]")
    assert "không phụ trách" not in await chat.said("Hòa: /chuanop")


async def test_a_long_list_of_colleagues_has_pages_and_only_those_who_can_be_reached(chat: Player) -> None:
    for number in range(12):
        join(chat, f"Bạn {number}", 600 + number, f"Nguyễn Văn Thành {number + 1:02}")
    other = join(chat, "Xa", 620, "Người Ở Xa")
    with turn(chat.engine) as session:
        far = contact.get(session, other)
        assert far is not None
        far.unreachable_since = chat.clock.now()
    await chat.hear(REMINDED)
    said = await chat.said("Lan: [🙅 Không phải tôi]")
    assert "[Nguyễn Văn Thành 08]\n     [Trang sau ›]" in said
    await chat.goes("""
        Lan: [Trang sau ›]
        Bot ✎: Ai của Sở Công Thương phụ trách Báo cáo năm 2026?
             [Nguyễn Văn Thành 09]
             [Nguyễn Văn Thành 10]
             [Nguyễn Văn Thành 11]
             [Nguyễn Văn Thành 12]
             [‹ Trang trước]
        Lan: [Nguyễn Văn Thành 12]
        Bot: 🤝 Đã chuyển: Nguyễn Văn Thành 12 phụ trách Báo cáo năm 2026. Bot sẽ báo cho người này.
             [↩ Nhận lại]
    """)


async def test_of_several_reports_each_is_opened_by_its_button(chat: Player) -> None:
    """In the autumn the nine months' report is overdue as long as nobody sends it, and a request comes."""
    with turn(chat.engine) as session:
        of = Period(
            plan="3483",
            round=ON_REQUEST,
            year=2026,
            number=1,
            title="Số liệu ISO 9001",
            question="Có bao nhiêu doanh nghiệp áp dụng ISO 9001?",
            first=chat.clock.now().date(),
            last=date(2026, 11, 16),
            nominal_due=date(2026, 11, 16),
            due=date(2026, 11, 16),
            asked_at=chat.clock.now(),
        )
        session.add(of)
        session.flush()
        session.add(Report(unit="SCT", period_id=of.id or 0))
    await chat.hear("── 02/11/2026 08:00 ──")
    said = await chat.said(REMINDED)
    assert "[📝 Báo cáo năm 2026]" in said
    assert "[📝 Số liệu ISO 9001]" in said
    await chat.goes("""
        Lan: [📝 Số liệu ISO 9001]
        Bot: 🔔 Còn 5 ngày làm việc đến hạn nộp Số liệu ISO 9001 (16/11/2026)
             Sở Công Thương
             Nếu đã gửi văn bản, xin vẫn báo cáo tại đây để hệ thống ghi nhận.
             [📝 Báo cáo ngay] [∅ Không phát sinh]
             [✍ Viết câu trả lời] [📅 Hẹn ngày]
             [🙅 Không phải tôi]
    """)


async def test_anothers_report_and_a_broken_button_are_out_of_reach(chat: Player) -> None:
    await chat.hear(REMINDED)
    with turn(chat.engine) as session:
        minh = session.exec(select(Report.id).where(Report.unit == "SNNMT")).one()
        mine = session.exec(select(Report.id).where(Report.unit == "SCT")).one()
    for data in (
        f"n:promise:{minh}",
        f"n:other:{minh}",
        "n:promise:x",
        f"n:hand:{mine}:3",
        f"n:hand:{mine}:999",
    ):
        forge(chat, "Lan", data)
        assert await chat.said("") == STALE
    assert promises(chat) == []
