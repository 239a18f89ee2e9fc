"""This file is how words and files become what a message carries."""

import html
import re

from bot.playground import markup
from bot.playground.asked import Asked
from bot.playground.chats import Content, ShownFile
from bot.playground.files import UNKNOWN_SIZE, Kept, Shelf, Upload, dimensions
from bot.playground.limits import Json, bad, check_caption, check_photo, check_text, check_upload, units

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?:@\w+)?(?!\w)")
_THUMBNAIL = 320
FOLDERS = {"photo": "photos", "document": "documents", "sticker": "stickers", "voice": "voice"}


def said(text: str) -> Content:
    """What a person types: a command at the beginning is marked, as every Telegram app does."""
    fields: Json = {"text": text}
    if command := _COMMAND.match(text):
        fields["entities"] = [{"type": "bot_command", "offset": 0, "length": units(command[0])}]
    return Content(text, fields)


def text_of(asked: Asked) -> Content:
    marked = markup.read(asked.text("text"), asked.text("parse_mode"))
    check_text(marked.text)
    return Content(_as_html(asked.text("text"), asked), _worded("text", "entities", marked, asked))


def caption_of(asked: Asked) -> tuple[str, Json]:
    """The caption as HTML, and its fields."""
    marked = markup.read(asked.text("caption"), asked.text("parse_mode"))
    check_caption(marked.text)
    if not marked.text:
        return "", {}
    return _as_html(asked.text("caption"), asked), _worded("caption", "caption_entities", marked, asked)


def photo(shelf: Shelf, source: Upload | str, caption: tuple[str, Json] = ("", {})) -> Content:
    """A photo from the bot: it must be one, and of a size that Telegram takes."""
    kept = _on_shelf(shelf, source, "photo")
    size = dimensions(kept.upload.content)
    check_photo(kept.size, size)
    return _photo(kept, size or UNKNOWN_SIZE, caption)


def document(shelf: Shelf, source: Upload | str, caption: tuple[str, Json] = ("", {})) -> Content:
    kept = _on_shelf(shelf, source, "document")
    return _filed("document", kept, _document(kept), caption)


def from_person(shelf: Shelf, upload: Upload, kind: str, caption: str) -> Content:
    """A file from a person's app; the app takes any picture, whatever its size."""
    check_upload(len(upload.content))
    fields: Json = {"caption": caption} if caption else {}
    kept = shelf.keep(upload, FOLDERS[kind])
    if kind == "photo":
        return _photo(kept, dimensions(upload.content) or UNKNOWN_SIZE, (caption, fields))
    return _filed("document", kept, _document(kept), (caption, fields))


def sticker(shelf: Shelf) -> Content:
    kept = shelf.keep(Upload("sticker.webp", b"RIFF\x04\x00\x00\x00WEBP", "image/webp"), FOLDERS["sticker"])
    shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
    return _filed("sticker", kept, kept.as_file() | shape | {"type": "regular", "emoji": "👍"})


def voice(shelf: Shelf) -> Content:
    kept = shelf.keep(Upload("voice.ogg", b"OggS" + bytes(2_000), "audio/ogg"), FOLDERS["voice"])
    return _filed("voice", kept, kept.as_file() | {"duration": 3, "mime_type": "audio/ogg"})


def _as_html(text: str, asked: Asked) -> str:
    return text if asked.text("parse_mode") else html.escape(text, quote=False)


def _worded(name: str, entities_name: str, marked: markup.Marked, asked: Asked) -> Json:
    entities = list(marked.entities) or asked.data(entities_name) or []
    return {name: marked.text} | ({entities_name: entities} if entities else {})


def _on_shelf(shelf: Shelf, source: Upload | str, kind: str) -> Kept:
    """A new file is kept; a file_id is looked up. The stand-in fetches nothing from the internet."""
    if isinstance(source, Upload):
        check_upload(len(source.content))
        return shelf.keep(source, FOLDERS[kind])
    if not source:
        raise bad(f"there is no {kind} in the request")
    kept = shelf.find(source.removesuffix("-small"))
    if kept is None:
        raise bad("wrong file identifier/HTTP URL specified")
    return kept


def _document(kept: Kept) -> Json:
    return kept.as_file() | {"file_name": kept.upload.name, "mime_type": kept.upload.media_type}


def _photo(kept: Kept, size: tuple[int, int], caption: tuple[str, Json]) -> Content:
    width, height = size
    shrink = min(1.0, _THUMBNAIL / max(size))
    small = {
        "file_id": f"{kept.file_id}-small",
        "file_unique_id": f"{kept.unique_id}s",
        "width": max(1, round(width * shrink)),
        "height": max(1, round(height * shrink)),
    }
    large = kept.as_file() | {"width": width, "height": height}
    shown = ShownFile("photo", kept.upload.name, kept.file_id, kept.size)
    return Content(caption[0], {"photo": [small, large]} | caption[1], shown)


def _filed(kind: str, kept: Kept, shape: Json, caption: tuple[str, Json] = ("", {})) -> Content:
    shown = ShownFile(kind, kept.upload.name, kept.file_id, kept.size)
    return Content(caption[0], {kind: shape} | caption[1], shown)
