"""This file is the book of changes as a chain: what the bot does holds, and what is done behind its back is named."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from models import backup, chain, checkup, plan, tally
from models.checkup import Level
from models.database import open_engine, turn
from models.event import Event
from tests.chat import Player
from tests.chats.test_history import COURSE, EXPERTS
from tests.chats.test_snapshots import FREEZE

SUPPORT = (
    "Lan: /baocao",
    "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
    "Lan: [Hỗ trợ doanh nghiệp áp dụng giải pháp]",
    "Lan: Hỗ trợ 5S",
    "Lan: 15/10/2026",
    "Lan: Công ty TNHH Nông sản Hải Đăng",
    "Lan: 4590001385",
    "Lan: [5S]",
    "Lan: [Đã áp dụng]",
    "Lan: [Không còn]",
    "Lan: [Bỏ qua ›]",
    "Lan: [Bỏ qua ›]",
    "Lan: 📷 lop-hoc.jpg",
    "Lan: [Đã gửi đủ (1 tệp)]",
    "Lan: [✅ Lưu]",
)
LIVELY = (
    *COURSE,
    *EXPERTS,
    *SUPPORT,
    "Minh: /baocao",
    "Minh: [∅ Không phát sinh]",
    "Minh: [∅ Đúng, không phát sinh]",
    "Lan: /lichsu",
    "Lan: [2. Tập huấn 5S]",
    "Lan: [🚫 Rút lại]",
    "Lan: ghi trùng",
    "Lan: [✅ Rút lại]",
    *FREEZE,
    "Hòa: [✅ Chốt]",
)


async def live(chat: Player) -> None:
    """Let people work, and the clock seal what they did."""
    await chat.hear(*LIVELY)
    chat.clock.hour += timedelta(seconds=20)
    chat.app.tick()
    await chat.hear("── 02/11/2026 08:30 ──")


def first_altered(chat: Player) -> str:
    with turn(chat.engine) as session:
        found = chain.first_altered(session)
        return f"{found.row} {found.words}" if found else ""


def behind_the_bots_back(chat: Player, sql: str) -> None:
    with chat.engine.begin() as connection:
        assert connection.execute(text(sql)).rowcount == 1


async def test_all_that_the_bot_does_is_as_the_book_has_it(chat: Player) -> None:
    assert first_altered(chat) == ""
    await live(chat)
    await chat.hear("Minh: /baocao", "Lan: /lichsu", "Lan: [↩ Khôi phục]")
    assert first_altered(chat) == ""  # each event tells how it left the row: nothing waits for its seal
    await chat.hear("── 02/11/2026 08:31 ──")
    assert first_altered(chat) == ""
    with turn(chat.engine) as session:
        assert chain.oldest_unsealed(session) is None
    found = checkup.look(chat.engine, chat.clock.now())
    assert [one for one in found if one.check == "book of changes" and one.level is Level.OK]


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE activity SET leaders = 400 WHERE id = 1", "activity:1 is not as it was"),
        ("UPDATE activity SET voided_at = NULL WHERE id = 1", "activity:1 is not as it was"),
        ("DELETE FROM evidence WHERE activity_id = 3", "activity:3 is not as it was"),
        ("UPDATE participation SET enterprise_id = 1, name = 'X' WHERE activity_id = 3", "activity:3 is not"),
        (
            "UPDATE certificate SET withdrawn_on = NULL, issuer = 'X' WHERE number = 'CN-1'",
            "activity:2 is not",
        ),
        ("UPDATE expert SET name = 'Ai khác' WHERE id = 2", "activity:2 is not as it was"),
        ("UPDATE funding SET amount = 1 WHERE activity_id = 1", "activity:1 is not as it was"),
        ("UPDATE enterprise SET form = 'household' WHERE id = 1", "enterprise:1 is not as it was"),
        ("UPDATE snapshot SET document = 'khác'", "snapshot:1 is not as it was"),
        ("UPDATE report SET state = 'due' WHERE unit = 'SNNMT'", "is not as it was"),
        ("DELETE FROM report WHERE unit = 'SYT'", "is gone"),
        (
            "INSERT INTO enterprise (id, name, folded, core, form) VALUES (99, 'X', 'x', 'x', 'company')",
            "enterprise:99 is in no event of the book",
        ),
        (
            "UPDATE event SET why = 'khác' WHERE what = 'activity.voided'",
            "(activity.voided, activity:1) is not",
        ),
        ("UPDATE event SET seal = seal + 1000 WHERE what = 'activity.voided'", "of the chain is missing"),
        ("DELETE FROM event WHERE what = 'activity.voided'", "of the chain is missing"),
        ("DELETE FROM event WHERE seal = (SELECT max(seal) FROM event)", "of the chain is missing"),
    ],
)
async def test_what_is_altered_behind_the_bots_back_is_named(chat: Player, sql: str, named: str) -> None:
    await live(chat)
    behind_the_bots_back(chat, sql)
    assert named in first_altered(chat)
    (wrong,) = (
        one
        for one in checkup.look(chat.engine, chat.clock.now())
        if one.level is Level.WRONG and one.check == "book of changes"
    )
    assert named in wrong.words
    with turn(chat.engine) as session:
        tally.rebuild(session, plan.current(session))  # the totals are another matter


async def test_an_altered_event_whose_hash_was_made_anew_breaks_at_the_next(chat: Player) -> None:
    await live(chat)
    with turn(chat.engine) as session:
        one = session.get_one(Event, 3)
        one.why = "khác"
        before = session.get_one(Event, 2)
        assert (before.seal, one.seal) == (2, 3)
        one.hash = chain.hash_of(one, before.hash or "")
    assert first_altered(chat).startswith("event 4 ")


async def test_what_was_altered_is_named_after_the_bot_changed_the_row_again(chat: Player) -> None:
    """Who hides an alteration behind the next change of the bot is found: that change found another row."""
    await live(chat)
    behind_the_bots_back(chat, "UPDATE activity SET leaders = 400 WHERE id = 1")
    with turn(chat.engine) as session:
        tally.rebuild(session, plan.current(session))
    await chat.hear("Lan: [↩ Khôi phục]", "── 02/11/2026 08:31 ──")
    assert first_altered(chat).startswith("activity:1 was altered before event ")
    assert first_altered(chat).endswith("(activity.restored)")
    with turn(chat.engine) as session:
        tally.rebuild(session, plan.current(session))


async def test_what_was_altered_before_its_seal_is_named(chat: Player) -> None:
    await chat.hear(*SUPPORT)
    behind_the_bots_back(chat, "UPDATE participation SET result = 'certified' WHERE activity_id = 1")
    assert first_altered(chat).startswith("activity:1 is not as it was")
    await chat.hear("── 02/11/2026 08:31 ──")
    assert first_altered(chat).startswith("activity:1 is not as it was")


@pytest.mark.parametrize("is_sealed", [False, True])
async def test_an_event_that_the_bot_did_not_write_is_named_and_shields_nothing(
    chat: Player, is_sealed: bool
) -> None:
    await live(chat)
    behind_the_bots_back(
        chat,
        "INSERT INTO event (at, what, subject, why) SELECT at, 'activity.corrected', 'activity:1', 'x'"
        " FROM event WHERE id = 1",
    )
    if is_sealed:
        await chat.hear("── 02/11/2026 08:31 ──")
    assert "(activity.corrected, activity:1) was not written by the bot" in first_altered(chat)


async def test_a_chain_torn_off_and_made_anew_still_shows_which_event_is_missing(chat: Player) -> None:
    """All seals taken off and an event deleted: the clock seals anew, but the next event found another row."""
    await live(chat)
    await chat.hear("Lan: [↩ Khôi phục]", "── 02/11/2026 08:31 ──")
    behind_the_bots_back(chat, "DELETE FROM event WHERE what = 'activity.voided'")
    with chat.engine.begin() as connection:
        connection.execute(text("UPDATE event SET seal = NULL, hash = NULL"))
        connection.execute(text("DELETE FROM heartbeat WHERE name = 'chain'"))
    await chat.hear("── 02/11/2026 08:32 ──")
    assert first_altered(chat).startswith("activity:1 was altered before event ")


async def test_the_chain_goes_on_over_a_restart_and_a_plan_loaded_again(chat: Player) -> None:
    await live(chat)
    await chat.restart()
    await chat.hear("Lan: /lichsu", "Lan: [Xem]", "Lan: [↩ Khôi phục]", "── 02/11/2026 09:00 ──")
    assert first_altered(chat) == ""


async def test_a_backup_and_what_is_restored_from_it_have_the_same_chain(
    chat: Player, tmp_path: Path
) -> None:
    await live(chat)
    chat.app.presence.leave()
    backup.back_up(chat.engine, tmp_path / "copy.db")
    backup.restore(chat.engine, tmp_path / "copy.db", overwrite=True)
    assert first_altered(chat) == ""
    copy = open_engine(f"sqlite:///{tmp_path / 'copy.db'}")
    with turn(copy) as session:
        assert chain.first_altered(session) is None
        session.exec(select(Event).where(Event.what == "activity.voided")).one().why = "khác"
    with turn(copy) as session:
        assert chain.first_altered(session) is not None
    copy.dispose()
