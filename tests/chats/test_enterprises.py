"""This file is /doanhnghiep: enterprises looked for, merged, parted, renamed, converted, kept apart."""

from datetime import date

import pytest
from sqlmodel import col, select

from models import checkup, enterprise, plan, tally
from models.activity import Participation
from models.database import turn
from models.enterprise import Enterprise
from models.event import Event
from models.rules.counting import Form
from tests.chat import Player
from tests.chats.buttons import STALE, forge
from tests.chats.firms import counted, firm, settle, supported

HAI_DANG = "Công ty TNHH Nông sản Hải Đăng"
CODE = "4590001385"


def fill(chat: Player) -> None:
    """Hải Đăng twice in 2024, once by each name, and once in 2025; two cooperatives alike; a household."""
    with turn(chat.engine) as session:
        firm(session, 1, HAI_DANG, CODE)
        firm(session, 2, "Cty TNHH Nông sản Hải Đăng")
        firm(session, 3, "Công ty CP Nông sản Hải Đăng", "4590002759")
        firm(session, 4, "HTX Nho Ba Mọi", form=Form.COOPERATIVE)
        firm(session, 5, "HTX Nhoo Ba Mọi", form=Form.COOPERATIVE)
        firm(session, 6, "Hộ kinh doanh Bà Bảy", form=Form.HOUSEHOLD)
        supported(session, chat, "SCT", date(2024, 3, 1), [1])
        supported(session, chat, "SNNMT", date(2024, 9, 1), [2])
        supported(session, chat, "SCT", date(2025, 3, 1), [2])
        supported(session, chat, "SCT", date(2026, 5, 1), [4, 6])
        supported(session, chat, "SYT", date(2026, 6, 1), [5])
        settle(session)


def rests(chat: Player) -> dict[int, list[tuple[int, int | None]]]:
    """Give for each activity at which enterprises its parts count, and as which they were entered."""
    with turn(chat.engine) as session:
        found: dict[int, list[tuple[int, int | None]]] = {}
        for part in session.exec(select(Participation).order_by(col(Participation.id))):
            found.setdefault(part.activity_id, []).append((part.enterprise_id, part.entered_as))
        return found


def events(chat: Player, number: int) -> list[str]:
    with turn(chat.engine) as session:
        query = select(Event.what).where(Event.subject == f"enterprise:{number}").order_by(col(Event.id))
        return list(session.exec(query))


async def test_before_any_report_the_list_says_so(chat: Player) -> None:
    await chat.goes("""
        Hòa: /doanhnghiep
        Bot: Doanh nghiệp (0)
             Chưa có doanh nghiệp nào được báo cáo.
    """)


