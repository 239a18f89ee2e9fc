"""This file is the workbook that the lead office hands on: tables in, an Excel file out.

What people typed is written as text and stays text when somebody edits it in Excel; figures are numbers,
days are days, and each formula carries its value, for previews that do not calculate.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range

from handlers.replies.tables import FILINGS, HEAD, Book, Column, Formula, Sheet, sheets
from handlers.replies.words import _, language
from models.rules.listing import Filing
from models.rules.progress import Standing

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
MOST_COLUMNS_PORTRAIT = 7
# The height of one line of text, in points.
LINE_POINTS = 15.5
# No row may be higher in Excel.
HIGHEST_ROW = 409
# Beyond so many activities the tables would take more memory than a small server can spare.
MANY_LINES = 2_000


def xlsx(book: Book) -> bytes:
    """Write the workbook, in the language that is spoken."""
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, _options(len(book.done))) as file:
        file.set_properties({"title": _("Kế hoạch {number}").format(number=book.view.number)})
        looks = _looks(file)
        pages = [_write(file, looks, sheet, book.office) for sheet in sheets(book)]
        _draw_progress(file, pages[0], book)
        _colour_matrix(file, pages[1], book)
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
        "ordinal": file.add_format({**edged, "align": "center"}),
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
        page.set_row(line, min(LINE_POINTS * _lines(row, sheet.columns), HIGHEST_ROW))
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
    match value:
        case None | "":
            page.write_blank(line, place, None, looks[look])
        case Formula():
            page.write_formula(line, place, value.text, looks[look], value.value)
        case date():
            page.write_datetime(line, place, value, looks[look])
        case int() | float():
            page.write_number(line, place, value, looks["ordinal" if look == "centre" else look])
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
