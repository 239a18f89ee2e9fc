"""This file is why each figure is what it is: pressed down to the activities that it rests on."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from handlers.naming import lines_for
from handlers.progress import Counted, count
from handlers.replies import effects as said
from handlers.replies import welcome
from handlers.replies.effects import Effect, Why
from handlers.replies.words import plain
from handlers.request import Replies, Request
from models import activity, plan, unit
from models.activity import Activity
from models.contact import Contact
from models.plan import Indicator, Plan
from models.rules import effects
from models.rules.counting import KINDS, Basis
from models.rules.effects import Explanation, Line, Rules
from models.rules.spans import Span

BUTTON = re.compile(r"(?P<side>[a-z]+)(?::(?P<code>[A-Z]{1,24}):(?P<year>\d{1,4}):(?P<page>\d{1,6}))?")


class NoSuchIndicator(LookupError):
    """The plan has no indicator of this code."""


def press(request: Request) -> Replies:
    """Follow a button under a figure; whoever sees only the own unit's part could only have forged it."""
    parts = BUTTON.fullmatch(request.argument)
    if parts is None or not request.contact.sees_everything:
        return [welcome.stale()]
    counted = count(request.session, request.now.date())
    if parts["side"] == "choose":
        return [said.choose(_choices(counted)).over(request.said.message_id)]
    if parts["code"] not in counted.indicators or parts["side"] not in ("in", "out"):
        return [welcome.stale()]
    told = explained(request.session, counted, parts["code"], int(parts["year"]) or None)
    told = replace(told, found=_seen_by(request.contact, told.found))
    reply = said.listed(told, is_in=parts["side"] == "in", page=int(parts["page"]))
    return [reply.over(request.said.message_id)]


def _seen_by(person: Contact, found: Explanation) -> Explanation:
    return replace(
        found, counted=lines_for(person, found.counted), left_out=lines_for(person, found.left_out)
    )


def explained(session: Session, counted: Counted, code: str, year: int | None = None) -> Why:
    """Explain one indicator's figure: as /tiendo shows it, or of one year. Raises NoSuchIndicator."""
    row = counted.indicators.get(code)
    if row is None:
        raise NoSuchIndicator(f"{counted.plan.code} has no indicator {code}: {', '.join(counted.indicators)}")
    current = next((one.span for one in counted.now if one.goal.indicator == code), None)
    span = Span(date(year, 1, 1), date(year, 12, 31)) if year else current
    if span is None:
        span = Span(counted.plan.first, counted.plan.last)
    found = explained_over(session, counted, row, span)
    return Why(
        code=row.code,
        name=row.name,
        short=row.short,
        measure=row.measure,
        year=year or 0,
        found=found,
        units=unit.names(session),
    )


def explained_over(session: Session, counted: Counted, row: Indicator, span: Span) -> Explanation:
    """Explain what one indicator comes to over some days."""
    claims = activity.claims(session, counted.plan, row.counts, span)
    return effects.explain(claims, row.counts, span, counted.on, _rules(counted.plan))


def of_activity(session: Session, row: Activity, today: date, person: Contact) -> Iterator[Effect]:
    """Tell a person what an activity adds to each indicator that its kind may touch, and why not more."""
    the_plan = plan.current(session)
    for indicator in plan.indicators(session, the_plan):
        if row.kind not in KINDS[indicator.counts]:
            continue
        span = _span(indicator, row, the_plan)
        claims = activity.claims(session, the_plan, indicator.counts, span, beside=row)
        found = effects.explain(claims, indicator.counts, span, today, _rules(the_plan))
        own = [line for line in (*found.counted, *found.left_out) if line.claim.activity == row.id]
        yield Effect(
            code=indicator.code,
            measure=indicator.measure,
            year=row.last.year if indicator.basis is Basis.YEARLY else 0,
            lines=lines_for(person, own),
        )


def _span(indicator: Indicator, row: Activity, the_plan: Plan) -> Span:
    if indicator.basis is Basis.YEARLY:
        return Span(date(row.last.year, 1, 1), date(row.last.year, 12, 31))
    return Span(the_plan.first, the_plan.last)


def _rules(the_plan: Plan) -> Rules:
    return Rules(forms=activity.forms_counted(the_plan))


def _choices(counted: Counted) -> list[tuple[str, str, int]]:
    return [
        (one.goal.indicator, counted.indicators[one.goal.indicator].short, one.value) for one in counted.now
    ]


def as_text(why: Why) -> str:
    """Give an explanation as the terminal prints it."""
    return plain(said.whole(why))


def as_json(why: Why) -> dict[str, Any]:
    """Give an explanation as data: what `explain --format json` prints."""
    found: Explanation = why.found
    return {
        "indicator": why.code,
        "first": found.span.first.isoformat(),
        "last": found.span.last.isoformat(),
        "as_of": found.on.isoformat(),
        "figure": found.figure,
        "counted": [_line_as_json(line) for line in found.counted],
        "left_out": [_line_as_json(line) for line in found.left_out],
    }


def _line_as_json(line: Line) -> dict[str, Any]:
    claim = line.claim
    data: dict[str, Any] = {
        "activity": claim.activity,
        "unit": claim.unit,
        "day": claim.last.isoformat(),
        "title": claim.title,
        "who": claim.who,
        "name": claim.name,
        "amount": claim.amount,
    }
    if line.reason is not None:
        data["reason"] = line.reason.value
    if line.by is not None:
        data["counted_at"] = line.by.activity
    return data
