"""This file is words that no question asked for: help, languages, unknown commands, small talk."""

from tests.chat import Player


async def test_help_lists_what_each_may_ask_for(chat: Player) -> None:
    await chat.goes("""
        Lan: /trogiup
        Bot: Các lệnh anh/chị có thể dùng
             /start - bắt đầu, hoặc tham gia bằng mã mời
             /baocao - báo cáo hoạt động, nộp báo cáo kỳ
             /maunhap - mẫu Excel của đơn vị: điền rồi gửi lại cho bot
             /tiendo - tiến độ thực hiện các chỉ tiêu
             /lichsu - những gì đơn vị đã báo cáo: xem, sửa, rút lại
             /huy - dừng nhập; phần đã nhập được giữ lại
             /vanban - văn bản báo cáo của đơn vị: khó khăn, kiến nghị, tệp để trình ký, số văn bản
             /lich - lịch gửi tin nhắc và tổng hợp
             /nhac - chọn mức nhắc
             /ngonngu - ngôn ngữ: tiếng Việt hoặc tiếng Anh
             /trogiup - hướng dẫn sử dụng
             Nội dung anh/chị nhập được lưu ở từng bước; có thể dừng và nhập tiếp sau.
        Bảo: /trogiup
        Bot: Các lệnh anh/chị có thể dùng
             /start - bắt đầu, hoặc tham gia bằng mã mời
             /tiendo - tiến độ thực hiện các chỉ tiêu
             /lich - lịch gửi tin nhắc và tổng hợp
             /xuat - tệp Excel của một năm để gửi đi
             /ngonngu - ngôn ngữ: tiếng Việt hoặc tiếng Anh
             /trogiup - hướng dẫn sử dụng
    """)


async def test_an_unknown_command_is_said_to_be_unknown_and_the_question_stands(chat: Player) -> None:
    await chat.goes("""
        Lan: /baoca
        Bot: Không có lệnh này. Xin xem /trogiup.
    """)
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]")
    await chat.goes("""
        Lan: /huybo
        Bot: Không có lệnh này. Xin xem /trogiup.
        Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027
        Bot: ✓ Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
    """)


async def test_a_command_typed_with_marks_is_the_command(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Xây dựng kế hoạch")
    await chat.goes("""
        Lan: /hủy
        Bot: Đã dừng. Phần đã nhập được giữ lại; gửi /baocao để nhập tiếp.
             …
    """)


async def test_small_talk_is_pointed_to_the_report(chat: Player) -> None:
    await chat.goes("""
        Lan: chào bot
        Bot: Để báo cáo hoạt động, xin bấm nút bên dưới hoặc gửi /baocao. Xem các lệnh có thể dùng: /trogiup.
             [📝 Báo cáo hoạt động]
             [Tiến độ các chỉ tiêu]
             [Hạn nộp]
             [Báo cáo của đơn vị tôi]
        Lan: [📝 Báo cáo hoạt động]
        Bot: Báo cáo năm 2026 · Sở Công Thương
             …
    """)


async def test_the_language_changes_at_once_and_back_in_the_middle_of_a_draft(chat: Player) -> None:
    await chat.goes("""
        Lan: /ngonngu
        Bot: Anh/chị chọn ngôn ngữ nào?
             [Tiếng Việt] [English]
        Lan: [English]
        Bot: The bot now speaks English.
        Lan: /baocao
        Bot: Báo cáo năm 2026 · Sở Công Thương
             1 Jan 2026 - 31 Dec 2026 · due 16 Nov 2026
             Nothing recorded yet
             To which task group does the activity belong?
             [1. Cơ chế, chính sách]
             [2. Thông tin, tuyên truyền]
             [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]
             [4. Đào tạo, tập huấn nhân lực]
             [5. Tiêu chuẩn hóa, đánh giá sự phù hợp]
             [6. Hợp tác quốc tế]
             [⏸ Stop]
             [∅ Nothing to report]
        Lan: [4. Đào tạo, tập huấn nhân lực]
        Bot: ✓ Task group: 4. Đào tạo, tập huấn nhân lực
             What kind of activity was it?
             [A training course]
             [Experts who were certified]
             [Something else]
             [‹ Back] [⏸ Stop]
        Lan: [A training course]
             …
        Lan: Tập huấn công cụ Lean
             …
        Lan: 15-16/10/2026
        Bot: ✓ Days: 15 Oct 2026 - 16 Oct 2026
             How many attendances in all? One person at one course is one. For example: 42.
             …
        Lan: 42
             …
        Lan: 1.500
        Bot: 1,500 leaders and managers are more than the 42 attendances in all.
             How many of them were leaders or managers of enterprises? Officials do not count. 0 if none.
             [‹ Back] [⏸ Stop]
        Lan: /ngonngu
             …
        Lan: [Tiếng Việt]
        Bot: Bot sẽ dùng tiếng Việt.
        Lan: 18
        Bot: ✓ Lượt lãnh đạo, quản lý DN: 18
             Lớp tập huấn chuyên sâu hay phổ biến chung?
             …
    """)


async def test_figures_are_written_as_each_language_writes_them(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: 1/10/2026",
        "Lan: [Bỏ qua ›]",
    )
    await chat.goes("""
        Lan: 1,25 tỷ
        Bot: ✓ Kinh phí: 1.250.000.000 đồng
             …
    """)
    await chat.hear("Lan: /ngonngu", "Lan: [English]", "Lan: /huy")
    await chat.goes("""
        Lan: /baocao
        Bot: An activity is half entered: Xây dựng kế hoạch năng suất chất lượng năm 2027. Would you like to go on?
             …
        Lan: [▶ Go on]
        Bot: Task group: 1. Cơ chế, chính sách
             What was done: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Days: 1 Oct 2026
             Cost: 1,250,000,000 đồng
             Where did the money come from?
             …
    """)
