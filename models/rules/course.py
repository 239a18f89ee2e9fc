"""This file is how a figure grew: what it was at the end of each month, counted once from first to last."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from models.rules.counting import STANDING, Counts, Fact
from models.rules.spans import Span

DAY = timedelta(days=1)


def course(facts: Iterable[Fact], counts: Counts, span: Span, on: date) -> list[tuple[date, int]]:
    """Give the figure at each month's end within the span, and on the day or the span's end at last.

    Each is what `figure` counts as of that day: whoever counts once is counted from the first day on, as
    long as something of theirs holds; attendances add up. Estimates stay out.
    """
    last = min(on, span.last)
    moves = sorted(_moves(facts, counts, span, last))
    found, held, value, n = [], Counter[str](), 0, 0
    for day in _ends(span.first, last):
        while n < len(moves) and moves[n][0] <= day:
            _on, who, amount = moves[n]
            value += amount if counts is Counts.LEADERS else _newly(held, who, amount)
            n += 1
        found.append((day, value))
    return found


def _moves(facts: Iterable[Fact], counts: Counts, span: Span, last: date) -> Iterator[tuple[date, str, int]]:
    """Give what comes, and what holds no more from a day on."""
    for fact in facts:
        if fact.counts is not counts or fact.estimate or not span.first <= fact.on <= last:
            continue
        lapses = fact.until if counts in STANDING else None
        if lapses is None or lapses > fact.on:
            yield fact.on, fact.who, fact.amount
            if lapses is not None:
                yield lapses, fact.who, -fact.amount


def _newly(held: Counter[str], who: str, amount: int) -> int:
    """Give by how much the number of those who hold anything changes."""
    before = held[who] > 0
    held[who] += amount
    return (held[who] > 0) - before


def _ends(first: date, last: date) -> Iterator[date]:
    """Give the last day of each month, and the last day of all."""
    day = first
    while day <= last:
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        yield min(following - DAY, last)
        day = following
