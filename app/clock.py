"""The only source of time: aware moments in UTC; the edge of the service thinks in Asia/Shanghai."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")

_TOLERANCE = timedelta(seconds=2)

_offset = timedelta()
_correction = timedelta()
_frozen: datetime | None = None


def now() -> datetime:
    """The present moment in UTC."""
    return (_frozen or datetime.now(UTC) + _correction) + _offset


def follow(truth: datetime) -> timedelta:
    """Sets this process by the clock all processes share, that of the database; gives how far its own is off.

    A host whose clock is wrong by more than two seconds then neither promises nor fires anything early or late.
    """
    global _correction
    wrong = truth - datetime.now(UTC)
    _correction = wrong if abs(wrong) > _TOLERANCE else timedelta()
    return -wrong


def today() -> date:
    """The present day where the service is used."""
    return now().astimezone(LOCAL).date()


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Moves time for the whole process while the block runs: for tests of what happens later."""
    global _offset
    before = _offset
    _offset = before + by
    try:
        yield
    finally:
        _offset = before


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stops time at a moment for the whole process while the block runs: for tests of what is exact to the second."""
    global _frozen
    before = _frozen
    _frozen = at
    try:
        yield
    finally:
        _frozen = before


def monotonic() -> float:
    """Seconds that only go forward: for intervals, never for moments."""
    return time.monotonic()
