"""This file is what is said beside the files that the lead office hands on."""

from datetime import date

from handlers.replies.reply import Button, Document, Reply, rows
from handlers.replies.words import _, day, number, safe


def years(found: list[int]) -> Reply:
    """Ask for the year of the workbook."""
    ways = rows(*(Button(str(year), f"x:book:{year}") for year in found), each=4)
    return Reply(text=_("The Excel file of which year?"), buttons=ways)


def what_book(year: int) -> str:
    return _("the Excel file of {year}").format(year=year)


def book(file: Document, plan: str, year: int, on: date, activities: int) -> Reply:
    words = _("Kế hoạch {number}, year {year}: {count} activities. Figures as of {day}.")
    told = words.format(number=safe(plan), year=year, count=number(activities), day=day(on))
    return Reply(document=file, text=told)
