"""This file is more time for a report: given by the lead office, for one unit, while the period's day stays."""

from datetime import date, timedelta

from sqlmodel import select

from models import deadline, period, report, unit
from models.contact import Contact, Role
from models.database import turn
from models.event import Event
from models.period import Period
from models.report import Report
from tests.chat import Player
from tests.chats.buttons import STALE, forge

BEGUN = ("Hòa: /giahan", "Hòa: công thương")
ALL_OF_IT = (*BEGUN, "Hòa: 20/11/2026", "Hòa: Công văn số 12/SCT")


def number_of(chat: Player, code: str) -> int:
    with turn(chat.engine) as session:
        return session.exec(select(Report.id).where(Report.unit == code)).one() or 0


def days_of(chat: Player, code: str) -> tuple[date, date | None, list[tuple[date, str]]]:
    """Give the period's due day, the unit's own, and what it was given."""
    with turn(chat.engine) as session:
        row = session.exec(select(Report).where(Report.unit == code)).one()
        of = period.get(session, row.period_id)
        assert of is not None
        given = [(one.due, one.why) for one in deadline.extensions(session, row.id or 0)]
        return of.due, row.extended_to, given


async def test_a_report_gets_more_time_and_the_period_s_day_stays(chat: Player) -> None:
    await chat.goes("""
        Hòa: /giahan
        Bot: Gia hạn nộp báo cáo
             Gia hạn cho đơn vị nào? Xin gõ một phần tên, hoặc bấm nút.
             [Sở KH&CN] [Sở Công Thương]
             …
             [Trang sau ›]
             [⏸ Dừng]
        Hòa: công thương
        Bot: ✓ Đơn vị: Sở Công Thương · Báo cáo năm 2026 (hạn 16/11/2026)
             Gia hạn đến ngày nào? Ví dụ: 20/12/2026.
             [‹ Quay lại] [⏸ Dừng]
        Hòa: 20/11
        Bot: ✓ Hạn mới: 20/11/2026
             Vì sao gia hạn? Ví dụ: Công văn số 123/SCT-KHTC ngày 10/11/2026.
             [‹ Quay lại] [⏸ Dừng]
        Hòa: Công văn số 12/SCT
        Bot: ✓ Lý do: Công văn số 12/SCT
             Gia hạn nộp báo cáo
             Đơn vị: Sở Công Thương · Báo cáo năm 2026 (hạn 16/11/2026)
             Hạn mới: 20/11/2026
             Lý do: Công văn số 12/SCT
             Hạn gốc của kỳ (giữ nguyên): 16/11/2026
             Hạn nộp của đơn vị: 16/11/2026 → 20/11/2026 (Thứ Sáu)
             [✅ Gia hạn] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        Hòa: [✅ Gia hạn] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Đã gia hạn. Sở Công Thương · Báo cáo năm 2026
             Hạn nộp của đơn vị: 16/11/2026 → 20/11/2026 (Thứ Sáu)
             Lý do: Công văn số 12/SCT
             Đơn vị thấy hạn mới trong /baocao và trong tin nhắc. Hạn gốc của kỳ giữ nguyên.
             [➕ Gia hạn báo cáo khác]
        Lan: /baocao
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 20/11/2026
             …
        Minh: /baocao
        Bot: Báo cáo năm 2026 · Sở Nông nghiệp và Môi trường
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             …
    """)
    assert "Cần nộp: Báo cáo năm 2026, hạn 20/11/2026" in await chat.said("Lan: /tiendo")
    assert days_of(chat, "SCT") == (
        date(2026, 11, 16),
        date(2026, 11, 20),
        [(date(2026, 11, 20), "Công văn số 12/SCT")],
    )
    with turn(chat.engine) as session:
        (told,) = session.exec(select(Event).where(Event.what == "report.extended")).all()
        assert (told.before, told.after) == ({"extended_to": None}, {"extended_to": "2026-11-20"})


