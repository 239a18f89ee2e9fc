"""This file is what a message reports: thirteen as units send them, and what is none."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from handlers.reading import reports
from handlers.reading.days import Span
from handlers.reading.enterprise_names import Verdict, compare
from handlers.reading.questions import UnclearQuestion, question
from handlers.reading.reports import Message, Told, report
from handlers.reading.text import fold
from handlers.reading.unclear import Unclear
from handlers.reading.wishes import Intent
from models import planfile
from tests.conftest import PLAN
from tests.reading.test_rows import QUESTIONS, ROWS, WAYS

UNITS = planfile.read(PLAN).units
REF = date(2026, 11, 22)


def read(text: str) -> Message:
    return report(text, today=REF, units=UNITS)


def only(text: str) -> Told:
    (told,) = read(text).activities
    return told


def days(told: Told) -> tuple[str, ...]:
    return (str(told.span.first), str(told.span.last)) if told.span else ()


SUPPORTED = "hỗ trợ cty tnhh nông sản Hải Đăng"
TAUGHT = (
    "Hôm 12-13/8/2026 tổ chức lớp bồi dưỡng chuyên sâu Lean cho 35 cán bộ quản lý của 12 doanh nghiệp, "
    "kp 40tr từ ngân sách"
)
BUILT = "Ngày 5/6/2026 nghiệm thu mô hình điểm 5S tại Cty TNHH May Tiến Phát, KCN Thành Hải"
WON = "Cty Nắng Phan Rang đạt Giải Vàng CLQG năm 2025, QĐ ngày 05/12/2025"
CERTIFIED = "02 cán bộ được cấp chứng nhận chuyên gia ngày 20/9/2026, số CN-012 và CN-013"
PAID = {"cost": 40_000_000, "sources": {"state": 40_000_000}}


@pytest.mark.parametrize(
    ("text", "kind", "when", "told"),
    [
        (
            TAUGHT,
            "training",
            "2026-08-12 2026-08-13",
            {"attendances": 35, "leaders": 35, "depth": "deep", **PAID},
        ),
        (
            "20 nguoi du lop dao tao chuyen gia nscl tu 5-9/10/2026",
            "training",
            "2026-10-05 2026-10-09",
            {"attendances": 20, "leaders": None, "exact": True},
        ),
        (
            "50 người dự tập huấn ngày 3/3/2026 trong đó 12 lãnh đạo DN",
            "training",
            "2026-03-03 2026-03-03",
            {"attendances": 50, "leaders": 12},
        ),
        (
            "tháng 9/2026 tập huấn 5S 60 lượt",
            "training",
            "2026-09-01 2026-09-30",
            {"exact": False, "attendances": 60},
        ),
        (
            f"{SUPPORTED} (mst 4590001385) áp dụng haccp ngày 2/2/2026, 35 triệu",
            "support",
            "2026-02-02 2026-02-02",
            {"cost": 35_000_000, "sources": {}},
        ),
        ("phát 6 phóng sự trên Đài ngày 1/7/2026", "outreach", "2026-07-01 2026-07-01", {"outputs": 6}),
        ("hỗ trợ 4 DN áp dụng ISO 9001 quý II/2026", "support", "2026-04-01 2026-06-30", {"firms": 4}),
        (BUILT, "model", "2026-06-05 2026-06-05", {"place": "KCN Thành Hải"}),
        (WON, "award", "2025-12-05 2025-12-05", {"stage": "gold", "award_year": 2025, "group": None}),
        (CERTIFIED, "certification", "2026-09-20 2026-09-20", {"certificates": ("CN-012", "CN-013")}),
    ],
)
def test_an_activity_is_taken_as_far_as_it_is_told(
    text: str, kind: str, when: str, told: dict[str, Any]
) -> None:
    found = only(text)
    assert found.kind == kind
    assert days(found) == tuple(when.split())
    assert {name: getattr(found, name) for name in told} == told


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f"{SUPPORTED} áp dụng iso 22000 ngày 2/2/2026", ["Công ty TNHH nông sản Hải Đăng"]),
        ("ho tro HTX Nho xanh Phuoc Thuan 5.000 tem ngay 2/2/2026", ["HTX Nho xanh Phuoc Thuan"]),
        ("chứng nhận HACCP cho 2 cơ sở gồm DNTN Biển Xanh, Cty TNHH Tài Lộc ngày 2/2/2026",
         ["DNTN Biển Xanh", "Công ty TNHH Tài Lộc"]),
        ("hỗ trợ Công ty Đá Ninh Thuận và HTX Cà Ná duy trì 5S ngày 2/2/2026",
         ["Công ty Đá Ninh Thuận", "HTX Cà Ná"]),
    ],
)  # fmt: skip
def test_enterprises_are_named_as_typed(text: str, names: list[str]) -> None:
    assert [one.name for one in only(text).enterprises] == names


def test_what_can_not_be_told_apart_is_left_to_be_asked() -> None:
    two_days = only("tập huấn 5S ngày 5/3/2026 và ngày 7/4/2026 cho 30 người")
    assert two_days.span is None
    assert only("tập huấn 30 người ngày 5/3/2026, 20 triệu và 15 triệu").cost is None
    assert only("tập huấn 30 người và 20 học viên ngày 5/3/2026").attendances is None
    assert only("tập huấn 30 người ngày 31/2/2026").span is None
    assert only(f"{SUPPORTED} (mst 4590001380) áp dụng 5S ngày 2/2/2026").enterprises[0].tax_code is None


ON = "ngày 5/3/2026"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (f"tập huấn khoảng 40 người {ON}", "attendances"),
        (f"tập huấn 40-45 người {ON}", "attendances"),
        (f"tập huấn từ 40 đến 45 người {ON}", "attendances"),
        (f"tập huấn 2 lớp, mỗi lớp 40 người {ON}", "attendances"),
        (f"tập huấn 30 cán bộ quản lý nhà nước về doanh nghiệp {ON}", "leaders"),
        (f"hỗ trợ cty Hải Đăng {ON}, doanh thu tăng 200 triệu", "cost"),
        (f"hỗ trợ 4 DN {ON}, mỗi DN 10 triệu", "cost"),
        (f"hỗ trợ 4 DN {ON}, kinh phí khoảng 50 triệu", "cost"),
        ("tập huấn 30 người theo Kế hoạch 3483/KH-UBND ngày 24/11/2021", "span"),
        ("hỗ trợ cty Hải Đăng, 8/10 doanh nghiệp đạt", "span"),
        (f"Cty Hải Đăng tham gia GTCLQG 2026 {ON}, phấn đấu đạt giải vàng", "stage"),
        (f"Cty Hải Đăng tham gia GTCLQG 2026 {ON}, chưa đạt giải", "stage"),
    ],
)
def test_what_only_looks_like_a_figure_or_a_day_is_not_taken(text: str, field: str) -> None:
    assert getattr(only(text), field) is None


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (f"hỗ trợ DN áp dụng Kaizen kinh phí 50 triệu {ON}", {}),
        (f"hỗ trợ cty Hải Đăng {ON} 58 triệu, doanh nghiệp tự làm phần còn lại", {}),
        (f"hỗ trợ cty Hải Đăng {ON} 58 triệu (DN đối ứng)", {"enterprise": 58_000_000}),
        (
            f"hỗ trợ cty Hải Đăng {ON} ngân sách 30tr, đối ứng 20tr",
            {"state": 30_000_000, "enterprise": 20_000_000},
        ),
    ],
)
def test_whose_money_it_is_is_taken_only_where_it_is_said(text: str, sources: dict[str, int]) -> None:
    assert only(text).sources == sources


SENT = {row["id"]: row for row in map(json.loads, (ROWS / "reports.jsonl").read_text("utf-8").splitlines())}
CODES = {
    "<sender>": (),
    "Sở KH&CN": ("SKHCN",),
    "Sở Công Thương": ("SCT",),
    "Sở Nông nghiệp và PTNT": ("SNNPTNT",),
    "Sở Tư pháp": ("STP",),
    "UBND huyện Ninh Phước": ("H-NINHPHUOC",),
    "UBND TP Phan Rang - Tháp Chàm": ("TP-PRTC",),
}
# What is not taken as the rows mean it, though the words tell it: it is asked, or kept in the description.
LEFT_TO_BE_ASKED = {
    ("R01", "place"): "hội trường Sở, TP Phan Rang - Tháp Chàm",  # whole, as it was typed
    ("R01", "n_enterprises"): None,  # how many sent people to a course is in the description only
    ("R03", "place"): None,  # the reporting unit's own district
    ("R06", "group"): None,  # two groups speak of the award
    ("R07", "group"): None,
}
FIELDS: dict[str, Callable[[Told], Any]] = {
    "group": lambda one: one.group,
    "place": lambda one: one.place,
    "attendances": lambda one: one.attendances,
    "ld_attendances": lambda one: one.leaders,
    "n_enterprises": lambda one: one.firms,
    "cost_vnd": lambda one: one.cost,
    "sources": lambda one: one.sources,
    "date_from": lambda one: days(one)[0],
    "date_to": lambda one: days(one)[1],
    "prec": lambda one: one.exact,
    "experts": lambda one: [{"cert_no": number} for number in one.certificates],
    "model": lambda one: one.kind == "model",
    "outputs": lambda one: {"phóng sự": one.outputs},
}
MEANT: dict[str, Callable[[Any], Any]] = {
    "prec": lambda precision: precision == "day",
    "sources": lambda shared: {
        {"nsnn": "state", "dn": "enterprise"}[name]: part for name, part in shared.items()
    },
}


@pytest.mark.parametrize("row", SENT.values(), ids=list(SENT))
def test_a_report_as_units_send_them_is_read_as_it_is_meant(row: dict[str, Any]) -> None:
    """What each row means was written down beside its text, before and apart from any reader."""
    found = read(row["text"])
    assert found.units == CODES[row["unit"]]
    assert found.is_nil is row.get("nil", False)
    if found.is_nil:
        assert row["period"] == "2024-Q3"
        assert found.nil == Span(date(2024, 7, 1), date(2024, 9, 30))
        return
    meant = row.get("items", [row])
    assert len(found.activities) == len(meant)
    for one, activity in zip(found.activities, meant, strict=True):
        about = {"prec": row["prec"], **activity}
        for name in FIELDS.keys() & about.keys():
            expected = LEFT_TO_BE_ASKED.get(
                (row["id"], name), MEANT.get(name, lambda same: same)(about[name])
            )
            assert FIELDS[name](one) == expected, name
        if "award" in row:
            award = row["award"]
            assert one.award_year == award["edition"]
            assert one.stage == ("gold" if award["gold"] else "won" if award["won"] else "entered")
        if row.get("enterprises"):
            check_enterprises(one, row)


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_typing_a_report_makes_a_difference(way: Callable[[str], str]) -> None:
    """Names, places and descriptions are kept as typed: they differ in capitals alone."""
    for row in SENT.values():
        assert fold(repr(read(way(row["text"])))) == fold(repr(read(row["text"]))), row["id"]


def check_enterprises(one: Told, row: dict[str, Any]) -> None:
    """Hold enterprises against a row; one told of before may be named for short, but never as another."""
    assert len(one.enterprises) == len(row["enterprises"])
    for firm, meant in zip(one.enterprises, row["enterprises"], strict=True):
        is_short = "alias_of" in meant or row["id"] == "R12"
        known = {Verdict.ASK, Verdict.SAME} if is_short else {Verdict.SAME}
        assert compare(firm.name, meant["name"]) in known
        is_told = bool(meant.get("mst")) and meant["mst"] in row["text"]
        assert firm.tax_code == (meant["mst"] if is_told else None)
        applied = {"truy xuat nguon goc": "traceability"}
        tools = {applied.get(fold(tool), fold(tool)) for tool in meant.get("tools", ())}
        assert {fold(solution) for solution in firm.solutions} == tools


def test_an_intention_is_no_word_that_only_looks_like_one() -> None:
    assert only(f"hội nghị chia sẻ, tập huấn 30 người {ON}").intended is False
    assert only(f"sau sáp nhập, tập huấn 30 người {ON}").intended is False
    assert only(f"dự kiến {ON} tập huấn 30 người").intended is True


@pytest.mark.parametrize(
    "text",
    [
        f"khảo sát chọn cty Hải Đăng xây dựng mô hình điểm {ON}",
        f"Cty Hải Đăng áp dụng ISO 9001 {ON}",
        f"chứng nhận HACCP cho cty Hải Đăng {ON}",
    ],
)
def test_a_kind_that_the_words_leave_open_is_asked(text: str) -> None:
    assert only(text).kind == reports.UNSURE


def test_more_firms_than_names_are_known_to_be_more() -> None:
    told = only(f"hỗ trợ 4 DN gồm cty Hải Đăng, cty Tiến Phát áp dụng 5S {ON}")
    assert (len(told.enterprises), told.firms) == (2, 4)


def test_no_cost_to_report_is_not_nothing_to_report() -> None:
    told = read(f"tập huấn 5S cho 30 người {ON}, không phát sinh kinh phí")
    assert not told.is_nil
    assert told.activities[0].attendances == 30


def test_a_report_may_be_begun_politely() -> None:
    assert read(f"Sở Công Thương xin báo cáo: {ON} tập huấn 5S cho 30 người").units == ("SCT",)


def test_a_list_is_several_activities_over_the_days_before_it() -> None:
    found = read("Quý II/2026 Sở CT đã: (1) tập huấn 85 lượt người; (2) hỗ trợ 4 DN; (3) phát 6 phóng sự.")
    assert found.units == ("SCT",)
    assert [one.kind for one in found.activities] == ["training", "support", "outreach"]
    assert {days(one) for one in found.activities} == {("2026-04-01", "2026-06-30")}


def test_sentences_with_days_of_their_own_are_activities_of_their_own() -> None:
    found = read(
        "Ngày 5/3/2026 tập huấn 5S cho 30 người. Ngày 7/4/2026 hỗ trợ cty Hải Đăng áp dụng ISO 9001."
    )
    assert [days(one)[0] for one in found.activities] == ["2026-03-05", "2026-04-07"]
    whole = only("Ngày 5/3/2026 tập huấn 5S cho 30 người. Kinh phí 20 triệu.")
    assert whole.cost == 20_000_000


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Sở KH&CN phối hợp Sở Công Thương tập huấn 30 người ngày 5/3/2026", ("SKHCN",)),
        ("SCT: tập huấn 30 người ngày 5/3/2026", ("SCT",)),
        ("tập huấn 30 người ngày 5/3/2026 tại Sở Công Thương", ()),
        ("phối hợp với Sở Y tế tập huấn 30 người ngày 5/3/2026", ()),
        ("UBND Ninh Phước: tập huấn 30 người ngày 5/3/2026", ("H-NINHPHUOC", "X-NINHPHUOC")),
    ],
)
def test_whose_report_it_is_stands_before_what_was_done(text: str, units: tuple[str, ...]) -> None:
    assert read(text).units == units


def test_nothing_to_report_is_said_of_its_days() -> None:
    found = read("Sở Tư pháp: quý III/2024 không phát sinh")
    assert (found.units, found.is_nil, found.activities) == (("STP",), True, ())
    assert found.nil is not None
    assert str(found.nil.first) == "2024-07-01"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mai 8h họp nhé các đ/c", reports.NO_REPORT),
        ("đã nhận, sẽ gửi sau", reports.NO_REPORT),
        ("anh cho xin mẫu biểu 2", reports.NO_REPORT),
        ("cảm ơn em", reports.NO_REPORT),
        ("hoãn lớp tập huấn 5S cho 30 người ngày 5/3/2026", reports.NOT_DONE),
        ("chưa tổ chức tập huấn 5S cho 30 người ngày 5/3/2026", reports.NOT_DONE),
        ("15 người học, chưa được cấp chứng nhận chuyên gia ngày 5/3/2026", reports.NOT_DONE),
        ("năm ngoái làm 3 dn rồi mà", reports.VAGUE),
        ("đang chuẩn bị tập huấn", reports.VAGUE),
        ("tập huấn ngày 5/3/2026 cho bao nhiêu người?", reports.NO_REPORT),
    ],
)
def test_talk_and_requests_are_no_reports(text: str, why: str) -> None:
    with pytest.raises(Unclear) as unclear:
        read(text)
    assert unclear.value.reason == why


def test_no_question_is_taken_for_a_report() -> None:
    for text, _meant in QUESTIONS:
        try:
            found = read(text)
        except Unclear:
            continue
        try:
            is_question = question(text, today=REF, units=UNITS).intent is not Intent.OTHER
        except UnclearQuestion:
            is_question = True
        assert is_question, text
        assert reports.facts(found) < 2, text
