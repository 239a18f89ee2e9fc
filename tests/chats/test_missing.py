"""This file is /chuanop: who has not reported, seen from each side, reminded, let off, written to."""

from datetime import date, time

from sqlmodel import col, select

from handlers.replies.paging import units
from handlers.replies.reply import MESSAGE_UNITS
from handlers.replies.words import plain
from models import contact, deadline, period, plan, report
from models.contact import Contact, Role
from models.database import turn
from models.event import Event
from models.report import Report
from models.rules.states import ReportState
from models.unit import Unit
from tests.chat import Player
from tests.chats.buttons import STALE, forge, shown

NIL = ("[∅ Không phát sinh]", "[∅ Đúng, không phát sinh]")
QUICK = "Báo cáo nhanh"


def nil(who: str) -> tuple[str, ...]:
    """Let somebody report that there was nothing."""
    return (f"{who}: /baocao", *(f"{who}: {label}" for label in NIL))


def number_of(chat: Player, code: str) -> int:
    with turn(chat.engine) as session:
        return (
            session.exec(select(Report.id).where(Report.unit == code).order_by(col(Report.id).desc())).first()
            or 0
        )


def found(chat: Player, code: str) -> Report:
    with turn(chat.engine) as session:
        row = report.get(session, number_of(chat, code))
        assert row is not None
        session.expunge(row)
        return row


def settle_all(chat: Player) -> None:
    with turn(chat.engine) as session:
        for row in session.exec(select(Report)):
            report.settle(session, row, ReportState.NIL, by=1, now=chat.clock.now())


def events(chat: Player, what: str) -> list[Event]:
    with turn(chat.engine) as session:
        return list(session.exec(select(Event).where(Event.what == what).order_by("id")))


def every_side(chat: Player) -> None:
    """Put units into every state: Health has more time, Construction got its report back, Finance is let off."""
    now = chat.clock.now()
    with turn(chat.engine) as session:
        rows = {row.unit: row for row in session.exec(select(Report))}
        deadline.promise(session, rows["SNNMT"], date(2026, 11, 4), by=3, now=now)
        deadline.promise(session, rows["SNNMT"], date(2026, 11, 18), by=3, now=now)
        deadline.extend(session, rows["SYT"], date(2026, 11, 20), "Bão", by=1, now=now)
        report.settle(session, rows["SXD"], ReportState.SUBMITTED, by=1, now=now)
        report.give_back(session, rows["SXD"], "Thiếu kinh phí lớp tập huấn", by=1, now=now)
        report.excuse(session, rows["STC"], "Đã gộp với Sở khác", by=1, now=now)


async def test_the_lead_office_pages_through_those_who_are_missing(chat: Player) -> None:
    await chat.hear(*nil("Lan"))
    await chat.goes("""
        Hòa: /chua nop
        Bot: Ai chưa nộp
             Báo cáo năm 2026 (hạn 16/11/2026)
             40 đơn vị: đã nộp 0 · không phát sinh 1 · chưa nộp 39
             Chưa nộp (39) · trang 1/5
             1. Sở Khoa học và Công nghệ: Nguyễn Thị Hòa
             2. Sở Nông nghiệp và Môi trường: Lê Văn Minh
             3. Sở Y tế: chưa có đầu mối tham gia
             …
             8. Sở Nội vụ: chưa có đầu mối tham gia
             [Sở KH&CN] [Sở NN&MT]
             [Sở Y tế] [Sở Xây dựng]
             [Sở Tài chính] [Sở VHTT&DL]
             [Sở GD&ĐT] [Sở Nội vụ]
             [Trang sau ›]
             [Chưa liên hệ được (37)] [Không phát sinh (1)]
             [🔔 Nhắc tất cả] [📄 Văn bản để gửi Zalo, e-mail]
             [‹ Tổng quan]
        Hòa: [Trang sau ›]
        Bot ✎: Ai chưa nộp
             …
             9. Sở Tư pháp: chưa có đầu mối tham gia
             …
        Hòa: [Sở Tư pháp]
        Bot ✎: Sở Tư pháp
             Báo cáo năm 2026 · hạn 16/11/2026
             Chưa nộp
             Đầu mối: chưa có
             [🔔 Nhắc ngay] [📄 Văn bản nhắc]
             [⏳ Gia hạn] [🆓 Miễn báo cáo]
             [‹ Danh sách]
        Hòa: [‹ Danh sách]
        Bot ✎: Ai chưa nộp
             …
             Chưa nộp (39) · trang 2/5
             …
        Hòa: [Không phát sinh (1)]
        Bot ✎: Ai chưa nộp
             …
             Không phát sinh (1)
             1. Sở Công Thương: đã báo không phát sinh
             [Sở Công Thương]
             [Chưa nộp (39)] [Chưa liên hệ được (37)]
             [‹ Tổng quan]
        Hòa: [Sở Công Thương]
        Bot ✎: Sở Công Thương
             Báo cáo năm 2026 · hạn 16/11/2026
             Đã báo không phát sinh
             Đầu mối: Trần Thị Lan
             [‹ Danh sách]
    """)


