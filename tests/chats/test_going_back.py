"""This file is second thoughts: a step back, a skip, and any field corrected from the summary."""

from tests.chat import Player


async def test_back_asks_the_question_before_and_keeps_what_came_after(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [4. Đào tạo, tập huấn nhân lực]",
        "Lan: [Lớp đào tạo, tập huấn]",
        "Lan: Tập huấn công cụ Lean",
        "Lan: 15/10/2026",
        "Lan: 40",
    )
    await chat.goes("""
        Lan: [‹ Quay lại]
        Bot: Đang ghi: 40
             Có tất cả bao nhiêu lượt người dự? Một người dự một lớp là một lượt. Ví dụ: 42.
             [‹ Quay lại] [⏸ Dừng]
        Lan: [‹ Quay lại]
        Bot: Đang ghi: 15/10/2026
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             [Hôm nay] [Hôm qua]
             [‹ Quay lại] [⏸ Dừng]
        Lan: 16/10/2026
        Bot: ✓ Thời gian: 16/10/2026
             Trong đó bao nhiêu lượt là lãnh đạo, quản lý của doanh nghiệp? Không tính cán bộ, công chức. Nếu không có, xin nhập 0.
             [‹ Quay lại] [⏸ Dừng]
        Lan: 42
        Bot: 42 lượt lãnh đạo, quản lý nhiều hơn tổng số 40 lượt. Xin nhập lại.
             Trong đó bao nhiêu lượt là lãnh đạo, quản lý của doanh nghiệp? Không tính cán bộ, công chức. Nếu không có, xin nhập 0.
             …
    """)


async def test_back_stops_at_the_first_question(chat: Player) -> None:
    await chat.goes("""
        Lan: /baocao
             …
        Lan: [1. Cơ chế, chính sách]
             …
        Lan: [‹ Quay lại]
        Bot: Đang ghi: 1. Cơ chế, chính sách
             Hoạt động thuộc nhóm nhiệm vụ nào?
             [1. Cơ chế, chính sách]
             [2. Thông tin, tuyên truyền]
             [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]
             [4. Đào tạo, tập huấn nhân lực]
             [5. Tiêu chuẩn hóa, đánh giá sự phù hợp]
             [6. Hợp tác quốc tế]
             [⏸ Dừng]
             [∅ Không phát sinh]
    """)


async def test_a_simple_field_is_corrected_from_the_summary(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
    )
    await chat.goes("""
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năm 2027
             Thời gian: 01/11/2026
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✏️ Sửa]
        Bot ✎: Anh/chị muốn sửa mục nào?
             [Nhóm nhiệm vụ] [Nội dung]
             [Thời gian] [Địa điểm]
             [Kinh phí] [Minh chứng]
             [‹ Về bản tóm tắt]
        Lan: [Nội dung]
        Bot: Đang ghi: Xây dựng kế hoạch năm 2027
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             [‹ Về bản tóm tắt] [⏸ Dừng]
        Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027
        Bot: ✓ Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thời gian: 01/11/2026
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
    """)


async def test_a_correction_may_be_given_up_without_losing_anything(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năm 2027",
        "Lan: hôm qua",
        "Lan: Phường Phan Rang",
        "Lan: [Bỏ qua ›]",
    )
    await chat.goes("""
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năm 2027
             Thời gian: 01/11/2026
             Địa điểm: Phường Phan Rang
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✏️ Sửa]
             …
        Lan: [Địa điểm]
        Bot: Đang ghi: Phường Phan Rang
             Thực hiện ở đâu?
             [‹ Về bản tóm tắt] [Bỏ qua ›] [⏸ Dừng]
        Lan: [‹ Về bản tóm tắt]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năm 2027
             Thời gian: 01/11/2026
             Địa điểm: Phường Phan Rang
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✏️ Sửa]
             …
        Lan: [‹ Về bản tóm tắt]
        Bot ✎: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năm 2027
             Thời gian: 01/11/2026
             Địa điểm: Phường Phan Rang
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
    """)


