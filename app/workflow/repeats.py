"""Repeat demands 重复诉求: how a report may be one of several, and the rule of an area that raises them 提级."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType


class RepeatKind(StrEnum):
    CALLER = "caller"  # 同一来电人
    HOUSEHOLD = "household"  # 同一住户
    PLACE = "place"  # 同一地点
    MATTER = "matter"  # 同一地点、同一类别


REPEAT_LABELS: Mapping[RepeatKind, tuple[str, str]] = MappingProxyType(
    {
        RepeatKind.CALLER: ("同一来电人", "the same caller"),
        RepeatKind.HOUSEHOLD: ("同一住户", "the same household"),
        RepeatKind.PLACE: ("同一地点", "the same place"),
        RepeatKind.MATTER: ("同一地点同一类别", "the same matter at the same place"),
    }
)
#: These say who told of a case: they are for whoever may know that.
OF_PEOPLE = frozenset({RepeatKind.CALLER, RepeatKind.HOUSEHOLD})
#: How far back reports count where no area says otherwise.
WINDOW = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class RepeatRule:
    """What an area says: the `times`-th report of a kind within the window is one too many, and may be raised."""

    scope_path: str
    kind: RepeatKind
    times: int
    window_days: int
    raises: bool
    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def rules_at(rules: Iterable[RepeatRule], area_path: str, day: date) -> Mapping[RepeatKind, RepeatRule]:
    """The rule of each kind that holds at a place: of the nearest area that says something of that kind."""
    around = (rule for rule in rules if area_path.startswith(rule.scope_path) and rule.holds_on(day))
    return {rule.kind: rule for rule in sorted(around, key=lambda rule: len(rule.scope_path))}
