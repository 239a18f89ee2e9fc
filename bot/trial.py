"""This file is a process that reads a workbook before the bot does: one that would end the bot ends only it.

The reader of Excel files is native code. What it makes of a broken file it makes of it every time, so a file
that a process of its own has come through can be read here. What that one refuses is refused, and not looked
through a second time.
"""

import contextlib
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from handlers.reading import xlsx
from handlers.reading.unclear import Unclear

log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "bot.trial")
SECONDS = 15.0  # fifty thousand lines take three
MOST_MEMORY = 2**30  # bytes of address space


def survives(content: bytes) -> bool:
    """Tell whether a process that reads it comes to its end. Raises Unclear where that one refuses it."""
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - its own program
            COMMAND,
            input=content,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.warning("a workbook took longer than %s seconds to be read", SECONDS)
        return False
    if done.returncode:
        log.warning("a workbook ended the process that read it (%s)", done.returncode)
        return False
    if refused := json.loads(done.stdout):
        raise Unclear(refused["reason"], **refused["values"])
    return True


def _read(content: bytes) -> dict[str, object]:
    """Read it, and tell of the refusal, if it is refused."""
    try:
        for sheet in xlsx.opened(content).values():
            for _row in xlsx.every_row(sheet):
                pass
    except Unclear as unclear:
        return {"reason": unclear.reason, "values": unclear.values}
    return {}


def _limit_memory() -> None:
    """Let no file take all the memory there is, on systems that can see to it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    _limit_memory()
    sys.stdout.write(json.dumps(_read(sys.stdin.buffer.read())))
