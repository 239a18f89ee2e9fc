"""This file is how answers become rows: enterprises and experts recognised, an activity written down."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from sqlmodel import Session

from handlers.conversation import flow
from handlers.conversation.activity import ACTIVITY, candidate_key, corrects, kind_of
from handlers.conversation.flow import State
from handlers.reading.enterprise_names import core
from handlers.reading.legal_form import legal_form
from handlers.reading.taxcode import parent
from handlers.reading.text import fold
from handlers.reading.unclear import N_, Unclear
from models import activity, amendment, enterprise, event, merging, plan, report, tally
from models.activity import Activity, Certificate, Evidence, Expert, Funding, Participation
from models.draft import Draft
from models.enterprise import Enterprise
from models.rules.counting import Form, Kind, Stage

# So many that bear a name like the one typed are offered.
MOST_ALIKE = 8
WHO = ("enterprises", "models", "entrants")
Item = Mapping[str, Any]
Told = tuple[Kind, str, date, date]
THERE_ALREADY = N_("The bot has this activity already: number {number}. Another one needs another title.")
T = TypeVar("T", Enterprise, Expert)


def look_up(session: Session, state: State) -> State:
    """Put into the draft's facts whom the named enterprises and experts might be."""
    entered = state.facts.get("entered", {})
    candidates = {
        candidate_key(item): found
        for key in WHO
        for item in state.answers.get(key, [])
        if _is_named(item) and candidate_key(item) not in entered and (found := _candidate(session, item))
    }
    named = {fold(item["name"]) for item in state.answers.get("experts", []) if "name" in item}
    experts = {name: alike for name in sorted(named) if (alike := _experts(session, name))}
    return replace(state, facts={**state.facts, "candidates": candidates, "experts": experts})


def entered(session: Session, row: Activity, answers: Item) -> dict[str, int]:
    """Give under which enterprise each of an activity's was entered: corrected, it stays that one."""
    named = [item for key in WHO for item in answers.get(key, []) if item.get("name") is not None]
    parts = activity.parts(session, row)
    if len(named) != len(parts):
        return {}
    return {candidate_key(item): part.entered for item, (part, _enterprise) in zip(named, parts, strict=True)}


def refuse_doubles(session: Session, state: State) -> None:
    """Refuse an enterprise or a certificate that was entered already."""
    _refuse_twice_named(state)
    numbers = [
        paper_number(item["number"]) for item in state.answers.get("experts", []) if item.get("number")
    ]
    for index, number in enumerate(numbers):
        known = activity.certificate(session, number)
        if known is not None and not _gives_way(session, known[0], corrects(state.facts)):
            raise Unclear(
                N_("Certificate {number} is on the list already, for {name}. Each certificate counts once."),
                number=number,
                name=known[1].name,
            )
        if number in numbers[:index]:
            raise Unclear(N_("Certificate {number} was entered already, just above."), number=number)


def _refuse_twice_named(state: State) -> None:
    for key in WHO:
        items = [item for item in state.answers.get(key, []) if _is_named(item)]
        for index, item in enumerate(items):
            if any(_is_same(item, above) for above in items[:index]):
                raise Unclear(N_("{name} was entered already, just above."), name=item["name"])


def _is_named(item: Item) -> bool:
    """Tell whether all is said by which an enterprise is known; a name may have been taken back."""
    return item.get("name") is not None and "tax_code" in item


def _is_same(item: Item, other: Item) -> bool:
    """Tell whether two entries name one enterprise: by code where both have one, else by name."""
    codes = item["tax_code"], other["tax_code"]
    if all(codes):
        return parent(codes[0]) == parent(codes[1])
    return fold(item["name"]) == fold(other["name"])


def told_of(state: State) -> Told | None:
    """Give what makes an activity one of a kind to its unit: kind, title and days, as far as all are told."""
    kind, title = kind_of(state.answers, state.facts), fold(state.answers.get("title") or "")
    days = state.answers.get("days")
    if not (kind and title and days):
        return None
    return Kind(kind), title, date.fromisoformat(days["first"]), date.fromisoformat(days["last"])


def the_same(session: Session, unit: str, state: State) -> int | None:
    """Give the number of the activity that a unit has told already in the very same words."""
    told = told_of(state)
    if told is None:
        return None
    kind, title, first, last = told
    alike = activity.on_days(session, unit, kind, first, last)
    return next((row.id for row in alike if fold(row.title) == title), None)


