"""This file is writing down what a workbook changes: all of it in one go, or nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session, col, func, select

from handlers import recording
from handlers.conversation import flow
from handlers.conversation.activity import ACTIVITY, candidate_key
from handlers.conversation.flow import SUMMARY, State
from handlers.locking import lock_of
from handlers.reading.text import fold
from handlers.reading.unclear import N_, Unclear
from handlers.recording import WHO
from handlers.request import Request
from models import activity, draft, plan, tally
from models.activity import Activity, Expert
from models.draft import Draft, DraftState
from models.enterprise import Enterprise

CHANGED = N_("Activity {label} was changed meanwhile.")
OTHERS = N_("What is on the lists has changed since {label} was read.")


def take(request: Request, content: Mapping[str, Any], unit: str) -> tuple[int, int]:
    """Write everything down that was shown; tell how many are new, how many corrected. Raises Unclear."""
    plan.lock(request.session)
    with request.session.begin_nested():
        taking = _Taking(request, content["facts"], unit)
        for entry in content["entries"]:
            taking.write(entry)
        taking.count()
    return taking.added, taking.corrected


def lines(entry: Mapping[str, Any]) -> int:
    """Count what is written of one activity: its own line, and all that hangs on it."""
    return 1 + sum(len(entry["answers"].get(key, ())) for key in (*WHO, "experts", "sources"))


class _Taking:
    """Writes one workbook; remembers whom its lines have brought to the lists."""

    def __init__(self, request: Request, facts: Mapping[str, Any], unit: str) -> None:
        self._request, self._session, self._facts, self._unit = request, request.session, facts, unit
        self._known = {table: _last(self._session, table) for table in (Enterprise, Expert)}
        self._brought: dict[tuple[str, str, int], int] = {}
        self._to_be_counted: list[Activity] = []
        self._saved: set[int] = set()
        self.added = self.corrected = 0

    def write(self, entry: Mapping[str, Any]) -> None:
        """Write one activity. Raises Unclear where it would not be what was shown."""
        # The day is that of the check: what was shown as an estimate is saved as one.
        state = State(SUMMARY, entry["answers"], {**self._facts, **entry["facts"]})
        state = self._looked_up(entry, state)
        recording.refuse_doubles(self._session, state)
        if not flow.is_complete(ACTIVITY, state):
            raise Unclear(OTHERS, label=entry["label"])
        row = self._correct(entry, state) if entry["number"] else self._save(state)
        self._remember(entry["label"], state, row)

    def count(self) -> None:
        """Count what is new, all of it together: that takes half of the time."""
        tally.add(self._session, *self._to_be_counted)

    def _save(self, state: State) -> Activity:
        known = recording.the_same(self._session, self._unit, state)
        if known is not None and known not in self._saved:
            raise Unclear(recording.THERE_ALREADY, number=str(known))
        self.added += 1
        request = self._request
        kept = self._draft(state)
        *losing, row = recording.write(
            self._session, state, unit=self._unit, draft=kept, by=request.who, now=request.now
        )
        self._saved.add(row.id or 0)
        if losing:
            tally.add(self._session, *losing, row)
        else:
            self._to_be_counted.append(row)
        return row

    def _correct(self, entry: Mapping[str, Any], state: State) -> Activity:
        self.corrected += 1
        request, row = self._request, activity.get(self._session, entry["number"])
        known = draft.get(self._session, entry["draft"])
        if row is None or known is None or row.draft_id != known.id or row.voided_at is not None:
            raise Unclear(CHANGED, label=entry["label"])
        if row.unit != self._unit:
            raise Unclear(CHANGED, label=entry["label"])
        if lock := lock_of(request, row):
            raise lock.unclear
        before = State(SUMMARY, known.answers, known.facts)
        kept = self._draft(state)
        return recording.correct(
            self._session, state, row, before, draft=kept, by=request.who, now=request.now
        )

    def _draft(self, state: State) -> Draft:
        """Keep the answers as a conversation would: the activity can be corrected in the chat."""
        now = self._request.now
        row = Draft(
            contact_id=self._request.who,
            conversation=ACTIVITY.name,
            state=DraftState.SAVED,
            step=SUMMARY,
            answers=dict(state.answers),
            facts=dict(state.facts),
            begun_at=now,
            touched_at=now,
        )
        self._session.add(row)
        self._session.flush()
        return row

    def _looked_up(self, entry: Mapping[str, Any], state: State) -> State:
        """Look up once more whom the names mean: but for what this workbook brings, it is as it was shown."""
        fresh = recording.look_up(self._session, state)
        for key, of in (("candidates", Enterprise), ("experts", Expert)):
            if self._told(fresh.facts[key], of) != self._told(state.facts.get(key, {}), of):
                raise Unclear(OTHERS, label=entry["label"])
        within = {(key, index): tuple(above) for key, index, above in entry["within"]}
        answers = dict(fresh.answers)
        for key in (*WHO, "experts"):
            if key in answers:
                answers[key] = [
                    self._settled(item, within.get((key, index)), fresh, is_person=key == "experts")
                    for index, item in enumerate(answers[key])
                ]
        return replace(fresh, answers=answers)

    def _settled(
        self, item: Mapping[str, Any], above: tuple[Any, ...] | None, state: State, *, is_person: bool
    ) -> dict[str, Any]:
        """Say of whom this workbook brings whether one line and another mean the same."""
        if above is not None:
            return {**item, "same": str(self._brought[above])}
        is_asked = _is_asked(item, state, is_person=is_person)
        return {**item, "same": "no"} if is_asked and "same" not in item else dict(item)

    def _told(self, found: Mapping[str, Any], table: type[Any]) -> dict[str, list[Any]]:
        """Leave out whom this workbook has brought."""
        told = {}
        for name, one in found.items():
            lines = one["rows"] if isinstance(one, Mapping) else one
            known = [line["id"] for line in lines if line["id"] <= self._known[table]]
            if known:
                told[name] = known
        return told

    def _remember(self, label: str, state: State, row: Activity) -> None:
        parts = [part for part, _enterprise in activity.parts(self._session, row)]
        for key in WHO:
            named = [n for n, item in enumerate(state.answers.get(key, [])) if item.get("name") is not None]
            if named and len(named) == len(parts):
                for index, part in zip(named, parts, strict=True):
                    self._brought[label, key, index] = part.entered
        papers = {paper.number: expert.id or 0 for paper, expert in activity.papers(self._session, row)}
        for index, item in enumerate(state.answers.get("experts", [])):
            number = recording.paper_number(item.get("number"))
            if number in papers:
                self._brought[label, "experts", index] = papers[number]


def _is_asked(item: Mapping[str, Any], state: State, *, is_person: bool) -> bool:
    """Tell whether the list has somebody of this name now."""
    if is_person:
        return fold(item.get("name") or "") in state.facts["experts"]
    return candidate_key(item) in state.facts["candidates"]


def _last(session: Session, table: type[Any]) -> int:
    return session.exec(select(func.max(col(table.id)))).one() or 0
