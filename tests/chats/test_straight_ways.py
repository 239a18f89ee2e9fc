"""This file is the straight way through /baocao, for every kind of activity."""

from tests.chat import Player


async def test_support_names_two_enterprises_and_what_each_has_reached(chat: Player) -> None:
    await chat.goes("""
        Lan: /baocao
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
        Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]
        Bot: ✓ Nhóm nhiệm vụ: 3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ
             Hoạt động thuộc loại nào?
             [Hỗ trợ doanh nghiệp áp dụng giải pháp]
             [Nghiệm thu mô hình điểm]
             [Giải thưởng Chất lượng Quốc gia]
             [Hoạt động khác]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Hỗ trợ doanh nghiệp áp dụng giải pháp]
             …
        Lan: Hỗ trợ hai cơ sở chế biến nho áp dụng ISO 22000 và truy xuất nguồn gốc
             …
        Lan: 5/8-20/9/2026
        Bot: ✓ Thời gian: 05/08/2026 - 20/09/2026
             Tên đầy đủ của doanh nghiệp? Ví dụ: Công ty TNHH Nông sản Hải Đăng.
             …
        Lan: Công ty TNHH Nho Ba Mọi
        Bot: ✓ Doanh nghiệp: Công ty TNHH Nho Ba Mọi
             Mã số thuế? Ví dụ: 4590001385.
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: 0100109106
        Bot: ✓ Mã số thuế: 0100109106
             Doanh nghiệp áp dụng giải pháp nào?
             [ISO 9001] [ISO 14001]
             [ISO 22000] [HACCP]
             [VietGAP] [GlobalGAP]
             [5S] [Kaizen]
             [Lean] [Truy xuất nguồn gốc]
             [Khác]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [ISO 22000]
        Bot: ✓ Giải pháp: ISO 22000
             Kết quả đến đâu?
             [Đang áp dụng] [Đã áp dụng]
             [Đã được chứng nhận]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Đã được chứng nhận]
        Bot: ✓ Kết quả: Đã được chứng nhận
             Còn doanh nghiệp nào khác được hỗ trợ không?
             [Còn, thêm nữa] [Không còn]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Còn, thêm nữa]
        Bot: Doanh nghiệp 2: Tên đầy đủ của doanh nghiệp? Ví dụ: Công ty TNHH Nông sản Hải Đăng.
             [‹ Quay lại] [Chưa rõ tên ›] [⏸ Dừng]
        Lan: Thiên Thảo
        Bot: ✓ Doanh nghiệp: Thiên Thảo
             Doanh nghiệp 2: Thuộc loại hình nào?
             [Doanh nghiệp] [Hợp tác xã]
             [Hộ kinh doanh]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Hợp tác xã]
        Bot: ✓ Loại hình: Hợp tác xã
             Doanh nghiệp 2: Mã số thuế? Ví dụ: 4590001385.
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: [Bỏ qua ›]
             …
        Lan: [Khác]
        Bot: Doanh nghiệp 2: Xin ghi tên giải pháp.
             [‹ Quay lại] [⏸ Dừng]
        Lan: Mã vạch GS1
        Bot: ✓ Giải pháp: Mã vạch GS1
             Doanh nghiệp 2: Kết quả đến đâu?
             [Đang áp dụng] [Đã áp dụng]
             [Đã được chứng nhận]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Đang áp dụng]
        Bot: ✓ Kết quả: Đang áp dụng
             Còn doanh nghiệp nào khác được hỗ trợ không?
             …
        Lan: [Không còn]
        Bot: Thực hiện ở đâu?
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: xã Ninh Phước
             …
        Lan: [Không có kinh phí]
             …
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ
             Loại hoạt động: Hỗ trợ doanh nghiệp áp dụng giải pháp
             Nội dung: Hỗ trợ hai cơ sở chế biến nho áp dụng ISO 22000 và truy xuất nguồn gốc
             Thời gian: 05/08/2026 - 20/09/2026
             1. Doanh nghiệp: Công ty TNHH Nho Ba Mọi
             Mã số thuế: 0100109106
             Giải pháp: ISO 22000
             Kết quả: Đã được chứng nhận
             2. Doanh nghiệp: Thiên Thảo
             Loại hình: Hợp tác xã
             Giải pháp: Mã vạch GS1
             Kết quả: Đang áp dụng
             Địa điểm: xã Ninh Phước
             Kinh phí: Không có kinh phí
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Hỗ trợ hai cơ sở chế biến nho áp dụng ISO 22000 và truy xuất nguồn gốc
             Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động
             [➕ Thêm hoạt động]
             [📤 Nộp báo cáo kỳ này]
    """)


