"""This file is what a consolidated report is of: a kind, a year, and the days that they mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.rules.spans import SPANS, Span, SpanName


class LetterKind(StrEnum):
    """What a consolidated report may be of. The first seven are the codes of the plan's rounds."""

    QUARTER_1 = "Q1"
    QUARTER_2 = "Q2"
    QUARTER_3 = "Q3"
    QUARTER_4 = "Q4"
    HALF = "6T"
    NINE_MONTHS = "9T"
    YEAR = "NAM"
    MIDTERM = "SK"
    FINAL = "TK"


QUARTERS = (LetterKind.QUARTER_1, LetterKind.QUARTER_2, LetterKind.QUARTER_3, LetterKind.QUARTER_4)
# Those of several years.
PHASES = (LetterKind.MIDTERM, LetterKind.FINAL)
# Which days, where the plan has no round of that code.
NAMES: Mapping[LetterKind, SpanName] = {
    LetterKind.QUARTER_1: SpanName.QUARTER_1,
    LetterKind.QUARTER_2: SpanName.QUARTER_2,
    LetterKind.QUARTER_3: SpanName.QUARTER_3,
    LetterKind.QUARTER_4: SpanName.QUARTER_4,
    LetterKind.HALF: SpanName.HALF_1,
    LetterKind.NINE_MONTHS: SpanName.NINE_MONTHS,
    LetterKind.YEAR: SpanName.CALENDAR_YEAR,
}


@dataclass(frozen=True, kw_only=True)
class Of:
    """What one report is of: for a report of several years, `year` is their last."""

    kind: LetterKind
    year: int
    span: Span


def usual_span(kind: LetterKind, year: int) -> Span:
    (month, day, back), (last_month, last_day, last_back) = SPANS[NAMES[kind]]
    return Span(date(year + back, month, day), date(year + last_back, last_month, last_day))


def year_before(span: Span, on: date) -> Span:
    """Give the same days of the year before, as far as this year's have come by a day."""
    return Span(_a_year_back(span.first), _a_year_back(min(on, span.last)))


def years_in(span: Span) -> Iterator[Span]:
    for year in range(span.first.year, span.last.year + 1):
        yield Span(max(span.first, date(year, 1, 1)), min(span.last, date(year, 12, 31)))


def _a_year_back(day: date) -> date:
    """29 February has its like in the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
