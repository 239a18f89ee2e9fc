"""This file is what the tests begin with: an office, its people, and a bot to chat with."""

import logging
import secrets
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine

pytest.register_assert_rewrite("tests.chat")
# A slow machine is no failure.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

from models import contact, migrate, plan, planfile, planstore, tally  # noqa: E402 - after the rewrite was asked for
from models.contact import Contact, Role  # noqa: E402
from models.database import open_engine, turn  # noqa: E402
from tests.chat import ZONE, Player, TestClock  # noqa: E402
from tests.postgres import Cluster, cluster, missing  # noqa: E402

PLAN = Path(__file__).parents[1] / "plans" / "3483"
BLANK = "blank_office"
JOINED = datetime(2026, 1, 5, 9, 0, tzinfo=ZONE)
OFFICE = (
    ("Hòa", 501, "Nguyễn Thị Hòa", Role.LEAD, "SKHCN"),
    ("Lan", 502, "Trần Thị Lan", Role.CONTACT, "SCT"),
    ("Minh", 503, "Lê Văn Minh", Role.CONTACT, "SNNMT"),
    ("Bảo", 504, "Phạm Quốc Bảo", Role.OBSERVER, None),
)


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Take away the handlers that a command set up in this process: they write to what is closed by then."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in root.handlers:
        if handler not in before:
            root.removeHandler(handler)
    for handler in before:
        if handler not in root.handlers:
            root.addHandler(handler)
    root.setLevel(level)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate and load the plan once; each test takes a copy."""
    file = tmp_path_factory.mktemp("blank") / "bot.db"
    engine = open_engine(f"sqlite:///{file}")
    furnish(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """Give the server, with a furnished database to copy; skip loudly where there is none."""
    with cluster() as server:
        if server is None:
            missing()
            return
        engine = open_engine(server.make(BLANK))
        furnish(engine)
        engine.dispose()
        yield server
        server.drop(BLANK)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a furnished database of this test's own, on each kind of server in turn."""
    if request.param == "sqlite":
        file = tmp_path / "bot.db"
        file.write_bytes(request.getfixturevalue("blank").read_bytes())
        yield f"sqlite:///{file}"
        return
    server: Cluster = request.getfixturevalue("postgres")
    name = f"test_{secrets.token_hex(6)}"
    yield server.make(name, like=BLANK)
    server.drop(name)


def furnish(engine: Engine) -> None:
    """Make the tables, load the plan, let the people join."""
    migrate.upgrade(engine)
    with turn(engine) as session:
        planstore.store(session, planfile.read(PLAN), now=JOINED)
        for _name, chat_id, full_name, role, unit in OFFICE:
            session.add(Contact(chat_id=chat_id, name=full_name, role=role, unit=unit, joined_at=JOINED))


@pytest.fixture
async def chat(database: str) -> AsyncIterator[Player]:
    """Begin on Monday 02/11/2026 at 07:50, after a week that ended as weeks end; in the end totals agree."""
    player = Player(database, TestClock(datetime(2026, 10, 30, 16, 0, tzinfo=ZONE)))
    for name, chat_id, full_name, _role, _unit in OFFICE:
        player.add(name, chat_id, full_name)
    player.add("Khách", 599, "Người Lạ")
    await player.hear("── 30/10/2026 16:00 ──", "── 02/11/2026 07:50 ──")
    yield player
    with turn(player.engine) as session:
        assert tally.differences(session, plan.current(session)) == []
    player.close()


@pytest.fixture
def invitation(chat: Player) -> str:
    """Give a code for one more contact of Sở Công Thương."""
    with turn(chat.engine) as session:
        return contact.invite(session, Role.CONTACT, "SCT", now=chat.clock.now())
