"""This file is the shelf of files that people and the bot have sent."""

import hashlib
import struct
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from bot.playground.limits import Json

_SIZELESS = frozenset({0xC4, 0xC8, 0xCC})  # JPEG markers amid the frame headers that carry no size
UNKNOWN_SIZE = (1280, 960)  # what a person's photo is shown at when its header can't be read


@dataclass(frozen=True)
class Upload:
    """A file on its way in."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Kept:
    """A file on the shelf: its ids, and the path that getFile tells."""

    file_id: str
    unique_id: str
    path: str
    upload: Upload

    @property
    def size(self) -> int:
        return len(self.upload.content)

    def as_file(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}


@dataclass
class Shelf:
    """All files, found by id or by path. They live as long as the stand-in."""

    _by_id: dict[str, Kept] = field(default_factory=dict)
    _by_path: dict[str, Kept] = field(default_factory=dict)

    def keep(self, upload: Upload, folder: str) -> Kept:
        number = len(self._by_path) + 1
        unique = hashlib.sha256(upload.content).hexdigest()[:16]
        path = f"{folder}/file_{number}{PurePosixPath(upload.name).suffix}"
        kept = Kept(f"{folder}-{number}-{unique}", unique, path, upload)
        self._by_id[kept.file_id] = self._by_path[path] = kept
        return kept

    def find(self, file_id: str) -> Kept | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> Kept | None:
        return self._by_path.get(path)


def dimensions(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG or WebP picture, read from its header; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    if content.startswith(b"\xff\xd8"):
        return _of_jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return UNKNOWN_SIZE
    return None


def _of_jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _SIZELESS:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None