async def test_a_pilot_model_asks_only_whose_it_is(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]")
    await chat.goes("""
        Lan: [Nghiệm thu mô hình điểm]
        Bot: ✓ Loại hoạt động: Nghiệm thu mô hình điểm
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             [‹ Quay lại] [⏸ Dừng]
        Lan: Nghiệm thu mô hình điểm 5S tại nhà máy chế biến nha đam
             …
        Lan: 20/8/2026
             …
        Lan: Công ty Cổ phần Thực phẩm Cánh Đồng Việt
        Bot: ✓ Doanh nghiệp: Công ty Cổ phần Thực phẩm Cánh Đồng Việt
             Mã số thuế? Ví dụ: 4590001385.
             …
        Lan: [Bỏ qua ›]
        Bot: Còn doanh nghiệp nào khác được nghiệm thu mô hình không?
             [Còn, thêm nữa] [Không còn]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Không còn]
             …
        Lan: [Bỏ qua ›]
             …
        Lan: không
             …
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ
             Loại hoạt động: Nghiệm thu mô hình điểm
             Nội dung: Nghiệm thu mô hình điểm 5S tại nhà máy chế biến nha đam
             Thời gian: 20/08/2026
             1. Doanh nghiệp: Công ty Cổ phần Thực phẩm Cánh Đồng Việt
             Kinh phí: Không có kinh phí
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Nghiệm thu mô hình điểm 5S tại nhà máy chế biến nha đam
             …
    """)