async def test_a_day_off_is_said_and_the_next_working_day_is_offered(chat: Player) -> None:
    await chat.hear(*BEGUN)
    await chat.goes("""
        Hòa: 21/11/2026
        Bot: ✓ Hạn mới: 21/11/2026
             Anh/chị chọn ngày nào? Ngày vừa nhập là ngày nghỉ.
             [23/11/2026, ngày làm việc kế tiếp]
             [21/11/2026, dù là ngày nghỉ]
             [‹ Quay lại] [⏸ Dừng]
        Hòa: [23/11/2026, ngày làm việc kế tiếp]
        Bot: ✓ Chốt hạn: 23/11/2026, ngày làm việc kế tiếp
             …
        Hòa: Công văn số 12/SCT
        Bot: ✓ Lý do: Công văn số 12/SCT
             …
             Hạn nộp của đơn vị: 16/11/2026 → 23/11/2026 (Thứ Hai)
             …
        Hòa: [✏️ Sửa]
        Bot ✎: Anh/chị muốn sửa mục nào?
             …
        Hòa: [Chốt hạn]
        Bot: Đang ghi: 23/11/2026, ngày làm việc kế tiếp
             …
        Hòa: [21/11/2026, dù là ngày nghỉ]
        Bot: ✓ Chốt hạn: 21/11/2026, dù là ngày nghỉ
             …
             Hạn nộp của đơn vị: 16/11/2026 → 21/11/2026 (Thứ Bảy)
             Ngày ấy là ngày nghỉ.
             …
        Hòa: [✅ Gia hạn]
        Bot: ✅ Đã gia hạn. Sở Công Thương · Báo cáo năm 2026
             …
    """)
    assert days_of(chat, "SCT")[1] == date(2026, 11, 21)


async def test_a_day_of_the_plan_s_own_calendar_is_a_day_off_too(chat: Player) -> None:
    await chat.hear(*BEGUN)
    said = await chat.said("Hòa: 24/11/2026")  # Ngày Văn hóa Việt Nam, a Tuesday
    assert "[25/11/2026, ngày làm việc kế tiếp]" in said


async def test_days_that_can_not_be_are_refused(chat: Player) -> None:
    await chat.hear(*BEGUN)
    await chat.goes("""
        Hòa: 31/11/2026
        Bot: Không có ngày 31/11/2026. Xin nhập ngày trước, tháng sau, ví dụ: 24/11/2026.
             …
        Hòa: 16/11/2026
        Bot: 16/11/2026 không sau hạn đang áp dụng (16/11/2026). Xin nhập ngày muộn hơn.
             …
        Hòa: 10/11
        Bot: 10/11/2026 không sau hạn đang áp dụng (16/11/2026). Xin nhập ngày muộn hơn.
             …
        Hòa: 16h 20/11
        Bot: Ở đây xin chỉ nhập ngày, không nhập giờ. Hạn tính đến hết ngày ấy.
             …
        Hòa: 20-25/11/2026
        Bot: Xin nhập một ngày, không phải nhiều ngày.
             …
        Hòa: cuối tháng
        Bot: “cuối tháng” chưa rõ ngày. Xin nhập ngày dương lịch cụ thể, ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
        Hòa: 20/11/2062
        Bot: Ngày 20/11/2062 nằm ngoài thời gian của Kế hoạch: hạn muộn nhất có thể đặt là 31/12/2031.
             …
        Hòa: 20/11
        Bot: ✓ Hạn mới: 20/11/2026
             …
        Hòa: ok
        Bot: Câu trả lời quá ngắn. Xin nhập ít nhất 3 ký tự.
             …
    """)
    assert days_of(chat, "SCT")[1] is None


async def test_after_the_due_day_it_can_be_extended_but_not_into_the_past(chat: Player) -> None:
    await chat.hear("── 20/11/2026 09:00 ──", *BEGUN)
    await chat.goes("""
        Hòa: 19/11/2026
        Bot: Ngày 19/11/2026 đã qua. Xin nhập ngày chưa qua.
             …
        Hòa: hôm nay
        Bot: ✓ Hạn mới: 20/11/2026
             …
    """)
    await chat.hear("Hòa: Công văn số 12/SCT", "Hòa: [✅ Gia hạn]")
    assert days_of(chat, "SCT")[1] == date(2026, 11, 20)
    said = await chat.said("Lan: /baocao")
    assert "hạn 20/11/2026" in said
    await chat.hear("Lan: [∅ Không phát sinh]", "── 20/11/2026 23:59 ──")
    assert "nộp sau hạn" not in await chat.said("Lan: [∅ Đúng, không phát sinh]")


