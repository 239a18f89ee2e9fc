"""This file is a form: filled in, corrected, stopped, pressed late and twice, and whatever waited meanwhile."""

from tests.chat import Player
from tests.chats.buttons import STALE, forge, shown

UP_TO_KIND = (
    "Hòa: /donvi",
    "Hòa: [➕ Thêm đơn vị]",
    "Hòa: UBND xã Tân Sơn",
    "Hòa: Xã Tân Sơn",
    "Hòa: X-TANSON",
    "Hòa: [Xã, phường]",
)
ALL_OF_IT = (*UP_TO_KIND, "Hòa: 01/01/2027")


async def test_a_form_asks_shows_what_it_will_do_and_does_it_once(chat: Player) -> None:
    await chat.hear(*UP_TO_KIND)
    await chat.goes("""
        Hòa: 01/01/2027
        Bot: ✓ Ngày bắt đầu: 01/01/2027
             Thêm đơn vị
             Tên đầy đủ: UBND xã Tân Sơn
             Tên ngắn: Xã Tân Sơn
             Mã đơn vị: X-TANSON
             Loại đơn vị: Xã, phường
             Ngày bắt đầu: 01/01/2027
             [✅ Lưu] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        Hòa: [✅ Lưu] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Đã lưu.
             UBND xã Tân Sơn
             Xã Tân Sơn · X-TANSON
             từ 01/01/2027
             Đầu mối: chưa có
             [Xem] [‹ Danh sách đơn vị]
    """)


async def test_what_is_not_understood_is_asked_again_and_nothing_is_lost(chat: Player) -> None:
    await chat.hear(*UP_TO_KIND)
    await chat.goes("""
        Hòa: cuối năm
        Bot: “cuối năm” chưa rõ ngày. Xin nhập ngày dương lịch cụ thể, ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
        Hòa: 15-16/5/2026
        Bot: Xin nhập một ngày, không phải nhiều ngày.
             …
        Hòa: 01/01/2031
        Bot: Ngày này nằm ngoài thời gian của Kế hoạch. Xin kiểm tra lại.
             …
        Hòa: 📷 ảnh
        Bot: Xin trả lời bằng chữ hoặc bấm nút. Ở bước này không cần gửi tệp.
             …
        Hòa: (sticker)
        Bot: Xin trả lời bằng chữ hoặc bấm nút. Ở bước này không cần gửi tệp.
             …
        Hòa: 01/01/2027
        Bot: ✓ Ngày bắt đầu: 01/01/2027
             …
    """)


async def test_back_goes_to_the_question_before_and_edit_leads_back_to_the_summary(chat: Player) -> None:
    await chat.hear(*UP_TO_KIND)
    await chat.goes("""
        Hòa: [‹ Quay lại]
        Bot: Đang ghi: Xã, phường
             Đơn vị thuộc loại nào?
             …
        Hòa: xã, phường
             …
        Hòa: 01/01/2027
             …
        Hòa: sửa
        Bot: Anh/chị muốn sửa mục nào?
             [Tên đầy đủ] [Tên ngắn]
             [Mã đơn vị] [Loại đơn vị]
             [Ngày bắt đầu] [‹ Về bản tóm tắt]
        Hòa: [Tên ngắn]
        Bot: Đang ghi: Xã Tân Sơn
             Tên ngắn, dùng trong danh sách? Ví dụ: Xã Ninh Hải.
             [‹ Về bản tóm tắt] [⏸ Dừng]
        Hòa: Xã Tân Sơn Mới
        Bot: ✓ Tên ngắn: Xã Tân Sơn Mới
             Thêm đơn vị
             …
    """)


async def test_words_at_the_summary_that_name_no_button_change_nothing(chat: Player) -> None:
    await chat.hear(*ALL_OF_IT)
    await chat.goes("""
        Hòa: được rồi
        Bot: Xin bấm một trong các nút bên dưới.
             …
        Hòa: lưu
        Bot: ✅ Đã lưu.
             …
    """)


async def test_an_old_button_changes_nothing(chat: Player) -> None:
    await chat.hear(*UP_TO_KIND)
    await chat.goes(f"""
        Hòa: [Huyện, thành phố]
        {STALE}
        Hòa: 01/01/2027
             …
        Hòa: [✅ Lưu]
             …
        Hòa: [Huyện, thành phố]
        Bot ⌁ Việc này đã làm xong rồi.
    """)


