"""This file is when a figure is so far beyond what was told before that it is asked about."""

from dataclasses import dataclass

# Before so many of a kind nobody can say what is usual.
KNOWN_AT_LEAST = 5
# A figure more than so many times the largest so far is asked about.
FACTOR = 3


@dataclass(frozen=True)
class Usual:
    """What was told before of one kind: how often, and the most."""

    known: int
    most: int


def is_odd(value: int, usual: Usual) -> bool:
    """Tell whether a figure is far beyond the history."""
    return usual.known >= KNOWN_AT_LEAST and 0 < usual.most * FACTOR < value
