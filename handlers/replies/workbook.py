"""This file is the workbook that the lead office hands on: values in, an Excel file out.

What people typed is written as text and stays text when somebody edits it in Excel; figures are numbers,
days are days, and each formula carries its value, for previews that do not calculate.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range

from handlers.conversation.activity import FORMS, KINDS, RESULTS, SOURCES, STAGES
from handlers.reading.unclear import N_
from handlers.replies.history import solution_named
from handlers.replies.progress import STANDINGS, View
from handlers.replies.words import _, day, language
from models.rules.counting import Comparator, Kind
from models.rules.listing import Done, Filed, Filing, Fund, Paper, Part
from models.rules.progress import Standing

FILINGS = {
    Filing.ACCEPTED: N_("accepted"),
    Filing.WAITING: N_("waits for review"),
    Filing.NIL: N_("nil"),
    Filing.MISSING: N_("missing"),
    Filing.RETURNED: N_("returned"),
    Filing.OPEN: N_("not due yet"),
    Filing.EXCUSED: N_("let off"),
}
FILING_COLOURS = {
    Filing.ACCEPTED: "#DCF1E4",
    Filing.WAITING: "#E0EBF9",
    Filing.NIL: "#E6EAF0",
    Filing.MISSING: "#FCE4E1",
    Filing.RETURNED: "#FDEFD0",
}
STANDING_COLOURS = {
    Standing.MET: "#1F7A4D",
    Standing.ON_PACE: "#2A6CB9",
    Standing.BEHIND: "#CF8000",
    Standing.FAR_BEHIND: "#CC392F",
    Standing.MISSED: "#9C1C1C",
}
# Excel's own limit for one cell, in letters; the database holds less of everything.
CELL_LETTERS = 32_767
# Above the table: the title, what it is of, and an empty line.
HEAD = 3
MOST_COLUMNS_PORTRAIT = 7
# The height of one line of text, in points.
LINE_POINTS = 15.5
# Beyond so many activities the tables would take more memory than a small server can spare.
MANY_LINES = 2_000


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A formula with the value that it has, or anything else with a look of its own."""

    value: Any
    formula: str = ""
    look: str = ""


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


def xlsx(book: Book) -> bytes:
    """Write the workbook, in the language that is spoken."""
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, _options(len(book.done))) as file:
        file.set_properties({"title": _("Kế hoạch {number}").format(number=book.view.number)})
        looks = _looks(file)
        for sheet, finish in _sheets(book):
            written = _write(file, looks, sheet, book.office)
            if finish is not None:
                finish(file, written, book)
    return kept.getvalue()


def _options(lines: int) -> dict[str, Any]:
    """Let no text become a formula, a link or a number by itself; keep long tables out of memory."""
    return {
        "in_memory": lines <= MANY_LINES,
        "constant_memory": lines > MANY_LINES,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }


Finish = Callable[[Any, Any, Book], None]


def _sheets(book: Book) -> Iterator[tuple[Sheet, Finish | None]]:
    # What is the same as another activity is listed once, at that one.
    by_number = {one.number: one for one in book.done if one.counted_as is None}
    yield _progress(book), _draw_progress
    yield _matrix(book), _colour_matrix
    yield _activities(book), None
    yield _enterprises(book, by_number), None
    yield _training(book, by_number), None
    yield _experts(book, by_number), None
    yield _awards(book, by_number), None
    yield _costs(book, by_number), None


def _progress(book: Book) -> Sheet:
    rows: list[list[Any]] = []
    for number, (named, one) in enumerate(book.view.lines, HEAD + 2):
        over = one.goal.comparator is Comparator.ABOVE
        aim = _("above {target}").format(target=one.goal.value) if over else one.goal.value
        share = Cell(value=float(one.percent / 100), formula=f"=F{number}/E{number}", look="percent")
        before = book.view.reported.get(named.code)
        counted = f"{day(one.span.first)} - {day(one.span.last)}"
        rows.append(
            [
                named.code,
                named.name,
                named.measure,
                Cell(value=aim, look="centre"),
                one.goal.value,
                one.value,
                share,
                _(STANDINGS[one.standing]),
                one.estimate if one.estimate > one.value else None,
                before,
                counted,
            ]
        )
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
        [number, name, *(_filed(cell) for cell in cells)]
        for number, (_short, name, cells) in enumerate(book.matrix.rows, 1)
    ]
    return Sheet(
        name=_("Units and periods"),
        title=_("Reports of {year} by unit and period").format(year=book.year),
        columns=columns,
        rows=rows,
    )


def _filed(cell: Filed | None) -> str:
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


