"""This file is wrong answers: each is refused with its reason, and the same question is asked again."""

from tests.chat import Player


async def test_a_sentence_that_is_too_short_or_too_long_is_asked_for_again(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]")
    await chat.goes("""
        Lan: ab
        Bot: Câu trả lời quá ngắn. Xin nhập ít nhất 3 ký tự.
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             [‹ Quay lại] [⏸ Dừng]
    """)
    long = "dài " * 126
    assert "Câu trả lời dài 503 ký tự, tối đa là 500. Xin viết gọn lại." in await chat.said(f"Lan: {long}")
    await chat.goes("""
        Lan: Ban hành kế hoạch
        Bot: ✓ Nội dung: Ban hành kế hoạch
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
    """)


async def test_typed_words_are_no_choice_and_the_buttons_come_again(chat: Player) -> None:
    await chat.hear("Lan: /baocao")
    await chat.goes("""
        Lan: đào tạo
        Bot: Xin chọn một trong các nút bên dưới.
             Hoạt động thuộc nhóm nhiệm vụ nào?
             [1. Cơ chế, chính sách]
             [2. Thông tin, tuyên truyền]
             [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]
             [4. Đào tạo, tập huấn nhân lực]
             [5. Tiêu chuẩn hóa, đánh giá sự phù hợp]
             [6. Hợp tác quốc tế]
             [⏸ Dừng]
             [∅ Không phát sinh]
        Lan: 7
        Bot: Xin chọn một trong các nút bên dưới.
             Hoạt động thuộc nhóm nhiệm vụ nào?
             …
        Lan: 4
        Bot: ✓ Nhóm nhiệm vụ: 4. Đào tạo, tập huấn nhân lực
             Hoạt động thuộc loại nào?
             …
    """)


async def test_days_are_asked_for_again_until_they_are_clear_and_within_one_year(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao", "Lan: [6. Hợp tác quốc tế]", "Lan: Đón đoàn chuyên gia của Tổ chức Năng suất châu Á"
    )
    await chat.goes("""
        Lan: hôm nào đó
             …
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
        Lan: khoảng giữa tháng 5
             …
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
        Lan: 31/2/2026
             …
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
        Lan: 16-15/5/2026
             …
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
        Lan: 20/12/2025-10/1/2026
        Bot: Thời gian này thuộc hai năm (2025 và 2026). Xin nhập ngày hoàn thành, hoặc ghi thành hai hoạt động.
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             [Hôm nay] [Hôm qua]
             [‹ Quay lại] [⏸ Dừng]
        Lan: 1/1/2031
        Bot: Kế hoạch thực hiện từ 01/01/2021 đến 31/12/2030; ngày này nằm ngoài thời gian đó.
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             [Hôm nay] [Hôm qua]
             [‹ Quay lại] [⏸ Dừng]
        Lan: 5/1/2026
        Bot: ✓ Thời gian: 05/01/2026
             …
    """)


async def test_a_count_must_be_one_exact_number_and_leaders_no_more_than_all(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [4. Đào tạo, tập huấn nhân lực]",
        "Lan: [Lớp đào tạo, tập huấn]",
        "Lan: Tập huấn công cụ Lean",
        "Lan: 15/10/2026",
    )
    await chat.goes("""
        Lan: khoảng 40
             …
             Có tất cả bao nhiêu lượt người dự? Một người dự một lớp là một lượt. Ví dụ: 42.
             …
        Lan: 40-50
             …
             Có tất cả bao nhiêu lượt người dự? Một người dự một lớp là một lượt. Ví dụ: 42.
             …
        Lan: đông lắm
             …
             Có tất cả bao nhiêu lượt người dự? Một người dự một lớp là một lượt. Ví dụ: 42.
             …
        Lan: 40
        Bot: ✓ Tổng số lượt: 40
             Trong đó bao nhiêu lượt là lãnh đạo, quản lý của doanh nghiệp? Không tính cán bộ, công chức. Nếu không có, xin nhập 0.
             …
        Lan: 41
        Bot: 41 lượt lãnh đạo, quản lý nhiều hơn tổng số 40 lượt. Xin nhập lại.
             Trong đó bao nhiêu lượt là lãnh đạo, quản lý của doanh nghiệp? Không tính cán bộ, công chức. Nếu không có, xin nhập 0.
             [‹ Quay lại] [⏸ Dừng]
        Lan: 40
        Bot: ✓ Lượt lãnh đạo, quản lý DN: 40
             Lớp tập huấn chuyên sâu hay phổ biến chung?
             …
    """)


