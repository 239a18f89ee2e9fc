"""This file is a whole report told in one message: drafts with all that was understood filled in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.conversation.flow import NO, YES
from handlers.reading.days import Span
from handlers.reading.reports import UNSURE, Told, ToldEnterprise
from handlers.reading.solutions import OFFERED, TRACEABILITY
from handlers.replies.words import span as days_worded

# Where enterprises are told of an open kind, most act as those who are supported.
LISTS = {"support": "enterprises", UNSURE: "enterprises", "model": "models", "award": "entrants"}


def answers(told: Told, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was told as answers of the conversation; whatever does not hold there is asked anew."""
    today = date.fromisoformat(facts["today"])
    found: dict[str, Any] = {
        "title": told.title,
        "group": _group(told, facts),
        "kind": told.kind if told.kind != UNSURE else None,
        "period": _period(told.span, facts),
        "days": _as_days(told.span) if told.span and told.exact else None,
        "ahead": "estimate" if told.intended and told.is_after(today) else None,
        "place": told.place,
        "attendances": told.attendances,
        "leaders": told.leaders,
        "depth": told.depth,
        "outputs": told.outputs,
        "unnamed": told.firms if not told.enterprises else None,
        "award_year": str(told.award_year) if told.award_year else None,
        "cost": told.cost,
        "sources": [{"source": name, "amount": amount} for name, amount in told.sources.items()],
    }
    if told.kind in LISTS:
        items = [_enterprise(one, told) for one in told.enterprises]
        found[LISTS[told.kind]] = _listed(items, is_all=told.firms in (None, len(items)))
    if told.certificates:
        found["experts"] = _listed([{"number": number} for number in told.certificates], is_all=True)
    return {name: value for name, value in found.items() if value not in (None, [])}


def told_days(told: Told) -> dict[str, str] | None:
    """Give days known no better than by their month or year, as a button offers them."""
    if told.span is None or told.exact:
        return None
    first, last = told.span.first, told.span.last
    return {"id": f"{first:%d.%m.%Y}-{last:%d.%m.%Y}", "days": days_worded(first, last)}


def _group(told: Told, facts: Mapping[str, Any]) -> str | None:
    row = next((one for one in facts["groups"] if one["number"] == told.group), None)
    return str(told.group) if row and told.kind in (UNSURE, *row["kinds"]) else None


def _period(span: Span | None, facts: Mapping[str, Any]) -> str | None:
    """Give the one period in which the days lie; of several the person chooses."""
    if span is None or len(facts["periods"]) < 2:
        return None
    last = span.last.isoformat()
    fitting = [one for one in facts["periods"] if one["first"] <= last <= one["last"]]
    return str(fitting[0]["id"]) if len(fitting) == 1 else None


def _as_days(span: Span) -> dict[str, str]:
    return {"first": span.first.isoformat(), "last": span.last.isoformat()}


def _enterprise(one: ToldEnterprise, told: Told) -> dict[str, Any]:
    item: dict[str, Any] = {"name": one.name}
    if one.tax_code:
        item["tax_code"] = one.tax_code
    if told.kind == "award" and told.stage:
        item["stage"] = told.stage
    if told.kind in ("support", UNSURE) and len(one.solutions) == 1:
        item |= _solution(one.solutions[0])
    return item


def _solution(name: str) -> dict[str, str]:
    if name in {TRACEABILITY, *(offered.casefold() for offered in OFFERED)}:
        return {"solution": name}
    return {"solution": "other", "solution_name": name}


def _listed(items: Sequence[dict[str, Any]], *, is_all: bool) -> list[dict[str, Any]]:
    """Say of each whether one more follows; of the last it is asked, where more were told of than named."""
    listed = [{**item, "more": YES} for item in items]
    if listed and is_all:
        listed[-1]["more"] = NO
    elif listed:
        del listed[-1]["more"]
    return listed