async def test_an_award_names_its_year_and_how_far_each_enterprise_came(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [2. Thông tin, tuyên truyền]")
    await chat.goes("""
        Lan: [Giải thưởng Chất lượng Quốc gia]
        Bot: ✓ Loại hoạt động: Giải thưởng Chất lượng Quốc gia
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             …
        Lan: Dự lễ trao Giải thưởng Chất lượng Quốc gia năm 2025
             …
        Lan: 25/4/2026
        Bot: ✓ Thời gian: 25/04/2026
             Giải thưởng Chất lượng Quốc gia năm nào?
             [2026] [2025] [2024]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [2025]
        Bot: ✓ Giải thưởng năm: 2025
             Tên đầy đủ của doanh nghiệp? Ví dụ: Công ty TNHH Nông sản Hải Đăng.
             …
        Lan: Công ty Cổ phần Nha đam Phan Rang
             …
        Lan: 0100109106
        Bot: ✓ Mã số thuế: 0100109106
             Doanh nghiệp đạt kết quả nào?
             [Nộp hồ sơ tham gia] [Đạt giải]
             [Đạt giải vàng]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Đạt giải vàng]
        Bot: ✓ Kết quả: Đạt giải vàng
             Còn doanh nghiệp nào khác tham gia không?
             [Còn, thêm nữa] [Không còn]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Còn, thêm nữa]
             …
        Lan: Công ty TNHH Muối Cà Ná
             …
        Lan: [Bỏ qua ›]
             …
        Lan: [Nộp hồ sơ tham gia]
             …
        Lan: [Không còn]
             …
        Lan: [Bỏ qua ›]
             …
        Lan: [Bỏ qua ›]
             …
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 2. Thông tin, tuyên truyền
             Loại hoạt động: Giải thưởng Chất lượng Quốc gia
             Nội dung: Dự lễ trao Giải thưởng Chất lượng Quốc gia năm 2025
             Thời gian: 25/04/2026
             Giải thưởng năm: 2025
             1. Doanh nghiệp: Công ty Cổ phần Nha đam Phan Rang
             Mã số thuế: 0100109106
             Kết quả: Đạt giải vàng
             2. Doanh nghiệp: Công ty TNHH Muối Cà Ná
             Kết quả: Nộp hồ sơ tham gia
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Dự lễ trao Giải thưởng Chất lượng Quốc gia năm 2025
             …
    """)


async def test_an_expert_who_is_certified_twice_is_recognised_by_the_name(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [4. Đào tạo, tập huấn nhân lực]")
    await chat.goes("""
        Lan: [Chuyên gia được cấp chứng nhận]
        Bot: ✓ Loại hoạt động: Chuyên gia được cấp chứng nhận
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             …
        Lan: Cấp chứng nhận chuyên gia năng suất chất lượng đợt 1
             …
        Lan: 12/6/2026
        Bot: ✓ Thời gian: 12/06/2026
             Họ và tên chuyên gia?
             …
        Lan: Nguyễn Văn An
        Bot: ✓ Chuyên gia: Nguyễn Văn An
             Số giấy chứng nhận? Ví dụ: NSCL-015/2026.
             [‹ Quay lại] [⏸ Dừng]
        Lan: NSCL-015/2026
        Bot: ✓ Số chứng nhận: NSCL-015/2026
             Tổ chức nào cấp chứng nhận?
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: Viện Năng suất Việt Nam
        Bot: ✓ Tổ chức cấp: Viện Năng suất Việt Nam
             Còn chuyên gia nào khác được cấp chứng nhận không?
             …
        Lan: [Còn, thêm nữa]
             …
        Lan: Trần Thị Bình
             …
        Lan: NSCL-016/2026
             …
        Lan: [Bỏ qua ›]
             …
        Lan: [Không còn]
             …
        Lan: [Bỏ qua ›]
             …
        Lan: [Bỏ qua ›]
             …
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 4. Đào tạo, tập huấn nhân lực
             Loại hoạt động: Chuyên gia được cấp chứng nhận
             Nội dung: Cấp chứng nhận chuyên gia năng suất chất lượng đợt 1
             Thời gian: 12/06/2026
             1. Chuyên gia: Nguyễn Văn An
             Số chứng nhận: NSCL-015/2026
             Tổ chức cấp: Viện Năng suất Việt Nam
             2. Chuyên gia: Trần Thị Bình
             Số chứng nhận: NSCL-016/2026
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Cấp chứng nhận chuyên gia năng suất chất lượng đợt 1
             …
    """)
    await chat.hear(
        "Minh: /baocao",
        "Minh: [4. Đào tạo, tập huấn nhân lực]",
        "Minh: [Chuyên gia được cấp chứng nhận]",
        "Minh: Cấp chứng nhận chuyên gia năng suất chất lượng đợt 2",
        "Minh: 1/10/2026",
    )
    await chat.goes("""
        Minh: NGUYỄN VĂN AN
        Bot: ✓ Chuyên gia: NGUYỄN VĂN AN
             Số giấy chứng nhận? Ví dụ: NSCL-015/2026.
             …
        Minh: NSCL-115/2026
             …
        Minh: [Bỏ qua ›]
        Bot: Trong danh sách đã có chuyên gia cùng tên, mang số chứng nhận khác. Có phải cùng một người?
             [Cùng một người (NSCL-015/2026)]
             [Người khác]
             [‹ Quay lại] [⏸ Dừng]
        Minh: [Cùng một người (NSCL-015/2026)]
        Bot: ✓ Trong danh sách: Cùng một người (NSCL-015/2026)
             Còn chuyên gia nào khác được cấp chứng nhận không?
             [Còn, thêm nữa] [Không còn]
             [‹ Quay lại] [⏸ Dừng]
    """)
    await chat.hear("Minh: [Không còn]", "Minh: [Bỏ qua ›]", "Minh: [Bỏ qua ›]", "Minh: [Bỏ qua ›]")
    await chat.goes("""
        Minh: [✅ Lưu]
        Bot: ✅ Đã lưu. Cấp chứng nhận chuyên gia năng suất chất lượng đợt 2
             …
        Hòa: /tiendo
        Bot: Tiến độ Kế hoạch 3483/KH-UBND
             Tính đến 02/11/2026
             CG · Chuyên gia NSCL được chứng nhận
             🟥⬜⬜⬜⬜⬜⬜⬜⬜⬜ 2/20 người · 10%
             …
    """)


async def test_outreach_counts_news_items_and_publications(chat: Player) -> None:
    await chat.hear("Lan: /baocao")
    await chat.goes("""
        Lan: [2. Thông tin, tuyên truyền]
        Bot: ✓ Nhóm nhiệm vụ: 2. Thông tin, tuyên truyền
             Hoạt động thuộc loại nào?
             [Tin, bài, ấn phẩm, sự kiện]
             [Giải thưởng Chất lượng Quốc gia]
             [Hoạt động khác]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Tin, bài, ấn phẩm, sự kiện]
             …
        Lan: Chuyên mục năng suất chất lượng trên Báo và Đài phát thanh, truyền hình
             …
        Lan: từ 1 đến 30/9/2026
        Bot: ✓ Thời gian: 01-30/09/2026
             Có bao nhiêu tin, bài, phóng sự, ấn phẩm, sự kiện? Ví dụ: 5.
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: 5 phóng sự
        Bot: ✓ Số tin, bài, ấn phẩm, sự kiện: 5
             Thực hiện ở đâu?
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: [Bỏ qua ›]
             …
        Lan: [Không có kinh phí]
             …
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 2. Thông tin, tuyên truyền
             Loại hoạt động: Tin, bài, ấn phẩm, sự kiện
             Nội dung: Chuyên mục năng suất chất lượng trên Báo và Đài phát thanh, truyền hình
             Thời gian: 01-30/09/2026
             Số tin, bài, ấn phẩm, sự kiện: 5
             Kinh phí: Không có kinh phí
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Chuyên mục năng suất chất lượng trên Báo và Đài phát thanh, truyền hình
             …
    """)


async def test_a_group_of_one_kind_asks_for_no_kind(chat: Player) -> None:
    await chat.goes("""
        Lan: /baocao
             …
        Lan: [5. Tiêu chuẩn hóa, đánh giá sự phù hợp]
        Bot: ✓ Nhóm nhiệm vụ: 5. Tiêu chuẩn hóa, đánh giá sự phù hợp
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             [‹ Quay lại] [⏸ Dừng]
        Lan: Rà soát 12 quy chuẩn kỹ thuật địa phương
        Bot: ✓ Nội dung: Rà soát 12 quy chuẩn kỹ thuật địa phương
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             [Hôm nay] [Hôm qua]
             [‹ Quay lại] [⏸ Dừng]
        Lan: Hôm qua
        Bot: ✓ Thời gian: 01/11/2026
             Thực hiện ở đâu?
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: [Bỏ qua ›]
             …
        Lan: [Bỏ qua ›]
             …
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 5. Tiêu chuẩn hóa, đánh giá sự phù hợp
             Nội dung: Rà soát 12 quy chuẩn kỹ thuật địa phương
             Thời gian: 01/11/2026
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Rà soát 12 quy chuẩn kỹ thuật địa phương
             Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động
             [➕ Thêm hoạt động]
             [📤 Nộp báo cáo kỳ này]
    """)


async def test_an_option_may_be_typed_by_its_words_without_marks(chat: Player) -> None:
    await chat.goes("""
        Lan: /baocao
             …
        Lan: 4. dao tao, tap huan nhan luc
        Bot: ✓ Nhóm nhiệm vụ: 4. Đào tạo, tập huấn nhân lực
             …
        Lan: lớp đào tạo, tập huấn
        Bot: ✓ Loại hoạt động: Lớp đào tạo, tập huấn
             …
    """)
