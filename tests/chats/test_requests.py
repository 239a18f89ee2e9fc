"""This file is requests of the lead office: asked of chosen units, answered in words or by activities, cancelled."""

from datetime import date, time, timedelta

from sqlmodel import select

from handlers.replies.paging import units
from handlers.replies.reply import MESSAGE_UNITS
from handlers.replies.words import plain
from models import period, report, unit
from models.database import turn
from models.event import Event
from models.period import Period
from models.report import Report
from models.rules.states import ReportState
from tests.chat import Player
from tests.chats.buttons import STALE, forge

NAMED = (
    "Hòa: /dotxuat",
    "Hòa: [➕ Yêu cầu mới]",
    "Hòa: Báo cáo nhanh về ISO 9001",
    "Hòa: Số doanh nghiệp đã được cấp chứng nhận ISO 9001?",
)
OF_TWO = (*NAMED, "Hòa: công thương", "Hòa: sở nn", "Hòa: [✔ Xong (2)]")
SENT = (*OF_TWO, "Hòa: 16h ngày 20/11", "Hòa: [✅ Gửi yêu cầu]")
CHOSEN = "[Báo cáo nhanh về ISO 9001 (hạn 16:00 ngày 20/11/2026)]"
ANSWERING = ("Lan: /baocao", f"Lan: {CHOSEN}", "Lan: [✍ Viết câu trả lời]")


def asked(chat: Player) -> list[Period]:
    with turn(chat.engine) as session:
        return list(session.exec(select(Period).where(Period.round == "DX").order_by("id")))


def answers(chat: Player) -> dict[str, tuple[ReportState, str]]:
    with turn(chat.engine) as session:
        rows = session.exec(select(Report, Period).where(Report.period_id == Period.id, Period.round == "DX"))
        return {row.unit: (row.state, row.note) for row, _of in rows}


def number_of(chat: Player, code: str) -> int:
    with turn(chat.engine) as session:
        query = select(Report.id).where(Report.period_id == Period.id, Period.round == "DX")
        return session.exec(query.where(Report.unit == code)).one() or 0


