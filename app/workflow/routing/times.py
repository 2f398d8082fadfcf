"""When a row or a rule holds within a week: on weekdays, from a time of day to another, also over midnight."""

from dataclasses import dataclass
from functools import lru_cache

DAY = 24 * 60  # minutes
WEEK = 7 * DAY
EVERY_DAY = frozenset(range(1, 8))
WHOLE_WEEK = (1 << WEEK) - 1


@dataclass(frozen=True, slots=True)
class Times:
    """Weekdays 1 Monday to 7 Sunday, and minutes of the day; what ends before it starts ends on the day after."""

    weekdays: frozenset[int] = EVERY_DAY
    starts: int = 0
    ends: int = DAY

    @property
    def minutes(self) -> int:
        """How much of a week it is: the less, the more specific."""
        return self.mask.bit_count()

    @property
    def mask(self) -> int:
        """One bit for each minute of a week that is of it."""
        return _mask(self)

    def holds(self, weekday: int, minute: int) -> bool:
        """Whether this minute is of it."""
        return self.mask >> ((weekday - 1) * DAY + minute) & 1 == 1


ALWAYS = Times()


@lru_cache(maxsize=2_000)
def _mask(times: Times) -> int:
    length = times.ends - times.starts + (0 if times.ends > times.starts else DAY)
    window, mask = (1 << length) - 1, 0
    for weekday in times.weekdays:
        mask |= window << ((weekday - 1) * DAY + times.starts)
    return (mask | mask >> WEEK) & WHOLE_WEEK  # Sunday's night ends on Monday
