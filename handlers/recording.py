"""This file is how answers become rows: enterprises and experts recognised, an activity written down."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from handlers.conversation import flow
from handlers.conversation.activity import ACTIVITY, candidate_key, kind_of
from handlers.conversation.flow import State
from handlers.reading.legal_form import legal_form
from handlers.reading.taxcode import parent
from handlers.reading.text import fold
from handlers.reading.unclear import N_, Unclear
from models import activity, enterprise, event
from models.activity import Activity, Certificate, Evidence, Expert, Funding, Participation
from models.draft import Draft
from models.enterprise import Enterprise, Form
from models.rules.counting import Kind, Stage

WHO = ("enterprises", "models", "entrants")
Item = Mapping[str, Any]


def look_up(session: Session, state: State) -> State:
    """Put into the draft's facts whom the named enterprises and experts might be."""
    candidates = {
        candidate_key(item): found
        for key in WHO
        for item in state.answers.get(key, [])
        if "tax_code" in item and (found := _candidate(session, item))
    }
    named = {fold(item["name"]) for item in state.answers.get("experts", []) if "name" in item}
    experts = sorted(name for name in named if activity.experts_named(session, name))
    return replace(state, facts={**state.facts, "candidates": candidates, "experts": experts})


def refuse_doubles(session: Session, state: State) -> None:
    """Refuse an enterprise or a certificate that was entered already."""
    _refuse_twice_named(state)
    numbers = [_number(item) for item in state.answers.get("experts", []) if item.get("number")]
    for index, number in enumerate(numbers):
        known = activity.certificate(session, number)
        if known is not None:
            raise Unclear(
                N_("Certificate {number} is on the list already, for {name}. Each certificate counts once."),
                number=number,
                name=known[1].name,
            )
        if number in numbers[:index]:
            raise Unclear(N_("Certificate {number} was entered already, just above."), number=number)


def _refuse_twice_named(state: State) -> None:
    for key in WHO:
        items = [item for item in state.answers.get(key, []) if "tax_code" in item]
        for index, item in enumerate(items):
            if any(_is_same(item, above) for above in items[:index]):
                raise Unclear(N_("{name} was entered already, just above."), name=item["name"])


def _is_same(item: Item, other: Item) -> bool:
    """Tell whether two entries name one enterprise: by code where both have one, else by name."""
    codes = item["tax_code"], other["tax_code"]
    if all(codes):
        return parent(codes[0]) == parent(codes[1])
    return fold(item["name"]) == fold(other["name"])


def save(session: Session, state: State, *, unit: str, draft: Draft, by: int, now: datetime) -> Activity:
    """Write an activity down with all that hangs on it. The draft's id makes it one of a kind."""
    answers = _relevant(state)
    row = _activity(answers, state.facts, unit=unit, draft=draft, by=by, now=now)
    session.add(row)
    session.flush()
    if row.id is None:
        raise LookupError("the database gave the activity no id")
    for part in _parts(session, answers, row.id, by=by, now=now):
        session.add(part)
    event.record(session, "activity.recorded", f"activity:{row.id}", at=now, by=by, after=answers)
    session.flush()
    return row


def _candidate(session: Session, item: Item) -> dict[str, Any] | None:
    """Give the enterprise that a typed one might be; None where code and name agree, or none is like it."""
    folded, code = fold(item["name"]), item["tax_code"]
    by_code = enterprise.by_tax_code(session, parent(code)) if code else None
    if by_code is not None:
        return None if by_code.folded == folded else _as_fact(by_code, by_code=True)
    alike = enterprise.namesakes(session, folded, parent(code) if code else None)
    return _as_fact(alike[0], by_code=False) if alike else None


def _as_fact(row: Enterprise, *, by_code: bool) -> dict[str, Any]:
    label = f"{row.name} ({row.tax_code})" if row.tax_code else row.name
    return {"id": row.id, "name": row.name, "label": label, "by_code": by_code}