async def test_a_request_is_made_of_chosen_units_and_each_owes_an_answer(chat: Player) -> None:
    await chat.hear("Hòa: /dotxuat", "Hòa: [➕ Yêu cầu mới]")
    await chat.goes("""
        Hòa: Báo cáo nhanh về ISO 9001
        Bot: ✓ Tên yêu cầu: Báo cáo nhanh về ISO 9001
             Đơn vị cần báo cáo nội dung gì? Xin viết trong một tin nhắn; đơn vị sẽ đọc đúng như vậy.
             [‹ Quay lại] [⏸ Dừng]
        Hòa: Số doanh nghiệp đã được cấp chứng nhận ISO 9001?
        Bot: ✓ Nội dung: Số doanh nghiệp đã được cấp chứng nhận ISO 9001?
             Gửi đến những đơn vị nào? Xin gõ một phần tên hoặc bấm nút; bấm vào đơn vị đã chọn (✕) để bỏ ra.
             [Tất cả (40)] [Sở, ngành (14)]
             [Xã, phường (24)] [Hội, hiệp hội (2)]
             [Sở KH&CN] [Sở Công Thương]
             [Sở NN&MT] [Sở Y tế]
             [Trang sau ›]
             [‹ Quay lại] [⏸ Dừng]
        Hòa: công thương
        Bot: Đang ghi: 1 đơn vị: Sở Công Thương
             …
             [✔ Xong (1)] [Tất cả (40)]
             [Sở, ngành (14)] [Xã, phường (24)]
             [Hội, hiệp hội (2)] [✕ Sở Công Thương]
             …
        Hòa: [Hội, hiệp hội (2)]
        Bot ✎: Đang ghi: 3 đơn vị: Sở Công Thương, Liên minh HTX, Hiệp hội DN
             …
        Hòa: [✕ Hiệp hội DN]
        Bot ✎: Đang ghi: 2 đơn vị: Sở Công Thương, Liên minh HTX
             …
        Hòa: [✔ Xong (2)]
        Bot: ✓ Đơn vị: 2 đơn vị: Sở Công Thương, Liên minh HTX
             Hạn trả lời là khi nào? Ví dụ: 20/12/2026, hoặc 16h ngày 20/12. Không nhập giờ thì lấy 17:00.
             [‹ Quay lại] [⏸ Dừng]
        Hòa: 16h ngày 20/11
        Bot: ✓ Hạn nộp: 16:00 ngày 20/11/2026
             Yêu cầu báo cáo đột xuất
             Tên yêu cầu: Báo cáo nhanh về ISO 9001
             Nội dung: Số doanh nghiệp đã được cấp chứng nhận ISO 9001?
             Đơn vị: 2 đơn vị: Sở Công Thương, Liên minh HTX
             Hạn nộp: 16:00 ngày 20/11/2026
             Sẽ gửi đến 2 đơn vị.
             Chưa có đầu mối liên hệ được (1): Liên minh HTX
             [✅ Gửi yêu cầu] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        Hòa: [✅ Gửi yêu cầu] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Đã lập yêu cầu. Báo cáo nhanh về ISO 9001
             Gửi đến 2 đơn vị. Hạn: 16:00 ngày 20/11/2026.
             Bot sẽ báo cho các đơn vị trong giờ làm việc.
             [Xem] [‹ Danh sách yêu cầu]
    """)
    (of,) = asked(chat)
    assert (of.year, of.number, of.due_time) == (2026, 1, time(16))
    assert (of.first, of.last, of.due, of.nominal_due) == (date(2026, 11, 2), *[date(2026, 11, 20)] * 3)
    assert of.asked_at == chat.clock.now()
    assert answers(chat) == {"SCT": (ReportState.DUE, ""), "LMHTX": (ReportState.DUE, "")}
    with turn(chat.engine) as session:
        (told,) = session.exec(select(Event).where(Event.what == "period.requested")).all()
        assert told.after is not None
        assert (told.after["due_time"], told.after["units"]) == ("16:00", ["SCT", "LMHTX"])


async def test_the_unit_reads_what_is_asked_and_answers_in_words(chat: Player) -> None:
    await chat.hear(*SENT)
    await chat.goes(f"""
        Lan: /baocao
        Bot: Sở Công Thương
             Báo cáo cho kỳ nào?
             [Báo cáo năm 2026 (hạn 16/11/2026)]
             {CHOSEN}
             [⏸ Dừng]
        Lan: {CHOSEN}
        Bot: ✓ Kỳ báo cáo: Báo cáo nhanh về ISO 9001 (hạn 16:00 ngày 20/11/2026)
             Báo cáo nhanh về ISO 9001 · Sở Công Thương
             Nội dung yêu cầu: Số doanh nghiệp đã được cấp chứng nhận ISO 9001?
             02-20/11/2026 · hạn 16:00 ngày 20/11/2026
             Chưa ghi hoạt động nào
             …
             [∅ Không phát sinh]
             [✍ Viết câu trả lời]
        Lan: [✍ Viết câu trả lời]
        Bot: Nội dung yêu cầu: Số doanh nghiệp đã được cấp chứng nhận ISO 9001?
             Viết câu trả lời · Báo cáo nhanh về ISO 9001
             Đơn vị trả lời thế nào? Xin viết trong một tin nhắn.
             [⏸ Dừng]
        Lan: 12 doanh nghiệp
        Bot: ✓ Câu trả lời: 12 doanh nghiệp
             Viết câu trả lời · Báo cáo nhanh về ISO 9001
             Câu trả lời: 12 doanh nghiệp
             Nội dung yêu cầu: Số doanh nghiệp đã được cấp chứng nhận ISO 9001?
             [✅ Gửi câu trả lời] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        Lan: [✅ Gửi câu trả lời] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Đã tiếp nhận câu trả lời.
             Báo cáo nhanh về ISO 9001 · Sở Công Thương
             Tiếp nhận lúc 07:50 ngày 02/11/2026.
             [✏️ Sửa câu trả lời]
        Hòa: /dotxuat
        Bot: Yêu cầu báo cáo đột xuất (1)
             1. Báo cáo nhanh về ISO 9001
             hạn 16:00 ngày 20/11/2026 · đã trả lời 1/2
             [1. Báo cáo nhanh về ISO 9001]
             [➕ Yêu cầu mới]
        Hòa: [1. Báo cáo nhanh về ISO 9001]
        Bot ✎: Báo cáo nhanh về ISO 9001
             hạn 16:00 ngày 20/11/2026 · đã trả lời 1/2
             Nội dung yêu cầu: Số doanh nghiệp đã được cấp chứng nhận ISO 9001?
             • Sở Công Thương: đã trả lời · 07:50 ngày 02/11/2026
             “12 doanh nghiệp”
             • Sở NN&MT: chưa trả lời
             [🗑 Hủy yêu cầu]
             [‹ Danh sách yêu cầu]
    """)
    assert answers(chat)["SCT"] == (ReportState.SUBMITTED, "12 doanh nghiệp")


