"""The period 期间 a bulletin tells of: a week from Monday, a month, a quarter; the one before it, and that a year ago.

Days are those of the place; the last one is included. A week a year ago is the week of the same number by ISO 8601; a
53rd week that the year before has not is compared with its last.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

_MONTHS = 3  # of a quarter
_NAMES = "一二三四"


class BulletinKind(StrEnum):
    WEEKLY = "weekly"  # 周报
    MONTHLY = "monthly"  # 月报
    QUARTERLY = "quarterly"  # 季报


class Period(NamedTuple):
    """From a day to a day, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def period_of(kind: BulletinKind, day: date) -> Period:
    """The period of a kind in which a day lies."""
    if kind is BulletinKind.WEEKLY:
        first = day - timedelta(days=day.weekday())
        return Period(first, first + timedelta(days=6))
    length = _MONTHS if kind is BulletinKind.QUARTERLY else 1
    first = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Period(first, _months_on(first, length) - timedelta(days=1))


def before(kind: BulletinKind, period: Period) -> Period:
    """The period before it 上期: what 环比 compares with."""
    return period_of(kind, period.first - timedelta(days=1))


def a_year_ago(kind: BulletinKind, period: Period) -> Period:
    """The same period of the year before 去年同期: what 同比 compares with."""
    if kind is not BulletinKind.WEEKLY:
        return period_of(kind, period.first.replace(year=period.first.year - 1))
    year, week, _ = period.first.isocalendar()
    last = date(year - 1, 12, 28).isocalendar().week  # which lies in the last week of every year
    return period_of(kind, date.fromisocalendar(year - 1, min(week, last), 1))


def name_of(kind: BulletinKind, period: Period) -> tuple[str, str]:
    """What it is called in Chinese and English."""
    first = period.first
    if kind is BulletinKind.WEEKLY:
        year, week, _ = first.isocalendar()
        return f"{year}年第{week}周", f"week {week} of {year}"
    if kind is BulletinKind.MONTHLY:
        return f"{first.year}年{first.month}月", f"{first:%B %Y}"
    quarter = (first.month - 1) // _MONTHS
    return f"{first.year}年第{_NAMES[quarter]}季度", f"quarter {quarter + 1} of {first.year}"


def _months_on(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)