def _relevant(state: State) -> dict[str, Any]:
    """Leave out answers to questions that later answers made idle; the draft keeps them all."""
    answers: dict[str, Any] = {"files": state.answers.get("files", [])}
    for one in flow.questions(ACTIVITY, state):
        key, *rest = one.path.split(".")
        if not rest:
            answers[key] = one.value
            continue
        items = answers.setdefault(key, [])
        if int(rest[0]) == len(items):
            items.append({})
        items[int(rest[0])][rest[1]] = one.value
    return answers


def _activity(
    answers: Item, facts: Mapping[str, Any], *, unit: str, draft: Draft, by: int, now: datetime
) -> Activity:
    depth = answers.get("depth")
    year = answers.get("award_year")
    return Activity(
        plan=facts["plan"]["code"],
        unit=unit,
        group=int(answers["group"]),
        kind=Kind(kind_of(answers, facts) or Kind.OTHER),
        title=answers["title"],
        first=date.fromisoformat(answers["days"]["first"]),
        last=date.fromisoformat(answers["days"]["last"]),
        estimate=answers.get("ahead") == "estimate",
        place=answers.get("place"),
        attendances=answers.get("attendances"),
        leaders=answers.get("leaders"),
        in_depth=depth == "deep" if depth else None,
        outputs=answers.get("outputs"),
        award_year=int(year) if year else None,
        cost=answers.get("cost"),
        recorded_at=now,
        recorded_by=by,
        draft_id=draft.id,
    )


def _parts(session: Session, answers: Item, activity_id: int, *, by: int, now: datetime) -> Iterator[Any]:
    for key in WHO:
        for item in answers.get(key, []):
            yield _participation(session, item, activity_id, by=by, now=now)
    for item in answers.get("experts", []):
        yield _certificate(session, item, activity_id)
    for item in answers.get("sources", []):
        if item.get("amount"):
            yield Funding(activity_id=activity_id, source=item["source"], amount=item["amount"])
    for file in answers["files"]:
        yield Evidence(activity_id=activity_id, **file)


def _participation(
    session: Session, item: Item, activity_id: int, *, by: int, now: datetime
) -> Participation:
    code = item.get("tax_code")
    stage = item.get("stage")
    return Participation(
        activity_id=activity_id,
        enterprise_id=_enterprise(session, item, by=by, now=now).id or 0,
        name=item["name"],
        branch_code=code if code and code != parent(code) else None,
        solution=item.get("solution_name") or item.get("solution"),
        result=item.get("result"),
        stage=Stage(stage) if stage else None,
    )


def _enterprise(session: Session, item: Item, *, by: int, now: datetime) -> Enterprise:
    """Find the enterprise that a person named or confirmed; else write a new one down."""
    folded, code = fold(item["name"]), item.get("tax_code")
    main = parent(code) if code else None
    known = enterprise.by_tax_code(session, main) if main else None
    if known is not None:
        return known
    if item.get("same") == "yes":
        alike = enterprise.namesakes(session, folded, main)
        if alike:
            return _with_code(session, alike[0], main, by=by, now=now)
    form = Form(item.get("form") or legal_form(item["name"]) or Form.COMPANY)
    return enterprise.add(session, item["name"], folded, form, main)


def _with_code(session: Session, row: Enterprise, code: str | None, *, by: int, now: datetime) -> Enterprise:
    """Complete an enterprise by the tax code that was missing."""
    if code and row.tax_code is None:
        event.record(
            session,
            "enterprise.identified",
            f"enterprise:{row.id}",
            at=now,
            by=by,
            before={"tax_code": None},
            after={"tax_code": code},
        )
        row.tax_code = code
    return row


def _certificate(session: Session, item: Item, activity_id: int) -> Certificate:
    folded = fold(item["name"])
    known = activity.experts_named(session, folded) if item.get("same") == "yes" else ()
    expert = known[0] if known else Expert(name=item["name"], folded=folded)
    session.add(expert)
    session.flush()
    return Certificate(
        activity_id=activity_id,
        expert_id=expert.id or 0,
        number=_number(item),
        issuer=item.get("issuer"),
    )


def _number(item: Item) -> str:
    """Write a certificate's number one way: capitals, no spaces."""
    return "".join(str(item["number"]).split()).upper()
