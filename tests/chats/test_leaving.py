"""This file is leaving in the middle: what was entered is kept, and nothing is lost by a wrong press."""

from sqlmodel import select

from models.database import turn
from models.draft import Draft, DraftState
from tests.chat import Player


async def test_huy_keeps_what_was_entered_and_the_button_goes_on(chat: Player) -> None:
    await chat.goes("""
        Lan: /huy
        Bot: Hiện anh/chị không nhập hoạt động nào.
    """)
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]")
    await chat.goes("""
        Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027
             …
        Lan: /huy
        Bot: Đã dừng. Phần đã nhập được giữ lại; gửi /baocao để nhập tiếp.
             [▶ Nhập tiếp] [🗑 Bỏ]
        Lan: hôm qua
        Bot: Để báo cáo hoạt động, xin bấm nút bên dưới hoặc gửi /baocao. Xem các lệnh có thể dùng: /trogiup.
             [📝 Báo cáo hoạt động]
             [Tiến độ các chỉ tiêu]
             [Hạn nộp]
             [Báo cáo của đơn vị tôi]
        Lan: [▶ Nhập tiếp]
        Bot: Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             [Hôm nay] [Hôm qua]
             [‹ Quay lại] [⏸ Dừng]
        Lan: hôm qua
        Bot: ✓ Thời gian: 01/11/2026
             …
    """)


async def test_huy_keeps_what_was_entered_and_baocao_goes_on(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
    )
    await chat.goes("""
        Lan: [⏸ Dừng]
        Bot: Đã dừng. Phần đã nhập được giữ lại; gửi /baocao để nhập tiếp.
             [▶ Nhập tiếp] [🗑 Bỏ]
    """)
    await chat.hear("── 03/11/2026 14:00 ──")
    await chat.goes("""
        Lan: /baocao
        Bot: Anh/chị đang nhập dở hoạt động: Xây dựng kế hoạch năng suất chất lượng năm 2027. Anh/chị có muốn nhập tiếp không?
             [▶ Nhập tiếp] [➕ Nhập mới]
        Lan: [▶ Nhập tiếp]
        Bot: Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thời gian: 01/11/2026
             Thực hiện ở đâu?
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
    """)


async def test_what_is_promised_to_be_kept_is_kept_before_there_is_a_sentence(chat: Player) -> None:
    await chat.goes("""
        Lan: /baocao
             …
        Lan: [4. Đào tạo, tập huấn nhân lực]
             …
        Lan: 📷 lớp học
        Bot: ✓ Đã nhận minh chứng: ảnh (tất cả 1 tệp)
             …
        Lan: /huy
        Bot: Đã dừng. Phần đã nhập được giữ lại; gửi /baocao để nhập tiếp.
             [▶ Nhập tiếp] [🗑 Bỏ]
        Lan: /baocao
             …
             [▶ Nhập tiếp] [➕ Nhập mới]
        Lan: [▶ Nhập tiếp]
        Bot: Nhóm nhiệm vụ: 4. Đào tạo, tập huấn nhân lực
             …
    """)


async def test_stopping_at_the_first_question_leaves_nothing_behind(chat: Player) -> None:
    await chat.goes("""
        Lan: /baocao
             …
        Lan: [⏸ Dừng]
        Bot: Đã dừng.
        Lan: /baocao
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Chưa ghi hoạt động nào
             Hoạt động thuộc nhóm nhiệm vụ nào?
             …
    """)


async def test_a_discarded_draft_can_be_restored(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
    )
    await chat.goes("""
        Lan: [Bỏ qua ›]
             …
        Lan: [🗑 Bỏ]
        Bot: Đã bỏ bản đang nhập.
             [↩ Khôi phục]
        Lan: [↩ Khôi phục]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thời gian: 01/11/2026
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Xây dựng kế hoạch năng suất chất lượng năm 2027
             …
    """)


async def test_a_new_one_puts_the_half_done_one_where_it_can_be_restored(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]")
    await chat.goes("""
        Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027
             …
        Lan: /baocao
        Bot: Anh/chị đang nhập dở hoạt động: Xây dựng kế hoạch năng suất chất lượng năm 2027. Anh/chị có muốn nhập tiếp không?
             [▶ Nhập tiếp] [➕ Nhập mới]
        Lan: [➕ Nhập mới]
        Bot: Đã cất bản đang nhập dở.
             [↩ Khôi phục]
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Chưa ghi hoạt động nào
             Hoạt động thuộc nhóm nhiệm vụ nào?
             [1. Cơ chế, chính sách]
             [2. Thông tin, tuyên truyền]
             [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]
             [4. Đào tạo, tập huấn nhân lực]
             [5. Tiêu chuẩn hóa, đánh giá sự phù hợp]
             [6. Hợp tác quốc tế]
             [⏸ Dừng]
             [∅ Không phát sinh]
        Lan: [6. Hợp tác quốc tế]
             …
        Lan: Đón đoàn chuyên gia của Tổ chức Năng suất châu Á
        Bot: ✓ Nội dung: Đón đoàn chuyên gia của Tổ chức Năng suất châu Á
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
        Lan: [↩ Khôi phục]
        Bot: Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             [Hôm nay] [Hôm qua]
             [‹ Quay lại] [⏸ Dừng]
        Lan: /huy
        Bot: Đã dừng. Phần đã nhập được giữ lại; gửi /baocao để nhập tiếp.
             [▶ Nhập tiếp] [🗑 Bỏ]
        Lan: [▶ Nhập tiếp] (cũ)
        Bot: Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
    """)


async def test_both_half_done_ones_are_still_there(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: /baocao",
        "Lan: [➕ Nhập mới]",
        "Lan: [6. Hợp tác quốc tế]",
        "Lan: Đón đoàn chuyên gia của Tổ chức Năng suất châu Á",
    )
    await chat.goes("""
        Lan: [↩ Khôi phục]
        Bot: Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
    """)
    with turn(chat.engine) as session:
        states = {row.answers["title"]: row.state for row in session.exec(select(Draft))}
    assert states == {
        "Xây dựng kế hoạch năng suất chất lượng năm 2027": DraftState.OPEN,
        "Đón đoàn chuyên gia của Tổ chức Năng suất châu Á": DraftState.LEFT,
    }


async def test_a_look_at_the_progress_does_not_disturb_the_question(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027"
    )
    await chat.goes("""
        Lan: hôm qua
             …
        Lan: /tiendo
        Bot: Sở Công Thương
             Tính đến 02/11/2026
             …
        Lan: /trogiup
             …
        Lan: Phường Phan Rang
        Bot: ✓ Địa điểm: Phường Phan Rang
             Tổng kinh phí là bao nhiêu? Ví dụ: 45 triệu, 1,2 tỷ, 58.000.000.
             [Không có kinh phí]
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
    """)
