"""This file is what a reply is made of: words, buttons, a picture or a document."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

# Telegram shows no more than this in one message, counted in UTF-16 units after the tags are gone.
MESSAGE_UNITS = 4096


@dataclass(frozen=True)
class Button:
    """A button under a message. It carries ids, never words: Telegram takes 64 bytes."""

    label: str
    data: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.data.encode()) <= 64:
            raise ValueError(f"a button carries 1 to 64 bytes, not {self.data!r}")


@dataclass(frozen=True)
class Document:
    """A file that the bot sends, under the name that it has on the phone."""

    name: str
    content: bytes


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One thing that the bot says. `text` is Telegram's HTML; `to` is the speaker where it is None.

    `edits` replaces an earlier message of the bot; `toast` is a short line over the pressed button and
    goes out at best effort; `begins_errand` calls those who make files beside the chat. A push has a `key`
    under which it can be said only once, and an hour after which it has lost its point; one about a report
    dies when that is no longer due.
    """

    kind: Literal["reply", "alarm", "reminder", "summary"] = "reply"
    text: str = ""
    buttons: Rows = ()
    to: int | None = None
    edits: int | None = None
    photo: bytes | None = None
    document: Document | None = None
    toast: str = ""
    begins_errand: bool = False
    key: str | None = None
    report_id: int | None = None
    expires_at: datetime | None = None

    def over(self, message_id: int | None) -> "Reply":
        """Say it in place of an earlier message of the bot."""
        return replace(self, edits=message_id)


def rows(*buttons: Button, each: int = 1) -> Rows:
    """Lay buttons out, so many a row."""
    return tuple(buttons[n : n + each] for n in range(0, len(buttons), each))