async def test_what_was_given_before_is_shown_and_only_a_later_day_is_taken(chat: Player) -> None:
    await chat.hear(*ALL_OF_IT, "Hòa: [✅ Gia hạn]", "Hòa: [➕ Gia hạn báo cáo khác]")
    await chat.goes("""
        Hòa: sở công thương
        Bot: ✓ Đơn vị: Sở Công Thương · Báo cáo năm 2026 (hạn 20/11/2026)
             …
        Hòa: 18/11/2026
        Bot: 18/11/2026 không sau hạn đang áp dụng (20/11/2026). Xin nhập ngày muộn hơn.
             …
        Hòa: 27/11/2026
             …
        Hòa: Họp ngày 19/11
        Bot: ✓ Lý do: Họp ngày 19/11
             …
             Hạn gốc của kỳ (giữ nguyên): 16/11/2026
             Đã gia hạn trước đó: đến 20/11/2026 (Công văn số 12/SCT)
             Hạn nộp của đơn vị: 20/11/2026 → 27/11/2026 (Thứ Sáu)
             …
        Hòa: [✅ Gia hạn]
        Bot: ✅ Đã gia hạn. Sở Công Thương · Báo cáo năm 2026
             Hạn nộp của đơn vị: 20/11/2026 → 27/11/2026 (Thứ Sáu)
             …
    """)
    assert [due.day for due, _why in days_of(chat, "SCT")[2]] == [20, 27]


async def test_of_several_periods_one_is_chosen(chat: Player) -> None:
    await chat.hear("── 20/12/2026 09:00 ──", "── 21/12/2026 09:00 ──", "Hòa: /giahan")
    await chat.goes("""
        Hòa: công thương
        Bot: ✓ Đơn vị: Sở Công Thương
             Báo cáo nào?
             [Báo cáo năm 2026 (hạn 16/11/2026)]
             [Báo cáo quý I năm 2027 (hạn 22/03/2027)]
             [Báo cáo 6 tháng đầu năm 2027 (hạn 21/06/2027)]
             [Báo cáo 9 tháng năm 2027 (hạn 20/09/2027)]
             [‹ Quay lại] [⏸ Dừng]
        Hòa: [Báo cáo quý I năm 2027 (hạn 22/03/2027)]
        Bot: ✓ Báo cáo: Báo cáo quý I năm 2027 (hạn 22/03/2027)
             …
        Hòa: 22/3/2027
        Bot: 22/03/2027 không sau hạn đang áp dụng (22/03/2027). Xin nhập ngày muộn hơn.
             …
        Hòa: 31/3
        Bot: ✓ Hạn mới: 31/03/2027
             …
    """)


async def test_names_that_owe_nothing_or_are_gone_are_told_apart(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao", "Lan: [∅ Không phát sinh]", "Lan: [∅ Đúng, không phát sinh]", "Hòa: /giahan"
    )
    await chat.goes("""
        Hòa: công thương
        Bot: Sở Công Thương hiện không còn báo cáo nào phải nộp.
             …
        Hòa: huyện ninh hải
        Bot: Huyện Ninh Hải đã kết thúc ngày 30/06/2025. Xin chọn một trong các đơn vị kế thừa.
             …
             [Phường Ninh Chử] [Xã Vĩnh Hải]
             …
        Hòa: hải phòng
        Bot: Không tìm thấy “hải phòng”. Xin gõ một phần tên, hoặc bấm nút bên dưới.
             …
    """)


async def test_a_unit_that_has_ended_is_not_offered(chat: Player) -> None:
    with turn(chat.engine) as session:
        lead = session.exec(select(Contact).where(Contact.role == Role.LEAD)).one()
        yesterday = chat.clock.now().date() - timedelta(days=1)
        unit.end(session, "SYT", yesterday, ["SXD"], by=lead.id or 0, now=chat.clock.now())
    await chat.goes("""
        Hòa: /giahan
             …
        Hòa: sở y tế
        Bot: Sở Y tế đã kết thúc ngày 01/11/2026. Xin chọn một trong các đơn vị kế thừa.
             …
             [Sở Xây dựng]
             [⏸ Dừng]
    """)


async def test_the_button_of_one_report_opens_it_with_its_name(chat: Player) -> None:
    number = number_of(chat, "SNNMT")
    await chat.hear("Hòa: /trogiup")
    forge(chat, "Hòa", f"e:for:{number}")
    assert (await chat.said("")).splitlines() == [
        "Bot → Hòa: Gia hạn nộp báo cáo · Sở NN&MT · Báo cáo năm 2026 (hạn 16/11/2026)",
        "     Gia hạn đến ngày nào? Ví dụ: 20/12/2026.",
        "     [⏸ Dừng]",
    ]
    await chat.hear("Hòa: 20/11", "Hòa: Công văn số 3", "Hòa: [✅ Gia hạn]")
    assert days_of(chat, "SNNMT")[1] == date(2026, 11, 20)


