"""This file is the workbook in which a unit enters its activities: what is there already, and lines for more.

Headings and what the bot needs to know its lines again are locked, without a password: that keeps them from
being changed by mistake. What is sent back is checked as if nothing had been locked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from handlers.conversation.activity import FORMS, KINDS, RESULTS, SOURCES, STAGES
from handlers.conversation.lines import (
    ACTIVITIES,
    COSTS,
    DEPTHS,
    ENTERPRISES,
    EXPERTS,
    MARK,
    MARK_SHEET,
    NEW,
    PAGES,
    VERSION,
    Column,
    Page,
)
from handlers.reading import cells
from handlers.replies.history import solution_named
from handlers.replies.words import _, day, hour, language, span
from models.rules.listing import Done, Fund, Paper, Part

# The headings stand under the title, what it is of, and an empty line.
HEAD = 3
BLANK_LINES = {"activities": 200, "enterprises": 400, "experts": 200, "sources": 300}
# On paper so many blank lines are enough.
BLANK_PRINTED = 10
# Lists and limits hold so far below the lines that are there.
ROOM = 1_000
LINE_POINTS = 15.5
HIGHEST_ROW = 409
CELL_LETTERS = 32_767
# What Excel takes for the title and the words of a hint.
HINT_TITLE, HINT = 32, 255
MANY_LINES = 2_000
MOST_DONG = 10**13
FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}

Line = Sequence[Any]


@dataclass(frozen=True, kw_only=True)
class Book:
    """All that is entered of one unit in one period. `groups` are the labels of task groups by number."""

    plan: str
    plan_number: str
    unit: str
    unit_name: str
    period: int
    title: str
    first: date
    last: date
    made_at: datetime
    groups: Mapping[int, str]
    done: Sequence[Done]
    parts: Sequence[Part]
    papers: Sequence[Paper]
    funds: Sequence[Fund]


def lines(book: Book) -> dict[str, Iterator[Line]]:
    """Give the lines that are there, by sheet; the stamps stand behind them."""
    return {
        ACTIVITIES.key: (activity_line(one, book.groups) for one in book.done),
        ENTERPRISES.key: _numbered(book.parts, part_line),
        EXPERTS.key: _numbered(book.papers, paper_line),
        COSTS.key: _numbered(book.funds, fund_line),
    }


def activity_line(one: Done, groups: Mapping[int, str]) -> Line:
    depth = {True: "deep", False: "general", None: ""}[one.in_depth]
    return (
        one.number,
        groups.get(one.group, str(one.group)),
        _(KINDS[one.kind.value]),
        one.title,
        one.first,
        one.last,
        _("Yes") if one.estimate else None,
        one.place,
        one.attendances,
        one.leaders,
        _(DEPTHS.get(depth, "")),
        one.unnamed,
        one.award_year,
        one.outputs,
        one.cost,
    )


def part_line(label: str, one: Part) -> Line:
    return (
        label,
        one.activity,
        one.told or one.name,
        _(FORMS[one.form.value]),
        one.tax_code,
        None,
        solution_named(one.solution),
        _(RESULTS[one.result]) if one.result else None,
        _(STAGES[one.stage.value]) if one.stage else None,
    )


def paper_line(label: str, one: Paper) -> Line:
    return label, one.activity, one.name, one.number, one.issuer, None


def fund_line(label: str, one: Fund) -> Line:
    return label, one.activity, _(SOURCES[one.source]), one.amount


def stamp(line: Line) -> str:
    """Give the mark by which a line is known to be as the bot wrote it, whatever program saved it since."""
    told = "\x1f".join(cells.plain(value) for value in line)
    return blake2b(told.encode(), digest_size=6).hexdigest()


def _numbered(rows: Iterable[Any], line: Any) -> Iterator[Line]:
    """Number what hangs on an activity: 12.1, 12.2."""
    activity, place = 0, 0
    for one in rows:
        place = place + 1 if one.activity == activity else 1
        activity = one.activity
        yield line(f"{activity}.{place}", one)


def xlsx(book: Book) -> bytes:
    """Write the workbook, in the language that is spoken."""
    kept = BytesIO()
    is_long = len(book.done) + len(book.parts) > MANY_LINES
    options = {
        "in_memory": not is_long,
        "constant_memory": is_long,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(kept, options) as file:
        _tell_what_it_is(file, book)
        looks = _looks(file)
        _guide(file, looks, book)
        found = lines(book)
        pages = {one.key: file.add_worksheet(_(one.name)) for one in PAGES}
        lists = _lists(file, book)
        for one in PAGES:
            _Page(file, pages[one.key], one, looks, lists).write(book, found[one.key])
        pages[ACTIVITIES.key].activate()
        _mark(file, book)
    return kept.getvalue()


def file_name(book: Book) -> str:
    """Name the file, in letters that every messenger and system keeps."""
    begin = "Mau-nhap" if language() == "vi" else "Entry-form"
    return f"{begin}_{book.unit}_{book.first:%Y-%m-%d}_{book.last:%Y-%m-%d}.xlsx"


def _looks(file: Any) -> dict[str, Any]:
    edged = {**FONT, "border": 1, "border_color": "#B8C1CC", "locked": False}
    head = {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E6EAF0", "locked": True}
    grey = {"locked": True, "align": "center", "bg_color": "#F3F5F8", "font_color": "#55606E"}
    return {
        # A leading apostrophe of Excel's own: what begins with = stays text, also after an edit.
        "text": file.add_format({**edged, "quote_prefix": True}),
        "mark": file.add_format({**edged, "align": "center"}),
        "choice": file.add_format({**edged, "quote_prefix": True}),
        "day": file.add_format({**edged, "num_format": "dd/mm/yyyy", "align": "center"}),
        "count": file.add_format({**edged, "num_format": "#,##0"}),
        "money": file.add_format({**edged, "num_format": "#,##0"}),
        "label": file.add_format({**edged, **grey}),
        # Below the lines that are laid out: more may be written there.
        "below": file.add_format({**FONT, "locked": False}),
        "stamp": file.add_format({"locked": True, "font_color": "#B8C1CC"}),
        "heading": file.add_format({**edged, **head}),
        "title": file.add_format({**FONT, "bold": True, "font_size": 14, "text_wrap": False}),
        "note": file.add_format({**FONT, "italic": True, "text_wrap": False}),
        "words": file.add_format({**FONT, "font_size": 12}),
        "bold": file.add_format({**FONT, "font_size": 12, "bold": True}),
        "example": file.add_format({**FONT, "border": 1, "border_color": "#B8C1CC", "font_color": "#7A4A00"}),
    }


def _tell_what_it_is(file: Any, book: Book) -> None:
    file.set_properties({"title": f"{book.title} · {book.unit_name}", "subject": book.plan_number})
    for key, value in _marks(book):
        file.set_custom_property(f"{MARK} {key}", value)


def _marks(book: Book) -> Sequence[tuple[str, str]]:
    return (
        ("mark", MARK),
        ("version", VERSION),
        ("plan", book.plan),
        ("unit", book.unit),
        ("period", str(book.period)),
        ("language", language()),
        ("made_at", book.made_at.isoformat(timespec="seconds")),
    )


def _mark(file: Any, book: Book) -> None:
    """Write what the workbook is where nobody sees it: Excel keeps properties, other programs drop them."""
    page = file.add_worksheet(MARK_SHEET)
    for line, pair in enumerate(_marks(book)):
        for place, words in enumerate(pair):
            page.write_string(line, place, words)
    page.protect()
    page.very_hidden()


def _lists(file: Any, book: Book) -> dict[tuple[str, str], str]:
    """Write what there is to choose from on a hidden sheet; give the name of each list."""
    page = file.add_worksheet(_("Lists"))
    named: dict[tuple[str, str], str] = {}
    for of in PAGES:
        for column in of.columns:
            words = choices(column, book.groups)
            if not words:
                continue
            place = len(named)
            for line, word in enumerate(words):
                page.write_string(line, place, word)
            name, letter = f"list_{of.key}_{column.key}", xl_col_to_name(place)
            sheet = page.get_name().replace("'", "''")
            file.define_name(name, f"='{sheet}'!${letter}$1:${letter}${len(words)}")
            named[of.key, column.key] = name
    page.protect()
    page.hide()
    return named


def choices(column: Column, groups: Mapping[int, str]) -> list[str]:
    """Give the words to choose from in a column."""
    if column.key == "group":
        return list(groups.values())
    return [_(word) for word in (column.choices or {}).values()]


class _Page:
    """Writes one sheet for entering."""

    def __init__(self, file: Any, page: Any, of: Page, looks: Mapping[str, Any], lists: Any) -> None:
        self._file, self._page, self._of, self._looks, self._lists = file, page, of, looks, lists

    def write(self, book: Book, found: Iterable[Line]) -> None:
        page, of = self._page, self._of
        page.write_string(0, 0, f"{_(of.name)} · {book.title}", self._looks["title"])
        words = _("{unit} · {days}").format(unit=book.unit_name, days=span(book.first, book.last))
        page.write_string(1, 0, words, self._looks["note"])
        for place, column in enumerate(of.columns):
            self._head(place, column)
        page.set_row(HEAD, 48)
        last = HEAD
        for last, line in enumerate(found, HEAD + 1):
            self._line(last, line)
        first_blank, printed, last = last + 1, last + BLANK_PRINTED, last + BLANK_LINES[of.key]
        for number, blank in enumerate(range(first_blank, last + 1), 1):
            self._blank(blank, f"{NEW}{number}" if not of.hangs else "")
        for place, column in enumerate(of.columns):
            self._guard(place, column, last)
        self._dress(printed)

    def _head(self, place: int, column: Column) -> None:
        is_stamp = column.sort == "stamp"
        self._page.set_column(place, place, column.width, self._looks["below"], {"hidden": is_stamp})
        self._page.write_string(HEAD, place, _(column.title), self._looks["heading"])
        if column.hint:
            self._page.write_comment(HEAD, place, _(column.hint), {"x_scale": 2, "font_size": 9})

    def _line(self, at: int, line: Line) -> None:
        high = max(
            (
                ceil(len(str(value)) / column.width)
                for value, column in zip(line, self._of.columns, strict=False)
                if value
            ),
            default=1,
        )
        self._page.set_row(at, min(LINE_POINTS * high, HIGHEST_ROW))
        for place, (value, column) in enumerate(zip(line, self._of.columns, strict=False)):
            self._put(at, place, value, self._look(column))
        self._page.write_string(at, len(self._of.columns) - 1, stamp(line), self._looks["stamp"])

    def _put(self, at: int, place: int, value: Any, look: Any) -> None:
        match value:
            case None | "":
                self._page.write_blank(at, place, None, look)
            case date():
                self._page.write_datetime(at, place, value, look)
            case int():
                self._page.write_number(at, place, value, look)
            case _:
                self._page.write_string(at, place, str(value)[:CELL_LETTERS], look)

    def _blank(self, at: int, label: str) -> None:
        self._put(at, 0, label, self._looks["label"])
        for place, column in enumerate(self._of.columns[1:-1], 1):
            self._page.write_blank(at, place, None, self._look(column))

    def _look(self, column: Column) -> Any:
        return self._looks["mark" if column.key == "activity" else column.sort]

    def _guard(self, place: int, column: Column, last: int) -> None:
        """Let a column offer its choices, and refuse what it can't hold, with a hint."""
        rule = self._rule(column)
        if rule is None:
            return
        title = _(column.title)[:HINT_TITLE]
        hint = {"input_title": title, "input_message": _(column.hint)[:HINT]} if column.hint else {}
        wrong = {
            "error_title": title,
            "error_message": (_(column.hint) or _("This can’t be entered here."))[:HINT],
        }
        self._page.data_validation(HEAD + 1, place, last + ROOM, place, {**rule, **hint, **wrong})

    def _rule(self, column: Column) -> dict[str, Any] | None:
        named = self._lists.get((self._of.key, column.key))
        match column.sort:
            case "choice":
                soft = {"error_type": "information"} if column.open else {}
                return {"validate": "list", "source": f"={named}", **soft}
            case "day":
                days = {"minimum": date(2000, 1, 1), "maximum": date(2100, 12, 31)}
                return {"validate": "date", "criteria": "between", **days, "error_type": "warning"}
            case "count":
                return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": column.most}
            case "money":
                most = {"minimum": 0, "maximum": MOST_DONG}
                return {"validate": "integer", "criteria": "between", **most, "error_type": "warning"}
            case "text" if column.most:
                return {"validate": "length", "criteria": "<=", "value": column.most}
            case "text" | "label" if column.hint:
                return {"validate": "any"}
        return None

    def _dress(self, printed: int) -> None:
        page, of = self._page, self._of
        page.freeze_panes(HEAD + 1, 2 if of.hangs else 1)
        page.repeat_rows(HEAD)
        page.set_landscape()
        page.set_paper(9 if of.hangs else 8)  # A4; A3 for the many columns of activities
        page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        page.fit_to_pages(1, 0)
        page.print_area(0, 0, printed, len(of.columns) - 2)
        page.set_footer("&C&P/&N")
        allowed = ("format_cells", "format_columns", "format_rows", "insert_rows", "sort", "autofilter")
        page.protect("", dict.fromkeys(allowed, True))


