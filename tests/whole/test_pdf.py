"""This file is letters turned into PDF by LibreOffice itself: pages, numbers, letters, an end to waiting."""

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from bot import pdf
from handlers.replies import consolidated, letter
from handlers.replies.lettersample import sample


@pytest.fixture(scope="module")
def office() -> None:
    if pdf.program() is None or shutil.which("pdftotext") is None:
        assert not os.environ.get("CI"), "LibreOffice is missing, and this is CI: letters must be tested here"
        pytest.skip(
            "LIBREOFFICE IS MISSING: no PDF was tested"
            " (Debian: apt install libreoffice-writer-nogui fonts-liberation2 poppler-utils)"
        )


def pages(made: bytes, folder: Path) -> list[str]:
    file = folder / "letter.pdf"
    file.write_bytes(made)
    told = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return told.stdout.decode().rstrip("\f").split("\f")


@pytest.mark.usefixtures("office")
def test_a_letter_becomes_a_pdf_that_looks_like_it(tmp_path: Path) -> None:
    filled = letter.fill(consolidated.template(), sample() | {"leading": ["Đường đi " * 60] * 12})
    made = pdf.convert(filled)
    assert made is not None
    first, second, *_rest = pages(made, tmp_path)
    # Neither the state's name nor the motto is broken; the first page has no number, the second has.
    assert re.search(r"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", first)
    assert re.search(r"Độc lập - Tự do - Hạnh phúc\n", first)
    assert first.lstrip().startswith("UBND")
    assert second.split()[0] == "2"
    fonts = subprocess.run(["pdffonts", tmp_path / "letter.pdf"], capture_output=True, text=True, check=True)
    named = {line.split()[0].partition("+")[2] for line in fonts.stdout.splitlines()[2:]}
    assert {re.split(r"[-,]", name)[0] for name in named} <= {
        "LiberationSerif",
        "TimesNewRomanPSMT",
        "TimesNewRomanPS",
    }


def test_an_office_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 600 &\nwait\n")
    slow.chmod(slow.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(pdf, "program", lambda: str(slow))
    monkeypatch.setattr(pdf, "SECONDS", 0.2)
    assert pdf.convert(b"PK") is None


def test_where_there_is_no_office_there_is_no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert not pdf.is_possible()
    assert pdf.convert(b"PK") is None
