"""This file is workbooks that would end the bot: a process of its own reads each of them first."""

import sys
from io import BytesIO

import openpyxl
import pytest

from bot import trial
from tests.chat import Player

ENDS_ITSELF = (sys.executable, "-c", "import os; os.abort()")
SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")


def workbook() -> bytes:
    kept = BytesIO()
    openpyxl.Workbook().save(kept)
    return kept.getvalue()


def test_what_can_be_read_and_what_is_refused_in_words_is_survived() -> None:
    assert trial.survives(workbook())
    assert trial.survives(b"no workbook at all")


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