async def test_an_answer_can_be_written_anew_until_the_due_hour(chat: Player) -> None:
    await chat.hear(*SENT, *ANSWERING, "Lan: 12", "Lan: [✅ Gửi câu trả lời]", "Lan: [✏️ Sửa câu trả lời]")
    await chat.goes("""
        Lan: 13 doanh nghiệp
        Bot: ✓ Câu trả lời: 13 doanh nghiệp
             …
             Đã trả lời trước đó: 12
             …
    """)
    await chat.hear("Lan: [✅ Gửi câu trả lời]")
    assert answers(chat)["SCT"] == (ReportState.SUBMITTED, "13 doanh nghiệp")
    await chat.hear("── 20/11/2026 16:00 ──", "Lan: [✏️ Sửa câu trả lời]", "Lan: 14")
    await chat.goes("""
        ── 20/11/2026 16:01 ──
        Lan: [✅ Gửi câu trả lời]
        Bot: Báo cáo nhanh về ISO 9001: đã hết hạn. Muốn sửa câu trả lời, xin liên hệ cơ quan đầu mối.
             …
    """)
    assert answers(chat)["SCT"] == (ReportState.SUBMITTED, "13 doanh nghiệp")
    with turn(chat.engine) as session:
        told = session.exec(select(Event).where(Event.what == "report.answered").order_by("id")).all()
        assert [one.after for one in told] == [{"note": "12"}, {"note": "13 doanh nghiệp"}]


async def test_what_was_accepted_or_returned_goes_its_way(chat: Player) -> None:
    await chat.hear(*SENT, *ANSWERING, "Lan: 12", "Lan: [✅ Gửi câu trả lời]")
    with turn(chat.engine) as session:
        row = session.get(Report, number_of(chat, "SCT"))
        assert row is not None
        report.accept(session, row, by=1, now=chat.clock.now())
    await chat.goes("""
        Lan: [✏️ Sửa câu trả lời]
        Bot: Báo cáo nhanh về ISO 9001: cơ quan đầu mối đã duyệt câu trả lời. Muốn sửa, xin liên hệ cơ quan đầu mối.
    """)
    with turn(chat.engine) as session:
        row = session.get(Report, number_of(chat, "SCT"))
        assert row is not None
        report.give_back(session, row, "Thiếu tên doanh nghiệp", by=1, now=chat.clock.now())
    await chat.hear("Hòa: /dotxuat")
    card = await chat.said("Hòa: [1. Báo cáo nhanh về ISO 9001]")
    assert "• Sở Công Thương: trả lại" in card
    assert "Thiếu tên" not in card
    await chat.hear("Lan: [✏️ Sửa câu trả lời]", "Lan: 12: A, B", "Lan: [✅ Gửi câu trả lời]")
    assert answers(chat)["SCT"] == (ReportState.SUBMITTED, "12: A, B")


