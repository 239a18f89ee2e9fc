"""This file is which unit a name means on a day, as it is typed: one unit, or a question with choices."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.mentions import mentioned
from handlers.reading.units import EMPTY, NEAR, NOT_THEN, SEVERAL, UNKNOWN, Known, UnclearUnit, named
from handlers.replies.words import why as said
from models.planfile import read

PLAN = Path(__file__).parents[2] / "plans" / "3483"
KNOWN = [
    Known(code=one.code, name=one.name, short=one.short, first=one.first, last=one.last)
    for one in read(PLAN).units
]
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
EARLY, LATE = date(2024, 6, 1), date(2026, 11, 2)

# The six names that were a huyện to 30/6/2025 and are a xã from 01/7/2025.
DOUBLED = {
    "Bác Ái": "BACAI",
    "Ninh Hải": "NINHHAI",
    "Ninh Phước": "NINHPHUOC",
    "Ninh Sơn": "NINHSON",
    "Thuận Bắc": "THUANBAC",
    "Thuận Nam": "THUANNAM",
}


def asked(text: str, on: date) -> UnclearUnit:
    with pytest.raises(UnclearUnit) as unclear:
        named(text, KNOWN, on)
    return unclear.value


@pytest.mark.parametrize(("name", "code"), DOUBLED.items())
def test_the_day_decides_between_a_huyen_and_a_xa_of_one_name(name: str, code: str) -> None:
    for text in (name, name.upper(), name.lower(), unicodedata.normalize("NFD", name)):
        assert named(text, KNOWN, BEFORE).code == f"H-{code}"
        assert named(text, KNOWN, AFTER).code == f"X-{code}"
    assert named(f"UBND huyện {name}", KNOWN, BEFORE).code == f"H-{code}"
    assert named(f"UBND xã {name}", KNOWN, AFTER).code == f"X-{code}"


@pytest.mark.parametrize(("name", "code"), DOUBLED.items())
def test_a_sort_that_contradicts_the_day_is_asked_about_with_both(name: str, code: str) -> None:
    for sort, day, order in (
        ("huyện", AFTER, ("X", "H")),
        ("xã", BEFORE, ("H", "X")),
        ("phường", AFTER, ("X", "H")),
        ("thị trấn", BEFORE, ("H", "X")),
    ):
        unclear = asked(f"{sort} {name}", day)
        assert unclear.reason == NOT_THEN
        assert [one.code for one in unclear.choices] == [f"{kind}-{code}" for kind in order]
        assert {(one.first, one.last) for one in unclear.choices} == {
            (date(2021, 1, 1), date(2025, 6, 30)),
            (date(2025, 7, 1), None),
        }


@pytest.mark.parametrize(
    ("text", "on", "code"),
    [
        ("Sở Khoa học và Công nghệ", EARLY, "SKHCN"),
        ("so khoa hoc va cong nghe", LATE, "SKHCN"),
        ("SỞ KHOA HỌC & CÔNG NGHỆ", LATE, "SKHCN"),
        ("Sở KH&CN", LATE, "SKHCN"),
        ("sở khcn", LATE, "SKHCN"),
        ("KHCN", LATE, "SKHCN"),
        ("Số KH&CN", LATE, "SKHCN"),  # a slip of the tone: "Sở" and "số" fold to the same letters
        ("dạ Sở Công Thương ạ", LATE, "SCT"),
        ("công thương", LATE, "SCT"),
        ("CONG THUONG", LATE, "SCT"),
        (unicodedata.normalize("NFD", "Sở Công Thương"), LATE, "SCT"),
        ("Sở Nông nghiệp và Phát triển nông thôn", EARLY, "SNNPTNT"),
        ("nnptnt", EARLY, "SNNPTNT"),
        ("Sở NN&MT", LATE, "SNNMT"),
        ("Sở Lao động – Thương binh và Xã hội", EARLY, "SLDTBXH"),
        ("so ldtbxh", EARLY, "SLDTBXH"),
        ("Sở LĐ-TB&XH", EARLY, "SLDTBXH"),
        ("y tế", LATE, "SYT"),
        ("Sở  Y  tế.", LATE, "SYT"),
        ("Văn phòng UBND tỉnh", LATE, "VPUBND"),
        ("thanh tra tinh", LATE, "TTRA"),
        ("Ban Dân tộc", EARLY, "BDT"),
        ("BQL các KCN", LATE, "BQLKCN"),
        ("Liên minh HTX", LATE, "LMHTX"),
        ("hiệp hội doanh nghiệp tỉnh", LATE, "HHDN"),
        ("UBND thành phố Phan Rang - Tháp Chàm", EARLY, "TP-PRTC"),
        ("Phan Rang Tháp Chàm", BEFORE, "TP-PRTC"),
        ("TP Phan Rang-Tháp Chàm", BEFORE, "TP-PRTC"),
        ("TP.PRTC", BEFORE, "TP-PRTC"),
        ("T.P. PR-TC", EARLY, "TP-PRTC"),
        ("Phan Rang", LATE, "P-PHANRANG"),
        ("P. Phan Rang", AFTER, "P-PHANRANG"),
        ("ubnd phuong do vinh", LATE, "P-DOVINH"),
        ("ỦY BAN NHÂN DÂN PHƯỜNG ĐÔ VINH", LATE, "P-DOVINH"),
        ("uỷ ban nhân dân xã Cà Ná", LATE, "X-CANA"),
        ("x. cà ná", LATE, "X-CANA"),
        ("H.Ninh Hải", EARLY, "H-NINHHAI"),
        ("xã Bác Ái", LATE, "X-BACAI"),
        ("Bác Ái Đông", LATE, "X-BACAIDONG"),
        ("bac ai tay", LATE, "X-BACAITAY"),
        ("Phước Hà", LATE, "X-PHUOCHA"),
        ("PHƯỚC HẬU", LATE, "X-PHUOCHAU"),
        ("phuoc huu", LATE, "X-PHUOCHUU"),
        ("Xuân Hải", AFTER, "X-XUANHAI"),
    ],
)
def test_a_name_means_one_unit(text: str, on: date, code: str) -> None:
    assert named(text, KNOWN, on).code == code


@pytest.mark.parametrize(
    ("text", "on", "why", "first", "others"),
    [
        ("", LATE, EMPTY, None, 0),
        ("   ", LATE, EMPTY, None, 0),
        ("&-.", LATE, EMPTY, None, 0),
        ("Sở NN&PTNT", LATE, NOT_THEN, "SNNPTNT", None),
        ("Cà Ná", BEFORE, NOT_THEN, "X-CANA", None),
        ("xã Đông Hải", LATE, NOT_THEN, "P-DONGHAI", 0),
        ("Sở Ninh Hải", LATE, NOT_THEN, "X-NINHHAI", 1),
        ("Phan Rang Tháp Chàm", LATE, NOT_THEN, "TP-PRTC", None),
        ("xã Ninh Hair", LATE, NEAR, "X-NINHHAI", None),
        ("Sở Khoa hocj", LATE, NEAR, "SKHCN", None),
        ("khách sạn 5 sao", LATE, UNKNOWN, None, 0),
        ("qqqqqq", LATE, UNKNOWN, None, 0),
        ("x" * 4000, LATE, UNKNOWN, None, 0),
    ],
)
def test_what_stays_open_is_asked(
    text: str, on: date, why: str, first: str | None, others: int | None
) -> None:
    unclear = asked(text, on)
    assert unclear.reason == why
    assert (unclear.choices[0].code if unclear.choices else None) == first
    assert others is None or len(unclear.choices[1:]) == others
    assert len(unclear.choices) <= 5
    assert len({one.code for one in unclear.choices}) == len(unclear.choices)
    assert "{" not in said(unclear)


def test_an_ended_office_is_not_answered_with_its_heir_but_asked_about() -> None:
    choices = [one.code for one in asked("Tài nguyên và Môi trường", LATE).choices]
    assert choices[0] == "STNMT"
    assert all(named(one.name, KNOWN, LATE) == one for one in KNOWN if one.code in choices[1:])


def test_two_alive_of_one_name_are_told_apart_by_their_sort() -> None:
    twins = [
        Known("P", "UBND phường Ninh Hải", "Phường Ninh Hải", AFTER),
        Known("X", "UBND xã Ninh Hải", "Xã Ninh Hải", AFTER),
    ]
    assert named("p. Ninh Hải", twins, AFTER).code == "P"
    with pytest.raises(UnclearUnit) as unclear:
        named("Ninh Hải", twins, AFTER)
    assert unclear.value.reason == SEVERAL
    assert [one.code for one in unclear.value.choices] == ["P", "X"]


def test_every_units_own_names_mean_it_on_each_of_its_border_days() -> None:
    for one in KNOWN:
        for day in (one.first, one.last or LATE):
            for text in (one.name, one.short):
                for form in ("NFC", "NFD"):
                    assert named(unicodedata.normalize(form, text.upper()), KNOWN, day) == one


def test_a_choices_code_fits_on_a_button() -> None:
    assert max(len(one.code.encode()) for one in asked("huyện Ninh Hải", AFTER).choices) <= 24


@given(st.text(max_size=60), st.dates(date(2020, 1, 1), date(2031, 1, 1)))
def test_any_text_means_a_unit_of_the_day_or_is_asked_about(text: str, on: date) -> None:
    try:
        found = named(text, KNOWN, on)
    except UnclearUnit:
        return
    assert found.first <= on <= (found.last or on)


def test_what_people_call_a_unit_is_its_name_too() -> None:
    known = [
        one._replace(also=("Nhà máy nước", "Sở Thương mại")) if one.code == "SCT" else one for one in KNOWN
    ]
    for text in ("nha may nuoc", "Sở Thương mại", "so thuong mai"):
        assert named(text, known, LATE).code == "SCT"
        (mention,) = mentioned(f"báo cáo của {text} quý 3", known)
        assert [one.code for one in mention.units] == ["SCT"]
    assert mentioned("nhà máy sợi báo cáo", known) == []
