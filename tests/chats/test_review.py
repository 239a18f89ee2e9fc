"""This file is /duyet: reports accepted, returned, opened again, and questions asked about single activities."""

from datetime import date

from sqlmodel import select

from handlers.replies.paging import units
from handlers.replies.reply import MESSAGE_UNITS
from handlers.replies.words import plain
from models import activity, draft, inquiry, outbox, plan, report, tally
from models.activity import Activity
from models.contact import Contact, Role
from models.database import turn
from models.event import Event
from models.inquiry import Inquiry
from models.outbox import Message
from models.report import Report
from models.rules.counting import Kind
from models.rules.spans import Span
from models.rules.states import ReportState
from tests.chat import Player
from tests.chats.buttons import STALE, forge, shown

SUBMIT = ("Lan: /baocao", "Lan: [📤 Nộp báo cáo kỳ này]", "Lan: [📤 Nộp]")
NIL = ("Minh: /baocao", "Minh: [∅ Không phát sinh]", "Minh: [∅ Đúng, không phát sinh]")
OPEN = ("Hòa: /duyet", "Hòa: [1. Sở Công Thương · Báo cáo năm 2026]")
RETURN = (*OPEN, "Hòa: [↩ Trả lại]")
QUESTION = "Số quyết định là bao nhiêu?"
WORKSHOP, DECISION = "Hội thảo năng suất xanh", "Quyết định hỗ trợ năm 2026"
ASKED = (*OPEN, "Hòa: [❓ Hỏi về một hoạt động]", "Hòa: 2", f"Hòa: {QUESTION}", "Hòa: [✅ Gửi câu hỏi]")
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
ENTERING = ("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Kế hoạch năm 2027")


def record(chat: Player, unit: str, title: str, day: date) -> None:
    """Write an activity down, as if a contact had entered it now."""
    with turn(chat.engine) as session:
        by = session.exec(select(Contact.id).where(Contact.unit == unit)).first() or 0
        row = Activity(
            plan=plan.current(session).code,
            unit=unit,
            group=1,
            kind=Kind.OTHER,
            title=title,
            first=day,
            last=day,
            recorded_at=chat.clock.now(),
            recorded_by=by,
        )
        session.add(row)
        session.flush()
        tally.add(session, row)


async def filed(chat: Player) -> None:
    """Let Lan file two activities on Monday."""
    record(chat, "SCT", WORKSHOP, date(2026, 9, 15))
    record(chat, "SCT", DECISION, date(2026, 10, 20))
    await chat.hear(*SUBMIT)


async def asked(chat: Player) -> None:
    """Let Lan be asked about the second of them, on Wednesday at nine."""
    await filed(chat)
    await chat.hear("── 04/11/2026 09:00 ──", *ASKED, "── 04/11/2026 09:01 ──")


def found(chat: Player, code: str = "SCT") -> Report:
    with turn(chat.engine) as session:
        row = session.exec(select(Report).where(Report.unit == code)).one()
        session.expunge(row)
        return row


def questions(chat: Player) -> list[tuple[str, str, int | None]]:
    with turn(chat.engine) as session:
        return [(one.question, one.answer, one.answered_by) for one in session.exec(select(Inquiry))]


def events(chat: Player, what: str) -> list[Event]:
    with turn(chat.engine) as session:
        return list(session.exec(select(Event).where(Event.what == what).order_by("id")))


def join(chat: Player, name: str, chat_id: int, role: Role, unit: str) -> None:
    """Let one more person take part."""
    chat.add(name, chat_id, f"{name} {unit}")
    with turn(chat.engine) as session:
        session.add(
            Contact(chat_id=chat_id, name=f"{name} {unit}", role=role, unit=unit, joined_at=chat.clock.now())
        )


