"""Gaps 空白: filing rules and areas for which nobody is named, or not at every hour of the week."""

from collections import Counter
from collections.abc import Iterable, Sequence

from app import clock
from app.concurrency.slices import Slices
from app.db.session import Session
from app.queries.routing import book as queries
from app.queries.routing.book import FilingRuleKnown, PlaceRow
from app.services.routing.book import Known
from app.workflow.routing.matrix import Responsibility
from app.workflow.routing.rules import Conditions, RoutingOutcome, RoutingRule
from app.workflow.routing.times import WHOLE_WEEK
from app.workflow.routing.units import Refused

Said = tuple[str, str]
Cover = tuple[str, int, tuple[str, ...]]
"""Where something names a unit, at which minutes of a week, and whom: each of these must be fit."""


async def find(
    session: Session, known: Known, rows: Sequence[Responsibility], rules: Sequence[RoutingRule]
) -> list[Said]:
    """Each gap in Chinese and English, of the largest area that has it as a whole."""
    places = await session.all(queries.PLACES)
    above = {path for place in places for path in _above(place["path"])}
    leaves = [place["path"] for place in places if place["path"] not in above]
    below = Counter(path for leaf in leaves for path in (leaf, *_above(leaf)))
    names = {place["path"]: place for place in places}
    slices, found, by_cover = Slices(), list[Said](), dict[tuple[Cover, ...], dict[str, bool]]()
    for rule in await session.all(queries.FILING_RULES):
        category = known.categories.get(rule["category_code"])
        retired = category["retired_on"] if category else None
        if not rule["is_active"] or (retired is not None and retired <= clock.today()):
            continue
        covers = tuple(_covers(known, rule, rows, rules))
        if covers not in by_cover:
            by_cover[covers] = {}
            for leaf in leaves:
                mask = _mask(known, covers, leaf)
                if mask != WHOLE_WEEK:
                    by_cover[covers][leaf] = mask == 0
                await slices.rest()
        found += _told(rule, by_cover[covers], below, names)
    return found


def _covers(
    known: Known, filing: FilingRuleKnown, rows: Sequence[Responsibility], rules: Sequence[RoutingRule]
) -> Iterable[Cover]:
    """What names a unit for cases of a filing rule today, whatever else is told of them."""
    today, categories = clock.today(), known.lineage(filing["category_code"])
    subjects = {("rule", filing["code"]), *(("category", code) for code in categories)}
    if filing["department_code"] is not None:
        yield "", WHOLE_WEEK, (filing["department_code"],)
    for row in rows:
        if row.subject in subjects and row.period.holds(today):
            yield row.area_path, row.times.mask, (row.lead,)
    for rule in rules:
        told = rule.conditions
        plain = Conditions(told.category, told.area_path, times=told.times)
        named = _named(rule)
        if named and told == plain and told.category in (None, *categories) and rule.period.holds(today):
            yield told.area_path, told.times.mask, named


def _named(rule: RoutingRule) -> tuple[str, ...]:
    if rule.outcome is RoutingOutcome.DISPATCH:
        return () if rule.lead is None else (rule.lead,)
    return (rule.fallback,) if rule.outcome is RoutingOutcome.PUBLISH and rule.fallback is not None else ()


def _mask(known: Known, covers: Sequence[Cover], path: str) -> int:
    mask = 0
    for at, minutes, units in covers:
        if path.startswith(at) and not any(isinstance(known.units.fit(unit, path), Refused) for unit in units):
            mask |= minutes
            if mask == WHOLE_WEEK:
                break
    return mask


def _told(
    rule: FilingRuleKnown, missing: dict[str, bool], below: Counter[str], names: dict[str, PlaceRow]
) -> Iterable[Said]:
    """Together where they are all that lies in an area."""
    whole = Counter(path for leaf in missing for path in (leaf, *_above(leaf)))
    for path in sorted(whole):
        if whole[path] == below[path] and not any(whole[above] == below[above] for above in _above(path)):
            never = all(nobody for leaf, nobody in missing.items() if leaf.startswith(path))
            place = names.get(path)
            zh, en = (place["name"], place["name_en"] or place["name"]) if place else (path, path)
            what = (
                ("无责任单位", "nobody is named")
                if never
                else ("并非全时段有责任单位", "nobody is named at some hours")
            )
            yield f"立案条件 {rule['code']} × {zh}：{what[0]}", f"filing rule {rule['code']} × {en}: {what[1]}"


def _above(path: str) -> list[str]:
    parts = path.split("/")[:-2]
    return ["".join(f"{part}/" for part in parts[:depth]) for depth in range(1, len(parts) + 1)]