def _enterprises(book: Book, by_number: Mapping[int, Done]) -> Sheet:
    kinds = (Kind.SUPPORT, Kind.MODEL)
    helped = ((part, by_number[part.activity]) for part in book.parts if part.activity in by_number)
    supported = ((part, one) for part, one in helped if one.kind in kinds)
    rows = (
        [
            number,
            part.name,
            part.tax_code,
            _(FORMS[part.form.value]),
            solution_named(part.solution) if part.solution else _(KINDS[one.kind.value]),
            _(RESULTS[part.result]) if part.result in RESULTS else part.result,
            one.last,
            part.withdrawn_on,
            _("estimate") if one.estimate else "",
            book.units.get(one.unit, one.unit),
            one.number,
        ]
        for number, (part, one) in enumerate(supported, 1)
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
        Column(title=_("Estimate"), width=9, look="centre", apart=True),
        Column(title=_("Unit"), width=28),
        Column(title=_("No. in the bot"), width=9, look="centre"),
    )
    title = _("Biểu 2. Enterprises that were supported in {year}").format(year=book.year)
    return Sheet(name=_("Biểu 2 Enterprises"), title=title, columns=columns, rows=rows)


def _training(book: Book, by_number: Mapping[int, Done]) -> Sheet:
    courses = [one for one in by_number.values() if one.kind is Kind.TRAINING]
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
            _("estimate") if one.estimate else "",
            book.units.get(one.unit, one.unit),
            one.number,
        ]
        for number, one in enumerate(courses, 1)
    ]
    columns = (
        Column(title=_("No."), width=5, look="centre"),
        Column(title=_("Course"), width=48),
        Column(title=_("First day"), width=12, look="day"),
        Column(title=_("Last day"), width=12, look="day"),
        Column(title=_("Place"), width=24),
        Column(title=_("Sort"), width=12, look="centre"),
        Column(title=_("Attendances"), width=9, look="number", total=True),
        Column(title=_("Leaders and managers"), width=11, look="number", total=True),
        Column(title=_("Cost (đồng)"), width=16, look="number", total=True),
        Column(title=_("Estimate"), width=9, look="centre", apart=True),
        Column(title=_("Unit"), width=28),
        Column(title=_("No. in the bot"), width=9, look="centre"),
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
            _("estimate") if by_number[paper.activity].estimate else "",
            book.units.get(by_number[paper.activity].unit, ""),
            paper.activity,
        ]
        for number, paper in enumerate(papers, 1)
    ]
    columns = (
        Column(title=_("No."), width=5, look="centre"),
        Column(title=_("Expert"), width=32),
        Column(title=_("Certificate"), width=20, look="centre"),
        Column(title=_("Issued by"), width=36),
        Column(title=_("Last day"), width=12, look="day"),
        Column(title=_("Holds no more from"), width=12, look="day"),
        Column(title=_("Estimate"), width=9, look="centre", apart=True),
        Column(title=_("Unit"), width=28),
        Column(title=_("No. in the bot"), width=9, look="centre"),
    )
    title = _("Biểu 4. Experts who were certified in {year}").format(year=book.year)
    return Sheet(name=_("Biểu 4 Experts"), title=title, columns=columns, rows=rows)


def _awards(book: Book, by_number: Mapping[int, Done]) -> Sheet:
    awards = {number for number, one in by_number.items() if one.kind is Kind.AWARD}
    entrants = [part for part in book.parts if part.activity in awards]
    rows = [
        [
            number,
            part.name,
            part.tax_code,
            by_number[part.activity].award_year,
            _(STAGES[part.stage.value]) if part.stage else "",
            by_number[part.activity].last,
            _("estimate") if by_number[part.activity].estimate else "",
            book.units.get(by_number[part.activity].unit, ""),
            part.activity,
        ]
        for number, part in enumerate(entrants, 1)
    ]
    columns = (
        Column(title=_("No."), width=5, look="centre"),
        Column(title=_("Enterprise"), width=44),
        Column(title=_("Tax code"), width=16, look="centre"),
        Column(title=_("Award of the year"), width=10, look="centre"),
        Column(title=_("Result"), width=20, look="centre"),
        Column(title=_("Last day"), width=12, look="day"),
        Column(title=_("Estimate"), width=9, look="centre", apart=True),
        Column(title=_("Unit"), width=28),
        Column(title=_("No. in the bot"), width=9, look="centre"),
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


def _looks(file: Any) -> dict[str, Any]:
    text = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}
    edged = {**text, "border": 1, "border_color": "#B8C1CC"}
    figure = {**edged, "num_format": "#,##0"}
    bold = {"bold": True}
    head = {"align": "center", "valign": "vcenter", "bg_color": "#E6EAF0"}
    return {
        # A leading apostrophe of Excel's own: what begins with = stays text, also after an edit.
        "text": file.add_format({**edged, "quote_prefix": True}),
        "centre": file.add_format({**edged, "align": "center", "quote_prefix": True}),
        "number": file.add_format(figure),
        "percent": file.add_format({**edged, "num_format": "0.0%"}),
        "day": file.add_format({**edged, "num_format": "dd/mm/yyyy", "align": "center"}),
        "heading": file.add_format({**edged, **bold, **head}),
        "total": file.add_format({**figure, **bold}),
        "office": file.add_format({**text, **bold, "text_wrap": False}),
        "title": file.add_format({**text, **bold, "font_size": 14, "text_wrap": False}),
        "note": file.add_format({**text, "italic": True, "text_wrap": False}),
    }


