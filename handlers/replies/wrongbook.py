"""This file is the list of what is wrong in a workbook, as an Excel file beside the chat."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePath

import xlsxwriter

from handlers.replies.entries import Wrong
from handlers.replies.reply import Document
from handlers.replies.words import _, language, plain, why

CELL_LETTERS = 32_767
MANY = 2_000


def document(name: str, found: Sequence[Wrong]) -> Document:
    """Write a line for each cell that can't be taken: where it is, what is there, why."""
    kept = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(kept, options) as file:
        page = file.add_worksheet(_("To set right"))
        text = {
            "font_name": "Times New Roman",
            "font_size": 11,
            "valign": "top",
            "text_wrap": True,
            "border": 1,
        }
        look = file.add_format({**text, "quote_prefix": True})
        red = file.add_format({**text, "quote_prefix": True, "bg_color": "#FCE4E1"})
        heading = file.add_format({**text, "bold": True, "bg_color": "#E6EAF0"})
        titles = (_("Sheet"), _("Cell"), _("Column"), _("What is there"), _("What is to be set right"))
        for place, (title, width) in enumerate(zip(titles, (18, 10, 24, 30, 80), strict=True)):
            page.set_column(place, place, width)
            page.write_string(0, place, title, heading)
        for line, one in enumerate(found[:MANY], 1):
            values = (one.sheet, f"{one.letter}{one.row}", one.column, one.value, plain(why(one.unclear)))
            for place, value in enumerate(values):
                page.write_string(line, place, value[:CELL_LETTERS], red if place == 3 else look)
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.autofilter(0, 0, max(len(found), 1), len(titles) - 1)
    begin = "Can-sua" if language() == "vi" else "To-set-right"
    return Document(f"{begin}_{PurePath(name).stem[:80]}.xlsx", kept.getvalue())
