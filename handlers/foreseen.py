"""This file is how a deed would move the figures: it is tried, counted, and undone."""

from collections.abc import Callable
from datetime import date

from sqlmodel import Session

from handlers import progress
from handlers.replies.foreseen import Moved
from models.rules.counting import Basis


def moved(session: Session, today: date, deed: Callable[[], object]) -> list[Moved]:
    """Give the figures that a deed would move, with what they are and would be. Nothing stays of it."""
    before = _figures(session, today)
    with session.begin_nested() as trial:
        deed()
        after = _figures(session, today)
        trial.rollback()
    return [
        Moved(code=code, year=year, before=figure, after=after[code, year])
        for (code, year), figure in before.items()
        if after[code, year] != figure
    ]


def _figures(session: Session, today: date) -> dict[tuple[str, int], int]:
    """Give each indicator's figure as /tiendo shows it, and of each year where it is counted by years."""
    counted = progress.count(session, today)
    found: dict[tuple[str, int], int] = {}
    for one in counted.now:
        code = one.goal.indicator
        if counted.indicators[code].basis is not Basis.YEARLY:
            found[code, 0] = one.value
        found |= {(code, year.year): year.value for year in one.years}
    return found
