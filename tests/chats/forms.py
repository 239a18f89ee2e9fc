"""This file is forms as a person fills them in: fetched in the chat, edited with another program, sent back."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from handlers.replies.entrybook import HEAD
from tests.chat import Player

NAME = "Mau-nhap_SCT.xlsx"
FIRST = HEAD + 2  # the first line below the headings, counted from 1


async def fetch(chat: Player, who: str = "Lan") -> Workbook:
    """Fetch the form of the first period, and open it with another program."""
    await chat.hear(f"{who}: /maunhap")
    return openpyxl.load_workbook(BytesIO(chat.sent_to(who)))


def put(book: Workbook, sheet: str, row: int, **values: Any) -> None:
    """Write into a row's cells by the headings' first words."""
    titles = {str(cell.value): cell.column for cell in book[sheet][HEAD + 1]}
    for name, value in values.items():
        wanted = name.replace("_", " ")
        column = next(place for title, place in titles.items() if title.startswith(wanted))
        book[sheet].cell(row, column).value = value


def saved(book: Workbook) -> bytes:
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def back(chat: Player, edit: Callable[[], None] | None, book: Workbook, name: str = NAME) -> str:
    """Lay the edited form ready, and give the line that sends it."""
    if edit is not None:
        edit()
    chat.files[name] = saved(book)
    return f"Lan: 📎 {name}"