async def test_a_late_answer_is_taken_and_said_to_be_late(chat: Player) -> None:
    await chat.hear(*SENT, *ANSWERING, "Lan: 12", "── 20/11/2026 16:01 ──")
    await chat.goes("""
        Lan: [✅ Gửi câu trả lời]
        Bot: ✅ Đã tiếp nhận câu trả lời.
             Báo cáo nhanh về ISO 9001 · Sở Công Thương
             Tiếp nhận lúc 16:01 ngày 20/11/2026.
             Báo cáo nộp sau hạn (16:00 ngày 20/11/2026).
        Hòa: /dotxuat
        Bot: Yêu cầu báo cáo đột xuất (1)
             1. Báo cáo nhanh về ISO 9001
             hạn 16:00 ngày 20/11/2026 · đã hết hạn · đã trả lời 1/2
             …
        Hòa: [1. Báo cáo nhanh về ISO 9001]
        Bot ✎: Báo cáo nhanh về ISO 9001
             …
             • Sở Công Thương: đã trả lời · 16:01 ngày 20/11/2026 · muộn
             …
    """)


async def test_a_request_is_answered_by_activities_or_nil_as_any_report(chat: Player) -> None:
    await chat.hear(*SENT, "Minh: /baocao", f"Minh: {CHOSEN}", "Minh: [∅ Không phát sinh]")
    await chat.hear("Minh: [∅ Đúng, không phát sinh]")
    await chat.hear("Lan: /baocao", f"Lan: {CHOSEN}", "Lan: [1. Cơ chế, chính sách]")
    await chat.hear("Lan: Rà soát chứng nhận ISO 9001", "Lan: hôm nay", *["Lan: [Bỏ qua ›]"] * 3)
    await chat.goes("""
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Rà soát chứng nhận ISO 9001
             Báo cáo nhanh về ISO 9001 · Sở Công Thương
             Nội dung yêu cầu: Số doanh nghiệp đã được cấp chứng nhận ISO 9001?
             …
             [➕ Thêm hoạt động]
             [📤 Nộp báo cáo kỳ này]
             [✍ Viết câu trả lời]
        Lan: [📤 Nộp báo cáo kỳ này]
             …
        Lan: [📤 Nộp]
        Bot: ✅ Đã tiếp nhận báo cáo.
             …
        Hòa: /dotxuat
             …
        Hòa: [1. Báo cáo nhanh về ISO 9001]
        Bot ✎: Báo cáo nhanh về ISO 9001
             …
             • Sở Công Thương: đã nộp, 1 hoạt động · 07:50 ngày 02/11/2026
             • Sở NN&MT: đã báo không phát sinh · 07:50 ngày 02/11/2026
             [‹ Danh sách yêu cầu]
        Lan: [✍ Viết câu trả lời]
        Bot: Báo cáo nhanh về ISO 9001: đơn vị đã trả lời bằng hoạt động. Muốn ghi bổ sung, xin gửi /baocao.
    """)


async def test_units_that_can_not_be_chosen(chat: Player) -> None:
    await chat.hear(*NAMED)
    await chat.goes("""
        Hòa: xong
        Bot: Chưa chọn đơn vị nào. Xin gõ một phần tên, hoặc bấm nút.
             …
        Hòa: huyện ninh hải
        Bot: Huyện Ninh Hải đã kết thúc ngày 30/06/2025. Xin chọn một trong các đơn vị kế thừa.
             …
             [Phường Ninh Chử] [Xã Vĩnh Hải]
             [Xã Ninh Hải] [Xã Xuân Hải]
             [‹ Quay lại] [⏸ Dừng]
        Hòa: [Xã Vĩnh Hải]
        Bot ✎: Đang ghi: 1 đơn vị: Xã Vĩnh Hải
             …
        Hòa: xã vĩnh hải
        Bot: Xã Vĩnh Hải đã có trong danh sách chọn.
             …
        Hòa: vĩnh hải
        Bot: Xã Vĩnh Hải đã có trong danh sách chọn.
             …
        Hòa: hải phòng
        Bot: Không tìm thấy “hải phòng”. Xin gõ một phần tên, hoặc bấm nút bên dưới.
             …
        Hòa: [✕ Xã Vĩnh Hải]
        Bot ✎: Gửi đến những đơn vị nào? Xin gõ một phần tên hoặc bấm nút; bấm vào đơn vị đã chọn (✕) để bỏ ra.
             [Tất cả (40)] [Sở, ngành (14)]
             …
    """)
    assert "Hải" in await chat.said("Hòa: hải")


