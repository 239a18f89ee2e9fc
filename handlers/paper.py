"""This file is what a unit's report on paper is made of: its head, what was done in the period, its words."""

from collections import Counter
from datetime import date

from sqlmodel import Session

from handlers import letters
from handlers.replies.findings import Head
from handlers.replies.paper import Findings
from handlers.replies.reporting import Told
from handlers.replies.tables import each
from models import listing, plan, report, unit
from models.listing import Only
from models.period import Period
from models.plan import Plan
from models.report import Report
from models.rules.listing import Part
from models.rules.states import FILED
from models.unit import Unit, UnitKind

# These report in the name of a People's Committee, which stands under no other office in a document's head.
COMMITTEES = frozenset({UnitKind.DISTRICT, UnitKind.COMMUNE})
SHORT, WHOLE = "UBND ", "Ủy ban nhân dân "


def gather(session: Session, row: Report, of: Period, told: Told, *, today: date) -> Findings:
    """Gather what a unit did in a period, estimates too; what counts elsewhere is its work all the same.

    What a unit did whose work it carries on is its to tell, unless that one has told it.
    """
    the_plan = plan.current(session)
    home, lead = unit.get(session, row.unit), unit.get(session, the_plan.lead_unit)
    if home is None:
        raise LookupError(f"unit {row.unit} is gone")
    only = Only(units=_units(session, row, of, today))
    done = listing.done(session, the_plan, of.span, only=only)
    parts: dict[int, list[Part]] = {}
    for part in each(listing.parts(session, the_plan, of.span, only=only)):
        parts.setdefault(part.activity, []).append(part)
    return Findings(
        head=_head(the_plan, home, told, today),
        plan=the_plan.number,
        issuer=letters.issuer(the_plan),
        issued=the_plan.issued,
        plan_title=the_plan.title,
        title=of.title,
        span=of.span,
        people=home.kind in COMMITTEES,
        is_filed=row.state in FILED,
        done=sorted(done, key=lambda one: one.group),
        parts=parts,
        certified=Counter(one.activity for one in listing.papers(session, the_plan, of.span, only=only)),
        told=told,
        receiver=lead.name if lead else "",
        question=of.question,
        answer=row.answer_in_words if of.is_on_request else "",
    )


def _units(session: Session, row: Report, of: Period, today: date) -> list[str]:
    """Give whose work a report tells: the unit's, and of those before it who left theirs to it."""
    before = unit.carried_on(session, row.unit, today) - {row.unit}
    told = {code for code in before if (own := report.of(session, code, of)) and own.state in FILED}
    return [row.unit, *sorted(before - told)]


def _head(the_plan: Plan, home: Unit, told: Told, today: date) -> Head:
    """Give the document's head: before it is signed, with room for its number and its day."""
    found = letters.letterhead(the_plan, told.document_on or today)
    is_department = home.kind is UnitKind.DEPARTMENT
    return Head(
        superior=found.get("superior", "") if is_department else "",
        office=WHOLE + home.name.removeprefix(SHORT) if home.name.startswith(SHORT) else home.name,
        place=found.get("place", "") if is_department else "",
        sign="BC-UBND" if home.kind in COMMITTEES else f"BC-{home.code}",
        year=(told.document_on or today).year,
        document=told.document,
        on=told.document_on,
    )
