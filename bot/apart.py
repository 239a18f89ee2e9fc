"""This file is a process of its own for what somebody sent: whatever it does there, it ends nothing else."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
MOST_MEMORY = 2**30  # bytes of address space


class CameToNoEnd(Exception):
    """The process took too long, or ended otherwise than it should."""


def command(module: str) -> tuple[str, ...]:
    """Give what runs a module of this program."""
    return (sys.executable, "-m", module)


def given_to(asked: Sequence[str], content: bytes, *, seconds: float) -> bytes:
    """Give a process some content, and what it answers. Raises CameToNoEnd."""
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - its own program
            asked,
            input=content,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise CameToNoEnd(type(error).__name__) from None
    return done.stdout


def limit(*, seconds: int) -> None:
    """Let this process take so much memory and time at most, on systems that can see to it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
