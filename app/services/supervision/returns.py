"""Returns without tug-of-war 退单拉锯: which units send cases to and fro, by which row; and first dispatches 首派."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import TypedDict
from urllib.parse import urlencode
from uuid import UUID

from app import clock
from app.authz import Actor, Permission
from app.db.session import Session
from app.queries.cases import returning as queries
from app.queries.cases.orders import NEWEST_FIRST
from app.queries.cases.returning import AUTOMATIC, CLAIMED, FirstDispatches, Returned
from app.queries.organisation import lookup, supervised
from app.schemas.supervision.questions import SummaryBy
from app.schemas.supervision.returns import FirstDispatchBy, FirstDispatchQuery, PingPongQuery
from app.services.organisation import names
from app.services.reading.case_lists import describe, places, scope_of_lists
from app.services.supervision.period import period
from app.services.supervision.questions import names_of, path_of
from app.workflow.number import number_of

_MATRIX = "matrix"
#: Whoever dispatched is nobody.
_NOBODY = {AUTOMATIC: ("自动派单", "Automatic"), CLAIMED: ("点单", "Claimed")}


async def ping_pong(session: Session, actor: Actor, query: PingPongQuery) -> dict[str, object]:
    """The returns of the cases reported in a period, by who returned, whom they proposed and with whom it ended.

    Raises:
        NotFound: there is no such area. Invalid: not a period.
    """
    since, until = period(query)
    values = await places(session, query.area, None, query.category)
    values |= {"bounced": True, "reported_within": True, "period_from": since, "period_to": until}
    listing, parameters = describe(actor, scope_of_lists(actor), values, NEWEST_FIRST, clock.now())
    returners = await _returners(session, query)
    if returners is not None:
        parameters["returners"] = returners
    rows = await session.all(queries.returned(listing, narrowed=returners is not None), **parameters, count=query.limit)
    wanted: dict[str, set[object]] = {"department": set(), "category": set()}
    for row in rows:
        wanted["department"] |= {row["returned_by"], row["proposed"], row["ended"]} - {None}
        wanted["category"] |= {row["category_code"]} - {None}
    called = await names.words_of(session, wanted, actor.language)
    items = [_pair(list(kinds), called, query, since, until) for _, kinds in groupby(rows, lambda row: row["place"])]
    return {"since": since, "until": until, "total": rows[0]["of_all"] if rows else 0, "items": items}


async def _returners(session: Session, query: PingPongQuery) -> list[str] | None:
    """Whose returns are asked for; None: everybody's."""
    named = None if query.returned_by is None else {query.returned_by}
    if query.department is None:
        return None if named is None else sorted(named)
    below = {row["code"] for row in await session.all(lookup.DEPARTMENT_SUBTREE, code=query.department)}
    return sorted(below if named is None else below & named)


def _pair(
    kinds: Sequence[Returned],
    called: Mapping[str, Mapping[object, str]],
    query: PingPongQuery,
    since: datetime,
    until: datetime,
) -> dict[str, object]:
    first, units = kinds[0], called["department"]
    told = {"returned_by": first["returned_by"], "area": query.area, "category": query.category}
    told |= {"since": since.isoformat(), "until": until.isoformat()}
    given = {name: value for name, value in told.items() if value is not None}
    return {
        "returned_by": _unit(first["returned_by"], units),
        "proposed": _unit(first["proposed"], units),
        "ended": _unit(first["ended"], units),
        "count": first["of_pair"],
        "href": f"/api/v1/supervision/bounced?{urlencode(given)}",
        "behind": [_behind(kind, called["category"], query.area) for kind in kinds],
    }


def _unit(code: str | None, units: Mapping[object, str]) -> dict[str, object] | None:
    return None if code is None else {"code": code, "name": units.get(code)}


