"""This file is whole reports in one message: drafts with all that was understood, asked only for the rest."""

from sqlmodel import select

from models.activity import Activity, Funding
from models.database import turn
from models.draft import Draft
from tests.chat import Player

COURSE = (
    "Ngày 15-16/5/2026 mở lớp tập huấn chuyên sâu 5S cho 42 cán bộ quản lý của 18 DN tại hội trường Sở, "
    "kinh phí 58 triệu (NSNN)"
)
THREE = (
    "Quý II/2026 Sở CT đã: (1) tổ chức 2 lớp tập huấn NSCL 85 lượt người; (2) hỗ trợ 4 DN áp dụng "
    "ISO 9001:2015; (3) phát 6 phóng sự trên Đài PTTH."
)


def titles(chat: Player) -> list[str]:
    with turn(chat.engine) as session:
        return list(session.exec(select(Activity.title)))


async def test_a_report_in_one_message_asks_only_for_what_it_does_not_tell(chat: Player) -> None:
    await chat.goes(f"""
        Lan: {COURSE}
        Bot: Đã ghi nhận thành báo cáo. Xin kiểm tra lại:
             Nhóm nhiệm vụ: 4. Đào tạo, tập huấn nhân lực
             Loại hoạt động: Lớp đào tạo, tập huấn
             Nội dung: {COURSE}
             Thời gian: 15-16/05/2026
             Tổng số lượt: 42
             Lượt lãnh đạo, quản lý DN: 42
             Hình thức: Chuyên sâu
             Địa điểm: hội trường Sở
             Kinh phí: 58.000.000 đồng
             1. Nguồn: Ngân sách nhà nước
             Số tiền: 58.000.000 đồng
             Xin gửi ảnh hoặc tài liệu minh chứng, một hay nhiều tệp.
             [‹ Quay lại] [Bỏ qua ›] [⏸ Dừng]
    """)
    assert titles(chat) == []
    await chat.hear("Lan: [Bỏ qua ›]", "Lan: [✅ Lưu]")
    with turn(chat.engine) as session:
        row = session.exec(select(Activity)).one()
        assert (row.attendances, row.leaders, row.in_depth, row.cost) == (42, 42, True, 58_000_000)
        assert (str(row.first), str(row.last), row.unit) == ("2026-05-15", "2026-05-16", "SCT")
        assert session.exec(select(Funding.source, Funding.amount)).all() == [("state", 58_000_000)]


async def test_a_photo_is_the_evidence_of_the_report_in_its_caption(chat: Player) -> None:
    await chat.goes(f"""
        Lan: 📷 lop-hoc.jpg | {COURSE}
        Bot: Đã ghi nhận thành báo cáo. Xin kiểm tra lại:
             …
             Minh chứng: 1 tệp
             …
    """)
    await chat.hear("Lan: [Bỏ qua ›]", "Lan: [✅ Lưu]")
    assert len(titles(chat)) == 1


async def test_a_file_that_is_not_taken_does_not_lose_the_report_in_its_caption(chat: Player) -> None:
    await chat.goes(f"""
        Lan: 📎 lop-hoc.exe | {COURSE}
        Bot: Đã ghi nhận thành báo cáo. Xin kiểm tra lại:
             …
             Tệp lop-hoc.exe thuộc loại không nhận. Xin gửi ảnh, PDF, Word, Excel hoặc PowerPoint.
             …
    """)
    with turn(chat.engine) as session:
        (row,) = session.exec(select(Draft))
        assert (row.answers["attendances"], row.answers.get("files")) == (42, None)


async def test_a_photo_with_other_words_is_no_report(chat: Player) -> None:
    await chat.hear("Lan: 📷 cong-van.jpg | Công văn 12/SCT-KH ngày 5/3/2026", "Lan: /baocao")
    with turn(chat.engine) as session:
        assert [one.is_blank for one in session.exec(select(Draft))] == [True]


async def test_a_misread_field_is_corrected_before_anything_is_saved(chat: Player) -> None:
    await chat.hear(f"Lan: {COURSE}", "Lan: [Bỏ qua ›]", "Lan: [✏️ Sửa]", "Lan: [Lượt lãnh đạo, quản lý DN]")
    await chat.goes("""
        Lan: 40
        Bot: ✓ Lượt lãnh đạo, quản lý DN: 40
             …
             Tổng số lượt: 42
             Lượt lãnh đạo, quản lý DN: 40
             …
    """)


async def test_several_activities_in_one_message_are_entered_one_after_the_other(chat: Player) -> None:
    await chat.goes(f"""
        Lan: {THREE}
        Bot: Tin nhắn có 3 hoạt động. Bắt đầu từ hoạt động thứ nhất; xin kiểm tra lại:
             Nhóm nhiệm vụ: 4. Đào tạo, tập huấn nhân lực
             Loại hoạt động: Lớp đào tạo, tập huấn
             Nội dung: tổ chức 2 lớp tập huấn NSCL 85 lượt người
             Tổng số lượt: 85
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             [Cả thời gian 01/04/2026 - 30/06/2026]
             …
        Lan: [Cả thời gian 01/04/2026 - 30/06/2026]
        Bot: ✓ Thời gian: 01/04/2026 - 30/06/2026
             Trong đó bao nhiêu lượt là lãnh đạo, quản lý của doanh nghiệp? Không tính cán bộ, công chức. Nếu không có, xin nhập 0.
             …
    """)
    await chat.hear("Lan: 20", "Lan: [Phổ biến chung]", *("Lan: [Bỏ qua ›]",) * 3)
    await chat.goes("""
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. tổ chức 2 lớp tập huấn NSCL 85 lượt người
             …
             [📤 Nộp báo cáo kỳ này]
        Bot: Tin nhắn của anh/chị còn 2 hoạt động chưa nhập xong.
             [▶ Nhập tiếp]
             [🗑 Bỏ]
        Lan: [▶ Nhập tiếp]
        Bot: Nhóm nhiệm vụ: 3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ
             Loại hoạt động: Hỗ trợ doanh nghiệp áp dụng giải pháp
             Nội dung: hỗ trợ 4 DN áp dụng ISO 9001:2015
             …
    """)
    with turn(chat.engine) as session:
        assert len(session.exec(select(Draft)).all()) == 3