async def test_two_that_look_like_one_are_proposed_merged_and_parted_again_exactly(chat: Player) -> None:
    """DN of 2024: 1 by its code and 2 by its name are two; merged, one. 2025 stays one; 2026 has two."""
    fill(chat)
    before = rests(chat)
    assert counted(chat) == [0, 0, 0, 2, 1, 2]
    await chat.goes("""
        Hòa: /doanhnghiep
        Bot: Doanh nghiệp (6)
             Bấm vào một doanh nghiệp để xem, sửa hoặc gộp với doanh nghiệp khác.
             [Công ty CP Nông sản Hải Đăng (4590002759)]
             [Công ty TNHH Nông sản Hải Đăng (4590001385)]
             [Cty TNHH Nông sản Hải Đăng]
             [Hộ kinh doanh Bà Bảy]
             [HTX Nho Ba Mọi]
             [HTX Nhoo Ba Mọi]
             [🔎 Tìm] [⚠ Có thể trùng (3)]
        Hòa: [⚠ Có thể trùng (3)]
        Bot ✎: Có thể là cùng một doanh nghiệp (1/3)
             🏢 Công ty TNHH Nông sản Hải Đăng
             Doanh nghiệp · MST 4590001385
             1 hoạt động (2024): Sở Công Thương
             🏢 Cty TNHH Nông sản Hải Đăng
             Doanh nghiệp · chưa có mã số thuế
             2 hoạt động (2024, 2025): Sở Công Thương; Sở NN&MT
             Hai tên này là một doanh nghiệp phải không?
             [🔗 Là một: gộp lại]
             [≠ Hai doanh nghiệp khác nhau]
             [Trang sau ›]
             [‹ Danh sách]
        Hòa: [🔗 Là một: gộp lại]
        Bot: Gộp doanh nghiệp · Công ty TNHH Nông sản Hải Đăng
             Giữ lại: Công ty TNHH Nông sản Hải Đăng (4590001385)
             Được gộp: Cty TNHH Nông sản Hải Đăng
             Số liệu thay đổi:
             DN · năm 2024: 2 → 1
             Có thể hoàn tác bất cứ lúc nào.
             [✅ Gộp]
             [✖ Dừng]
    """)
    assert counted(chat) == [0, 0, 0, 2, 1, 2]  # nothing before the yes
    assert rests(chat) == before
    await chat.goes("""
        Hòa: [✅ Gộp]
        Bot: ✅ Đã lưu.
             🏢 Công ty TNHH Nông sản Hải Đăng
             Doanh nghiệp · MST 4590001385
             Đã gộp: Cty TNHH Nông sản Hải Đăng
             3 hoạt động (2024, 2025): Sở Công Thương; Sở NN&MT
             [🔗 Gộp với…] [Đổi tên]
             [Mã số thuế] [Loại hình]
             [Hoạt động (3)]
             [✂ Tách: Cty TNHH Nông sản Hải Đăng]
             [‹ Danh sách]
        Bot: Có thể là cùng một doanh nghiệp (1/1)
             🏢 HTX Nho Ba Mọi
             …
    """)
    assert counted(chat) == [0, 0, 0, 1, 1, 2]
    assert rests(chat)[2] == [(1, 2)]
    await chat.goes("""
        Hòa: /doanhnghiep 4590001385
        Bot: 🏢 Công ty TNHH Nông sản Hải Đăng
             …
        Hòa: [✂ Tách: Cty TNHH Nông sản Hải Đăng]
        Bot: Tách lại · Cty TNHH Nông sản Hải Đăng
             Doanh nghiệp này được tính riêng lại, không tính ở Công ty TNHH Nông sản Hải Đăng (4590001385) nữa.
             Số liệu thay đổi:
             DN · năm 2024: 1 → 2
             [✅ Tách]
             [✖ Dừng]
        Hòa: [✅ Tách]
        Bot: ✅ Đã lưu.
             🏢 Cty TNHH Nông sản Hải Đăng
             Doanh nghiệp · chưa có mã số thuế
             2 hoạt động (2024, 2025): Sở Công Thương; Sở NN&MT
             Thay đổi
             Đã gộp: 07:50 ngày 02/11/2026 (Nguyễn Thị Hòa)
             Đã tách lại: 07:50 ngày 02/11/2026 (Nguyễn Thị Hòa)
             [🔗 Gộp với…] [Đổi tên]
             [Mã số thuế] [Loại hình]
             [Hoạt động (2)]
             [‹ Danh sách]
    """)
    assert counted(chat) == [0, 0, 0, 2, 1, 2]
    assert rests(chat) == before


async def test_who_are_two_is_remembered_and_can_be_taken_back(chat: Player) -> None:
    fill(chat)
    await chat.hear(
        "Hòa: /doanhnghiep", "Hòa: [⚠ Có thể trùng (3)]", "Hòa: [Trang sau ›]", "Hòa: [Trang sau ›]"
    )
    await chat.goes("""
        Hòa: [≠ Hai doanh nghiệp khác nhau]
        Bot ✎: Có thể là cùng một doanh nghiệp (1/2)
             …
        Bot: ✅ Đã ghi nhận là khác nhau. Bot sẽ không hỏi lại.
             [↩ Hoàn tác]
        Hòa: /doanhnghiep nhoo
        Bot: 🏢 HTX Nhoo Ba Mọi
             Hợp tác xã · chưa có mã số thuế
             Khác với: HTX Nho Ba Mọi
             1 hoạt động (2026): Sở Y tế
             [🔗 Gộp với…] [Đổi tên]
             [Mã số thuế] [Loại hình]
             [Hoạt động (1)]
             [↩ Xét lại: HTX Nho Ba Mọi]
             [‹ Danh sách]
        Hòa: [↩ Xét lại: HTX Nho Ba Mọi]
        Bot: Có thể là cùng một doanh nghiệp (1/3)
             …
        Hòa: [↩ Hoàn tác]
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
    """)