def save(session: Session, state: State, *, unit: str, draft: Draft, by: int, now: datetime) -> Activity:
    """Write an activity down with all that hangs on it, and count it."""
    *losing, row = write(session, state, unit=unit, draft=draft, by=by, now=now)
    tally.add(session, *losing, row)
    return row


def write(
    session: Session, state: State, *, unit: str, draft: Draft, by: int, now: datetime
) -> list[Activity]:
    """Write an activity down with all that hangs on it. The draft's id makes it one of a kind.

    It is given last, behind those that it takes certificates from: all of them are yet to be counted.
    """
    plan.lock(session)
    answers = _relevant(state)
    row = _activity(answers, state.facts, unit=unit, draft=draft, by=by, now=now)
    losing = _losing(session, answers)
    for other in losing:
        tally.remove(session, other)
        _note_loss(session, other, answers, by=by, now=now)
    session.add(row)
    session.flush()
    event.record(session, "activity.recorded", f"activity:{row.id}", at=now, by=by, after=answers)
    _write_parts(session, row, answers, {}, by=by, now=now)
    report.grow(session, row, by=by, now=now)
    return [*losing, row]


def correct(
    session: Session, state: State, row: Activity, before: State, *, draft: Draft, by: int, now: datetime
) -> Activity:
    """Write a saved activity anew; what was told before stays in the book, with the reason."""
    plan.lock(session)
    answers = _relevant(state)
    why = answers.pop("why")
    losing = [other for other in _losing(session, answers) if other.id != row.id]
    tally.remove(session, *losing, row)
    for other in losing:
        _note_loss(session, other, answers, by=by, now=now)
    about, old = f"activity:{row.id}", _relevant(before)
    event.record(session, "activity.corrected", about, at=now, by=by, before=old, after=answers, why=why)
    session.flush()
    held = activity.holding(session, row)
    activity.clear(session, row)
    anew = _activity(
        answers, state.facts, unit=row.unit, draft=draft, by=row.recorded_by, now=row.recorded_at
    )
    for name in anew.model_fields_set - {"id"}:
        setattr(row, name, getattr(anew, name))
    _write_parts(session, row, answers, state.facts.get("entered", {}), by=by, now=now)
    activity.withdraw_again(session, row, held)
    amendment.reconsider(session, row, by=by, now=now)
    report.grow(session, row, by=by, now=now)
    tally.add(session, *losing, row)
    return row


def _write_parts(
    session: Session, row: Activity, answers: Item, known: Mapping[str, int], *, by: int, now: datetime
) -> None:
    if row.id is None:
        raise LookupError("the database gave the activity no id")
    for part in _parts(session, answers, row, known, by=by, now=now):
        session.add(part)
    session.flush()


def _losing(session: Session, answers: Item) -> list[Activity]:
    """Give the activities that a certificate was written under until now."""
    papers = [
        activity.certificate(session, paper_number(item["number"])) for item in answers.get("experts", [])
    ]
    found = {paper[0].activity_id for paper in papers if paper}
    return [row for key in sorted(found) if (row := session.get(Activity, key))]


def _note_loss(session: Session, row: Activity, answers: Item, *, by: int, now: datetime) -> None:
    """Write down that certificates are told of elsewhere from now on."""
    numbers = sorted({paper_number(item["number"]) for item in answers.get("experts", [])})
    about = f"activity:{row.id}"
    event.record(session, "activity.gave way", about, at=now, by=by, after={"certificates": numbers})


def _candidate(session: Session, item: Item) -> dict[str, Any] | None:
    """Give the enterprise that a typed one might be; None where code and name agree, or none is like it."""
    folded, code = fold(item["name"]), item["tax_code"]
    by_code = enterprise.by_tax_code(session, parent(code)) if code else None
    if by_code is not None:
        return None if enterprise.is_called(session, by_code, folded) else _as_fact(by_code, by_code=True)
    alike = enterprise.alike(session, folded, core(item["name"]), parent(code) if code else None)
    return _as_fact(*alike[:MOST_ALIKE], by_code=False) if alike else None