async def test_all_units_page_by_page_less_one(chat: Player) -> None:
    await chat.hear(*NAMED, "Hòa: [Tất cả (40)]")
    await chat.goes("""
        Hòa: [Trang sau ›]
        Bot ✎: Đang ghi: tất cả, 40 đơn vị
             …
             [✕ Sở GD&ĐT]
             [✕ Sở Nội vụ]
             …
             [‹ Trang trước] [Trang sau ›]
             …
    """)
    assert "Đang ghi: 39 đơn vị: Sở KH&CN, Sở Công Thương, " in await chat.said("Hòa: [✕ Sở GD&ĐT]")
    said = await chat.said("Hòa: [✔ Xong (39)]")
    assert said.startswith("Bot: ✓ Đơn vị: 39 đơn vị: Sở KH&CN, Sở Công Thương, ")
    assert "GD&ĐT" not in said
    await chat.hear("Hòa: 20/11")
    await chat.hear("Hòa: [✅ Gửi yêu cầu]")
    assert len(answers(chat)) == 39
    assert "SGDDT" not in answers(chat)


async def test_a_due_hour_that_is_past_impossible_or_on_a_day_off(chat: Player) -> None:
    await chat.hear(*OF_TWO)
    await chat.goes("""
        Hòa: 7h30 hôm nay
        Bot: Hạn 07:30 ngày 02/11/2026 đã qua. Xin nhập hạn sau thời điểm này.
             …
        Hòa: 01/11/2026
        Bot: Hạn 17:00 ngày 01/11/2026 đã qua. Xin nhập hạn sau thời điểm này.
             …
        Hòa: 25h ngày 20/11
        Bot: Không có giờ “25h”. Xin nhập giờ từ 0:00 đến 23:59, ví dụ: 16:30.
             …
        Hòa: 4h ngày 20/11
        Bot: “4h ngày 20/11” là buổi sáng hay buổi chiều? Xin nhập rõ, ví dụ: 15:30.
             …
        Hòa: 31/11
        Bot: Không có ngày 31/11/2026. Xin nhập ngày trước, tháng sau, ví dụ: 24/11/2026.
             …
        Hòa: 01/01/2032
        Bot: Ngày 01/01/2032 nằm ngoài thời gian của Kế hoạch: hạn muộn nhất có thể đặt là 31/12/2031.
             …
        Hòa: 24/11
        Bot: ✓ Hạn nộp: 17:00 ngày 24/11/2026
             Anh/chị chọn ngày nào? Ngày vừa nhập là ngày nghỉ.
             [25/11/2026, ngày làm việc kế tiếp]
             [24/11/2026, dù là ngày nghỉ]
             [‹ Quay lại] [⏸ Dừng]
        Hòa: [24/11/2026, dù là ngày nghỉ]
        Bot: ✓ Chốt hạn: 24/11/2026, dù là ngày nghỉ
             …
             Sẽ gửi đến 2 đơn vị.
             Ngày đến hạn là ngày nghỉ.
             …
        Hòa: [✏️ Sửa]
             …
        Hòa: [Chốt hạn]
             …
        Hòa: [25/11/2026, ngày làm việc kế tiếp]
             …
        Hòa: [✅ Gửi yêu cầu]
        Bot: ✅ Đã lập yêu cầu. Báo cáo nhanh về ISO 9001
             Gửi đến 2 đơn vị. Hạn: 17:00 ngày 25/11/2026.
             …
    """)


