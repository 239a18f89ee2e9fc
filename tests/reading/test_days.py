"""This file is any day and any span, however it is spelt: what is read of it is what was meant."""

import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.days import Span, days
from handlers.reading.text import fold
from tests.reading.test_rows import REF

WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))

SPELLINGS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day}/{day.month}/{day.year}",
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"ngày {day.day} tháng {day.month} năm {day.year}",
    lambda day: f"sáng ngày {day.day}/{day.month}/{day.year}",
    lambda day: f"{WEEKDAYS[day.weekday()]}, {day.day}/{day.month}/{day.year}",
    lambda day: f"{day.day} thg {day.month} năm {day.year}",
    lambda day: f"dạ vào ngày {day.day:02}/{day.month:02}/{day.year} ạ",
)
SPANS: tuple[Callable[[date, date], str], ...] = (
    lambda first, last: f"{first:%d/%m/%Y}-{last:%d/%m/%Y}",
    lambda first, last: f"{first:%d/%m/%Y} – {last:%d/%m/%Y}",
    lambda first, last: f"từ {first.day}/{first.month}/{first.year} đến {last.day}/{last.month}/{last.year}",
    lambda first, last: f"từ ngày {first:%d/%m/%Y} đến hết ngày {last:%d/%m/%Y}",
    lambda first, last: (
        f"từ ngày {first.day} tháng {first.month} năm {first.year} "
        f"đến ngày {last.day} tháng {last.month} năm {last.year}"
    ),
    lambda first, last: f"{first:%d.%m.%Y} tới {last:%d.%m.%Y}",
)


@pytest.mark.parametrize("spell", SPELLINGS)
@given(day=DAYS)
def test_a_day_is_read_however_it_is_spelt(spell: Callable[[date], str], day: date) -> None:
    for text in (spell(day), fold(spell(day)), spell(day).upper(), unicodedata.normalize("NFD", spell(day))):
        assert days(text, today=REF) == Span(day, day), text


@pytest.mark.parametrize("spell", SPANS)
@given(first=DAYS.filter(lambda day: day.year < 2100), length=st.integers(1, 365))
def test_a_span_is_never_cut_to_one_of_its_days(
    spell: Callable[[date, date], str], first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    text = spell(first, last)
    assert days(text, today=REF) == days(fold(text), today=REF) == Span(first, last), text
