"""Day by day 趋势: reported, closed, overdue; and orders 督办 with their answers. Each figure opens into its list."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.queries.cases import trends as queries
from app.queries.cases.orders import NEWEST_FIRST
from app.queries.cases.trends import OrderRow
from app.schemas.supervision.questions import SummaryBy
from app.schemas.supervision.trends import OrderFigureQuery, OrdersBy, TrendQuery
from app.services.reading.case_lists import describe, places, scope_of_lists
from app.services.supervision.period import period
from app.services.supervision.questions import names_of

_LISTS = "/api/v1/supervision/"
_COUNTS = ("count", "in_time", "late", "waiting", "ended")


async def trend(session: Session, actor: Actor, query: TrendQuery) -> dict[str, object]:
    """How many cases of each day the actor sees were reported and closed, and were overdue when it ended.

    Raises:
        NotFound: there is no such area.
    """
    now, last = clock.now(), clock.today()
    first = last - timedelta(days=query.days - 1)
    values = await places(session, query.area, query.department, query.category)
    if query.unit is not None:
        values["unit"] = query.unit
    listing, parameters = describe(actor, scope_of_lists(actor), values, NEWEST_FIRST, now)
    parameters |= {"now": now, "period_from": _start(first), "period_to": _start(last + timedelta(days=1))}
    counts: dict[str, Counter[date]] = {kind: Counter() for kind in ("reported", "closed", "late", "stopped")}
    for row in await session.all(queries.trend(listing), **parameters):
        counts[row["kind"]][row["day"]] = row["count"]
    given = query.model_dump(exclude={"days"}, exclude_none=True)
    return {"as_of": now, "items": _days(first, last, counts, given)}


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LOCAL)


def _days(
    first: date, last: date, counts: Mapping[str, Counter[date]], given: Mapping[str, object]
) -> list[dict[str, object]]:
    days: list[dict[str, object]] = []
    overdue = 0
    for day in (first + timedelta(days=ahead) for ahead in range((last - first).days + 1)):
        overdue += counts["late"][day] - counts["stopped"][day]
        since, until = _start(day).isoformat(), _start(day + timedelta(days=1)).isoformat()
        within = {**given, "since": since, "until": until}
        then = _address("overdue", given) if day == last else _address("was-overdue", {**given, "at": until})
        days.append(
            {
                "day": day,
                "reported": counts["reported"][day],
                "closed": counts["closed"][day],
                "overdue": overdue,
                "reported_href": _address("reported", within),
                "closed_href": _address("closed", within),
                "overdue_href": then,
            }
        )
    return days


def _address(question: str, given: Mapping[str, object]) -> str:
    return f"{_LISTS}{question}?{urlencode(given)}" if given else f"{_LISTS}{question}"


async def order_figures(session: Session, actor: Actor, query: OrderFigureQuery) -> dict[str, object]:
    """The orders issued in a period about cases the actor sees, in all and by unit or level.

    Raises:
        NotFound: there is no such area. Invalid: not a period.
    """
    since, until = period(query)
    values = await places(session, query.area, None, query.category)
    if query.unit is not None:
        values["unit"] = query.unit
    listing, parameters = describe(actor, scope_of_lists(actor), values, NEWEST_FIRST, clock.now())
    parameters |= {"period_from": since, "period_to": until}
    rows = await session.all(queries.order_figures(listing, query.by.value), **parameters)
    in_all, groups = rows[0], rows[1:]
    given = {"area": query.area, "category": query.category, "unit": query.unit}
    given = {name: value for name, value in given.items() if value is not None}
    given |= {"since": since.isoformat(), "until": until.isoformat()}
    keys = [row["key"] for row in groups if row["key"]]
    named = await names_of(session, actor, SummaryBy.DEPARTMENT, keys) if query.by is OrdersBy.DEPARTMENT else {}
    items = [
        {"key": key, "name": named.get(key or ""), **_counted(row, _of_group(given, query.by, key))}
        for row in groups
        for key in (row["key"],)
    ]
    return {"since": since, "until": until, "orders": in_all["orders"], **_counted(in_all, given), "items": items}


def _of_group(given: Mapping[str, object], by: OrdersBy, key: str | None) -> dict[str, object]:
    if key is None:
        return {**given, "without": "department"}
    return {**given, ("unit" if by is OrdersBy.DEPARTMENT else "order_level"): key}


def _counted(row: OrderRow, given: Mapping[str, object]) -> dict[str, object]:
    return {name: row[name] for name in _COUNTS} | {"href": _address("ordered", given)}  # type: ignore[literal-required]
