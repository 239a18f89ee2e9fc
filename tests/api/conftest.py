"""This file is what the tests of the API begin with: a system with a key of the whole plan."""

from collections.abc import AsyncIterator

import pytest

from models.database import turn
from tests.api.asking import System, client, made
from tests.chat import Player


@pytest.fixture
async def system(chat: Player) -> AsyncIterator[System]:
    with turn(chat.engine) as session:
        secret = made(session, chat)
    async with client(chat) as one:
        yield System(chat, one, secret)
