"""This file is the activities: what was done, by whom, on which days, and what it counts for."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Index,
    Select,
    SQLColumnExpression,
    String,
    and_,
    case,
    cast,
    literal,
    null,
    text,
    union_all,
)
from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, col, delete, func, select

from models.columns import BIG, of_its_own, one_of
from models.enterprise import Enterprise
from models.plan import Plan
from models.rules.counting import KINDS, STANDING, Counts, Fact, Form, Kind, Part, Stage, stages
from models.rules.effects import Claim
from models.rules.odd import Usual
from models.rules.spans import Span


def _withdrawn(name: str, who: str) -> Index:
    """Index the few rows that hold no more: each question asks for them."""
    few = text("withdrawn_on IS NOT NULL")
    return Index(name, who, sqlite_where=few, postgresql_where=few)


class Activity(SQLModel, table=True):
    """One thing that was done. Its days are the fact; year and period follow by rule.

    `unnamed` are enterprises that were supported and can't be named yet; `voided_at` is when it was taken
    back as if it had never been told; `same_as` the one as which it is counted, where two told of one thing.
    """

    __table_args__ = (
        Index("ix_activity_ahead", "plan", "estimate", "last", "kind"),
        Index(
            "ix_activity_same",
            "same_as",
            sqlite_where=text("same_as IS NOT NULL"),
            postgresql_where=text("same_as IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    plan: str = Field(foreign_key="plan.code")
    unit: str = Field(foreign_key="unit.code", index=True)
    group: int = Field(sa_column_kwargs={"name": "task_group"})
    kind: Kind = Field(sa_type=one_of(Kind, "kind"))
    title: str
    first: date
    last: date = Field(index=True)
    estimate: bool = False
    place: str | None = None
    attendances: int | None = None
    leaders: int | None = None
    in_depth: bool | None = None
    outputs: int | None = None
    award_year: int | None = None
    cost: int | None = Field(default=None, sa_type=BIG)
    recorded_at: datetime
    recorded_by: int = Field(sa_type=BIG, foreign_key="contact.id")
    draft_id: int | None = Field(default=None, sa_type=BIG, foreign_key="draft.id", unique=True)
    voided_at: datetime | None = None
    unnamed: int | None = None
    same_as: int | None = Field(default=None, sa_type=BIG, sa_column_args=(of_its_own("activity.id"),))


class Participation(SQLModel, table=True):
    """An enterprise's part in an activity, under the name that was typed; a model may be withdrawn.

    `enterprise_id` is the one that counts; `entered_as` the one under which it was entered, where that was
    merged into another.
    """

    __table_args__ = (_withdrawn("ix_participation_withdrawn", "enterprise_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    activity_id: int = Field(sa_type=BIG, foreign_key="activity.id", index=True)
    enterprise_id: int = Field(sa_type=BIG, foreign_key="enterprise.id", index=True)
    entered_as: int | None = Field(default=None, sa_type=BIG, foreign_key="enterprise.id", index=True)
    name: str
    branch_code: str | None = None
    solution: str | None = None
    result: str | None = None
    stage: Stage | None = Field(default=None, sa_type=one_of(Stage, "stage"))
    withdrawn_on: date | None = None

    @property
    def entered(self) -> int:
        """Give the enterprise under which this was entered."""
        return self.entered_as or self.enterprise_id


class Expert(SQLModel, table=True):
    """A person who may be certified more than once and counts once."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    name: str
    folded: str = Field(index=True)