async def test_another_units_name_is_asked_about_and_nothing_is_lost(chat: Player) -> None:
    await chat.goes("""
        Lan: Sở Tư pháp: ngày 20/6/2026 tập huấn 5S cho 30 người
        Bot: Tin nhắn nêu Sở Tư pháp, còn anh/chị báo cáo cho Sở Công Thương. Đây có phải là báo cáo của Sở Công Thương không?
             [▶ Đúng, nhập tiếp]
             [🗑 Bỏ]
        Lan: [▶ Đúng, nhập tiếp]
        Bot: Nhóm nhiệm vụ: 4. Đào tạo, tập huấn nhân lực
             …
    """)


async def test_an_intention_becomes_an_estimate(chat: Player) -> None:
    await chat.goes("""
        Lan: dự kiến 20/12/2026 mở lớp tập huấn cho 30 người
        Bot: Đã ghi nhận thành báo cáo. Xin kiểm tra lại:
             …
             Thời gian: 20/12/2026
             Ước thực hiện: Có (chưa tính vào kết quả)
             …
    """)


async def test_a_kind_left_open_is_asked_and_the_enterprises_are_kept(chat: Player) -> None:
    await chat.goes("""
        Lan: ngày 20/5/2026 chứng nhận HACCP cho DNTN Biển Xanh
        Bot: Đã ghi nhận thành báo cáo. Xin kiểm tra lại:
             …
             Hoạt động thuộc loại nào?
             …
        Lan: [Hỗ trợ doanh nghiệp áp dụng giải pháp]
        Bot: ✓ Loại hoạt động: Hỗ trợ doanh nghiệp áp dụng giải pháp
             Mã số thuế? Ví dụ: 4590001385.
             …
    """)


async def test_an_intention_of_days_gone_by_is_asked_about(chat: Player) -> None:
    await chat.goes("""
        Lan: dự kiến ngày 20/5/2026 mở lớp tập huấn cho 30 người
        Bot: Đã ghi nhận thành báo cáo. Xin kiểm tra lại:
             …
             Hoạt động được ghi là dự kiến, nay ngày này đã qua. Việc đã thực hiện chưa?
             [Đã thực hiện xong] [Ghi là ước thực hiện]
             …
        Lan: [Ghi là ước thực hiện]
        Bot: ✓ Đã thực hiện: Chưa, ghi là ước thực hiện
             …
    """)


async def test_nothing_to_report_is_confirmed_by_a_button(chat: Player) -> None:
    await chat.goes("""
        Lan: năm nay không phát sinh
        Bot: Báo cáo năm 2026 · Sở Công Thương
             …
             [∅ Không phát sinh]
        Lan: /huy
        Bot: Đã dừng.
        Lan: Sở Tư pháp: năm nay không phát sinh
        Bot: Tin nhắn nêu Sở Tư pháp, còn anh/chị báo cáo cho Sở Công Thương. Đây có phải là báo cáo của Sở Công Thương không?
             [▶ Đúng, nhập tiếp]
        Lan: Sở Công Thương: quý III/2024 không phát sinh
        Bot: Đơn vị không có báo cáo nào cần nộp cho thời gian này.
    """)


async def test_small_talk_and_claims_never_become_reports(chat: Player) -> None:
    for text in ("mai 8h họp nhé các đ/c", "đã nhận, sẽ gửi sau", "anh cho xin mẫu biểu 2"):
        assert "Để báo cáo hoạt động" in await chat.said(f"Lan: {text}")
    await chat.goes("""
        Lan: năm ngoái làm 3 dn rồi mà
        Bot: “năm ngoái làm 3 dn rồi mà” chưa đủ để ghi thành báo cáo. Xin nêu rõ việc gì, ngày nào, cho ai, ví dụ: Ngày 15/5/2026 tập huấn 5S cho 42 người.
             [📝 Báo cáo hoạt động]
    """)
    await chat.goes(f"""
        Bảo: {COURSE}
        Bot: Vai trò của anh/chị không dùng được lệnh này. Xin xem /trogiup.
        Lan: hoãn lớp tập huấn 5S cho 30 người ngày 5/3/2026
        Bot: “hoãn lớp tập huấn 5S cho 30 người ngày …” nêu một việc chưa làm. Để báo cáo việc đã làm, xin bấm nút bên dưới.
             [📝 Báo cáo hoạt động]
    """)
    with turn(chat.engine) as session:
        assert session.exec(select(Draft)).all() == []