async def test_a_wrong_tax_code_is_asked_for_again_and_may_be_skipped(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
        "Lan: [Hỗ trợ doanh nghiệp áp dụng giải pháp]",
        "Lan: Hỗ trợ áp dụng HACCP",
        "Lan: 15/10/2026",
        "Lan: Công ty TNHH Nho Ba Mọi",
    )
    await chat.goes("""
        Lan: 0100109107
             …
             Mã số thuế? Ví dụ: 4590001385.
             …
        Lan: 100109106
             …
             Mã số thuế? Ví dụ: 4590001385.
             …
        Lan: chưa rõ
             …
             Mã số thuế? Ví dụ: 4590001385.
             …
        Lan: [Bỏ qua ›]
        Bot: Doanh nghiệp áp dụng giải pháp nào?
             …
    """)


async def test_an_enterprise_entered_twice_is_refused(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
        "Lan: [Hỗ trợ doanh nghiệp áp dụng giải pháp]",
        "Lan: Hỗ trợ áp dụng HACCP",
        "Lan: 15/10/2026",
        "Lan: Công ty TNHH Nho Ba Mọi",
        "Lan: 0100109106",
        "Lan: [HACCP]",
        "Lan: [Đã áp dụng]",
        "Lan: [Còn, thêm nữa]",
    )
    await chat.goes("""
        Lan: CÔNG TY TNHH NHO BA MỌI
        Bot: ✓ Doanh nghiệp: CÔNG TY TNHH NHO BA MỌI
             Doanh nghiệp 2: Mã số thuế? Ví dụ: 4590001385.
             …
        Lan: 0100109106
        Bot: CÔNG TY TNHH NHO BA MỌI vừa được nhập ở trên.
             Doanh nghiệp 2: Mã số thuế? Ví dụ: 4590001385.
             …
        Lan: [‹ Quay lại]
        Bot: Đang ghi: CÔNG TY TNHH NHO BA MỌI
             …
        Lan: Hợp tác xã Nho Evergreen
        Bot: ✓ Doanh nghiệp: Hợp tác xã Nho Evergreen
             Doanh nghiệp 2: Mã số thuế? Ví dụ: 4590001385.
             …
    """)


async def test_another_unit_is_asked_whether_a_like_enterprise_is_the_same(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
        "Lan: [Nghiệm thu mô hình điểm]",
        "Lan: Nghiệm thu mô hình điểm 5S",
        "Lan: 15/10/2026",
        "Lan: Công ty TNHH Nho Ba Mọi",
        "Lan: 0100109106",
        "Lan: [Không còn]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [✅ Lưu]",
        "Minh: /baocao",
        "Minh: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
        "Minh: [Nghiệm thu mô hình điểm]",
        "Minh: Nghiệm thu mô hình điểm truy xuất nguồn gốc",
        "Minh: 20/10/2026",
    )
    await chat.goes("""
        Minh: Cty TNHH Nho 3 Mọi
             …
        Minh: 0100109106
        Bot: ✓ Mã số thuế: 0100109106
             Trong danh sách đã có doanh nghiệp tương tự. Có phải cùng một doanh nghiệp?
             [Đúng: Công ty TNHH Nho Ba Mọi (0100109106)]
             [Khác]
             [‹ Quay lại] [⏸ Dừng]
        Minh: [Khác]
        Bot: Mã số thuế 0100109106 đã thuộc về Công ty TNHH Nho Ba Mọi. Xin bấm Quay lại để kiểm tra mã số thuế.
             Trong danh sách đã có doanh nghiệp tương tự. Có phải cùng một doanh nghiệp?
             …
        Minh: [Đúng: Công ty TNHH Nho Ba Mọi (0100109106)]
        Bot: ✓ Trong danh sách: Công ty TNHH Nho Ba Mọi
             Còn doanh nghiệp nào khác được nghiệm thu mô hình không?
             …
    """)


async def test_a_certificate_counts_once_whoever_reports_it(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [4. Đào tạo, tập huấn nhân lực]",
        "Lan: [Chuyên gia được cấp chứng nhận]",
        "Lan: Cấp chứng nhận đợt 1",
        "Lan: 12/6/2026",
        "Lan: Nguyễn Văn An",
        "Lan: NSCL-015/2026",
        "Lan: [Bỏ qua ›]",
        "Lan: [Còn, thêm nữa]",
        "Lan: Trần Thị Bình",
    )
    await chat.goes("""
        Lan: nscl - 015/2026
        Bot: Số chứng nhận NSCL-015/2026 vừa được nhập ở trên.
             Chuyên gia 2: Số giấy chứng nhận? Ví dụ: NSCL-015/2026.
             [‹ Quay lại] [⏸ Dừng]
        Lan: NSCL-016/2026
             …
    """)
    await chat.hear(
        "Lan: [Bỏ qua ›]",
        "Lan: [Không còn]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [✅ Lưu]",
        "Minh: /baocao",
        "Minh: [4. Đào tạo, tập huấn nhân lực]",
        "Minh: [Chuyên gia được cấp chứng nhận]",
        "Minh: Cấp chứng nhận đợt 1",
        "Minh: 12/6/2026",
        "Minh: Trần Thị Bình",
    )
    await chat.goes("""
        Minh: NSCL-016/2026
        Bot: Số chứng nhận NSCL-016/2026 đã có trong danh sách, của Trần Thị Bình. Mỗi chứng nhận chỉ tính một lần.
             Số giấy chứng nhận? Ví dụ: NSCL-015/2026.
             [‹ Quay lại] [⏸ Dừng]
    """)


