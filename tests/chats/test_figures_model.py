"""This file is random lives of activities against a naive recount: equal after every step, and explained."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select

from handlers import effects, progress, recording
from handlers.conversation.flow import State
from handlers.reading.text import fold
from handlers.replies.progress import Units
from models import amendment, chain, contact, merging, period, plan, report, tally, unit
from models.activity import Activity
from models.database import open_engine
from models.draft import Draft, DraftState
from models.enterprise import Enterprise
from models.report import Report
from models.rules.counting import Form
from models.rules.states import FILED, ReportState
from models.rules.working_days import WorkingDays
from tests.chat import ZONE

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=ZONE)
UNITS = ("SCT", "SNNMT", "SYT")
NAMES = ("Công ty TNHH Một", "Công ty CP Hai", "HTX Ba", "Hộ kinh doanh Bốn", "Công ty TNHH Năm")
HOUSEHOLD = "Hộ kinh doanh Bốn"
GROUPS = {"support": "3", "model": "3", "award": "3", "training": "4", "certification": "4"}
INDICATORS = ("CG", "LD", "DN", "MH", "GT", "GTV")
STAGES = ("entered", "won", "gold")


@dataclass(eq=False)
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
    twin: "Told | None" = None
    until: dict[str, date] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        return not self.voided and not self.estimate

    @property
    def counts(self) -> bool:
        return self.stands and self.twin is None


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


@dataclass(frozen=True)
class Known:
    """What the clerk keeps of enterprises: as whom each merged one counts, who was converted since when."""

    mains: dict[str, str]
    converted: dict[str, date]

    def main(self, who: str) -> str:
        return self.mains.get(who, who)

    def is_enterprise(self, who: str, on: date) -> bool:
        main = self.main(who)
        return main != HOUSEHOLD or (main in self.converted and on >= self.converted[main])


def counts(one: Told, code: str, who: str, known: Known, on: date) -> bool:
    """Tell by the plan's words whether somebody counts for an indicator by what was told."""
    is_enterprise = one.kind != "certification" and known.is_enterprise(who, one.last)
    match code:
        case "CG":
            return one.kind == "certification" and holds(one, who, on)
        case "DN":
            return one.kind in ("support", "model") and is_enterprise
        case "MH":
            return one.kind == "model" and is_enterprise and holds(one, who, on)
        case "GT":
            return one.kind == "award" and one.stage in ("won", "gold") and is_enterprise
        case "GTV":
            return one.kind == "award" and one.stage == "gold" and is_enterprise
    return False


def recount(told: list[Told], known: Known, code: str, first: date, last: date, on: date) -> int:
    """Count one indicator with nothing but loops."""
    live = [one for one in told if one.counts and first <= one.last <= last and one.last <= on]
    if code == "LD":
        return sum(one.leaders for one in live if one.kind == "training" and one.in_depth)
    day = min(on, last)
    named = ((one, who) for one in live for who in one.who)
    return len({known.main(who) for one, who in named if counts(one, code, who, known, day)})