async def test_each_unit_stands_in_every_list_that_fits(chat: Player) -> None:
    every_side(chat)
    await chat.hear(*nil("Lan"), "── 17/11/2026 09:00 ──")
    # Forty units; one is let off and one is nil: 38 are missing. All but the one with more time are overdue.
    # The lead office and Minh can be reached: 36 can't.
    await chat.goes("""
        Hòa: /chuanop
        Bot: Ai chưa nộp
             Báo cáo năm 2026 (hạn 16/11/2026)
             39 đơn vị: đã nộp 0 · không phát sinh 1 · chưa nộp 38
             Chưa nộp (38) · trang 1/5
             1. Sở Khoa học và Công nghệ: quá hạn · Nguyễn Thị Hòa
             2. Sở Nông nghiệp và Môi trường: quá hạn · hẹn ngày 18/11/2026 · lỡ hẹn 1 lần · Lê Văn Minh
             3. Sở Y tế: gia hạn đến 20/11/2026 · chưa có đầu mối tham gia
             4. Sở Xây dựng: trả lại · quá hạn · chưa có đầu mối tham gia
             …
             [Trang sau ›]
             [Quá hạn (37)] [Hẹn ngày (1)]
             [Gia hạn (1)] [Đang trả lại (1)]
             [Chưa liên hệ được (36)] [Không phát sinh (1)]
             [Miễn báo cáo (1)]
             [🔔 Nhắc tất cả] [📄 Văn bản để gửi Zalo, e-mail]
             [‹ Tổng quan]
        Hòa: [Hẹn ngày (1)]
        Bot ✎: Ai chưa nộp
             …
             Hẹn ngày (1)
             1. Sở Nông nghiệp và Môi trường: quá hạn · hẹn ngày 18/11/2026 · lỡ hẹn 1 lần · Lê Văn Minh
             [Sở NN&MT]
             …
        Hòa: [Đang trả lại (1)]
        Bot ✎: Ai chưa nộp
             …
             1. Sở Xây dựng: trả lại · quá hạn · chưa có đầu mối tham gia
             …
        Hòa: [Sở Xây dựng]
        Bot ✎: Sở Xây dựng
             Báo cáo năm 2026 · hạn 16/11/2026
             Trả lại · quá hạn
             Lý do: Thiếu kinh phí lớp tập huấn
             …
        Hòa: [‹ Danh sách]
             …
        Hòa: [Miễn báo cáo (1)]
        Bot ✎: Ai chưa nộp
             …
             1. Sở Tài chính: Đã gộp với Sở khác
             [Sở Tài chính]
             …
        Hòa: [Sở Tài chính]
        Bot ✎: Sở Tài chính
             Báo cáo năm 2026 · hạn 16/11/2026
             Được miễn
             Lý do: Đã gộp với Sở khác
             Đầu mối: chưa có
             [↩ Bỏ miễn, yêu cầu nộp]
             [‹ Danh sách]
    """)


async def test_when_all_have_reported_it_says_so(chat: Player) -> None:
    settle_all(chat)
    await chat.goes("""
        Hòa: /chuanop
        Bot: Ai chưa nộp
             Báo cáo năm 2026 (hạn 16/11/2026)
             40 đơn vị: đã nộp 0 · không phát sinh 40 · chưa nộp 0
             Chưa nộp (0)
             Tất cả các đơn vị đã nộp.
             [Không phát sinh (40)]
             [‹ Tổng quan]
    """)


async def test_the_button_of_the_overview_leads_to_the_same_list(chat: Player) -> None:
    await chat.hear("Hòa: /tiendo")
    said = await chat.said("Hòa: [⏰ Ai chưa nộp]")
    assert "[🔔 Nhắc tất cả]" in said
    await chat.hear("Bảo: /tiendo")
    said = await chat.said("Bảo: [⏰ Ai chưa nộp]")
    assert "Nhắc tất cả" not in said
    assert said.endswith("[‹ Tổng quan]")


