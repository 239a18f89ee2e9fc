"""This file is the house: migrations agree with the tables, files say what they are, secrets stay in."""

import ast
import logging
import subprocess
from pathlib import Path

import pytest

from bot import logs
from handlers.replies.paging import paged, units
from handlers.replies.reply import MESSAGE_UNITS, Button
from models import migrate
from models.database import open_engine

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"


def test_migrations_lead_to_the_tables_of_the_code(database: str) -> None:
    engine = open_engine(database)
    assert migrate.is_current(engine)
    migrate.check(engine)
    engine.dispose()


def test_every_file_begins_with_what_it_is() -> None:
    for folder in ("bot", "handlers", "models", "tests"):
        for file in (ROOT / folder).rglob("*.py"):
            if file.name == "__init__.py" or "versions" in file.parts:
                continue
            said = ast.get_docstring(ast.parse(file.read_text())) or ""
            assert said.startswith("This file is "), file


def test_no_file_names_a_package_index_or_carries_a_secret() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in tracked.stdout.splitlines():
        file = ROOT / name
        if file.suffix in {".png", ".ttf"} or not file.exists():
            continue
        if not name.startswith("tests/"):
            assert "index-url" not in file.read_text().replace("--no-emit-index-url", ""), name
        assert not name.endswith((".db", ".mo")), name


def test_the_token_never_reaches_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("DEBUG")
    log = logging.getLogger("test")
    failure = RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    log.error("asked %s", f"bot{TOKEN}", exc_info=failure)
    logging.getLogger("httpx").info("GET https://api.telegram.org/bot%s/getMe", TOKEN)
    written = capsys.readouterr().err
    assert TOKEN not in written
    assert "asked bot<token>" in written
    # An exception's words may be what somebody typed: its name and its place are enough.
    assert "RuntimeError" in written
    assert "api.telegram.org" not in written


@pytest.mark.parametrize("data", ["", "x" * 65, "ế" * 22])
def test_a_button_that_telegram_would_refuse_can_not_be_made(data: str) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        Button("Lưu", data)


def test_a_long_answer_comes_in_pages_that_one_message_carries() -> None:
    blocks = [f"<b>Đơn vị {n}</b> 🟩 " + "ế" * 90 for n in range(120)]
    first = paged("Đầu", blocks, page=0, turn="t:units")
    shown = []
    pages = int(first.text.splitlines()[0].rsplit("/", 1)[-1])
    for page in range(pages):
        text = paged("Đầu", blocks, page=page, turn="t:units").text
        assert units(text) <= MESSAGE_UNITS
        shown += text.split("\n\n")[1:]
    assert shown == blocks
    assert [button.data for button in first.buttons[0]] == ["t:units:1"]
    assert [button.data for button in paged("Đầu", blocks, page=99, turn="t:units").buttons[0]] == [
        f"t:units:{pages - 2}"
    ]