async def test_a_form_goes_on_after_a_restart_and_an_edited_message_is_no_answer(chat: Player) -> None:
    await chat.hear(*UP_TO_KIND)
    await chat.goes("""
        ── restart ──
        Hòa: ✎ Xã khác
        Bot: Tin nhắn đã sửa không được tính là câu trả lời. Để sửa, xin bấm Quay lại, hoặc bấm Sửa ở bản tóm tắt cuối cùng.
        Hòa: 01/01/2027
             …
        ── restart ──
        Hòa: [✅ Lưu]
        Bot: ✅ Đã lưu.
             …
    """)


async def test_a_form_that_is_stopped_has_done_nothing(chat: Player) -> None:
    await chat.hear(*ALL_OF_IT)
    await chat.goes(f"""
        Hòa: [✖ Dừng]
        Bot: Đã dừng. Chưa có gì thay đổi.
        Hòa: [✅ Lưu]
        {STALE}
        Hòa: /huy
        Bot: Hiện anh/chị không nhập hoạt động nào.
    """)


async def test_an_activity_waits_for_a_form_and_goes_on_after_it(chat: Player) -> None:
    await chat.hear(
        "Hòa: /baocao", "Hòa: [1. Cơ chế, chính sách]", "Hòa: Quyết định hỗ trợ năm 2026", *ALL_OF_IT
    )
    await chat.goes("""
        Hòa: [✅ Lưu]
        Bot: ✅ Đã lưu.
             UBND xã Tân Sơn
             Xã Tân Sơn · X-TANSON
             từ 01/01/2027
             Đầu mối: chưa có
             Anh/chị đang nhập dở hoạt động: Quyết định hỗ trợ năm 2026. Anh/chị có muốn nhập tiếp không?
             [Xem] [‹ Danh sách đơn vị]
             [▶ Nhập tiếp]
        Hòa: [▶ Nhập tiếp]
        Bot: Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Quyết định hỗ trợ năm 2026
             …
    """)


async def test_an_activity_that_waits_is_offered_after_two_forms_and_a_stop_too(chat: Player) -> None:
    await chat.hear("Hòa: /baocao", "Hòa: [1. Cơ chế, chính sách]", "Hòa: Quyết định hỗ trợ năm 2026")
    await chat.hear(*ALL_OF_IT, "Hòa: /moi")
    await chat.goes("""
        Hòa: /huy
        Bot: Đã dừng. Chưa có gì thay đổi.
             Anh/chị đang nhập dở hoạt động: Quyết định hỗ trợ năm 2026. Anh/chị có muốn nhập tiếp không?
             [▶ Nhập tiếp]
    """)


async def test_going_to_an_activity_leaves_the_form(chat: Player) -> None:
    await chat.hear(*ALL_OF_IT)
    await chat.goes(f"""
        Hòa: /baocao
        Bot: Báo cáo năm 2026 · Sở Khoa học và Công nghệ
             …
        Hòa: [✅ Lưu]
        {STALE}
        Hòa: [1. Cơ chế, chính sách]
        Bot: ✓ Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             …
    """)


async def test_a_form_and_an_activity_do_not_take_each_others_buttons(chat: Player) -> None:
    await chat.hear(*ALL_OF_IT)
    _message, data = shown(chat, "Hòa", "✅ Lưu")
    draft = data.split(":")[1]
    for forged in (data.replace("f:", "d:", 1), f"r:resume:{draft}", f"r:fresh:{draft}", f"r:drop:{draft}"):
        forge(chat, "Hòa", forged)
        assert await chat.said("") == STALE
    await chat.hear("Lan: /trogiup")
    forge(chat, "Lan", data)
    assert await chat.said("") == STALE
    await chat.hear("Hòa: /baocao", "Hòa: [1. Cơ chế, chính sách]")
    _message, data = shown(chat, "Hòa", "⏸ Dừng")
    forge(chat, "Hòa", data.replace("d:", "f:", 1), "f:", "f:1", "f:999999999:0:save", "f:1:0:save:x")
    assert await chat.said("") == "\n".join([STALE] * 5)