async def test_two_tax_codes_are_two_and_a_wrong_one_is_taken_away_first(chat: Player) -> None:
    fill(chat)
    await chat.hear("Hòa: /doanhnghiep 4590002759", "Hòa: [🔗 Gộp với…]")
    assert "Hai mã số thuế là hai doanh nghiệp, không gộp được." in await chat.said(f"Hòa: {CODE}")
    await chat.hear("Hòa: /huy")
    await chat.hear("Hòa: /doanhnghiep 4590002759", "Hòa: [Mã số thuế]")
    assert f"Mã số thuế {CODE} là của {HAI_DANG}." in await chat.said(f"Hòa: {CODE}")
    await chat.hear("Hòa: [Không có mã số thuế ›]", "Hòa: nhập nhầm", "Hòa: [✅ Lưu]", "Hòa: [🔗 Gộp với…]")
    await chat.hear(f"Hòa: {CODE}", "Hòa: [✅ Gộp]")
    with turn(chat.engine) as session:
        gone = session.get_one(Enterprise, 3)
        assert (gone.tax_code, gone.merged_into) == (None, 1)
        # Whoever types the wrong code once more is led to the same one, and asked.
        assert enterprise.alike(session, "x", gone.core, "4590002759")[0].id == 1
    assert events(chat, 3) == ["enterprise.identified", "enterprise.merged"]


async def test_what_was_merged_is_recognised_by_either_name_and_goes_with_it_when_parted(
    chat: Player,
) -> None:
    """Reported after the merger under the merged name; parted again, the new part goes with that name."""
    fill(chat)
    await chat.hear(
        "Hòa: /doanhnghiep", "Hòa: [⚠ Có thể trùng (3)]", "Hòa: [🔗 Là một: gộp lại]", "Hòa: [✅ Gộp]"
    )
    await chat.hear(
        "Lan: /baocao",
        "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
        "Lan: [Hỗ trợ doanh nghiệp áp dụng giải pháp]",
        "Lan: Hỗ trợ 5S",
        "Lan: 15/10/2026",
        "Lan: cty tnhh nong san hai dang",
    )
    said = await chat.said("Lan: [Bỏ qua ›]")
    assert "Có phải cùng một doanh nghiệp?" in said
    await chat.hear(f"Lan: [Đúng: {HAI_DANG} ({CODE})]", "Lan: [5S]", "Lan: [Đã áp dụng]", "Lan: [Không còn]")
    await chat.hear(*["Lan: [Bỏ qua ›]"] * 3)
    assert "✅ Đã lưu." in await chat.said("Lan: [✅ Lưu]")
    assert counted(chat) == [0, 0, 0, 1, 1, 3]
    assert list(rests(chat).values())[-1] == [(1, 2)]
    await chat.hear(
        f"Hòa: /doanhnghiep {CODE}", "Hòa: [✂ Tách: Cty TNHH Nông sản Hải Đăng]", "Hòa: [✅ Tách]"
    )
    assert list(rests(chat).values())[-1] == [(2, None)]
    assert counted(chat) == [0, 0, 0, 2, 1, 3]


async def test_a_renamed_one_is_known_by_both_names(chat: Player) -> None:
    fill(chat)
    await chat.hear("Hòa: /doanhnghiep 459000138", "Hòa: [Đổi tên]", "Hòa: Công ty TNHH Biển Xanh")
    await chat.goes("""
        Hòa: GCN ngày 15/10/2026
        Bot: ✓ Căn cứ: GCN ngày 15/10/2026
             Đổi tên doanh nghiệp · Công ty TNHH Nông sản Hải Đăng
             Tên: Công ty TNHH Biển Xanh
             Căn cứ: GCN ngày 15/10/2026
             [✅ Lưu] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        Hòa: [✅ Lưu]
        Bot: ✅ Đã lưu.
             🏢 Công ty TNHH Biển Xanh
             Doanh nghiệp · MST 4590001385
             Trước đây: Công ty TNHH Nông sản Hải Đăng
             1 hoạt động (2024): Sở Công Thương
             Thay đổi
             Đổi tên: 07:50 ngày 02/11/2026 (Nguyễn Thị Hòa) · GCN ngày 15/10/2026
             …
        Hòa: /doanhnghiep nong san hai dang
        Bot: “nong san hai dang”: 3 kết quả
             [Công ty CP Nông sản Hải Đăng (4590002759)]
             [Công ty TNHH Biển Xanh (4590001385)]
             [Cty TNHH Nông sản Hải Đăng]
             [🔎 Tìm lại] [‹ Danh sách]
    """)


