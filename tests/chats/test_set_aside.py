"""This file is an update that nobody can apply: it is set aside, and those behind it go on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from bot import reception
from handlers.reading.text import tidy
from handlers.request import Incoming, Replies
from models import inbox
from models.database import turn
from models.inbox import Pending
from tests.chat import Player

FAILURES = [ValueError("what was typed"), OperationalError("SELECT", {}, Exception("too many terms"))]


@pytest.fixture(params=FAILURES, ids=["a mistake of ours", "a statement that the database refuses"])
def poison(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let one word make the bot fail; the antidote is given back."""
    receive = reception.receive

    def fail(session: Session, said: Incoming, *args: object, **more: bool) -> Replies:
        if said.text == tidy("thuốc độc"):
            raise request.param
        return receive(session, said, *args, **more)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(reception, "receive", fail)
    return lambda: monkeypatch.setattr(reception, "receive", receive)


async def test_an_update_that_fails_is_set_aside_and_told_and_those_behind_it_go_on(
    chat: Player, poison: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]")
    await chat.goes("""
        Lan: thuốc độc
        Bot: Có lỗi nên tin nhắn này chưa được ghi nhận. Xin gửi lại; phần đã nhập trước đó vẫn được giữ.
        Bot → Hòa: ⚠️ Bot chưa nhận được một tin của Trần Thị Lan. Tin được giữ lại, các việc khác vẫn tiếp tục. Xin báo người quản trị bot.
        Lan: thuốc độc
        Bot: Có lỗi nên tin nhắn này chưa được ghi nhận. Xin gửi lại; phần đã nhập trước đó vẫn được giữ.
        Lan: Tham mưu kế hoạch
        Bot: ✓ Nội dung: Tham mưu kế hoạch
             …
    """)
    with turn(chat.engine) as session:
        aside = inbox.aside(session)
    assert len(aside) == 2
    assert aside[0].body["message"]["text"] == "thuốc độc"
    assert "typed" not in aside[0].error
    assert "what was typed" not in capsys.readouterr().err
    poison()


async def test_what_was_set_aside_can_be_tried_again_and_its_words_go(
    chat: Player, poison: Callable[[], None]
) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: thuốc độc")
    poison()
    with turn(chat.engine) as session:
        assert inbox.try_again(session) == (1, 0)
    assert chat.app.intake.work_off_line()
    assert "✓ Nội dung: thuốc độc" in await chat.said("")
    with turn(chat.engine) as session:
        assert session.exec(select(Pending)).all() == []


async def test_an_answer_is_not_tried_again_once_its_sender_has_gone_on(
    chat: Player, poison: Callable[[], None]
) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: thuốc độc")
    chat.clock.hour += timedelta(minutes=1)
    await chat.hear("Lan: Tham mưu kế hoạch")
    poison()
    with turn(chat.engine) as session:
        assert inbox.try_again(session) == (0, 1)
    assert not chat.app.intake.work_off_line()
