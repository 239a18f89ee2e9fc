"""This file is the chats in which something changes between the summary and the saving of it."""

from sqlmodel import func, select

from models.activity import Activity, Certificate
from models.database import turn
from models.enterprise import Enterprise
from tests.chat import Player

TRAINING = (
    "Lan: /baocao",
    "Lan: [4. Đào tạo, tập huấn nhân lực]",
    "Lan: [Lớp đào tạo, tập huấn]",
    "Lan: Lớp 5S cho doanh nghiệp",
)
SUPPORT = (
    "/baocao",
    "[3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
    "[Hỗ trợ doanh nghiệp áp dụng giải pháp]",
    "Hỗ trợ áp dụng ISO 9001",
    "hôm qua",
    "Công ty TNHH Hải Đăng",
    "[Bỏ qua ›]",
    "[ISO 9001]",
    "[Đã áp dụng]",
    "[Không còn]",
    "[Bỏ qua ›]",
    "[Bỏ qua ›]",
    "[Bỏ qua ›]",
)


def supports(name: str) -> tuple[str, ...]:
    return tuple(f"{name}: {said}" for said in SUPPORT)


def counted(chat: Player, table: type[Activity | Enterprise]) -> int:
    with turn(chat.engine) as session:
        return session.exec(select(func.count()).select_from(table)).one()


async def test_an_estimate_whose_day_comes_before_it_is_saved_is_shown_again(chat: Player) -> None:
    await chat.hear(*TRAINING, "Lan: 3/11/2026", "Lan: [Ghi là ước thực hiện]", "Lan: 42", "Lan: 40")
    await chat.hear("Lan: [Chuyên sâu]", "Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]")
    await chat.hear("── 03/11/2026 00:01 ──")
    await chat.goes("""
        Lan: [✅ Lưu]
        Bot: Có thông tin vừa thay đổi. Xin kiểm tra lại.
             Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 4. Đào tạo, tập huấn nhân lực
             Loại hoạt động: Lớp đào tạo, tập huấn
             Nội dung: Lớp 5S cho doanh nghiệp
             Thời gian: 03/11/2026
             Tổng số lượt: 42
             Lượt lãnh đạo, quản lý DN: 40
             Hình thức: Chuyên sâu
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
    """)
    assert counted(chat, Activity) == 0


async def test_an_enterprise_that_a_colleague_saved_meanwhile_is_asked_about(chat: Player) -> None:
    await chat.hear(*supports("Lan"), *supports("Minh"), "Minh: [✅ Lưu]")
    await chat.goes("""
        Lan: [✅ Lưu]
        Bot: Có thông tin vừa thay đổi. Xin kiểm tra lại.
             Trong danh sách đã có doanh nghiệp tương tự. Có phải cùng một doanh nghiệp?
             [Đúng: Công ty TNHH Hải Đăng]
             [Khác]
             …
        Lan: [Đúng: Công ty TNHH Hải Đăng]
             …
        Lan: [✅ Lưu]
             …
    """)
    assert counted(chat, Enterprise) == 1
    assert "1/20 doanh nghiệp" in await chat.said("Hòa: /tiendo")


async def test_a_corrected_name_is_asked_about_anew(chat: Player) -> None:
    await chat.hear(
        *supports("Minh"), "Minh: [✅ Lưu]", *(one.replace("Hải", "Biển") for one in supports("Lan"))
    )
    await chat.hear("Lan: [✏️ Sửa]", "Lan: [Doanh nghiệp được hỗ trợ ›]", "Lan: [1. Công ty TNHH Biển Đăng ›]")
    await chat.hear("Lan: [Doanh nghiệp: Công ty TNHH Biển Đăng]")
    assert "[Đúng: Công ty TNHH Hải Đăng]" in await chat.said("Lan: Công ty TNHH Hải Đăng")


async def test_of_two_namesakes_each_can_be_meant(chat: Player) -> None:
    for name, code in (("Minh", "4590001385"), ("Minh", "0100109106")):
        said = list(supports(name))
        said[6] = f"{name}: {code}"
        await chat.hear(*said, f"{name}: [✅ Lưu]")
    await chat.hear(*supports("Lan")[:7])
    await chat.goes("""
        Lan: [Đúng: Công ty TNHH Hải Đăng (0100109106)]
        Bot: ✓ Trong danh sách: Công ty TNHH Hải Đăng
             …
    """)
    await chat.hear(*supports("Lan")[7:], "Lan: [✅ Lưu]")
    assert counted(chat, Enterprise) == 2
    assert "2/20 doanh nghiệp" in await chat.said("Hòa: /tiendo")


