"""This file is how a Word file becomes a PDF: LibreOffice, where it is found, in a process of its own."""

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from threading import Lock

log = logging.getLogger(__name__)

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 60
# A bot that was killed can end nobody: so much later LibreOffice is ended without it, and then by force.
LATER, BY_FORCE = 5, 5
PREFIX, LEFT_BEHIND = "bot-pdf-", 3600  # seconds
# Nothing is fetched: what a document names elsewhere is blocked, and the way out leads nowhere.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop></item>
</oor:items>
"""
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
    _clear_up()
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        return _converted(found, Path(folder), word)


def _clear_up() -> None:
    """Remove the folders of a bot that was killed: there is a letter in each."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime < time.time() - LEFT_BEHIND:
                shutil.rmtree(folder, ignore_errors=True)


def _converted(found: str, folder: Path, word: bytes) -> bytes | None:
    (folder / "letter.docx").write_bytes(word)
    # A profile of its own: with the user's, a second process hands its work to the first and ends.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    asked = ["--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "letter.docx")]
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(SETTINGS)
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603 - its own program, its own file
        [*_limited(), found, profile, *asked],
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


def _limited() -> list[str]:
    """Give what ends LibreOffice even where nobody waits for it any more, if that is there."""
    found = shutil.which("timeout")
    return [found, "-k", str(BY_FORCE), str(SECONDS + LATER)] if found else []
