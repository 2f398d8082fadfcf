"""What of a case, and of the moment, decides who is responsible for it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Moment(NamedTuple):
    """A moment where the case lies; whether it is working time is only known where somebody asks for it."""

    day: date
    weekday: int  # 1 Monday to 7 Sunday
    minute: int  # of the day
    is_working: bool | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """`categories` are the category and all above it, the deepest first; `text` is folded."""

    area_path: str
    categories: tuple[str, ...]
    rule_code: str | None  # the filing rule
    rule_unit: str | None  # the unit which that names
    channel: str
    nature: str | None
    source: str | None
    urgent: bool
    text: str
    at: Moment

    @property
    def areas(self) -> list[str]:
        """The paths of its area and of all around that, the deepest first; the last is everywhere."""
        parts = self.area_path.split("/")[:-1]
        return ["".join(f"{part}/" for part in parts[:depth]) for depth in range(len(parts), -1, -1)]