async def test_a_unit_is_reminded_at_once_in_office_hours_and_once_a_day(chat: Player) -> None:
    await chat.hear("── 03/11/2026 09:00 ──", "Hòa: /chuanop", "Hòa: [Sở Công Thương]")
    await chat.goes("""
        Hòa: [🔔 Nhắc ngay] ×2
        Bot: ✅ Sẽ nhắc Sở Công Thương (Trần Thị Lan).
             Bot báo ngay cho đơn vị.
        Bot: Sở Công Thương đã được yêu cầu nhắc lúc 09:00 ngày 03/11/2026. Mỗi ngày làm việc chỉ nhắc một lần.
             [📄 Văn bản nhắc]
        ── 03/11/2026 09:01 ──
        Bot → Lan: 📣 Cơ quan đầu mối đề nghị đơn vị sớm nộp Báo cáo năm 2026
             …
        Hòa: /chuanop
             …
        Hòa: [Sở Công Thương]
        Bot ✎: Sở Công Thương
             …
             Cơ quan đầu mối yêu cầu nhắc gần nhất: 09:00 ngày 03/11/2026
             …
        ── 04/11/2026 09:00 ──
        Hòa: [🔔 Nhắc ngay]
        Bot: ✅ Sẽ nhắc Sở Công Thương (Trần Thị Lan).
             Bot báo ngay cho đơn vị.
    """)
    assert len(events(chat, "report.nudged")) == 2


async def test_what_is_asked_on_friday_evening_is_heard_on_monday_and_not_twice(chat: Player) -> None:
    await chat.hear("── 06/11/2026 18:00 ──", "Hòa: /chuanop", "Hòa: [Sở Công Thương]")
    await chat.goes("""
        Hòa: [🔔 Nhắc ngay]
        Bot: ✅ Sẽ nhắc Sở Công Thương (Trần Thị Lan).
             Bot sẽ báo cho đơn vị trong giờ làm việc.
        ── 07/11/2026 10:00 ──
        Hòa: [🔔 Nhắc ngay]
        Bot: Sở Công Thương đã được yêu cầu nhắc lúc 18:00 ngày 06/11/2026. Mỗi ngày làm việc chỉ nhắc một lần.
             …
    """)
    said = await chat.said("── 09/11/2026 08:00 ──")
    assert said.count("Bot → Lan: 📣") == 1
    assert (await chat.said("Hòa: [🔔 Nhắc ngay]")).startswith("Bot: Sở Công Thương đã được yêu cầu nhắc")
    await chat.hear("── 10/11/2026 08:00 ──")
    assert (await chat.said("Hòa: [🔔 Nhắc ngay]")).startswith("Bot: ✅ Sẽ nhắc")


async def test_where_nobody_is_reached_the_text_is_offered(chat: Player) -> None:
    await chat.hear("Lan: (blocks)", "Hòa: /chuanop")
    await chat.goes("""
        Hòa: [Sở Công Thương]
        Bot ✎: Sở Công Thương
             …
             Đầu mối: Trần Thị Lan (bot không gửi tin được)
             …
        Hòa: [🔔 Nhắc ngay]
        Bot: Bot chưa liên hệ được với đầu mối nào của Sở Công Thương. Anh/chị có thể gửi văn bản nhắc qua Zalo hoặc e-mail.
             [📄 Văn bản nhắc]
        Hòa: [📄 Văn bản nhắc]
        Bot: Kính gửi: Sở Công Thương
             Sở Khoa học và Công nghệ kính đề nghị quý cơ quan, đơn vị gửi Báo cáo năm 2026 (01/01/2026 - 31/12/2026) về kết quả thực hiện Kế hoạch 3483/KH-UBND. Hạn nộp: 16/11/2026.
             Nếu trong kỳ không có hoạt động nào, xin báo “Không phát sinh”. Nếu đã gửi báo cáo, xin bỏ qua tin này.
             Báo cáo được nộp qua bot Telegram của Kế hoạch; đơn vị chưa có mã mời, xin liên hệ Sở Khoa học và Công nghệ.
             Trân trọng cảm ơn./.
    """)
    assert events(chat, "report.nudged") == []


