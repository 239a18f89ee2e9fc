"""This file is random lives of activities against a naive recount: equal after every step, and explained."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session

from handlers import effects, progress, recording
from handlers.conversation.flow import State
from handlers.replies.progress import Units
from models import amendment, contact, plan, tally, unit
from models.activity import Activity
from models.database import open_engine
from models.draft import Draft, DraftState
from tests.chat import ZONE

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=ZONE)
UNITS = ("SCT", "SNNMT", "SYT")
NAMES = ("Công ty TNHH Một", "Công ty CP Hai", "HTX Ba", "Hộ kinh doanh Bốn", "Công ty TNHH Năm")
GROUPS = {"support": "3", "model": "3", "award": "3", "training": "4", "certification": "4"}
INDICATORS = ("CG", "LD", "DN", "MH", "GT", "GTV")
STAGES = ("entered", "won", "gold")


@dataclass
class Told:
    """One activity as a clerk with a pencil would keep it."""

    unit: str
    kind: str
    last: date
    who: list[str]
    stage: str = ""
    leaders: int = 0
    in_depth: bool = False
    estimate: bool = False
    voided: bool = False
    until: dict[str, date] = field(default_factory=dict)


PERSONS = ("Nguyễn Văn Một", "Trần Thị Hai", "Lê Văn Ba")


@st.composite
def tellings(draw: st.DrawFn) -> Told:
    kind = draw(st.sampled_from(sorted(GROUPS)))
    names = PERSONS if kind == "certification" else NAMES
    estimate = draw(st.integers(0, 5)) == 0
    ahead = st.dates(date(2026, 11, 3), date(2026, 12, 31))
    last = draw(ahead if estimate else st.dates(date(2021, 1, 1), TODAY))
    return Told(
        unit=draw(st.sampled_from(UNITS)),
        kind=kind,
        last=last,
        who=[]
        if kind == "training"
        else draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)),
        stage=draw(st.sampled_from(STAGES)) if kind == "award" else "",
        leaders=draw(st.integers(0, 60)) if kind == "training" else 0,
        in_depth=draw(st.booleans()),
        estimate=estimate,
    )


TOLD = tellings()


def holds(one: Told, who: str, on: date) -> bool:
    return who not in one.until or one.until[who] > on


def counts(one: Told, code: str, who: str, on: date) -> bool:
    """Tell by the plan's words whether somebody counts for an indicator by what was told."""
    match code:
        case "CG":
            return one.kind == "certification" and holds(one, who, on)
        case "DN":
            return one.kind in ("support", "model") and not who.startswith("Hộ")
        case "MH":
            return one.kind == "model" and not who.startswith("Hộ") and holds(one, who, on)
        case "GT":
            return one.kind == "award" and one.stage in ("won", "gold") and not who.startswith("Hộ")
        case "GTV":
            return one.kind == "award" and one.stage == "gold" and not who.startswith("Hộ")
    return False


def recount(told: list[Told], code: str, first: date, last: date, on: date) -> int:
    """Count one indicator with nothing but loops."""
    live = [
        one
        for one in told
        if not one.voided and not one.estimate and first <= one.last <= last and one.last <= on
    ]
    if code == "LD":
        return sum(one.leaders for one in live if one.kind == "training" and one.in_depth)
    day = min(on, last)
    return len({who for one in live for who in one.who if counts(one, code, who, day)})