async def test_the_longest_waiting_comes_first_with_its_working_days(chat: Player) -> None:
    await filed(chat)
    await chat.hear("── 05/11/2026 09:00 ──", *NIL, "── 09/11/2026 07:50 ──")
    # From Monday the 2nd: 3, 4, 5, 6 and 9 are five working days; from Thursday the 5th: 6 and 9 are two.
    await chat.goes("""
        Hòa: /duyệt
        Bot: Báo cáo chờ duyệt (2)
             1. Sở Công Thương · Báo cáo năm 2026
             nộp ngày 02/11/2026, chờ 5 ngày làm việc
             2. Sở NN&MT · Báo cáo năm 2026 · đã báo không phát sinh
             nộp ngày 05/11/2026, chờ 2 ngày làm việc
             [1. Sở Công Thương · Báo cáo năm 2026]
             [2. Sở NN&MT · Báo cáo năm 2026]
             [✅ Đã duyệt (0)]
             [❓ Câu hỏi (0 chưa trả lời)]
        Hòa: [2. Sở NN&MT · Báo cáo năm 2026]
        Bot ✎: Báo cáo năm 2026 · Sở Nông nghiệp và Môi trường
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Chưa ghi hoạt động nào · đã báo không phát sinh
             Nộp lúc 09:00 ngày 05/11/2026 (Lê Văn Minh)
             Chờ 2 ngày làm việc
             [✅ Chấp nhận] [↩ Trả lại]
             [‹ Chờ duyệt]
    """)


async def test_where_nothing_waits_it_says_so(chat: Player) -> None:
    await chat.goes("""
        Hòa: /duyet
        Bot: Báo cáo chờ duyệt (0)
             Không có báo cáo nào chờ duyệt.
             [✅ Đã duyệt (0)]
             [❓ Câu hỏi (0 chưa trả lời)]
        Hòa: [✅ Đã duyệt (0)]
        Bot ✎: Báo cáo đã duyệt (0)
             Chưa có báo cáo nào được duyệt.
             [‹ Chờ duyệt (0)]
             [❓ Câu hỏi (0 chưa trả lời)]
        Hòa: [❓ Câu hỏi (0 chưa trả lời)]
        Bot ✎: Câu hỏi (0 chưa trả lời)
             Chưa có câu hỏi nào.
             [‹ Chờ duyệt (0)]
    """)


async def test_a_report_is_accepted_once_and_a_slip_is_taken_back(chat: Player) -> None:
    await filed(chat)
    await chat.hear("Hòa: /duyet")
    await chat.goes("""
        Hòa: [1. Sở Công Thương · Báo cáo năm 2026]
        Bot ✎: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 2 hoạt động · đã nộp
             Nộp lúc 07:50 ngày 02/11/2026 (Trần Thị Lan)
             Nộp hôm nay
             1. Hội thảo năng suất xanh (15/09/2026)
             2. Quyết định hỗ trợ năm 2026 (20/10/2026)
             [1] [2]
             [✅ Chấp nhận] [↩ Trả lại]
             [❓ Hỏi về một hoạt động]
             [‹ Chờ duyệt]
        Hòa: [✅ Chấp nhận] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Đã chấp nhận: Báo cáo năm 2026 · Sở Công Thương.
             [↩ Hoàn tác] [‹ Chờ duyệt]
        Hòa: [↩ Hoàn tác] ×2
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot: ✅ Báo cáo năm 2026 · Sở Công Thương: đã đưa về danh sách chờ duyệt.
             [‹ Xem báo cáo] [‹ Chờ duyệt]
    """)
    row = found(chat)
    assert (row.state, row.accepted_at, row.accepted_by) == (ReportState.SUBMITTED, None, None)
    assert [one.by for one in events(chat, "report.accepted")] == [1]
    assert [one.by for one in events(chat, "report.acceptance undone")] == [1]


async def test_an_acceptance_is_undone_by_its_own_button_alone(chat: Player) -> None:
    await filed(chat)
    await chat.hear(*OPEN, "Hòa: [✅ Chấp nhận]")
    old = shown(chat, "Hòa", "↩ Hoàn tác")
    await chat.hear("Hòa: [↩ Hoàn tác]", "── 02/11/2026 07:55 ──", *OPEN, "Hòa: [✅ Chấp nhận]")
    chat.standin.press(chat.people["Hòa"], *old)
    assert await chat.said("") == STALE
    assert found(chat).accepted_at is not None


async def test_what_has_changed_since_it_was_shown_is_shown_before_it_is_accepted(chat: Player) -> None:
    await filed(chat)
    await chat.hear(*OPEN, "── 02/11/2026 07:55 ──")
    record(chat, "SCT", "Lớp 5S", date(2026, 10, 30))
    await chat.goes("""
        Hòa: [✅ Chấp nhận]
        Bot: Có thông tin vừa thay đổi. Xin kiểm tra lại.
             Báo cáo năm 2026 · Sở Công Thương
             …
             3. Lớp 5S (30/10/2026) · ⚠️ ghi sau
             [1] [2] [3]
             [✅ Chấp nhận] [↩ Trả lại]
             …
        Hòa: [✅ Chấp nhận]
        Bot: ✅ Đã chấp nhận: Báo cáo năm 2026 · Sở Công Thương.
             …
    """)


