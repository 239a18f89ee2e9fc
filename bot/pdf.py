"""This file is how a Word file becomes a PDF: LibreOffice, where it is found, in a process of its own."""

import logging
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from threading import Lock

log = logging.getLogger(__name__)

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 60
# One takes some 215 MB: two at a time would be too many.
_one_at_a_time = Lock()


def program() -> str | None:
    """Give the path of LibreOffice, if it is there."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


def is_possible() -> bool:
    return program() is not None


def convert(word: bytes) -> bytes | None:
    """Make a PDF of a Word file; None where LibreOffice is not there, fails, or takes too long."""
    found = program()
    if found is None:
        return None
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="bot-pdf-", ignore_cleanup_errors=True) as folder:
        return _converted(found, Path(folder), word)


def _converted(found: str, folder: Path, word: bytes) -> bytes | None:
    (folder / "letter.docx").write_bytes(word)
    # A profile of its own: with the user's, a second process hands its work to the first and ends.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    asked = ["--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "letter.docx")]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603 - its own program, its own file
        [found, profile, *asked],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            log.warning("LibreOffice took longer than %s seconds", SECONDS)
            os.killpg(process.pid, signal.SIGKILL)  # the program's script, and the office that it started
            return None
    made = folder / "letter.pdf"
    return made.read_bytes() if made.exists() else None
