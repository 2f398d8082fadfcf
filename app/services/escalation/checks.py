"""What an escalation 超期升级 is refused for, from whichever side it comes: a reason in both languages, or None."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType

from app.errors import Invalid
from app.services.calendar.checks import Wrong
from app.workflow.limits import HIGHEST_SUPERVISION, LIMIT_UNIT_LABELS, Limit, LimitUnit
from app.workflow.timing.ladder import AUDIENCES_OF_RUNGS, MOST_RUNGS, Escalation, Rung

#: A year of each unit.
LONGEST: Mapping[LimitUnit, int] = MappingProxyType(
    {
        LimitUnit.URGENT_HOURS: 8_760,
        LimitUnit.WORKING_HOURS: 2_000,
        LimitUnit.WORKING_DAYS: 250,
        LimitUnit.CALENDAR_DAYS: 365,
    }
)


def wrong_escalation(said: Escalation) -> Wrong:
    """A ladder that rises, of people who answer for the case, and a reply time for every level of an order."""
    return wrong_ladder(said.rungs) or wrong_replies(said.replies)


def wrong_ladder(rungs: tuple[Rung, ...]) -> Wrong:
    """One to six rungs in one unit: whether hours come before days would depend on the calendar."""
    if not rungs:
        return "升级阶梯至少一级", "a ladder has at least one rung"
    if len(rungs) > MOST_RUNGS:
        return f"升级阶梯最多 {MOST_RUNGS} 级", f"a ladder has at most {MOST_RUNGS} rungs"
    wrong = next(filter(None, (_wrong_rung(number, rung) for number, rung in enumerate(rungs, start=1))), None)
    return wrong or _not_rising(rungs)


def _wrong_rung(number: int, rung: Rung) -> Wrong:
    if rung.audience not in AUDIENCES_OF_RUNGS:
        return f"第 {number} 级不能通知 {rung.audience}", f"rung {number} cannot be told to the {rung.audience}"
    return _wrong_limit(f"第 {number} 级", f"rung {number}", rung.after)


def _not_rising(rungs: tuple[Rung, ...]) -> Wrong:
    for number, (lower, upper) in enumerate(pairwise(rungs), start=2):
        if lower.after.unit is not upper.after.unit:
            return f"第 {number} 级的单位与前一级不同", f"rung {number} counts in another unit than the one below"
        if lower.after.amount >= upper.after.amount:
            return f"第 {number} 级不晚于前一级", f"rung {number} is not later than the one below"
    return None


def wrong_replies(replies: Mapping[int, Limit]) -> Wrong:
    """Every level has its reply time, and there are no others."""
    levels = range(1, HIGHEST_SUPERVISION + 1)
    for level in sorted(replies):
        if level not in levels:
            return f"没有 {level} 级督办", f"there is no order of level {level}"
    for level in levels:
        if level not in replies:
            return f"缺少 {level} 级督办的回复期", f"the reply time of level {level} is missing"
        if wrong := _wrong_limit(f"{level} 级督办的回复期", f"the reply time of level {level}", replies[level]):
            return wrong
    return None


def _wrong_limit(zh: str, en: str, limit: Limit) -> Wrong:
    longest, (unit_zh, unit_en) = LONGEST[limit.unit], LIMIT_UNIT_LABELS[limit.unit]
    if 1 <= limit.amount <= longest:
        return None
    return f"{zh}应为 1 至 {longest} {unit_zh}（一年以内）", f"{en} must be 1 to {longest} {unit_en}, within a year"


def by_level(entries: Iterable[tuple[int, Limit]]) -> dict[int, Limit]:
    """Reply times by their level.

    Raises:
        Invalid: a level is there twice.
    """
    replies: dict[int, Limit] = {}
    for level, limit in entries:
        if level in replies:
            raise Invalid(zh=f"{level} 级督办出现了两次", en=f"level {level} is there twice")
        replies[level] = limit
    return replies