async def test_what_comes_after_the_acceptance_is_marked_and_accepted_apart(chat: Player) -> None:
    await filed(chat)
    await chat.hear(*OPEN, "Hòa: [✅ Chấp nhận]", "── 02/11/2026 07:55 ──")
    record(chat, "SCT", "Lớp 5S", date(2026, 10, 30))
    record(chat, "SCT", "Hội nghị năm 2025", date(2025, 10, 30))  # of another year: it changes nothing here
    await chat.goes("""
        Hòa: /duyet
        Bot: Báo cáo chờ duyệt (0)
             Không có báo cáo nào chờ duyệt.
             [✅ Đã duyệt (1) ⚠️ 1]
             [❓ Câu hỏi (0 chưa trả lời)]
        Hòa: [✅ Đã duyệt (1) ⚠️ 1]
        Bot ✎: Báo cáo đã duyệt (1)
             1. Sở Công Thương · Báo cáo năm 2026
             duyệt ngày 02/11/2026 · ⚠️ 1 hoạt động ghi sau khi duyệt
             [1. Sở Công Thương · Báo cáo năm 2026]
             [‹ Chờ duyệt (0)]
             [❓ Câu hỏi (0 chưa trả lời)]
        Hòa: [1. Sở Công Thương · Báo cáo năm 2026]
        Bot ✎: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 3 hoạt động · đã nộp
             Nộp lúc 07:50 ngày 02/11/2026 (Trần Thị Lan)
             Duyệt lúc 07:50 ngày 02/11/2026 (Nguyễn Thị Hòa)
             ⚠️ 1 hoạt động ghi sau khi duyệt
             1. Hội thảo năng suất xanh (15/09/2026)
             2. Quyết định hỗ trợ năm 2026 (20/10/2026)
             3. Lớp 5S (30/10/2026) · ⚠️ ghi sau
             [1] [2] [3]
             [✅ Chấp nhận phần bổ sung] [↩ Mở lại]
             [❓ Hỏi về một hoạt động]
             [‹ Chờ duyệt]
        Hòa: [✅ Chấp nhận phần bổ sung]
        Bot: ✅ Đã chấp nhận: Báo cáo năm 2026 · Sở Công Thương.
             …
        Hòa: /duyet
        Bot: Báo cáo chờ duyệt (0)
             Không có báo cáo nào chờ duyệt.
             [✅ Đã duyệt (1)]
             …
    """)


async def test_a_nil_report_that_was_accepted_and_is_submitted_anew_waits_again(chat: Player) -> None:
    await chat.hear(*NIL, "Hòa: /duyet", "Hòa: [1. Sở NN&MT · Báo cáo năm 2026]", "Hòa: [✅ Chấp nhận]")
    assert found(chat, "SNNMT").accepted_by == 1
    undo = shown(chat, "Hòa", "↩ Hoàn tác")
    await chat.hear("── 03/11/2026 09:00 ──")
    record(chat, "SNNMT", "Lớp 5S", date(2026, 10, 30))
    forge(chat, "Minh", f"s:yes:{found(chat, 'SNNMT').id}")
    assert "✅ Đã tiếp nhận báo cáo." in await chat.said("")
    row = found(chat, "SNNMT")
    assert (row.state, row.accepted_at, row.accepted_by) == (ReportState.SUBMITTED, None, None)
    before = events(chat, "report.settled")[-1].before
    assert before is not None
    assert before["accepted_by"] == 1
    assert "1. Sở NN&MT · Báo cáo năm 2026" in await chat.said("Hòa: /duyet")
    chat.standin.press(chat.people["Hòa"], *undo)
    assert await chat.said("") == STALE