async def test_a_due_hour_that_passes_before_the_yes_is_refused(chat: Player) -> None:
    await chat.hear(*OF_TWO, "Hòa: 9h hôm nay")
    await chat.goes("""
        ── 02/11/2026 09:00 ──
             …
        Hòa: [✅ Gửi yêu cầu]
        Bot: Hạn 09:00 ngày 02/11/2026 đã qua. Xin nhập hạn sau thời điểm này.
             …
        Hòa: [✏️ Sửa]
             …
        Hòa: [Hạn nộp]
             …
        Hòa: 10h hôm nay
             …
        Hòa: [✅ Gửi yêu cầu]
        Bot: ✅ Đã lập yêu cầu. Báo cáo nhanh về ISO 9001
             Gửi đến 2 đơn vị. Hạn: 10:00 ngày 02/11/2026.
             Bot báo ngay cho các đơn vị.
             …
    """)
    assert len(asked(chat)) == 1


async def test_a_unit_that_ends_before_the_yes_is_refused(chat: Player) -> None:
    await chat.hear(*OF_TWO, "Hòa: 20/11")
    with turn(chat.engine) as session:
        yesterday = chat.clock.now().date() - timedelta(days=1)
        unit.end(session, "SNNMT", yesterday, ["SCT"], by=1, now=chat.clock.now())
    said = await chat.said("Hòa: [✅ Gửi yêu cầu]")
    assert "Sở NN&MT nay không còn là đơn vị báo cáo. Xin bỏ ra khỏi danh sách." in said
    await chat.hear("Hòa: [✏️ Sửa]", "Hòa: [Đơn vị]", "Hòa: [✕ Sở NN&MT]", "Hòa: xong")
    await chat.hear("Hòa: [✅ Gửi yêu cầu]")
    assert list(answers(chat)) == ["SCT"]


async def test_requests_are_numbered_within_their_year(chat: Player) -> None:
    await chat.hear(*SENT, *SENT, "── 04/01/2027 09:00 ──", *OF_TWO, "Hòa: 20/1", "Hòa: [✅ Gửi yêu cầu]")
    assert [(of.year, of.number) for of in asked(chat)] == [(2026, 1), (2026, 2), (2027, 1)]


async def test_a_request_is_cancelled_and_whoever_still_owed_owes_no_more(chat: Player) -> None:
    await chat.hear(*SENT, *ANSWERING, "Lan: 12", "Lan: [✅ Gửi câu trả lời]", "Hòa: [Xem]")
    await chat.goes("""
        Hòa: [🗑 Hủy yêu cầu]
        Bot: Hủy yêu cầu · Báo cáo nhanh về ISO 9001
             Vì sao hủy yêu cầu?
             [⏸ Dừng]
        Hòa: Bộ không hỏi nữa
        Bot: ✓ Lý do: Bộ không hỏi nữa
             Hủy yêu cầu · Báo cáo nhanh về ISO 9001
             Lý do: Bộ không hỏi nữa
             1 đơn vị chưa trả lời sẽ không phải trả lời nữa.
             1 câu trả lời giữ nguyên.
             [✅ Hủy yêu cầu] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        Hòa: [✅ Hủy yêu cầu]
        Bot: ✅ Đã hủy yêu cầu. Báo cáo nhanh về ISO 9001
             1 đơn vị không phải trả lời nữa.
             [‹ Danh sách yêu cầu]
        Hòa: [‹ Danh sách yêu cầu]
        Bot ✎: Yêu cầu báo cáo đột xuất (1)
             1. Báo cáo nhanh về ISO 9001
             hạn 16:00 ngày 20/11/2026 · đã trả lời 1/1 · đã hủy
             …
        Hòa: [🗑 Hủy yêu cầu]
        Bot: Yêu cầu này đã hủy.
    """)
    assert answers(chat)["SNNMT"] == (ReportState.EXCUSED, "Bộ không hỏi nữa")
    assert answers(chat)["SCT"] == (ReportState.SUBMITTED, "12")
    assert "ISO 9001" not in await chat.said("Minh: /baocao")
    assert "ISO 9001" not in await chat.said("Hòa: /tiendo")


