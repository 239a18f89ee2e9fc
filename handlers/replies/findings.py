"""This file is what a consolidated report tells, and what its words are taken from: values, nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.reading.unclear import N_
from handlers.replies.missing import Reported
from handlers.replies.progress import Named
from handlers.replies.tables import Book
from handlers.replies.words import _
from models.rules.counting import Form
from models.rules.letters import LetterKind, Of
from models.rules.progress import Progress
from models.rules.spans import Span

OF = {
    LetterKind.QUARTER_1: N_("the first quarter of {year}"),
    LetterKind.QUARTER_2: N_("the second quarter of {year}"),
    LetterKind.QUARTER_3: N_("the third quarter of {year}"),
    LetterKind.QUARTER_4: N_("the fourth quarter of {year}"),
    LetterKind.HALF: N_("the first 6 months of {year}"),
    LetterKind.NINE_MONTHS: N_("9 months of {year}"),
    LetterKind.YEAR: N_("the year {year}"),
    LetterKind.MIDTERM: N_("the phase {first}-{year}"),
    LetterKind.FINAL: N_("the phase {first}-{year} as a whole"),
}


@dataclass(frozen=True, kw_only=True)
class Head:
    """The head of the document. A draft has neither number nor day."""

    superior: str
    office: str
    place: str
    sign: str
    year: int
    document: str = ""
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a unit said in its own words."""

    unit: str
    difficulties: str
    proposals: str


@dataclass(frozen=True, kw_only=True)
class Adjusted:
    """The report made before: its document, its day, and the figures that are others for that day by now."""

    document: str
    on: date
    figures: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Findings:
    """All that a report tells.

    `book` has the plan's figures as /tiendo gives them, and the activities that were done in the span: no
    estimates, none counted elsewhere. `spans` has each indicator's figure of the span alone and of the same
    days a year before; `years`, for a report of several years, its figure of each. `whole` is the
    plan's span, `uncounted` are the legal forms that count for no target.
    """

    of: Of
    head: Head
    title: str
    issuer: str
    issued: date | None
    book: Book
    spans: Mapping[str, tuple[int, int | None]]
    years: Mapping[str, Sequence[tuple[int, int]]]
    filings: Sequence[Reported]
    told: Sequence[Told]
    today: date
    whole: Span
    uncounted: frozenset[Form]
    adjusted: Adjusted | None = None

    @property
    def on(self) -> date:
        return self.book.view.on

    @property
    def lines(self) -> Sequence[tuple[Named, Progress]]:
        return self.book.view.lines


def span_words(of: Of) -> str:
    return _(OF[of.kind]).format(year=of.year, first=of.span.first.year)
