"""This file is a text beside its folded self: what is found in the one is shown as typed in the other."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from handlers.reading.text import fold, tidy


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str:
    return " " if sign.isspace() else fold(sign)


@dataclass(frozen=True)
class Aligned:
    """A tidy text; `folded` has a place in it for each of its own."""

    text: str

    @classmethod
    def of(cls, text: str) -> "Aligned":
        return cls(tidy(text))

    @cached_property
    def folded(self) -> str:
        return "".join(_folded(sign) for sign in self.text)

    @cached_property
    def _places(self) -> list[int]:
        places = [n for n, sign in enumerate(self.text) for _one in _folded(sign)]
        return [*places, len(self.text)]

    def typed(self, start: int, end: int) -> str:
        """Give what stands between two places of the folded text, as it was typed."""
        return self.text[self._places[start] : self._places[end]].strip()

    def part(self, start: int, end: int) -> "Aligned":
        return Aligned(self.typed(start, end))

    def without(self, pattern: re.Pattern[str]) -> "Aligned":
        """Cut out whatever fits a pattern of the folded text."""
        kept, at = "", 0
        for found in pattern.finditer(self.folded):
            kept += f"{self.typed(at, found.start())} "
            at = found.end()
        return Aligned(f"{kept}{self.typed(at, len(self.folded))}".strip())
