"""This file is the bot on PostgreSQL: the same tables, the same chats, the same figures."""

import os
import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime

import pytest
from sqlmodel import Session, col, func, select, text

from models import contact, migrate
from models.activity import Activity
from models.contact import Role
from models.database import open_engine, turn
from models.outbox import Message
from tests.chat import ZONE, Player, TestClock
from tests.chats.test_readme_sample import README
from tests.conftest import OFFICE, furnish
from tests.postgres import cluster


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with cluster() as url:
        if url is None:
            assert not os.environ.get("CI"), "PostgreSQL is missing, and this is CI: it must be tested here"
            pytest.skip("POSTGRESQL IS MISSING: nothing was tested on it (Debian: apt install postgresql)")
        yield url


@pytest.fixture
async def chat(server: str) -> AsyncIterator[Player]:
    engine = open_engine(server)
    with Session(engine) as session, session.begin():
        # SQLModel types exec for queries alone.
        session.exec(text("DROP SCHEMA public CASCADE"))  # type: ignore[call-overload]
        session.exec(text("CREATE SCHEMA public"))  # type: ignore[call-overload]
    furnish(engine)
    engine.dispose()
    player = Player(server, TestClock(datetime(2026, 10, 30, 16, 0, tzinfo=ZONE)))
    for name, chat_id, full_name, _role, _unit in OFFICE:
        player.add(name, chat_id, full_name)
    player.add("Khách", 599, "Người Lạ")
    await player.hear("── 30/10/2026 16:00 ──", "── 02/11/2026 07:50 ──")
    yield player
    player.close()


async def test_the_readmes_chat_goes_the_same_way(chat: Player) -> None:
    sample = re.search(r"```chat\n(.*?)```", README.read_text(), re.DOTALL)
    assert sample is not None
    await chat.goes(sample[1])


async def test_migrations_lead_to_the_tables_of_the_code(chat: Player) -> None:
    assert migrate.is_current(chat.engine)
    migrate.check(chat.engine)


async def test_saving_twice_saves_once_and_reminders_come_once(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Tham mưu ban hành kế hoạch năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: 45tr",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [✅ Lưu] ×2",
        "── 02/11/2026 08:00 ──",
        "── 02/11/2026 08:05 ──",
        "── restart ──",
        "── 02/11/2026 08:10 ──",
    )
    with turn(chat.engine) as session:
        assert session.exec(select(func.count()).select_from(Activity)).one() == 1
        assert session.exec(select(Activity.cost)).one() == 45_000_000
        keys = session.exec(select(Message.key).where(col(Message.key).startswith("reminder:"))).all()
    assert len(keys) == 3  # Hòa's, Lan's and Minh's units are silent


async def test_an_invitation_lets_one_person_in(chat: Player) -> None:
    with turn(chat.engine) as session:
        code = contact.invite(session, Role.CONTACT, "SCT", now=chat.clock.now())
    assert "Chào mừng" in await chat.said(f"Khách: /start {code}")
    assert "Vai trò" not in await chat.said("Khách: /baocao")