class Lives(RuleBasedStateMachine):
    """What people do with activities, and what must hold after each deed."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.engine = open_engine(self.url)
        self.session = Session(self.engine)
        self.told: dict[int, Told] = {}
        self.papers = 0
        lead = contact.by_chat(self.session, 501)
        assert lead is not None
        self.by = lead.id or 0
        tally.rebuild(self.session, plan.current(self.session))

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()
        self.engine.dispose()

    def facts(self, home: str) -> dict[str, Any]:
        the_plan = plan.current(self.session)
        return {
            "today": TODAY.isoformat(),
            "unit": home,
            "plan": {
                "code": the_plan.code,
                "first": the_plan.first.isoformat(),
                "last": the_plan.last.isoformat(),
            },
            "periods": [],
            "groups": [
                {"number": group.number, "short": group.short, "kinds": group.kinds}
                for group in plan.groups(self.session, the_plan)
            ],
        }

    def answers(self, one: Told) -> dict[str, Any]:
        """Give what a person would have answered."""
        day = one.last.isoformat()
        answers: dict[str, Any] = {
            "group": GROUPS[one.kind],
            "kind": one.kind,
            "title": f"{one.kind} {one.last}",
            "days": {"first": day, "last": day},
            **({"ahead": "estimate"} if one.estimate else {}),
            "place": None,
            "cost": None,
            "evidence": None,
        }
        named = [{"name": who, "tax_code": None, "same": self.same(who)} for who in one.who]
        ends = ["yes"] * (len(named) - 1) + ["no"]
        match one.kind:
            case "support":
                told = {"solution": "5s", "result": "applied"}
                answers["enterprises"] = [
                    {**who, **told, "more": end} for who, end in zip(named, ends, strict=True)
                ]
            case "model":
                answers["models"] = [{**who, "more": end} for who, end in zip(named, ends, strict=True)]
            case "award":
                answers["award_year"] = str(one.last.year)
                answers["entrants"] = [
                    {**who, "stage": one.stage, "more": end} for who, end in zip(named, ends, strict=True)
                ]
            case "training":
                answers |= {"attendances": 100, "leaders": one.leaders}
                answers["depth"] = "deep" if one.in_depth else "general"
            case "certification":
                answers["experts"] = [
                    {**who, "number": f"CN-{self.paper()}", "issuer": None, "more": end}
                    for who, end in zip(named, ends, strict=True)
                ]
        return answers

    def paper(self) -> int:
        self.papers += 1
        return self.papers

    def same(self, who: str) -> str:
        """Recognise whom the list has already, as a person would."""
        facts = recording.look_up(
            self.session,
            State("", {"enterprises": [{"name": who, "tax_code": None}], "experts": [{"name": who}]}, {}),
        ).facts
        rows = [one for found in facts["candidates"].values() for one in found["rows"]]
        if who in PERSONS:
            rows = [one for found in facts["experts"].values() for one in found]
        return str(rows[0]["id"]) if rows else "no"

    def state(self, one: Told, **facts: Any) -> State:
        state = State("", self.answers(one), {**self.facts(one.unit), **facts})
        if facts:
            state = State("", {**state.answers, "why": "nhầm"}, state.facts)
        return recording.look_up(self.session, state)

    def draft(self, state: State) -> Draft:
        row = Draft(
            contact_id=self.by,
            conversation="activity",
            state=DraftState.SAVED,
            step="",
            answers=dict(state.answers),
            facts=dict(state.facts),
            begun_at=NOW,
            touched_at=NOW,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def row(self, number: int) -> Activity:
        return self.session.get_one(Activity, number)

    def pick(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.told)))

    @rule(one=TOLD)
    def record(self, one: Told) -> None:
        state = self.state(one)
        saved = recording.save(
            self.session, state, unit=one.unit, draft=self.draft(state), by=self.by, now=NOW
        )
        self.told[saved.id or 0] = one

    @precondition(lambda self: self.told)
    @rule(data=st.data(), one=TOLD)
    def correct(self, data: st.DataObject, one: Told) -> None:
        number = self.pick(data)
        known = self.told[number]
        if known.voided:
            return
        one = Told(
            unit=known.unit,
            kind=one.kind,
            last=one.last,
            who=one.who,
            stage=one.stage,
            leaders=one.leaders,
            in_depth=one.in_depth,
            estimate=one.estimate,
        )
        row = self.row(number)
        old = self.session.get_one(Draft, row.draft_id)
        state = self.state(one, corrects=number)
        # Whose model was withdrawn stays withdrawn if told again; a new certificate has a new number.
        if one.kind in ("support", "model", "award") and known.kind in ("support", "model", "award"):
            one.until = {who: day for who, day in known.until.items() if who in one.who}
        before = State("", old.answers, old.facts)
        draft = self.draft(state)
        recording.correct(self.session, state, row, before, draft=draft, by=self.by, now=NOW)
        self.told[number] = one

    @precondition(lambda self: self.told)
    @rule(data=st.data())
    def void_or_restore(self, data: st.DataObject) -> None:
        number = self.pick(data)
        if self.told[number].voided:
            amendment.restore(self.session, self.row(number), by=self.by, now=NOW)
        else:
            amendment.void(self.session, self.row(number), "trùng", by=self.by, now=NOW)
        self.told[number].voided = not self.told[number].voided

    @precondition(lambda self: self.told)
    @rule(data=st.data(), after=st.integers(1, 900))
    def withdraw_or_reinstate(self, data: st.DataObject, after: int) -> None:
        number = self.pick(data)
        one = self.told[number]
        items = amendment.items_of(self.session, self.row(number))
        if not items or one.kind not in ("model", "certification"):
            return
        index = data.draw(st.integers(0, len(items) - 1))
        who, numbers = one.who[index], [items[index].id or 0]
        if who in one.until:
            amendment.reinstate(self.session, self.row(number), numbers, by=self.by, now=NOW)
            del one.until[who]
        else:
            day = min(one.last + timedelta(days=after), TODAY)
            amendment.withdraw(self.session, self.row(number), numbers, day, "x", by=self.by, now=NOW)
            one.until[who] = day

    @rule(data=st.data())
    def merge_units(self, data: st.DataObject) -> None:
        one, other = data.draw(st.permutations(UNITS))[:2]
        with suppress(unit.Refused):
            unit.end(self.session, one, TODAY - timedelta(days=30), [other], by=self.by, now=NOW)

    @invariant()
    def every_figure_is_the_naive_one_and_explains_itself(self) -> None:
        told = list(self.told.values())
        for on in (TODAY, date(2025, 12, 31), date(2024, 6, 30)):
            counted = progress.count(self.session, on)
            for one in counted.now:
                code, first, last = one.goal.indicator, one.span.first, one.span.last
                assert one.value == recount(told, code, first, last, on), (code, on)
                explained = effects.explained(self.session, counted, code).found
                assert explained.figure == one.value, (code, on)
                for year in one.years:
                    ends = date(year.year, 1, 1), date(year.year, 12, 31)
                    assert year.value == recount(told, code, *ends, on), (code, year.year)
        assert tally.differences(self.session, plan.current(self.session)) == []

    @invariant()
    def every_share_is_the_naive_one_in_both_views(self) -> None:
        counted = progress.count(self.session, TODAY)
        spans = {one.goal.indicator: one.span for one in counted.now}
        moved = unit.family(self.session).moved(TODAY)
        for units in Units:
            homes = moved if units is Units.NOW else {}
            found = progress.by_unit(self.session, counted, units, today=TODAY)
            for share in found:
                own = [one for one in self.told.values() if homes.get(one.unit, one.unit) == share.unit.code]
                naive = {
                    code: recount(own, code, span.first, span.last, TODAY) for code, span in spans.items()
                }
                assert dict(share.figures) == {code: value for code, value in naive.items() if value}


def test_whatever_becomes_of_activities_each_figure_is_the_naive_one(database: str) -> None:
    Lives.url = database
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
