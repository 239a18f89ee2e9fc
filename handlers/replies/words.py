"""This file is the words in the person's language: sentences, numbers, money and days."""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from html import escape, unescape
from io import BytesIO
from pathlib import Path

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from handlers.reading.unclear import Dong, Unclear

LOCALES = ("vi", "en")
TAG = re.compile(r"</?[a-z]+>")
FOLDER = Path(__file__).parents[2] / "locales"
_locale: ContextVar[str] = ContextVar("locale", default="vi")


@cache
def catalogue(locale: str) -> gettext.GNUTranslations:
    """Read the words of a language; compiled in memory, so that nothing can go stale."""
    compiled = BytesIO()
    with (FOLDER / locale / "LC_MESSAGES" / "bot.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=locale))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speak a language as long as this lasts."""
    token = _locale.set(locale if locale in LOCALES else LOCALES[0])
    try:
        yield
    finally:
        _locale.reset(token)


def language() -> str:
    return _locale.get()


def _(msgid: str) -> str:
    """Say a sentence in the person's language."""
    return catalogue(_locale.get()).gettext(msgid) if msgid else ""


def ngettext(one: str, many: str, count: int) -> str:
    return catalogue(_locale.get()).ngettext(one, many, count)


def why(unclear: Unclear) -> str:
    """Say why something was not understood. What people typed shows as typed."""
    return _(unclear.reason).format(**{name: worded(value) for name, value in unclear.values.items()})


def worded(value: object) -> str:
    """Word a value inside a sentence, safe for HTML."""
    match value:
        case Dong():
            return dong(value)
        case bool() | None:
            return ""
        case date():
            return day(value)
        case int():
            return number(value)
        case _:
            return escape(str(value), quote=False)


def number(value: int | Decimal) -> str:
    return str(format_decimal(value, format="#,##0.###", locale=_locale.get()))


def percent(value: Decimal) -> str:
    """Word a percentage: 12,5%. Babel's own pattern would round the decimal away."""
    return f"{format_decimal(value, format='#,##0.#', locale=_locale.get())}%"


def dong(amount: int) -> str:
    """Word an amount of money: 58.000.000 đồng."""
    return f"{number(amount)} đồng"


def day(value: date) -> str:
    pattern = "dd/MM/yyyy" if _locale.get() == "vi" else "d MMM yyyy"
    return str(format_date(value, pattern, locale=_locale.get()))


def weekday(value: date) -> str:
    """Word a day of the week: thứ Hai."""
    words = str(format_date(value, "EEEE", locale=_locale.get()))
    return words[:1].upper() + words[1:]


def hour(value: datetime) -> str:
    pattern = "HH:mm 'ngày' dd/MM/yyyy" if _locale.get() == "vi" else "d MMM yyyy HH:mm"
    return str(format_datetime(value, pattern, locale=_locale.get()))


def deadline(on: date, at: time | None = None) -> str:
    """Word a due day, with the hour at which it ends where the day's own end is not meant."""
    return hour(datetime.combine(on, at)) if at else day(on)


def span(first: date, last: date) -> str:
    """Word some days: 15-16/10/2026 within a month, else from day to day."""
    if first == last:
        return day(first)
    if _locale.get() == "vi" and (first.year, first.month) == (last.year, last.month):
        return f"{first.day:02}-{day(last)}"
    return f"{day(first)} - {day(last)}"


def safe(text: str) -> str:
    """Show what people typed as they typed it."""
    return escape(text, quote=False)


def bold(text: str) -> str:
    return f"<b>{text}</b>"


def plain(text: str) -> str:
    """Take Telegram's markup off, for where there is none: the terminal, a button's label."""
    return unescape(TAG.sub("", text))
