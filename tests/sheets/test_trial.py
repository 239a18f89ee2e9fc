"""This file is workbooks that would end the bot: a process of its own reads each of them first."""

import contextlib
import sys
from io import BytesIO

import openpyxl
import pytest

from bot import trial
from handlers.reading import xlsx
from handlers.reading.unclear import Unclear
from tests.chat import Player
from tests.sheets import fuzz

ENDS_ITSELF = (sys.executable, "-c", "import os; os.abort()")
SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")


def workbook() -> bytes:
    kept = BytesIO()
    openpyxl.Workbook().save(kept)
    return kept.getvalue()


def test_what_can_be_read_is_survived_and_what_is_refused_is_told() -> None:
    assert trial.survives(workbook())
    with pytest.raises(Unclear, match="This is no Excel file"):
        trial.survives(b"no workbook at all")
    with pytest.raises(Unclear) as told:
        trial.survives(bytes(xlsx.MOST_BYTES + 1))
    assert (told.value.reason, told.value.values) == (xlsx.TOO_LARGE, {"most": 20})


@pytest.mark.parametrize(
    "content",
    [b"<f" + b"<c >" * 200_000, b"<c><f/>" + b"<v" * 200_000, b'"e"' + b"<c t=" * 200_000],
    ids=["cells", "values", "sorts"],
)
def test_what_is_never_closed_takes_no_longer_than_anything_else(
    monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setattr(trial, "SECONDS", 10.0)
    parts = {**fuzz.parts(workbook()), "xl/worksheets/sheet1.xml": content}
    with contextlib.suppress(Unclear):
        assert trial.survives(fuzz.packed(parts))


def test_what_ends_a_process_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "COMMAND", ENDS_ITSELF)
    assert not trial.survives(workbook())


def test_nor_is_what_never_comes_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "COMMAND", SLEEPS)
    monkeypatch.setattr(trial, "SECONDS", 0.5)
    assert not trial.survives(workbook())


async def test_such_a_file_is_refused_and_the_bot_goes_on(
    chat: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "COMMAND", ENDS_ITSELF)
    chat.files["Mau-nhap_SCT.xlsx"] = workbook()
    told = await chat.said("Lan: 📎 Mau-nhap_SCT.xlsx")
    assert "không phải tệp Excel (.xlsx), hoặc tệp bị hỏng" in told
    assert "/baocao" in await chat.said("Lan: /trogiup")


async def test_what_was_refused_there_is_not_read_here(chat: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {**fuzz.parts(workbook()), "xl/vbaProject.bin": b"x"}
    chat.files["Mau-nhap_SCT.xlsx"] = fuzz.packed(parts)
    read: list[bytes] = []
    monkeypatch.setattr(xlsx, "opened", read.append)
    assert "có macro" in await chat.said("Lan: 📎 Mau-nhap_SCT.xlsx")
    assert read == []
