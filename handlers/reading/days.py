"""This file is days as Vietnamese type them: 24/11/2026, 15-16/5, "từ 7 đến 11/10", "tháng 10/2025"."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.reading.text import brief, spoken
from handlers.reading.unclear import N_, Unclear

NOT_DAYS = N_(
    "“{text}” does not give exact days. Please enter days of the solar calendar, "
    "for example 24/11/2026 or 15-16/5/2026."
)
SEVERAL = N_(
    "“{text}” gives separate days. Please enter one day, or from when to when, for example 15-16/5/2026, "
    "or report each day as an activity of its own."
)
NO_SUCH_DAY = N_(
    "There is no day {day}. Please check it: first the day, then the month, for example 24/11/2026."
)
WHICH_YEAR = N_("Which year is “{text}”? Please enter it too, for example 24/11/2026.")
WRONG_YEAR = N_("The year {year} can't be right: it must be from {earliest} to {latest}. Please check it.")
BACKWARDS = N_("{first} comes after {last}. Please enter the first day first, for example 15-16/5/2026.")
TOO_LONG = N_("From {first} to {last} is more than a year. Please check it.")

EARLIEST, LATEST = 2000, 2100
LONGEST = 366

# The whole message, folded, and how many days ago that is.
DAYS_AGO = {"hom nay": 0, "ngay hom nay": 0, "hom qua": 1, "ngay hom qua": 1, "hom kia": 2}
# "Hôm kìa" is a day before "hôm kia", and folds alike.
LOOKALIKES = ("kìa",)

# The many spellings of days become one: 15/5/2026-16/5/2026. In this order.
SPELLINGS = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"\bvao (?=ngay |[0-9])", ""),
        (r"\bngay (?=[0-9])", ""),
        (r"(?<=[0-9]) ?(?:[/.]|\bthang\b|\bthg\b) ?(?=[0-9])", "/"),
        (r"(?<=[0-9]),? nam (?=[0-9]{4}(?![0-9]))", "/"),
        (r"(?<![0-9/-])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9/-])", r"\3/\2/\1"),
        (r"(?<![0-9/])([0-9]{1,2}) ?- ?([0-9]{1,2}) ?- ?([0-9]{4})(?![0-9/])", r"\1/\2/\3"),
        (r" ?(?:[-=]>|→|-|\bden het\b|\bden\b|\btoi\b) ?(?:ngay )?(?=[0-9])", "-"),
    )
)
# "Từ" without an end ("từ 5/9") is no day: it goes with a span only.
ONE_DAY = re.compile(r"(?P<last>[0-9]{1,2}/[0-9]{1,2}(?:/(?:[0-9]{4}|[0-9]{2}))?)")
FROM_TO = re.compile(
    r"(?:tu )?(?P<first>[0-9]{1,2}(?:/[0-9]{1,2}(?:/(?:[0-9]{4}|[0-9]{2}))?)?)-" + ONE_DAY.pattern
)
# Known no more exactly than this: kept as all the days of it, never as its first.
WHOLE = re.compile(r"(?:trong |ca )?(?:thang (?P<month>[0-9]{1,2})/|nam )(?P<year>[0-9]{4})")
SEPARATE = re.compile(r"(?:[0-9]|\bhom [a-z]+)(?: ?(?:[,;&+]|\bva\b) ?| )(?:ngay )?(?:[0-9]|hom )")


@dataclass(frozen=True)
class Span:
    """The days from `first` to `last`, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Typed:
    """A day as far as it was typed: "15", "15/5" or "15/5/2026"."""

    day: int
    month: int | None = None
    year: int | None = None

    def __str__(self) -> str:
        return "/".join(str(part) for part in (self.day, self.month, self.year) if part is not None)


def days(text: str, *, today: date) -> Span:
    """Read a day or a span; without a year it is this year's, if it has come. Raises Unclear."""
    try:
        return _span(text, today)
    except Unclear as unclear:
        raise Unclear(unclear.reason, **{"text": brief(text), **unclear.values}) from None


def _span(text: str, today: date) -> Span:
    words = spoken(text)
    if words in DAYS_AGO:
        return _ago(text, today - timedelta(days=DAYS_AGO[words]))
    words = _respelled(words)
    whole = WHOLE.fullmatch(words)
    if whole:
        return _whole(int(whole["year"]), int(whole["month"]) if whole["month"] else None)
    found = ONE_DAY.fullmatch(words) or FROM_TO.fullmatch(words)
    if not found:
        raise Unclear(SEVERAL if SEPARATE.search(words) else NOT_DAYS)
    last = _typed(found["last"])
    first = _typed(found.groupdict().get("first") or found["last"])
    return _checked(*_dated(first, last, today))


def _ago(text: str, day: date) -> Span:
    written = unicodedata.normalize("NFC", text).casefold()
    if any(word in written for word in LOOKALIKES):
        raise Unclear(NOT_DAYS)
    return Span(day, day)


def _whole(year: int, month: int | None) -> Span:
    """Give all the days of a month or of a year."""
    first, last = _on(Typed(1, month or 1, year)), _on(Typed(1, month or 12, year))
    return Span(first, last.replace(day=monthrange(year, last.month)[1]))


def _respelled(words: str) -> str:
    for pattern, spelling in SPELLINGS:
        words = pattern.sub(spelling, words)
    return words


def _typed(written: str) -> Typed:
    day, *rest = (int(part) for part in written.split("/"))
    if len(rest) == 2 and rest[1] < 100:
        rest[1] += 2000
    return Typed(day, *rest)


def _dated(first: Typed, last: Typed, today: date) -> tuple[date, date]:
    """Fill in what one end left to the other: the month, the year."""
    month = last.month if first.month is None else first.month
    first_year, last_year = first.year or last.year, last.year or first.year
    first, last = Typed(first.day, month, first_year), Typed(last.day, last.month, last_year)
    return (_on(first), _on(last)) if last_year else _this_year(first, last, today)


def _on(typed: Typed) -> date:
    """Find the day in the calendar. Raises Unclear if it isn't there."""
    year, month = typed.year or 0, typed.month or 0
    if not EARLIEST <= year <= LATEST:
        raise Unclear(WRONG_YEAR, year=str(year), earliest=str(EARLIEST), latest=str(LATEST))
    try:
        return date(year, month, typed.day)
    except ValueError:
        raise Unclear(NO_SUCH_DAY, day=str(typed)) from None


def _this_year(first: Typed, last: Typed, today: date) -> tuple[date, date]:
    """Take days of this year that have come. Of those ahead, an estimate or last year's, it asks."""
    begin, end = (_on(Typed(typed.day, typed.month, today.year)) for typed in (first, last))
    if end > today:
        raise Unclear(WHICH_YEAR)
    return begin, end


def _checked(first: date, last: date) -> Span:
    if first > last:
        raise Unclear(BACKWARDS, first=first, last=last)
    if (last - first).days >= LONGEST:
        raise Unclear(TOO_LONG, first=first, last=last)
    return Span(first, last)
