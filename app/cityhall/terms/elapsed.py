"""How much working time went by between two moments: in days, parts of a day included. Pure.

Free days do not count at all; a working day counts whole, since citizens wait in days and not in shifts.
"""

from datetime import date, datetime, timedelta

from app.cityhall.registry.rules import BUCHAREST
from app.cityhall.terms.calendar import Calendar, is_working

EPOCH = date(2020, 1, 1)
DAY = timedelta(days=1)


class WorkingTime:
    """Counts by one calendar; remembers what it counted, since lists ask for very many moments."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._before: dict[date, int] = {EPOCH: 0}
        self._last = EPOCH

    def days(self, since: datetime, until: datetime) -> float:
        """Working days between two moments; 0 where the second is earlier."""
        return max(0.0, self._place(until) - self._place(since))

    def _place(self, moment: datetime) -> float:
        there = moment.astimezone(BUCHAREST)
        day = there.date()
        whole = self._until(day)
        part = timedelta(hours=there.hour, minutes=there.minute, seconds=there.second) / DAY
        return whole + (part if is_working(day, self._calendar) else 0)

    def _until(self, day: date) -> int:
        """How many working days there are from the epoch to the beginning of that day."""
        if day < EPOCH:
            return 0
        while self._last < day:
            done = self._before[self._last] + is_working(self._last, self._calendar)
            self._last += DAY
            self._before[self._last] = done
        return self._before[day]
