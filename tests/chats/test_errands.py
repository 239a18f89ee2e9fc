"""This file is what is made beside the chat: asked for twice, asked for by nobody any more, cut off by the end."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from bot import switchboard, workshop
from bot.playground.limits import bad
from handlers import errands
from handlers.errands import Deed, Maker
from handlers.replies.reply import Document, Reply
from handlers.request import Replies, Request
from models import contact, errand
from models.contact import Contact, Role
from models.database import turn
from models.errand import Errand, ErrandState
from tests.chat import Player

HOA = 1


def rest_for_a_day(chat: Player) -> None:
    """Let what waits for Telegram or the database have waited for nearly a day."""
    with turn(chat.engine) as session:
        for row in session.exec(select(Errand)):
            row.rests = errand.MOST_RESTS


def put(
    chat: Player, kind: str = "picture", *, by: int = HOA, attempts: int = 0, died: int | None = None
) -> int:
    """Write an errand down, perhaps one that a process of this number was at when it died."""
    state = ErrandState.WAITING if died is None else ErrandState.WORKING
    with turn(chat.engine) as session:
        row = Errand(
            kind=kind,
            contact_id=by,
            made_at=chat.clock.now(),
            attempts=attempts,
            claimed_by=died,
            state=state,
        )
        session.add(row)
        session.flush()
        return row.id or 0


def found(chat: Player, number: int) -> tuple[ErrandState, int, str]:
    with turn(chat.engine) as session:
        row = session.get_one(Errand, number)
        return row.state, row.attempts, row.error


async def test_a_picture_asked_for_twice_in_one_breath_is_drawn_once(chat: Player) -> None:
    await chat.goes("""
        Hòa: /tiendo
        Bot: Tiến độ Kế hoạch 3483/KH-UBND
             …
        Hòa: [🖼 Ảnh] ×2
        Bot ⌁ Đang tạo ảnh…
        Bot ⌁ Đang lập rồi, xin chờ trong giây lát.
        Bot: (ảnh) Tính đến 02/11/2026
        Bot: (ảnh) Tính đến 02/11/2026
    """)


async def test_what_a_dead_process_was_making_is_made_after_all(chat: Player) -> None:
    number = put(chat, died=999, attempts=1)
    await chat.goes("""
        ── 02/11/2026 07:51 ──
        Bot → Hòa: (ảnh) Tính đến 02/11/2026
        Bot → Hòa: (ảnh) Tính đến 02/11/2026
    """)
    assert found(chat, number) == (ErrandState.DONE, 2, "")


async def test_what_ends_the_process_each_time_is_given_up_and_said_so(chat: Player) -> None:
    number = put(chat, died=999, attempts=errand.MOST_ATTEMPTS)
    await chat.goes("""
        ── 02/11/2026 07:51 ──
        Bot → Hòa: ⚠️ Xin lỗi, chưa lập được. Xin thử lại, hoặc báo cơ quan đầu mối.
    """)
    assert found(chat, number) == (ErrandState.FAILED, errand.MOST_ATTEMPTS, "cut off each time")


async def test_who_retired_meanwhile_gets_nothing_and_who_may_not_have_it_is_refused(chat: Player) -> None:
    with turn(chat.engine) as session:
        bao = contact.by_chat(session, chat.people["Bảo"])
        assert bao is not None
        bao.retired_at = chat.clock.now()
    gone, lan = put(chat, by=4), put(chat, by=2)
    await chat.goes("""
        ── 02/11/2026 07:51 ──
        Bot → Lan: Vai trò của anh/chị không dùng được lệnh này. Xin xem /trogiup.
    """)
    assert found(chat, gone)[0] is ErrandState.DONE
    assert found(chat, lan)[0] is ErrandState.DONE


async def test_what_fails_is_said_and_holds_nothing_up(chat: Player) -> None:
    def burst(_request: Request) -> Replies:
        raise ZeroDivisionError

    with patch.dict(switchboard.ERRANDS, {"burst": Maker(make=burst, roles=frozenset(Role))}):
        number = put(chat, "burst", by=2)
        after = put(chat)
        await chat.goes("""
            ── 02/11/2026 07:51 ──
            Bot → Hòa: (ảnh) Tính đến 02/11/2026
            Bot → Hòa: (ảnh) Tính đến 02/11/2026
            Bot → Lan: ⚠️ Xin lỗi, chưa lập được. Xin thử lại, hoặc báo cơ quan đầu mối.
        """)
    assert found(chat, number) == (ErrandState.FAILED, 1, "ZeroDivisionError")
    assert found(chat, after)[0] is ErrandState.DONE


async def test_an_errand_of_a_kind_that_is_no_more_ends_quietly(chat: Player) -> None:
    number = put(chat, "no such kind")
    await chat.goes("── 02/11/2026 07:51 ──")
    assert found(chat, number)[0] is ErrandState.DONE


async def test_others_are_answered_while_something_is_made(chat: Player) -> None:
    answered = asyncio.Event()
    loop = asyncio.get_running_loop()

    def long(_request: Request) -> Replies:
        # It ends only once somebody else was answered: were the chat held up, this would never be.
        asyncio.run_coroutine_threadsafe(answered.wait(), loop).result(timeout=20)
        return [Reply(text="xong", document=Document("dài.txt", b"abc"))]

    with patch.dict(switchboard.ERRANDS, {"long": Maker(make=long, roles=frozenset(Role))}):
        put(chat, "long")
        working = asyncio.create_task(chat.app.workshop.drain())
        await asyncio.sleep(0.05)
        chat.standin.say(chat.people["Lan"], "/trogiup")
        await chat.app.poll(wait=0)
        await chat.app.delivery.drain()
        assert "/baocao" in chat.standin.chat(chat.people["Lan"])[-1].text
        answered.set()
        await working
        await chat.app.settle()
    last = chat.standin.chat(chat.people["Hòa"])[-1]
    assert last.text == "xong"
    assert last.file is not None
    assert (last.file.kind, last.file.name, last.file.size) == ("document", "dài.txt", 3)


async def test_makers_can_write_nothing(chat: Player) -> None:
    def writes(request: Request) -> Replies:
        errand.put(request.session, "picture", "", by=request.who, now=request.now)
        request.session.commit()
        return []

    with patch.dict(switchboard.ERRANDS, {"writes": Maker(make=writes, roles=frozenset(Role))}):
        put(chat, "writes")
        # SQLite's refusal can't be told from a database in trouble: it is tried again until the day is over.
        await chat.hear("── 02/11/2026 07:51 ──")
        rest_for_a_day(chat)
        await chat.hear("── 02/11/2026 07:53 ──")
    assert chat.standin.chat(chat.people["Hòa"])[-1].text.startswith("⚠️ Xin lỗi, chưa lập được.")
    with turn(chat.engine) as session:
        assert [(row.kind, row.state) for row in session.exec(select(Errand))] == [
            ("writes", ErrandState.FAILED)
        ]


async def test_what_the_database_cut_off_is_made_once_it_is_back(chat: Player) -> None:
    tries: list[int] = []

    def shaky(_request: Request) -> Replies:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("select", {}, Exception("away"))
        return [Reply(text="xong")]

    with patch.dict(switchboard.ERRANDS, {"shaky": Maker(make=shaky, roles=frozenset(Role))}):
        number = put(chat, "shaky")
        await chat.goes("""
            ── 02/11/2026 07:51 ──
            ── 02/11/2026 07:52 ──
            Bot → Hòa: xong
        """)
    assert found(chat, number) == (ErrandState.DONE, 1, "")


async def test_what_could_not_be_written_down_counts_no_attempt(chat: Player) -> None:
    number = put(chat, died=chat.app.presence.number, attempts=errand.MOST_ATTEMPTS)
    await chat.goes("""
        ── 02/11/2026 07:51 ──
        ── 02/11/2026 07:52 ──
        Bot → Hòa: (ảnh) Tính đến 02/11/2026
        Bot → Hòa: (ảnh) Tính đến 02/11/2026
    """)
    assert found(chat, number) == (ErrandState.DONE, errand.MOST_ATTEMPTS, "")


async def test_what_was_made_and_can_not_be_said_is_given_up(chat: Player) -> None:
    def endless(_request: Request) -> Replies:
        return [Reply(kind="nothing", text="x")]  # type: ignore[arg-type] # no message is of this kind

    with patch.dict(switchboard.ERRANDS, {"endless": Maker(make=endless, roles=frozenset(Role))}):
        number = put(chat, "endless")
        await chat.goes("""
            ── 02/11/2026 07:51 ──
            Bot → Hòa: ⚠️ Xin lỗi, chưa lập được. Xin thử lại, hoặc báo cơ quan đầu mối.
        """)
    assert found(chat, number) == (ErrandState.FAILED, 1, "ValueError")


@pytest.mark.parametrize("days", [29, 31])
async def test_what_was_done_long_ago_is_forgotten(chat: Player, days: int) -> None:
    number = put(chat)
    await chat.hear("── 02/11/2026 07:51 ──")
    chat.clock.hour += timedelta(days=days)
    with turn(chat.engine) as session:
        errand.forget_old(session, now=chat.clock.now())
        assert (session.get(Errand, number) is None) is (days > 30)


def test_nobody_waits_for_the_same_thing_twice(chat: Player) -> None:
    def ask(session: Session, argument: str, by: int) -> bool:
        return errand.put(session, "workbook", argument, by=by, now=chat.clock.now())

    with turn(chat.engine) as session:
        assert ask(session, "2026", 1)
        assert not ask(session, "2026", 1)
        assert ask(session, "2025", 1)
        assert ask(session, "2026", 2)
        assert len(errand.claim(session, by=7, most=10, now=chat.clock.now())) == 3
        assert not ask(session, "2026", 1)
        assert errands.given_up(session, errand.working(session)[0], switchboard.ERRANDS)[0].text.startswith(
            "⚠️"
        )


@contextmanager
def reads(make: Callable[[Request], Replies | Deed]) -> Iterator[None]:
    """Let the bot make something of documents that end in .txt."""
    with (
        patch.dict(switchboard.ERRANDS, {"read": Maker(make=make, roles=frozenset(Role))}),
        patch.dict(
            switchboard.FILES, {".txt": lambda request, file: errands.read(request, "read", "", file)}
        ),
    ):
        yield


def tell(request: Request) -> Replies:
    """Say what is in the file that was sent."""
    if request.fetched is None:
        raise ValueError("nothing was fetched")
    return [Reply(text=f"{request.fetched.name}: {request.fetched.content.decode()}")]


async def test_a_file_that_is_sent_is_fetched_and_read_beside_the_chat(chat: Player) -> None:
    chat.files["thư.TXT"] = "năng suất".encode()
    with reads(tell):
        await chat.goes("""
            Lan: 📎 thư.TXT
            Bot: ⏳ Đang đọc tệp thư.TXT. Kết quả sẽ gửi vào đây trong giây lát.
            Bot: thư.TXT: năng suất
        """)


async def test_what_is_made_of_a_file_is_written_together_with_the_errands_end(chat: Player) -> None:
    chat.files["tên.txt"] = "Nguyễn Thị Lan Anh".encode()

    def rename(request: Request) -> Deed:
        name = request.fetched.content.decode() if request.fetched else ""

        def deed(writing: Request) -> Replies:
            writing.contact.name = name
            return [Reply(text=f"đã ghi {name}"), Reply(text="có người đổi tên", to=chat.people["Hòa"])]

        return deed

    with reads(rename):
        await chat.goes("""
            Lan: 📎 tên.txt
            Bot: ⏳ Đang đọc tệp tên.txt. Kết quả sẽ gửi vào đây trong giây lát.
            Bot: đã ghi Nguyễn Thị Lan Anh
            Bot → Hòa: có người đổi tên
        """)
    with turn(chat.engine) as session:
        lan = contact.by_chat(session, chat.people["Lan"])
        assert lan is not None
        assert lan.name == "Nguyễn Thị Lan Anh"


async def test_a_deed_that_fails_leaves_nothing_half_written(chat: Player) -> None:
    def spoil(_request: Request) -> Deed:
        def deed(writing: Request) -> Replies:
            writing.contact.name = "half"
            writing.session.flush()
            raise ZeroDivisionError

        return deed

    with reads(spoil):
        await chat.goes("""
            Lan: 📎 tên.txt
            Bot: ⏳ Đang đọc tệp tên.txt. Kết quả sẽ gửi vào đây trong giây lát.
            Bot: ⚠️ Xin lỗi, chưa lập được. Xin thử lại, hoặc báo cơ quan đầu mối.
        """)
    with turn(chat.engine) as session:
        lan = contact.by_chat(session, chat.people["Lan"])
        assert lan is not None
        assert lan.name != "half"


async def test_a_file_that_telegram_gives_out_no_more_is_asked_for_again(chat: Player) -> None:
    chat.standin.fail_next("getFile", bad("file is too big"))
    with reads(tell):
        await chat.goes("""
            Lan: 📎 thư.txt
            Bot: ⏳ Đang đọc tệp thư.txt. Kết quả sẽ gửi vào đây trong giây lát.
            Bot: ⚠️ Chưa tải được tệp thư.txt từ Telegram. Xin anh/chị gửi lại.
        """)


async def test_a_file_is_read_once_telegram_is_back(chat: Player) -> None:
    chat.standin.drop_next("getFile")
    with reads(tell):
        await chat.goes("""
            Lan: 📎 thư.txt
            Bot: ⏳ Đang đọc tệp thư.txt. Kết quả sẽ gửi vào đây trong giây lát.
            ── 02/11/2026 07:51 ──
            Bot → Lan: thư.txt: thư.txt
        """)


async def test_telegram_may_be_away_for_longer_than_three_tries(chat: Player) -> None:
    with reads(tell):
        chat.standin.drop_next("getFile", times=6)
        await chat.hear("Lan: 📎 thư.txt")
        for minute in range(51, 56):
            assert await chat.said(f"── 02/11/2026 07:{minute} ──") == ""
        await chat.goes("""
            ── 02/11/2026 07:56 ──
            Bot → Lan: thư.txt: thư.txt
        """)
    with turn(chat.engine) as session:
        row = session.exec(select(Errand)).one()
        assert (row.state, row.attempts, row.rests) == (ErrandState.DONE, 1, 6)


async def test_a_file_that_telegram_did_not_give_for_a_day_is_asked_for_again(chat: Player) -> None:
    chat.standin.drop_next("getFile", times=2)
    with reads(tell):
        await chat.hear("Lan: 📎 thư.txt")
        rest_for_a_day(chat)
        await chat.goes("""
            ── 02/11/2026 07:51 ──
            Bot → Lan: ⚠️ Chưa tải được tệp thư.txt từ Telegram. Xin anh/chị gửi lại.
        """)


def test_each_rest_is_twice_as_long_up_to_a_minute(chat: Player) -> None:
    now, row = chat.clock.now(), Errand(kind="picture", contact_id=HOA, made_at=chat.clock.now(), attempts=1)
    rests = []
    for _ in range(7):
        assert errand.put_off(row, now=now)
        assert row.not_before is not None
        rests.append((row.not_before - now).total_seconds())
    assert rests == [2, 4, 8, 16, 32, 60, 60]
    with turn(chat.engine) as session:
        number = put_again(session, now + timedelta(seconds=2), chat)
        assert errand.claim(session, by=7, most=9, now=now + timedelta(seconds=1)) == []
        assert [one.id for one in errand.claim(session, by=7, most=9, now=now + timedelta(seconds=2))] == [
            number
        ]


def put_again(session: Session, not_before: datetime, chat: Player) -> int | None:
    row = Errand(kind="picture", contact_id=HOA, made_at=chat.clock.now(), not_before=not_before)
    session.add(row)
    session.flush()
    return row.id


def test_others_come_before_what_the_same_person_asked_for_besides(chat: Player) -> None:
    now = chat.clock.now()
    with turn(chat.engine) as session:
        for number, by in enumerate((2, 2, 2, 1, 3)):
            assert errand.put(session, "workbook", str(number), by=by, now=now)

        def begun(most: int) -> list[str]:
            return [row.argument for row in errand.claim(session, by=7, most=most, now=now)]

        assert begun(2) == ["0", "3"]
        assert begun(1) == ["4"]  # of 2 one is under way
        assert begun(9) == ["1", "2"]  # nobody else waits


async def test_a_person_waits_for_so_many_things_at_once_and_no_more(chat: Player) -> None:
    for number in range(errand.MOST_OPEN):
        with turn(chat.engine) as session:
            assert errand.put(session, "workbook", str(number), by=HOA, now=chat.clock.now())
            assert errand.put(session, "group_picture", str(number), by=HOA, now=chat.clock.now())
    chat.standin.say(chat.people["Hòa"], "/tiendo")
    await chat.app.poll(wait=0)
    await chat.app.delivery.drain()
    shown = chat.standin.chat(chat.people["Hòa"])[-1]
    data = next(data for row in shown.buttons for words, data in row if words == "🖼 Ảnh")
    chat.standin.press(chat.people["Hòa"], shown.message_id, data)
    await chat.app.poll(wait=0)
    await chat.app.intake.settle()
    words = "Anh/chị đang chờ bot lập nhiều nội dung rồi. Xin thử lại khi đã nhận được một phần."
    assert chat.standin.toasts[-1].text == words
    with turn(chat.engine) as session:
        assert not errand.put(session, "workbook", "0", by=HOA, now=chat.clock.now())
        assert errand.put(session, "group_picture", "x", by=HOA, now=chat.clock.now())
        assert errand.put(session, "workbook", "0", by=2, now=chat.clock.now())
        with pytest.raises(errand.TooMany):
            errand.put(session, "workbook", "x", by=HOA, now=chat.clock.now())


async def test_who_waits_for_too_many_files_is_told_to_send_the_next_one_later(chat: Player) -> None:
    with patch.object(errand, "MOST_OPEN", 0), reads(tell):
        await chat.goes("""
            Lan: 📎 thư.txt
            Bot: ⚠️ Anh/chị đang chờ bot lập nhiều nội dung rồi. Xin thử lại khi đã nhận được một phần.
        """)


def test_the_model_knows_what_the_clock_has_made() -> None:
    assert {kind for kind, maker in switchboard.ERRANDS.items() if maker.by_clock} == errand.BY_CLOCK


async def test_what_hangs_is_given_up_and_holds_nothing_up(chat: Player) -> None:
    never = threading.Event()

    def hang(_request: Request) -> Replies:
        never.wait()
        return []

    with (
        patch.dict(switchboard.ERRANDS, {"hang": Maker(make=hang, roles=frozenset(Role))}),
        patch.object(workshop, "LONGEST", 0.2),
    ):
        hung = [put(chat, "hang", by=2), put(chat, "hang", by=3)]
        await chat.goes("""
            ── 02/11/2026 07:51 ──
            Bot → Lan: ⚠️ Xin lỗi, chưa lập được. Xin thử lại, hoặc báo cơ quan đầu mối.
            Bot → Minh: ⚠️ Xin lỗi, chưa lập được. Xin thử lại, hoặc báo cơ quan đầu mối.
        """)
    assert [found(chat, number) for number in hung] == [(ErrandState.FAILED, 1, "TooLong")] * 2
    number = put(chat)
    await chat.goes("""
        ── 02/11/2026 07:52 ──
        Bot → Hòa: (ảnh) Tính đến 02/11/2026
        Bot → Hòa: (ảnh) Tính đến 02/11/2026
    """)
    assert found(chat, number)[0] is ErrandState.DONE
    never.set()


async def test_a_makers_own_timeout_is_a_failure_like_others(chat: Player) -> None:
    def times_out(_request: Request) -> Replies:
        raise TimeoutError

    with patch.dict(switchboard.ERRANDS, {"slow": Maker(make=times_out, roles=frozenset(Role))}):
        number = put(chat, "slow", by=2)
        await chat.hear("── 02/11/2026 07:51 ──")
    assert found(chat, number) == (ErrandState.FAILED, 1, "TimeoutError")


async def test_whose_role_changed_while_it_was_made_has_nothing_written(chat: Player) -> None:
    def rename(_request: Request) -> Deed:
        with turn(chat.engine) as session:
            hoa = session.get_one(Contact, HOA)
            hoa.role = Role.OBSERVER

        def deed(writing: Request) -> Replies:
            writing.contact.name = "written after all"
            return []

        return deed

    with patch.dict(switchboard.ERRANDS, {"rename": Maker(make=rename, roles=frozenset({Role.LEAD}))}):
        put(chat, "rename")
        await chat.goes("""
            ── 02/11/2026 07:51 ──
            Bot → Hòa: Vai trò của anh/chị không dùng được lệnh này. Xin xem /trogiup.
        """)
    with turn(chat.engine) as session:
        assert session.get_one(Contact, HOA).name != "written after all"
