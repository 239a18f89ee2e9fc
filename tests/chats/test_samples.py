"""This file is thirteen reports as units send them, entered through the chat: each has its stated effect."""

from collections.abc import Mapping

from handlers import effects, progress
from models.contact import Contact, Role
from models.database import turn
from tests.chat import Player

SKIP = "[Bỏ qua ›]"
GROUPS = {
    2: "[2. Thông tin, tuyên truyền]",
    3: "[3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
    4: "[4. Đào tạo, tập huấn nhân lực]",
}
# Who reports: a contact of each unit that the reports name.
PEOPLE = {
    "KHCN": (611, "SKHCN"),
    "SCT": (612, "SCT"),
    "NP": (613, "H-NINHPHUOC"),
    "NN": (614, "SNNPTNT"),
    "PRTC": (615, "TP-PRTC"),
    "TP": (616, "STP"),
}
HAI_DANG = "Công ty TNHH Sản xuất Thương mại Nông sản Hải Đăng"
SAME = f"[Đúng: {HAI_DANG} (4…]"
NANG = "Công ty CP Thực phẩm Nắng Phan Rang"


def figures(chat: Player) -> dict[str, int]:
    """Give what counts now: DN year by year, all else over the plan, entrants beside GT."""
    with turn(chat.engine) as session:
        counted = progress.count(session, chat.clock.now().date())
        found = {one.goal.indicator: one.value for one in counted.now if one.goal.indicator != "DN"}
        found |= {
            f"DN {year}": effects.explained(session, counted, "DN", year).found.figure
            for year in (2022, 2023, 2024)
        }
        return found | {"entrants": next(one.entrants for one in counted.now if one.goal.indicator == "GT")}


def units_of_today(chat: Player) -> None:
    with turn(chat.engine) as session:
        for name, (chat_id, unit) in PEOPLE.items():
            chat.add(name, chat_id, name)
            joined = chat.clock.now()
            session.add(Contact(chat_id=chat_id, name=name, role=Role.CONTACT, unit=unit, joined_at=joined))


async def tell(chat: Player, who: str, group: int, *answers: str) -> Mapping[str, int]:
    """Enter one activity, and give by how much each figure has moved."""
    before = figures(chat)
    await chat.hear(f"{who}: /baocao")
    for answer in (GROUPS[group], *answers):
        await chat.hear(f"{who}: {answer}")
    assert "✅ Đã lưu." in await chat.said(f"{who}: [✅ Lưu]")
    after = figures(chat)
    return {code: after[code] - before[code] for code in after if after[code] != before[code]}


def enterprise(
    name: str, code: str | None, solution: str, *, form: str = "", more: bool = False
) -> list[str]:
    asked = [name, *([form] if form else []), code or SKIP, solution, "[Đã áp dụng]"]
    return [*asked, "[Còn, thêm nữa]" if more else "[Không còn]"]