async def test_an_answer_that_comes_while_the_request_is_cancelled_is_shown_first(chat: Player) -> None:
    await chat.hear(*SENT, *ANSWERING, "Lan: 12", "Hòa: [Xem]", "Hòa: [🗑 Hủy yêu cầu]", "Hòa: Không cần nữa")
    await chat.hear("Lan: [✅ Gửi câu trả lời]")
    await chat.goes("""
        Hòa: [✅ Hủy yêu cầu]
        Bot: Có thông tin vừa thay đổi. Xin kiểm tra lại.
             …
             1 đơn vị chưa trả lời sẽ không phải trả lời nữa.
             1 câu trả lời giữ nguyên.
             …
        Hòa: [✅ Hủy yêu cầu]
        Bot: ✅ Đã hủy yêu cầu. Báo cáo nhanh về ISO 9001
             …
    """)


async def test_an_answer_to_a_request_cancelled_meanwhile_is_refused(chat: Player) -> None:
    await chat.hear(*SENT, *ANSWERING, "Lan: 12", "Hòa: [Xem]", "Hòa: [🗑 Hủy yêu cầu]", "Hòa: Không cần nữa")
    await chat.hear("Hòa: [✅ Hủy yêu cầu]")
    await chat.goes("""
        Lan: [✅ Gửi câu trả lời]
        Bot: Báo cáo nhanh về ISO 9001: đơn vị không phải trả lời yêu cầu này nữa.
             …
    """)
    assert answers(chat)["SCT"] == (ReportState.EXCUSED, "Không cần nữa")
    assert "Yêu cầu báo cáo đột xuất (0)" in await chat.said("Hòa: /dotxuat")


async def test_a_request_far_ahead_is_offered_at_once_beside_the_yearly_report(chat: Player) -> None:
    await chat.hear(*OF_TWO, "Hòa: 15/3/2027", "Hòa: [✅ Gửi yêu cầu]")
    said = await chat.said("Lan: /baocao")
    assert said.index("[Báo cáo năm 2026 (hạn 16/11/2026)]") < said.index("(hạn 17:00 ngày 15/03/2027)")
    both = await chat.said("Hòa: /tiendo")
    assert "Báo cáo năm 2026 (hạn 16/11/2026)" in both
    assert "Báo cáo nhanh về ISO 9001 (hạn 17:00 ngày 15/03/2027)\n     2 đơn vị: đã nộp 0" in both


async def test_an_ended_unit_passes_a_request_on_to_its_heir_alone(chat: Player) -> None:
    await chat.hear(*SENT)
    with turn(chat.engine) as session:
        unit.end(session, "SNNMT", date(2026, 11, 3), ["SYT"], by=1, now=chat.clock.now())
    await chat.hear("── 04/11/2026 08:00 ──")
    assert answers(chat) == {
        "SCT": (ReportState.DUE, ""),
        "SNNMT": (ReportState.EXCUSED, "ended"),
        "SYT": (ReportState.DUE, ""),
    }


async def test_going_back_stopping_and_a_restart_lose_and_double_nothing(chat: Player) -> None:
    await chat.hear(*NAMED, "Hòa: công thương", "── restart ──")
    await chat.goes("""
        Hòa: xong
        Bot: ✓ Đơn vị: 1 đơn vị: Sở Công Thương
             …
        Hòa: [‹ Quay lại]
        Bot: Đang ghi: 1 đơn vị: Sở Công Thương
             …
        Hòa: [Sở, ngành (14)] (cũ)
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Hòa: /huy
        Bot: Đã dừng. Chưa có gì thay đổi.
        Hòa: [✔ Xong (1)]
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
    """)
    assert asked(chat) == []


