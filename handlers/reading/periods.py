"""This file is the spans that people ask about: "năm nay", "quý trước", "6 tháng đầu năm", "gđ 2021-2025"."""

import re
from calendar import monthrange
from datetime import date, timedelta

from handlers.reading.days import EARLIEST, LATEST, QUARTERS, WRONG_YEAR, Span, days
from handlers.reading.text import brief, spoken
from handlers.reading.unclear import N_, Unclear

NOT_BEGUN = N_("“{text}” has not begun this year. Which year is meant?")
BACKWARDS = N_("{first} comes after {last}. Please enter the first year first, for example 2021-2025.")

# How many years ago, folded. "Năm trước" in a question is the last one.
YEARS_AGO = {"nay": 0, "hien tai": 0, "ngoai": 1, "truoc": 1, "qua": 1, "kia": 2}
LAST = frozenset({"truoc", "roi", "qua", "vua roi", "vua qua"})
YEAR = r"(?:nam )?(?P<year>[0-9]{4}|(?<=nam )(?:nay|hien tai|ngoai|truoc|qua|kia))"
WHICH = r"(?P<which>nay|truoc|roi|vua roi|vua qua)"
LEADING = re.compile(r"(?:trong |ca |cua |ky |o )*")
WHOLE_YEAR = re.compile(rf"(?=nam |[0-9]{{4}}$){YEAR}")
OF_YEAR = rf"(?: ?[/-] ?| |$)(?:{YEAR})?"
QUARTER = re.compile(rf"(?:quy|q) ?(?:(?P<number>[1-4]|iv|i{{1,3}}){OF_YEAR}|{WHICH})")
MONTH = re.compile(rf"(?:thang|t) ?(?:(?P<number>[0-9]{{1,2}}){OF_YEAR}|{WHICH})")
MONTHS = re.compile(rf"(?P<count>[369]|sau|ba|chin) thang (?P<end>dau|cuoi)(?: nam$| {YEAR}|$)")
WEEK = re.compile(rf"tuan {WHICH}")
SO_FAR = re.compile(r"tu dau nam(?: nay)?(?: (?:den|toi) (?:nay|gio))?")
YEARS = re.compile(
    r"(?:giai doan|gd)? ?(?:tu )?(?:nam )?(?P<first>[0-9]{4}) ?(?:-|den) ?(?:nam )?(?P<last>[0-9]{4})"
)
COUNTS = {"sau": 6, "ba": 3, "chin": 9}


def period(text: str, *, today: date) -> Span:
    """Read a span to ask about, whole days of the calendar. Raises Unclear.

    Without a year a quarter or month is this year's, if it has begun.
    """
    words = LEADING.sub("", spoken(text), count=1)
    try:
        found = _named(words, today)
    except Unclear as unclear:
        raise Unclear(unclear.reason, **{"text": brief(text), **unclear.values}) from None
    return found or days(text, today=today)


def _named(words: str, today: date) -> Span | None:
    if SO_FAR.fullmatch(words):
        return Span(date(today.year, 1, 1), today)
    if found := WHOLE_YEAR.fullmatch(words):
        return _months(_year(found["year"], today), 1, 12)
    if found := YEARS.fullmatch(words):
        return _years(int(found["first"]), int(found["last"]))
    if found := QUARTER.fullmatch(words):
        return _part(found, today, length=3)
    if found := MONTH.fullmatch(words):
        return _part(found, today, length=1)
    if found := MONTHS.fullmatch(words):
        count = COUNTS.get(found["count"]) or int(found["count"])
        first, last = (1, count) if found["end"] == "dau" else (13 - count, 12)
        return _begun(_months(_year(found["year"], today), first, last), found["year"], today)
    if found := WEEK.fullmatch(words):
        monday = today - timedelta(days=today.weekday() + (7 if found["which"] in LAST else 0))
        return Span(monday, monday + timedelta(days=6))
    return None


def _part(found: re.Match[str], today: date, *, length: int) -> Span | None:
    """Give a quarter or a month: by its number, or this and the last one."""
    if found["which"]:
        number = (today.month - 1) // length - (found["which"] in LAST)
        year, number = today.year + number // (12 // length), number % (12 // length)
        return _months(year, number * length + 1, (number + 1) * length)
    number = QUARTERS.get(found["number"]) or int(found["number"])
    if not 1 <= number <= 12 // length:
        return None
    span = _months(_year(found["year"], today), (number - 1) * length + 1, number * length)
    return _begun(span, found["year"], today)


def _begun(span: Span, year: str | None, today: date) -> Span:
    if year is None and span.first > today:
        raise Unclear(NOT_BEGUN)
    return span


def _year(words: str | None, today: date) -> int:
    if words is None:
        return today.year
    return int(words) if words.isdecimal() else today.year - YEARS_AGO[words]


def _months(year: int, first: int, last: int) -> Span:
    if not EARLIEST <= year <= LATEST:
        raise Unclear(WRONG_YEAR, year=str(year), earliest=str(EARLIEST), latest=str(LATEST))
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _years(first: int, last: int) -> Span:
    if first > last:
        raise Unclear(BACKWARDS, first=str(first), last=str(last))
    return Span(_months(first, 1, 12).first, _months(last, 1, 12).last)
