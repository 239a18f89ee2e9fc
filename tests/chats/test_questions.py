"""This file is questions in words: answered with their scope, asked back in doubt, within everybody's rights."""

from tests.chat import Player
from tests.chats.buttons import STALE, forge
from tests.chats.test_progress import five_years


async def test_a_figure_is_given_with_its_days_and_can_be_asked_of_other_days(chat: Player) -> None:
    """By hand: enterprises 1 and 4 in 2024; 1 alone, by its model, in 2025; 1 to 5 are five in all."""
    five_years(chat)
    await chat.goes("""
        Hòa: Năm 2024 hỗ trợ được bao nhiêu doanh nghiệp?
        Bot: DN được hỗ trợ áp dụng giải pháp: 2 doanh nghiệp
             Năm 2024 (01/01/2024 - 31/12/2024), số liệu đến 02/11/2026
             [Năm 2023] [Năm 2025] [Giai đoạn 2021-2025]
        Hòa: [Năm 2025]
        Bot: DN được hỗ trợ áp dụng giải pháp: 1 doanh nghiệp
             Năm 2025 (01/01/2025 - 31/12/2025), số liệu đến 02/11/2026
             [Năm 2024] [Năm 2026] [Giai đoạn 2021-2025]
        Hòa: [Giai đoạn 2021-2025]
        Bot: DN được hỗ trợ áp dụng giải pháp: 2 doanh nghiệp
             Giai đoạn 2021-2025 (01/01/2021 - 31/12/2025), số liệu đến 02/11/2026
             …
    """)


async def test_what_is_typed_bare_is_asked_of_everybody_and_names_only_of_the_own_unit(chat: Player) -> None:
    """By hand: 1, 2 and 3 in 2026, 5 is expected; of the own unit 1 and 2."""
    five_years(chat)
    await chat.goes("""
        Lan: bn dn dc ho tro nam nay
        Bot: DN được hỗ trợ áp dụng giải pháp: 3 doanh nghiệp (kể cả ước thực hiện: 4)
             Năm 2026 (01/01/2026 - 31/12/2026), số liệu đến 02/11/2026
             [Năm 2025] [Giai đoạn 2026-2030]
        Lan: ds dn 2026
        Bot: DN được hỗ trợ áp dụng giải pháp: 2 doanh nghiệp
             Năm 2026 (01/01/2026 - 31/12/2026), số liệu đến 02/11/2026 · Sở Công Thương
             1. DN 1
             2. DN 2
             Chỉ nêu tên trong báo cáo của đơn vị mình.
        Hòa: ds dn 2026
        Bot: DN được hỗ trợ áp dụng giải pháp: 3 doanh nghiệp (kể cả ước thực hiện: 4)
             Năm 2026 (01/01/2026 - 31/12/2026), số liệu đến 02/11/2026
             1. DN 1
             2. DN 2
             3. DN 3
    """)


async def test_a_quarter_is_the_calendars(chat: Player) -> None:
    """By hand: 33 leaders on 01/09/2026; the 100 of the general course do not count."""
    five_years(chat)
    await chat.goes("""
        Hòa: luot tap huan quy 3/2026
        Bot: Lượt lãnh đạo, quản lý DN được đào tạo: 33 lượt
             Quý 3/2026 theo lịch (01/07/2026 - 30/09/2026), số liệu đến 02/11/2026
             …
        Hòa: [Quý 3/2025 theo lịch]
        Bot: Lượt lãnh đạo, quản lý DN được đào tạo: 0 lượt
             Quý 3/2025 theo lịch (01/07/2025 - 30/09/2025), số liệu đến 02/11/2026
             …
    """)


async def test_experts_names_stay_with_the_lead_office(chat: Player) -> None:
    five_years(chat)
    for who in ("Lan", "Bảo"):
        said = await chat.said(f"{who}: danh sách chuyên gia")
        assert "được chứng nhận: 2 người" in said
        assert "Họ tên chuyên gia do cơ quan đầu mối lưu giữ." in said
        assert "CG 1" not in said
    assert "1. CG 1" in await chat.said("Hòa: danh sách chuyên gia")


async def test_another_units_reports_are_not_a_contacts_to_see(chat: Player) -> None:
    five_years(chat)
    await chat.goes("""
        Lan: Sở Y tế báo cáo chưa
        Bot: Báo cáo của Sở Y tế chỉ đơn vị đó và cơ quan đầu mối xem được. Anh/chị có thể hỏi về đơn vị mình.
        Lan: kết quả sở nnmt năm nay
        Bot: Báo cáo của Sở NN&MT chỉ đơn vị đó và cơ quan đầu mối xem được. Anh/chị có thể hỏi về đơn vị mình.
        Lan: bên em báo cáo chưa
        Bot: Sở Công Thương
             • Báo cáo năm 2026: chưa nộp, hạn 16/11/2026
        Lan: hạn nộp báo cáo
        Bot: Hạn nộp
             • Báo cáo năm 2026: 16/11/2026
    """)