def _write(file: Any, looks: Mapping[str, Any], sheet: Sheet, office: str) -> Any:
    """Write a table under its title: headings that stay, filters, totals, one page wide on paper."""
    page = file.add_worksheet(sheet.name)
    page.write_string(0, 0, office, looks["office"])
    page.write_string(1, 0, sheet.title, looks["title"])
    page.write_string(2, 0, sheet.note, looks["note"])
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(HEAD, place, column.title, looks["heading"])
    page.set_row(HEAD, 48)
    line, totals = HEAD, _Totals(sheet.columns)
    for line, row in enumerate(sheet.rows, HEAD + 1):
        page.set_row(line, LINE_POINTS * _lines(row, sheet.columns))
        for place, value in enumerate(row):
            _put(page, line, place, value, sheet.columns[place].look, looks)
        totals.add(row)
    totals.write(page, looks, line)
    _dress(page, sheet, line)
    return page


def _lines(row: Sequence[Any], columns: Sequence[Column]) -> int:
    """Tell over how many lines the longest text wraps: not every program grows a row by itself."""
    wraps = (
        ceil(len(value) / columns[place].width) for place, value in enumerate(row) if isinstance(value, str)
    )
    return max(wraps, default=1) or 1


def _put(page: Any, line: int, place: int, value: Any, look: str, looks: Mapping[str, Any]) -> None:
    if isinstance(value, Cell):
        look = value.look or look
        if value.formula:
            page.write_formula(line, place, value.formula, looks[look], value.value)
            return
        value = value.value
    match value:
        case None | "":
            page.write_blank(line, place, None, looks[look])
        case date():
            page.write_datetime(line, place, value, looks[look])
        case int() | float():
            page.write_number(line, place, value, looks[look])
        case _:
            page.write_string(line, place, str(value)[:CELL_LETTERS], looks[look])


class _Totals:
    """Adds up what adds up, row by row; what stands apart is in no total."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._wholes = {place: 0 for place, column in enumerate(columns) if column.total}
        self._apart = [place for place, column in enumerate(columns) if column.apart]

    def add(self, row: Sequence[Any]) -> None:
        if self._wholes and not any(row[place] for place in self._apart):
            for place in self._wholes:
                self._wholes[place] += row[place] or 0

    def write(self, page: Any, looks: Mapping[str, Any], last: int) -> None:
        """Write the totals under the last row, where there is any."""
        if not self._wholes or last == HEAD:
            return
        first = HEAD + 1
        page.write_string(last + 1, 1, _("Total without estimates"), looks["total"])
        here = "*".join(f'({xl_range(first, place, last, place)}="")' for place in self._apart)
        for place, whole in self._wholes.items():
            formula = f"=SUMPRODUCT({here}*{xl_range(first, place, last, place)})"
            page.write_formula(last + 1, place, formula, looks["total"], whole)


def _dress(page: Any, sheet: Sheet, last: int) -> None:
    page.autofilter(HEAD, 0, max(last, HEAD + 1), len(sheet.columns) - 1)
    page.freeze_panes(HEAD + 1, 2)
    page.repeat_rows(HEAD)
    page.set_paper(9)  # A4
    if len(sheet.columns) > MOST_COLUMNS_PORTRAIT:
        page.set_landscape()
    page.set_margins(left=0.8, right=0.5, top=0.7, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P/&N")


def _draw_progress(file: Any, page: Any, book: Book) -> None:
    """Draw each indicator's share as a bar in the colour of its standing, and bars within the cells."""
    lines = book.view.lines
    if not lines:
        return
    first, last = HEAD + 1, HEAD + len(lines)
    page.conditional_format(
        first,
        6,
        last,
        6,
        {
            "type": "data_bar",
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": 1,
            "bar_color": "#9CC3E6",
        },
    )
    sheet = page.get_name()
    chart = file.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": _("Share"),
            "categories": [sheet, first, 0, last, 0],
            "values": [sheet, first, 6, last, 6],
            "points": [{"fill": {"color": STANDING_COLOURS[one.standing]}} for _named, one in lines],
            "data_labels": {"value": True, "num_format": "0.0%"},
            "gap": 60,
        }
    )
    chart.set_title({"name": _("Share of each target"), "name_font": {"size": 13}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis(
        {"min": 0, "num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#E1E6ED"}}}
    )
    chart.set_size({"width": 900, "height": 90 + 44 * len(lines)})
    page.insert_chart(last + 3, 1, chart)


def _colour_matrix(file: Any, page: Any, book: Book) -> None:
    """Colour the cells by their state; the words stand in them, for those who print in black."""
    first, last = HEAD + 1, HEAD + max(len(book.matrix.rows), 1)
    right = 1 + max(len(book.matrix.periods), 1)
    for filing, colour in FILING_COLOURS.items():
        rule = {"type": "text", "criteria": "begins with", "value": _(FILINGS[filing])}
        page.conditional_format(
            first, 2, last, right, {**rule, "format": file.add_format({"bg_color": colour})}
        )


def file_name(year: int, on: date) -> str:
    """Name the file, in letters that every messenger and system keeps."""
    return f"{'Tien-do' if language() == 'vi' else 'Progress'}_{year}_{on:%Y-%m-%d}.xlsx"
