"""This file is days to come as Vietnamese type them, with an hour perhaps: "16h ngày 20/12", "ngày mai"."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from handlers.reading import days
from handlers.reading.text import brief, spoken
from handlers.reading.unclear import N_, Unclear

ONE_DAY = N_("One day is asked for here, not several.")
NO_SUCH_HOUR = N_("There is no hour “{text}”. Please enter an hour from 0:00 to 23:59, for example 16:30.")
SEVERAL_HOURS = N_("“{text}” gives more than one hour. Please enter one, for example 16h ngày 20/12/2026.")
WHICH_HALF = N_("Is “{text}” in the morning or in the afternoon? Please enter it, for example 15:30.")

# Folded. What lies further ahead than this is asked for with its year.
TOMORROW = ("mai", "ngay mai", "sang mai", "chieu mai")
NEAR = timedelta(days=183)

# 16h, 16h30, 16 giờ 30 phút, 16:30; and which half of the day.
HOUR = re.compile(
    r"(?:\b(?:vao |luc |truoc )*)"
    r"(?<![0-9/:.-])(?P<hour>[0-9]{1,2}) ?(?:(?:gio|h)(?![a-z])|:(?=[0-9]{2})) ?"
    r"(?P<minute>[0-9]{2}(?![0-9/.-]))? ?(?:phut|p(?![a-z]))?"
    r"(?: ?(?P<half>sang|trua|chieu|toi)(?![a-z]))?"
)
AFTERNOON = ("chieu", "toi")


@dataclass(frozen=True)
class Moment:
    """A day, and the hour that was typed with it, if one was."""

    day: date
    at: time | None


def moment(text: str, *, today: date) -> Moment:
    """Read a day with or without an hour; without a year it is the next such day. Raises Unclear."""
    words = spoken(text)
    hours = list(HOUR.finditer(words))
    if len(hours) > 1:
        raise Unclear(SEVERAL_HOURS, text=brief(text))
    at = _hour(hours[0], text) if hours else None
    rest = HOUR.sub(" ", words).strip(" ,;-")
    return Moment(_day(" ".join(rest.split()), text, today), at)


def _hour(found: re.Match[str], text: str) -> time:
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half in AFTERNOON and hour < 12:
        hour += 12
    if (half is None and 1 <= hour <= 6) or (half == "trua" and not 11 <= hour <= 13):
        raise Unclear(WHICH_HALF, text=brief(text))
    try:
        return time(hour, minute)
    except ValueError:
        raise Unclear(NO_SUCH_HOUR, text=brief(found[0])) from None


def _day(words: str, text: str, today: date) -> date:
    if words in TOMORROW:
        return today + timedelta(days=1)
    if words in days.DAYS_AGO:
        return _one(words, text, today)
    found = _one(words, text, _end_of(today.year))
    if found >= today:
        return found
    following = _one(words, text, _end_of(today.year + 1))
    if following == found or following - today <= NEAR:
        return following
    raise Unclear(days.WHICH_YEAR, text=brief(text))


def _one(words: str, text: str, until: date) -> date:
    """Read one day. `until` is the last that may go without its year: it is that day's year."""
    try:
        span = days.days(words, today=until)
    except Unclear as unclear:
        raise Unclear(unclear.reason, **{**unclear.values, "text": brief(text)}) from None
    if span.first != span.last:
        raise Unclear(ONE_DAY)
    return span.last


def _end_of(year: int) -> date:
    return date(year, 12, 31)
