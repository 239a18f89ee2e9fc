"""This file is the clock: the real one, or one that a rehearsal has set to another hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


class Clock:
    """Tells the hour in the office's zone. A rehearsal shifts it, only ever forward."""

    def __init__(self, zone: ZoneInfo, start: datetime | None = None) -> None:
        self.zone = zone
        self._shift = start - datetime.now(UTC) if start else timedelta()
        self.is_rehearsal = start is not None

    def now(self) -> datetime:
        return (datetime.now(UTC) + self._shift).astimezone(self.zone)

    def move_to(self, when: datetime) -> None:
        """Set the clock forward. Raises ValueError for an hour that is over, and for the real clock."""
        if not self.is_rehearsal:
            raise ValueError("only a rehearsal's clock can be set")
        if when <= self.now():
            raise ValueError("the clock only goes forward")
        self._shift = when - datetime.now(UTC)
