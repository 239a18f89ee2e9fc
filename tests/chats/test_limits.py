"""This file is the chats at the edges: the longest answers, the longest lists, updates that nobody can read."""

from handlers.replies.paging import units
from handlers.replies.reply import MESSAGE_UNITS
from handlers.replies.words import plain
from tests.chat import Player

LONG = "Hỗ trợ doanh nghiệp nâng cao năng suất và chất lượng sản phẩm, hàng hóa " * 6
BEGUN = ("Lan: /baocao", "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]", "Lan: [Nghiệm thu mô hình điểm]")


async def test_a_summary_of_sixty_enterprises_still_fits_one_message(chat: Player) -> None:
    await chat.hear(*BEGUN, f"Lan: {LONG}", "Lan: hôm qua")
    for n in range(60):
        name = f"Lan: Công ty TNHH Sản xuất Thương mại và Dịch vụ Nông sản Ninh Thuận số {n} " + "x" * 60
        await chat.hear(name, "Lan: [Bỏ qua ›]", "Lan: [Còn, thêm nữa]" if n < 59 else "Lan: [Không còn]")
    await chat.hear("Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]")
    summary = await chat.said("Lan: [Bỏ qua ›]")
    assert "Xin kiểm tra trước khi lưu" in summary
    assert "dòng nữa" in summary
    assert "Đã lưu." in await chat.said("Lan: [✅ Lưu]")
    assert all(units(plain(shown.text)) <= MESSAGE_UNITS for shown in chat.standin.chat(502))


async def test_a_report_of_many_long_activities_is_listed_within_one_message(chat: Player) -> None:
    for n in range(23):
        await chat.hear(
            "Lan: /baocao",
            "Lan: [1. Cơ chế, chính sách]",
            f"Lan: {n} {LONG}",
            "Lan: hôm qua",
            "Lan: [Bỏ qua ›]",
            "Lan: [Bỏ qua ›]",
            "Lan: [Bỏ qua ›]",
            "Lan: [✅ Lưu]",
        )
    listed = await chat.said("Lan: [📤 Nộp báo cáo kỳ này]")
    assert "… và 3 hoạt động nữa" in listed
    assert "Đã tiếp nhận báo cáo." in await chat.said("Lan: [📤 Nộp]")


async def test_an_update_that_nobody_can_read_holds_up_none_behind_it(chat: Player) -> None:
    chat.app.intake.take({"update_id": 10**9, "message": {"nonsense": True}})
    chat.app.intake.take({"update_id": 10**9 + 1, "a_kind_of_tomorrow": {}})
    await chat.goes("""
        Lan: /huy
        Bot: Hiện anh/chị không nhập hoạt động nào.
        Bot → Hòa: ⚠️ Bot chưa nhận được một tin. Tin được giữ lại, các việc khác vẫn tiếp tục. Xin báo người quản trị bot.
    """)
