"""This file is the commands: each stands in the README, in /trogiup and in Telegram's menu."""

from pathlib import Path

from bot.switchboard import COMMANDS
from models.contact import Role
from tests.chat import Player

ROOT = Path(__file__).parents[2]


def test_every_command_stands_in_the_readme_and_in_the_guide() -> None:
    for page in ("README.md", "docs/huong-dan.md"):
        text = (ROOT / page).read_text()
        assert [one.name for one in COMMANDS if f"/{one.name}" not in text] == [], page


async def test_help_lists_what_is_open_to_the_role_and_nothing_else(chat: Player) -> None:
    for person, role in (("Lan", Role.CONTACT), ("Hòa", Role.LEAD)):
        said = await chat.said(f"{person}: /trogiup")
        for one in COMMANDS:
            assert (f"/{one.name}" in said) == (role in one.roles), (person, one.name)
    observer = await chat.said("Bảo: /trogiup")
    assert "/tiendo" in observer
    assert "/baocao" not in observer


async def test_telegrams_menu_shows_every_command_in_both_languages(chat: Player) -> None:
    await chat.app.set_menu()
    menus = [
        await chat.standin.call("getMyCommands", {"language_code": code} if code else {})
        for code in ("", "en")
    ]
    for menu in menus:
        assert isinstance(menu, list)
        assert [row["command"] for row in menu] == [one.name for one in COMMANDS]
    assert menus[0] != menus[1]