async def test_a_report_is_returned_with_a_reason_that_the_unit_hears(chat: Player) -> None:
    await filed(chat)
    await chat.hear("── 04/11/2026 09:00 ──", *RETURN)
    await chat.goes("""
        Hòa: ?
        Bot: Câu trả lời quá ngắn. Xin nhập ít nhất 3 ký tự.
             Cần bổ sung, chỉnh sửa nội dung gì? Đơn vị sẽ đọc đúng như vậy.
             [⏸ Dừng]
        ── restart ──
        Hòa: Thiếu kinh phí của <hội thảo>
        Bot: ✓ Lý do: Thiếu kinh phí của <hội thảo>
             Trả lại báo cáo · Sở Công Thương · Báo cáo năm 2026
             Lý do: Thiếu kinh phí của <hội thảo>
             Đã ghi 2 hoạt động
             Đơn vị cần hoàn thiện và nộp lại (hạn 16/11/2026).
             [✅ Trả lại] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        Hòa: [✅ Trả lại] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Đã trả lại: Báo cáo năm 2026 · Sở Công Thương.
             Bot báo ngay cho đơn vị.
             [‹ Chờ duyệt]
        ── 04/11/2026 09:01 ──
        Bot → Lan: ↩ Báo cáo năm 2026 được trả lại để bổ sung
             Lý do: Thiếu kinh phí của <hội thảo>
             …
    """)
    row = found(chat)
    assert (row.state, row.note) == (ReportState.RETURNED, "Thiếu kinh phí của <hội thảo>")
    assert "[1. Sở Công Thương" not in await chat.said("Hòa: /duyet")


async def test_leaving_the_form_returns_nothing(chat: Player) -> None:
    await filed(chat)
    await chat.hear(*RETURN, "Hòa: Thiếu kinh phí")
    await chat.goes("""
        Hòa: /huy
        Bot: Đã dừng. Chưa có gì thay đổi.
        Hòa: [✅ Trả lại]
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
    """)
    assert found(chat).state is ReportState.SUBMITTED


async def test_what_another_of_the_office_returned_meanwhile_is_not_returned_twice(chat: Player) -> None:
    await filed(chat)
    join(chat, "Dũng", 601, Role.LEAD, "SKHCN")
    await chat.hear(*RETURN, "Hòa: Thiếu kinh phí", "Dũng: /duyet")
    await chat.hear(
        "Dũng: [1. Sở Công Thương · Báo cáo năm 2026]", "Dũng: [↩ Trả lại]", "Dũng: Thiếu số lượt"
    )
    await chat.hear("Dũng: [✅ Trả lại]")
    said = await chat.said("Hòa: [✅ Trả lại]")
    assert "báo cáo này hiện không ở trạng thái đã nộp" in said or "Có thông tin vừa thay đổi" in said
    said = await chat.said("Hòa: [✅ Trả lại]")
    assert "Sở Công Thương · Báo cáo năm 2026: báo cáo này hiện không ở trạng thái đã nộp" in said
    assert found(chat).note == "Thiếu số lượt"
    assert len(events(chat, "report.returned")) == 1


async def test_an_accepted_report_is_opened_again_with_a_reason(chat: Player) -> None:
    await filed(chat)
    await chat.hear(*OPEN, "Hòa: [✅ Chấp nhận]", "Hòa: [‹ Chờ duyệt]", "Hòa: [✅ Đã duyệt (1)]")
    await chat.hear("Hòa: [1. Sở Công Thương · Báo cáo năm 2026]", "Hòa: [↩ Mở lại]")
    await chat.goes("""
        Hòa: Số liệu lớp tập huấn chưa đúng
        Bot: ✓ Lý do: Số liệu lớp tập huấn chưa đúng
             Trả lại báo cáo · Sở Công Thương · Báo cáo năm 2026
             Lý do: Số liệu lớp tập huấn chưa đúng
             Đã ghi 2 hoạt động
             Báo cáo này đã được duyệt ngày 02/11/2026.
             Đơn vị cần hoàn thiện và nộp lại (hạn 16/11/2026).
             …
        Hòa: [✅ Trả lại]
        Bot: ✅ Đã trả lại: Báo cáo năm 2026 · Sở Công Thương.
             Bot sẽ báo cho đơn vị trong giờ làm việc.
             [‹ Chờ duyệt]
    """)
    row = found(chat)
    assert (row.state, row.accepted_at, row.accepted_by) == (ReportState.RETURNED, None, None)
    await chat.hear(*SUBMIT)
    assert "[1. Sở Công Thương · Báo cáo năm 2026]" in await chat.said("Hòa: /duyet")


