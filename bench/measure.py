"""This file is how a process is measured from outside: its time on the processor and its memory."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chat import TOKEN
from tests.whole.server import ROOT, free_port

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Give the time that a process has spent on the processor, its own and the system's for it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


@contextmanager
def running(command: list[str], url: str, data: Path, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a bot against a stand-in, its log in the data folder."""
    settings = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url, "DATA_DIR": str(data), "BACKUP_DIR": "off"}
    surroundings = {**os.environ, **settings, "PORT": str(free_port()), **env}
    with (data / "log.txt").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            process.wait()
