"""This file is what the readers make of what officers type: a value, or a question, never a guess."""

import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.days import Span, days
from handlers.reading.legal_form import legal_form
from handlers.reading.money import dong
from handlers.reading.numbers import count
from handlers.reading.taxcode import parent, tax_code
from handlers.reading.text import fold, tidy
from handlers.reading.unclear import Unclear

TODAY = date(2026, 11, 2)  # a Monday
PEOPLE = ("nguoi", "luot", "hoc vien")


def people(text: str) -> int:
    return count(text, nouns=PEOPLE)


def on(text: str) -> Span:
    return days(text, today=TODAY)


def d(day: int, month: int, year: int = 2026) -> date:
    return date(year, month, day)


NUMBERS = {
    "42": 42,
    "0": 0,
    "05": 5,
    "1250": 1250,
    "1.250": 1250,
    "42 người": 42,
    "42 lượt": 42,
    "Dạ 42 ạ": 42,
    "vâng, 42 người ạ": 42,
    "không có": 0,
    "KHONG": 0,
    "100.000": 100_000,
}
NO_NUMBERS = (
    "1,5",
    "1,250",
    "1.25",
    "12.50",
    "1.2500",
    "-5",
    "40-45",
    "40 đến 45",
    "3 lớp, 120 người",
    "42 lớp",
    "khoảng 40",
    "tầm 40",
    "hơn 40",
    "gan 40",
    "~40",
    "40+",
    "đông lắm",
    "100.001",
    "9" * 400,
    "42%",
    "",
)
AMOUNTS = {
    "45tr": 45_000_000,
    "45 triệu": 45_000_000,
    "45 TRIỆU ĐỒNG": 45_000_000,
    "45trđ": 45_000_000,
    "45 trđ": 45_000_000,
    "45.000.000đ": 45_000_000,
    "45.000.000 đồng": 45_000_000,
    "45.000.000": 45_000_000,
    "45,000,000": 45_000_000,
    "45000000": 45_000_000,
    "350k": 350_000,
    "350 nghìn": 350_000,
    "350 ngàn đồng": 350_000,
    "350.000": 350_000,
    "1,2 tỷ": 1_200_000_000,
    "1.2 tỉ": 1_200_000_000,
    "1 tỷ 2": 1_200_000_000,
    "1 tỷ 250 triệu": 1_250_000_000,
    "1 ty 200tr": 1_200_000_000,
    "2tr5": 2_500_000,
    "12,5 triệu": 12_500_000,
    "1.250 triệu": 1_250_000_000,
    "1.250,5 triệu": 1_250_500_000,
    "1.25 tỷ": 1_250_000_000,
    "dạ 58 triệu ạ": 58_000_000,
    "15.000 đồng": 15_000,
    "5.000 đồng": 5_000,
    "0": 0,
    "0 đồng": 0,
    "không có kinh phí": 0,
}
NO_AMOUNTS = (
    "58",
    "1.250",
    "1,5",
    "1,250 triệu",
    "1 tỷ 25",
    "1 tỷ 2 tỷ",
    "2 triệu 5 tỷ",
    "45-50 triệu",
    "45 triệu hoặc 50 triệu",
    "khoảng 45 triệu",
    "ước 45 triệu",
    "100 USD",
    "$100",
    "45 triệu (NSNN)",
    "nhiều lắm",
    "1,2345 triệu",
    "0,5 đồng",
    "99999 tỷ",
    "",
)
DAYS = {
    "24/10/2026": (d(24, 10), d(24, 10)),
    "24-10-2026": (d(24, 10), d(24, 10)),
    "24.10.2026": (d(24, 10), d(24, 10)),
    "24/10/26": (d(24, 10), d(24, 10)),
    "24 / 10 / 2026": (d(24, 10), d(24, 10)),
    "2026-10-24": (d(24, 10), d(24, 10)),
    "ngày 24 tháng 10 năm 2026": (d(24, 10), d(24, 10)),
    "24 tháng 10": (d(24, 10), d(24, 10)),
    "tháng 10/2025": (date(2025, 10, 1), date(2025, 10, 31)),
    "trong tháng 2 năm 2024": (date(2024, 2, 1), date(2024, 2, 29)),
    "thang 2 nam 2025": (date(2025, 2, 1), date(2025, 2, 28)),
    "năm 2022": (date(2022, 1, 1), date(2022, 12, 31)),
    "cả năm 2024": (date(2024, 1, 1), date(2024, 12, 31)),
    "24/10": (d(24, 10), d(24, 10)),
    "2/11": (TODAY, TODAY),
    "hôm nay": (TODAY, TODAY),
    "hom qua": (d(1, 11), d(1, 11)),
    "hôm kia": (d(31, 10), d(31, 10)),
    "15-16/5": (d(15, 5), d(16, 5)),
    "15-16/5/2023": (d(15, 5, 2023), d(16, 5, 2023)),
    "15/5-16/5/2026": (d(15, 5), d(16, 5)),
    "28/2 - 3/3/2026": (d(28, 2), d(3, 3)),
    "từ 7 đến 11/10": (d(7, 10), d(11, 10)),
    "từ ngày 7/10 đến ngày 11/10/2026": (d(7, 10), d(11, 10)),
    "7->11/10": (d(7, 10), d(11, 10)),
    "28/12/2025 - 3/1/2026": (d(28, 12, 2025), d(3, 1)),
    "29/2/2024": (d(29, 2, 2024), d(29, 2, 2024)),
    "20/12/2026": (d(20, 12), d(20, 12)),
    "quý II/2024": (date(2024, 4, 1), date(2024, 6, 30)),
    "quy 3 nam 2025": (date(2025, 7, 1), date(2025, 9, 30)),
    "Quý IV-2025": (date(2025, 10, 1), date(2025, 12, 31)),
    "6 tháng đầu năm 2024": (date(2024, 1, 1), date(2024, 6, 30)),
    "6 tháng cuối năm 2024": (date(2024, 7, 1), date(2024, 12, 31)),
    "9 thang dau nam 2026": (date(2026, 1, 1), date(2026, 9, 30)),
    "3 tháng cuối năm 2025": (date(2025, 10, 1), date(2025, 12, 31)),
    "sáng 15/10": (d(15, 10), d(15, 10)),
    "chiều ngày 15/10/2026": (d(15, 10), d(15, 10)),
    "vào sáng 15/10": (d(15, 10), d(15, 10)),
    "sáng nay": (TODAY, TODAY),
    "chiều qua": (d(1, 11), d(1, 11)),
    "thứ 5 tuần trước": (d(29, 10), d(29, 10)),
    "thứ năm tuần rồi": (d(29, 10), d(29, 10)),
    "chủ nhật tuần trước": (d(1, 11), d(1, 11)),
    "thứ sáu tuần này": (d(6, 11), d(6, 11)),
    "thứ năm, 15/10/2026": (d(15, 10), d(15, 10)),
    "thứ 5 ngày 15/10": (d(15, 10), d(15, 10)),
}
NO_DAYS = (
    "thứ năm",  # of which week
    "thứ sáu ngày 15/10",  # a Thursday
    "thứ năm, 15-16/10",
    "quý V/2024",
    "quý II",
    "6 tháng đầu năm",
    "7 tháng đầu năm 2024",
    "tối 15/10",  # folds like "tới 15/10", until then
    "sáng thứ năm",
    "3/11",  # tomorrow: this year or the last is a question
    "31/2",
    "32/1/2026",
    "24/13/2026",
    "29/2/2026",
    "5/9/1999",
    "5/9/2101",
    "16-15/5",
    "28/12 - 3/1/2026",
    "1/1/2024 - 31/12/2025",
    "3/5 và 7/5",
    "3/5, 7/5",
    "24-11",
    "cuối tháng 8",
    "đầu năm",
    "tháng 9",
    "T9/2025",
    "quý III",
    "tuần trước",
    "mùng 5 Tết",
    "15 âm lịch",
    "năm ngoái",
    "lâu rồi",
    "",
)
# The invented and public codes of the domain notes; 0100233480 fails the check digit.
CODES = {
    "4590001385": "4590001385",
    "MST: 459 000 1385": "4590001385",
    "mst 4590001385": "4590001385",
    "4590.001.385": "4590001385",
    "0314409058-002": "0314409058-002",
    "0314409058002": "0314409058-002",
}
NO_CODES = ("0100233480", "123456789", "012345678901", "12345", "0314409058-000", "chưa có", "")


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        *((people, text, value) for text, value in NUMBERS.items()),
        *((dong, text, value) for text, value in AMOUNTS.items()),
        *((on, text, Span(*ends)) for text, ends in DAYS.items()),
        *((tax_code, text, value) for text, value in CODES.items()),
    ],
)
def test_a_clear_word_is_read_however_it_is_written(
    read: Callable[[str], Any], text: str, value: object
) -> None:
    for written in (text, text.upper(), unicodedata.normalize("NFD", text), f"  {text} "):
        assert read(written) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        *((people, text) for text in NO_NUMBERS),
        *((dong, text) for text in NO_AMOUNTS),
        *((on, text) for text in NO_DAYS),
        *((tax_code, text) for text in NO_CODES),
    ],
)
def test_a_doubtful_word_is_asked_and_never_guessed(read: Callable[[str], Any], text: str) -> None:
    for written in (text, text.upper(), unicodedata.normalize("NFD", text)):
        with pytest.raises(Unclear):
            read(written)


