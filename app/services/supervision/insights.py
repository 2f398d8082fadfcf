"""What a board shows beside days: where and at what hour 热力, top lists 排行, and a year before 同比."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.models.area import AreaLevel
from app.queries.cases import counts
from app.queries.cases import insights as queries
from app.queries.cases.orders import NEWEST_FIRST
from app.schemas.supervision.insights import ComparisonBy, ComparisonQuery, HeatQuery, TopQuery
from app.schemas.supervision.questions import SummaryBy
from app.schemas.supervision.returns import Within
from app.services.reading.case_lists import describe, places, scope_of_lists
from app.services.supervision.narrowing import depth_of
from app.services.supervision.period import period
from app.services.supervision.questions import names_of, path_of
from app.workflow.number import number_of

Period = tuple[datetime, datetime]
_LISTS = "/api/v1/supervision/"
_GROUP = {SummaryBy.CATEGORY: "category_exactly", SummaryBy.AREA: "area", SummaryBy.DEPARTMENT: "unit"}
_HOURS = 24


async def heat(session: Session, actor: Actor, query: HeatQuery) -> dict[str, object]:
    """How many cases of a period were reported from each area, by hour of the day.

    Raises:
        NotFound: there is no such area. Invalid: not a period.
    """
    within, given = period(query), _given(query)
    values = await _values(session, query, within)
    listing, parameters = describe(actor, scope_of_lists(actor), values, NEWEST_FIRST, clock.now())
    hours: dict[str, list[int]] = defaultdict(lambda: [0] * _HOURS)
    for row in await session.all(queries.heat(listing), **parameters, depth=depth_of(query.level)):
        hours[row["key"]][row["hour"]] += row["count"]
    ordered = sorted(hours.items(), key=lambda pair: (-sum(pair[1]), pair[0]))
    named = await names_of(session, actor, SummaryBy.AREA, [key for key, _ in ordered if key])
    items = [
        {
            "key": key or None, "name": named.get(key), "count": sum(of_day), "hours": of_day,
            "href": _of_area(given, within, key, query.level),
        }
        for key, of_day in ordered[: query.limit]
    ]  # fmt: skip
    together = [sum(of_day[hour] for of_day in hours.values()) for hour in range(_HOURS)]
    told = {"since": within[0], "until": within[1]}
    return {**told, "count": sum(together), "hours": together, "items": items}


def _of_area(given: Mapping[str, object], within: Period, key: str, level: AreaLevel) -> str:
    if key:
        return _address("reported", {**given, "area": key}, within)
    return _address("reported", {**given, "without": "area", "level": level.value}, within)


async def tops(session: Session, actor: Actor, query: TopQuery) -> dict[str, object]:
    """The categories, grids and places with the most cases of a period, beside a year before.

    Raises:
        NotFound: there is no such area. Invalid: not a period.
    """
    within = period(query)
    count, before = [await _count(session, actor, query, each) for each in (within, year_before(within))]
    values = await _values(session, query, within)
    listing, parameters = describe(actor, scope_of_lists(actor), values, NEWEST_FIRST, clock.now())
    at = await session.all(queries.places(listing), **parameters, most=query.limit)
    return {
        "since": within[0], "until": within[1], "count": count, "before": before, "change": _change(count, before),
        "categories": await _top(session, actor, query, SummaryBy.CATEGORY, count),
        "grids": await _top(session, actor, query, SummaryBy.AREA, count),
        "places": [
            {
                "count": row["count"], "lat": row["lat"], "lon": row["lon"], "first_at": row["first_at"],
                "last_at": row["last_at"],
                "cases": [
                    {"id": id_, "number": number_of(serial)}
                    for id_, serial in zip(row["case_ids"], row["serials"], strict=True)
                ],
            }
            for row in at
        ],
    }  # fmt: skip


async def _top(session: Session, actor: Actor, query: TopQuery, by: SummaryBy, count: int) -> list[dict[str, object]]:
    within, given = period(query), _given(query)
    now = await _groups(session, actor, query, by, within)
    then = await _groups(session, actor, query, by, year_before(within))
    ordered = sorted(((key, n) for key, n in now.items() if key), key=lambda pair: (-pair[1], pair[0]))
    named = await names_of(session, actor, by, [key for key, _ in ordered[: query.limit]])
    return [
        {
            "key": key, "name": named.get(key), "count": n, "share": round(n / count, 4),
            "before": then.get(key, 0), "change": _change(n, then.get(key, 0)),
            "href": _address("reported", {**given, _GROUP[by]: key}, within),
        }
        for key, n in ordered[: query.limit]
    ]  # fmt: skip


async def comparison(session: Session, actor: Actor, query: ComparisonQuery) -> dict[str, object]:
    """What was reported and closed in a period, by group and in all, beside the same period a year before.

    Raises:
        NotFound: there is no such area. Invalid: not a period.
    """
    by, within = SummaryBy(query.by.value), period(query)
    before = year_before(within)
    depth = None
    if query.by is ComparisonBy.AREA:
        values = await _values(session, query, within)
        depth = path_of(actor, values).count("/") + 1 if query.level is None else depth_of(query.level)
    found = {
        (what, at): await _groups(session, actor, query, by, at, what=what, depth=depth)
        for what in ("reported", "closed")
        for at in (within, before)
    }
    reported = found["reported", within]
    keys = sorted(set().union(*found.values()), key=lambda key: (-reported.get(key, 0), key or ""))[: query.limit]
    named = await names_of(session, actor, by, [key for key in keys if key])
    given = _given(query)

    def compared(what: str, key: str | None, group: Mapping[str, object]) -> dict[str, object]:
        sums = [
            sum(found[what, at].values()) if group is given else found[what, at].get(key, 0) for at in (within, before)
        ]
        return {
            "count": sums[0], "before": sums[1], "change": _change(*sums), "href": _address(what, group, within),
            "before_href": _address(what, group, before),
        }  # fmt: skip

    def grouped(key: str | None) -> Mapping[str, object]:
        level = {"level": query.level.value} if query.level is not None else {}
        return {**given, **({_GROUP[by]: key} if key else {"without": by.value, **level})}

    items = [
        {"key": key, "name": named.get(key or ""), **{what: compared(what, key, grouped(key)) for what in _WHATS}}
        for key in keys
    ]
    return {
        "since": within[0], "until": within[1], "before_since": before[0], "before_until": before[1],
        **{what: compared(what, None, given) for what in _WHATS}, "items": items,
    }  # fmt: skip


_WHATS = ("reported", "closed")
_WITHIN = {"reported": "reported_within", "closed": "ended_within"}


def year_before(within: Period) -> Period:
    """The same period of a year before; the 29th of February is the 28th there."""
    return _a_year_less(within[0]), _a_year_less(within[1])


def _a_year_less(at: datetime) -> datetime:
    local = at.astimezone(clock.LOCAL)
    day = 28 if (local.month, local.day) == (2, 29) else local.day
    return local.replace(year=local.year - 1, day=day)


async def _groups(
    session: Session, actor: Actor, query: Within, by: SummaryBy, within: Period, *, what: str = "reported",
    depth: int | None = None,
) -> dict[str | None, int]:  # fmt: skip
    values = await _values(session, query, within, what)
    listing, parameters = describe(actor, scope_of_lists(actor), values, NEWEST_FIRST, clock.now())
    if by is SummaryBy.AREA:
        parameters["depth"] = depth_of(AreaLevel.GRID) if depth is None else depth
    rows = await session.all(counts.counts_by(listing, by.value), **parameters)
    return {row["key"] or None: row["count"] for row in rows}


async def _count(session: Session, actor: Actor, query: Within, within: Period) -> int:
    groups = await _groups(session, actor, query, SummaryBy.DEPARTMENT, within)
    return sum(groups.values())


async def _values(session: Session, query: Within, within: Period, what: str = "reported") -> dict[str, object]:
    values = await places(session, query.area, None, query.category)
    unit = getattr(query, "unit", None)
    if unit is not None:
        values["unit"] = unit
    return values | {_WITHIN[what]: True, "period_from": within[0], "period_to": within[1]}


def _given(query: Within) -> dict[str, object]:
    return {name: value for name in ("area", "category", "unit") if (value := getattr(query, name, None)) is not None}


def _address(what: str, given: Mapping[str, object], within: Period) -> str:
    told = {**given, "since": within[0].isoformat(), "until": within[1].isoformat()}
    return f"{_LISTS}{what}?{urlencode(told)}"


def _change(now: int, before: int) -> float | None:
    return round((now - before) / before, 4) if before else None
