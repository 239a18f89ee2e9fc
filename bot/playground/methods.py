"""This file is the methods of the Bot API: what a bot may ask of the stand-in."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeAlias

from bot.playground import contents
from bot.playground.asked import Asked
from bot.playground.chats import Change, Chats, Content, Shown, Toast
from bot.playground.limits import LARGEST_DOWNLOAD, LONGEST_TOAST, Json, Refused, bad, check_markup
from bot.playground.webhook import delete_webhook, get_webhook_info, set_webhook

Method: TypeAlias = Callable[[Chats, Asked], object | Awaitable[object]]

ANSWERABLE = timedelta(minutes=15)  # how long a pressed button waits for an answer
DELETABLE = timedelta(hours=48)
MOST_IN_ALBUM = 10
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_CONTENT = ("text", "entities", "caption", "caption_entities", "reply_markup")


def get_me(chats: Chats, _: Asked) -> Json:
    return chats.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


async def get_updates(chats: Chats, asked: Asked) -> list[Json]:
    if chats.postman.address:
        raise Refused(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    chats.queue.allow(asked.data("allowed_updates"))
    return await chats.queue.take(asked.number("offset"), asked.number("limit", 100), asked.number("timeout"))


def send_message(chats: Chats, asked: Asked) -> Json:
    chat_id = _chat(chats, asked)
    return _sent(chats, chat_id, contents.text_of(asked), _keyboard(asked))


def send_photo(chats: Chats, asked: Asked) -> Json:
    chat_id, caption = _chat(chats, asked), contents.caption_of(asked)
    return _sent(
        chats, chat_id, contents.photo(chats.files, asked.upload("photo"), caption), _keyboard(asked)
    )


def send_document(chats: Chats, asked: Asked) -> Json:
    chat_id, caption = _chat(chats, asked), contents.caption_of(asked)
    return _sent(
        chats, chat_id, contents.document(chats.files, asked.upload("document"), caption), _keyboard(asked)
    )


def send_media_group(chats: Chats, asked: Asked) -> list[Json]:
    chat_id, media = _chat(chats, asked), asked.data("media") or []
    if not media:
        raise bad("there are no messages to send")
    if not 2 <= len(media) <= MOST_IN_ALBUM:
        raise bad("wrong number of messages to send as an album")
    if len({item.get("type") for item in media}) > 1:
        raise bad("document can't be mixed with other media types")
    carried = [_medium(chats, asked, item) for item in media]
    album = {"media_group_id": str(chats.queue.next_id())}
    return [_sent(chats, chat_id, content, album) for content in carried]


def send_chat_action(chats: Chats, asked: Asked) -> bool:
    chat_id = _chat(chats, asked)
    if asked.text("action") not in _ACTIONS:
        raise bad("wrong parameter action in request")
    chats.tell(Change(chat_id, "typing", facts={"action": asked.text("action")}))
    return True


def edit_message_text(chats: Chats, asked: Asked) -> Json:
    chat_id, shown = _to_edit(chats, asked)
    if shown.file:
        raise bad("there is no text in the message to edit")
    return _rewritten(chats, chat_id, shown, contents.text_of(asked), asked)


def edit_message_caption(chats: Chats, asked: Asked) -> Json:
    chat_id, shown = _to_edit(chats, asked)
    if not shown.file:
        raise bad("there is no caption in the message to edit")
    words, fields = contents.caption_of(asked)
    carried = {shown.file.kind: shown.message[shown.file.kind]} | fields
    return _rewritten(chats, chat_id, shown, Content(words, carried, shown.file), asked)


def edit_message_media(chats: Chats, asked: Asked) -> Json:
    chat_id, shown = _to_edit(chats, asked)
    return _rewritten(chats, chat_id, shown, _medium(chats, asked, asked.record("media") or {}), asked)


def edit_message_reply_markup(chats: Chats, asked: Asked) -> Json:
    chat_id, shown = _to_edit(chats, asked)
    carried = {k: v for k, v in shown.message.items() if k in (*_CONTENT[:4], "photo", "document")}
    return _rewritten(chats, chat_id, shown, Content(shown.text, carried, shown.file), asked)


def delete_message(chats: Chats, asked: Asked) -> bool:
    chat_id = _chat(chats, asked)
    shown = chats.find(chat_id, asked.number("message_id"))
    if shown is None:
        raise bad("message to delete not found")
    if chats.now() - shown.at > DELETABLE:
        raise bad("message can't be deleted for everyone")
    chats.remove(chat_id, shown.message_id)
    return True


def answer_callback_query(chats: Chats, asked: Asked) -> bool:
    query_id = asked.text("callback_query_id")
    person_id, pressed = chats.queries.pop(query_id, (0, chats.now() - 2 * ANSWERABLE))
    if chats.now() - pressed > ANSWERABLE:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    text = asked.text("text")
    if len(text) > LONGEST_TOAST:
        raise bad("MESSAGE_TOO_LONG")
    if text:
        chats.toasts.append(Toast(person_id, text, asked.says("show_alert")))
    facts = {"query": query_id, "text": text, "alert": asked.says("show_alert")}
    chats.tell(Change(person_id, "answered", facts=facts))
    return True


def get_file(chats: Chats, asked: Asked) -> Json:
    kept = chats.files.find(asked.text("file_id").removesuffix("-small"))
    if kept is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if kept.size > LARGEST_DOWNLOAD:
        raise bad("file is too big")
    return kept.as_file() | {"file_path": kept.path}


def set_my_commands(chats: Chats, asked: Asked) -> bool:
    done = chats.menu.set_commands(asked)
    chats.tell(Change(None, "menu"))
    return done


def delete_my_commands(chats: Chats, asked: Asked) -> bool:
    done = chats.menu.delete_commands(asked)
    chats.tell(Change(None, "menu"))
    return done


def get_my_commands(chats: Chats, asked: Asked) -> list[Json]:
    return chats.menu.get_commands(asked)


def set_my_description(chats: Chats, asked: Asked) -> bool:
    return chats.menu.set_words("description", asked)


def get_my_description(chats: Chats, asked: Asked) -> Json:
    return {"description": chats.menu.get_words("description", asked.text("language_code"))}


def set_my_short_description(chats: Chats, asked: Asked) -> bool:
    return chats.menu.set_words("short_description", asked)


def get_my_short_description(chats: Chats, asked: Asked) -> Json:
    return {"short_description": chats.menu.get_words("short_description", asked.text("language_code"))}


_TABLE: tuple[Method, ...] = (
    get_me,
    get_updates,
    set_webhook,
    delete_webhook,
    get_webhook_info,
    send_message,
    send_photo,
    send_document,
    send_media_group,
    send_chat_action,
    edit_message_text,
    edit_message_caption,
    edit_message_media,
    edit_message_reply_markup,
    delete_message,
    answer_callback_query,
    get_file,
    set_my_commands,
    get_my_commands,
    delete_my_commands,
    set_my_description,
    get_my_description,
    set_my_short_description,
    get_my_short_description,
)
METHODS: dict[str, Method] = {method.__name__.replace("_", ""): method for method in _TABLE}


def _chat(chats: Chats, asked: Asked) -> int:
    if not asked.text("chat_id"):
        raise bad("chat_id is empty")
    return chats.reachable(asked.number("chat_id"))


def _keyboard(asked: Asked) -> Json:
    """The field of a message that holds its buttons; other keyboards stay with the phone."""
    markup = asked.record("reply_markup")
    check_markup(markup)
    return {"reply_markup": markup} if markup and markup.get("inline_keyboard") else {}


def _sent(chats: Chats, chat_id: int, content: Content, extra: Json) -> Json:
    return chats.post(chat_id, content, by_bot=True, extra=extra).message


def _medium(chats: Chats, asked: Asked, item: Json) -> Content:
    caption = contents.caption_of(Asked(item))
    source = asked.attached(str(item.get("media", "")))
    if item.get("type") == "photo":
        return contents.photo(chats.files, source, caption)
    if item.get("type") == "document":
        return contents.document(chats.files, source, caption)
    raise bad("can't parse InputMedia: Type of the media is unsupported by the stand-in")


def _to_edit(chats: Chats, asked: Asked) -> tuple[int, Shown]:
    chat_id = _chat(chats, asked)
    shown = chats.find(chat_id, asked.number("message_id"))
    if shown is None:
        raise bad("message to edit not found")
    if not shown.by_bot:
        raise bad("message can't be edited")
    return chat_id, shown


def _rewritten(chats: Chats, chat_id: int, shown: Shown, content: Content, asked: Asked) -> Json:
    keyboard = _keyboard(asked)
    if _look(shown.message) == _look(content.fields | keyboard):
        raise bad(NOT_MODIFIED)
    chats.rewrite(chat_id, shown, content, keyboard)
    return shown.message


def _look(message: Json) -> Json:
    """What a reader would notice: the words, the buttons, and which file it is."""
    carried = message.get("photo", [message.get("document", {})])[-1]
    return {name: message.get(name) for name in _CONTENT} | {"file": carried.get("file_unique_id")}
