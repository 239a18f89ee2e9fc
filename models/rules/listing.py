"""This file is the lines of a listing: what was done, who took part, what it cost, who filed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.rules.counting import Form, Kind, Stage
from models.rules.states import ReportState


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """One activity. `cost` is in đồng; `files` counts its evidence; `counted_as`: as which other."""

    number: int
    unit: str
    group: int
    kind: Kind
    title: str
    first: date
    last: date
    estimate: bool
    place: str
    attendances: int | None
    leaders: int | None
    in_depth: bool | None
    outputs: int | None
    award_year: int | None
    unnamed: int | None
    cost: int | None
    files: int
    counted_as: int | None

    @property
    def is_in_totals(self) -> bool:
        """Tell whether it was done, and is counted as itself."""
        return not self.estimate and self.counted_as is None


@dataclass(frozen=True, kw_only=True, slots=True)
class Total:
    """What a listing adds up to; `estimates` and `counted_elsewhere` are activities that are in no sum."""

    activities: int
    attendances: int
    leaders: int
    outputs: int
    cost: int
    estimates: int
    counted_elsewhere: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """An enterprise's part in an activity; `told` is the name it was entered under, where that is another.

    `form` is its legal form on the activity's last day, by which it counts.
    """

    activity: int
    enterprise: int
    name: str
    told: str
    tax_code: str
    form: Form
    solution: str
    result: str
    stage: Stage | None
    withdrawn_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A certificate of an expert."""

    activity: int
    name: str
    number: str
    issuer: str
    withdrawn_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Fund:
    """A part of an activity's cost, in đồng, and where it came from."""

    activity: int
    source: str
    amount: int


class Filing(StrEnum):
    """How a unit stands in a period, as a table of units by periods shows it."""

    ACCEPTED = "accepted"
    WAITING = "waiting"
    NIL = "nil"
    MISSING = "missing"
    RETURNED = "returned"
    OPEN = "open"
    EXCUSED = "excused"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filed:
    """One cell of that table. Late is told beside the state, never in its place."""

    filing: Filing
    is_late: bool = False


def filing(state: ReportState, *, is_accepted: bool, is_over: bool) -> Filing:
    """Tell how a report stands: nil stays nil once it is accepted, what was returned is owed again."""
    match state:
        case ReportState.EXCUSED:
            return Filing.EXCUSED
        case ReportState.NIL:
            return Filing.NIL
        case ReportState.SUBMITTED:
            return Filing.ACCEPTED if is_accepted else Filing.WAITING
        case ReportState.RETURNED:
            return Filing.RETURNED
    return Filing.MISSING if is_over else Filing.OPEN
