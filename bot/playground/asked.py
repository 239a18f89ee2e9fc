"""This file is how the parameters of a Bot API call are read, whether they came as a form or as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.files import Upload
from bot.playground.limits import Json, bad

ATTACHED = "attach://"


@dataclass(frozen=True)
class Asked:
    """The parameters and the files of one call."""

    params: Mapping[str, object]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.params.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; what can't be read as one counts as not given, as with Telegram."""
        try:
            return int(float(self.text(name)))
        except ValueError:
            return default

    def says(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1")

    def data(self, name: str) -> Any:
        """A structured parameter: parsed already, or as JSON text."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None

    def record(self, name: str) -> Json | None:
        value = self.data(name)
        return value if isinstance(value, dict) else None

    def upload(self, name: str) -> Upload | str:
        """The file for a parameter: an upload, or the text that should be a file_id."""
        return self.attached(self.text(name)) if name in self.params else self.files.get(name, "")

    def attached(self, value: str) -> Upload | str:
        if not value.startswith(ATTACHED):
            return value
        upload = self.files.get(value.removeprefix(ATTACHED))
        if upload is None:
            raise bad("there is no file in the request for an attached name")
        return upload
