"""This file is the people, as the lead office changes them: invited, moved, given a role, retired, back."""

import re

from sqlmodel import select

from models import contact, unit
from models.contact import Contact
from models.database import turn
from models.event import Event
from tests.chat import Player
from tests.chats.buttons import STALE, forge, shown

CODE = re.compile(r"/start ([\w-]+)")


async def code_for(chat: Player, *way: str) -> str:
    """Go this way, and read the code out of what the bot says last."""
    await chat.hear(*way[:-1])
    found = CODE.search(await chat.said(way[-1]))
    assert found
    return found[1]


def numbers(chat: Player) -> dict[str, int]:
    with turn(chat.engine) as session:
        return {row.name: row.id or 0 for row in session.exec(select(Contact))}


async def open_card(chat: Player, number: int, who: str = "Hòa") -> str:
    await chat.hear(f"{who}: /canbo")
    forge(chat, who, f"o:person:{number}")
    return await chat.said("")


async def test_the_lead_office_invites_a_contact_who_then_joins(chat: Player) -> None:
    await chat.goes("""
        Hòa: /moi
        Bot: Mời tham gia
             Với vai trò nào?
             [Đầu mối của đơn vị] [Cơ quan đầu mối]
             [Người theo dõi]
             [⏸ Dừng]
        Hòa: [Đầu mối của đơn vị]
        Bot: ✓ Vai trò: Đầu mối của đơn vị
             Đơn vị nào? Xin gõ một phần tên, hoặc bấm nút.
             [Sở KH&CN] [Sở Công Thương]
             …
             [Trang sau ›]
             [‹ Quay lại] [⏸ Dừng]
    """)
    code = await code_for(chat, "Hòa: y tế")
    await chat.goes(f"""
        Khách: /start {code}
        Bot: Chào mừng anh/chị Người Lạ. Anh/chị đã tham gia với vai trò đầu mối của Sở Y tế.
             …
    """)


async def test_a_name_that_a_district_bore_is_resolved_by_the_day_and_said(chat: Player) -> None:
    await chat.hear("Hòa: /moi", "Hòa: [Đầu mối của đơn vị]")
    await chat.goes("""
        Hòa: ninh hải
        Bot: ✓ Đơn vị: Xã Ninh Hải
             Huyện Ninh Hải đã kết thúc ngày 30/06/2025.
             ✅ Mã mời: đầu mối của UBND xã Ninh Hải
             …
             [➕ Mời người khác] [🗑 Thu hồi]
    """)


async def test_a_district_is_answered_with_the_communes_that_carry_on(chat: Player) -> None:
    await chat.hear("Hòa: /moi", "Hòa: [Đầu mối của đơn vị]")
    await chat.goes("""
        Hòa: huyện ninh hải
        Bot: Huyện Ninh Hải đã kết thúc ngày 30/06/2025. Xin chọn một trong các đơn vị kế thừa.
             Đơn vị nào? Xin gõ một phần tên, hoặc bấm nút.
             [Phường Ninh Chử] [Xã Vĩnh Hải]
             [Xã Ninh Hải] [Xã Xuân Hải]
             [‹ Quay lại] [⏸ Dừng]
        Hòa: xyz
        Bot: Không tìm thấy “xyz”. Xin gõ một phần tên, hoặc bấm nút bên dưới.
             …
        Hòa: [Xã Vĩnh Hải]
        Bot: ✓ Đơn vị: Xã Vĩnh Hải
             …
    """)


async def test_of_a_mistyped_name_the_likest_are_offered(chat: Player) -> None:
    await chat.hear("Hòa: /moi", "Hòa: [Đầu mối của đơn vị]")
    await chat.goes("""
        Hòa: so cong thuog
        Bot: Không có đơn vị nào tên “so cong thuog”. Có phải anh/chị muốn nói một trong các đơn vị này?
             Đơn vị nào? Xin gõ một phần tên, hoặc bấm nút.
             [Sở Công Thương] [Xã Công Hải]
             [‹ Quay lại] [⏸ Dừng]
        Hòa: [Sở Công Thương]
        Bot: ✓ Đơn vị: Sở Công Thương
             …
    """)


