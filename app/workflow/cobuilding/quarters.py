"""Quarters 季度 and the months 月 in them, by the calendar of the place."""

from datetime import date, timedelta
from typing import NamedTuple

_MONTHS = 3


class Quarter(NamedTuple):
    """A quarter of a year, 1 to 4."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, _MONTHS * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.following.first - timedelta(days=1)

    @property
    def following(self) -> "Quarter":
        """The next one."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of its three months."""
        return tuple(date(self.year, _MONTHS * self.number - 2 + ahead, 1) for ahead in range(_MONTHS))

    def __str__(self) -> str:
        """As people write it: 2026-Q4."""
        return f"{self.year}-Q{self.number}"


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // _MONTHS)


def end_of_month(month: date) -> date:
    """The last day of the month that a day lies in."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return following - timedelta(days=1)