async def test_nobody_else_asks_opens_or_cancels_and_answers_are_the_units_own(chat: Player) -> None:
    await chat.hear(*SENT)
    (of,), mine, theirs = asked(chat), number_of(chat, "SCT"), number_of(chat, "SNNMT")
    for name in ("Lan", "Bảo"):
        assert "không dùng được lệnh này" in await chat.said(f"{name}: /dotxuat")
        forged = (
            "q:new",
            "q:list:0",
            f"q:open:{of.id}",
            f"q:page:{of.id}:1",
            f"q:cancel:{of.id}",
            f"q:text:{theirs}",
        )
        forge(chat, name, *forged, "q:", "q:text", "q:text:x", "q:text:999999999999999999")
        assert await chat.said("") == "\n".join([STALE] * 10), name
    forge(chat, "Bảo", f"q:text:{mine}")
    assert await chat.said("") == STALE
    with turn(chat.engine) as session:
        yearly = session.exec(select(Period.id).where(Period.round == "NAM")).one()
        other = session.exec(select(Report.id).where(Report.unit == "SCT", Report.period_id == yearly)).one()
    forge(chat, "Lan", f"q:text:{other}")  # one's own, but no request: it is reported by activities
    forge(chat, "Hòa", f"q:open:{yearly}", f"q:cancel:{yearly}", "q:open:999", "q:cancel:", "q:x:1")
    assert await chat.said("") == "\n".join([STALE] * 6)


async def test_a_contact_who_moved_can_not_answer_for_the_unit_before(chat: Player) -> None:
    await chat.hear(*SENT, *ANSWERING, "Hòa: /canbo", "Hòa: [Trần Thị Lan · Sở Công Thương]")
    await chat.hear("Hòa: [Chuyển đơn vị]", "Hòa: sở y tế", "Hòa: [✅ Chuyển]", "Lan: 12")
    forge(chat, "Lan", f"q:text:{number_of(chat, 'SCT')}")
    assert await chat.said("") == STALE
    assert answers(chat)["SCT"] == (ReportState.DUE, "")


async def test_the_longest_request_and_answers_fit_and_signs_stay_signs(chat: Player) -> None:
    long = "Số <b>doanh nghiệp</b> & hợp tác xã " * 27
    await chat.hear("Hòa: /dotxuat", "Hòa: [➕ Yêu cầu mới]", f"Hòa: {long[:100]}", f"Hòa: {long}")
    await chat.hear("Hòa: [Tất cả (40)]", "Hòa: xong", "Hòa: 20/11")
    await chat.hear("Hòa: [✅ Gửi yêu cầu]")
    with turn(chat.engine) as session:
        (of,) = session.exec(select(Period).where(Period.round == "DX")).all()
        for row, _unit in report.in_period(session, of):
            report.answer(session, row, "Có <i> & " * 160, by=2, now=chat.clock.now())
    seen = await chat.said("Hòa: [Xem]")
    pages = 1
    while "[Trang sau ›]" in seen.splitlines()[-3] + seen.splitlines()[-2]:
        seen = await chat.said("Hòa: [Trang sau ›]")
        pages += 1
        assert pages < 60
    assert pages > 10
    await chat.hear("Lan: /baocao")
    for who in (501, 502):
        assert all(units(plain(shown.text)) <= MESSAGE_UNITS for shown in chat.standin.chat(who))


async def test_a_cancelled_request_is_no_period_to_work_on(chat: Player) -> None:
    await chat.hear(*SENT, "Hòa: [Xem]", "Hòa: [🗑 Hủy yêu cầu]", "Hòa: Không cần nữa")
    await chat.hear("Hòa: [✅ Hủy yêu cầu]")
    (of,) = asked(chat)
    with turn(chat.engine) as session:
        assert [one.round for one in period.worked_on(session, chat.clock.now().date())] == ["NAM"]
        assert period.cancelled(session) == {of.id}


async def test_it_speaks_english_too(chat: Player) -> None:
    await chat.hear(*SENT, "Hòa: /ngonngu", "Hòa: [English]")
    said = await chat.said("Hòa: /dotxuat")
    assert "Requests for a report (1)" in said
    assert "due 20 Nov 2026 16:00 · answered 0/2" in said