async def test_a_part_of_several_names_is_asked(chat: Player) -> None:
    await chat.hear("Hòa: /moi", "Hòa: [Đầu mối của đơn vị]")
    said = await chat.said("Hòa: hải")
    assert said.startswith("Bot: “hải” có nhiều đơn vị phù hợp. Xin chọn một.")
    assert "[Xã Ninh Hải]" in said
    assert "[Sở Y tế]" not in said


async def test_every_unit_of_today_can_be_turned_to(chat: Player) -> None:
    await chat.hear("Hòa: /moi")
    seen = await chat.said("Hòa: [Đầu mối của đơn vị]")
    for _page in range(4):
        seen += await chat.said("Hòa: [Trang sau ›]")
    with turn(chat.engine) as session:
        today = [row.short for row in unit.alive_on(session, chat.clock.now().date())]
    assert [short for short in today if f"[{short}]" not in seen] == []
    assert f"✓ Đơn vị: {today[-1]}" in await chat.said(f"Hòa: [{today[-1]}]")


async def test_an_invitation_has_a_link_where_the_name_of_the_bot_is_known(chat: Player) -> None:
    chat.app.intake.username = "nscl_thu_bot"
    await chat.hear("Hòa: /moi")
    said = await chat.said("Hòa: [Người theo dõi]")
    link = re.search(r"https://t\.me/nscl_thu_bot\?start=([\w-]+)", said)
    assert link
    assert f"/start {link[1]}" in said
    assert "trong bảy ngày (đến 07:50 ngày 09/11/2026)" in said


async def test_an_invitation_that_is_revoked_lets_nobody_in(chat: Player) -> None:
    code = await code_for(chat, "Hòa: /moi", "Hòa: [Người theo dõi]")
    await chat.goes(f"""
        Hòa: /moi
        Bot: Mời tham gia
             …
             [⏸ Dừng]
             [📋 Mã mời còn hiệu lực (1)]
        Hòa: [📋 Mã mời còn hiệu lực (1)]
        Bot ✎: Mã mời còn hiệu lực (1)
             1. người theo dõi tiến độ, đến 07:50 ngày 09/11/2026
             [🗑 Thu hồi 1]
             [➕ Mời người khác]
        Hòa: [🗑 Thu hồi 1] ×2
        Bot ⌁ Mã mời này đã được dùng, đã hết hạn hoặc đã thu hồi.
        Bot: Đã thu hồi mã mời: người theo dõi tiến độ.
             [➕ Mời người khác]
        Khách: /start {code}
        Bot: Mã mời không đúng, đã được dùng hoặc quá bảy ngày. Xin liên hệ Sở Khoa học và Công nghệ để nhận mã mới.
    """)


async def test_the_list_shows_everybody_by_unit(chat: Player) -> None:
    await chat.goes("""
        Hòa: /canbo
        Bot: Cán bộ tham gia (4)
             Bấm vào tên để chuyển đơn vị, đổi vai trò hoặc cho nghỉ.
             [★ Nguyễn Thị Hòa · Sở KH&CN]
             [Trần Thị Lan · Sở Công Thương]
             [Lê Văn Minh · Sở NN&MT]
             [👁 Phạm Quốc Bảo · Người theo dõi]
             [➕ Mời]
        Hòa: [Trần Thị Lan · Sở Công Thương]
        Bot ✎: Trần Thị Lan
             đầu mối của Sở Công Thương
             Tham gia ngày 05/01/2026
             [Chuyển đơn vị] [Đổi vai trò]
             [Cho nghỉ]
             [‹ Danh sách cán bộ]
    """)


