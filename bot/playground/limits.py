"""This file is what Telegram refuses, in Telegram's own words."""

from collections.abc import Iterable
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

MEGABYTE = 1024 * 1024
LARGEST_UPLOAD = 50 * MEGABYTE
LARGEST_DOWNLOAD = 20 * MEGABYTE
LARGEST_PHOTO = 10 * MEGABYTE
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_TOAST = 200
MOST_ENTITIES = 100
MOST_BUTTONS = 100
WIDEST_ROW = 8
LONGEST_BUTTON_DATA = 64  # bytes: a Vietnamese letter takes two or three


class Refused(Exception):
    """The Bot API says no: an HTTP code and a sentence, sometimes with what to do instead."""

    def __init__(
        self, code: int, description: str, *, retry_after: int | None = None, migrate_to: int | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to


def bad(reason: str) -> Refused:
    return Refused(400, f"Bad Request: {reason}")


def too_many_requests(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def units(text: str) -> int:
    """How long Telegram finds a text: in UTF-16 units, so that an emoji counts two or more."""
    return len(text.encode("utf-16-le")) // 2


def check_text(text: str) -> None:
    if not text:
        raise bad("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise bad("message is too long")


def check_caption(text: str) -> None:
    if units(text) > LONGEST_CAPTION:
        raise bad("message caption is too long")


def check_markup(markup: Json | None) -> None:
    """Refuse an inline keyboard that Telegram would refuse; other keyboards pass."""
    if markup is None or "inline_keyboard" not in markup:
        return
    rows: list[list[Json]] = markup["inline_keyboard"]
    if any(len(row) > WIDEST_ROW for row in rows) or sum(map(len, rows)) > MOST_BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    _check_buttons(button for row in rows for button in row)


def _check_buttons(buttons: Iterable[Json]) -> None:
    for button in buttons:
        if not str(button.get("text", "")).strip():
            raise bad("Keyboard button text must be non-empty")
        if "callback_data" in button:
            _check_button_data(str(button["callback_data"]))
        elif len(button) == 1:
            raise bad("Text buttons are unallowed in the inline keyboard")


def _check_button_data(data: str) -> None:
    if not 1 <= len(data.encode()) <= LONGEST_BUTTON_DATA:
        raise bad("BUTTON_DATA_INVALID")


def check_upload(size: int) -> None:
    if size == 0:
        raise bad("file must be non-empty")
    if size > LARGEST_UPLOAD:
        raise Refused(413, "Request Entity Too Large")


def check_photo(size: int, dimensions: tuple[int, int] | None) -> None:
    if size > LARGEST_PHOTO:
        raise bad(
            f"file of size {size} bytes is too big for a photo; the maximum size is {LARGEST_PHOTO} bytes"
        )
    if dimensions is None:
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = dimensions
    if not width or not height or width + height > 10_000 or max(dimensions) > 20 * min(dimensions):
        raise bad("PHOTO_INVALID_DIMENSIONS")