async def test_where_nobody_is_reached_the_lead_office_is_told(chat: Player) -> None:
    await filed(chat)
    await chat.hear("Lan: (blocks)", *RETURN, "Hòa: Thiếu kinh phí")
    await chat.goes("""
        Hòa: [✅ Trả lại]
        Bot: ✅ Đã trả lại: Báo cáo năm 2026 · Sở Công Thương.
             Bot chưa liên hệ được với đầu mối nào của đơn vị này: xin báo cho đơn vị bằng cách khác.
             [‹ Chờ duyệt]
    """)


async def test_a_question_about_one_activity_is_answered_by_a_reply(chat: Player) -> None:
    await filed(chat)
    await chat.hear("── 04/11/2026 09:00 ──", *OPEN)
    await chat.goes("""
        Hòa: [❓ Hỏi về một hoạt động]
        Bot: Hỏi về một hoạt động · Sở Công Thương · Báo cáo năm 2026
             Hỏi về hoạt động nào? Xin bấm nút, hoặc gõ số thứ tự hay một phần tên.
             [1. Hội thảo năng suất xanh]
             [2. Quyết định hỗ trợ năm 2026]
             [⏸ Dừng]
        Hòa: quyết định
        Bot: ✓ Hoạt động: 2. Quyết định hỗ trợ năm 2026
             Anh/chị muốn hỏi điều gì? Đơn vị sẽ đọc đúng như vậy.
             [‹ Quay lại] [⏸ Dừng]
        Hòa: Số quyết định là bao nhiêu?
        Bot: ✓ Câu hỏi: Số quyết định là bao nhiêu?
             Hỏi về một hoạt động · Sở Công Thương · Báo cáo năm 2026
             Hoạt động: 2. Quyết định hỗ trợ năm 2026
             Câu hỏi: Số quyết định là bao nhiêu?
             Đơn vị được hỏi: Sở Công Thương
             Hoạt động: Quyết định hỗ trợ năm 2026
             Báo cáo vẫn giữ nguyên, chỉ chờ trả lời câu hỏi này.
             [✅ Gửi câu hỏi] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        Hòa: [✅ Gửi câu hỏi] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Đã ghi câu hỏi gửi Sở Công Thương.
             Bot báo ngay cho đơn vị.
             [❓ Hỏi tiếp] [‹ Xem báo cáo]
        ── 04/11/2026 09:01 ──
        Bot → Lan: ❓ Cơ quan đầu mối hỏi về hoạt động: Quyết định hỗ trợ năm 2026
             Số quyết định là bao nhiêu?
             Xin trả lời (reply) tin nhắn này, hoặc bấm nút bên dưới.
             [✍ Trả lời]
        Lan: ↩ Số 15/QĐ-UBND
        Bot: ✅ Đã gửi câu trả lời.
    """)
    question = [message for message in chat.standin.chat(502) if message.by_bot][-2]
    chat.standin.say(502, "Số 16/QĐ-UBND", reply_to=question.message_id)
    assert "Câu hỏi này đã được Trần Thị Lan trả lời lúc 09:01 ngày 04/11/2026." in await chat.said("")
    assert questions(chat) == [(QUESTION, "Số 15/QĐ-UBND", 2)]
    assert found(chat).state is ReportState.SUBMITTED


async def test_open_questions_are_listed_with_how_long_they_wait(chat: Player) -> None:
    await asked(chat)
    await chat.goes("""
        ── 06/11/2026 07:50 ──
        Hòa: /duyet
        Bot: Báo cáo chờ duyệt (1)
             …
             [❓ Câu hỏi (1 chưa trả lời)]
        Hòa: [❓ Câu hỏi (1 chưa trả lời)]
        Bot ✎: Câu hỏi (1 chưa trả lời)
             1. Sở Công Thương · Quyết định hỗ trợ năm 2026
             ❓ Số quyết định là bao nhiêu? · chờ 2 ngày làm việc
             [1. Sở Công Thương · Quyết định hỗ trợ năm 2026]
             [‹ Chờ duyệt (1)]
        Hòa: [1. Sở Công Thương · Quyết định hỗ trợ năm 2026]
        Bot ✎: Sở Công Thương
             Hoạt động: Quyết định hỗ trợ năm 2026
             ❓ Số quyết định là bao nhiêu?
             09:00 ngày 04/11/2026 · Nguyễn Thị Hòa
             ⏳ chưa trả lời · chờ 2 ngày làm việc
             [‹ Danh sách câu hỏi]
    """)
    await chat.hear("Hòa: /duyet", "Hòa: [1. Sở Công Thương · Báo cáo năm 2026]")
    await chat.goes("""
        Hòa: [✅ Chấp nhận]
        Bot: ✅ Đã chấp nhận: Báo cáo năm 2026 · Sở Công Thương.
             Còn 1 câu hỏi chưa được trả lời.
             [↩ Hoàn tác] [‹ Chờ duyệt]
        Lan: ↩ 15
        Bot: ✅ Đã gửi câu trả lời.
        Hòa: /duyet
             …
        Hòa: [❓ Câu hỏi (0 chưa trả lời)]
        Bot ✎: Câu hỏi (0 chưa trả lời)
             1. Sở Công Thương · Quyết định hỗ trợ năm 2026
             ❓ Số quyết định là bao nhiêu?
             💬 15
             …
    """)


