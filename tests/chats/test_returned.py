"""This file is a report that was returned: offered first with the reason, sent again, or declared nil."""

from datetime import date

from sqlmodel import select

from models import report
from models.contact import Contact, Role
from models.database import turn
from models.period import ON_REQUEST, Period
from models.report import Report
from models.rules.states import ReportState
from tests.chat import Player

NIL = ("Lan: /baocao", "Lan: [∅ Không phát sinh]", "Lan: [∅ Đúng, không phát sinh]")
WHY = "Thiếu số lượt <học viên> & minh chứng"


def give_back(chat: Player, title: str = "Báo cáo năm 2026", why: str = WHY) -> None:
    """Let the lead office return Sở Công Thương's report."""
    with turn(chat.engine) as session:
        lead = session.exec(select(Contact.id).where(Contact.role == Role.LEAD)).one()
        query = select(Report).where(Report.unit == "SCT", Report.period_id == Period.id)
        row = session.exec(query.where(Period.title == title)).one()
        report.give_back(session, row, why, by=lead or 0, now=chat.clock.now())


def request(chat: Player, title: str, due: date) -> None:
    """Let the lead office ask Sở Công Thương for something more."""
    with turn(chat.engine) as session:
        of = Period(
            plan="3483",
            round=ON_REQUEST,
            year=2026,
            number=1,
            title=title,
            question="Có bao nhiêu doanh nghiệp áp dụng ISO 9001?",
            first=chat.clock.now().date(),
            last=due,
            nominal_due=due,
            due=due,
            asked_at=chat.clock.now(),
        )
        session.add(of)
        session.flush()
        session.add(Report(unit="SCT", period_id=of.id or 0))


def state(chat: Player) -> tuple[ReportState, str]:
    with turn(chat.engine) as session:
        row = session.exec(select(Report).where(Report.unit == "SCT").order_by("id")).first()
        assert row is not None
        return row.state, row.note


async def test_a_returned_report_tells_its_reason_and_is_nil_again(chat: Player) -> None:
    await chat.hear(*NIL)
    give_back(chat)
    await chat.goes("""
        Lan: /baocao
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Chưa ghi hoạt động nào · trả lại
             Lý do: Thiếu số lượt <học viên> & minh chứng
             Hoạt động thuộc nhóm nhiệm vụ nào?
             …
             [∅ Không phát sinh]
        Lan: [∅ Không phát sinh]
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Chưa ghi hoạt động nào · trả lại
             Lý do: Thiếu số lượt <học viên> & minh chứng
             Báo cáo “Không phát sinh” cho kỳ này?
             [∅ Đúng, không phát sinh] [Để sau]
        Lan: [∅ Đúng, không phát sinh]
        Bot: ✅ Đã tiếp nhận báo cáo “Không phát sinh”.
             …
    """)
    assert state(chat) == (ReportState.NIL, "")
    assert "Lý do" not in await chat.said("Lan: /baocao")


async def test_a_returned_report_with_activities_is_submitted_again(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        *["Lan: [Bỏ qua ›]"] * 3,
        "Lan: [✅ Lưu]",
        "Lan: [📤 Nộp báo cáo kỳ này]",
        "Lan: [📤 Nộp]",
    )
    assert state(chat) == (ReportState.SUBMITTED, "")
    give_back(chat)
    await chat.hear("Lan: /baocao")
    await chat.goes("""
        Lan: [📤 Nộp báo cáo kỳ này]
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động · trả lại
             Lý do: Thiếu số lượt <học viên> & minh chứng
             1. Xây dựng kế hoạch năng suất chất lượng năm 2027 (01/11/2026)
             Nộp báo cáo kỳ này?
             [📤 Nộp] [Để sau]
             [➕ Thêm hoạt động]
             [🖋 Khó khăn, kiến nghị, văn bản]
        Lan: [📤 Nộp] ×2
        Bot: ✅ Đã tiếp nhận báo cáo.
             …
        Bot: Báo cáo năm 2026 · Sở Công Thương: báo cáo này đã được tiếp nhận trước đó.
    """)
    assert state(chat) == (ReportState.SUBMITTED, "")


