"""This file is cells of a sheet as a person would have typed them in the chat, or why they can't be."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from unicodedata import is_normalized

from handlers.reading import days
from handlers.reading.text import tidy
from handlers.reading.unclear import N_, Unclear

TRUTH = N_("TRUE or FALSE can't be taken here. Please write it out, or choose from the list.")
AN_HOUR = N_("Hours can't be taken here. Please enter it without an hour.")
ONE_DAY = N_("Please enter one day in each cell, for example 24/11/2026.")
NO_DAY = N_(
    "The number {number} is no day. Please write it as 24/11/2026, or give the cell the look of a day."
)
A_DAY = N_(
    "A day can't be taken here: Excel has turned what was typed into {day}. Please type it again as text."
)
AN_ERROR = N_("The formula in this cell gives an error. Please enter the value itself.")
NOT_WORKED_OUT = N_(
    "The formula in this cell was never worked out. Please open the file in Excel"
    " and save it, or enter the value."
)
TOO_LONG = N_("This cell holds far more letters than can be taken. Please shorten it.")
BROKEN = {"error": AN_ERROR, "formula": NOT_WORKED_OUT, "long": TOO_LONG}
# No answer is more than half as long. Excel itself takes 32,767, and reading one goes over it a dozen times.
MOST_LETTERS = 1_000
BREAKS = re.compile(r"_x000[dD]_\n?")
# What sums leave behind a whole number.
NOISE = 1e-6
# Beyond this a cell of figures no longer holds each of them.
EXACT = 10**15


def is_long(value: Any) -> bool:
    return isinstance(value, str) and len(value) > MOST_LETTERS


def cut(value: Any, most: int) -> Any:
    """Give a cell with the first letters of its text alone, before anything else is made of it."""
    return value[:most] if isinstance(value, str) else value


def is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not tidy(value))


def plain(value: Any) -> str:
    """Give a cell's value as one text, whatever program wrote it: to compare it, and to show it."""
    match value:
        case None:
            return ""
        case str():
            return value if _is_tidy(value) else tidy(BREAKS.sub("\n", value))
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            is_whole = abs(value) < EXACT and abs(value - round(value)) < NOISE
            return str(round(value)) if is_whole else f"{value:.4f}".rstrip("0").replace(".", ",")
        case datetime() if value.time() == time():
            return f"{value:%d/%m/%Y}"
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
    return str(value)


def _is_tidy(text: str) -> bool:
    """Tell at a glance what needs no tidying: nearly every cell of a long sheet."""
    is_plain = text.isprintable() and "  " not in text and "_x000" not in text.lower()
    return is_plain and text.strip() == text and is_normalized("NFC", text)


def words(value: Any) -> str:
    """Give a cell as words for a reader: text, or figures. Raises Unclear."""
    match value:
        case bool():
            raise Unclear(TRUTH)
        case date():
            raise Unclear(A_DAY, day=plain(value))
        case time() | timedelta():
            raise Unclear(AN_HOUR)
    return plain(value)


def day(value: Any, *, today: date) -> date:
    """Read a cell as one day: a day of Excel's, or text as in the chat. Raises Unclear."""
    match value:
        case bool():
            raise Unclear(TRUTH)
        case datetime() if value.time() != time():
            raise Unclear(AN_HOUR)
        case datetime():
            return _in_time(value.date())
        case date():
            return _in_time(value)
        case time() | timedelta():
            raise Unclear(AN_HOUR)
        case int() | float():
            raise Unclear(NO_DAY, number=plain(value))
    span = days.days(plain(value), today=today)
    if span.first != span.last:
        raise Unclear(ONE_DAY)
    return span.first


def _in_time(found: date) -> date:
    """Hold a day of Excel's to the years that the chat takes."""
    if not days.EARLIEST <= found.year <= days.LATEST:
        raise Unclear(
            days.WRONG_YEAR, year=str(found.year), earliest=str(days.EARLIEST), latest=str(days.LATEST)
        )
    return found