async def test_a_reply_answers_while_an_activity_is_entered_and_leaves_it_as_it_is(chat: Player) -> None:
    await filed(chat)
    await chat.hear("── 04/11/2026 09:00 ──", *ASKED, *ENTERING, "── 04/11/2026 09:16 ──")
    await chat.goes("""
        Lan: ↩ Số 15/QĐ-UBND
        Bot: ✅ Đã gửi câu trả lời.
             Phần đang nhập vẫn còn nguyên, xin nhập tiếp ở trên.
        Lan: 3/11
        Bot: ✓ Thời gian: 03/11/2026
             …
    """)
    assert questions(chat) == [(QUESTION, "Số 15/QĐ-UBND", 2)]


async def test_the_button_asks_for_the_answer_and_the_activity_waits(chat: Player) -> None:
    await filed(chat)
    await chat.hear("── 04/11/2026 09:00 ──", *ASKED, *ENTERING, "── 04/11/2026 09:16 ──")
    await chat.goes("""
        Lan: [✍ Trả lời]
        Bot: Hoạt động: Quyết định hỗ trợ năm 2026
             ❓ Số quyết định là bao nhiêu?
             Trả lời cơ quan đầu mối
             Xin nhập câu trả lời trong một tin nhắn.
             [⏸ Dừng]
        ── restart ──
        Lan: Số 15/QĐ-UBND
        Bot: ✓ Câu trả lời: Số 15/QĐ-UBND
             ✅ Đã gửi câu trả lời.
             Anh/chị đang nhập dở hoạt động: Kế hoạch năm 2027. Anh/chị có muốn nhập tiếp không?
             [▶ Nhập tiếp]
        Lan: [✍ Trả lời]
        Bot: Câu hỏi này đã được Trần Thị Lan trả lời lúc 09:16 ngày 04/11/2026.
    """)
    assert questions(chat) == [(QUESTION, "Số 15/QĐ-UBND", 2)]
    assert [one.by for one in events(chat, "activity.answered")] == [2]


async def test_leaving_the_form_leaves_the_question_open(chat: Player) -> None:
    await asked(chat)
    await chat.hear("Lan: [✍ Trả lời]")
    await chat.goes("""
        Lan: /huy
        Bot: Đã dừng. Chưa có gì thay đổi.
    """)
    assert questions(chat) == [(QUESTION, "", None)]


async def test_a_reply_while_the_form_stands_is_the_forms_answer(chat: Player) -> None:
    await asked(chat)
    question = [message for message in chat.standin.chat(502) if message.by_bot][-1]
    await chat.hear("Lan: [✍ Trả lời]")
    chat.standin.say(502, "Số 15/QĐ-UBND", reply_to=question.message_id)
    assert "✅ Đã gửi câu trả lời." in await chat.said("")
    assert questions(chat) == [(QUESTION, "Số 15/QĐ-UBND", 2)]
    with turn(chat.engine) as session:
        assert draft.open_of(session, 2) is None