async def test_the_thirteen_reports_have_exactly_their_stated_effects(chat: Player) -> None:
    units_of_today(chat)
    support, course = "[Hỗ trợ doanh nghiệp áp dụng giải pháp]", "[Lớp đào tạo, tập huấn]"
    award, keep = "[Giải thưởng Chất lượng Quốc gia]", "[Ghi theo đúng ngày thực hiện]"
    paid = ("[Ngân sách nhà nước]",)
    # R01: 42 leaders and managers at an in-depth course; 18 enterprises that attend are not supported.
    assert await tell(chat, "KHCN", 4, course, "Tập huấn chuyên sâu 5S, Kaizen cho 18 DN", "15-16/5/2023",
        keep, "42", "42", "[Chuyên sâu]", "TP Phan Rang - Tháp Chàm", "58 triệu", *paid, "58 triệu", SKIP,
    ) == {"LD": 42}  # fmt: skip
    # R02: one enterprise, half of the cost its own.
    assert await tell(chat, "SCT", 3, support, "Hỗ trợ áp dụng ISO 22000", "20/6/2023", keep,
        *enterprise(HAI_DANG, "4590001385", "[ISO 22000]"), SKIP, "120tr", *paid, "60tr",
        "[Doanh nghiệp đối ứng]", "60tr", SKIP,
    ) == {"DN 2023": 1}  # fmt: skip
    # R03: a cooperative, by the rule that counts it; 5.000 stamps are no money and no enterprises.
    assert await tell(chat, "NP", 3, support, "Hỗ trợ 5.000 tem truy xuất nguồn gốc", "30/8/2023",
        *enterprise("HTX Nho xanh Phước Thuận", None, "[Truy xuất nguồn gốc]"), "huyện Ninh Phước",
        "12,5 triệu đồng", SKIP, SKIP,
    ) == {"DN 2023": 1}  # fmt: skip
    # R04: of three producers the business household does not count; only the year is known.
    assert await tell(chat, "NN", 3, support, "Chứng nhận HACCP cho 3 cơ sở", "năm 2022",
        *enterprise("DNTN nước mắm Biển Xanh", None, "[HACCP]", more=True),
        *enterprise("Công ty TNHH Rong sụn Sơn Hải", None, "[HACCP]", more=True),
        *enterprise("Hộ kinh doanh Bà Sáu Cà Ná", None, "[HACCP]"), SKIP, SKIP, SKIP,
    ) == {"DN 2022": 2}  # fmt: skip
    # R05: three activities. How many of 85 were leaders is not known: none is told; 4 DN wait for their names.
    assert await tell(chat, "KHCN", 4, course, "2 lớp tập huấn NSCL", "15/3-14/6/2024", keep, "85", "0",
        "[Chuyên sâu]", SKIP, SKIP, SKIP,
    ) == {}  # fmt: skip
    assert await tell(chat, "KHCN", 3, support, "Hỗ trợ 4 DN áp dụng ISO 9001:2015", "15/3-14/6/2024", keep,
        "[Chưa rõ tên ›]", "4 DN", SKIP, SKIP, SKIP,
    ) == {}  # fmt: skip
    assert await tell(chat, "KHCN", 2, "[Tin, bài, ấn phẩm, sự kiện]", "6 phóng sự trên Đài PTTH",
        "15/3-14/6/2024", keep, "6 phóng sự", SKIP, SKIP, SKIP,
    ) == {}  # fmt: skip
    # R06: entered. R07: the same entry, won gold; an entrant once. R08: two certificates, two persons.
    assert await tell(chat, "KHCN", 2, award, "Hồ sơ GTCLQG 2024 được thông qua", "12/7/2024", keep,
        "[2024]", NANG, "4590002759", "[Nộp hồ sơ tham gia]", "[Không còn]", SKIP, SKIP, SKIP,
    ) == {"entrants": 1}  # fmt: skip
    assert await tell(chat, "KHCN", 2, award, "Đạt Giải Vàng CLQG 2024", "05/12/2024", keep,
        "[2024]", NANG, "4590002759", "[Đạt giải vàng]", "[Không còn]", SKIP, SKIP, SKIP,
    ) == {"GT": 1, "GTV": 1}  # fmt: skip
    assert await tell(chat, "KHCN", 4, "[Chuyên gia được cấp chứng nhận]", "Cấp chứng nhận chuyên gia năng suất",
        "20/9/2024", keep, "Nguyễn Văn Một", "CN-012", SKIP, "[Còn, thêm nữa]", "Trần Thị Hai", "CN-013", SKIP,
        "[Không còn]", SKIP, SKIP, SKIP,
    ) == {"CG": 2}  # fmt: skip
    # R09: trained is not certified; five days are 15 attendances, not 75; none of them is known as a leader.
    assert await tell(chat, "KHCN", 4, course, "Khóa đào tạo chuyên gia NSCL, chưa thi", "7-11/10/2024", keep,
        "15", "0", "[Chuyên sâu]", SKIP, SKIP, SKIP,
    ) == {}  # fmt: skip
    # R10: a model that was accepted is support as well.
    assert await tell(chat, "KHCN", 3, "[Nghiệm thu mô hình điểm]", "Nghiệm thu mô hình điểm 5S-Lean",
        "28/11/2024", keep, "Công ty TNHH May Tiến Phát", SKIP, "[Không còn]", "KCN Thành Hải", SKIP, SKIP,
    ) == {"MH": 1, "DN 2024": 1}  # fmt: skip
    # R11: again in the same year, by a short name. R12: in the next year, by another unit. R13: nothing.
    assert await tell(chat, "SCT", 3, support, "Hỗ trợ áp dụng thêm TPM", "tháng 10/2023", keep,
        "CT TNHH SX-TM nông sản Hải Đăng", "4590001385", SAME, "[Khác]", "TPM", "[Đã áp dụng]", "[Không còn]", SKIP,
        "35 triệu", SKIP, SKIP,
    ) == {}  # fmt: skip
    assert await tell(chat, "PRTC", 3, support, "Hỗ trợ duy trì HACCP năm 2024", "14/3/2024",
        "cty Hải Đăng", "4590001385", SAME, "[HACCP]", "[Đã áp dụng]", "[Không còn]", SKIP, "25tr", *paid, "25tr", SKIP,
    ) == {"DN 2024": 1}  # fmt: skip
    before = figures(chat)
    await chat.hear("TP: /baocao", "TP: [∅ Không phát sinh]")
    assert "Đã tiếp nhận báo cáo “Không phát sinh”" in await chat.said("TP: [∅ Đúng, không phát sinh]")
    assert figures(chat) == before