async def test_who_reports_before_the_press_is_left_in_peace(chat: Player) -> None:
    await chat.hear("Hòa: /chuanop", "Hòa: [Sở Công Thương]", *nil("Lan"))
    await chat.goes("""
        Hòa: [🔔 Nhắc ngay]
        Bot: Sở Công Thương · Báo cáo năm 2026: hiện không còn phải nộp.
        Hòa: [📄 Văn bản nhắc]
        Bot: Sở Công Thương · Báo cáo năm 2026: hiện không còn phải nộp.
        Hòa: [🆓 Miễn báo cáo]
        Bot: Sở Công Thương · Báo cáo năm 2026: hiện không còn phải nộp.
    """)


async def test_all_are_reminded_after_a_yes_to_the_very_number(chat: Player) -> None:
    await chat.hear("── 03/11/2026 09:00 ──", "Hòa: /chuanop")
    await chat.goes("""
        Hòa: [🔔 Nhắc tất cả]
        Bot: Báo cáo năm 2026 · Chưa nộp
             Nhắc 3 đơn vị?
             • Sở Khoa học và Công nghệ: Nguyễn Thị Hòa
             • Sở Công Thương: Trần Thị Lan
             • Sở Nông nghiệp và Môi trường: Lê Văn Minh
             Bot không liên hệ được, cần nhắc bằng cách khác: 37
             [🔔 Nhắc 3 đơn vị]
             [‹ Danh sách]
    """)
    await chat.hear(*nil("Lan"))
    await chat.goes("""
        Hòa: [🔔 Nhắc 3 đơn vị]
        Bot: Có thông tin vừa thay đổi. Xin kiểm tra lại.
             Báo cáo năm 2026 · Chưa nộp
             Nhắc 2 đơn vị?
             …
        Hòa: [🔔 Nhắc 2 đơn vị] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Sẽ nhắc 2 đơn vị.
             Bot báo ngay cho các đơn vị.
             [‹ Danh sách]
        ── 03/11/2026 09:01 ──
        Bot → Hòa: 📣 Cơ quan đầu mối đề nghị đơn vị sớm nộp Báo cáo năm 2026
             …
        Bot → Minh: 📣 Cơ quan đầu mối đề nghị đơn vị sớm nộp Báo cáo năm 2026
             …
        Hòa: /chuanop
             …
        Hòa: [🔔 Nhắc tất cả]
        Bot: Báo cáo năm 2026 · Chưa nộp
             Hiện không có đơn vị nào để nhắc qua bot.
             Đã được nhắc trong ngày làm việc này: 2
             Bot không liên hệ được, cần nhắc bằng cách khác: 37
             [‹ Danh sách]
    """)
    assert [(one.subject, one.by) for one in events(chat, "report.nudged")] == [
        (f"report:{number_of(chat, code)}", 1) for code in ("SKHCN", "SNNMT")
    ]


async def test_a_unit_is_let_off_with_a_reason_and_that_can_be_taken_back(chat: Player) -> None:
    await chat.hear("Hòa: /chuanop", "Hòa: [Sở Công Thương]", "Hòa: [🆓 Miễn báo cáo]")
    await chat.goes("""
        Hòa: ok
        Bot: Câu trả lời quá ngắn. Xin nhập ít nhất 3 ký tự.
             Vì sao đơn vị được miễn báo cáo kỳ này?
             [⏸ Dừng]
        ── restart ──
        Hòa: Đã báo cáo bằng văn bản <số 12>
        Bot: ✓ Lý do: Đã báo cáo bằng văn bản <số 12>
             Miễn báo cáo · Sở Công Thương · Báo cáo năm 2026
             Lý do: Đã báo cáo bằng văn bản <số 12>
             Đơn vị không phải nộp báo cáo kỳ này; bot thôi nhắc.
             [✅ Miễn báo cáo] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        Hòa: [✅ Miễn báo cáo] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Đã miễn Báo cáo năm 2026 cho Sở Công Thương.
             [↩ Hoàn tác] [‹ Danh sách]
    """)
    assert (found(chat, "SCT").state, found(chat, "SCT").note) == (
        ReportState.EXCUSED,
        "Đã báo cáo bằng văn bản <số 12>",
    )
    said = await chat.said("── 02/11/2026 08:00 ──")
    assert "Bot → Minh: 🔔" in said
    assert "Bot → Lan" not in said
    await chat.goes("""
        Hòa: [↩ Hoàn tác] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Sở Công Thương lại phải nộp Báo cáo năm 2026.
             [‹ Danh sách]
    """)
    assert (found(chat, "SCT").state, found(chat, "SCT").note) == (ReportState.DUE, "")
    assert [one.what for one in events(chat, "report.called in")] == ["report.called in"]


