"""This file is the bot killed again and again while a crowd reports: nothing lost, nothing doubled."""

import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.standin import SendLimits
from tests.whole.balancer import Balancer
from tests.whole.crowd import Crowd, Outcome, hour
from tests.whole.server import Process, Server, free_port, until

PEOPLE, KILLS, SECONDS = 20, 15, 30.0
SECRET = "a-secret-of-the-tests"  # Telegram tells it with each update

pytestmark = pytest.mark.alone


@pytest.fixture
def chance() -> random.Random:
    return random.Random(3483)


@pytest.fixture
def crowd(database: str) -> Crowd:
    people = Crowd(PEOPLE)
    people.join(database)
    return people


@pytest.fixture
def expected(crowd: Crowd, blank: Path, tmp_path: Path) -> dict[int, list[str]]:
    """Give what everybody hears when nothing goes wrong."""
    quiet = tmp_path / "quiet.db"
    quiet.write_bytes(blank.read_bytes())
    crowd.join(f"sqlite:///{quiet}")
    return crowd.expected(f"sqlite:///{quiet}")


@pytest.fixture
def server(crowd: Crowd) -> Iterator[Server]:
    with Server(limits=SendLimits()) as running:
        for person in crowd.people:
            running.add(person, f"Người {person}")
        yield running


def test_a_process_killed_again_and_again_loses_nothing_and_doubles_nothing(
    database: str,
    tmp_path: Path,
    crowd: Crowd,
    server: Server,
    expected: dict[int, list[str]],
    chance: random.Random,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bot = Process(server.url, tmp_path, DATABASE_URL=database)
    outcome = live_through([bot], server, database, crowd, expected, chance)
    with capsys.disabled():
        print(f"\n{database.partition(':')[0]}, one process that polls: {outcome}")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_processes_behind_a_webhook_lose_nothing_when_one_is_killed(
    database: str,
    tmp_path: Path,
    crowd: Crowd,
    server: Server,
    expected: dict[int, list[str]],
    chance: random.Random,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ports = [free_port(), free_port()]
    with Balancer([f"http://127.0.0.1:{port}" for port in ports]) as balancer:
        settings = {
            "DATABASE_URL": database,
            "WEBHOOK_URL": f"{balancer.url}/telegram",
            "WEBHOOK_SECRET": SECRET,
        }
        bots = [
            Process(server.url, _folder(tmp_path / str(port)), PORT=str(port), **settings) for port in ports
        ]
        outcome = live_through(bots, server, database, crowd, expected, chance)
    with capsys.disabled():
        print(f"\npostgresql, two processes behind a webhook: {outcome}")


def live_through(
    bots: list[Process],
    server: Server,
    database: str,
    crowd: Crowd,
    expected: dict[int, list[str]],
    chance: random.Random,
) -> Outcome:
    """Let the crowd write while one of the bots is killed and started again, at random moments."""
    began = time.monotonic()
    for bot in bots:
        bot.start("--now", hour(began))
    until(lambda: all("is at work" in bot.log() for bot in bots), "the bots are at work")
    writing = crowd.write(server, SECONDS, chance)
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.1, 2 * SECONDS / KILLS))
            struck = chance.choice(bots)
            struck.end(signal.SIGKILL)
            struck.start("--now", hour(began))
        writing.join()
        until(lambda: crowd.settled(server, database), "everything was taken and said", patience=120)
        answers, repeated = crowd.check(server, database, expected)
    finally:
        writing.join()
        for bot in bots:
            bot.end(signal.SIGKILL)
    # The clocks of two rehearsals differ by what their starts took, and so does their pace.
    assert len(bots) > 1 or server.standin.refused_sends == 0
    # A kill can double only what had arrived and was not noted yet: no chat's message twice, and of all
    # chats together seldom more than one.
    assert repeated <= 2 * KILLS
    assert all("Traceback" not in bot.log() for bot in bots)
    updates = sum(len(crowd.script(person)) for person in crowd.people)
    return Outcome(updates, KILLS, answers, repeated, time.monotonic() - began)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path
