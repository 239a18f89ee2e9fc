"""This file is a process that checks and fills a Word template before the bot does: its proof.

A template that takes too much time or memory, or ends its process, is refused in words: it ends nothing else.
"""

import contextlib
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from handlers import templates
from handlers.replies.templates import TOO_MUCH, Fault, Problem

log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "bot.proof")
SECONDS = 20
MOST_MEMORY = 2**30  # bytes of address space


def pulled(content: bytes) -> templates.Tried:
    """Give what is wrong with a template; if nothing is, the letter that it makes of the sample."""
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
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        log.warning("a template was refused: its process %s", type(error).__name__)
        return [Problem(fault=Fault.UNSAFE, what=TOO_MUCH)], b""
    told, _line, letter = done.stdout.partition(b"\n")
    found = [Problem(fault=Fault(fault), what=what, where=where) for fault, what, where in json.loads(told)]
    return found, letter


def _pull(content: bytes) -> bytes:
    found, letter = templates.try_out(content)
    return json.dumps([(one.fault, one.what, one.where) for one in found]).encode() + b"\n" + letter


def _limit() -> None:
    """Let no template take all there is, nor outlive the bot for long, on systems that can see to it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(_pull(sys.stdin.buffer.read()))
