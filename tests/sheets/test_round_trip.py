"""This file is forms that go out and come back: just what was edited is found, whoever saved them."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from sqlalchemy import Engine

from handlers import duty, entrytaking
from handlers.entrycheck import Found
from handlers.replies.entrybook import HEAD
from models import plan, tally
from models.database import open_engine, turn
from tests.chats.forms import FIRST, put, saved
from tests.sheets import office

ACTIVITIES = "Hoạt động"


@pytest.fixture
def engine(blank: Path, tmp_path: Path) -> Iterator[Engine]:
    file = tmp_path / "bot.db"
    file.write_bytes(blank.read_bytes())
    found = open_engine(f"sqlite:///{file}")
    office.furnish(found)
    yield found
    found.dispose()


def fetched(engine: Engine) -> bytes:
    with turn(engine) as session:
        return office.form(session)


def found_in(engine: Engine, content: bytes) -> Found:
    with turn(engine) as session:
        return office.read(session, content)


def take(engine: Engine, found: Found) -> tuple[int, int]:
    with turn(engine) as session:
        content = {"facts": found.facts, "entries": found.entries}
        return entrytaking.take(office.requested(session), content, office.UNIT)


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def rows(content: bytes) -> dict[str, list[list[Any]]]:
    """Give the lines of each sheet without their stamps, by their numbers."""
    book = opened(content)
    return {
        page.title: sorted(
            ([cell.value for cell in row[:-1]] for row in page.iter_rows(min_row=HEAD + 2) if row[-1].value),
            key=lambda row: str(row[0]),
        )
        for page in book.worksheets[1:5]
    }


def test_a_form_sent_back_as_it_was_changes_nothing(engine: Engine) -> None:
    form = fetched(engine)
    for content in (form, saved(opened(form))):
        found = found_in(engine, content)
        assert (found.entries, found.wrong, found.as_before, found.left_out) == ([], [], 4, 0)


def through_libreoffice(content: bytes, folder: Path) -> bytes:
    """Open the form with LibreOffice and save it; skip loudly where that is not found."""
    program = shutil.which("soffice")
    if program is None:
        assert not os.environ.get("CI"), "LibreOffice is missing, and this is CI: it must be tested here"
        pytest.skip(
            "LIBREOFFICE IS MISSING: no form saved by it was read (Debian: apt install libreoffice-calc)"
        )
    (folder / "form.xlsx").write_bytes(content)
    (folder / "out").mkdir()
    command = [
        program,
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(folder / "form.xlsx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / "out" / "form.xlsx").read_bytes()


def test_a_form_that_libreoffice_saved_is_read_as_any_other(engine: Engine, tmp_path: Path) -> None:
    book = opened(fetched(engine))
    put(book, ACTIVITIES, FIRST, Địa_điểm="Nơi khác")
    found = found_in(engine, through_libreoffice(saved(book), tmp_path))
    assert found.wrong == []
    assert [(one["label"], one["answers"]["place"]) for one in found.entries] == [("1", "Nơi khác")]
    assert found.as_before == 3


# What may be edited: sheet, heading, a value to put in, how the next form shows it.
EDITS: tuple[tuple[int, str, Callable[[random.Random], Any]], ...] = (
    (1, "Địa_điểm", lambda chance: f"Nơi {chance.randrange(10**6)}"),
    (1, "Nội_dung", lambda chance: f"+Việc {chance.randrange(10**6)} “x” & <b>"),
    (1, "Kinh_phí", lambda chance: 45_000_000 + chance.randrange(10**6)),
    (1, "Ngày_bắt", lambda chance: date(2026, 1, 1 + chance.randrange(28))),
)


def edit(book: Workbook, chance: random.Random) -> set[str]:
    """Edit some cells of some lines; give the lines that differ now."""
    touched = set()
    page = book[ACTIVITIES]
    for row in chance.sample(range(FIRST, FIRST + len(office.TOLD)), chance.randrange(5)):
        for _place, heading, value in chance.sample(EDITS, chance.randrange(1, 4)):
            put(book, ACTIVITIES, row, **{heading: value(chance)})
        touched.add(str(page.cell(row, 1).value))
    if chance.random() < 0.5:
        put(book, "Doanh nghiệp", FIRST, Kết_quả="Đã được chứng nhận")
        touched.add(str(book["Doanh nghiệp"].cell(FIRST, 2).value))
    for n in range(chance.randrange(3)):
        row = FIRST + len(office.TOLD) + n
        told = {"Nhóm": "1. Cơ chế, chính sách", "Nội_dung": f"Ban hành {n} {chance.random()}"}
        put(book, ACTIVITIES, row, **told, Ngày_bắt="5/9/2026")
        touched.add(str(page.cell(row, 1).value))
    return touched


@pytest.mark.parametrize("seed", range(12))
def test_just_what_was_edited_is_found_and_saved(engine: Engine, seed: int) -> None:
    chance = random.Random(seed)
    book = opened(fetched(engine))
    touched = edit(book, chance)
    found = found_in(engine, saved(book))
    assert found.wrong == []
    assert {one["label"] for one in found.entries} == touched
    news = sum(label.startswith("M") for label in touched)
    assert take(engine, found) == (news, len(touched) - news)
    # A form fetched now holds what was edited, and nothing else has changed.
    after, meant = rows(fetched(engine)), rows(saved(book))
    for sheet, lines in meant.items():
        known = {str(line[0]): line for line in after[sheet]}
        for line in lines:
            told = [None if place == 5 and sheet == ACTIVITIES else one for place, one in enumerate(line)]
            now = [
                None if place == 5 and sheet == ACTIVITIES else one
                for place, one in enumerate(known[str(line[0])])
            ]
            assert [_day(one) for one in now] == [_day(one) for one in told]
        assert len(after[sheet]) == len(lines) + (news if sheet == ACTIVITIES else 0)
    with turn(engine) as session:
        assert tally.differences(session, plan.current(session)) == []
        assert duty.entered(office.requested(session))


def _day(value: Any) -> Any:
    return value.date() if hasattr(value, "date") else value
