"""This file is letters turned into PDF by LibreOffice itself: pages, numbers, letters, an end to waiting."""

import base64
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from bot import pdf
from handlers.replies import consolidated, letter
from handlers.replies.lettersample import sample

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


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


def test_an_office_whose_bot_was_killed_is_ended_all_the_same(tmp_path: Path) -> None:
    if shutil.which("timeout") is None:
        pytest.skip("THERE IS NO timeout HERE: nothing ends an office whose bot was killed")
    slow = tmp_path / "soffice"
    slow.write_text(f"#!/bin/sh\ntrap '' TERM\necho $$ > {tmp_path}/begun\nwhile :; do sleep 1; done\n")
    slow.chmod(slow.stat().st_mode | stat.S_IXUSR)
    told = (
        "from bot import pdf; pdf.SECONDS, pdf.LATER, pdf.BY_FORCE = 60, -59, 1;"
        f"pdf.program = lambda: {str(slow)!r}; pdf.convert(b'PK')"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", told], env=environment) as bot:
        wait_until(lambda: (tmp_path / "begun").exists() and (tmp_path / "begun").read_text().endswith("\n"))
        bot.kill()
    number = int((tmp_path / "begun").read_text())
    wait_until(lambda: not Path(f"/proc/{number}").exists())


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 40
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_what_a_killed_bot_left_behind_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(pdf, "program", lambda: "/bin/true")
    for name in ("bot-pdf-old", "bot-pdf-new", "other-old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "letter.docx").write_bytes(b"PK")
    for name in ("bot-pdf-old", "other-old"):
        os.utime(tmp_path / name, (0, 0))
    assert pdf.convert(b"PK") is None
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bot-pdf-new", "other-old"]


@pytest.mark.usefixtures("office")
def test_nothing_is_fetched_for_a_pdf() -> None:
    asked: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(str(self.rfile.readline()))

    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever).start()
        document = Document(BytesIO(consolidated.template()))
        document.add_picture(BytesIO(base64.b64decode(DOT)))
        blip = next(document.element.body.iter(qn("a:blip")))
        address = f"http://127.0.0.1:{server.server_port}/a.png"
        blip.set(qn("r:link"), document.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True))
        del blip.attrib[qn("r:embed")]
        made = BytesIO()
        document.save(made)
        assert pdf.convert(made.getvalue()) is not None
        server.shutdown()
    assert asked == []


def test_where_there_is_no_office_there_is_no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert not pdf.is_possible()
    assert pdf.convert(b"PK") is None
