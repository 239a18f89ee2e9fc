"""This file is the shipped plan held against the province's words, and the mistakes a plan may hold."""

import shutil
import tomllib
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from models.planfile import BadPlan, PlanFile, Unit, read
from models.planfile_checks import lines_of
from models.rules.counting import Basis, Comparator, Counts, Kind
from models.rules.spans import Phrase, Roll, day_in
from models.rules.succession import Family, Life
from models.unit import UnitKind

SHIPPED = Path(__file__).parents[2] / "plans" / "3483"

# The province's summary of the plan, 24/11/2021: the sentences that hold its targets.
TO_2025 = """\
Đào tạo nguồn nhân lực hỗ trợ doanh nghiệp nâng cao năng suất chất lượng gắn với những đòi hỏi mới của \
cuộc cách mạng công nghiệp lần thứ tư (ít nhất 10 chuyên gia năng suất chất lượng được đánh giá chứng nhận \
đạt tiêu chuẩn; trên 250 lượt cán bộ lãnh đạo, quản lý năng suất chất lượng của doanh nghiệp được đào tạo, \
tập huấn chuyên sâu các kiến thức về năng suất chất lượng);
Hằng năm, có ít nhất 10 doanh nghiệp được hỗ trợ áp dụng các giải pháp về tiêu chuẩn, quy chuẩn kỹ thuật, \
truy xuất nguồn gốc, hệ thống quản lý, công cụ cải tiến nhằm nâng cao năng suất chất lượng sản phẩm, hàng \
hóa, tăng khả năng cạnh tranh; góp phần nâng cao tỷ trọng đóng góp của năng suất các nhân tố tổng hợp \
(TFP) vào tăng trưởng kinh tế của tỉnh trong điều kiện hội nhập kinh tế;
Đến năm 2025, có ít nhất 5 doanh nghiệp xây dựng mô hình điểm về phong trào năng suất chất lượng để chia \
sẻ, nhân rộng trong cộng đồng doanh nghiệp; Vận động, hỗ trợ cho các tổ chức, doanh nghiệp tham gia Giải \
thưởng Chất lượng Quốc gia, trong đó phấn đấu có ít nhất 05 doanh nghiệp tham gia và đạt giải thưởng chất \
lượng quốc gia (có ít nhất 01 doanh nghiệp đạt giải vàng chất lượng quốc gia);"""
TO_2030 = """\
Phấn đấu đến năm 2030 tiếp tục nâng cao nhận thức, tăng cường kiến thức về năng suất chất lượng trong giai \
đoạn mới cho cả giai đoạn, bao gồm việc đào tạo ít nhất 20 chuyên gia năng suất chất lượng được đánh giá \
chứng nhận đạt tiêu chuẩn; Trên 500 lượt cán bộ lãnh đạo, quản lý năng suất chất lượng của doanh nghiệp \
được đào tạo, tập huấn chuyên sâu các kiến thức về năng suất chất lượng;
Hàng năm, có ít nhất 20 doanh nghiệp được hỗ trợ áp dụng các giải pháp về tiêu chuẩn, quy chuẩn kỹ thuật, \
truy xuất nguồn gốc, hệ thống quản lý, công cụ cải tiến nhằm nâng cao năng suất chất lượng sản phẩm, hàng \
hóa, tăng khả năng cạnh tranh;
Đến năm 2030, có ít nhất 10 doanh nghiệp xây dựng mô hình điểm về phong trào năng suất chất lượng để chia \
sẻ, nhân rộng trong cộng đồng doanh nghiệp;
Vận động, hỗ trợ cho các tổ chức, doanh nghiệp tham gia Giải thưởng Chất lượng Quốc gia, trong đó phấn đấu \
có ít nhất 10 doanh nghiệp tham gia và đạt giải thưởng chất lượng quốc gia (có ít nhất 02 doanh nghiệp đạt \
giải vàng chất lượng quốc gia)."""

# Indicator, reading, comparator and value, years counted, years in force, and the quote's deciding words.
TARGETS = [
    ("CG", "", ">=", 10, (2021, 2025), (2021, 2025), "ít nhất 10 chuyên gia"),
    ("CG", "A", ">=", 20, (2021, 2030), (2026, 2030), "ít nhất 20 chuyên gia"),
    ("CG", "B", ">=", 20, (2026, 2030), (2026, 2030), "ít nhất 20 chuyên gia"),
    ("LD", "", ">", 250, (2021, 2025), (2021, 2025), "trên 250 lượt"),
    ("LD", "A", ">", 500, (2021, 2030), (2026, 2030), "Trên 500 lượt"),
    ("LD", "B", ">", 500, (2026, 2030), (2026, 2030), "Trên 500 lượt"),
    ("DN", "", ">=", 10, (2021, 2025), (2021, 2025), "Hằng năm, có ít nhất 10 doanh nghiệp"),
    ("DN", "", ">=", 20, (2026, 2030), (2026, 2030), "Hàng năm, có ít nhất 20 doanh nghiệp"),
    ("MH", "", ">=", 5, (2021, 2025), (2021, 2025), "Đến năm 2025, có ít nhất 5 doanh nghiệp"),
    ("MH", "", ">=", 10, (2021, 2030), (2026, 2030), "Đến năm 2030, có ít nhất 10 doanh nghiệp"),
    ("GT", "", ">=", 5, (2021, 2025), (2021, 2025), "ít nhất 05 doanh nghiệp tham gia và đạt"),
    ("GT", "A", ">=", 10, (2021, 2030), (2026, 2030), "ít nhất 10 doanh nghiệp tham gia và đạt"),
    ("GT", "B", ">=", 10, (2026, 2030), (2026, 2030), "ít nhất 10 doanh nghiệp tham gia và đạt"),
    ("GTV", "", ">=", 1, (2021, 2025), (2021, 2025), "ít nhất 01 doanh nghiệp đạt giải vàng"),
    ("GTV", "A", ">=", 2, (2021, 2030), (2026, 2030), "ít nhất 02 doanh nghiệp đạt giải vàng"),
    ("GTV", "B", ">=", 2, (2026, 2030), (2026, 2030), "ít nhất 02 doanh nghiệp đạt giải vàng"),
]

