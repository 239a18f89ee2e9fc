"""This file is the door: the only place that speaks with Telegram."""

import logging
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    CallbackQuery,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    Update,
)
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest

from bot.line import Line, Lost
from bot.troubles import Trouble, Undelivered
from handlers.reading.text import tidy
from handlers.request import File, Incoming, Sort

log = logging.getLogger(__name__)

# Telegram holds a poll open for so long; reading waits a little longer.
POLL_SECONDS = 25
# What is not named here never arrives.
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
UNCHANGED = "message is not modified"
GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
# The library would rather parse a whole batch itself, and stops at one update that it can't parse.
warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'")


class Unanswered(Exception):
    """Telegram could not be asked, or did not answer."""


class NotThere(Exception):
    """Telegram does not give a file out: it is gone, or too large."""


class WrongToken(Exception):
    """Telegram does not know the token."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message as the door sends it."""

    chat_id: int
    text: str
    buttons: Sequence[Sequence[Sequence[str]]]
    edits: int | None = None
    photo: bytes | None = None
    document: bytes | None = None
    document_name: str = ""


class Door:
    """Speaks the Bot API with Telegram, or with any server that does."""

    def __init__(self, token: str, url: str, *, sending: BaseRequest, polling: BaseRequest) -> None:
        self._bot = Bot(
            token,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=sending,
            get_updates_request=polling,
        )

    @classmethod
    def open(cls, token: str, url: str, proxy: str = "") -> Self:
        return cls(token, url, sending=Line(proxy=proxy), polling=Line(connections=1, proxy=proxy))

    async def greet(self) -> None:
        """Ask Telegram who the bot is. Raises WrongToken or Unanswered."""
        try:
            await self._bot.initialize()
        except InvalidToken as wrong:
            raise WrongToken("BOT_TOKEN was refused by Telegram; please check it with @BotFather") from wrong
        except TelegramError as error:
            raise Unanswered(error.message) from error

    async def close(self) -> None:
        await self._bot.shutdown()

    @property
    def username(self) -> str:
        return self._bot.username

    async def updates(self, offset: int, *, wait: int = POLL_SECONDS) -> list[dict[str, Any]]:
        """Fetch what is new from this number on, raw: one that nobody can parse must not hold up the rest."""
        asked = {"offset": offset, "timeout": wait, "allowed_updates": list(KINDS)}
        try:
            result = await self._bot.do_api_request("getUpdates", api_kwargs=asked, read_timeout=wait + 10)
        except TelegramError as error:
            raise Unanswered(error.message) from error
        return list(result) if isinstance(result, list) else []

    def read(self, raw: Mapping[str, Any]) -> Incoming | None:
        """Read an update; None for what is none of the bot's business, such as a group's talk."""
        if _is_talk(raw):
            return None
        update = Update.de_json(dict(raw), self._bot)
        if update.callback_query is not None:
            return _button(update, update.callback_query)
        if update.my_chat_member is not None:
            return _reach(update, update.my_chat_member)
        message = update.message or update.edited_message
        return _message(update, message) if message is not None else None

    async def send(self, letter: Letter) -> int:
        """Send a message and give its number. Raises Undelivered."""
        try:
            return await self._send(letter)
        except TelegramError as error:
            raise _undelivered(error) from error

    async def fetch(self, file_id: str) -> bytes:
        """Fetch a file that somebody sent; Telegram gives 20 MB at most. Raises NotThere or Unanswered."""
        try:
            file = await self._bot.get_file(file_id)
            return bytes(await file.download_as_bytearray())
        except BadRequest as refused:
            raise NotThere(refused.message) from refused
        except TelegramError as error:
            raise Unanswered(error.message) from error

    async def toast(self, callback_id: str, text: str) -> None:
        """Stop a button's waiting, with a short line or none. Best effort: it may have lasted too long."""
        try:
            await self._bot.answer_callback_query(callback_id, text=text or None)
        except TelegramError as error:
            log.info("a button could not be answered: %s", error.message)

    async def listen(self, url: str, secret: str) -> None:
        """Let Telegram bring updates to this address; with none it waits for polls. Raises Unanswered."""
        try:
            if url:
                await self._bot.set_webhook(url, allowed_updates=list(KINDS), secret_token=secret)
            else:
                await self._bot.delete_webhook()
        except TelegramError as error:
            raise Unanswered(error.message) from error

    async def set_menu(
        self, commands: Mapping[str, Sequence[tuple[str, str]]], *, in_groups: bool = False
    ) -> None:
        """Show the commands in Telegram's menu, by language; the first is for every other language too."""
        scope = BotCommandScopeAllGroupChats() if in_groups else None
        try:
            for locale, listed in commands.items():
                rows = tuple(BotCommand(name, words) for name, words in listed)
                code = None if locale == next(iter(commands)) else locale
                if await self._bot.get_my_commands(scope=scope, language_code=code) != rows:
                    await self._bot.set_my_commands(rows, scope=scope, language_code=code)
        except TelegramError as error:
            raise Unanswered(error.message) from error

    async def _send(self, letter: Letter) -> int:
        keys = _keyboard(letter.buttons)
        if letter.photo is not None:
            photo = await self._bot.send_photo(
                letter.chat_id,
                letter.photo,
                caption=letter.text,
                parse_mode=ParseMode.HTML,
                reply_markup=keys,
            )
            return photo.message_id
        if letter.document is not None:
            document = await self._bot.send_document(
                letter.chat_id,
                letter.document,
                filename=letter.document_name,
                caption=letter.text,
                parse_mode=ParseMode.HTML,
                reply_markup=keys,
                disable_content_type_detection=True,
            )
            return document.message_id
        if letter.edits is not None:
            edited = await self._edit(letter, keys)
            if edited is not None:
                return edited
        sent = await self._bot.send_message(
            letter.chat_id,
            letter.text,
            parse_mode=ParseMode.HTML,
            reply_markup=keys,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return sent.message_id

    async def _edit(self, letter: Letter, keys: InlineKeyboardMarkup | None) -> int | None:
        """Write over an earlier message; None where it can't be, so that it is sent anew."""
        try:
            await self._bot.edit_message_text(
                letter.text,
                chat_id=letter.chat_id,
                message_id=letter.edits,
                parse_mode=ParseMode.HTML,
                reply_markup=keys,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except BadRequest as refused:
            return letter.edits if UNCHANGED in refused.message.lower() else None
        return letter.edits


def _undelivered(error: TelegramError) -> Undelivered:
    """Tell what went wrong. The library's BadRequest is a NetworkError too: it must be asked first."""
    words = error.message
    match error:
        case RetryAfter():
            asked = error.retry_after
            wait = asked if isinstance(asked, timedelta) else timedelta(seconds=asked)
            return Undelivered(Trouble.BUSY, words, wait=wait)
        case ChatMigrated():
            return Undelivered(Trouble.MOVED, words, moved_to=error.new_chat_id)
        case Forbidden():
            return Undelivered(Trouble.BLOCKED, words)
        case BadRequest():
            return Undelivered(_refusal(words.lower()), words)
        case Lost() | TimedOut():
            return Undelivered(Trouble.UNKNOWN, words)
    return Undelivered(Trouble.UNSENT, words)


def _refusal(words: str) -> Trouble:
    if "chat not found" in words:
        return Trouble.NO_CHAT
    return Trouble.TOO_LONG if "too long" in words else Trouble.REFUSED


def _keyboard(rows: Sequence[Sequence[Sequence[str]]]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )


def _is_talk(raw: Mapping[str, Any]) -> bool:
    """Tell what people in a group say to each other, and look no further.

    What can't be read is kept aside with its words: a group's must not be, nor may a flood of them cost work.
    """
    said = raw.get("message") or raw.get("edited_message")
    if not isinstance(said, Mapping) or not isinstance(said.get("chat"), Mapping):
        return False
    if said["chat"].get("type") not in GROUPS:
        return False
    moves = "migrate_to_chat_id" in said or "migrate_from_chat_id" in said
    return "message" not in raw or not (moves or str(said.get("text", "")).lstrip().startswith("/"))


def _message(update: Update, message: Message) -> Incoming | None:
    if message.chat.type in GROUPS:
        return _in_group(update, message)
    person = message.from_user
    if person is None or message.chat.type != ChatType.PRIVATE:
        return None
    file = _file(message)
    text = tidy(message.text or "")
    return Incoming(
        update_id=update.update_id,
        sort=_sort(update, file, text),
        chat_id=message.chat.id,
        name=tidy(person.full_name),
        language=person.language_code,
        text=text,
        message_id=message.message_id,
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
        file=file,
    )


def _in_group(update: Update, message: Message) -> Incoming:
    """Read of a group what begins as commands do, and that it moves: each of its two chats tells it once.

    Whoever writes in the name of the group or of a channel is nobody: Telegram gives its own account.
    """
    moved_to = message.chat.id if message.migrate_from_chat_id else message.migrate_to_chat_id
    person = message.from_user if message.sender_chat is None else None
    return Incoming(
        update_id=update.update_id,
        sort=Sort.MOVED if moved_to else Sort.TEXT,
        chat_id=message.migrate_from_chat_id or message.chat.id,
        name="",
        text=tidy(message.text or ""),
        message_id=message.message_id,
        title=tidy(message.chat.title or ""),
        speaker=person.id if person else None,
        moved_to=moved_to,
    )


def _sort(update: Update, file: File | None, text: str) -> Sort:
    if update.edited_message is not None:
        return Sort.EDITED
    if file is not None:
        return Sort.FILE
    return Sort.TEXT if text else Sort.OTHER


def _file(message: Message) -> File | None:
    caption = tidy(message.caption or "")
    if message.photo:
        largest = message.photo[-1]
        return File(
            kind="photo",
            file_id=largest.file_id,
            unique_id=largest.file_unique_id,
            name="photo.jpg",
            size=largest.file_size or 0,
            caption=caption,
        )
    if message.document:
        document = message.document
        return File(
            kind="document",
            file_id=document.file_id,
            unique_id=document.file_unique_id,
            name=tidy(document.file_name or "document"),
            size=document.file_size or 0,
            caption=caption,
        )
    return None


def _button(update: Update, query: CallbackQuery) -> Incoming | None:
    message = query.message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return None
    return Incoming(
        update_id=update.update_id,
        sort=Sort.BUTTON,
        chat_id=query.from_user.id,
        name=tidy(query.from_user.full_name),
        language=query.from_user.language_code,
        text=query.data or "",
        message_id=message.message_id,
        callback_id=query.id,
    )


def _reach(update: Update, change: ChatMemberUpdated) -> Incoming | None:
    if change.chat.type in GROUPS:
        return _membership(update, change)
    if change.chat.type != ChatType.PRIVATE:
        return None
    blocked = change.new_chat_member.status in ("kicked", "left")
    return Incoming(
        update_id=update.update_id,
        sort=Sort.LEFT if blocked else Sort.RETURNED,
        chat_id=change.chat.id,
        name=tidy(change.from_user.full_name),
        language=change.from_user.language_code,
    )


def _membership(update: Update, change: ChatMemberUpdated) -> Incoming | None:
    """Read that the bot came into a group or is out of it; that it may do more or less there is nothing."""
    was_in, is_in = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
    if was_in is is_in:
        return None
    return Incoming(
        update_id=update.update_id,
        sort=Sort.RETURNED if is_in else Sort.LEFT,
        chat_id=change.chat.id,
        name="",
        title=tidy(change.chat.title or ""),
        speaker=change.from_user.id,
    )


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in OUT
