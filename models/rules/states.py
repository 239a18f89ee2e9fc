"""This file is how far a report has come."""

from enum import StrEnum


class ReportState(StrEnum):
    """How far a report has come. Late is no state: it follows from the hour it was submitted.

    Nor is accepted one: a report that was accepted is still submitted, or nil, and tells who accepted it.
    """

    DUE = "due"
    SUBMITTED = "submitted"
    NIL = "nil"
    RETURNED = "returned"
    EXCUSED = "excused"


OWED = (ReportState.DUE, ReportState.RETURNED)
FILED = (ReportState.SUBMITTED, ReportState.NIL)