async def test_a_report_that_came_meanwhile_is_not_extended(chat: Player) -> None:
    await chat.hear(*ALL_OF_IT, "Lan: /baocao", "Lan: [∅ Không phát sinh]", "Lan: [∅ Đúng, không phát sinh]")
    await chat.goes("""
        Hòa: [✅ Gia hạn]
        Bot: Sở Công Thương · Báo cáo năm 2026: báo cáo này không còn phải nộp nên không gia hạn được.
             …
    """)
    forge(chat, "Hòa", f"e:for:{number_of(chat, 'SCT')}")
    assert "không còn phải nộp" in await chat.said("")
    assert days_of(chat, "SCT")[1:] == (None, [])


async def test_what_another_gave_meanwhile_is_shown_before_the_yes_counts(chat: Player) -> None:
    await chat.hear(*ALL_OF_IT)
    with turn(chat.engine) as session:
        row = session.exec(select(Report).where(Report.unit == "SCT")).one()
        deadline.extend(session, row, date(2026, 11, 18), "Điện thoại", by=1, now=chat.clock.now())
    await chat.goes("""
        Hòa: [✅ Gia hạn]
        Bot: Có thông tin vừa thay đổi. Xin kiểm tra lại.
             …
             Đã gia hạn trước đó: đến 18/11/2026 (Điện thoại)
             Hạn nộp của đơn vị: 18/11/2026 → 20/11/2026 (Thứ Sáu)
             …
        Hòa: [✅ Gia hạn] (cũ)
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Hòa: [✅ Gia hạn]
        Bot: ✅ Đã gia hạn. Sở Công Thương · Báo cáo năm 2026
             …
    """)


async def test_stopped_or_restarted_in_the_middle(chat: Player) -> None:
    await chat.hear(*BEGUN, "Hòa: 20/11", "── restart ──")
    await chat.goes("""
        Hòa: Công văn số 12/SCT
        Bot: ✓ Lý do: Công văn số 12/SCT
             …
        Hòa: /huy
        Bot: Đã dừng. Chưa có gì thay đổi.
        Hòa: [✅ Gia hạn]
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
    """)
    assert days_of(chat, "SCT")[1] is None


async def test_nobody_else_can_extend(chat: Player) -> None:
    number = number_of(chat, "SCT")
    for name in ("Lan", "Bảo"):
        assert "không dùng được lệnh này" in await chat.said(f"{name}: /giahan")
        forge(chat, name, "e:new", f"e:for:{number}", "e:", "e:for:x")
        assert await chat.said("") == "\n".join([STALE] * 4)
    await chat.hear("Hòa: /trogiup")
    forge(chat, "Hòa", "e:", "e:for", "e:for:0", "e:for:999999999999999999", "e:for:x", "e:all:1")
    assert await chat.said("") == "\n".join([STALE] * 6)


async def test_where_nothing_is_owed_there_is_nothing_to_extend(chat: Player) -> None:
    with turn(chat.engine) as session:
        for of in session.exec(select(Period)):
            for row, _unit in report.silent(session, of):
                report.excuse(session, row, "thử", by=1, now=chat.clock.now())
    await chat.goes("""
        Hòa: /giahan
        Bot: Hiện không đơn vị nào còn phải nộp báo cáo nên không có gì để gia hạn.
    """)


async def test_long_names_and_reasons_fit_and_signs_stay_signs(chat: Player) -> None:
    with turn(chat.engine) as session:
        name = "Sở <b>rất dài</b> " + "và dài " * 8
        unit.rename(session, "SCT", name=name * 2, short=name, by=1, now=chat.clock.now())
    await chat.hear("Hòa: /giahan", "Hòa: và dài", "Hòa: 20/11", f"Hòa: {'Lý do & <i> ' * 20}")
    said = await chat.said("Hòa: [✅ Gia hạn]")
    assert "Đã gia hạn. Sở <b>rất dài</b>" in said.replace("&lt;", "<").replace("&gt;", ">")


async def test_it_speaks_english_too(chat: Player) -> None:
    await chat.hear("Hòa: /ngonngu", "Hòa: [English]")
    assert "More time for a report" in await chat.said("Hòa: /giahan")
    assert "(due 16 Nov 2026)" in await chat.said("Hòa: công thương")