async def test_money_is_asked_for_again_until_it_is_exact_and_within_the_whole(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
    )
    await chat.goes("""
        Lan: khoảng 45 triệu
             …
             Tổng kinh phí là bao nhiêu? Ví dụ: 45 triệu, 1,2 tỷ, 58.000.000.
             …
        Lan: 45
             …
             Tổng kinh phí là bao nhiêu? Ví dụ: 45 triệu, 1,2 tỷ, 58.000.000.
             …
        Lan: 2.000 USD
             …
             Tổng kinh phí là bao nhiêu? Ví dụ: 45 triệu, 1,2 tỷ, 58.000.000.
             …
        Lan: 1,2 tỷ
        Bot: ✓ Kinh phí: 1.200.000.000 đồng
             Kinh phí từ nguồn nào?
             …
    """)
    await chat.hear("Lan: [Ngân sách nhà nước]")
    await chat.goes("""
        Lan: 1,5 tỷ
        Bot: Cộng các nguồn sẽ vượt tổng kinh phí: chỉ còn 1.200.000.000 đồng.
             Nguồn này bao nhiêu? Ví dụ: 30 triệu.
             [Toàn bộ phần còn lại: 1.200.000.000 đồng]
             [‹ Quay lại] [⏸ Dừng]
        Lan: 0
        Bot: Xin nhập số tiền lớn hơn 0, ví dụ 30 triệu.
             Nguồn này bao nhiêu? Ví dụ: 30 triệu.
             [Toàn bộ phần còn lại: 1.200.000.000 đồng]
             [‹ Quay lại] [⏸ Dừng]
        Lan: 1 tỷ
        Bot: ✓ Số tiền: 1.000.000.000 đồng
             Nguồn 2: Kinh phí từ nguồn nào?
             …
    """)


async def test_words_typed_at_the_summary_change_nothing(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
    )
    await chat.goes("""
        Lan: Lưu nhé
        Bot: Xin bấm Lưu, Sửa hoặc Bỏ.
             Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thời gian: 01/11/2026
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Xây dựng kế hoạch năng suất chất lượng năm 2027
             …
    """)


async def test_an_enterprise_entered_again_without_its_code_is_refused(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
        "Lan: [Nghiệm thu mô hình điểm]",
        "Lan: Nghiệm thu mô hình điểm 5S",
        "Lan: 15/10/2026",
        "Lan: Công ty TNHH Nho Ba Mọi",
        "Lan: 0100109106",
        "Lan: [Còn, thêm nữa]",
        "Lan: Công ty TNHH Nho Ba Mọi",
    )
    await chat.goes("""
        Lan: [Bỏ qua ›]
        Bot: Công ty TNHH Nho Ba Mọi vừa được nhập ở trên.
             Doanh nghiệp 2: Mã số thuế? Ví dụ: 4590001385.
             …
    """)


async def test_an_enterprise_entered_again_under_another_name_is_refused(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
        "Lan: [Nghiệm thu mô hình điểm]",
        "Lan: Nghiệm thu mô hình điểm 5S",
        "Lan: 15/10/2026",
        "Lan: Công ty TNHH Nho Ba Mọi",
        "Lan: 0100109106",
        "Lan: [Còn, thêm nữa]",
        "Lan: Cty TNHH Nho 3 Mọi",
    )
    await chat.goes("""
        Lan: 0100109106
        Bot: Cty TNHH Nho 3 Mọi vừa được nhập ở trên.
             Doanh nghiệp 2: Mã số thuế? Ví dụ: 4590001385.
             …
    """)


async def test_two_experts_of_one_name_in_one_list_are_asked_about(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [4. Đào tạo, tập huấn nhân lực]",
        "Lan: [Chuyên gia được cấp chứng nhận]",
        "Lan: Cấp chứng nhận đợt 1",
        "Lan: 12/6/2026",
        "Lan: Nguyễn Văn An",
        "Lan: NSCL-015/2026",
        "Lan: [Bỏ qua ›]",
        "Lan: [Còn, thêm nữa]",
        "Lan: Nguyễn Văn An",
        "Lan: NSCL-016/2026",
    )
    await chat.goes("""
        Lan: [Bỏ qua ›]
        Bot: Chuyên gia 2: Trong danh sách đã có chuyên gia cùng tên, mang số chứng nhận khác. Có phải cùng một người?
             [Người vừa nhập ở trên]
             [Người khác]
             [‹ Quay lại] [⏸ Dừng]
    """)