async def test_leaving_the_form_lets_nobody_off(chat: Player) -> None:
    await chat.hear("Hòa: /chuanop", "Hòa: [Sở Công Thương]", "Hòa: [🆓 Miễn báo cáo]")
    await chat.goes("""
        Hòa: /huy
        Bot: Đã dừng. Chưa có gì thay đổi.
    """)
    assert found(chat, "SCT").state is ReportState.DUE


async def test_who_reports_meanwhile_is_not_let_off(chat: Player) -> None:
    await chat.hear("Hòa: /chuanop", "Hòa: [Sở Công Thương]", "Hòa: [🆓 Miễn báo cáo]", "Hòa: Không có việc")
    await chat.hear(*nil("Lan"))
    await chat.goes("""
        Hòa: [✅ Miễn báo cáo]
        Bot: Sở Công Thương · Báo cáo năm 2026: hiện không còn phải nộp.
             …
    """)
    assert found(chat, "SCT").state is ReportState.NIL


async def test_a_unit_that_ended_is_let_off_for_good(chat: Player) -> None:
    with turn(chat.engine) as session:
        home = session.get(Unit, "LMHTX")
        assert home is not None
        home.last = date(2026, 11, 2)
    await chat.hear("── 03/11/2026 09:00 ──")
    assert found(chat, "LMHTX").state is ReportState.EXCUSED
    said = await chat.said("Hòa: /chuanop")
    assert "39 đơn vị" in said
    assert "Miễn báo cáo" not in said
    forge(chat, "Hòa", f"c:call:{number_of(chat, 'LMHTX')}")
    assert await chat.said("") == STALE
    assert found(chat, "LMHTX").state is ReportState.EXCUSED


async def test_letters_differ_where_units_stand_differently_and_name_no_person(chat: Player) -> None:
    every_side(chat)
    await chat.hear("── 17/11/2026 09:00 ──", "Hòa: /ngonngu", "Hòa: [English]", "Hòa: /chuanop")
    said = await chat.said("Hòa: [📄 Text for Zalo, e-mail]")
    letters = said.split("Bot: ")[1:]
    assert [one.splitlines()[0] for one in letters if "Sở Công Thương" not in one] == [
        "Kính gửi: Sở Y tế",
        "Kính gửi: Sở Xây dựng",
    ]
    in_time, overdue, returned = letters
    assert "kính đề nghị quý cơ quan, đơn vị gửi Báo cáo năm 2026" in in_time
    assert "Hạn nộp: 20/11/2026." in in_time
    assert "đã quá hạn nộp (16/11/2026); đến nay Sở Khoa học và Công nghệ chưa nhận được" in overdue
    assert "đã được trả lại để hoàn thiện" in returned
    # 38 others of the 39 that owe: Finance is let off, Health and Construction have letters of their own, and the
    # lead office need not write to itself.
    assert overdue.splitlines()[0].count(";") + 1 == 36
    for name in ("Trần Thị Lan", "Lê Văn Minh", "Nguyễn Thị Hòa", "kinh phí", "Sở Tài chính"):
        assert name not in said


async def test_every_list_and_letter_fits_one_message_at_any_length_of_names(chat: Player) -> None:
    long = "UBND xã " + "ế" * 112
    with turn(chat.engine) as session:
        for row in session.exec(select(Unit)):
            row.name, row.short = f"{row.code} {long}"[:120], f"{row.code} {long}"[:40]
        for n, code in enumerate(("SCT", "SNNMT", "SYT", "SXD") * 3):
            session.add(
                Contact(
                    chat_id=9000 + n,
                    name=f"{n} " + "ữ" * 120,
                    role=Role.CONTACT,
                    unit=code,
                    joined_at=chat.clock.now(),
                )
            )
    await chat.hear("Hòa: /chuanop", "Hòa: [🔔 Nhắc tất cả]", "Hòa: [‹ Danh sách]")
    letters = (await chat.said("Hòa: [📄 Văn bản để gửi Zalo, e-mail]")).split("Bot: ")[1:]
    assert len(letters) == 2
    addressed = [
        name for one in letters for name in one.splitlines()[0].removeprefix("Kính gửi: ").split("; ")
    ]
    assert len(addressed) == len(set(addressed)) == 39
    for message in chat.standin.chat(chat.people["Hòa"]):
        assert units(plain(message.text)) <= MESSAGE_UNITS