def take_over(one: Told, other: Told) -> None:
    """Let one be counted in the place of another, which is the same as it."""
    one.twin = other.twin
    if other.twin is None:
        other.twin = one


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

        self.numbers: dict[str, int] = {}
        self.merged: dict[str, str] = {}
        self.converted: dict[str, date] = {}
        for one in period.open_new(self.session, plan.current(self.session), TODAY, WorkingDays({})):
            report.open_duties(self.session, one, NOW)

    def teardown(self) -> None:
        self.session.dispatch.before_commit(self.session)  # as if the turn ended here; nothing is kept
        altered = chain.first_altered(self.session)
        self.session.rollback()
        self.session.close()
        self.engine.dispose()
        assert altered is None

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
        """Pick an activity; of those that are one with another more often, for that is where it gets hard."""
        numbers = sorted(self.told)
        kept = {id(one.twin) for one in self.told.values()}
        linked = [n for n in numbers if self.told[n].twin or id(self.told[n]) in kept]
        is_any = data.draw(st.integers(0, 3), label="one of several") == 0
        return data.draw(st.sampled_from(numbers if is_any or not linked else linked))

    @initialize(data=st.data(), one=TOLD, again=TOLD)
    def begin_with_one_that_two_told_of(self, data: st.DataObject, one: Told, again: Told) -> None:
        self.enter(replace(one, estimate=False, last=min(one.last, TODAY)))
        self.tell_of_the_same_and_count_once(data, again, is_kept=True)

    @rule(one=TOLD)
    def record(self, one: Told) -> None:
        self.enter(one)

    def enter(self, one: Told) -> None:
        state = self.state(one)
        saved = recording.save(
            self.session, state, unit=one.unit, draft=self.draft(state), by=self.by, now=NOW
        )
        self.told[saved.id or 0] = one
        self.learn(one)

    @precondition(lambda self: any(one.counts for one in self.told.values()))
    @rule(data=st.data(), again=TOLD, is_kept=st.booleans())
    def tell_again(self, data: st.DataObject, again: Told, is_kept: bool) -> None:
        self.tell_of_the_same_and_count_once(data, again, is_kept=is_kept)

    def tell_of_the_same_and_count_once(self, data: st.DataObject, again: Told, *, is_kept: bool) -> None:
        number = data.draw(st.sampled_from([n for n, one in sorted(self.told.items()) if one.counts]))
        known = self.told[number]
        is_alike = (again.kind == "certification") == (known.kind == "certification")
        who = again.who if known.who and again.who and is_alike else known.who
        again = replace(again, kind=known.kind, last=known.last, estimate=False, stage=known.stage, who=who)
        self.enter(again)
        goes, stays = (max(self.told), number) if is_kept else (number, max(self.told))
        amendment.count_once(self.session, self.row(goes), self.row(stays), by=self.by, now=NOW)
        self.told[goes].twin = self.told[stays]

    @precondition(lambda self: any(one.twin and not one.voided for one in self.told.values()))
    @rule(data=st.data())
    def count_apart(self, data: st.DataObject) -> None:
        twins = [n for n, one in sorted(self.told.items()) if one.twin and not one.voided]
        number = data.draw(st.sampled_from(twins))
        amendment.count_apart(self.session, self.row(number), by=self.by, now=NOW)
        self.told[number].twin = None

    @precondition(lambda self: len(self.numbers.keys() - self.merged.keys()) > 1)
    @rule(data=st.data())
    def merge_enterprises(self, data: st.DataObject) -> None:
        free = sorted(self.numbers.keys() - self.merged.keys())
        one, other = data.draw(st.permutations(free))[:2]
        rows = [self.session.get_one(Enterprise, self.numbers[who]) for who in (one, other)]
        merging.merge(self.session, rows[0], rows[1], by=self.by, now=NOW)
        first, second = sorted((one, other), key=lambda who: self.numbers[who])
        self.merged[second] = first  # none has a tax code: the one that was known first stays

    @precondition(lambda self: self.merged)
    @rule(data=st.data())
    def part_enterprises(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(self.merged)))
        merging.split(self.session, self.session.get_one(Enterprise, self.numbers[who]), by=self.by, now=NOW)
        del self.merged[who]

    @precondition(lambda self: HOUSEHOLD in self.numbers)
    @rule(since=st.dates(date(2021, 1, 1), TODAY))
    def convert_the_household_or_take_that_back(self, since: date) -> None:
        row = self.session.get_one(Enterprise, self.numbers[HOUSEHOLD])
        if HOUSEHOLD in self.converted:
            merging.convert(self.session, row, Form.HOUSEHOLD, None, "", by=self.by, now=NOW)
            del self.converted[HOUSEHOLD]
        else:
            merging.convert(self.session, row, Form.COMPANY, since, "", by=self.by, now=NOW)
            self.converted[HOUSEHOLD] = since

    @rule(data=st.data())
    def file_accept_or_return_a_report(self, data: st.DataObject) -> None:
        """Whatever the lead office thinks of a report, what was done counts."""
        rows = self.session.exec(select(Report).order_by(col(Report.id))).all()
        row = data.draw(st.sampled_from(rows))
        if row.state not in FILED:
            report.settle(self.session, row, ReportState.SUBMITTED, by=self.by, now=NOW)
        elif row.accepted_at is None:
            report.accept(self.session, row, by=self.by, now=NOW)
        else:
            report.give_back(self.session, row, "thiếu minh chứng", by=self.by, now=NOW)

    @precondition(lambda self: self.told)
    @rule(data=st.data(), one=TOLD)
    def correct(self, data: st.DataObject, one: Told) -> None:
        number = self.pick(data)
        known = self.told[number]
        if known.voided:
            return
        one = replace(one, unit=known.unit, twin=known.twin)
        row = self.row(number)
        old = self.session.get_one(Draft, row.draft_id)
        state = self.state(one, corrects=number)
        # What was withdrawn stays withdrawn if told again, or set right in its place: each certificate is.
        firms = ("support", "model", "award")
        if one.kind in firms and known.kind in firms:
            one.until = {who: day for who, day in known.until.items() if who in one.who}
        if "certification" == one.kind == known.kind or (one.kind in firms and known.kind in firms):
            set_right = zip(known.who, one.who, strict=False) if len(known.who) == len(one.who) else ()
            for was, now in set_right:
                is_new = one.kind == "certification" or (was not in one.who and now not in known.who)
                if was in known.until and is_new:
                    one.until[now] = known.until[was]
        before = State("", old.answers, old.facts)
        draft = self.draft(state)
        recording.correct(self.session, state, row, before, draft=draft, by=self.by, now=NOW)
        vars(known).update(vars(one))
        self.learn(known)
        self.look_again(known)

    def learn(self, one: Told) -> None:
        """Keep under which number each enterprise is on the list."""
        for who in one.who if one.kind != "certification" else ():
            query = select(Enterprise.id).where(Enterprise.folded == fold(who))
            self.numbers[who] = self.session.exec(query).one() or 0  # nobody is on it twice

    def kids(self, one: Told) -> list[Told]:
        return [other for _number, other in sorted(self.told.items()) if other.twin is one]

    def hand_over(self, one: Told) -> None:
        """Let the first that stands of those that were counted as one count in its place."""
        kids = self.kids(one)
        heir = next((other for other in kids if other.stands), None)
        if heir is not None:
            for other in kids:
                other.twin = one.twin or heir
            take_over(heir, one)

    def stand_in(self, one: Told) -> None:
        """Count what stands again where the one as which it was counted stands no more."""
        if one.stands and one.twin is not None and not one.twin.stands:
            take_over(one, one.twin)

    def look_again(self, one: Told) -> None:
        """Part what can't be one any more, once it was corrected."""
        if one.estimate:
            self.hand_over(one)
            return
        self.stand_in(one)
        if one.twin is not None and (one.kind, one.last) != (one.twin.kind, one.twin.last):
            one.twin = None
        for other in self.kids(one):
            if (one.kind, one.last) != (other.kind, other.last):
                other.twin = None

    @property
    def mains(self) -> dict[str, str]:
        """Tell as whom each merged enterprise counts."""
        found = dict(self.merged)
        while any(main in self.merged for main in found.values()):
            found = {who: self.merged.get(main, main) for who, main in found.items()}
        return found

    @precondition(lambda self: self.told)
    @rule(data=st.data())
    def void_or_restore(self, data: st.DataObject) -> None:
        number = self.pick(data)
        if self.told[number].voided:
            amendment.restore(self.session, self.row(number), by=self.by, now=NOW)
        else:
            amendment.void(self.session, self.row(number), "trùng", by=self.by, now=NOW)
        one = self.told[number]
        one.voided = not one.voided
        if one.voided:
            self.hand_over(one)
        else:
            self.stand_in(one)

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
        told, known = list(self.told.values()), Known(self.mains, self.converted)
        for on in (TODAY, date(2024, 6, 30)):
            counted = progress.count(self.session, on)
            for one in counted.now:
                code, first, last = one.goal.indicator, one.span.first, one.span.last
                assert one.value == recount(told, known, code, first, last, on), (code, on)
                explained = effects.explained(self.session, counted, code).found
                assert explained.figure == one.value, (code, on)
                for year in one.years:
                    ends = date(year.year, 1, 1), date(year.year, 12, 31)
                    assert year.value == recount(told, known, code, *ends, on), (code, year.year)
        assert tally.differences(self.session, plan.current(self.session)) == []
        assert merging.astray(self.session) == []

    @invariant()
    def of_what_is_one_exactly_one_counts(self) -> None:
        numbers = {id(one): number for number, one in self.told.items()}
        for number, one in self.told.items():
            assert self.row(number).same_as == (numbers[id(one.twin)] if one.twin else None)
            end = one
            while end.twin is not None:
                end = end.twin
            assert end.stands or not any(other.stands for other in self.kids(end))

    @invariant()
    def every_share_is_the_naive_one_in_both_views(self) -> None:
        known = Known(self.mains, self.converted)
        counted = progress.count(self.session, TODAY)
        spans = {one.goal.indicator: one.span for one in counted.now}
        moved = unit.family(self.session).moved(TODAY)
        for units in Units:
            homes = moved if units is Units.NOW else {}
            found = progress.by_unit(self.session, counted, units, today=TODAY)
            for share in found:
                own = [one for one in self.told.values() if homes.get(one.unit, one.unit) == share.unit.code]
                naive = {
                    code: recount(own, known, code, span.first, span.last, TODAY)
                    for code, span in spans.items()
                }
                assert dict(share.figures) == {code: value for code, value in naive.items() if value}


def test_whatever_becomes_of_activities_each_figure_is_the_naive_one(database: str) -> None:
    Lives.url = database
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