async def test_what_came_in_time_and_is_filed_again_after_the_due_day_is_not_late(chat: Player) -> None:
    await chat.hear(*NIL, "── 16/11/2026 16:00 ──")
    give_back(chat)
    await chat.hear("── 20/11/2026 09:00 ──")
    again = "\n".join([await chat.said(line) for line in NIL])
    assert "Đã tiếp nhận báo cáo" in again
    assert "muộn" not in again
    said = await chat.said("Hòa: /chuanop")
    assert "không phát sinh 1 · chưa nộp 39" in said
    assert "muộn" not in said


async def test_among_several_the_returned_one_comes_first(chat: Player) -> None:
    await chat.hear(*NIL)
    request(chat, "Số liệu ISO 9001", date(2026, 11, 6))
    give_back(chat)
    await chat.goes("""
        Lan: /baocao
        Bot: Sở Công Thương
             ↩ Báo cáo năm 2026 được trả lại để bổ sung
             Lý do: Thiếu số lượt <học viên> & minh chứng
             Báo cáo cho kỳ nào?
             [Báo cáo năm 2026 (hạn 16/11/2026)]
             [Số liệu ISO 9001 (hạn 06/11/2026)]
             [⏸ Dừng]
        Lan: [Báo cáo năm 2026 (hạn 16/11/2026)]
        Bot: ✓ Kỳ báo cáo: Báo cáo năm 2026 (hạn 16/11/2026)
             Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Chưa ghi hoạt động nào · trả lại
             Lý do: Thiếu số lượt <học viên> & minh chứng
             Hoạt động thuộc nhóm nhiệm vụ nào?
             …
             [‹ Quay lại] [⏸ Dừng]
             [∅ Không phát sinh]
    """)


async def test_reminders_of_a_returned_report_repeat_the_reason(chat: Player) -> None:
    await chat.hear(*NIL, "── 02/11/2026 08:00 ──")
    give_back(chat)
    said = await chat.said("── 02/11/2026 08:01 ──")
    assert said.count("Lý do: Thiếu số lượt <học viên> & minh chứng") == 1
    said = await chat.said("── 09/11/2026 08:00 ──")
    assert (
        "Bot → Lan: 🔔 Còn 5 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)\n     Lý do: Thiếu"
        in said
    )


async def test_a_reminders_button_leads_into_its_own_report(chat: Player) -> None:
    request(chat, "Số liệu ISO 9001", date(2026, 11, 16))
    await chat.hear("── 02/11/2026 08:00 ──", "── 09/11/2026 08:00 ──", "Lan: [📝 Số liệu ISO 9001]")
    await chat.goes("""
        Lan: [📝 Báo cáo ngay]
        Bot: Số liệu ISO 9001 · Sở Công Thương
             Nội dung yêu cầu: Có bao nhiêu doanh nghiệp áp dụng ISO 9001?
             02-16/11/2026 · hạn 16/11/2026
             Chưa ghi hoạt động nào
             Hoạt động thuộc nhóm nhiệm vụ nào?
             …
        Lan: [‹ Quay lại]
        Bot: Đang ghi: Số liệu ISO 9001 (hạn 16/11/2026)
             Báo cáo cho kỳ nào?
             …
    """)


async def test_a_report_that_was_let_off_is_not_called_received(chat: Player) -> None:
    await chat.hear("── 09/11/2026 08:00 ──")
    with turn(chat.engine) as session:
        row = session.exec(select(Report).where(Report.unit == "SCT")).one()
        report.excuse(session, row, "Đã có số liệu", by=1, now=chat.clock.now())
    await chat.goes("""
        Lan: [📅 Hẹn ngày]
        Bot: Báo cáo năm 2026 · Sở Công Thương: báo cáo này không phải nộp nữa.
    """)
