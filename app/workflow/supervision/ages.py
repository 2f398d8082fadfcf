"""How old open work is 积压时长, and how late 超期时长: bands of days since it was reported, or since it was due."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType


class AgeBand(StrEnum):
    ONE = "up-to-1-day"
    THREE = "1-to-3-days"
    SEVEN = "3-to-7-days"
    FIFTEEN = "7-to-15-days"
    THIRTY = "15-to-30-days"
    OLDER = "over-30-days"


#: How many days old a case of the band is at most; None: however old.
DAYS: Mapping[AgeBand, int | None] = MappingProxyType(
    {
        AgeBand.ONE: 1,
        AgeBand.THREE: 3,
        AgeBand.SEVEN: 7,
        AgeBand.FIFTEEN: 15,
        AgeBand.THIRTY: 30,
        AgeBand.OLDER: None,
    }
)
AGE_LABELS: Mapping[AgeBand, tuple[str, str]] = MappingProxyType(
    {
        AgeBand.ONE: ("1 天以内", "up to 1 day"),
        AgeBand.THREE: ("1 至 3 天", "1 to 3 days"),
        AgeBand.SEVEN: ("3 至 7 天", "3 to 7 days"),
        AgeBand.FIFTEEN: ("7 至 15 天", "7 to 15 days"),
        AgeBand.THIRTY: ("15 至 30 天", "15 to 30 days"),
        AgeBand.OLDER: ("30 天以上", "over 30 days"),
    }
)
#: The parameter that tells the moment before which a deadline has passed.
LATE = "late_now"
_EVER = datetime(1900, 1, 1, tzinfo=UTC)


def began(band: AgeBand, now: datetime) -> datetime:
    """Since when, this moment included, a case was reported, or was due, that is of this band or a younger one."""
    days = DAYS[band]
    return _EVER if days is None else now - timedelta(days=days)


def moments(now: datetime) -> dict[str, object]:
    """Where each band begins, by the name of its parameter; the oldest holds all before the last."""
    return {name_of(band): began(band, now) for band, days in DAYS.items() if days is not None}


def name_of(band: AgeBand) -> str:
    """The parameter that tells where a band begins."""
    return f"age_{DAYS[band] or 'ever'}"