# The first quarter's span, written freely.
FREE_FIRST = "first = { month = 12, day = 15, year = -1 }"
FREE_LAST = "last = { month = 3, day = 14 }"

Spoil = Callable[[str, str, str], int]


@pytest.fixture(scope="module")
def plan() -> PlanFile:
    return read(SHIPPED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "plan"))


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Change the first such words of a file, and tell on which line they stood."""

    def change(name: str, good: str, bad: str) -> int:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        before, found, after = text.partition(good)
        assert found, good
        path.write_text(before + bad + after, encoding="utf-8")
        return before.count("\n") + 1

    return change


def complaints(folder: Path) -> list[str]:
    with pytest.raises(BadPlan) as caught:
        read(folder)
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    return str(caught.value).splitlines()


# The shipped plan


def test_the_plan_is_3483_of_ten_years_led_by_the_department_of_science(plan: PlanFile) -> None:
    assert (plan.plan.code, plan.plan.number, plan.plan.lead_unit) == ("3483", "3483/KH-UBND", "SKHCN")
    assert (plan.plan.first, plan.plan.last) == (date(2021, 1, 1), date(2030, 12, 31))
    assert plan.plan.title.endswith("giai đoạn 2021-2030” trên địa bàn tỉnh Ninh Thuận")
    assert plan.plan.rules.count_cooperatives
    assert not plan.plan.rules.count_households


def test_the_head_of_documents_changed_with_the_province(plan: PlanFile) -> None:
    assert [(one.first, one.place, one.superior) for one in plan.letterheads] == [
        (date(2021, 1, 1), "Ninh Thuận", "UBND tỉnh Ninh Thuận"),
        (date(2025, 7, 1), "Khánh Hòa", "UBND tỉnh Khánh Hòa"),
    ]


def test_two_heads_of_one_day_are_refused(folder: Path, spoil: Spoil) -> None:
    spoil("plan.toml", "first = 2025-07-01", "first = 2021-01-01")
    (told,) = complaints(folder)
    assert "first" in told


def test_every_target_is_the_article_s(plan: PlanFile) -> None:
    assert [
        (
            target.indicator,
            target.reading,
            target.comparator.value,
            target.value,
            (target.count_from.year, target.count_to.year),
            (target.phase_from.year, target.phase_to.year),
        )
        for target in plan.targets
    ] == [row[:-1] for row in TARGETS]


def test_every_span_of_a_target_is_whole_years(plan: PlanFile) -> None:
    for target in plan.targets:
        assert {(day.month, day.day) for day in (target.count_from, target.phase_from)} == {(1, 1)}
        assert {(day.month, day.day) for day in (target.count_to, target.phase_to)} == {(12, 31)}


def test_every_quote_is_verbatim_and_holds_the_deciding_words(plan: PlanFile) -> None:
    for target, (*_, words) in zip(plan.targets, TARGETS, strict=True):
        assert words in target.quote
        assert target.quote in (TO_2025 if target.phase_to.year == 2025 else TO_2030)
        assert ("rên " in words) is (target.comparator is Comparator.ABOVE)


def test_the_two_readings_differ_only_in_where_the_count_begins(plan: PlanFile) -> None:
    readings = {
        which: [
            {**asdict(target), "reading": "", "count_from": None}
            for target in plan.targets
            if target.reading == which
        ]
        for which in "AB"
    }
    assert readings["A"] == readings["B"]
    assert [row["indicator"] for row in readings["A"]] == ["CG", "LD", "GT", "GTV"]


def test_the_indicators_say_what_they_count_and_over_which_days(plan: PlanFile) -> None:
    assert [(one.code, one.measure, one.basis, one.counts, one.inside) for one in plan.indicators] == [
        ("CG", "người", Basis.STOCK, Counts.CERTIFIED, None),
        ("LD", "lượt", Basis.RUNNING, Counts.LEADERS, None),
        ("DN", "doanh nghiệp", Basis.YEARLY, Counts.SUPPORTED, None),
        ("MH", "doanh nghiệp", Basis.STOCK, Counts.MODELS, None),
        ("GT", "doanh nghiệp", Basis.RUNNING, Counts.WINNERS, None),
        ("GTV", "doanh nghiệp", Basis.RUNNING, Counts.GOLD, "GT"),
    ]


def test_the_six_groups_hold_their_kinds(plan: PlanFile) -> None:
    assert [(group.number, group.kinds) for group in plan.groups] == [
        (1, (Kind.OTHER,)),
        (2, (Kind.OUTREACH, Kind.AWARD, Kind.OTHER)),
        (3, (Kind.SUPPORT, Kind.MODEL, Kind.AWARD, Kind.OTHER)),
        (4, (Kind.TRAINING, Kind.CERTIFICATION, Kind.OTHER)),
        (5, (Kind.OTHER,)),
        (6, (Kind.OTHER,)),
    ]
    assert {kind for group in plan.groups for kind in group.kinds} == set(Kind)


def test_two_goals_have_no_number(plan: PlanFile) -> None:
    share, capacity = (goal.text for goal in plan.goals)
    assert "(TFP)" in share
    assert "đánh giá sự phù hợp" in capacity


def test_the_rounds_of_2026_are_the_decree_s(plan: PlanFile) -> None:
    days = {
        one.code: (one.first.in_year(2026), one.last.in_year(2026), one.due.in_year(2026))
        for one in plan.rounds
    }
    assert days == {
        "Q1": (date(2025, 12, 15), date(2026, 3, 14), date(2026, 3, 20)),
        "6T": (date(2025, 12, 15), date(2026, 6, 14), date(2026, 6, 20)),
        "9T": (date(2025, 12, 15), date(2026, 9, 14), date(2026, 9, 20)),
        "NAM": (date(2026, 1, 1), date(2026, 12, 31), date(2026, 11, 15)),
    }
    assert [one.title.format(year=2026) for one in plan.rounds] == [
        "Báo cáo quý I năm 2026",
        "Báo cáo 6 tháng đầu năm 2026",
        "Báo cáo 9 tháng năm 2026",
        "Báo cáo năm 2026",
    ]
    assert [one.code for one in plan.rounds if one.estimate] == ["NAM"]
    assert {one.roll for one in plan.rounds} == {Roll.FORWARD}


def test_a_day_rule_as_a_plain_mapping_means_the_same_day(plan: PlanFile) -> None:
    for one in plan.rounds:
        assert day_in(asdict(one.first), 2026) == one.first.in_year(2026)


def test_the_spans_of_the_plan_have_names_and_the_days_they_always_had(plan: PlanFile) -> None:
    written = tomllib.loads((SHIPPED / "rounds.toml").read_text(encoding="utf-8"))["rounds"]
    assert [row["span"] for row in written] == ["quarter-1", "half-1", "nine-months", "calendar-year"]
    assert not any({"first", "last"} & row.keys() for row in written)
    assert {(one.due.phrase, one.due.hour) for one in plan.rounds} == {(Phrase.BY, None)}


def test_a_span_by_its_name_is_the_span_by_its_days(folder: Path, spoil: Spoil, plan: PlanFile) -> None:
    spoil("rounds.toml", 'span = "quarter-1"', f"{FREE_FIRST}\n{FREE_LAST}")
    assert read(folder) == plan


def test_a_due_day_keeps_its_words(folder: Path, spoil: Spoil) -> None:
    spoil(
        "rounds.toml",
        "due = { month = 11, day = 15 }",
        'due = { month = 11, day = 30, phrase = "before", hour = "17:00" }',
    )
    due = read(folder).rounds[-1].due
    assert (due.in_year(2026), due.phrase, due.hour) == (date(2026, 11, 30), Phrase.BEFORE, "17:00")


def test_the_days_that_were_decided(plan: PlanFile) -> None:
    assert {one.day: one.working for one in plan.days_off} == {
        date(2026, 1, 2): False,
        date(2026, 1, 10): True,
        date(2026, 11, 24): False,
    }
    assert "chờ xác nhận" in plan.days_off[-1].why


# The units, counted by hand: 15 departments, 4 offices of their rank, 2 associations, 7 districts.


@pytest.mark.parametrize(
    ("day", "departments", "districts", "communes"),
    [
        (date(2024, 6, 1), 19, 7, 0),
        (date(2025, 2, 28), 19, 7, 0),
        (date(2025, 3, 1), 14, 7, 0),  # seven ended, two began
        (date(2025, 6, 30), 14, 7, 0),
        (date(2025, 7, 1), 14, 0, 24),
    ],
)
def test_units_alive_on_a_day(
    plan: PlanFile, day: date, departments: int, districts: int, communes: int
) -> None:
    kinds = [unit.kind for unit in plan.units if unit.is_alive(day)]
    counted = {kind: kinds.count(kind) for kind in UnitKind}
    assert counted == {
        UnitKind.DEPARTMENT: departments,
        UnitKind.DISTRICT: districts,
        UnitKind.COMMUNE: communes,
        UnitKind.ASSOCIATION: 2,
    }


def test_the_departments_that_ended_are_followed_by_the_right_ones(plan: PlanFile) -> None:
    ended = {unit.code: unit.successors for unit in plan.units if unit.last == date(2025, 2, 28)}
    assert ended == {
        "SNNPTNT": ("SNNMT",),
        "STNMT": ("SNNMT",),
        "SGTVT": ("SXD",),
        "SKHDT": ("STC",),
        "STTTT": ("SKHCN",),
        "SLDTBXH": ("SNV",),
        "BDT": ("SDTTG",),
    }


def test_five_communes_take_parts_of_more_than_one_district(plan: PlanFile) -> None:
    districts = [unit for unit in plan.units if unit.kind is UnitKind.DISTRICT]
    from_where: dict[str, list[str]] = {}
    for district in districts:
        for code in district.successors:
            from_where.setdefault(code, []).append(district.code)
    assert len(from_where) == 24
    assert {code: sorted(parts) for code, parts in from_where.items() if len(parts) > 1} == {
        "P-DOVINH": ["H-NINHSON", "TP-PRTC"],
        "P-NINHCHU": ["H-NINHHAI", "TP-PRTC"],
        "X-MYSON": ["H-BACAI", "H-NINHSON"],
        "X-NINHHAI": ["H-NINHHAI", "H-THUANBAC"],
        "X-PHUOCDINH": ["H-NINHPHUOC", "H-THUANNAM", "TP-PRTC"],
    }


# What the communes of 01/7/2025 were made of, by their statistics codes (Nghị quyết 1667/NQ-UBTVQH15).
MADE_OF = {
    "22738": "Đô Vinh, Nhơn Sơn",
    "22741": "Phước Mỹ, Bảo An, Thành Hải",
    "22759": "Kinh Dinh, Phủ Hà, Đài Sơn, Đạo Long",
    "22780": "Mỹ Bình, Mỹ Đông, Mỹ Hải, Đông Hải",
    "22834": "Văn Hải, Khánh Hải",
    "22786": "Phước Hòa, Phước Tân, Phước Bình",
    "22795": "Phước Tiến, Phước Thắng, Phước Chính",
    "22801": "Phước Đại, Phước Thành",
    "22810": "Tân Sơn, Quảng Sơn",
    "22813": "Lương Sơn, Lâm Sơn",
    "22822": "Phước Trung, Mỹ Sơn",
    "22828": "Ma Nới, Hòa Sơn",
    "22840": "Phước Chiến, Công Hải",
    "22846": "Nhơn Hải, Thanh Hải, Vĩnh Hải",
    "22849": "Bắc Phong, Phước Kháng, Lợi Hải",
    "22852": "Phương Hải, Tri Hải, Bắc Sơn",
    "22861": "Hộ Hải, Tân Hải, Xuân Hải",
    "22870": "Phước Dân, Phước Thuận, Phước Hải",
    "22873": "Phước Vinh, Phước Sơn, Phước Hậu",
    "22888": "An Hải, Phước Dinh, Đông Hải",
    "22891": "Phước Thái, Phước Hữu",
    "22897": "Phước Nam, Phước Ninh, Phước Minh",
    "22900": "Nhị Hà, Phước Hà",
    "22909": "Phước Diêm, Cà Ná",
}
# The district in which each old commune lay: general knowledge, the lead office checks.
LAY_IN = {
    "TP-PRTC": "Đô Vinh, Phước Mỹ, Bảo An, Thành Hải, Kinh Dinh, Phủ Hà, Đài Sơn, Đạo Long, Mỹ Bình, "
    "Mỹ Đông, Mỹ Hải, Đông Hải, Văn Hải",
    "H-BACAI": "Phước Hòa, Phước Tân, Phước Bình, Phước Tiến, Phước Thắng, Phước Chính, Phước Đại, "
    "Phước Thành, Phước Trung",
    "H-NINHSON": "Nhơn Sơn, Tân Sơn, Quảng Sơn, Lương Sơn, Lâm Sơn, Mỹ Sơn, Ma Nới, Hòa Sơn",
    "H-NINHHAI": "Khánh Hải, Nhơn Hải, Thanh Hải, Vĩnh Hải, Phương Hải, Tri Hải, Hộ Hải, Tân Hải, Xuân Hải",
    "H-THUANBAC": "Phước Chiến, Công Hải, Bắc Phong, Phước Kháng, Lợi Hải, Bắc Sơn",
    "H-NINHPHUOC": "Phước Dân, Phước Thuận, Phước Hải, Phước Vinh, Phước Sơn, Phước Hậu, An Hải, Phước Thái, "
    "Phước Hữu",
    "H-THUANNAM": "Phước Dinh, Phước Nam, Phước Ninh, Phước Minh, Nhị Hà, Phước Hà, Phước Diêm, Cà Ná",
}


def test_the_districts_successions_follow_from_what_the_communes_were_made_of(plan: PlanFile) -> None:
    lay_in = {part: district for district, parts in LAY_IN.items() for part in parts.split(", ")}
    wanted = {(lay_in[part], code) for code, parts in MADE_OF.items() for part in parts.split(", ")}
    # 62 old communes (47 xã, 12 phường, 3 thị trấn); Đông Hải was cut in two. They make 30 successions.
    assert len(lay_in) == 62
    assert sum(len(parts.split(", ")) for parts in MADE_OF.values()) == 63
    assert len(wanted) == 30
    units = {unit.code: unit for unit in plan.units}
    districts = [unit for unit in plan.units if unit.kind is UnitKind.DISTRICT]
    found = {(unit.code, units[to].statistics_code) for unit in districts for to in unit.successors}
    assert found == wanted
    assert sum(len(unit.successors) for unit in plan.units) == 30 + 7


def test_every_unit_that_ended_has_heirs_and_only_a_department_has_a_single_one(plan: PlanFile) -> None:
    lives = [Life(code=unit.code, first=unit.first, last=unit.last) for unit in plan.units]
    family = Family(lives, {unit.code: unit.successors for unit in plan.units})
    for day, moved, divided in (
        (date(2025, 2, 28), 0, 0),
        (date(2025, 3, 1), 7, 0),
        (date(2026, 11, 2), 7, 7),
    ):
        ended = [unit for unit in plan.units if unit.last is not None and unit.last < day]
        assert all(family.heirs(unit.code, day) for unit in ended)
        assert len(family.moved(day)) == moved
        assert len(ended) == moved + divided
    begun = {unit.code for unit in plan.units if unit.first > date(2021, 1, 1)}
    assert begun <= {code for unit in plan.units for code in unit.successors}


def test_communes_alone_have_a_statistics_code_and_say_what_they_are(plan: PlanFile) -> None:
    for unit in plan.units:
        assert (unit.statistics_code is not None) is (unit.kind is UnitKind.COMMUNE)
    names = {unit.code: unit.name for unit in plan.units}
    assert names["X-NINHPHUOC"] == "UBND xã Ninh Phước"
    assert names["H-NINHPHUOC"] == "UBND huyện Ninh Phước"
    assert names["P-PHANRANG"] == "UBND phường Phan Rang"


def test_no_two_units_of_one_day_share_a_name(plan: PlanFile) -> None:
    for day in (date(2024, 6, 1), date(2025, 3, 1), date(2025, 7, 1)):
        shorts = [unit.short for unit in plan.units if unit.is_alive(day)]
        assert len(set(shorts)) == len(shorts)


def test_a_unit_lives_on_its_first_and_on_its_last_day() -> None:
    unit = Unit(
        code="A", name="A", short="A", kind=UnitKind.COMMUNE, first=date(2025, 1, 1), last=date(2025, 1, 2)
    )
    alive = [
        unit.is_alive(day) for day in (date(2024, 12, 31), unit.first, date(2025, 1, 2), date(2025, 1, 3))
    ]
    assert alive == [False, True, True, False]


# Mistakes


@pytest.mark.parametrize(
    ("name", "good", "bad", "reason"),
    [
        # keys
        ("targets.toml", "value = 10", "vlaue = 10", 'vlaue: unknown key, did you mean "value"?'),
        ("plan.toml", "lead_unit =", "lead_units =", 'lead_units: unknown key, did you mean "lead_unit"?'),
        ("plan.toml", "count_households =", "household =", "rules.household: unknown key"),
        ("rounds.toml", "day = 20 }", "dya = 20 }", 'due.dya: unknown key, did you mean "day"?'),
        ("units.toml", "[[units]]", "[[unit]]", 'unit: unknown key, did you mean "units"?'),
        ("plan.toml", "[[goals]]", "[[goal]]", 'goal: unknown key, did you mean "goals"?'),
        # types
        (
            "targets.toml",
            "value = 10",
            'value = "nhiều"',
            'value: must be a whole number above zero, got "nhiều"',
        ),
        ("targets.toml", "value = 10", "value = true", "value: must be a whole number above zero, got true"),
        ("targets.toml", "value = 10", "value = 0", "value: must be a whole number above zero, got 0"),
        ("targets.toml", "value = 10", "value = 10.5", "value: must be a whole number above zero, got 10.5"),
        (
            "targets.toml",
            "count_from = 2021-01-01",
            'count_from = "01/01/2021"',
            'count_from: must be a date like 2021-01-31, got "01/01/2021"',
        ),
        (
            "units.toml",
            "first = 2021-01-01",
            "first = 2021-01-01T08:00:00",
            "first: must be a date like 2021-01-31, got 2021-01-01T08:00:00",
        ),
        ("plan.toml", "count_households = false", 'count_households = "no"', "must be true or false"),
        ("plan.toml", 'code = "3483"', "code = 3483", "code: must be a text, got 3483"),
        ("plan.toml", 'kinds = ["other"]', 'kinds = "other"', "kinds: must be a list"),
        (
            "plan.toml",
            'kinds = ["other"]',
            "kinds = []",
            "kinds: must be a list with something in it, got []",
        ),
        (
            "rounds.toml",
            "due = { month = 3, day = 20 }",
            'due = "20/3"',
            'due: must hold month, day, year, phrase, hour; got "20/3"',
        ),
        # words from a list
        ("targets.toml", '">="', '"=>"', 'comparator: must be one of >=, >; got "=>"'),
        ("targets.toml", '"stock"', '"stok"', '"stok", did you mean "stock"?'),
        ("targets.toml", '"certified"', '"trained"', 'got "trained"'),
        ("units.toml", '"department"', '"office"', "kind: must be one of department, district, commune"),
        ("plan.toml", '"outreach"', '"outrech"', '"outrech", did you mean "outreach"?'),
        ("rounds.toml", 'roll = "forward"', 'roll = "ahead"', "roll: must be one of forward, backward, none"),
        ("targets.toml", 'reading = "A"', 'reading = "C"', 'reading: must be A or B, got "C"'),
        # texts
        ("targets.toml", 'measure = "người"', 'measure = " "', "measure: must not be empty"),
        (
            "plan.toml",
            'short = "Hợp tác quốc tế"',
            f'short = "{"a" * 41}"',
            "short: must have at most 40 characters, has 41",
        ),
        ("units.toml", 'short = "Sở Y tế"', f'short = "{"a" * 25}"', "at most 24 characters, has 25"),
        ("targets.toml", 'code = "CG"', 'code = "cg"', 'code: must be capitals, digits and dashes, got "cg"'),
        ("units.toml", '"22738"', '"2273"', 'statistics_code: must be five digits, got "2273"'),
        ("rounds.toml", "quý I năm {year}", "quý I", "title: must hold {year}, and no other bracket"),
        ("rounds.toml", "quý I năm {year}", "{quý} năm {year}", "title: must hold {year}, and no other"),
        # doubles and references
        ("targets.toml", 'indicator = "CG"', 'indicator = "CGG"', 'indicator: "CGG" is not known'),
        ("targets.toml", 'inside = "GT"', 'inside = "GD"', 'inside: "GD" is not known'),
        ("targets.toml", 'inside = "GT"', 'inside = "GTV"', "inside: an indicator can't be inside itself"),
        (
            "units.toml",
            'successors = ["SNNMT"]',
            'successors = ["SNNM"]',
            'successors: "SNNM" is not known, did you mean "SNNMT"?',
        ),
        ("plan.toml", '"SKHCN"', '"SKHC"', 'lead_unit: "SKHC" is not known, did you mean "SKHCN"?'),
        ("units.toml", '"22741"', '"22738"', "statistics_code: the same statistics_code as on line"),
        ("days.toml", "day = 2026-01-10", "day = 2026-01-02", "day: the same day as on line"),
        ("plan.toml", "number = 2\n", "number = 7\n", "number: must be 2, groups count from 1 without a gap"),
        ("plan.toml", '"outreach", "award"', '"other", "award"', 'kinds: must not name "other" twice'),
        ("units.toml", '["SNNMT"]', '["SNNMT", "SNNMT"]', 'successors: must not name "SNNMT" twice'),
        # days
        ("plan.toml", "last = 2030-12-31", "last = 2020-12-31", "last: 2020-12-31 is before first"),
        ("targets.toml", "phase_to = 2025", "phase_to = 2015", "phase_to: 2015-12-31 is before phase_from"),
        ("targets.toml", "count_to = 2025", "count_to = 2015", "count_to: 2015-12-31 is before count_from"),
        ("units.toml", "last = 2025-02-28", "last = 2019-02-28", "last: 2019-02-28 is before first"),
        ("units.toml", "last = 2025-02-28", "last = 2025-02-30", "Invalid date"),
        ("units.toml", "last = 2025-02-28", "last = 9999-12-31", "last: must be a day between 1900 and 2100"),
        (
            "rounds.toml",
            'span = "quarter-1"',
            f"last = {{ month = 2, day = 30 }}\n{FREE_FIRST}",
            "last: there is no 30/2 in every year",
        ),
        (
            "rounds.toml",
            'span = "quarter-1"',
            f"last = {{ month = 2, day = 29 }}\n{FREE_FIRST}",
            "last: there is no 29/2 in every year",
        ),
        (
            "rounds.toml",
            'span = "quarter-1"',
            f"last = {{ month = 13, day = 14 }}\n{FREE_FIRST}",
            "a whole number from 1 to 12, got 13",
        ),
        (
            "rounds.toml",
            'span = "quarter-1"',
            f"first = {{ month = 12, day = 15, year = -2 }}\n{FREE_LAST}",
            "a whole number from -1 to 1, got -2",
        ),
        (
            "rounds.toml",
            "due = { month = 3, day = 20 }",
            "due = { month = 3, day = 10 }",
            "due: is before the span ends: the round then needs estimate = true",
        ),
        # spans and due days
        (
            "rounds.toml",
            'span = "quarter-1"',
            'span = "quater-1"',
            'got "quater-1", did you mean "quarter-1"?',
        ),
        (
            "rounds.toml",
            'span = "quarter-1"',
            f'{FREE_FIRST}\nspan = "quarter-1"',
            "first: the span says it already: leave out one",
        ),
        (
            "rounds.toml",
            'span = "quarter-1"',
            f'{FREE_LAST}\nspan = "quarter-1"',
            "last: the span says it already: leave out one",
        ),
        (
            "rounds.toml",
            'roll = "forward"',
            'roll = ""',
            'roll: must be one of forward, backward, none; got ""',
        ),
        (
            "rounds.toml",
            "due = { month = 3, day = 20 }",
            'due = { month = 3, day = 20, phrase = "befor" }',
            'due.phrase: must be one of before, by; got "befor", did you mean "before"?',
        ),
        (
            "rounds.toml",
            "due = { month = 3, day = 20 }",
            'due = { month = 3, day = 20, hour = "24:00" }',
            'due.hour: must be an hour like 17:00, got "24:00"',
        ),
        (
            "rounds.toml",
            "due = { month = 3, day = 20 }",
            "due = { month = 3, day = 20, hour = 17 }",
            "due.hour: must be a text, got 17",
        ),
        (
            "rounds.toml",
            "due = { month = 3, day = 20 }",
            'due = { month = 3, day = 20, phrase = "before", time = "17:00" }',
            "due.time: unknown key",
        ),
        (
            "rounds.toml",
            "due = { month = 3, day = 20 }",
            'due = { month = 3, day = 15, phrase = "before" }',
            "due: leaves no working day in 2021 between the cut-off, 2021-03-14, and the due day, 2021-03-12",
        ),
        (
            "rounds.toml",
            "due = { month = 3, day = 20 }",
            "due = { month = 3, day = 16 }",
            "due: leaves no working day in 2025 between the cut-off, 2025-03-14, and the due day, 2025-03-17",
        ),
        (
            "rounds.toml",
            "due = { month = 3, day = 20 }",
            "due = { month = 3, day = 20, year = 1 }",
            "due: of 2021 is 2022-03-21, but the period of 2022 is over by then, on 2022-03-14",
        ),
        (
            "rounds.toml",
            'span = "quarter-1"',
            f"last = {{ month = 12, day = 20 }}\n{FREE_FIRST}",
            "last: the span of 2021 overlaps that of 2022, which begins on 2021-12-15",
        ),
        # syntax
        ("plan.toml", "first = 2021-01-01", "first 2021-01-01", "Expected '=' after a key"),
        ("units.toml", 'code = "SCT"', 'code = "SCT"\ncode = "SCT"', "Cannot overwrite a value"),
    ],
)
def test_a_mistake_is_told_with_its_file_line_and_reason(
    folder: Path, spoil: Spoil, name: str, good: str, bad: str, reason: str
) -> None:
    line = spoil(name, good, bad)
    if "Cannot overwrite" in reason:
        line += 1
    told = [one for one in complaints(folder) if one.startswith(f"{name}:{line}: ")]
    assert any(reason in one for one in told), complaints(folder)


def test_a_single_mistake_is_told_once_and_whole(folder: Path, spoil: Spoil) -> None:
    line = spoil("targets.toml", "value = 10", 'value = "nhiều"')
    assert complaints(folder) == [
        f'targets.toml:{line}: value: must be a whole number above zero, got "nhiều"'
    ]


def test_a_missing_key_is_told_on_the_line_of_its_table(folder: Path, spoil: Spoil) -> None:
    line = spoil("targets.toml", "[[targets]]\n", "[[targets]]\n")
    spoil("targets.toml", "value = 10\n", "")
    assert complaints(folder) == [f"targets.toml:{line}: value: is missing"]


def test_a_missing_key_at_the_top_is_told(folder: Path, spoil: Spoil) -> None:
    spoil("plan.toml", "first = 2021-01-01\n", "")
    assert complaints(folder) == ["plan.toml:1: first: is missing"]


def test_a_code_given_twice_names_the_first_line(folder: Path, spoil: Spoil) -> None:
    first = spoil("targets.toml", 'code = "CG"', 'code = "CG"')
    second = spoil("targets.toml", 'code = "LD"', 'code = "CG"')
    assert f"targets.toml:{second}: code: the same code as on line {first}" in complaints(folder)


def test_a_row_with_a_mistake_is_still_known_to_the_rows_that_name_it(folder: Path, spoil: Spoil) -> None:
    line = spoil("targets.toml", 'basis = "stock"', 'basis = "stack"')
    (only,) = complaints(folder)
    assert only.startswith(f"targets.toml:{line}: basis: ")


def test_a_missing_file_is_named_and_its_codes_are_not_missed(folder: Path) -> None:
    (folder / "units.toml").unlink()
    assert complaints(folder) == ["units.toml: the file is missing or can't be opened"]


def test_a_folder_that_is_not_there_names_every_file(tmp_path: Path) -> None:
    assert [one.split(":")[0] for one in complaints(tmp_path / "none")] == [
        "days.toml",
        "plan.toml",
        "rounds.toml",
        "targets.toml",
        "units.toml",
    ]


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "days.toml").write_bytes("why = 'nghỉ bù'".encode("utf-16"))
    assert complaints(folder) == ["days.toml: the file is not saved as UTF-8"]


def test_an_empty_file_is_refused_where_rows_are_needed(folder: Path) -> None:
    for name in ("rounds.toml", "days.toml"):
        (folder / name).write_text("", encoding="utf-8")
    assert complaints(folder) == ["rounds.toml: needs at least one [[rounds]]"]


def test_a_table_with_one_bracket_is_refused(folder: Path) -> None:
    (folder / "rounds.toml").write_text('\n[rounds]\ncode = "Q1"\n', encoding="utf-8")
    assert complaints(folder) == ["rounds.toml:2: rounds: must be written as [[rounds]]"]


@pytest.mark.parametrize("name", ["groups", "goals", "rules"])
@pytest.mark.parametrize("value", ["5", '"words"', "[1, 2]"])
def test_a_table_that_is_no_table_is_refused(folder: Path, name: str, value: str) -> None:
    path = folder / "plan.toml"
    head, _, _ = path.read_text(encoding="utf-8").partition("[rules]")
    path.write_text(f"{head}{name} = {value}\n", encoding="utf-8")
    assert f"plan.toml:{head.count(chr(10)) + 1}: {name}: must " in "\n".join(complaints(folder))


def test_a_gap_in_the_groups_is_told_for_each_number_after_it(folder: Path, spoil: Spoil) -> None:
    fifth = spoil("plan.toml", "number = 5\n", "number = 6\n")
    sixth = spoil("plan.toml", 'number = 6\nname = "Đẩy', 'number = 7\nname = "Đẩy')
    assert [one.split(",")[0] for one in complaints(folder)] == [
        f"plan.toml:{fifth}: number: must be 5",
        f"plan.toml:{sixth}: number: must be 6",
    ]


def test_a_round_with_an_estimate_may_be_due_early_but_not_before_it_begins(
    folder: Path, spoil: Spoil
) -> None:
    line = spoil("rounds.toml", "due = { month = 11, day = 15 }", "due = { month = 11, day = 15, year = -1 }")
    assert complaints(folder) == [f"rounds.toml:{line}: due: is before the span begins"]


def test_a_span_that_ends_before_it_begins_is_refused(folder: Path, spoil: Spoil) -> None:
    spoil("rounds.toml", 'span = "quarter-1"', f"first = {{ month = 12, day = 15 }}\n{FREE_LAST}")
    assert any("last: the span ends before it begins" in one for one in complaints(folder))


def test_a_round_needs_a_span_by_name_or_by_both_its_days(folder: Path, spoil: Spoil) -> None:
    line = spoil("rounds.toml", '[[rounds]]\ncode = "Q1"', '[[rounds]]\ncode = "Q1"')
    spoil("rounds.toml", 'span = "quarter-1"\n', "")
    missing = "is missing, and no span is named"
    assert complaints(folder) == [f"rounds.toml:{line}: {key}: {missing}" for key in ("first", "last")]


def test_days_off_of_the_plan_count_where_a_round_is_checked(folder: Path, spoil: Spoil) -> None:
    line = spoil("rounds.toml", "due = { month = 3, day = 20 }", "due = { month = 3, day = 18 }")
    read(folder)
    with (folder / "days.toml").open("a", encoding="utf-8") as days:
        # In 2024 the cut-off is a Thursday and the due day the Monday after it.
        days.write('\n[[days]]\nday = 2024-03-15\nworking = false\nwhy = "Nghỉ"\n')
    (only,) = complaints(folder)
    assert only.startswith(f"rounds.toml:{line}: due: leaves no working day in 2024 ")


def test_a_round_is_checked_in_the_plan_s_own_years(folder: Path, spoil: Spoil) -> None:
    spoil("rounds.toml", "due = { month = 3, day = 20 }", "due = { month = 3, day = 16 }")
    assert "in 2025 between" in "\n".join(complaints(folder))
    spoil("plan.toml", "last = 2030-12-31", "last = 2024-12-31")
    read(folder)


def test_the_same_target_twice_is_refused(folder: Path, spoil: Spoil) -> None:
    spoil("targets.toml", 'reading = "B"', 'reading = "A"')
    text = (folder / "targets.toml").read_text(encoding="utf-8").splitlines()
    of_cg = [number for number, line in enumerate(text, 1) if line == 'indicator = "CG"']
    assert complaints(folder) == [
        f"targets.toml:{of_cg[2]}: indicator: the same indicator, phase_from, reading as on line {of_cg[1]}"
    ]


def test_two_targets_in_force_on_one_day_are_refused(folder: Path, spoil: Spoil) -> None:
    line = spoil("targets.toml", "phase_to = 2025-12-31", "phase_to = 2026-12-31")
    (only,) = complaints(folder)
    assert only.endswith(f"phase_from: the target before it is in force until 2026-12-31, line {line}")


def test_reading_b_alone_is_refused(folder: Path, spoil: Spoil) -> None:
    spoil("targets.toml", 'reading = "A"\n', "")
    assert complaints(folder)[0].endswith("names none, or has A, or A and B")


# Successions


def test_a_successor_that_begins_too_late_leaves_a_gap(folder: Path, spoil: Spoil) -> None:
    spoil("units.toml", "first = 2025-03-01", "first = 2025-03-02")
    told = complaints(folder)
    assert len(told) == 2
    assert told[0].endswith(
        "successors: SNNMT begins on 2025-03-02, but SNNPTNT's work goes on from 2025-03-01"
    )


def test_a_successor_that_ended_before_is_refused(folder: Path, spoil: Spoil) -> None:
    line = spoil("units.toml", 'successors = ["SNNMT"]', 'successors = ["STNMT"]')
    (only,) = complaints(folder)
    assert only.startswith(f"units.toml:{line}: successors: STNMT ended on 2025-02-28, but SNNPTNT's work")


def test_a_unit_that_goes_on_has_no_successors(folder: Path, spoil: Spoil) -> None:
    spoil("units.toml", 'last = 2025-02-28\nsuccessors = ["SNNMT"]', 'successors = ["SNNMT"]')
    (only,) = complaints(folder)
    assert only.endswith("successors: a unit with successors needs its last day")


# All at once


def test_mistakes_of_several_files_are_told_together_in_order(folder: Path, spoil: Spoil) -> None:
    value = spoil("targets.toml", "value = 10", "value = -1")
    comparator = spoil("targets.toml", 'comparator = ">"', 'comparator = "≥"')
    roll = spoil("rounds.toml", 'roll = "forward"', 'roll = "on"')
    (folder / "days.toml").unlink()
    broken = spoil("units.toml", "[[units]]", "[[units")
    assert [one.rsplit(": ", 1)[0] for one in complaints(folder)] == [
        "days.toml",
        f"rounds.toml:{roll}: roll",
        f"targets.toml:{value}: value",
        f"targets.toml:{comparator}: comparator",
        f"units.toml:{broken}",
    ]


# Text


def test_letters_and_tones_typed_apart_are_put_together(folder: Path, plan: PlanFile) -> None:
    for path in folder.iterdir():
        path.write_text(normalize("NFD", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert read(folder) == plan


def test_notepad_s_mark_and_line_ends_change_nothing(folder: Path, plan: PlanFile) -> None:
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
        path.write_bytes(text.encode("utf-8-sig"))
    assert read(folder) == plan


def test_lines_are_found_through_comments_and_texts_of_several_lines() -> None:
    text = '''\
top = 1 # a = 2, [[rows]]
[rules]
"quoted key" = """
[[rows]]
not_a_key = 1
"""
[[rows]]
list = [ # {
  "x = [",
  ["[[rows]]"],
]
dotted.key = 'it''s'
  [[rows]] # the second
  inline = { month = 1 }
'''.replace("''s'", "s'")
    assert lines_of(text) == {
        ("top",): 1,
        ("rules",): 2,
        ("rows",): 7,
        ("rules", "quoted key"): 3,
        ("rows", 0): 7,
        ("rows", 0, "list"): 8,
        ("rows", 0, "dotted", "key"): 12,
        ("rows", 1): 13,
        ("rows", 1, "inline"): 14,
    }
