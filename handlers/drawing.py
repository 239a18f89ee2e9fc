"""This file is the pictures of one indicator and of one unit: what stands on them, and who may have them."""

from datetime import date

from sqlmodel import Session

from handlers import duty, handing, progress
from handlers.replies import drawing as said
from handlers.replies import errands as said_of_errands
from handlers.replies import picture, welcome
from handlers.replies.drawing import UnitStanding
from handlers.replies.progress import caption
from handlers.replies.reply import Reply
from handlers.request import Replies, Request
from models import activity, listing, plan, report, unit
from models.plan import Plan
from models.rules.course import course
from models.rules.spans import Span
from models.unit import Unit

# So many activities are named, the last ones.
DEEDS_SHOWN = 5


def draw_growth(request: Request) -> Replies:
    """Draw how an indicator grew towards the target in force, with what pace and forecast say of it."""
    session, on = request.session, request.now.date()
    counted = progress.count(session, on)
    one = next(
        (one for one in progress.paces(counted) if one.progress.goal.indicator == request.argument), None
    )
    if one is None:  # the plan was loaded anew meanwhile
        return [said_of_errands.failed()]
    counts, span = one.progress.goal.counts, one.progress.span
    grown = course(activity.done_for(session, counted.plan, counts, span), counts, span, on)
    named = progress.named(counted.indicators[request.argument])
    card = said.growth(named, one, grown, _office(session, counted.plan), on)
    return [Reply(photo=picture.growth_png(card), text=caption(on))]


def draw_unit(request: Request) -> Replies:
    """Draw one unit: for those who see everything, and for whoever reports for it."""
    found = unit.get(request.session, request.argument)
    if found is None or not progress.may_see(request.contact, found.code):
        return [welcome.not_yours()]
    card = said.unit_card(standing(request, found), plan.current(request.session).number)
    return [Reply(photo=picture.unit_png(card), text=caption(request.now.date()))]


def standing(request: Request, of: Unit) -> UnitStanding:
    """Gather what is told of a unit."""
    session, today = request.session, request.now.date()
    counted = progress.count(session, today, of_unit=of.code)
    year = Span(date(today.year, 1, 1), date(today.year, 12, 31))
    told = [
        row for row in activity.of_unit(session, of.code, year) if not row.estimate and row.same_as is None
    ]
    ahead, late = duty.parted(report.owed_by(session, of.code, today), today)
    periods = listing.periods(session, counted.plan, today.year)
    return UnitStanding(
        name=of.name,
        on=today,
        brought=[
            (progress.named(counted.indicators[one.goal.indicator]), one.value, one.estimate)
            for one in counted.now
        ],
        activities=[(row.last, row.title) for row in reversed(told[-DEEDS_SHOWN:])],
        count=len(told),
        reports=[
            (
                one.title,
                handing.filed(row, one, request.now, request.zone),
                row.due_on(one),
                row.hour_due(one),
            )
            for one in periods
            if (row := report.of(session, of.code, one))
        ],
        owed=[
            (one.title, row.due_on(one), row.hour_due(one), row.due_on(one) < today)
            for row, one in (*late, *ahead)
        ],
    )


def _office(session: Session, the_plan: Plan) -> str:
    found = unit.get(session, the_plan.lead_unit)
    return found.name if found else ""
