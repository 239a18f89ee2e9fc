"""This file is a key from the terminal to a system that reads over the network, and its end."""

import csv
import json
import re
import signal
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.whole.server import Process, Server, free_port, until


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def bot(tmp_path: Path, port: int) -> Iterator[Process]:
    with Server() as server:
        process = Process(server.url, tmp_path, PORT=str(port))
        yield process
        process.end(signal.SIGKILL)


def ask(port: int, path: str, secret: str) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {secret}"}
    question = Request(f"http://127.0.0.1:{port}/api/v1{path}", headers=headers)
    try:
        with urlopen(question, timeout=20) as answer:  # noqa: S310 - loopback
            return answer.status, answer.read()
    except HTTPError as refused:
        return refused.code, refused.read()


def test_a_key_is_made_at_the_terminal_opens_the_running_bot_and_is_revoked(bot: Process, port: int) -> None:
    bot.start("--now", "2026-11-02T07:50:00+07:00")
    until(lambda: "is at work" in bot.log(), "the bot is at work", patience=90)
    made = bot.terminal("key", "make", "--name", "Hệ thống báo cáo tỉnh")
    (secret,) = re.findall(r"^nscl_\S+$", made.stdout, re.MULTILINE)
    of_unit = bot.terminal("key", "make", "--name", "Sở Công Thương", "--unit", "sct")
    assert "Key 2: Sở Công Thương, unit SCT." in of_unit.stdout, of_unit.stderr

    status, body = ask(port, "/indicators?as_of=2026-11-02", secret)
    assert (status, json.loads(body)["as_of"]) == (200, "2026-11-02")
    assert ask(port, "/indicators?as_of=2026-11-03", secret)[0] == 400, "the rehearsal's clock says today"
    status, body = ask(port, "/groups.csv", secret)
    assert len(list(csv.reader(StringIO(body.decode("utf-8-sig"))))) == 7

    assert "opens nothing any more" in bot.terminal("key", "revoke", "1").stdout
    assert ask(port, "/groups", secret)[0] == 401
    listed = bot.terminal("key", "list").stdout
    used = r"made .+ by \S+  last used 2026-11-02 07:5\d  REVOKED"
    assert re.search(rf"^1  Hệ thống báo cáo tỉnh  the whole plan  {used}", listed)
    assert re.search(r"^2  Sở Công Thương  unit SCT  made .+  never used$", listed, re.MULTILINE)
    again = bot.terminal("key", "revoke", "1")
    assert (again.returncode, len(again.stderr.splitlines())) == (1, 1)
    assert "key list" in again.stderr
    assert secret not in listed
    assert secret not in bot.log()


def test_a_key_needs_a_name_and_a_unit_that_reports(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database)
    for wrong, error in (
        (("--unit", "XYZ", "--name", "x"), "--unit XYZ: no such unit reports today"),
        (("--unit", "SNNPTNT", "--name", "x"), "--unit SNNPTNT: no such unit reports today"),
        (("--name", "  "), "--name: 1 to 100 letters"),
        (("--name", "x" * 101), "--name: 1 to 100 letters"),
    ):
        refused = CliRunner().invoke(app, ["key", "make", *wrong])
        assert error in f"{refused.exception}{refused.output}", wrong
    assert CliRunner().invoke(app, ["key", "list"]).output == ""


def test_the_playground_can_be_read_with_the_key_that_it_prints(tmp_path: Path, port: int) -> None:
    play = Process("http://127.0.0.1:1", tmp_path, PORT=str(port), BOT_TOKEN="")
    try:
        play.start()
        found = until(
            lambda: re.search(r"Bearer (\S+)' http://127\.0\.0\.1:(\d+)/api/v1", play.log()),
            "a key",
            patience=90,
        )
        assert found[2] == str(port)

        def answer() -> bytes | None:
            status, body = ask(port, "/indicators", found[1])
            return body if status == 200 else None  # the greeting comes a moment before the work

        told = json.loads(until(answer, "the playground answers"))
        assert (told["as_of"], len(told["indicators"])) == ("2026-11-02", 6)
    finally:
        play.end(signal.SIGKILL)
