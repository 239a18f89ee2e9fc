"""This file is the groups: how one receives the summaries, and how little the bot hears of it."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlmodel import Session, func, select

from bot.app import App
from bot.flood import Flood
from bot.playground.groups import SUPERGROUPS
from bot.playground.standin import Person
from handlers import group as groups
from handlers.replies import group as said_of_groups
from handlers.replies.paging import units
from handlers.replies.reply import MESSAGE_UNITS
from models import contact, group, tables
from models.database import turn
from models.event import Event
from models.group import Group
from models.inbox import Pending
from tests.chat import FIRST_GROUP, UNHURRIED, Player
from tests.chats.buttons import STALE, forge, shown

ASK_A_LEAD = (
    "Bot → @Tổ 3483: Việc này chỉ người của cơ quan đầu mối đã tham gia bot mới làm được."
    " Bot không biết ai viết ẩn danh: xin viết bằng tên của mình."
)
IT_RECEIVES = "Nhóm này đang nhận bản tổng hợp."


@pytest.fixture
def named(chat: Player) -> Player:
    """Let the bot know its own name, as it does once Telegram has answered."""
    chat.app.intake.username = "nscl_thu_bot"
    return chat


async def subscribe(chat: Player, title: str = "Tổ 3483") -> None:
    await chat.hear(f"Hòa @{title}: (takes the bot in)", f"Hòa @{title}: /dangky")


def row(chat: Player, chat_id: int = FIRST_GROUP) -> Group | None:
    with turn(chat.engine) as session:
        return session.get(Group, chat_id)


def events(chat: Player) -> list[tuple[str, int | None]]:
    """Give what was written down of groups, and whether somebody did it."""
    with turn(chat.engine) as session:
        found = session.exec(select(Event).where(Event.subject.like("group:%")).order_by("id"))  # type: ignore[attr-defined]
        return [(one.what, one.by) for one in found]


@contextmanager
def statements(chat: Player) -> Iterator[list[str]]:
    """Write down what the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    sqlalchemy_event.listen(chat.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sqlalchemy_event.remove(chat.engine, "before_cursor_execute", note)


def counts(session: Session) -> dict[str, int]:
    return {
        one.name: session.exec(select(func.count()).select_from(one)).one() for one in tables.all_tables()
    }


async def test_a_group_subscribes_sees_the_progress_and_ends_it(named: Player) -> None:
    await named.goes("""
        Lan @Tổ 3483: (takes the bot in)
        Bot → @Tổ 3483: Bot gửi được vào nhóm này các bản tổng hợp của kế hoạch, không nêu tên người. Để nhận, xin một anh/chị của cơ quan đầu mối gửi /dangky@nscl_thu_bot tại đây.
        Hòa @Tổ 3483: /dangky@nscl_thu_bot
        Bot → @Tổ 3483: ✅ Từ nay nhóm này nhận bản tổng hợp: lúc 08:00 ngày làm việc cuối tuần nếu có việc cần báo, và lúc 08:00 ngày làm việc đầu tiên sau mỗi hạn nộp. Bản tổng hợp không nêu tên người.
             /tiendo@nscl_thu_bot: xem tiến độ hiện nay. /huydangky@nscl_thu_bot: thôi nhận.
        Hòa @Tổ 3483: /dangky
        Bot → @Tổ 3483: Nhóm này đang nhận bản tổng hợp.
        Khách @Tổ 3483: /tiendo
        Bot → @Tổ 3483: Tiến độ Kế hoạch 3483/KH-UBND
             Tính đến 02/11/2026
             …
             40 đơn vị: đã nộp 0 · không phát sinh 0 · chưa nộp 40
             …
        Hòa @Tổ 3483: /huydangky
        Bot → @Tổ 3483: Nhóm này thôi nhận bản tổng hợp. Muốn nhận lại, xin gửi /dangky@nscl_thu_bot.
        Hòa @Tổ 3483: /huydangky
        Bot → @Tổ 3483: Nhóm này không nhận bản tổng hợp. Để nhận, xin một anh/chị của cơ quan đầu mối gửi /dangky@nscl_thu_bot tại đây.
        ── 06/11/2026 08:00 ──
        Bot → Hòa: 🔔 Còn 6 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
    """)
    assert events(named) == [("group.subscribed", 1), ("group.ended", 1)]


async def test_the_week_is_summed_up_without_a_name_and_without_buttons(chat: Player) -> None:
    await subscribe(chat)
    await chat.hear("── 06/11/2026 08:00 ──")
    summary, drawn = chat.standin.chat(FIRST_GROUP)[-2:]
    assert summary.text.startswith("🗓 <b>Tổng hợp tuần</b>")
    assert drawn.file is not None
    assert (drawn.file.kind, drawn.text, drawn.buttons) == ("photo", "Tính đến 06/11/2026", [])
    assert "Chưa nộp <b>Báo cáo năm 2026</b>: Sở KH&amp;CN, Sở Công Thương, Sở NN&amp;MT" in summary.text
    assert summary.buttons == []
    for person in ("Nguyễn Thị Hòa", "Trần Thị Lan", "Lê Văn Minh", "Phạm Quốc Bảo"):
        assert person not in summary.text


async def test_who_reported_is_not_named_among_the_missing(chat: Player) -> None:
    await subscribe(chat)
    await chat.hear("Lan: /baocao", "Lan: [∅ Không phát sinh]", "Lan: [∅ Đúng, không phát sinh]")
    said = await chat.said("Lan @Tổ 3483: /tiendo")
    assert "40 đơn vị: đã nộp 0 · không phát sinh 1 · chưa nộp 39" in said
    assert "Chưa nộp Báo cáo năm 2026: Sở KH&CN, Sở NN&MT, " in said
    assert said.splitlines()[-1].count(", ") == 38


async def test_the_morning_after_a_deadline_tells_the_group_too_and_once(chat: Player) -> None:
    await subscribe(chat)
    said = await chat.said("── 17/11/2026 08:00 ──")
    assert "Bot → @Tổ 3483: 📌 Báo cáo năm 2026: đã hết hạn nộp (16/11/2026)" in said
    await chat.restart()
    assert "@Tổ 3483" not in await chat.said("── 17/11/2026 08:05 ──")


async def test_others_are_turned_away_once_a_day_and_a_lead_is_always_answered(chat: Player) -> None:
    await chat.hear("Lan @Tổ 3483: (takes the bot in)")
    assert await chat.said("Lan @Tổ 3483: /dangky") == ASK_A_LEAD
    for words in ("Lan @Tổ 3483: /dangky", "Bảo @Tổ 3483: /huydangky", "Khách @Tổ 3483: /tiendo"):
        assert await chat.said(words) == ""
    for words in ("/tiendo", "/huydangky"):
        said = await chat.said(f"Hòa @Tổ 3483: {words}")
        assert said.startswith("Bot → @Tổ 3483: Nhóm này không nhận bản tổng hợp. Để nhận, ")
    # Another group's patience is its own, and a new day begins anew.
    await chat.hear("Lan @Tổ hai: (takes the bot in)")
    assert "chỉ người của cơ quan đầu mối" in await chat.said("Lan @Tổ hai: /dangky")
    await chat.hear("── 03/11/2026 09:00 ──")
    assert "Nhóm này không nhận" in await chat.said("Minh @Tổ 3483: /tiendo")
    assert await chat.said("Lan @Tổ 3483: /dangky") == ""
    assert row(chat) is None
    assert events(chat) == []


async def test_whoever_is_in_the_lead_office_no_longer_subscribes_nothing(chat: Player) -> None:
    await subscribe(chat)
    with turn(chat.engine) as session:
        person = contact.by_chat(session, chat.people["Hòa"])
        assert person is not None
        person.retired_at = chat.clock.now()
    assert await chat.said("Hòa @Tổ 3483: /huydangky") == ASK_A_LEAD
    assert "(Tổ" not in await chat.said("Hòa: /nhom")
    assert events(chat) == [("group.subscribed", 1)]


async def test_who_is_anonymous_is_asked_to_write_in_their_own_name(chat: Player) -> None:
    await chat.hear("Hòa @Tổ 3483: (takes the bot in)")
    assert await chat.said("Hòa @Tổ 3483: (anonymous) /dangky") == ASK_A_LEAD
    assert "Từ nay nhóm này nhận" in await chat.said("Hòa @Tổ 3483: /dangky")


async def test_marks_and_spaces_and_what_follows_do_no_harm(chat: Player) -> None:
    await chat.hear("Hòa @Tổ 3483: (takes the bot in)")
    assert "Từ nay nhóm này nhận" in await chat.said("Hòa @Tổ 3483: /Đăng ký")
    assert "Tính đến 02/11/2026" in await chat.said("Lan @Tổ 3483: /tiến độ")
    assert "Tính đến 02/11/2026" in await chat.said("Lan @Tổ 3483: /tiendo giúp em với")
    assert "thôi nhận bản tổng hợp" in await chat.said("Hòa @Tổ 3483: /huydangky@NSCL_thu_bot")


async def test_what_is_said_to_another_bot_or_to_nobody_is_not_heard(named: Player) -> None:
    await subscribe(named)
    with turn(named.engine) as session:
        before = counts(session)
    for words in (
        "/tiendo@other_bot",
        "/baocao",
        "/baocao@nscl_thu_bot",
        "/start@nscl_thu_bot nhom",
        "/moi",
        "tiendo",
    ):
        with statements(named) as asked:
            named.standin.say_in(FIRST_GROUP, named.people["Hòa"], words)
            for raw in named.standin.queue.waiting:
                named.app.intake.take(raw)
            assert asked == [], words
        assert await named.said("") == ""
    with turn(named.engine) as session:
        assert counts(session) == before


async def test_an_edited_command_is_not_obeyed(chat: Player) -> None:
    await chat.hear("Hòa @Tổ 3483: (takes the bot in)", "Hòa @Tổ 3483: xin chào")
    last = chat.standin.chat(FIRST_GROUP)[-1]
    chat.standin.edit_in(FIRST_GROUP, last.message_id, "/dangky")
    assert await chat.said("") == ""
    assert row(chat) is None


async def test_a_flood_of_talk_costs_the_database_nothing_and_the_log_no_word(
    chat: Player, caplog: pytest.LogCaptureFixture
) -> None:
    await subscribe(chat)
    caplog.set_level(logging.INFO)
    caplog.clear()  # what led up to the flood was heard
    with turn(chat.engine) as session:
        before = counts(session)
    sender, where = chat.standin.who(chat.people["Lan"]), chat.standin.where(FIRST_GROUP)
    with statements(chat) as asked:
        for number in range(1, 2001):
            envelope = {"message_id": number, "date": 1_793_000_000, "chat": where, "from": sender}
            body = {"text": f"chuyện riêng {number}"}
            if number % 5 == 0:
                body = {"caption": "/dangky chuyện riêng", "photo": "nobody can read this"}
            kind = "edited_message" if number % 3 == 0 else "message"
            chat.app.intake.take({"update_id": 50_000 + number, kind: envelope | body})
    assert asked == []
    assert "riêng" not in caplog.text
    assert [record for record in caplog.records if record.name == "bot.intake"] == []
    await chat.app.settle()
    with turn(chat.engine) as session:
        assert counts(session) == before


async def test_a_flood_of_commands_is_answered_a_few_times_and_then_dropped(chat: Player) -> None:
    await subscribe(chat)
    door, presence, seconds = chat.app.door, chat.app.presence, [0.0]
    flood = Flood(tell=lambda: seconds[0])
    chat.app = App(chat.engine, door, chat.clock, presence=presence, pace=UNHURRIED, flood=flood)
    for _ in range(200):
        chat.standin.say_in(FIRST_GROUP, chat.people["Lan"], "/tiendo")
    assert (await chat.said("")).count("Tính đến 02/11/2026") == 5
    with turn(chat.engine) as session:
        assert session.exec(select(Pending)).all() == []
    assert await chat.said("Lan @Tổ 3483: /tiendo") == ""
    # Others are heard, and what Telegram tells of a group is never dropped.
    assert "Hiện anh/chị" in await chat.said("Lan: /huy")
    await chat.hear("Hòa @Tổ 3483: (puts the bot out)")
    seconds[0] = 60.0
    assert chat.app.intake.work_off_line()
    found = row(chat)
    assert found is not None
    assert found.ended_at is not None


async def test_a_command_that_can_not_be_taken_is_told_to_the_lead_office_and_not_to_the_group(
    chat: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribe(chat)

    def fail(*_args: object, **_named: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(groups, "summary", fail)
    said = await chat.said("Lan @Tổ 3483: /tiendo")
    assert said.startswith("Bot → Hòa: ⚠️")
    assert "@Tổ" not in said


async def test_out_of_a_group_nothing_more_is_sent_and_in_again_nothing_by_itself(chat: Player) -> None:
    await subscribe(chat)
    await chat.hear("Lan @Tổ 3483: (puts the bot out)")
    assert events(chat) == [("group.subscribed", 1), ("group.ended", None)]
    assert "@Tổ 3483" not in await chat.said("── 06/11/2026 08:00 ──")
    assert "Bot gửi được vào nhóm này" in await chat.said("Lan @Tổ 3483: (takes the bot in)")
    # In and out again is no way to fill a group with greetings.
    await chat.hear("Lan @Tổ 3483: (puts the bot out)")
    assert await chat.said("Lan @Tổ 3483: (takes the bot in)") == ""
    assert "Từ nay nhóm này nhận" in await chat.said("Hòa @Tổ 3483: /dangky")
    assert [what for what, _by in events(chat)] == ["group.subscribed", "group.ended", "group.subscribed"]


async def test_more_rights_are_no_new_group(chat: Player) -> None:
    await subscribe(chat)
    chat.standin.promote(FIRST_GROUP, chat.people["Hòa"])
    assert await chat.said("") == ""
    assert events(chat) == [("group.subscribed", 1)]


async def test_a_group_that_lets_nothing_in_any_more_is_ended_by_the_first_that_fails(chat: Player) -> None:
    await subscribe(chat)
    chat.standin.blocked.add(FIRST_GROUP)  # and Telegram's word of it was lost
    assert "@Tổ 3483" not in await chat.said("── 06/11/2026 08:00 ──")
    assert events(chat) == [("group.subscribed", 1), ("group.ended", None)]
    chat.standin.blocked.discard(FIRST_GROUP)
    assert "@Tổ 3483" not in await chat.said("── 17/11/2026 08:00 ──")


async def test_a_supergroup_is_the_same_group_and_hears_nothing_twice(chat: Player) -> None:
    await subscribe(chat)
    assert "@Tổ 3483: 🗓" in await chat.said("── 06/11/2026 08:00 ──")
    assert await chat.said("Hòa @Tổ 3483: (makes it a supergroup)") == ""
    assert await chat.said("── 06/11/2026 08:05 ──") == ""
    assert row(chat) is None
    moved = row(chat, SUPERGROUPS + FIRST_GROUP)
    assert moved is not None
    assert moved.ended_at is None
    assert [what for what, _by in events(chat)] == ["group.subscribed", "group.moved"]
    assert IT_RECEIVES in await chat.said("Hòa @Tổ 3483: /dangky")
    assert "@Tổ 3483: 📌" in await chat.said("── 17/11/2026 08:00 ──")
    assert "[🛑 Thôi gửi Tổ 3483]" in await chat.said("Hòa: /nhom")


async def test_a_move_that_telegram_only_tells_when_something_is_sent_is_followed(chat: Player) -> None:
    await subscribe(chat)
    new = SUPERGROUPS + FIRST_GROUP
    chat.standin.add_person(Person(id=new, name="Tổ 3483"))
    chat.standin.moved[FIRST_GROUP] = new
    await chat.hear("── 06/11/2026 08:00 ──", "── 06/11/2026 08:00 ──")
    assert [shown.text.splitlines()[0] for shown in chat.standin.chat(new)] == ["🗓 <b>Tổng hợp tuần</b>"]
    assert [what for what, _by in events(chat)] == ["group.subscribed", "group.moved"]
    chat.groups["Tổ 3483"] = new
    assert IT_RECEIVES in await chat.said("Hòa @Tổ 3483: /dangky")


async def test_what_waits_for_a_group_that_moves_goes_to_its_new_number(chat: Player) -> None:
    await subscribe(chat)
    chat.standin.drop_next("sendMessage")
    assert await chat.said("Lan @Tổ 3483: /tiendo") == ""
    await chat.hear("Hòa @Tổ 3483: (makes it a supergroup)")
    chat.clock.hour += timedelta(minutes=1)
    assert "Bot → @Tổ 3483: Tiến độ Kế hoạch" in await chat.said("")


async def test_a_restart_in_the_middle_loses_nothing(chat: Player) -> None:
    await chat.hear("Hòa @Tổ 3483: (takes the bot in)")
    chat.standin.say_in(FIRST_GROUP, chat.people["Hòa"], "/dangky")
    await chat.restart()
    await chat.said("")
    assert IT_RECEIVES in await chat.said("Hòa @Tổ 3483: /dangky")
    assert events(chat) == [("group.subscribed", 1)]


async def test_the_lead_office_sees_the_groups_ends_one_and_takes_it_back(named: Player) -> None:
    await named.goes("""
        Hòa: /nhom
        Bot: Chưa có nhóm nào nhận bản tổng hợp.
             Để thêm một nhóm, xin đưa bot vào nhóm rồi gửi /dangky@nscl_thu_bot tại nhóm đó.
             https://t.me/nscl_thu_bot?startgroup=nhom
        Hòa: /dangky
        Bot: /dangky dùng trong nhóm có bot. Xem các nhóm: /nhom.
    """)
    await subscribe(named)
    await named.goes("""
        Hòa: /nhom
        Bot: Nhóm nhận bản tổng hợp (1)
             • Tổ 3483, từ 02/11/2026
             Để thêm một nhóm, xin đưa bot vào nhóm rồi gửi /dangky@nscl_thu_bot tại nhóm đó.
             https://t.me/nscl_thu_bot?startgroup=nhom
             [🛑 Thôi gửi Tổ 3483]
        Hòa: [🛑 Thôi gửi Tổ 3483]
        Bot ✎: ✅ Nhóm “Tổ 3483” thôi nhận bản tổng hợp.
             [↩ Khôi phục] [‹ Các nhóm]
        Hòa: [↩ Khôi phục]
        Bot ✎: ✅ Nhóm “Tổ 3483” lại nhận bản tổng hợp.
             Nhóm nhận bản tổng hợp (1)
             …
             [🛑 Thôi gửi Tổ 3483]
        Hòa: [🛑 Thôi gửi Tổ 3483] ×2
        Bot ⌁ Nhóm này đã thôi nhận bản tổng hợp.
        Bot ✎: ✅ Nhóm “Tổ 3483” thôi nhận bản tổng hợp.
             [↩ Khôi phục] [‹ Các nhóm]
        Hòa: [‹ Các nhóm]
        Bot ✎: Chưa có nhóm nào nhận bản tổng hợp.
             …
    """)
    whats = [what for what, _by in events(named)]
    assert whats == ["group.subscribed", "group.ended", "group.resumed", "group.ended"]


async def test_an_end_is_taken_back_only_as_long_as_it_is_the_last_word(chat: Player) -> None:
    await subscribe(chat)
    await chat.hear("Hòa: /nhom", "Hòa: [🛑 Thôi gửi Tổ 3483]")
    _message, undo = shown(chat, "Hòa", "↩ Khôi phục")
    chat.clock.hour += timedelta(minutes=1)
    await chat.hear("Hòa @Tổ 3483: /dangky")
    forge(chat, "Hòa", undo)
    assert await chat.said("") == STALE
    # The bot is out by now: to take it back would promise what can't be kept.
    await chat.hear("Hòa: /nhom", "Hòa: [🛑 Thôi gửi Tổ 3483]")
    _message, undo = shown(chat, "Hòa", "↩ Khôi phục")
    chat.clock.hour += timedelta(minutes=1)
    await chat.hear("Lan @Tổ 3483: (puts the bot out)")
    forge(chat, "Hòa", undo)
    assert await chat.said("") == STALE
    found = row(chat)
    assert found is not None
    assert found.ended_at is not None


async def test_a_forged_button_ends_nothing(chat: Player) -> None:
    await subscribe(chat)
    for who in ("Lan", "Bảo"):
        await chat.hear(f"{who}: /tiendo")
        forge(chat, who, f"g:end:{FIRST_GROUP}", "g:list:0")
        assert await chat.said("") == f"{STALE}\n{STALE}"
        assert (
            await chat.said(f"{who}: /nhom")
            == "Bot: Vai trò của anh/chị không dùng được lệnh này. Xin xem /trogiup."
        )
    await chat.hear("Hòa: /nhom")
    for forged in ("g:end:-1", "g:end", "g:undo:-4001:1", "g:end:-4001:x", "g:list:-1", f"g:end:-{'9' * 30}"):
        forge(chat, "Hòa", forged)
        await chat.said("")
    assert events(chat) == [("group.subscribed", 1)]


async def test_many_groups_and_long_names_come_in_pages(chat: Player) -> None:
    now = chat.clock.now()
    with turn(chat.engine) as session:
        for n in range(20):
            group.subscribe(session, -5000 - n, f"Nhóm <{n:02}> " + "rất dài " * 30, by=1, now=now)
    first = await chat.said("Hòa: /nhom")
    assert first.startswith("Bot: Nhóm nhận bản tổng hợp (20)")
    assert first.count("• Nhóm <") == first.count("🛑") == 8
    seen = first + await chat.said("Hòa: [Trang sau ›]") + await chat.said("Hòa: [Trang sau ›]")
    assert [n for n in range(20) if f"• Nhóm <{n:02}>" not in seen] == []
    forge(chat, "Hòa", "g:list:99")
    assert await chat.said("") == ""  # the last page, which is shown already


@pytest.mark.parametrize(("periods", "length", "named"), [(1, 12, 60), (3, 40, 60), (8, 60, 60)])
def test_the_missing_are_named_as_far_as_one_message_carries(periods: int, length: int, named: int) -> None:
    missing = [(f"Kỳ {n}", [f"Xã {k:02} " + "&" * length for k in range(named)]) for n in range(periods)]
    text = said_of_groups.summary("x" * 1800, missing).text
    assert units(text) <= MESSAGE_UNITS
    for line in text.split("\n\n")[1:]:
        left = re.search(r"… và (\d+) đơn vị khác", line)
        assert line.count("Xã ") + int(left[1] if left else 0) == named


async def test_groups_have_a_menu_of_their_own(chat: Player) -> None:
    await chat.app.set_menu()
    asked = {"scope": {"type": "all_group_chats"}}
    for code, words in (("", "tiến độ"), ("en", "progress")):
        menu = await chat.standin.call("getMyCommands", asked | ({"language_code": code} if code else {}))
        assert isinstance(menu, list)
        assert [one["command"] for one in menu] == ["tiendo", "dangky", "huydangky"]
        assert words in menu[0]["description"]


async def test_a_title_that_changed_is_taken_over(chat: Player) -> None:
    await subscribe(chat)
    chat.standin.people[FIRST_GROUP].name = "Tổ công tác <mới>"
    await chat.hear("Lan @Tổ 3483: /tiendo")
    assert "• Tổ công tác <mới>, từ 02/11/2026" in await chat.said("Hòa: /nhom")