class Certificate(SQLModel, table=True):
    """The paper that makes an expert count. One number, one certificate; it may be withdrawn."""

    __table_args__ = (_withdrawn("ix_certificate_withdrawn", "expert_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    activity_id: int = Field(sa_type=BIG, foreign_key="activity.id", index=True)
    expert_id: int = Field(sa_type=BIG, foreign_key="expert.id", index=True)
    number: str = Field(unique=True)
    issuer: str | None = None
    withdrawn_on: date | None = None


class Funding(SQLModel, table=True):
    """A part of an activity's cost and where it came from, in whole đồng."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    activity_id: int = Field(sa_type=BIG, foreign_key="activity.id", index=True)
    source: str
    amount: int = Field(sa_type=BIG)


class Evidence(SQLModel, table=True):
    """A photo or document that Telegram keeps for us; `unique_id` tells doubles apart."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    activity_id: int = Field(sa_type=BIG, foreign_key="activity.id", index=True)
    kind: str
    file_id: str
    unique_id: str
    name: str
    size: int = Field(sa_type=BIG)
    caption: str = ""


# What was taken back as if it had never been told is in no list and in no count.
LIVE = col(Activity.voided_at).is_(None)
# What two told of counts once: at the one that is the same as no other.
COUNTING = and_(LIVE, col(Activity.same_as).is_(None))
# What a cost usually is follows from so many of the last ones.
COSTS_LOOKED_AT = 500


def get(session: Session, activity_id: int) -> Activity | None:
    return session.get(Activity, activity_id)


def of_unit(session: Session, unit: str, span: Span) -> Sequence[Activity]:
    """Give a unit's activities that ended in the span, the earliest first."""
    query = select(Activity).where(
        Activity.unit == unit, Activity.last >= span.first, Activity.last <= span.last, LIVE
    )
    return session.exec(query.order_by(col(Activity.last), col(Activity.id))).all()


def on_days(session: Session, unit: str, kind: Kind, first: date, last: date) -> Sequence[Activity]:
    """Give a unit's activities of a kind that were held on just these days."""
    query = select(Activity).where(Activity.unit == unit, Activity.kind == kind, LIVE)
    query = query.where(Activity.first == first, Activity.last == last)
    return session.exec(query.order_by(col(Activity.id))).all()


def told_by(session: Session, unit: str, span: Span) -> Sequence[Activity]:
    """Give all that a unit told of a span, what was taken back too, the latest first."""
    query = select(Activity).where(
        Activity.unit == unit, Activity.last >= span.first, Activity.last <= span.last
    )
    return session.exec(query.order_by(col(Activity.last).desc(), col(Activity.id).desc())).all()


def same(session: Session, row: Activity) -> Sequence[Activity]:
    """Give the activities that are counted as this one."""
    query = select(Activity).where(Activity.same_as == row.id)
    return session.exec(query.order_by(col(Activity.id))).all()


def done_within(plan: Plan, span: Span) -> tuple[ColumnElement[bool], ...]:
    """Ask for what was done and counts, of every unit, that ended in the span; estimates stay out."""
    last = col(Activity.last)
    is_of_plan = col(Activity.plan) == plan.code
    return is_of_plan, last >= span.first, last <= span.last, col(Activity.estimate).is_(False), COUNTING


def within(session: Session, plan: Plan, span: Span) -> Sequence[Activity]:
    """Give all that was done and counts, of every unit, that ended in the span."""
    query = select(Activity).where(*done_within(plan, span))
    return session.exec(query.order_by(col(Activity.id))).all()


def named_within(session: Session, plan: Plan, span: Span) -> dict[int, set[str]]:
    """Give the enterprises and persons that each activity names that ended in the span."""
    found: dict[int, set[str]] = {}
    for sort, table, who in (
        ("enterprise", Participation, col(Participation.enterprise_id)),
        ("expert", Certificate, col(Certificate.expert_id)),
    ):
        query = select(Activity.id, who).where(
            table.activity_id == Activity.id,
            Activity.plan == plan.code,
            Activity.last >= span.first,
            Activity.last <= span.last,
        )
        for number, one in session.exec(query):
            found.setdefault(number or 0, set()).add(f"{sort}:{one}")
    return found


def counted_elsewhere(session: Session, plan: Plan) -> Sequence[Activity]:
    """Give what is counted as another one, the latest first."""
    query = select(Activity).where(Activity.plan == plan.code, col(Activity.same_as).is_not(None), LIVE)
    return session.exec(query.order_by(col(Activity.last).desc(), col(Activity.id).desc())).all()


def years_of(session: Session, unit: str) -> list[int]:
    """Give the years of which a unit told anything, the latest first."""
    days = select(col(Activity.last)).where(Activity.unit == unit).distinct()
    return sorted({day.year for day in session.exec(days)}, reverse=True)


def parts(session: Session, row: Activity) -> Sequence[tuple[Participation, Enterprise]]:
    """Give the enterprises that took part in an activity."""
    query = select(Participation, Enterprise).where(Participation.enterprise_id == Enterprise.id)
    query = query.where(Participation.activity_id == row.id)
    return session.exec(query.order_by(col(Participation.id))).all()


def naming(session: Session, enterprises: Iterable[int]) -> Sequence[Activity]:
    """Give every activity in which one of these enterprises took part, what was taken back too."""
    named = select(Participation.activity_id).where(col(Participation.enterprise_id).in_(list(enterprises)))
    return session.exec(select(Activity).where(col(Activity.id).in_(named)).order_by(col(Activity.id))).all()


def papers(session: Session, row: Activity) -> Sequence[tuple[Certificate, Expert]]:
    """Give the certificates of an activity, and whose they are."""
    query = select(Certificate, Expert).where(Certificate.expert_id == Expert.id)
    return session.exec(query.where(Certificate.activity_id == row.id).order_by(col(Certificate.id))).all()


def funding(session: Session, row: Activity) -> Sequence[Funding]:
    return session.exec(select(Funding).where(Funding.activity_id == row.id).order_by(col(Funding.id))).all()


def evidence(session: Session, row: Activity) -> Sequence[Evidence]:
    query = select(Evidence).where(Evidence.activity_id == row.id)
    return session.exec(query.order_by(col(Evidence.id))).all()


def files(session: Session, activity_ids: Sequence[int]) -> dict[int, int]:
    """Count the files of evidence of each of these activities."""
    query = select(Evidence.activity_id, func.count()).where(col(Evidence.activity_id).in_(activity_ids))
    return dict(session.exec(query.group_by(col(Evidence.activity_id))).all())


def counts_by(session: Session, plan: Plan, part: Part, span: Span) -> dict[str, int]:
    """Count the activities of each unit or group that ended in the span, estimates apart."""
    whose = col(Activity.unit) if part is Part.UNIT else cast(Activity.group, String)
    query = select(whose, func.count()).where(*done_within(plan, span))
    return dict(session.exec(query.group_by(whose)).all())


def certificate(session: Session, number: str) -> tuple[Certificate, Expert] | None:
    query = select(Certificate, Expert).where(
        Certificate.expert_id == Expert.id, Certificate.number == number
    )
    return session.exec(query).first()


def experts_named(session: Session, folded: str) -> Sequence[tuple[Expert, Certificate]]:
    """Give the experts of a name, each with the first of its certificates."""
    query = select(Expert, Certificate).where(Certificate.expert_id == Expert.id, Expert.folded == folded)
    found: dict[int | None, tuple[Expert, Certificate]] = {}
    for expert, paper in session.exec(query.order_by(col(Expert.id), col(Certificate.id))):
        found.setdefault(expert.id, (expert, paper))
    return list(found.values())


def last_done(session: Session, plan: Plan) -> date | None:
    """Give the last day on which anything was done, estimates apart."""
    query = select(col(Activity.last)).where(
        Activity.plan == plan.code, col(Activity.estimate).is_(False), LIVE
    )
    return session.exec(query.order_by(col(Activity.last).desc()).limit(1)).first()


def usual(session: Session, unit: str) -> dict[str, dict[str, Usual]]:
    """Give what is usual for each kind: a unit's attendances and outputs, the last costs of all."""
    kinds: dict[str, dict[str, Usual]] = {}
    own = columns(
        col(Activity.kind),
        func.count(col(Activity.attendances)),
        func.max(col(Activity.attendances)),
        func.count(col(Activity.outputs)),
        func.max(col(Activity.outputs)),
    )
    done = (LIVE, col(Activity.estimate).is_(False))
    for kind, courses, attendances, made, outputs in session.connection().execute(
        own.where(col(Activity.unit) == unit, *done).group_by(col(Activity.kind))
    ):
        kinds[kind] = {
            "attendances": Usual(courses, attendances or 0),
            "outputs": Usual(made, outputs or 0),
        }
    newest = columns(col(Activity.kind), col(Activity.cost)).where(col(Activity.cost) > 0, *done)
    newest_costs = newest.order_by(col(Activity.id).desc()).limit(COSTS_LOOKED_AT).subquery()
    costs = columns(newest_costs.c.kind, func.count(), func.max(newest_costs.c.cost)).group_by(
        newest_costs.c.kind
    )
    for kind, known, most in session.connection().execute(costs):
        kinds.setdefault(kind, {})["cost"] = Usual(known, most)
    return kinds


def clear(session: Session, row: Activity) -> None:
    """Take away all that hangs on an activity: it is to be written anew."""
    for table in (Participation, Certificate, Funding, Evidence):
        session.exec(delete(table).where(col(table.activity_id) == row.id))
    session.flush()


# What may cease to hold, in the order in which it was told: what it is, and from which day it holds no more.
Holding = list[tuple[int | str, date | None]]
Hanging = TypeVar("Hanging", Participation, Certificate)


def holding(session: Session, row: Activity) -> tuple[Holding, Holding]:
    """Give the parts of enterprises and the certificates of an activity."""
    return (
        [(one.entered, one.withdrawn_on) for one in _told(session, Participation, row)],
        [(one.number, one.withdrawn_on) for one in _told(session, Certificate, row)],
    )


def withdraw_again(session: Session, row: Activity, before: tuple[Holding, Holding]) -> None:
    """Let what was withdrawn before an activity was written anew be withdrawn still.

    Where a name or a number was set right in its place, it is the same thing.
    """
    parts, papers = _told(session, Participation, row), _told(session, Certificate, row)
    days = _days(before[0], [one.entered for one in parts])
    for part in parts:
        part.withdrawn_on = days.get(part.entered)
    days = _days(before[1], [one.number for one in papers])
    for paper in papers:
        paper.withdrawn_on = days.get(paper.number, paper.withdrawn_on)
    session.flush()


def _days(before: Holding, after: Sequence[int | str]) -> dict[int | str, date]:
    """Give from which day each thing that is told now holds no more."""
    days = {key: day for key, day in before if day is not None}
    if len(before) == len(after):
        keys = {key for key, _day in before}
        for (old, day), new in zip(before, after, strict=True):
            if day is not None and old not in after and new not in keys:
                days[new] = day
    return days


def _told(session: Session, table: type[Hanging], row: Activity) -> Sequence[Hanging]:
    return session.exec(select(table).where(table.activity_id == row.id).order_by(col(table.id))).all()


def facts(session: Session, plan: Plan, *, unit: str | None = None) -> list[Fact]:
    """Give everything that counts for some indicator, of one unit or of all."""
    return _facts(session, plan, *of(unit))


def facts_of(session: Session, plan: Plan, rows: Iterable[Activity]) -> list[Fact]:
    """Give what some activities count for."""
    return _facts(session, plan, col(Activity.id).in_([row.id for row in rows]))


def done_for(session: Session, plan: Plan, counts: Counts, span: Span) -> list[Fact]:
    """Give what was done within the span and counts for one thing."""
    session.flush()
    match counts:
        case Counts.LEADERS:
            query = attending(plan)
        case Counts.CERTIFIED:
            query = _experts()
        case _:
            query = _enterprises(plan, counts, WAYS[counts])
    return _read(session, query.where(*done_within(plan, span)))


def of(unit: str | None) -> list[ColumnElement[bool]]:
    """Ask for one unit's activities, or for all."""
    return [] if unit is None else [col(Activity.unit) == unit]


def _facts(session: Session, plan: Plan, *where: ColumnElement[bool]) -> list[Fact]:
    session.flush()
    return _read(session, counting(plan, *where))


def _read(session: Session, query: Select[Any] | CompoundSelect[Any]) -> list[Fact]:
    return [
        Fact(
            counts=Counts(row.counts),
            who=row.who,
            on=row.on,
            amount=row.amount,
            estimate=row.estimate,
            activity=row.activity,
            unit=row.unit,
            group=row.group,
            until=row.until,
        )
        for row in session.connection().execute(query)
    ]


def counting(plan: Plan, *where: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Select what counts, one row for each fact, among the activities that are asked for."""
    return union_all(attending(plan, *where), *counting_once(plan, *where))


def attending(plan: Plan, *where: ColumnElement[bool]) -> Select[Any]:
    """Select the attendances that add up. Those of general publicity never count."""
    in_depth = and_(
        col(Activity.kind) == Kind.TRAINING, col(Activity.in_depth).is_(True), col(Activity.leaders) > 0
    )
    facts = _fact(Counts.LEADERS, "activity", col(Activity.id), col(Activity.leaders))
    return facts.where(col(Activity.plan) == plan.code, in_depth, *where)


def counting_once(plan: Plan, *where: ColumnElement[bool]) -> list[Select[Any]]:
    """Select the enterprises and persons that count once however often they are met."""
    asked = (col(Activity.plan) == plan.code, *where)
    enterprises = [_enterprises(plan, counts, ways).where(*asked) for counts, ways in WAYS.items()]
    return [*enterprises, _experts().where(*asked)]


# What an enterprise's part counts as. Attending a course, or an award, is no support.
WAYS: dict[Counts, ColumnElement[bool]] = {
    counts: col(Activity.kind).in_(sorted(KINDS[counts])) for counts in (Counts.SUPPORTED, Counts.MODELS)
} | {
    counts: and_(
        col(Activity.kind) == Kind.AWARD,
        col(Participation.stage).in_([stage for stage in Stage if counts in stages(stage)]),
    )
    for counts in stages(Stage.GOLD)
}


def _enterprises(plan: Plan, counts: Counts, ways: ColumnElement[bool]) -> Select[Any]:
    return (
        _fact(counts, "enterprise", col(Participation.enterprise_id), until=col(Participation.withdrawn_on))
        .join(Participation, col(Participation.activity_id) == Activity.id)
        .join(Enterprise, col(Participation.enterprise_id) == Enterprise.id)
        .where(ways, FORM_THEN.in_(sorted(forms_counted(plan))))
    )


# The legal form on the day of the activity: a household that became a company counts from then on.
FORM_THEN = case(
    (col(Activity.last) < col(Enterprise.converted_on), col(Enterprise.form_before)),
    else_=col(Enterprise.form),
)


def forms_counted(plan: Plan) -> frozenset[Form]:
    """Give the legal forms that count as enterprises by the lead office's rule."""
    more = ((Form.COOPERATIVE, plan.count_cooperatives), (Form.HOUSEHOLD, plan.count_households))
    return frozenset({Form.COMPANY, *(form for form, is_counted in more if is_counted)})


def _experts() -> Select[Any]:
    return (
        _fact(Counts.CERTIFIED, "expert", col(Certificate.expert_id), until=col(Certificate.withdrawn_on))
        .join(Certificate, col(Certificate.activity_id) == Activity.id)
        .where(col(Activity.kind) == Kind.CERTIFICATION)
    )


def _fact(
    counts: Counts,
    sort: str,
    who: SQLColumnExpression[Any],
    amount: SQLColumnExpression[Any] | None = None,
    *,
    until: SQLColumnExpression[Any] | None = None,
) -> Select[Any]:
    return (
        columns(
            literal(counts.value).label("counts"),
            (literal(f"{sort}:") + cast(who, String)).label("who"),
            col(Activity.last).label("on"),
            (literal(1) if amount is None else amount).label("amount"),
            col(Activity.estimate).label("estimate"),
            col(Activity.id).label("activity"),
            col(Activity.unit).label("unit"),
            col(Activity.group).label("group"),
            (cast(null(), Date) if until is None else until).label("until"),
        )
        .select_from(Activity)
        .where(COUNTING)
    )


def lapsing(session: Session, plan: Plan, *, unit: str | None = None) -> list[Fact]:
    """Give all that counts only as long as it holds, of those few who have anything that was withdrawn."""
    session.flush()
    asked = (col(Activity.plan) == plan.code, *of(unit))
    queries = []
    if papers := _of_the_same(session, Certificate.expert_id):
        queries.append(_experts().where(*papers, *asked))
    if models := _of_the_same(session, Participation.enterprise_id):
        counted = sorted(STANDING & WAYS.keys())
        queries += [_enterprises(plan, counts, WAYS[counts]).where(*models, *asked) for counts in counted]
    return _read(session, union_all(*queries)) if queries else []


def _of_the_same(session: Session, who: Any) -> list[ColumnElement[bool]]:
    """Ask for those of whom anything was withdrawn; none where nothing was. Their activities are few."""
    table = who.class_
    those = session.exec(select(who).where(col(table.withdrawn_on).is_not(None)).distinct()).all()
    if not those:
        return []
    theirs = select(table.activity_id).where(col(who).in_(those))
    return [col(who).in_(those), col(Activity.id).in_(theirs)]


def claims(
    session: Session, plan: Plan, counts: Counts, span: Span, *, beside: Activity | None = None
) -> list[Claim]:
    """Give all that was told and could count for one thing within a span, whether it counts or not.

    `beside` asks only for what one activity told, and what others told of the same enterprises or persons.
    """
    session.flush()
    asked = (
        col(Activity.plan) == plan.code,
        col(Activity.kind).in_(sorted(KINDS[counts])),
        col(Activity.last).between(span.first, span.last),
    )
    alone = asked if beside is None else (*asked, col(Activity.id) == beside.id)
    match counts:
        case Counts.LEADERS:
            rows = session.exec(select(Activity).where(*alone))
            return [_claim(row, amount=row.leaders or 0) for row in rows]
        case Counts.CERTIFIED:
            return list(_papers(session, [*asked, *_those_of(Certificate.expert_id, beside)]))
    named = _parts(session, [*asked, *_those_of(Participation.enterprise_id, beside)])
    return [*named, *_unnamed(session, alone)]


def _those_of(who: Any, beside: Activity | None) -> list[ColumnElement[bool]]:
    """Ask for those whom an activity names."""
    if beside is None:
        return []
    return [col(who).in_(select(who).where(who.class_.activity_id == beside.id))]


def _papers(session: Session, asked: Iterable[ColumnElement[bool]]) -> Iterator[Claim]:
    query = select(Activity, Certificate, Expert).where(
        Certificate.activity_id == Activity.id, Certificate.expert_id == Expert.id, *asked
    )
    for row, paper, expert in session.exec(query):
        yield _claim(
            row, who=f"expert:{expert.id}", name=f"{expert.name} ({paper.number})", until=paper.withdrawn_on
        )


def _parts(session: Session, asked: Iterable[ColumnElement[bool]]) -> Iterator[Claim]:
    query = select(Activity, Participation, Enterprise).where(
        Participation.activity_id == Activity.id, Participation.enterprise_id == Enterprise.id, *asked
    )
    for row, part, enterprise in session.exec(query):
        yield _claim(
            row,
            who=f"enterprise:{enterprise.id}",
            name=enterprise.name,
            form=enterprise.form_on(row.last),
            stage=part.stage,
            until=part.withdrawn_on,
        )


def _unnamed(session: Session, asked: Iterable[ColumnElement[bool]]) -> Iterator[Claim]:
    for row in session.exec(select(Activity).where(col(Activity.unnamed) > 0, *asked)):
        yield _claim(row, amount=row.unnamed or 0)


def _claim(row: Activity, **told: Any) -> Claim:
    return Claim(
        **{
            "activity": row.id or 0,
            "unit": row.unit,
            "title": row.title,
            "kind": row.kind,
            "last": row.last,
            "who": "",
            "in_depth": row.in_depth is True,
            "estimate": row.estimate,
            "voided": row.voided_at is not None,
            "told_twice": row.same_as is not None,
            **told,
        }
    )
