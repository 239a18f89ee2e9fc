"""This file is one chat that floods the bot: it is slowed, loses nothing, and takes nothing from others."""

import pytest
from sqlmodel import select

from bot.app import App
from bot.flood import Flood
from models.database import turn
from models.inbox import Pending
from tests.chat import UNHURRIED, Player


class Hand:
    """A watch whose hand the test moves, in seconds."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand(chat: Player) -> Hand:
    """Let everybody say three things at once, and one more a second."""
    moved = Hand()
    door, presence = chat.app.door, chat.app.presence
    flood = Flood(burst=3, a_second=1, tell=moved)
    chat.app = App(chat.engine, door, chat.clock, presence=presence, pace=UNHURRIED, flood=flood)
    return moved


def in_line(chat: Player) -> int:
    with turn(chat.engine) as session:
        return len(session.exec(select(Pending)).all())


async def test_who_is_too_quick_waits_in_line_and_loses_no_word(chat: Player, hand: Hand) -> None:
    lan = chat.people["Lan"]
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Tham mưu kế hoạch")
    for words in ("15/10", "bỏ qua", "45tr"):
        chat.standin.say(lan, words)
    assert await chat.said("") == ""
    assert in_line(chat) == 3
    # Others are heard as if nothing were.
    await chat.goes("""
        Hòa: /huy
        Bot: Hiện anh/chị không nhập hoạt động nào.
    """)
    for seconds, understood in ((1, "Thời gian: 15/10/2026"), (2, "kinh phí"), (3, "Kinh phí: 45.000.000")):
        hand.at = seconds
        assert chat.app.intake.work_off_line()
        assert not chat.app.intake.work_off_line()
        assert understood in await chat.said("")
    assert in_line(chat) == 0


async def test_a_new_word_does_not_overtake_those_in_line(chat: Player, hand: Hand) -> None:
    lan = chat.people["Lan"]
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Tham mưu kế hoạch", "Lan: 15/10")
    assert in_line(chat) == 1
    hand.at = 10
    chat.standin.say(lan, "bỏ qua")
    assert await chat.said("") == ""
    assert in_line(chat) == 2
    while chat.app.intake.work_off_line():
        pass
    assert "Tổng kinh phí là bao nhiêu?" in await chat.said("")


@pytest.mark.usefixtures("hand")
async def test_what_waits_in_line_outlives_a_restart(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Tham mưu kế hoạch", "Lan: 15/10")
    assert in_line(chat) == 1
    await chat.restart()
    assert chat.app.intake.work_off_line()
    assert "Thời gian: 15/10/2026" in await chat.said("")