async def test_what_is_no_answer_is_asked_for_again_and_a_reply_to_that_answers(chat: Player) -> None:
    await asked(chat)
    await chat.goes(f"""
        Lan: ↩ 📷 ảnh
        Bot: Xin trả lời bằng chữ. Nội dung vừa gửi chưa được lưu.
             Xin trả lời (reply) tin nhắn này, hoặc bấm nút bên dưới.
             [✍ Trả lời]
        Lan: ↩ {"x" * 1001}
        Bot: Câu trả lời dài 1.001 ký tự, tối đa là 1.000. Xin viết gọn lại.
             Xin trả lời (reply) tin nhắn này, hoặc bấm nút bên dưới.
             [✍ Trả lời]
        Lan: ✎ rút gọn
        Bot: Tin nhắn đã sửa không được tính là câu trả lời. Xin gửi câu trả lời bằng một tin nhắn mới.
             Xin trả lời (reply) tin nhắn này, hoặc bấm nút bên dưới.
             [✍ Trả lời]
        Lan: ↩ \u200b
        Bot: Xin trả lời bằng chữ. Nội dung vừa gửi chưa được lưu.
             Xin trả lời (reply) tin nhắn này, hoặc bấm nút bên dưới.
             [✍ Trả lời]
        Lan: ↩ Số <15>
        Bot: ✅ Đã gửi câu trả lời.
        Lan: ✎ Số 16
        Bot: Câu hỏi này đã được Trần Thị Lan trả lời lúc 09:01 ngày 04/11/2026.
    """)
    assert questions(chat) == [(QUESTION, "Số <15>", 2)]


async def test_a_command_in_a_reply_stays_a_command(chat: Player) -> None:
    await asked(chat)
    assert (await chat.said("Lan: ↩ /trogiup")).startswith("Bot: Các lệnh")
    assert questions(chat) == [(QUESTION, "", None)]


async def test_a_reply_to_anything_else_is_what_it_was(chat: Player) -> None:
    await filed(chat)
    await chat.hear(*ENTERING)
    await chat.goes("""
        Lan: ↩ 30/10/2026
        Bot: ✓ Thời gian: 30/10/2026
             …
    """)


async def test_a_question_is_found_by_the_key_of_its_message(chat: Player) -> None:
    await filed(chat)
    now = chat.clock.now()
    with turn(chat.engine) as session:
        about = session.exec(select(Activity).where(Activity.title == WORKSHOP)).one()
        row = inquiry.ask(session, about.id or 0, "Bao nhiêu người dự?", by=1, now=now)
        asks = Message(
            chat_id=502,
            key=f"inquiry:{row.id}:2026-11-02:2",
            text="Bao nhiêu người dự?",
            buttons=[[["✍ Trả lời", f"v:answer:{row.id}"]]],
            made_at=now,
            not_before=now,
        )
        outbox.post(session, [asks])
    await chat.goes("""
        Lan: /ngonngu
        Bot: Bao nhiêu người dự?
             [✍ Trả lời]
        Bot: Anh/chị chọn ngôn ngữ nào?
             [Tiếng Việt] [English]
    """)
    question = [message for message in chat.standin.chat(502) if message.by_bot][-2]
    chat.standin.say(502, "42 người", reply_to=question.message_id)
    assert await chat.said("") == "Bot → Lan: ✅ Đã gửi câu trả lời."
    assert questions(chat) == [("Bao nhiêu người dự?", "42 người", 2)]


async def test_any_contact_of_the_unit_may_answer_and_only_once(chat: Player) -> None:
    await asked(chat)
    join(chat, "Tâm", 602, Role.CONTACT, "SCT")
    await chat.hear("Lan: [✍ Trả lời]", "Tâm: /trogiup")
    forge(chat, "Tâm", "v:answer:1")
    await chat.hear("Tâm: Số 15/QĐ-UBND")
    await chat.goes("""
        Lan: Số 16/QĐ-UBND
        Bot: ✓ Câu trả lời: Số 16/QĐ-UBND
             Câu hỏi này đã được Tâm SCT trả lời lúc 09:01 ngày 04/11/2026.
        Lan: /huy
        Bot: Hiện anh/chị không nhập hoạt động nào.
    """)
    assert [(one, words) for one, words, _by in questions(chat)] == [(QUESTION, "Số 15/QĐ-UBND")]


async def test_another_unit_or_somebody_who_moved_can_not_answer(chat: Player) -> None:
    await asked(chat)
    await chat.hear("Minh: /trogiup", "Bảo: /trogiup")
    for who in ("Minh", "Bảo", "Hòa"):
        forge(chat, who, "v:answer:1")
        assert await chat.said("") == STALE
    with turn(chat.engine) as session:
        person = session.get(Contact, 2)
        assert person is not None
        person.unit = "SYT"
    await chat.goes("""
        Lan: ↩ Số 15/QĐ-UBND
        Bot: Câu hỏi này dành cho đơn vị khác.
        Lan: [✍ Trả lời]
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
    """)
    assert questions(chat) == [(QUESTION, "", None)]