@given(st.integers(min_value=10_000, max_value=10**12))
def test_any_amount_written_the_vietnamese_way_is_read_back(amount: int) -> None:
    grouped = f"{amount:,}".replace(",", ".")
    for written in (grouped, f"{grouped} đồng", f"{grouped}đ", str(amount)):
        assert dong(written) == amount


@given(st.integers(min_value=1, max_value=9_999))
def test_millions_and_billions_agree(millions: int) -> None:
    assert dong(f"{millions}tr") == dong(f"{millions} triệu") == millions * 10**6
    if millions % 1000 == 0:
        assert dong(f"{millions // 1000} tỷ") == millions * 10**6


@given(st.dates(min_value=date(2021, 1, 1), max_value=date(2030, 12, 31)))
def test_any_day_is_read_back_from_each_way_of_writing_it(day: date) -> None:
    ways = (
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        day.isoformat(),
        f"{day.day}-{day.day}/{day.month}/{day.year}",
    )
    assert {on(way) for way in ways} == {Span(day, day)}


@given(st.dates(min_value=date(2021, 1, 1), max_value=date(2030, 12, 30)))
def test_a_day_without_its_year_is_this_years_and_never_ahead(today: date) -> None:
    day = today - timedelta(days=1)
    if day.year == today.year:
        assert days(f"{day.day}/{day.month}", today=today) == Span(day, day)
    ahead = today + timedelta(days=1)
    if ahead.year == today.year:
        with pytest.raises(Unclear):
            days(f"{ahead.day}/{ahead.month}", today=today)


