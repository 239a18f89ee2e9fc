"""This file is what is said beside the files that the lead office hands on."""

from collections.abc import Sequence
from datetime import date

from handlers.reading.unclear import N_
from handlers.replies.picture import Cell, CellMark, Filings, Key, Line
from handlers.replies.reply import Button, Document, Reply, rows
from handlers.replies.tables import FILINGS, Matrix
from handlers.replies.words import _, day, number, safe
from models.rules.listing import Filed, Filing

# So many units and periods are readable on a phone; more take another picture, and the latest periods.
UNITS_SHOWN, PERIODS_SHOWN = 20, 8
MARKS: dict[Filing, CellMark] = {
    Filing.ACCEPTED: "accepted",
    Filing.WAITING: "waiting",
    Filing.NIL: "nil",
    Filing.RETURNED: "returned",
    Filing.MISSING: "missing",
    Filing.OPEN: "open",
    Filing.EXCUSED: "excused",
}
KEYS: dict[CellMark, str] = {
    "accepted": N_("in time"),
    "late": N_("past the due day"),
    **{MARKS[filing]: words for filing, words in FILINGS.items() if filing is not Filing.ACCEPTED},
}


def years(found: list[int]) -> Reply:
    """Ask for the year of the workbook."""
    ways = rows(*(Button(str(year), f"x:book:{year}") for year in found), each=4)
    return Reply(text=_("The Excel file of which year?"), buttons=ways)


def what_book(year: int) -> str:
    return _("the Excel file of {year}").format(year=year)


def kept_name() -> str:
    """Say in the place of an expert's name that it is not for everybody."""
    return _("(kept by the lead office)")


def book(file: Document, plan: str, year: int, on: date, activities: int) -> Reply:
    words = _("Kế hoạch {number}, year {year}: {count} activities. Figures as of {day}.")
    told = words.format(number=safe(plan), year=year, count=number(activities), day=day(on))
    return Reply(document=file, text=told)


def filings(found: Matrix, office: str, year: int, on: date) -> list[Filings]:
    """Word the pictures of units by periods, each with the marks that occur on it."""
    first = max(0, len(found.periods) - PERIODS_SHOWN)
    pages = [found.rows[n : n + UNITS_SHOWN] for n in range(0, len(found.rows), UNITS_SHOWN)]
    cards = []
    for place, page in enumerate(pages, 1):
        lines = tuple(
            Line(name=short, cells=tuple(cell_of(cell) if cell else None for cell in cells[first:]))
            for short, _name, cells in page
        )
        told = [_("As of {day}").format(day=day(on)), _("{count} units").format(count=len(found.rows))]
        if len(pages) > 1:
            told.append(_("page {page} of {pages}").format(page=place, pages=len(pages)))
        cards.append(
            Filings(
                office=office,
                title=_("Reports filed in {year}").format(year=year),
                subtitle=" · ".join(told),
                periods=tuple(title for title, _due in found.periods[first:]),
                rows=lines,
                legend=tuple(_keys(lines)),
            )
        )
    return cards


def nothing_owed(year: int) -> Reply:
    return Reply(text=_("No report of {year} is asked for yet.").format(year=year))


def cell_of(filed: Filed) -> Cell:
    """Give the mark: what was accepted is in time or late; any other state is shown, late beside it."""
    if filed.filing is Filing.ACCEPTED:
        return Cell(mark="late" if filed.is_late else "accepted")
    return Cell(mark=MARKS[filed.filing], late=filed.is_late)


def _keys(lines: Sequence[Line]) -> list[Key]:
    shown = [cell for line in lines for cell in line.cells if cell is not None]
    keys = [
        Key(mark=mark, text=_(words)) for mark, words in KEYS.items() if mark in {cell.mark for cell in shown}
    ]
    dotted = next((cell for cell in shown if cell.late), None)
    return [*keys, Key(mark=dotted.mark, text=_("came late"), late=True)] if dotted else keys