async def test_only_the_lead_office_reviews(chat: Player) -> None:
    await filed(chat)
    number = found(chat).id
    await chat.hear("Lan: /trogiup", "Bảo: /trogiup")
    verbs = ("list", "done", "asked", "one", "report", "talk", "accept", "undo", "back", "ask")
    for who in ("Lan", "Bảo"):
        assert (await chat.said(f"{who}: /duyet")).startswith("Bot: Vai trò của anh/chị không dùng được")
        for verb in verbs:
            forge(chat, who, f"v:{verb}:{number}:0")
            assert await chat.said("") == STALE, (who, verb)
    assert (found(chat).state, found(chat).accepted_at) == (ReportState.SUBMITTED, None)


async def test_forged_and_ancient_buttons_change_nothing(chat: Player) -> None:
    await chat.hear("Hòa: /duyet")
    forged = ["v:", "v:list", "v:drop:1"]
    forged += [
        f"v:{verb}:99999" for verb in ("one", "report", "talk", "accept", "undo", "back", "ask", "answer")
    ]
    for data in forged:
        forge(chat, "Hòa", data)
        assert await chat.said("") == STALE, data
    owed = found(chat).id
    for verb in ("accept", "back", "ask"):
        forge(chat, "Hòa", f"v:{verb}:{owed}")
        said = await chat.said("")
        assert "Sở Công Thương" in said
        assert "Chấp nhận" not in said
    assert (found(chat).state, found(chat).accepted_at) == (ReportState.DUE, None)


async def test_long_reports_and_long_talks_come_in_pages_that_fit(chat: Player) -> None:
    for n in range(60):
        record(chat, "SCT", f"{n} " + "ế" * 490, date(2026, 9, 15))
    await chat.hear(*SUBMIT)
    now = chat.clock.now()
    with turn(chat.engine) as session:
        for row in activity.of_unit(session, "SCT", YEAR)[:6]:
            asked_of = inquiry.ask(session, row.id or 0, "ữ" * 500, by=1, now=now)
            inquiry.answer(session, asked_of, "<" * 1000, by=2, now=now)
    await chat.hear(*OPEN)
    await chat.hear(
        "Hòa: [Trang sau ›]", "Hòa: [💬 Hỏi đáp (6)]", "Hòa: [Trang sau ›]", "Hòa: [‹ Xem báo cáo]"
    )
    await chat.hear("Hòa: [❓ Hỏi về một hoạt động]", "Hòa: [Trang sau ›]")
    said = await chat.said("Hòa: 60")
    assert said.startswith("Bot: ✓ Hoạt động: 60. 59 ")
    await chat.hear(
        "Hòa: Vì sao?", "Hòa: [✅ Gửi câu hỏi]", "Hòa: /duyet", "Hòa: [❓ Câu hỏi (1 chưa trả lời)]"
    )
    for message in chat.standin.chat(chat.people["Hòa"]):
        assert units(plain(message.text)) <= MESSAGE_UNITS
    assert questions(chat)[-1][0] == "Vì sao?"


async def test_a_list_of_many_reports_is_paged(chat: Player) -> None:
    with turn(chat.engine) as session:
        for row in session.exec(select(Report)):
            report.settle(session, row, ReportState.NIL, by=1, now=chat.clock.now())
    await chat.hear("Hòa: /duyet")
    said = await chat.said("Hòa: [Trang sau ›]")
    assert said.startswith("Bot ✎: Báo cáo chờ duyệt (40) · trang 2/5")
    assert [
        line.split()[0] for line in said.splitlines() if line.lstrip().startswith("[") and ". " in line
    ] == [*(f"[{n}." for n in range(9, 17))]


async def test_an_answer_in_words_to_a_request_is_read_in_the_review(chat: Player) -> None:
    with turn(chat.engine) as session:
        row = session.exec(select(Report).where(Report.unit == "SCT")).one()
        report.answer(session, row, "Có 12 <doanh nghiệp>", by=2, now=chat.clock.now())
    await chat.hear("Hòa: /duyet")
    said = await chat.said("Hòa: [1. Sở Công Thương · Báo cáo năm 2026]")
    assert "Trả lời: “Có 12 <doanh nghiệp>”" in said
