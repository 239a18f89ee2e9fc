"""This file is what the lead office hands on: the workbook of /xuat, the picture of units by periods."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers import errands, progress
from handlers.naming import names_experts
from handlers.progress import Counted
from handlers.replies import handing as said
from handlers.replies import picture, welcome, workbook
from handlers.replies import progress as said_of_progress
from handlers.replies.reply import Document, Reply
from handlers.replies.tables import Book, Matrix
from handlers.request import Replies, Request
from models import listing, plan, unit
from models.period import Period
from models.plan import Plan
from models.report import Report
from models.rules.listing import Filed, filing
from models.rules.spans import Span

BUTTON = re.compile(r"(?P<verb>book|years|filings)(?::(?P<year>20\d\d))?")
YEAR = re.compile(r"20\d\d")


def show(request: Request) -> Replies:
    """Answer /xuat: which year? `/xuat 2025` names it."""
    begun = years(plan.current(request.session), request.now.date())
    named = YEAR.search(request.argument)
    if named and int(named[0]) in begun:
        return _begin(request, int(named[0]))
    return [said.years(begun)]


def press(request: Request) -> Replies:
    """Follow a button; whoever sees only the own unit's part could only have forged it."""
    parts = BUTTON.fullmatch(request.argument)
    if parts is None or not request.contact.sees_everything:
        return [welcome.stale()]
    begun = years(plan.current(request.session), request.now.date())
    if parts["verb"] == "years":
        return [said.years(begun)]
    year = int(parts["year"] or request.now.year)
    if year not in begun:
        return [welcome.stale()]
    return _begin(request, year) if parts["verb"] == "book" else errands.draw(request, "filings", str(year))


def make_book(request: Request) -> Replies:
    """Make the workbook that was asked for."""
    year = int(request.argument)
    book = gather(request.session, year, request.now, request.zone)
    if not names_experts(request.contact):
        book = replace(book, papers=[replace(one, name=said.kept_name()) for one in book.papers])
    name = workbook.file_name(year, book.view.on)
    file = Document(name, workbook.xlsx(book))
    count = sum(one.is_in_totals for one in book.done)
    return [said.book(file, book.view.number, year, book.view.on, count)]


def draw_filings(request: Request) -> Replies:
    """Draw how the units stand in each period of a year, on as many pictures as it needs."""
    year, on = int(request.argument), request.now.date()
    the_plan = plan.current(request.session)
    office = unit.get(request.session, the_plan.lead_unit)
    found = matrix(request.session, the_plan, year, request.now, request.zone)
    if not found.rows:
        return [said.nothing_owed(year)]
    cards = said.filings(found, office.name if office else "", year, on)
    return [Reply(photo=picture.filings_png(card), text=said_of_progress.caption(on)) for card in cards]


def gather(session: Session, year: int, now: datetime, zone: ZoneInfo) -> Book:
    """Gather all that a year's workbook holds: figures as of today, or of the year's end if that is over."""
    span = Span(date(year, 1, 1), date(year, 12, 31))
    counted = progress.count(session, min(now.date(), span.last), today=now.date())
    return gather_over(session, counted, span, matrix(session, counted.plan, year, now, zone))


def gather_over(session: Session, counted: Counted, span: Span, matrix: Matrix) -> Book:
    """Gather the activities of a span beside figures that are counted already."""
    office = unit.get(session, counted.plan.lead_unit)
    return Book(
        office=office.name if office else "",
        year=span.last.year,
        view=progress.view_with_reported(session, counted),
        matrix=matrix,
        units={one.code: one.name for one in unit.in_order(session)},
        groups={one.number: f"{one.number}. {one.short}" for one in plan.groups(session, counted.plan)},
        done=listing.done(session, counted.plan, span),
        parts=listing.parts(session, counted.plan, span),
        papers=listing.papers(session, counted.plan, span),
        funds=listing.funds(session, counted.plan, span),
    )


def matrix(session: Session, the_plan: Plan, year: int, now: datetime, zone: ZoneInfo) -> Matrix:
    """Set the units against the periods of a year; a unit that owed nothing in it is left out."""
    periods = listing.periods(session, the_plan, year)
    cells = all_filed(session, periods, now, zone)
    return Matrix(
        on=now.date(),
        periods=[(one.title, one.due) for one in periods],
        rows=[
            (one.short, one.name, [cells[one.code].get(of.id or 0) for of in periods])
            for one in unit.in_order(session)
            if one.code in cells
        ],
    )


def all_filed(
    session: Session, periods: Sequence[Period], now: datetime, zone: ZoneInfo
) -> dict[str, dict[int, Filed]]:
    """Tell how each unit stands in the periods in which it has a duty."""
    by_id = {one.id: one for one in periods}
    cells: dict[str, dict[int, Filed]] = {}
    for row in listing.reports(session, periods):
        cells.setdefault(row.unit, {})[row.period_id] = filed(row, by_id[row.period_id], now, zone)
    return cells


def filed(row: Report, of: Period, now: datetime, zone: ZoneInfo) -> Filed:
    """Tell how a report stands at an hour."""
    is_over = of.is_over(now, due=row.due_on(of))
    state = filing(row.state, is_accepted=row.accepted_at is not None, is_over=is_over)
    return Filed(filing=state, is_late=row.is_late(of, zone))


def _begin(request: Request, year: int) -> Replies:
    return errands.write(request, "workbook", str(year), said.what_book(year))


def years(the_plan: Plan, today: date) -> list[int]:
    """Give the plan's years that have begun, the latest first."""
    return list(range(min(today.year, the_plan.last.year), the_plan.first.year - 1, -1))
