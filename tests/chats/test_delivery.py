"""This file is how messages go out: in which order, how fast, and what becomes of those that do not arrive."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.app import App
from bot.playground.standin import Person, Refused
from bot.troubles import REMEDIES, Remedy, Trouble
from models import outbox
from models.database import turn
from models.outbox import Message, MessageKind, MessageState, Pace
from tests.chat import Player

SECOND = timedelta(seconds=1)


def say(chat: Player, name: str, text: str, kind: MessageKind = MessageKind.REPLY) -> None:
    now = chat.clock.now()
    message = Message(
        chat_id=chat.people[name], kind=kind, text=text, buttons=[], made_at=now, not_before=now
    )
    with turn(chat.engine) as session:
        outbox.post(session, [message])


def hurry(chat: Player, pace: Pace) -> None:
    """Let the bot keep a pace, by the chat's clock."""
    chat.app = App(chat.engine, chat.app.door, chat.clock, presence=chat.app.presence, pace=pace)


async def after(chat: Player, wait: timedelta) -> str:
    chat.clock.hour += wait
    return await chat.said("")


def test_every_trouble_has_its_remedy_for_every_kind() -> None:
    assert set(REMEDIES) == set(Trouble)
    assert all(set(remedies) == set(MessageKind) for remedies in REMEDIES.values())
    assert {one for remedies in REMEDIES.values() for one in remedies.values()} == set(Remedy)


async def test_in_a_chat_one_message_goes_a_second_and_in_all_so_many(chat: Player) -> None:
    hurry(chat, Pace(most=2))
    for name, text in (("Lan", "1"), ("Lan", "2"), ("Minh", "3"), ("Hòa", "4")):
        say(chat, name, text)
    assert await chat.said("") == "Bot → Lan: 1\nBot → Minh: 3"
    assert await after(chat, timedelta(seconds=0.9)) == ""
    assert await after(chat, timedelta(seconds=0.1)) == "Bot → Hòa: 4\nBot → Lan: 2"


async def test_the_pace_outlives_a_restart(chat: Player) -> None:
    hurry(chat, Pace())
    say(chat, "Lan", "1")
    say(chat, "Lan", "2")
    assert await chat.said("") == "Bot → Lan: 1"
    hurry(chat, Pace())
    assert await chat.said("") == ""
    assert await after(chat, SECOND) == "Bot → Lan: 2"


async def test_an_answer_comes_before_a_crowd_of_reminders_and_keeps_its_chats_order(chat: Player) -> None:
    hurry(chat, Pace(most=1))
    for name in ("Hòa", "Minh", "Lan"):
        say(chat, name, f"nhắc {name}", MessageKind.REMINDER)
    say(chat, "Lan", "trả lời")
    heard = [await chat.said("")]
    heard += [await after(chat, SECOND) for _ in range(3)]
    assert heard == [
        "Bot → Lan: nhắc Lan",
        "Bot → Lan: trả lời",
        "Bot → Hòa: nhắc Hòa",
        "Bot → Minh: nhắc Minh",
    ]


@pytest.mark.parametrize(
    ("kind", "state", "copies"), [(MessageKind.SUMMARY, "unknown", 1), (MessageKind.REMINDER, "sent", 2)]
)
async def test_an_answer_that_is_lost_means_twice_for_a_reminder_and_once_for_a_summary(
    chat: Player, kind: MessageKind, state: str, copies: int
) -> None:
    chat.standin.drop_next("sendMessage", afterwards=True)
    say(chat, "Lan", "tin", kind)
    assert await chat.said("") == "Bot → Lan: tin"
    await after(chat, timedelta(seconds=5))
    with turn(chat.engine) as session:
        row = session.exec(select(Message).where(Message.text == "tin")).one()
    assert row.state == state
    assert sum(shown.text == "tin" for shown in chat.standin.chat(chat.people["Lan"])) == copies


async def test_what_never_left_is_sent_until_it_arrives_and_then_once(chat: Player) -> None:
    chat.standin.drop_next("sendMessage", times=4)
    say(chat, "Lan", "tin", MessageKind.SUMMARY)
    heard = [await chat.said("")]
    heard += [await after(chat, timedelta(seconds=rest)) for rest in (2, 4, 8, 16)]
    assert heard == ["", "", "", "", "Bot → Lan: tin"]


async def test_a_chat_that_moved_is_followed(chat: Player) -> None:
    chat.standin.add_person(Person(id=-1_001_234, name="Nhóm"))
    moved = Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to=-1_001_234)
    chat.standin.fail_next("sendMessage", moved, chat_id=chat.people["Lan"])
    say(chat, "Lan", "một")
    say(chat, "Lan", "hai")
    await chat.said("")
    assert [shown.text for shown in chat.standin.chat(-1_001_234)] == ["một", "hai"]


async def test_a_reminder_that_the_evening_overtook_is_let_go_and_comes_next_morning(chat: Player) -> None:
    chat.clock.hour = chat.clock.hour.replace(hour=8, minute=0)
    chat.app.tick()
    with turn(chat.engine) as session:
        until = {row.expires_at for row in session.exec(select(Message).where(Message.state == "waiting"))}
    assert len(until) == 1
    chat.clock.hour = until.pop() or chat.clock.hour
    assert await chat.said("") == ""
    with turn(chat.engine) as session:
        expired = session.exec(select(Message).where(Message.state == MessageState.EXPIRED)).all()
    assert len(expired) == 4  # three reminders and the month's summary
    assert await chat.said("── 02/11/2026 18:00 ──") == ""
    assert "Bot → Lan: 🔔 Còn 9 ngày làm việc" in await chat.said("── 03/11/2026 08:00 ──")
