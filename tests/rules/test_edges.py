"""This file is the edges of the reporting year: its first and last days, and the last second of a due day."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from models.period import Period
from models.report import Report
from models.rules.spans import SPANS, Span, SpanName
from models.rules.states import ReportState

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = date(2026, 11, 16)


def span(name: SpanName, year: int) -> Span:
    (month, day, of), (last_month, last_day, last_of) = SPANS[name]
    return Span(date(year + of, month, day), date(year + last_of, last_month, last_day))


def holding(day: date, *names: SpanName) -> set[tuple[str, int]]:
    return {(name.value, year) for name in names for year in range(2020, 2032) if day in span(name, year)}


QUARTERS = (SpanName.QUARTER_1, SpanName.QUARTER_2, SpanName.QUARTER_3, SpanName.QUARTER_4)


@pytest.mark.parametrize(
    ("day", "quarter", "year", "calendar_year"),
    [
        (date(2026, 12, 14), ("quarter-4", 2026), 2026, 2026),
        (date(2026, 12, 15), ("quarter-1", 2027), 2027, 2026),
        (date(2026, 12, 31), ("quarter-1", 2027), 2027, 2026),
        (date(2027, 1, 1), ("quarter-1", 2027), 2027, 2027),
    ],
)
def test_the_days_on_which_a_year_ends_belong_to_one_quarter_and_one_year(
    day: date, quarter: tuple[str, int], year: int, calendar_year: int
) -> None:
    """The administrative year goes from 15/12 to 14/12 (Nghị định 09/2019/NĐ-CP, Điều 12)."""
    assert holding(day, *QUARTERS) == {quarter}
    assert holding(day, SpanName.YEAR) == {("year", year)}
    assert holding(day, SpanName.CALENDAR_YEAR) == {("calendar-year", calendar_year)}


def period(at: time | None = None) -> Period:
    return Period(
        plan="3483",
        round="NAM",
        year=2026,
        title="Báo cáo năm 2026",
        first=date(2026, 1, 1),
        last=date(2026, 12, 31),
        nominal_due=date(2026, 11, 15),
        due=DUE,
        due_time=at,
    )


@pytest.mark.parametrize(
    ("due_time", "filed", "late"),
    [
        (None, datetime(2026, 11, 16, 23, 59, 59, tzinfo=ZONE), False),
        (None, datetime(2026, 11, 17, 0, 0, 0, tzinfo=ZONE), True),
        (time(17), datetime(2026, 11, 16, 17, 0, 0, tzinfo=ZONE), False),
        (time(17), datetime(2026, 11, 16, 17, 0, 1, tzinfo=ZONE), True),
    ],
)
def test_a_deadline_ends_with_its_midnight_or_its_hour(
    due_time: time | None, filed: datetime, late: bool
) -> None:
    row = Report(unit="SCT", period_id=1, state=ReportState.SUBMITTED, filed_at=filed)
    assert row.is_late(period(due_time), ZONE) is late


def test_an_extension_given_after_the_deadline_decides_and_leaves_the_original_where_it_is() -> None:
    of = period(time(17))
    filed = datetime(2026, 11, 20, 23, 59, 59, tzinfo=ZONE)
    row = Report(unit="SCT", period_id=1, state=ReportState.SUBMITTED, filed_at=filed)
    assert row.is_late(of, ZONE)
    row.extended_to = date(2026, 11, 20)
    assert not row.is_late(of, ZONE)
    assert (row.due_on(of), of.due) == (date(2026, 11, 20), DUE)