async def test_a_household_that_became_a_company_counts_from_then_on(chat: Player) -> None:
    """Supported on 01/05/2026: from 01/06 on a company, 2026 stays at 2; from 01/05 on, it has 3."""
    fill(chat)
    await chat.hear("Hòa: /doanhnghiep bà bảy", "Hòa: [Loại hình]", "Hòa: [Doanh nghiệp]", "Hòa: 01/06/2026")
    assert "Không số liệu nào thay đổi." in await chat.said("Hòa: [Bỏ qua ›]")
    await chat.hear("Hòa: [✅ Lưu]")
    assert counted(chat) == [0, 0, 0, 2, 1, 2]
    await chat.hear("Hòa: [Loại hình]", "Hòa: [Hợp tác xã]")
    assert "chỉ ghi được một lần chuyển đổi" in await chat.said("Hòa: 01/09/2026")
    await chat.hear("Hòa: [‹ Quay lại]", "Hòa: [Hộ kinh doanh]", "Hòa: [Ngay từ đầu (nhập nhầm) ›]")
    await chat.hear("Hòa: [Bỏ qua ›]", "Hòa: [✅ Lưu]")
    await chat.hear("Hòa: [Loại hình]", "Hòa: [Doanh nghiệp]", "Hòa: 01/05/2026")
    assert "DN · năm 2026: 2 → 3" in await chat.said("Hòa: [Bỏ qua ›]")
    assert "Doanh nghiệp từ ngày 01/05/2026, trước đó: hộ kinh doanh" in await chat.said("Hòa: [✅ Lưu]")
    assert counted(chat) == [0, 0, 0, 2, 1, 3]


async def test_what_is_looked_for_in_vain_loses_nothing(chat: Player) -> None:
    fill(chat)
    await chat.goes("""
        Hòa: /doanhnghiep khong co
        Bot: Không tìm thấy doanh nghiệp nào khớp “khong co”.
             [🔎 Tìm lại] [‹ Danh sách]
        Hòa: [🔎 Tìm lại]
        Bot: Tìm doanh nghiệp
             Anh/chị tìm doanh nghiệp nào? Xin gõ một phần tên, hoặc mã số thuế.
             [⏸ Dừng]
        Hòa: ba bay
        Bot: ✓ Tên hoặc mã số thuế: ba bay
             🏢 Hộ kinh doanh Bà Bảy
             …
        Hòa: [🔗 Gộp với…]
        Bot: Gộp doanh nghiệp · Hộ kinh doanh Bà Bảy
             Trùng với doanh nghiệp nào? Xin gõ tên hoặc mã số thuế, hoặc bấm nút.
             [⏸ Dừng]
        Hòa: hai dang
        Bot: “hai dang” khớp nhiều doanh nghiệp: Công ty CP Nông sản Hải Đăng (4590002759); Công ty TNHH Nông sản Hải Đăng (4590001385); Cty TNHH Nông sản Hải Đăng. Xin gõ tên đầy đủ hơn, hoặc mã số thuế.
             Trùng với doanh nghiệp nào? Xin gõ tên hoặc mã số thuế, hoặc bấm nút.
             [⏸ Dừng]
        Hòa: zz
        Bot: Không tìm thấy doanh nghiệp nào khớp “zz”. Xin kiểm tra lại, hoặc gõ một phần khác của tên.
             …
        Hòa: z
        Bot: “z” quá ngắn để tìm. Xin gõ tên dài hơn, hoặc mã số thuế.
             …
    """)


@pytest.mark.parametrize(
    "data", ["b:one:999", "b:merge:1:999", "b:split:1", "b:nothing:1", "b:rename:999", "b:"]
)
async def test_a_button_that_leads_nowhere_says_so(chat: Player, data: str) -> None:
    fill(chat)
    await chat.hear("Hòa: /doanhnghiep")
    forge(chat, "Hòa", data)
    assert STALE in await chat.said("")


async def test_only_the_lead_office_sets_enterprises_right(chat: Player) -> None:
    fill(chat)
    await chat.hear("Lan: /lichsu")
    forge(chat, "Lan", "b:one:1")
    assert STALE in await chat.said("")
    assert "Doanh nghiệp (" not in await chat.said("Lan: /doanhnghiep")


async def test_the_totals_hold_and_a_part_led_astray_is_found(chat: Player) -> None:
    fill(chat)
    await chat.hear(
        "Hòa: /doanhnghiep", "Hòa: [⚠ Có thể trùng (3)]", "Hòa: [🔗 Là một: gộp lại]", "Hòa: [✅ Gộp]"
    )
    with turn(chat.engine) as session:
        assert tally.differences(session, plan.current(session)) == []
    found = {one.check: one for one in checkup.look(chat.engine, chat.clock.now())}
    assert found["enterprises"].level is checkup.Level.OK
    with turn(chat.engine) as session:
        part = session.exec(select(Participation).where(Participation.entered_as == 2)).first()
        assert part is not None
        part.enterprise_id = 2
        settle(session)
    found = {one.check: one for one in checkup.look(chat.engine, chat.clock.now())}
    assert found["enterprises"].level is checkup.Level.WRONG
    with turn(chat.engine) as session:
        session.get_one(Participation, part.id).enterprise_id = 1
        settle(session)
