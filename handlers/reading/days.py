"""This file is days as Vietnamese type them: 24/11/2026, 15-16/5, "từ 7 đến 11/10", "quý II/2025"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.reading import weekdays
from handlers.reading.text import brief, spoken, tidy
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
OTHER_WEEKDAY = N_("{day} falls on another weekday. Please check it.")
TOO_LONG = N_("From {first} to {last} is more than a year. Please check it.")

EARLIEST, LATEST = 2000, 2100
LONGEST = 366

# The whole message, folded, and how many days ago that is.
DAYS_AGO = {
    "hom nay": 0, "ngay hom nay": 0, "sang nay": 0, "chieu nay": 0, "sang hom nay": 0, "chieu hom nay": 0,
    "hom qua": 1, "ngay hom qua": 1, "chieu qua": 1, "sang hom qua": 1, "chieu hom qua": 1,
    "hom kia": 2,
}  # fmt: skip
# "Hôm kìa" is a day before "hôm kia", and folds alike: without marks nobody can tell.
LOOKALIKES = ("kìa", "hom kia")

# The many spellings of days become one: 15/5/2026-16/5/2026. In this order.
SPELLINGS = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"\bvao (?=ngay |[0-9]|sang|trua|chieu)", ""),
        (r"\b(?:buoi )?(?:sang|trua|chieu)(?: ngay)? (?=[0-9])", ""),
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
WHOLE = re.compile(
    r"(?:trong |ca )?"
    r"(?:thang (?P<month>[0-9]{1,2})/"
    r"|quy (?P<quarter>[1-4]|iv|i{1,3}) ?(?:[/-]|nam)? ?"
    r"|(?P<months>[369]) thang (?P<end>dau|cuoi) (?:nam )?"
    r"|nam )(?P<year>[0-9]{4})"
)
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
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
    if (day := weekdays.of_a_week(text, today=today)) is not None:
        return Span(day, day)
    weekday, rest = weekdays.parted(text)
    if weekday is not None:
        return _agreeing(_span(rest, today), weekday)
    words = _respelled(words)
    whole = WHOLE.fullmatch(words)
    if whole:
        return _whole(int(whole["year"]), *_months(whole))
    found = ONE_DAY.fullmatch(words) or FROM_TO.fullmatch(words)
    if not found:
        raise Unclear(SEVERAL if SEPARATE.search(words) else NOT_DAYS)
    last = _typed(found["last"])
    first = _typed(found.groupdict().get("first") or found["last"])
    return _checked(*_dated(first, last, today))


def _ago(text: str, day: date) -> Span:
    written = " ".join(tidy(text).casefold().split())
    if any(word in written for word in LOOKALIKES):
        raise Unclear(NOT_DAYS)
    return Span(day, day)


def _agreeing(span: Span, weekday: int) -> Span:
    """Hold the weekday that was typed against the day beside it. Raises Unclear where they disagree."""
    if span.first != span.last or span.first.weekday() != weekday:
        raise Unclear(OTHER_WEEKDAY, day=span.first)
    return span


def _months(whole: re.Match[str]) -> tuple[int, int]:
    """Give the first and the last month of a month, a quarter, some months of a year, or all of it."""
    if whole["month"]:
        return int(whole["month"]), int(whole["month"])
    if whole["quarter"]:
        quarter = QUARTERS.get(whole["quarter"]) or int(whole["quarter"])
        return 3 * quarter - 2, 3 * quarter
    if whole["months"]:
        months = int(whole["months"])
        return (1, months) if whole["end"] == "dau" else (13 - months, 12)
    return 1, 12


def _whole(year: int, month: int, until: int) -> Span:
    """Give all the days from a month to a month of a year."""
    first, last = _on(Typed(1, month, year)), _on(Typed(1, until, year))
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