def _guide(file: Any, looks: Mapping[str, Any], book: Book) -> None:
    """Write how to fill it in, with one line as an example."""
    page = file.add_worksheet(_("How to fill it in"))
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 70)
    page.write_string(0, 0, _("How to fill it in"), looks["title"])
    page.write_string(1, 0, f"{book.unit_name} · {book.title} ({span(book.first, book.last)})", looks["note"])
    at = 3
    for at, words in enumerate(_steps(book), 3):
        page.merge_range(at, 0, at, 1, words, looks["words"])
        page.set_row(at, 16.5 * ceil(len(words) / 92))
    page.write_string(at + 2, 0, _("An example (the bot does not take it)"), looks["bold"])
    for line, (column, words) in enumerate(_example(), at + 3):
        page.write_string(line, 0, _(column.title), looks["example"])
        page.write_string(line, 1, words, looks["example"])
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.protect()


def _steps(book: Book) -> Sequence[str]:
    return (
        _("1. One line of the sheet “{sheet}” is one activity of this period.").format(
            sheet=_(ACTIVITIES.name)
        )
        + " "
        + _("Lines with a number are in the bot already and may be corrected; M1, M2 … are for new ones."),
        _(
            "2. Enterprises, experts and sources of money stand on their own sheets: in the column “{column}”"
            " write the line of the activity (its number, or M1, M2 …)."
        ).format(column=_("Activity")),
        _("3. Choose from the lists where there are any; days as 24/11/2026, money in đồng."),
        _("4. What was taken out of this file stays in the bot; activities are taken back with /lichsu."),
        _(
            "5. Send the file back to the bot. It shows what would change, and saves nothing"
            " before you agree;"
            " with a mistake in any line it says where, and takes nothing."
        ),
        _("Made at {hour}. Please fetch a new form with /maunhap for another period.").format(
            hour=hour(book.made_at)
        ),
    )


def _example() -> Iterator[tuple[Column, str]]:
    told = {
        "label": f"{NEW}1",
        "group": _("4. Training"),
        "kind": _(KINDS.get("training", "")),
        "title": _("A course on 5S for enterprises of the district"),
        "first": day(date(2026, 5, 15)),
        "last": day(date(2026, 5, 16)),
        "place": _("Hall of the department"),
        "attendances": "42",
        "leaders": "12",
        "depth": _(DEPTHS.get("deep", "")),
        "cost": "45000000",
    }
    for column in ACTIVITIES.columns:
        if column.key in told:
            yield column, told[column.key]
