"""This file is how official documents write numbers, days and agencies (Nghị định 30/2020/NĐ-CP)."""

from datetime import date

from handlers.replies.words import _, number
from models.rules.listing import Done

WIDE = "\xa0" * 6  # room to write a number or a day by hand
DOTS = "…………"
DASH = "–"
COMMITTEE = "ỦY BAN NHÂN DÂN "


def agency(name: str) -> str:
    """Write an agency's name in capitals; if it takes two lines, the second begins with whose it is."""
    words = name.upper()
    whose = words.removeprefix(COMMITTEE)
    return COMMITTEE + whose.replace(" ", "\xa0") if whose != words else words


def dated(place: str, on: date | None, *, year: int) -> str:
    """Word place and day as a document has them; a day that is still to come is left open."""
    words = _("{place}, {day}")
    return words.format(place=place or DOTS, day=in_words(on, year=year))


def in_words(on: date | None, *, year: int) -> str:
    """Word a day: ngày 05 tháng 9 năm 2026; of one that is still to come the year alone is known."""
    found = (f"{on.day:02}", _month(on.month), str(on.year)) if on else (WIDE, WIDE, str(year))
    return _("day {day} month {month} year {year}").format(day=found[0], month=found[1], year=found[2])


def day(on: date) -> str:
    """Write a day as official text has it: a zero before days below 10, and before January and February."""
    return f"{on.day:02}/{_month(on.month)}/{on.year}"


def padded(count: int) -> str:
    """Write a count as official text has it: 05, 12, 1.250."""
    return f"{count:02}" if 0 < count < 10 else number(count)


def _month(month: int) -> str:
    return f"{month:02}" if month < 3 else str(month)


def change(difference: int) -> str:
    """Write a difference with its sign: +02, -15, 0."""
    sign = "+" if difference > 0 else "-" if difference < 0 else ""
    return sign + padded(abs(difference))


def days(one: Done) -> str:
    return day(one.last) if one.first == one.last else f"{day(one.first)} - {day(one.last)}"


def lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