async def test_an_enterprise_among_several_is_corrected_added_and_taken_out(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
        "Lan: [Nghiệm thu mô hình điểm]",
        "Lan: Nghiệm thu mô hình điểm 5S",
        "Lan: 15/10/2026",
        "Lan: Công ty TNHH Nho Ba Mọi",
        "Lan: 0100109106",
        "Lan: [Còn, thêm nữa]",
        "Lan: HTX Táo",
        "Lan: [Bỏ qua ›]",
        "Lan: [Không còn]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
    )
    await chat.goes("""
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ
             Loại hoạt động: Nghiệm thu mô hình điểm
             Nội dung: Nghiệm thu mô hình điểm 5S
             Thời gian: 15/10/2026
             1. Doanh nghiệp: Công ty TNHH Nho Ba Mọi
             Mã số thuế: 0100109106
             2. Doanh nghiệp: HTX Táo
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✏️ Sửa]
        Bot ✎: Anh/chị muốn sửa mục nào?
             [Nhóm nhiệm vụ] [Loại hoạt động]
             [Nội dung] [Thời gian]
             [Mô hình điểm ›] [Địa điểm]
             [Kinh phí] [Minh chứng]
             [‹ Về bản tóm tắt]
        Lan: [Mô hình điểm ›]
        Bot ✎: Mô hình điểm
             [1. Công ty TNHH Nho Ba Mọi ›]
             [2. HTX Táo ›]
             [➕ Thêm nữa]
             [‹ Quay lại]
        Lan: [2. HTX Táo ›]
             …
        Lan: [Doanh nghiệp: HTX Táo]
        Bot: Đang ghi: HTX Táo
             …
        Lan: Hợp tác xã Táo Phước Hậu
        Bot: ✓ Doanh nghiệp: Hợp tác xã Táo Phước Hậu
             Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ
             Loại hoạt động: Nghiệm thu mô hình điểm
             Nội dung: Nghiệm thu mô hình điểm 5S
             Thời gian: 15/10/2026
             1. Doanh nghiệp: Công ty TNHH Nho Ba Mọi
             Mã số thuế: 0100109106
             2. Doanh nghiệp: Hợp tác xã Táo Phước Hậu
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✏️ Sửa]
             …
        Lan: [Mô hình điểm ›]
             …
        Lan: [➕ Thêm nữa]
        Bot: Doanh nghiệp 3: Tên đầy đủ của doanh nghiệp? Ví dụ: Công ty TNHH Nông sản Hải Đăng.
             …
        Lan: Công ty TNHH Muối Cà Ná
             …
        Lan: [Bỏ qua ›]
             …
        Lan: [Không còn]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ
             Loại hoạt động: Nghiệm thu mô hình điểm
             Nội dung: Nghiệm thu mô hình điểm 5S
             Thời gian: 15/10/2026
             1. Doanh nghiệp: Công ty TNHH Nho Ba Mọi
             Mã số thuế: 0100109106
             2. Doanh nghiệp: Hợp tác xã Táo Phước Hậu
             3. Doanh nghiệp: Công ty TNHH Muối Cà Ná
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✏️ Sửa]
             …
        Lan: [Mô hình điểm ›]
        Bot ✎: Mô hình điểm
             [1. Công ty TNHH Nho Ba Mọi ›]
             [2. Hợp tác xã Táo Phước Hậu ›]
             [3. Công ty TNHH Muối Cà Ná ›]
             [➕ Thêm nữa]
             [‹ Quay lại]
        Lan: [1. Công ty TNHH Nho Ba Mọi ›]
             …
        Lan: [🗑 Bỏ mục này]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ
             Loại hoạt động: Nghiệm thu mô hình điểm
             Nội dung: Nghiệm thu mô hình điểm 5S
             Thời gian: 15/10/2026
             1. Doanh nghiệp: Hợp tác xã Táo Phước Hậu
             2. Doanh nghiệp: Công ty TNHH Muối Cà Ná
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
    """)


async def test_one_more_that_was_not_meant_is_taken_back(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
        "Lan: [Nghiệm thu mô hình điểm]",
        "Lan: Nghiệm thu mô hình điểm 5S",
        "Lan: 15/10/2026",
        "Lan: Công ty TNHH Nho Ba Mọi",
        "Lan: 0100109106",
    )
    await chat.goes("""
        Lan: [Còn, thêm nữa]
             …
        Lan: HTX Táo
             …
        Lan: [‹ Quay lại]
             …
        Lan: [‹ Quay lại]
        Bot: Còn doanh nghiệp nào khác được nghiệm thu mô hình không?
             [Còn, thêm nữa] [Không còn]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Không còn]
        Bot: Thực hiện ở đâu?
             …
    """)
    await chat.hear("Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]")
    await chat.goes("""
        Lan: [✏️ Sửa]
             …
        Lan: [Mô hình điểm ›]
        Bot ✎: Mô hình điểm
             [1. Công ty TNHH Nho Ba Mọi ›]
             [➕ Thêm nữa]
             [‹ Quay lại]
        Lan: [➕ Thêm nữa]
        Bot: Doanh nghiệp 2: Tên đầy đủ của doanh nghiệp? Ví dụ: Công ty TNHH Nông sản Hải Đăng.
             …
    """)