async def test_a_request_that_runs_has_a_button_beside_the_round(chat: Player) -> None:
    now = chat.clock.now()
    with turn(chat.engine) as session:
        of = period.request(
            session,
            plan.current(session),
            title=QUICK,
            question="Bao nhiêu doanh nghiệp có ISO 9001?",
            due=date(2026, 11, 6),
            at=time(17),
            units=["SCT", "SNNMT"],
            by=1,
            now=now,
        )
        report.ask_of(session, of, ["SCT", "SNNMT"], by=1, now=chat.clock.now())
    await chat.goes("""
        Hòa: /chuanop
        Bot: Ai chưa nộp
             Báo cáo nhanh (hạn 17:00 ngày 06/11/2026)
             2 đơn vị: đã nộp 0 · không phát sinh 0 · chưa nộp 2
             Chưa nộp (2)
             1. Sở Công Thương: Trần Thị Lan
             2. Sở Nông nghiệp và Môi trường: Lê Văn Minh
             [Sở Công Thương] [Sở NN&MT]
             [🔔 Nhắc tất cả] [📄 Văn bản để gửi Zalo, e-mail]
             [🗓 Báo cáo năm 2026 (40)]
             [‹ Tổng quan]
        Hòa: [📄 Văn bản để gửi Zalo, e-mail]
        Bot: Kính gửi: Sở Công Thương; Sở Nông nghiệp và Môi trường
             …
             Nội dung yêu cầu: Bao nhiêu doanh nghiệp có ISO 9001?
             …
        Hòa: [🗓 Báo cáo năm 2026 (40)]
        Bot ✎: Ai chưa nộp
             Báo cáo năm 2026 (hạn 16/11/2026)
             …
             [🗓 Báo cáo nhanh (2)]
             [‹ Tổng quan]
    """)


async def test_an_hour_that_is_over_makes_a_request_overdue(chat: Player) -> None:
    await test_a_request_that_runs_has_a_button_beside_the_round(chat)
    await chat.hear("── 06/11/2026 17:05 ──")
    said = await chat.said("Hòa: /chuanop")
    assert "1. Sở Công Thương: quá hạn · Trần Thị Lan" in said
    assert "[Quá hạn (2)]" in said


async def test_only_the_lead_office_sees_and_does_this(chat: Player) -> None:
    number = number_of(chat, "SCT")
    await chat.hear("Lan: /trogiup", "Bảo: /trogiup")
    forged = [f"c:{verb}:{number}" for verb in ("unit", "nudge", "text", "excuse", "call")]
    forged += [f"c:{verb}:1:missing:1" for verb in ("list", "all", "yes", "letter")]
    for who in ("Lan", "Bảo"):
        assert (await chat.said(f"{who}: /chuanop")).startswith(
            "Bot: Vai trò của anh/chị không dùng được lệnh này"
        )
        for data in forged:
            forge(chat, who, data)
            assert await chat.said("") == STALE
    row = found(chat, "SCT")
    assert (row.state, row.nudged_at) == (ReportState.DUE, None)


async def test_forged_and_ancient_buttons_change_nothing(chat: Player) -> None:
    await chat.hear("Hòa: /chuanop")
    forged = ["c:", "c:list", "c:list:99999:missing:0", "c:list:1:nobody:0", "c:nudge:99999", "c:unit:x"]
    forged += ["c:yes:99999:missing:1", "c:letter:1:nil:0", "c:excuse:99999", "c:text:99999", "c:drop:1"]
    for data in forged:
        forge(chat, "Hòa", data)
        assert await chat.said("") == STALE, data
    message, data = shown(chat, "Hòa", "Trang sau ›")
    chat.standin.press(chat.people["Hòa"], message, data.rsplit(":", 1)[0] + ":999")
    assert "trang 5/5" in await chat.said("")
    assert events(chat, "report.nudged") == []


async def test_somebody_who_is_of_the_lead_office_no_more_can_not_finish(chat: Player) -> None:
    await chat.hear("Hòa: /chuanop", "Hòa: [Sở Công Thương]", "Hòa: [🆓 Miễn báo cáo]", "Hòa: Không có việc")
    with turn(chat.engine) as session:
        person = contact.by_chat(session, chat.people["Hòa"])
        assert person is not None
        person.role = Role.OBSERVER
    assert await chat.said("Hòa: [✅ Miễn báo cáo]") == STALE
    assert found(chat, "SCT").state is ReportState.DUE