def _behind(kind: Returned, categories: Mapping[object, str], area: str | None) -> dict[str, object]:
    category = kind["category_code"]
    examples = zip(kind["examples"], kind["serials"], strict=True)
    return {
        "category_code": category,
        "category_name": categories.get(category),
        "by": kind["routed_by"],
        "code": kind["routed_code"],
        "count": kind["count"],
        "approved": kind["approved"],
        "examples": [{"id": case_id, "number": number_of(serial)} for case_id, serial in examples],
        "mend": _mending(kind, area),
    }


def _mending(kind: Returned, area: str | None) -> dict[str, object] | None:
    """The row that sent it there with another lead; where no row did, a new one for the category."""
    ended, category = kind["ended"], kind["category_code"]
    if ended is None or category is None or ended == kind["returned_by"]:
        return None
    row = kind["routed_code"] if kind["routed_by"] == _MATRIX else None
    body: dict[str, object] = {"category_code": category, "lead_code": ended}
    if row is None:
        body |= {"valid_from": clock.today().isoformat()} | ({} if area is None else {"area_code": area})
    code = row or f"{category}-{ended}"[:32]
    return {"method": "PUT", "path": f"/api/v1/responsibilities/{code}", "is_new": row is None, "body": body}


async def first_dispatches(session: Session, actor: Actor, query: FirstDispatchQuery) -> dict[str, object]:
    """How many of the cases closed in a period ended with the unit they were first sent to.

    Raises:
        NotFound: there is no such area. Invalid: not a period.
    """
    since, until = period(query)
    values = await places(session, query.area, None, query.category)
    values |= {"closed_within": True, "period_from": since, "period_to": until}
    listing, parameters = describe(actor, scope_of_lists(actor), values, NEWEST_FIRST, clock.now())
    if query.by is FirstDispatchBy.AREA:
        parameters["depth"] = path_of(actor, values).count("/") + 1
    rows = await session.all(queries.first_dispatches(listing, query.by.value), **parameters)
    if query.by is FirstDispatchBy.DISPATCHER:
        rows, named = await _dispatchers(session, actor, rows)
    else:
        codes = [row["key"] for row in rows if row["key"]]
        named = await names_of(session, actor, SummaryBy(query.by.value), codes)
    items = [{"key": row["key"] or None, "name": named.get(row["key"] or ""), **_counted([row])} for row in rows]
    return {"since": since, "until": until, **_counted(rows), "items": items[: queries.MOST_GROUPS]}


async def _dispatchers(
    session: Session, actor: Actor, rows: Sequence[FirstDispatches]
) -> tuple[list[FirstDispatches], Mapping[str, str]]:
    """Each dispatcher whom the actor supervises by name; the others together, without one."""
    ids = [UUID(row["key"]) for row in rows if row["key"] and row["key"] not in _NOBODY]
    paths = list(actor.areas_of(Permission.SUPERVISE))
    mine = {str(row["id"]) for row in await session.all(supervised.DISPATCHERS, ids=ids, paths=paths)} | {*_NOBODY}
    shown = [row for row in rows if row["key"] in mine]
    others = [row for row in rows if row["key"] not in mine]
    if others:
        shown.append(FirstDispatches(key=None, **_sums(others)))
    people = [row["key"] for row in shown if row["key"] and row["key"] not in _NOBODY]
    named = await names_of(session, actor, SummaryBy.WORKER, people)
    return shown, {**named, **{key: words[actor.language != "zh"] for key, words in _NOBODY.items()}}


class Sums(TypedDict):
    """Cases counted, as `FirstDispatches` has them."""

    count: int
    right: int
    returned: int
    redirected: int


def _sums(rows: Sequence[FirstDispatches]) -> Sums:
    return {
        "count": sum(row["count"] for row in rows),
        "right": sum(row["right"] for row in rows),
        "returned": sum(row["returned"] for row in rows),
        "redirected": sum(row["redirected"] for row in rows),
    }


def _counted(rows: Sequence[FirstDispatches]) -> dict[str, object]:
    sums = _sums(rows)
    accuracy = round(sums["right"] / sums["count"], 4) if sums["count"] else None
    return {**sums, "accuracy": accuracy}
