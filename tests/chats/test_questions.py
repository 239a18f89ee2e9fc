"""This file is questions in words: answered with their scope, asked back in doubt, within everybody's rights."""

from datetime import date

from models.activity import Funding, Participation
from models.database import turn
from models.rules.counting import Kind
from tests.chat import Player
from tests.chats.buttons import STALE, forge
from tests.chats.firms import firm, settle
from tests.chats.test_progress import five_years, record


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
        Bot: Hạn nộp · Sở Công Thương
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
             01/01/2024 - 31/12/2026, số liệu đến 02/11/2026
        Hòa: kinh phí năm nay
        Bot: Trong 7 hoạt động, chưa hoạt động nào ghi kinh phí.
             Năm 2026 (01/01/2026 - 31/12/2026), số liệu đến 02/11/2026
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


async def test_what_a_cost_is_narrowed_by_is_what_it_says(chat: Player) -> None:
    """By hand: 20 triệu for the course, 30 for the support of the same unit, 50 of another's."""
    with turn(chat.engine) as session:
        for number in (1, 2):
            firm(session, number, f"Cty {number}")
        record(session, chat, "SCT", Kind.TRAINING, date(2024, 3, 1))
        record(session, chat, "SCT", Kind.TRAINING, date(2026, 3, 1), cost=20_000_000)
        own = record(session, chat, "SCT", Kind.SUPPORT, date(2026, 4, 1), cost=30_000_000, place="Ninh Hải")
        other = record(session, chat, "SNNMT", Kind.SUPPORT, date(2026, 5, 1), cost=50_000_000)
        session.add(Funding(activity_id=own, source="state", amount=30_000_000))
        session.add(Funding(activity_id=other, source="enterprise", amount=10_000_000))
        session.add(Participation(activity_id=own, enterprise_id=1, name="Cty 1", solution="5s"))
        session.add(Participation(activity_id=other, enterprise_id=2, name="Cty 2", solution="haccp"))
        settle(session)
    await chat.goes("""
        Hòa: kinh phí năm nay
        Bot: Kinh phí đã chi: 100.000.000 đồng
             Năm 2026 (01/01/2026 - 31/12/2026), số liệu đến 02/11/2026
             • Ngân sách nhà nước: 30.000.000 đồng
             • Doanh nghiệp đối ứng: 10.000.000 đồng
             • Chưa rõ nguồn: 60.000.000 đồng
             Trong 3 hoạt động, 0 hoạt động chưa ghi kinh phí.
             …
        Hòa: kinh phí tập huấn năm nay
        Bot: Kinh phí đã chi: 20.000.000 đồng
             Năm 2026 (01/01/2026 - 31/12/2026), số liệu đến 02/11/2026 · Lượt lãnh đạo, quản lý DN được đào tạo
             …
        Hòa: kinh phí hỗ trợ 5s năm nay
        Bot: Kinh phí đã chi: 30.000.000 đồng
             …
        Hòa: kinh phí năm 2024
        Bot: Trong 1 hoạt động, chưa hoạt động nào ghi kinh phí.
             Năm 2024 (01/01/2024 - 31/12/2024), số liệu đến 02/11/2026
             …
        Hòa: kinh phí tập huấn năm 2025
        Bot: Chưa có hoạt động nào.
             Năm 2025 (01/01/2025 - 31/12/2025), số liệu đến 02/11/2026 · Lượt lãnh đạo, quản lý DN được đào tạo
             …
        Hòa: kinh phí ở ninh hải năm 2026
        Bot: Kinh phí đã chi: 30.000.000 đồng
             …
        Hòa: kinh phí sở công thương 2026
        Bot: Kinh phí đã chi: 50.000.000 đồng
             …
        Hòa: sl dn áp dụng haccp năm 2026
        Bot: DN được hỗ trợ áp dụng giải pháp: 1 doanh nghiệp
             Năm 2026 (01/01/2026 - 31/12/2026), số liệu đến 02/11/2026 · HACCP
             …
    """)


async def test_entrants_of_the_award_are_not_its_winners(chat: Player) -> None:
    """By hand: 2 won gold and 3 only entered in 2026."""
    five_years(chat)
    await chat.goes("""
        Hòa: dn nào nộp hồ sơ giải thưởng năm 2026
        Bot: DN tham gia Giải thưởng Chất lượng Quốc gia: 2 doanh nghiệp
             Năm 2026 (01/01/2026 - 31/12/2026), số liệu đến 02/11/2026
             1. DN 2
             2. DN 3
        Hòa: bao nhiêu dn đạt giải thưởng chất lượng quốc gia năm 2026
        Bot: DN đạt Giải thưởng Chất lượng Quốc gia: 1 doanh nghiệp
             …
    """)


async def test_units_are_ranked_for_those_who_see_everything(chat: Player) -> None:
    """By hand: of 2026 the department of agriculture supported 1 (its model), 2 and 3, the other 1 and 2."""
    five_years(chat)
    await chat.goes("""
        Hòa: đơn vị nào hỗ trợ nhiều dn nhất năm 2026
        Bot: DN được hỗ trợ áp dụng giải pháp (doanh nghiệp)
             • Sở NN&MT: 3
             • Sở Công Thương: 2
             Năm 2026 (01/01/2026 - 31/12/2026), số liệu đến 02/11/2026
        Lan: đơn vị nào hỗ trợ nhiều dn nhất năm 2026
        Bot: Tôi chưa trả lời được câu này. Anh/chị có thể hỏi:
             …
    """)


async def test_two_units_in_one_question_are_two_questions(chat: Player) -> None:
    said = await chat.said("Hòa: sở y tế và sở công thương báo cáo chưa")
    assert "[Tình hình nộp báo cáo · Sở Y tế]" in said
    assert "[Tình hình nộp báo cáo · Sở Công Thương]" in said


async def test_progress_of_a_unit_is_what_it_did_and_a_predecessor_is_ones_own(chat: Player) -> None:
    five_years(chat)
    assert "Sở Công Thương" in await chat.said("Hòa: tiến độ của sở công thương năm 2026")
    assert "Sở NN&PTNT" in await chat.said("Minh: kết quả sở nn&ptnt năm 2024")
    assert "chỉ đơn vị đó" in await chat.said("Minh: kết quả sở công thương năm 2024")
