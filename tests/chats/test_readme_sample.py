"""This file is the chat that the README shows: one activity, from /baocao to the report submitted."""

from tests.chat import Player


async def test_the_sample_of_the_readme(chat: Player) -> None:
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
        Lan: [4. Đào tạo, tập huấn nhân lực]
        Bot: ✓ Nhóm nhiệm vụ: 4. Đào tạo, tập huấn nhân lực
             Hoạt động thuộc loại nào?
             [Lớp đào tạo, tập huấn]
             [Chuyên gia được cấp chứng nhận]
             [Hoạt động khác]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Lớp đào tạo, tập huấn]
        Bot: ✓ Loại hoạt động: Lớp đào tạo, tập huấn
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             [‹ Quay lại] [⏸ Dừng]
        Lan: Tập huấn 5S và Kaizen cho doanh nghiệp chế biến nông sản
        Bot: ✓ Nội dung: Tập huấn 5S và Kaizen cho doanh nghiệp chế biến nông sản
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             [Hôm nay] [Hôm qua]
             [‹ Quay lại] [⏸ Dừng]
        Lan: 15-16/10
        Bot: ✓ Thời gian: 15/10/2026 - 16/10/2026
             Có tất cả bao nhiêu lượt người dự? Một người dự một lớp là một lượt. Ví dụ: 42.
             [‹ Quay lại] [⏸ Dừng]
        Lan: 42 người
        Bot: ✓ Tổng số lượt: 42
             Trong đó bao nhiêu lượt là lãnh đạo, quản lý của doanh nghiệp? Không tính cán bộ, công chức. Nếu không có, xin nhập 0.
             [‹ Quay lại] [⏸ Dừng]
        Lan: 50
        Bot: 50 lượt lãnh đạo, quản lý nhiều hơn tổng số 42 lượt. Xin nhập lại.
             Trong đó bao nhiêu lượt là lãnh đạo, quản lý của doanh nghiệp? Không tính cán bộ, công chức. Nếu không có, xin nhập 0.
             [‹ Quay lại] [⏸ Dừng]
        Lan: 18
        Bot: ✓ Lượt lãnh đạo, quản lý DN: 18
             Lớp tập huấn chuyên sâu hay phổ biến chung?
             [Chuyên sâu] [Phổ biến chung]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Chuyên sâu]
        Bot: ✓ Hình thức: Chuyên sâu
             Thực hiện ở đâu?
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: Hội trường Sở Công Thương, phường Phan Rang
        Bot: ✓ Địa điểm: Hội trường Sở Công Thương, phường Phan Rang
             Tổng kinh phí là bao nhiêu? Ví dụ: 45 triệu, 1,2 tỷ, 58.000.000.
             [Không có kinh phí]
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: 45tr
        Bot: ✓ Kinh phí: 45.000.000 đồng
             Kinh phí từ nguồn nào?
             [Ngân sách nhà nước]
             [Doanh nghiệp đối ứng]
             [Lồng ghép chương trình khác]
             [Tài trợ quốc tế]
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: [Ngân sách nhà nước]
        Bot: ✓ Nguồn: Ngân sách nhà nước
             Nguồn này bao nhiêu? Ví dụ: 30 triệu.
             [Toàn bộ phần còn lại: 45.000.000 đồng]
             [‹ Quay lại] [⏸ Dừng]
        Lan: 30 triệu
        Bot: ✓ Số tiền: 30.000.000 đồng
             Nguồn 2: Kinh phí từ nguồn nào?
             [Ngân sách nhà nước]
             [Doanh nghiệp đối ứng]
             [Lồng ghép chương trình khác]
             [Tài trợ quốc tế]
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: [Doanh nghiệp đối ứng]
        Bot: ✓ Nguồn: Doanh nghiệp đối ứng
             Số tiền 2: Nguồn này bao nhiêu? Ví dụ: 30 triệu.
             [Toàn bộ phần còn lại: 15.000.000 đồng]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Toàn bộ phần còn lại: 15.000.000 đồng]
        Bot: ✓ Số tiền: 15.000.000 đồng
             Xin gửi ảnh hoặc tài liệu minh chứng, một hay nhiều tệp.
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: 📷 lớp học
        Bot: ✓ Đã nhận minh chứng: ảnh (tất cả 1 tệp)
             Xin gửi ảnh hoặc tài liệu minh chứng, một hay nhiều tệp.
             [Đã gửi đủ (1 tệp)]
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: 📎 danh-sach-hoc-vien.pdf
        Bot: ✓ Đã nhận minh chứng: danh-sach-hoc-vien.pdf (tất cả 2 tệp)
             Xin gửi ảnh hoặc tài liệu minh chứng, một hay nhiều tệp.
             [Đã gửi đủ (2 tệp)]
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
        Lan: [Đã gửi đủ (2 tệp)]
        Bot: ✓ Minh chứng: 2 tệp
             Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 4. Đào tạo, tập huấn nhân lực
             Loại hoạt động: Lớp đào tạo, tập huấn
             Nội dung: Tập huấn 5S và Kaizen cho doanh nghiệp chế biến nông sản
             Thời gian: 15/10/2026 - 16/10/2026
             Tổng số lượt: 42
             Lượt lãnh đạo, quản lý DN: 18
             Hình thức: Chuyên sâu
             Địa điểm: Hội trường Sở Công Thương, phường Phan Rang
             Kinh phí: 45.000.000 đồng
             1. Nguồn: Ngân sách nhà nước
             Số tiền: 30.000.000 đồng
             2. Nguồn: Doanh nghiệp đối ứng
             Số tiền: 15.000.000 đồng
             Minh chứng: 2 tệp
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Tập huấn 5S và Kaizen cho doanh nghiệp chế biến nông sản
             Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động
             [➕ Thêm hoạt động]
             [📤 Nộp báo cáo kỳ này]
        Lan: [📤 Nộp báo cáo kỳ này]
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động
             1. Tập huấn 5S và Kaizen cho doanh nghiệp chế biến nông sản (15/10/2026 - 16/10/2026)
             Nộp báo cáo kỳ này?
             [📤 Nộp] [Để sau]
             [➕ Thêm hoạt động]
        Lan: [📤 Nộp]
        Bot: ✅ Đã tiếp nhận báo cáo.
             Báo cáo năm 2026 · Sở Công Thương
             Tiếp nhận lúc 07:50 ngày 02/11/2026.
             Anh/chị có thể ghi bổ sung hoạt động bất cứ lúc nào.
    """)