async def test_a_new_one_pressed_twice_begins_one(chat: Player) -> None:
    await chat.hear(*TRAINING, "Lan: /huy", "Lan: /baocao")
    await chat.goes("""
        Lan: [➕ Nhập mới] ×2
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot: Đã cất bản đang nhập dở.
             [↩ Khôi phục]
        Bot: Báo cáo năm 2026 · Sở Công Thương
             …
    """)


async def test_a_day_corrected_into_the_period_is_of_the_period(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Tham mưu kế hoạch", "Lan: 15/10/2025"
    )
    await chat.hear("Lan: [Ghi theo đúng ngày thực hiện]", "Lan: bỏ qua", "Lan: Bỏ qua", "Lan: bo qua")
    await chat.hear("Lan: sửa", "Lan: [Thời gian]", "Lan: 15/10/2026")
    await chat.goes("""
        Lan: lưu
        Bot: ✅ Đã lưu. Tham mưu kế hoạch
             Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động
             …
    """)


async def test_the_words_of_a_way_are_the_way_and_no_answer(chat: Player) -> None:
    await chat.goes("""
        Lan: /baocao
             …
        Lan: 1
             …
        Lan: Quay lại
        Bot: Đang ghi: 1. Cơ chế, chính sách
             …
        Lan: 1
             …
        Lan: dừng
        Bot: Đã dừng.
    """)


async def test_an_expected_certificate_becomes_the_real_one(chat: Player) -> None:
    certified = (
        "Lan: /baocao",
        "Lan: [4. Đào tạo, tập huấn nhân lực]",
        "Lan: [Chuyên gia được cấp chứng nhận]",
        "Lan: Cấp chứng nhận chuyên gia năng suất",
    )
    expert = ("Lan: Nguyễn Văn An", "Lan: NSCL-015/2026", "Lan: [Bỏ qua ›]")
    rest = ("Lan: [Không còn]", "Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]", "Lan: [✅ Lưu]")
    await chat.hear(*certified, "Lan: 10/11/2026", "Lan: [Ghi là ước thực hiện]", *expert, *rest)
    assert "0/20 người" in await chat.said("Hòa: /tiendo")
    await chat.hear("── 12/11/2026 09:00 ──", *certified, "Lan: 10/11/2026", *expert)
    await chat.hear("Lan: [Cùng một người (NSCL-015/2026)]", *rest)
    assert "1/20 người" in await chat.said("Hòa: /tiendo")
    with turn(chat.engine) as session:
        assert session.exec(select(func.count()).select_from(Certificate)).one() == 1


async def test_a_source_that_is_taken_back_is_no_longer_told(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Tham mưu kế hoạch", "Lan: hôm qua")
    await chat.hear("Lan: [Bỏ qua ›]", "Lan: 50 triệu", "Lan: [Ngân sách nhà nước]", "Lan: 30 triệu")
    await chat.hear("Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]", "Lan: [✏️ Sửa]", "Lan: [Nguồn kinh phí ›]")
    await chat.hear("Lan: [1. Ngân sách nhà nước ›]", "Lan: [Nguồn: Ngân sách nhà nước]")
    said = await chat.said("Lan: [Bỏ qua ›]")
    assert "Chưa rõ nguồn: 50.000.000 đồng" in said


async def test_thirty_enterprises_can_still_be_corrected_one_by_one(chat: Player) -> None:
    await chat.hear(*supports("Lan")[:5])
    for n in range(30):
        await chat.hear(
            f"Lan: Công ty TNHH số {n}", "Lan: [Bỏ qua ›]", "Lan: [ISO 9001]", "Lan: [Đã áp dụng]"
        )
        await chat.hear("Lan: [Còn, thêm nữa]" if n < 29 else "Lan: [Không còn]")
    await chat.hear("Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]", "Lan: [✏️ Sửa]")
    assert "[30. Công ty TNHH số 29 ›]" in await chat.said("Lan: [Doanh nghiệp được hỗ trợ ›]")
    assert "[🗑 Bỏ mục này]" in await chat.said("Lan: [30. Công ty TNHH số 29 ›]")


async def test_a_question_that_went_idle_overnight_leads_on_and_loses_nothing(chat: Player) -> None:
    await chat.hear(*TRAINING, "Lan: 3/11/2026", "── 03/11/2026 07:30 ──")
    await chat.goes("""
        Lan: [Ghi là ước thực hiện]
        Bot: Có thông tin vừa thay đổi. Xin kiểm tra lại.
             Có tất cả bao nhiêu lượt người dự? Một người dự một lớp là một lượt. Ví dụ: 42.
             …
    """)
