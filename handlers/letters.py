"""This file is what a consolidated report is made of: its days, its figures, what units said, its head."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers import handing, missing, progress
from handlers.progress import Counted
from handlers.replies import lettering
from handlers.replies.findings import Adjusted, Findings, Head, Told
from handlers.replies.letter import cleaned
from handlers.replies.tables import Book, Matrix
from handlers.replies.words import LOCALES, speaking
from models import activity, listing, plan, report, snapshot, unit
from models.period import Period
from models.plan import Plan
from models.rules.counting import Form
from models.rules.figures import Recounted
from models.rules.letters import PHASES, LetterKind, Of, usual_span, year_before, years_in
from models.rules.spans import Span, day_in
from models.rules.states import FILED

Spans = Mapping[str, tuple[int, int | None]]


def of(session: Session, kind: LetterKind, year: int) -> Of:
    """Settle the days of a report: by the plan's round of that code, else by the decree."""
    the_plan = plan.current(session)
    if kind in PHASES:
        span = _phase(session, the_plan, kind)
        return Of(kind=kind, year=span.last.year, span=span)
    rounds = {row.code: row for row in plan.rounds(session, the_plan)}
    row = rounds.get(kind.value)
    span = Span(day_in(row.first, year), day_in(row.last, year)) if row else usual_span(kind, year)
    return Of(kind=kind, year=year, span=span)


def begun(session: Session, kind: LetterKind, today: date) -> list[Of]:
    """Give the reports of a kind that could be made by a day, the latest first."""
    the_plan = plan.current(session)
    years = range(the_plan.first.year, the_plan.last.year + 1)
    found = [of(session, kind, year) for year in (years if kind not in PHASES else (the_plan.last.year,))]
    return [one for one in reversed(found) if one.span.first <= today]


def values(session: Session, one: Of, on: date, today: date, zone: ZoneInfo) -> dict[str, Any]:
    """Give what the report is filled with, in Vietnamese: figures of a day, under a head of today."""
    with speaking(LOCALES[0]):
        return dict(cleaned(lettering.values(gather(session, one, on, today, zone))))


def gather(session: Session, one: Of, on: date, today: date, zone: ZoneInfo) -> Findings:
    """Gather all that a report tells."""
    counted = progress.count(session, on, today=today)
    periods = _periods(session, counted.plan, one)
    return Findings(
        of=one,
        head=head(session, counted.plan, today),
        title=counted.plan.title,
        issuer=issuer(counted.plan),
        issued=counted.plan.issued,
        book=_book(session, counted, one.span, today),
        spans=_spans(session, counted, one),
        years=_years(session, counted, one) if one.kind in PHASES else {},
        filings=[missing.reported(session, row, zone) for row in periods],
        told=[said for row in periods for said in _told(session, row)],
        today=today,
        whole=Span(counted.plan.first, counted.plan.last),
        uncounted=_uncounted(counted.plan),
        adjusted=_adjusted(session, counted),
    )


def _uncounted(the_plan: Plan) -> frozenset[Form]:
    """Give the legal forms that count for no target."""
    rules = {Form.HOUSEHOLD: the_plan.count_households, Form.COOPERATIVE: the_plan.count_cooperatives}
    return frozenset(form for form, counts in rules.items() if not counts)


def _adjusted(session: Session, counted: Counted) -> Adjusted | None:
    """Count what was reported last anew, as of its own day: what came after it adjusts nothing."""
    row = snapshot.last(session, counted.plan, by=counted.on)
    if row is None:
        return None
    then = Recounted(activity.facts(session, counted.plan), row.on)
    figures = {}
    for told in row.content["indicators"]:
        known = counted.indicators.get(told["code"])
        span = Span(date.fromisoformat(told["first"]), date.fromisoformat(told["last"]))
        if known is not None and (now := then.done(known.counts, span)) != told["figure"]:
            figures[told["code"]] = (told["figure"], now)
    return Adjusted(document=row.document, on=row.on, figures=figures)


def head(
    session: Session, the_plan: Plan, today: date, *, document: str = "", on: date | None = None
) -> Head:
    """Give the document's head as it is on its day; a draft's is of today."""
    office = unit.get(session, the_plan.lead_unit)
    found = letterhead(the_plan, on or today)
    return Head(
        superior=found.get("superior", ""),
        office=office.name if office else "",
        place=found.get("place", ""),
        sign=f"BC-{the_plan.lead_unit}",
        year=(on or today).year,
        document=document,
        on=on,
    )


def issuer(the_plan: Plan) -> str:
    """Give whose plan it is: the superior agency of its first day."""
    return letterhead(the_plan, the_plan.first).get("superior", "")


def letterhead(the_plan: Plan, on: date) -> Mapping[str, str]:
    """Give the place and the superior agency of a day; before the first, that one's."""
    rows = sorted(the_plan.letterheads or [], key=lambda row: row["first"])
    begun = [row for row in rows if date.fromisoformat(row["first"]) <= on]
    return (begun or rows[:1] or [{}])[-1]


def _phase(session: Session, the_plan: Plan, kind: LetterKind) -> Span:
    ends = [row.phase_to for row in plan.targets(session, the_plan)]
    last = min(ends, default=the_plan.last) if kind is LetterKind.MIDTERM else the_plan.last
    return Span(the_plan.first, last)


def _periods(session: Session, the_plan: Plan, one: Of) -> list[Period]:
    """Give the units' own periods that it rests on: the round of its code, or the yearly ones of a phase."""
    code = LetterKind.YEAR if one.kind in PHASES else one.kind
    years = range(one.span.first.year, one.span.last.year + 1) if one.kind in PHASES else (one.year,)
    return [
        row for year in years for row in listing.periods(session, the_plan, year) if row.round == code.value
    ]


def _book(session: Session, counted: Counted, span: Span, today: date) -> Book:
    """Gather what was done in the span by the day: no estimates, and nothing twice."""
    within = Span(span.first, min(span.last, counted.on))
    book = handing.gather_over(session, counted, within, Matrix(on=today, periods=(), rows=()))
    groups = {row.number: row.name for row in plan.groups(session, counted.plan)}
    done = [one for one in book.done if one.is_in_totals]
    return replace(book, groups=groups, done=done)


def _spans(session: Session, counted: Counted, one: Of) -> Spans:
    """Count each indicator over the span alone, and over the same days of the year before."""
    facts = activity.facts(session, counted.plan)
    before = year_before(one.span, counted.on)
    then, now = Recounted(facts, before.last), Recounted(facts, counted.on)
    has_before = before.last >= counted.plan.first and one.kind not in PHASES
    return {
        code: (
            now.done(row.counts, one.span),
            then.done(row.counts, before) if has_before else None,
        )
        for code, row in counted.indicators.items()
    }


def _years(session: Session, counted: Counted, one: Of) -> dict[str, list[tuple[int, int]]]:
    figures = Recounted(activity.facts(session, counted.plan), counted.on)
    years = [span for span in years_in(one.span) if span.first <= counted.on]
    return {
        code: [(span.first.year, figures.done(row.counts, span)) for span in years]
        for code, row in counted.indicators.items()
    }


def _told(session: Session, row: Period) -> Sequence[Told]:
    return [
        Told(unit=of.name, difficulties=one.difficulties or "", proposals=one.proposals or "")
        for one, of in report.in_period(session, row)
        if one.state in FILED
    ]
