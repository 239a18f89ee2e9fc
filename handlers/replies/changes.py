"""This file is how it is said what became of something: what, when, by whom, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.replies.words import _, bold, hour, safe


@dataclass(frozen=True, kw_only=True)
class Change:
    """What became of something, who did it, when, and why."""

    what: str
    at: datetime
    by: str
    why: str


def lines(changes: Sequence[Change], words: Mapping[str, str]) -> list[str]:
    """Say each change under a heading; nothing where there is none."""
    if not changes:
        return []
    return ["", bold(_("Changes")), *(_line(one, words) for one in changes)]


def _line(one: Change, words: Mapping[str, str]) -> str:
    told = f"{_(words[one.what]) if one.what in words else one.what}: {hour(one.at)}"
    by = f" ({safe(one.by)})" if one.by else ""
    return f"{told}{by}" + (f" · {safe(one.why)}" if one.why else "")