@given(st.text(max_size=60))
def test_no_reader_breaks_on_anything_that_can_be_typed(text: str) -> None:
    for read in (people, dong, on, tax_code):
        try:
            read(text)
        except Unclear as unclear:
            unclear.reason.format(**unclear.values)


def test_no_reader_is_slow_on_the_longest_message() -> None:
    for read in (people, dong, on, tax_code):
        for text in ("1" * 4096, "1." * 2048, "1 tr " * 800, "1/" * 2048, " " * 4095 + "x"):
            with pytest.raises(Unclear):
                read(text)


def test_text_is_kept_composed_and_compared_folded() -> None:
    assert tidy("Tie\u0302\u0301n\u00a0\u00a0độ \u200b\r\nquý III \x07") == "Tiến độ\nquý III"
    assert fold("ĐỒNG Ý, Hòa = Hoà") == "dong y, hoa = hoa"


def test_a_branch_belongs_to_its_parent() -> None:
    assert parent("0314409058-002") == "0314409058"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Công ty TNHH Hải Đăng", "company"),
        ("cty cp muối", "company"),
        ("DNTN Biển Xanh", "company"),
        ("HTX Nho xanh", "cooperative"),
        ("Hợp tác xã Táo", "cooperative"),
        ("Hộ kinh doanh Bà Sáu", "household"),
        ("HTXanh", None),
        ("Hải Đăng", None),
    ],
)
def test_the_legal_form_is_told_by_the_first_words(name: str, form: str | None) -> None:
    assert legal_form(name) == form
