"""This file is how it is said which figures a deed would move."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.replies.words import _, bold, number


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A figure before and after; `year` is 0 where the indicator is not counted by years."""

    code: str
    year: int
    before: int
    after: int


def figures(moved: Sequence[Moved]) -> list[str]:
    """Say each figure that would be another one, or that none would."""
    if not moved:
        return [_("No figure changes by it.")]
    return [_("Figures that change:"), *(_one(one) for one in moved)]


def _one(one: Moved) -> str:
    what = one.code + (" · " + _("year {year}").format(year=one.year) if one.year else "")
    return f"{what}: {number(one.before)} → {bold(number(one.after))}"
