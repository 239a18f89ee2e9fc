"""This file is how the page sees a chat: messages, people and the clock, worded in Vietnamese."""

from datetime import datetime, tzinfo

from bot.playground.chats import Change, Chats, Person, Shown, ShownFile
from bot.playground.limits import Json

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_INSTEAD_OF_WORDS = {"photo": "Ảnh", "document": "Tệp", "sticker": "Nhãn dán", "voice": "Tin thoại"}


def day(when: datetime) -> str:
    return f"{WEEKDAYS[when.weekday()]}, {when:%d/%m/%Y}"


def clock(now: datetime) -> Json:
    return {"day": day(now), "time": f"{now:%H:%M}", "value": f"{now:%Y-%m-%dT%H:%M}"}


def message(shown: Shown, zone: tzinfo | None) -> Json:
    at = shown.at.astimezone(zone)
    return {
        "id": shown.message_id,
        "by_bot": shown.by_bot,
        "day": day(at),
        "time": f"{at:%H:%M}",
        "text": shown.text,
        "edited": shown.edited,
        "file": _file(shown.file, shown.message),
        "rows": [[_button(button) for button in row] for row in _rows(shown)],
    }


def person(chats: Chats, who: Person, zone: tzinfo | None) -> Json:
    chat = chats.chat(who.id)
    return {
        "id": who.id,
        "name": who.name,
        "note": who.note,
        "blocked": who.id in chats.blocked,
        "last": message(chat[-1], zone) if chat else None,
        "from_bot": [shown.message_id for shown in chat if shown.by_bot][-99:],
    }


def commands(chats: Chats, who: Person) -> list[Json]:
    return chats.menu.shown_to(who.id, who.language)


def change(told: Change, zone: tzinfo | None) -> Json:
    seen: Json = {"person": told.person_id, "kind": told.kind} | dict(told.facts)
    return seen | ({"message": message(told.shown, zone)} if told.shown else {})


def _rows(shown: Shown) -> list[list[Json]]:
    rows: list[list[Json]] = (shown.reply_markup or {}).get("inline_keyboard", [])
    return rows


def _button(button: Json) -> Json:
    return {"label": button["text"], "data": button.get("callback_data"), "url": button.get("url")}


def _file(file: ShownFile | None, carried: Json) -> Json | None:
    if file is None:
        return None
    size = carried.get("photo", [{}])[-1]
    return {
        "kind": file.kind,
        "name": file.name,
        "id": file.file_id,
        "size": file.size,
        "width": size.get("width"),
        "height": size.get("height"),
        "word": _INSTEAD_OF_WORDS[file.kind],
        "album": carried.get("media_group_id"),
    }
