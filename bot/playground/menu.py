"""This file is what a bot tells of itself: its commands and descriptions, by scope and language."""

import re
from dataclasses import dataclass, field

from bot.playground.asked import Asked
from bot.playground.limits import Json, bad

MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)


@dataclass
class Menu:
    """Commands and words, kept as the bot set them."""

    _commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    _words: dict[tuple[str, str], str] = field(default_factory=dict)

    def set_commands(self, asked: Asked) -> bool:
        commands = asked.data("commands") or []
        if len(commands) > MOST_COMMANDS:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            _check_command(command)
        self._commands[_scope(asked), asked.text("language_code")] = commands
        return True

    def get_commands(self, asked: Asked) -> list[Json]:
        return self._commands.get((_scope(asked), asked.text("language_code")), [])

    def delete_commands(self, asked: Asked) -> bool:
        self._commands.pop((_scope(asked), asked.text("language_code")), None)
        return True

    def set_words(self, name: str, asked: Asked) -> bool:
        """`name` is description or short_description."""
        self._words[name, asked.text("language_code")] = asked.text(name)
        return True

    def get_words(self, name: str, language: str) -> str:
        return self._words.get((name, language)) or self._words.get((name, ""), "")

    def shown_to(self, person_id: int, language: str) -> list[Json]:
        """The commands in a person's menu: the narrowest scope wins, in each the person's language first."""
        for scope in (f"chat {person_id}", "all_private_chats", "default"):
            for spoken in (language, ""):
                if commands := self._commands.get((scope, spoken)):
                    return commands
        return []


def _scope(asked: Asked) -> str:
    scope = asked.record("scope") or {"type": "default"}
    kind = str(scope.get("type"))
    if kind not in _SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    return " ".join(
        str(part) for part in (kind, scope.get("chat_id"), scope.get("user_id")) if part is not None
    )


def _check_command(command: Json) -> None:
    if not _COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
        raise bad("BOT_COMMAND_INVALID")
    description = str(command.get("description", ""))
    if not description.strip():
        raise bad("command description must be non-empty")
    if len(description) > LONGEST_DESCRIPTION:
        raise bad(f"command description length must not exceed {LONGEST_DESCRIPTION}")