async def test_another_group_brings_other_questions_and_keeps_the_rest(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [4. Đào tạo, tập huấn nhân lực]",
        "Lan: [Lớp đào tạo, tập huấn]",
        "Lan: Tập huấn truyền thông về năng suất chất lượng",
        "Lan: 15/10/2026",
        "Lan: 40",
        "Lan: 12",
        "Lan: [Phổ biến chung]",
        "Lan: Phường Đông Hải",
        "Lan: [Không có kinh phí]",
    )
    await chat.goes("""
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 4. Đào tạo, tập huấn nhân lực
             Loại hoạt động: Lớp đào tạo, tập huấn
             Nội dung: Tập huấn truyền thông về năng suất chất lượng
             Thời gian: 15/10/2026
             Tổng số lượt: 40
             Lượt lãnh đạo, quản lý DN: 12
             Hình thức: Phổ biến chung
             Địa điểm: Phường Đông Hải
             Kinh phí: Không có kinh phí
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✏️ Sửa]
             …
        Lan: [Nhóm nhiệm vụ]
        Bot: Đang ghi: 4. Đào tạo, tập huấn nhân lực
             Hoạt động thuộc nhóm nhiệm vụ nào?
             [1. Cơ chế, chính sách]
             [2. Thông tin, tuyên truyền]
             [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]
             [4. Đào tạo, tập huấn nhân lực]
             [5. Tiêu chuẩn hóa, đánh giá sự phù hợp]
             [6. Hợp tác quốc tế]
             [‹ Về bản tóm tắt] [⏸ Dừng]
        Lan: [2. Thông tin, tuyên truyền]
        Bot: ✓ Nhóm nhiệm vụ: 2. Thông tin, tuyên truyền
             Hoạt động thuộc loại nào?
             [Tin, bài, ấn phẩm, sự kiện]
             [Giải thưởng Chất lượng Quốc gia]
             [Hoạt động khác]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Tin, bài, ấn phẩm, sự kiện]
        Bot: ✓ Loại hoạt động: Tin, bài, ấn phẩm, sự kiện
             Có bao nhiêu tin, bài, phóng sự, ấn phẩm, sự kiện? Ví dụ: 5.
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: 3 sự kiện
        Bot: ✓ Số tin, bài, ấn phẩm, sự kiện: 3
             Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 2. Thông tin, tuyên truyền
             Loại hoạt động: Tin, bài, ấn phẩm, sự kiện
             Nội dung: Tập huấn truyền thông về năng suất chất lượng
             Thời gian: 15/10/2026
             Số tin, bài, ấn phẩm, sự kiện: 3
             Địa điểm: Phường Đông Hải
             Kinh phí: Không có kinh phí
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
    """)


async def test_a_smaller_cost_asks_for_its_sources_again(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: 20 triệu",
        "Lan: [Ngân sách nhà nước]",
        "Lan: [Toàn bộ phần còn lại: 20.000.000 đồng]",
    )
    await chat.goes("""
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thời gian: 01/11/2026
             Kinh phí: 20.000.000 đồng
             1. Nguồn: Ngân sách nhà nước
             Số tiền: 20.000.000 đồng
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✏️ Sửa]
             …
        Lan: [Kinh phí]
        Bot: Đang ghi: 20.000.000 đồng
             Tổng kinh phí là bao nhiêu? Ví dụ: 45 triệu, 1,2 tỷ, 58.000.000.
             [Không có kinh phí]
             [‹ Về bản tóm tắt] [Bỏ qua ›] [⏸ Dừng]
        Lan: 15 triệu
        Bot: ✓ Kinh phí: 15.000.000 đồng
             Cộng các nguồn sẽ vượt tổng kinh phí: chỉ còn 15.000.000 đồng.
             Đang ghi: 20.000.000 đồng
             Nguồn này bao nhiêu? Ví dụ: 30 triệu.
             [Toàn bộ phần còn lại: 15.000.000 đồng]
             [‹ Quay lại] [⏸ Dừng]
        Lan: 10 triệu
        Bot: ✓ Số tiền: 10.000.000 đồng
             Nguồn 2: Kinh phí từ nguồn nào?
             …
        Lan: [Doanh nghiệp đối ứng]
             …
        Lan: 5tr
        Bot: ✓ Số tiền: 5.000.000 đồng
             Xin kiểm tra trước khi lưu
             …
             Kinh phí: 15.000.000 đồng
             1. Nguồn: Ngân sách nhà nước
             Số tiền: 10.000.000 đồng
             2. Nguồn: Doanh nghiệp đối ứng
             Số tiền: 5.000.000 đồng
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✏️ Sửa]
             …
        Lan: [Kinh phí]
             …
        Lan: [Không có kinh phí]
        Bot: ✓ Kinh phí: Không có kinh phí
             Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thời gian: 01/11/2026
             Kinh phí: Không có kinh phí
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
    """)


async def test_a_source_that_is_not_known_may_be_skipped(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: 20 triệu",
    )
    await chat.goes("""
        Lan: [Bỏ qua ›]
        Bot: Xin gửi ảnh hoặc tài liệu minh chứng, một hay nhiều tệp.
             …
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thời gian: 01/11/2026
             Kinh phí: 20.000.000 đồng
             Chưa rõ nguồn: 20.000.000 đồng
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
    """)


async def test_the_rest_of_a_cost_may_stay_without_a_source(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: 20 triệu",
        "Lan: [Ngân sách nhà nước]",
    )
    await chat.goes("""
        Lan: 15 triệu
        Bot: ✓ Số tiền: 15.000.000 đồng
             Nguồn 2: Kinh phí từ nguồn nào?
             …
        Lan: [Bỏ qua ›]
        Bot: Xin gửi ảnh hoặc tài liệu minh chứng, một hay nhiều tệp.
             …
        Lan: [Bỏ qua ›]
             …
             Kinh phí: 20.000.000 đồng
             1. Nguồn: Ngân sách nhà nước
             Số tiền: 15.000.000 đồng
             Chưa rõ nguồn: 5.000.000 đồng
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
    """)