def _as_fact(*rows: Enterprise, by_code: bool) -> dict[str, Any]:
    labels = (f"{row.name} ({row.tax_code})" if row.tax_code else row.name for row in rows)
    named = [
        {"id": row.id, "name": row.name, "label": label} for row, label in zip(rows, labels, strict=True)
    ]
    return {"rows": named, "by_code": by_code}


def _experts(session: Session, folded: str) -> list[dict[str, Any]]:
    """Give the experts of a name, each with a certificate that tells them apart."""
    return [
        {"id": expert.id, "number": paper.number} for expert, paper in activity.experts_named(session, folded)
    ]


def _gives_way(session: Session, paper: Certificate, corrected: int | None) -> bool:
    """Tell whether a certificate may be written anew: it was only expected, taken back, or is corrected."""
    row = session.get(Activity, paper.activity_id)
    return row is not None and (row.estimate or row.voided_at is not None or row.id == corrected)


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
        estimate=answers.get("ahead") == "estimate" or answers.get("done") == "no",
        place=answers.get("place"),
        attendances=answers.get("attendances"),
        leaders=answers.get("leaders"),
        in_depth=depth == "deep" if depth else None,
        outputs=answers.get("outputs"),
        award_year=int(year) if year else None,
        unnamed=answers.get("unnamed"),
        cost=answers.get("cost"),
        recorded_at=now,
        recorded_by=by,
        draft_id=draft.id,
    )


def _parts(
    session: Session, answers: Item, row: Activity, known: Mapping[str, int], *, by: int, now: datetime
) -> Iterator[Any]:
    activity_id = row.id or 0
    for key in WHO:
        for item in answers.get(key, []):
            if item["name"] is None:
                continue  # told as a number, until it has a name
            number = known.get(candidate_key(item))
            who = session.get(Enterprise, number) if number else None
            who = who or _enterprise(session, item, by=by, now=now)
            yield _participation(item, activity_id, who, enterprise.main_of(session, who))
    above: dict[str, Expert] = {}
    for item in answers.get("experts", []):
        yield _certificate(session, item, row, above)
    for item in answers.get("sources", []):
        if item.get("amount"):
            yield Funding(activity_id=activity_id, source=item["source"], amount=item["amount"])
    for file in answers["files"]:
        yield Evidence(activity_id=activity_id, **file)


def _participation(item: Item, activity_id: int, who: Enterprise, main: Enterprise) -> Participation:
    """Write a part down: it was entered under one enterprise, and counts at the one that was merged into."""
    code = item.get("tax_code")
    stage = item.get("stage")
    return Participation(
        activity_id=activity_id,
        enterprise_id=main.id or 0,
        entered_as=who.id if who.id != main.id else None,
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
    chosen = known or _chosen(session, Enterprise, item)
    if chosen is not None:
        whole = enterprise.main_of(session, chosen)
        if main and whole.tax_code is None:
            merging.identify(session, whole, main, "", by=by, now=now)
        return enterprise.entered_as(session, whole, folded)
    form = Form(item.get("form") or legal_form(item["name"]) or Form.COMPANY)
    row = Enterprise(name=item["name"], folded=folded, core=core(item["name"]), form=form, tax_code=main)
    return enterprise.add(session, row, by=by, now=now)


def _certificate(session: Session, item: Item, of: Activity, above: dict[str, Expert]) -> Certificate:
    """Write a certificate down; one that is given anew holds anew, whatever day it was withdrawn before."""
    folded = fold(item["name"])
    known = above.get(folded) if item.get("same") == "above" else _chosen(session, Expert, item)
    expert = known or Expert(name=item["name"], folded=folded)
    session.add(expert)
    session.flush()
    above[folded] = expert
    paper = activity.certificate(session, paper_number(item["number"]))
    row = paper[0] if paper else Certificate(number=paper_number(item["number"]), activity_id=0, expert_id=0)
    row.activity_id, row.expert_id, row.issuer = of.id or 0, expert.id or 0, item.get("issuer")
    if row.withdrawn_on is not None and row.withdrawn_on <= of.last:
        row.withdrawn_on = None
    return row


def _chosen(session: Session, table: type[T], item: Item) -> T | None:
    """Give the row that a person named as the same one."""
    same = str(item.get("same") or "")
    return session.get(table, int(same)) if same.isdecimal() else None


def paper_number(typed: Any) -> str:
    """Write a certificate's number one way: capitals, no spaces."""
    return "".join(str(typed or "").split()).upper()
