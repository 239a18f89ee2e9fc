"""This file is what the tests at the page begin with: a browser, and the playground as make run starts it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.whole.server import ROOT, free_port, until

CHROMIUM = next(
    (path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), ""
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        assert not os.environ.get("CI"), "Chromium is missing, and this is CI: the page must be tested here"
        pytest.skip(
            "CHROMIUM IS MISSING: the playground's page was not tested (Debian: apt install chromium)"
        )
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@pytest.fixture
def playground(tmp_path: Path) -> Iterator[str]:
    """Start the playground as `make run` does."""
    port = free_port()
    env = {**os.environ, "BOT_TOKEN": "", "PORT": str(port), "DATA_DIR": str(tmp_path)}
    running = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=ROOT, env=env)
    until(lambda: _answers(f"http://127.0.0.1:{port}/playground/state"), "the playground serves")
    yield f"http://127.0.0.1:{port}"
    running.send_signal(signal.SIGTERM)
    assert running.wait(20) == 0


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310 - loopback
            return bool(answer.status == 200)
    except OSError:  # refused, or slow to answer
        return False