async def test_a_contact_moves_to_another_unit_and_is_told(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Quyết định hỗ trợ năm 2026")
    await chat.hear("Hòa: /canbo", "Hòa: [Trần Thị Lan · Sở Công Thương]", "Hòa: [Chuyển đơn vị]")
    await chat.goes("""
        Hòa: sở y tế
        Bot: ✓ Đơn vị: Sở Y tế
             Chuyển đơn vị · Trần Thị Lan
             Đơn vị: Sở Y tế
             Hiện nay: đầu mối của Sở Công Thương
             Sau khi lưu: báo cáo cho Sở Y tế.
             [✅ Chuyển]
             [‹ Quay lại] [✖ Dừng]
        Hòa: [✅ Chuyển]
        Bot: ✅ Đã lưu. Trần Thị Lan: đầu mối của Sở Y tế
             [Xem] [‹ Danh sách cán bộ]
        Bot → Lan: Cơ quan đầu mối đã cập nhật vai trò của anh/chị: đầu mối của Sở Y tế. Xem các lệnh có thể dùng: /trogiup.
        Lan: [Hôm nay]
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Lan: /baocao
        Bot: Báo cáo năm 2026 · Sở Y tế
             …
    """)
    with turn(chat.engine) as session:
        moved = session.exec(select(Event).where(Event.what == "contact.moved")).one()
    assert (moved.before, moved.after) == (
        {"role": "contact", "unit": "SCT", "retired": False},
        {"role": "contact", "unit": "SYT", "retired": False},
    )


async def test_what_was_begun_for_a_unit_waits_until_the_person_is_back_there(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Quyết định hỗ trợ năm 2026")
    for label, home in (
        ("Trần Thị Lan · Sở Công Thương", "sở y tế"),
        ("Trần Thị Lan · Sở Y tế", "công thương"),
    ):
        await chat.hear(
            "Hòa: /canbo", f"Hòa: [{label}]", "Hòa: [Chuyển đơn vị]", f"Hòa: {home}", "Hòa: [✅ Chuyển]"
        )
    await chat.goes("""
        Lan: /baocao
        Bot: Anh/chị đang nhập dở hoạt động: Quyết định hỗ trợ năm 2026. Anh/chị có muốn nhập tiếp không?
             …
        Lan: [▶ Nhập tiếp]
             …
    """)


async def test_an_observer_becomes_a_contact_of_a_unit(chat: Player) -> None:
    await chat.hear("Hòa: /canbo", "Hòa: [👁 Phạm Quốc Bảo · Người theo dõi]")
    await chat.goes("""
        Hòa: [Đổi vai trò]
        Bot: Đổi vai trò · Phạm Quốc Bảo
             Với vai trò nào?
             [Đầu mối của đơn vị] [Cơ quan đầu mối]
             [⏸ Dừng]
        Hòa: [Đầu mối của đơn vị]
             …
        Hòa: xã vĩnh hải
             …
        Hòa: [✅ Lưu]
        Bot: ✅ Đã lưu. Phạm Quốc Bảo: đầu mối của UBND xã Vĩnh Hải
             [Xem] [‹ Danh sách cán bộ]
        Bot → Bảo: Cơ quan đầu mối đã cập nhật vai trò của anh/chị: đầu mối của UBND xã Vĩnh Hải. Xem các lệnh có thể dùng: /trogiup.
        Bảo: /baocao
        Bot: Báo cáo năm 2026 · UBND xã Vĩnh Hải
             …
    """)


async def test_whoever_retires_hears_it_once_and_is_not_reminded(chat: Player) -> None:
    await chat.hear("Hòa: /canbo", "Hòa: [Trần Thị Lan · Sở Công Thương]")
    await chat.goes("""
        Hòa: [Cho nghỉ]
        Bot: Cho cán bộ thôi làm đầu mối · Trần Thị Lan
             Hiện nay: đầu mối của Sở Công Thương
             Người này sẽ không nhận tin nhắc và không nhập được nữa; những gì đã nhập vẫn giữ nguyên.
             [✅ Cho nghỉ]
             [✖ Dừng]
        Hòa: [✅ Cho nghỉ] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Trần Thị Lan đã thôi làm đầu mối.
             [↩ Khôi phục] [‹ Danh sách cán bộ]
        Bot → Lan: Anh/chị đã thôi làm đầu mối của Sở Công Thương trên bot này. Cảm ơn anh/chị đã cộng tác.
        Lan: /baocao
        Bot: Anh/chị không còn là đầu mối trên bot này. Nếu có nhầm lẫn, xin liên hệ Sở Khoa học và Công nghệ.
        Lan: /tiendo
        Lan: alo
        ── 02/11/2026 08:00 ──
        Bot → Hòa: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        Bot → Minh: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
    """)
    with turn(chat.engine) as session:
        assert contact.of_unit(session, "SCT") == []
        assert "SCT" not in contact.by_unit(session)


async def test_retiring_is_taken_back_and_the_person_goes_on(chat: Player) -> None:
    await chat.hear(
        "Hòa: /canbo", "Hòa: [Trần Thị Lan · Sở Công Thương]", "Hòa: [Cho nghỉ]", "Hòa: [✅ Cho nghỉ]"
    )
    await chat.goes("""
        Hòa: [↩ Khôi phục] ×2
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot: ✅ Trần Thị Lan đã tham gia lại.
             [Xem] [‹ Danh sách cán bộ]
        Bot → Lan: Cơ quan đầu mối đã cho anh/chị tham gia lại với vai trò đầu mối của Sở Công Thương. Xem các lệnh có thể dùng: /trogiup.
        Lan: /baocao
        Bot: Báo cáo năm 2026 · Sở Công Thương
             …
    """)


async def test_a_new_invitation_brings_somebody_back_as_the_same_person(chat: Player) -> None:
    before = numbers(chat)["Trần Thị Lan"]
    await chat.hear(
        "Hòa: /canbo", "Hòa: [Trần Thị Lan · Sở Công Thương]", "Hòa: [Cho nghỉ]", "Hòa: [✅ Cho nghỉ]"
    )
    await chat.goes("""
        Hòa: /canbo
        Bot: Cán bộ tham gia (3)
             …
             [➕ Mời] [Đã nghỉ (1)]
        Hòa: [Đã nghỉ (1)]
        Bot ✎: Đã nghỉ (1)
             [Trần Thị Lan]
             [‹ Danh sách cán bộ]
    """)
    code = await code_for(chat, "Hòa: /moi", "Hòa: [Người theo dõi]")
    await chat.goes(f"""
        Lan: /start {code}
        Bot: Chào mừng anh/chị Trần Thị Lan. Anh/chị đã tham gia với vai trò người theo dõi tiến độ.
             …
    """)
    assert numbers(chat)["Trần Thị Lan"] == before


async def test_the_last_of_the_lead_office_stays(chat: Player) -> None:
    refusal = "Bot: Nguyễn Thị Hòa là người cuối cùng của cơ quan đầu mối. Xin mời hoặc giao vai trò cho người khác trước."
    await chat.hear("Hòa: /canbo", "Hòa: [★ Nguyễn Thị Hòa · Sở KH&CN]")
    await chat.goes(f"""
        Hòa: [Cho nghỉ]
        {refusal}
             [‹ Danh sách cán bộ]
        Hòa: [Đổi vai trò]
        {refusal}
             [‹ Danh sách cán bộ]
    """)


async def test_two_leads_who_let_each_other_go_leave_one(chat: Player) -> None:
    number = numbers(chat)
    await chat.hear("Hòa: /canbo", "Hòa: [Trần Thị Lan · Sở Công Thương]", "Hòa: [Đổi vai trò]")
    await chat.hear("Hòa: [Cơ quan đầu mối]", "Hòa: [✅ Lưu]")
    await open_card(chat, number["Trần Thị Lan"])
    await chat.hear("Hòa: [Cho nghỉ]")
    await open_card(chat, number["Nguyễn Thị Hòa"], who="Lan")
    await chat.hear("Lan: [Cho nghỉ]")
    await chat.goes("""
        Lan: [✅ Cho nghỉ]
        Bot: ✅ Nguyễn Thị Hòa đã thôi làm đầu mối.
             …
        Hòa: [✅ Cho nghỉ]
        Bot: Anh/chị không còn là đầu mối trên bot này. Nếu có nhầm lẫn, xin liên hệ Sở Khoa học và Công nghệ.
    """)


async def test_somebody_changed_by_another_meanwhile_is_not_changed_by_an_old_summary(chat: Player) -> None:
    await chat.hear(
        "Hòa: /canbo", "Hòa: [Trần Thị Lan · Sở Công Thương]", "Hòa: [Chuyển đơn vị]", "Hòa: sở y tế"
    )
    with turn(chat.engine) as session:
        lan = session.exec(select(Contact).where(Contact.chat_id == 502)).one()
        contact.retire(session, lan, by=1, now=chat.clock.now())
    await chat.goes("""
        Hòa: [✅ Chuyển]
        Bot: Thông tin của cán bộ này vừa thay đổi. Xin dừng và làm lại từ /canbo.
             …
        Hòa: [✖ Dừng]
        Bot: Đã dừng. Chưa có gì thay đổi.
    """)


async def test_a_lead_who_is_one_no_longer_can_press_nothing_of_the_office(chat: Player) -> None:
    number = numbers(chat)
    await chat.hear("Hòa: /canbo", "Hòa: [Trần Thị Lan · Sở Công Thương]", "Hòa: [Đổi vai trò]")
    await chat.hear("Hòa: [Cơ quan đầu mối]", "Hòa: [✅ Lưu]", "Lan: /moi")
    await open_card(chat, number["Trần Thị Lan"])
    await chat.hear("Hòa: [Đổi vai trò]", "Hòa: [Người theo dõi]", "Hòa: [✅ Lưu]")
    await chat.goes(f"""
        Lan: [Cơ quan đầu mối]
        {STALE}
        Lan: /moi
        Bot: Vai trò của anh/chị không dùng được lệnh này. Xin xem /trogiup.
        Lan: cơ quan đầu mối
        Bot: Xem các lệnh có thể dùng: /trogiup.
             [Tiến độ các chỉ tiêu]
             [Hạn nộp]
             [Đơn vị chưa báo cáo]
    """)


async def test_forged_buttons_of_the_office_do_nothing(chat: Player) -> None:
    number = numbers(chat)["Lê Văn Minh"]
    await code_for(chat, "Hòa: /moi", "Hòa: [Người theo dõi]")
    await chat.hear("Hòa: /moi")
    _message, data = shown(chat, "Hòa", "Cơ quan đầu mối")
    forged = [data, "o:invite", "o:invites:0", "o:revoke:1", "o:people:0", "o:gone:0", "o:units:0", "o:add"]
    forged += [f"o:{verb}:{number}" for verb in ("person", "move", "role", "retire", "restore")]
    forged += [f"o:{verb}:SCT" for verb in ("unit", "rename", "end")]
    for name in ("Lan", "Bảo"):
        await chat.hear(f"{name}: /trogiup")
        forge(chat, name, *forged)
        assert await chat.said("") == "\n".join([STALE] * len(forged)), name
    nonsense = (
        "o:",
        "o:x",
        "o:person:x",
        "o:person:999",
        "o:person:999999999999999999",
        "o:unit:X",
        "o:end:SNNPTNT",
    )
    forge(chat, "Hòa", *nonsense, "o:revoke:77", "o:person:", "o:unit:'; --", "o:restore:2")
    assert await chat.said("") == "\n".join([STALE] * (len(nonsense) + 4))


async def test_the_office_is_spoken_to_in_english_too(chat: Player) -> None:
    await chat.hear("Hòa: /ngonngu", "Hòa: [English]")
    assert "Who takes part (4)" in await chat.said("Hòa: /canbo")