async def test_a_question_with_two_readings_brings_two_buttons(chat: Player) -> None:
    await chat.goes("""
        Hòa: ubnd ninh phuoc nop bc ngay nao
        Bot: “ubnd ninh phuoc” có thể là nhiều đơn vị. Anh/chị muốn nói đơn vị nào?
             [Tình hình nộp báo cáo · Huyện Ninh Phước]
             [Tình hình nộp báo cáo · Xã Ninh Phước]
        Hòa: [Tình hình nộp báo cáo · Xã Ninh Phước]
        Bot: Xã Ninh Phước
             • Báo cáo năm 2026: chưa nộp, hạn 16/11/2026
        Hòa: [Tình hình nộp báo cáo · Huyện Ninh Phước]
        Bot: Huyện Ninh Phước
             • Báo cáo năm 2026: không phải báo cáo
    """)


async def test_what_asks_nothing_known_brings_three_questions_that_would(chat: Player) -> None:
    await chat.goes("""
        Hòa: trời đẹp quá
        Bot: Để báo cáo hoạt động, xin bấm nút bên dưới hoặc gửi /baocao. Xem các lệnh có thể dùng: /trogiup.
             [📝 Báo cáo hoạt động]
             [Tiến độ các chỉ tiêu]
             [Hạn nộp]
             [Đơn vị chưa báo cáo]
        Hòa: [Hạn nộp]
        Bot: Hạn nộp
             • Báo cáo năm 2026: 16/11/2026
             …
        Hòa: đơn vị nào nộp trễ nhất
        Bot: Tôi chưa trả lời được câu này. Anh/chị có thể hỏi:
             [Tiến độ các chỉ tiêu]
             [Hạn nộp]
             [Đơn vị chưa báo cáo]
    """)


async def test_what_a_unit_did_has_its_predecessors_with_it(chat: Player) -> None:
    five_years(chat)
    await chat.goes("""
        Hòa: so nnmt nam nay lam duoc gi
        Bot: 4 hoạt động
             Năm 2026 (01/01/2026 - 31/12/2026), số liệu đến 02/11/2026 · Sở NN&MT
             gồm cả kết quả của Sở NN&PTNT, Sở TN&MT trước khi sắp xếp lại
             …
        Hòa: so sánh số dn 2024 2025 2026
        Bot: DN được hỗ trợ áp dụng giải pháp (doanh nghiệp)
             • 2024: 2
             • 2025: 1
             • 2026: 3
             Tính đến 02/11/2026
        Hòa: kinh phí năm nay
        Bot: Kinh phí đã chi: 0 đồng
             Năm 2026 (01/01/2026 - 31/12/2026), số liệu đến 02/11/2026
             Trong 7 hoạt động, 7 hoạt động chưa ghi kinh phí.
             [Năm 2025] [Giai đoạn 2026-2030]
    """)


async def test_progress_is_asked_of_one_target_or_of_a_year(chat: Player) -> None:
    five_years(chat)
    await chat.goes("""
        Lan: tiến độ chỉ tiêu mô hình điểm
        Bot: Tiến độ Kế hoạch 3483/KH-UBND
             Tính đến 02/11/2026
             MH · DN xây dựng mô hình điểm
             🟥⬜⬜⬜⬜⬜⬜⬜⬜⬜ 1/10 doanh nghiệp · 10%
             chậm nhiều · 2021-2030
             còn thiếu 9
    """)
    assert "Tính đến 31/12/2025" in await chat.said("Lan: tien do 2025")


async def test_a_question_inside_a_conversation_is_an_answer_to_it(chat: Player) -> None:
    """What stands is asked, and nothing else: no word of a report goes astray."""
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]")
    await chat.goes("""
        Lan: Năm 2024 hỗ trợ được bao nhiêu doanh nghiệp?
        Bot: ✓ Nội dung: Năm 2024 hỗ trợ được bao nhiêu doanh nghiệp?
             …
    """)


async def test_forged_buttons_invent_nothing_and_open_nothing(chat: Player) -> None:
    await chat.hear("Lan: /start")
    stale = ("a:count.y99999", "a:count.q9", "a:nothing", "a:count.xx", "a:", "a:count.iDN.uSCT.")
    forge(chat, "Lan", *stale)
    assert (await chat.said("")).splitlines() == [STALE] * len(stale)
    forge(chat, "Lan", "a:unit_activity.uSYT", "a:cost.uSYT", "a:missing_reports.uSYT", "a:count.iDN.uSYT")
    assert (await chat.said("")).count("chỉ đơn vị đó và cơ quan đầu mối xem được") == 4
    forge(chat, "Lan", "a:count.p2030-2021")
    assert "2030" in await chat.said("")
