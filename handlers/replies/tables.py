"""This file is the tables that the lead office hands on: values in, rows with their headings out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.conversation.activity import FORMS, KINDS, RESULTS, SOURCES, STAGES
from handlers.reading.unclear import N_
from handlers.replies.history import solution_named
from handlers.replies.progress import View, asides, goal_words, standing_words
from handlers.replies.words import _, day, plain
from models.rules.counting import Kind
from models.rules.listing import Done, Filed, Filing, Fund, Paper, Part

FILINGS = {
    Filing.ACCEPTED: N_("accepted"),
    Filing.WAITING: N_("waits for review"),
    Filing.NIL: N_("nil"),
    Filing.MISSING: N_("missing"),
    Filing.RETURNED: N_("returned"),
    Filing.OPEN: N_("not due yet"),
    Filing.EXCUSED: N_("let off"),
}
# Above the table: the title, what it is of, and an empty line.
HEAD = 3


@dataclass(frozen=True, kw_only=True)
class Formula:
    """A formula with the value that it has."""

    text: str
    value: float


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its heading, its width in letters, how its values look.

    A `total` stands under it; rows that have a value in an `apart` column are left out of every total.
    """

    title: str
    width: float
    look: str = "text"
    total: bool = False
    apart: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table of the workbook."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """Units by periods: each period's title and due day; each unit's short and full name, and its cells.

    A cell is None where the unit has no duty.
    """

    on: date
    periods: Sequence[tuple[str, date]]
    rows: Sequence[tuple[str, str, Sequence[Filed | None]]]


@dataclass(frozen=True, kw_only=True)
class Book:
    """All that the workbook holds, of one year. `units` are names by code, `groups` names by number."""

    office: str
    year: int
    view: View
    matrix: Matrix
    units: Mapping[str, str]
    groups: Mapping[int, str]
    done: Sequence[Done]
    parts: Sequence[Part]
    papers: Sequence[Paper]
    funds: Sequence[Fund]


def sheets(book: Book) -> Iterator[Sheet]:
    """Give the tables in their order: first the progress, then the units by periods."""
    by_number = _by_number(book)
    yield _progress(book)
    yield _matrix(book)
    yield _activities(book)
    yield _enterprises(book)
    yield _training(book)
    yield _experts(book, by_number)
    yield _awards(book, by_number)
    yield _costs(book, by_number)


def supported(book: Book) -> list[tuple[Part, Done]]:
    """Give the enterprises that were supported, each with the activity."""
    by_number = _by_number(book)
    helped = ((part, by_number[part.activity]) for part in each(book.parts) if part.activity in by_number)
    return [(part, one) for part, one in helped if one.kind in (Kind.SUPPORT, Kind.MODEL)]


def each(parts: Iterable[Part]) -> list[Part]:
    """Give each enterprise of an activity once: two that were merged since are one."""
    return list({(part.activity, part.enterprise): part for part in reversed(list(parts))}.values())[::-1]


def spent(done: Iterable[Done]) -> tuple[int | None, int]:
    """Add up costs: None where none is told, and how many activities tell none."""
    costs = [one.cost for one in done]
    told = [cost for cost in costs if cost is not None]
    return sum(told) if told else None, len(costs) - len(told)


def courses(book: Book) -> list[Done]:
    return [one for one in _by_number(book).values() if one.kind is Kind.TRAINING]


def solution_words(part: Part, one: Done) -> str:
    return solution_named(part.solution) if part.solution else _(KINDS[one.kind.value])


def result_words(part: Part) -> str:
    return _(RESULTS[part.result]) if part.result in RESULTS else part.result


def _by_number(book: Book) -> dict[int, Done]:
    """Give each activity once: what is the same as another one is listed there."""
    return {one.number: one for one in book.done if one.counted_as is None}


def _progress(book: Book) -> Sheet:
    rows = [
        [
            named.code,
            named.name,
            named.measure,
            goal_words(one.goal),
            one.goal.value,
            one.value,
            # The share stands in the seventh column: the result by the target.
            Formula(text=f"=F{line}/E{line}", value=float(one.percent / 100)),
            standing_words(one),
            one.estimate if one.estimate > one.value else None,
            book.view.reported.get(named.code),
            f"{day(one.span.first)} - {day(one.span.last)}",
            plain(" · ".join(asides(one))),
        ]
        for line, (named, one) in enumerate(book.view.lines, HEAD + 2)
    ]
    columns = (
        Column(title=_("Indicator code"), width=8, look="centre"),
        Column(title=_("Indicator"), width=48),
        Column(title=_("Measure"), width=14, look="centre"),
        Column(title=_("Target in words"), width=12, look="centre"),
        Column(title=_("Target"), width=10, look="number"),
        Column(title=_("Result"), width=10, look="number"),
        Column(title=_("Share"), width=10, look="percent"),
        Column(title=_("Standing"), width=15, look="centre"),
        Column(title=_("With estimates"), width=11, look="number"),
        Column(title=_("Reported upward"), width=12, look="number"),
        Column(title=_("Counted over"), width=24, look="centre"),
        Column(title=_("Note"), width=34),
    )
    title = _("Progress of Kế hoạch {number}").format(number=book.view.number)
    return Sheet(
        name=_("Progress"),
        title=title,
        columns=columns,
        rows=rows,
        note=_("As of {day}").format(day=day(book.view.on)),
    )


def _matrix(book: Book) -> Sheet:
    columns = (
        Column(title=_("No."), width=5, look="centre"),
        Column(title=_("Unit"), width=44),
        *(
            Column(title=f"{title}\n{_('due {day}').format(day=day(due))}", width=19, look="centre")
            for title, due in book.matrix.periods
        ),
    )
    rows = [
        [number, name, *(filed_words(cell) for cell in cells)]
        for number, (_short, name, cells) in enumerate(book.matrix.rows, 1)
    ]
    return Sheet(
        name=_("Units and periods"),
        title=_("Reports of {year} by unit and period").format(year=book.year),
        columns=columns,
        rows=rows,
        note=_("As of {day}").format(day=day(book.matrix.on)),
    )


def filed_words(cell: Filed | None) -> str:
    """Word how a unit stands in a period; nothing where it has no duty."""
    if cell is None:
        return ""
    words = _(FILINGS[cell.filing])
    return _("{state}, late").format(state=words) if cell.is_late else words


def _activities(book: Book) -> Sheet:
    rows = (
        [
            one.number,
            book.units.get(one.unit, one.unit),
            book.groups.get(one.group, str(one.group)),
            _(KINDS[one.kind.value]),
            one.title,
            one.first,
            one.last,
            _("estimate") if one.estimate else "",
            one.place,
            one.attendances,
            one.leaders,
            one.outputs,
            one.unnamed,
            one.cost,
            one.files or None,
            one.counted_as,
        ]
        for one in book.done
    )
    columns = (
        Column(title=_("No. in the bot"), width=9, look="centre"),
        Column(title=_("Unit"), width=28),
        Column(title=_("Task group"), width=28),
        Column(title=_("Kind"), width=24),
        Column(title=_("What was done"), width=48),
        Column(title=_("First day"), width=12, look="day"),
        Column(title=_("Last day"), width=12, look="day"),
        Column(title=_("Estimate"), width=9, look="centre", apart=True),
        Column(title=_("Place"), width=24),
        Column(title=_("Attendances"), width=9, look="number", total=True),
        Column(title=_("Leaders and managers"), width=11, look="number", total=True),
        Column(title=_("News items, publications, events"), width=11, look="number", total=True),
        Column(title=_("Enterprises not named yet"), width=11, look="number", total=True),
        Column(title=_("Cost (đồng)"), width=16, look="number", total=True),
        Column(title=_("Files"), width=7, look="number", total=True),
        Column(title=_("Counted as"), width=9, look="centre", apart=True),
    )
    return Sheet(
        name=_("Activities"),
        title=_("Activities of {year}").format(year=book.year),
        columns=columns,
        rows=rows,
        note=_("By the last day. What is an estimate, or counted as another activity, is in no total."),
    )


def _enterprises(book: Book) -> Sheet:
    rows = (
        [
            number,
            part.name,
            part.tax_code,
            _(FORMS[part.form.value]),
            solution_words(part, one),
            result_words(part),
            one.last,
            part.withdrawn_on,
            *_source(one, book),
        ]
        for number, (part, one) in enumerate(supported(book), 1)
    )
    columns = (
        Column(title=_("No."), width=5, look="centre"),
        Column(title=_("Enterprise"), width=44),
        Column(title=_("Tax code"), width=16, look="centre"),
        Column(title=_("Legal form"), width=14, look="centre"),
        Column(title=_("Solution"), width=28),
        Column(title=_("Result"), width=16, look="centre"),
        Column(title=_("Last day"), width=12, look="day"),
        Column(title=_("Holds no more from"), width=12, look="day"),
        *_source_columns(),
    )
    title = _("Biểu 2. Enterprises that were supported in {year}").format(year=book.year)
    return Sheet(name=_("Biểu 2 Enterprises"), title=title, columns=columns, rows=rows)


def _training(book: Book) -> Sheet:
    rows = [
        [
            number,
            one.title,
            one.first,
            one.last,
            one.place,
            _("In-depth") if one.in_depth else _("General"),
            one.attendances,
            one.leaders,
            one.cost,
            *_source(one, book),
        ]
        for number, one in enumerate(courses(book), 1)
    ]
    columns = (
        Column(title=_("No."), width=5, look="centre"),
        Column(title=_("Name of the course"), width=48),
        Column(title=_("First day"), width=12, look="day"),
        Column(title=_("Last day"), width=12, look="day"),
        Column(title=_("Place"), width=24),
        Column(title=_("Course"), width=14, look="centre"),
        Column(title=_("Attendances"), width=9, look="number", total=True),
        Column(title=_("Leaders and managers"), width=11, look="number", total=True),
        Column(title=_("Cost (đồng)"), width=16, look="number", total=True),
        *_source_columns(),
    )
    title = _("Biểu 3. Training courses of {year}").format(year=book.year)
    return Sheet(name=_("Biểu 3 Training"), title=title, columns=columns, rows=rows)


def _experts(book: Book, by_number: Mapping[int, Done]) -> Sheet:
    papers = [paper for paper in book.papers if paper.activity in by_number]
    rows = [
        [
            number,
            paper.name,
            paper.number,
            paper.issuer,
            by_number[paper.activity].last,
            paper.withdrawn_on,
            *_source(by_number[paper.activity], book),
        ]
        for number, paper in enumerate(papers, 1)
    ]
    columns = (
        Column(title=_("No."), width=5, look="centre"),
        Column(title=_("Expert"), width=32),
        Column(title=_("Certificate"), width=20, look="centre"),
        Column(title=_("Issued by"), width=36),
        Column(title=_("Certified on"), width=12, look="day"),
        Column(title=_("Holds no more from"), width=12, look="day"),
        *_source_columns(),
    )
    title = _("Biểu 4. Experts who were certified in {year}").format(year=book.year)
    return Sheet(name=_("Biểu 4 Experts"), title=title, columns=columns, rows=rows)


def _awards(book: Book, by_number: Mapping[int, Done]) -> Sheet:
    awards = {number for number, one in by_number.items() if one.kind is Kind.AWARD}
    entrants = [part for part in each(book.parts) if part.activity in awards]
    rows = [
        [
            number,
            part.name,
            part.tax_code,
            by_number[part.activity].award_year,
            _(STAGES[part.stage.value]) if part.stage else "",
            by_number[part.activity].last,
            *_source(by_number[part.activity], book),
        ]
        for number, part in enumerate(entrants, 1)
    ]
    columns = (
        Column(title=_("No."), width=5, look="centre"),
        Column(title=_("Enterprise"), width=44),
        Column(title=_("Tax code"), width=16, look="centre"),
        Column(title=_("Award of the year"), width=10, look="centre"),
        Column(title=_("Result"), width=20, look="centre"),
        Column(title=_("Awarded on"), width=12, look="day"),
        *_source_columns(),
    )
    title = _("Biểu 5. National Quality Award, {year}").format(year=book.year)
    return Sheet(name=_("Biểu 5 Awards"), title=title, columns=columns, rows=rows)


def _costs(book: Book, by_number: Mapping[int, Done]) -> Sheet:
    """Split each cost by source; what is not told of its source stands in a column of its own."""
    told: dict[int, dict[str, int]] = {}
    for fund in book.funds:
        of = told.setdefault(fund.activity, {})
        of[fund.source] = of.get(fund.source, 0) + fund.amount
    costly = (one for one in by_number.values() if one.cost)
    rows = (_cost_row(number, one, told.get(one.number, {}), book) for number, one in enumerate(costly, 1))
    columns = (
        Column(title=_("No."), width=5, look="centre"),
        Column(title=_("What was done"), width=48),
        Column(title=_("Unit"), width=28),
        Column(title=_("Last day"), width=12, look="day"),
        Column(title=_("Cost (đồng)"), width=17, look="number", total=True),
        *(Column(title=_(words), width=17, look="number", total=True) for words in SOURCES.values()),
        Column(title=_("Source not told"), width=17, look="number", total=True),
        Column(title=_("Estimate"), width=9, look="centre", apart=True),
        Column(title=_("No. in the bot"), width=9, look="centre"),
    )
    title = _("Biểu 6. Costs of {year} by source").format(year=book.year)
    return Sheet(name=_("Biểu 6 Costs"), title=title, columns=columns, rows=rows, note=_("In đồng"))


def _cost_row(number: int, one: Done, sources: Mapping[str, int], book: Book) -> list[Any]:
    cost = one.cost or 0
    rest = cost - sum(sources.get(source, 0) for source in SOURCES)
    return [
        number,
        one.title,
        book.units.get(one.unit, one.unit),
        one.last,
        cost,
        *(sources.get(source) for source in SOURCES),
        rest or None,
        _("estimate") if one.estimate else "",
        one.number,
    ]


def _source_columns() -> tuple[Column, ...]:
    """Give the last columns of most tables: where a line comes from."""
    return (
        Column(title=_("Estimate"), width=9, look="centre", apart=True),
        Column(title=_("Unit"), width=28),
        Column(title=_("No. in the bot"), width=9, look="centre"),
    )


def _source(one: Done, book: Book) -> tuple[str, str, int]:
    return _("estimate") if one.estimate else "", book.units.get(one.unit, one.unit), one.number
