"""Lists of cases in the scope of whoever asks: filters, order, pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import clock, cursors
from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import NotFound, invalid_field
from app.likeness.words import asked
from app.queries.cases import counts
from app.queries.cases.filters import FILTERS
from app.queries.cases.lists import Listing, PageStart
from app.queries.cases.orders import BY_DUE, NEWEST_FIRST, Order
from app.queries.cases.scope import Scope, is_wide, scope_of, subtree
from app.queries.organisation import lookup
from app.schemas.cases.lists import CaseFilters, CaseQuery, Sort
from app.services.reading import known_cases
from app.services.reading.known_cases import KnownCase
from app.services.reading.showing import Shown, show
from app.text.folding import folded
from app.workflow.number import serial_of
from app.workflow.privacy import sight_of
from app.workflow.states import OPEN, STAGE_OF
from app.workflow.supervision.ages import LATE, AgeBand, name_of

#: Filters that compare with the present moment.
_RELATIVE = {"overdue", "stage_overdue", "red", "yellow", "green", "pressing"}
#: Values that move with time: the next page may be asked for in another minute.
_MOVING = {"since", "until", "period_from", "period_to", LATE, *map(name_of, AgeBand)}

_MOST_OF_A_NUMBER = 200  # cases that bear the same number of another system
_FEWEST = 2  # characters to look for

Page = tuple[list[Shown], str | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A list that somebody asks for: within what, which filters with their values, in which order."""

    actor: Actor
    scope: Scope | None
    values: Mapping[str, object]
    order: Order
    own_too: bool = False

    def described(self, now: datetime) -> tuple[Listing, dict[str, object]]:
        """Its shape, and the values of all its parameters."""
        return describe(self.actor, self.scope, self.values, self.order, now, own_too=self.own_too)

    @property
    def identity(self) -> object:
        """What makes it another list than others: a cursor is of one of them."""
        given = {name: value for name, value in self.values.items() if name not in _MOVING}
        filters = frozenset(name for name in self.values if name in FILTERS)
        return (self.actor.user_id, filters, self.order, given)


async def asked_by(session: Session, actor: Actor, query: CaseFilters) -> Asked:
    """The list of the cases the actor sees that match every filter.

    Raises:
        NotFound, Invalid: a filter names what is not there.
    """
    values = await _values(session, query)
    order = BY_DUE if query.sort is Sort.DUE else NEWEST_FIRST
    if order is BY_DUE:
        values |= {"open": True, "running": True}
    scope = None if query.mine else scope_of_lists(actor)
    own_too = scope is not None and not scope.shape.personal and query.mine is None and actor.may(Permission.REPORT)
    return Asked(actor, scope, values, order, own_too)


async def search(session: Session, actor: Actor, query: CaseQuery) -> Page:
    """A page of the cases the actor sees that match every filter."""
    now = clock.now()
    cases, cursor = await page(session, await asked_by(session, actor, query), query.limit, query.cursor, now)
    if query.external_id is not None:  # who is not told the number finds nothing by it
        cases = [case for case in cases if sight_of(actor, case.told).number]
    return await show(session, actor, cases, now), cursor


async def fetch(
    session: Session,
    actor: Actor,
    scope: Scope | None,
    values: Mapping[str, object],
    order: Order,
    limit: int,
    cursor: str | None,
    now: datetime,
    *,
    own_too: bool = False,
) -> tuple[list[KnownCase], str | None]:
    """A page of the list that `values` describe within a scope: filters by name, with their parameters.

    `own_too`: also what the actor reported and the scope does not hold.
    """
    return await page(session, Asked(actor, scope, values, order, own_too), limit, cursor, now)


async def page(
    session: Session, asked: Asked, limit: int, cursor: str | None, now: datetime
) -> tuple[list[KnownCase], str | None]:
    """A page of a list, and where the next begins."""
    listing, place, parameters = begun(asked, cursor, now)
    cases = await known_cases.page(session, listing, place, limit + 1, parameters)
    last = cases[limit - 1] if cases[limit:] else None
    cursor = None if last is None else cursors.encode(getattr(last, asked.order.column), last.id, asked.identity)
    return cases[:limit], cursor


async def count(session: Session, asked: Asked, most: int, now: datetime) -> int:
    """How many cases a list has for who asks, up to so many; by the predicate of its pages."""
    if "external_id" in asked.values:  # few, and not all are theirs to find by it
        cases, _ = await page(session, asked, _MOST_OF_A_NUMBER, None, now)
        return sum(sight_of(asked.actor, case.told).number for case in cases)
    listing, values = asked.described(now)
    return await session.one_value(counts.count(listing, most), **values)


def begun(asked: Asked, cursor: str | None, now: datetime) -> tuple[Listing, PageStart, dict[str, object]]:
    """The shape of a list, where a page of it begins, and the values of all parameters.

    Raises:
        BadCursor: of another list.
    """
    listing, parameters = asked.described(now)
    if cursor is None:
        return listing, PageStart.FIRST, parameters
    place, after = place_after(*cursors.decode(cursor, asked.identity, undated=asked.order.undated))
    value = after.get("after_value")
    parameters |= after
    since = parameters.get("since")
    if isinstance(since, datetime) and isinstance(value, datetime):  # else the index is walked from the first page on
        parameters["since"] = max(since, value)
    return listing, place, parameters


def describe(
    actor: Actor,
    scope: Scope | None,
    values: Mapping[str, object],
    order: Order,
    now: datetime,
    *,
    own_too: bool = False,
) -> tuple[Listing, dict[str, object]]:
    """The shape of a list and the values of all its parameters; without a scope the filters say whose it is."""
    filters = frozenset(name for name in values if name in FILTERS)
    parameters = {name: value for name, value in values.items() if value is not True}
    if filters & _RELATIVE:
        parameters["now"] = now
    if own_too or filters & {"mine", "of_others", "to_verify", "to_check", "to_decide"}:
        parameters["me"] = actor.user_id
    if scope is None:
        return Listing(None, filters, order), parameters
    return Listing(scope.shape, filters, order, own_too), parameters | scope.values


def scope_of_lists(actor: Actor) -> Scope:
    """What the actor's lists are about: all that their posts show, and without an area what is theirs in person.

    What somebody of an area reported elsewhere is beside it: the index of the area serves the one, that of the reporter
    the other. The figures of an area are of the area alone.
    """
    return scope_of(actor, personal=not actor.area_scopes)


async def _values(session: Session, query: CaseFilters) -> dict[str, object]:
    values = await places(session, query.area, query.department, query.category)
    values |= _statuses(query)
    if query.light is not None:
        values |= {query.light.value: True, "open": True}
    if query.mine is not None:
        values["mine" if query.mine else "of_others"] = True
    if query.q is not None:
        values |= _said(query.q)
    ranges = ("channel", "nature", "source", "external_id", "reported_from", "reported_to", "due_from", "due_to")
    return values | {name: getattr(query, name) for name in ranges if getattr(query, name) is not None}


def _said(q: str) -> dict[str, object]:
    """What somebody types: a number, or words.

    Raises:
        Invalid: there is nothing to look for in it.
    """
    told = folded(q)
    serial = serial_of(told)
    if serial is not None:
        return {"serial": serial}
    if len(told) < _FEWEST:
        raise invalid_field("/query/q", "至少两个字", "two characters at least")
    return {"words": asked(told)}


def _statuses(query: CaseFilters) -> dict[str, object]:
    statuses = set(query.status) or set(STAGE_OF)
    if query.stage is not None:
        statuses &= {status for status, stage in STAGE_OF.items() if stage is query.stage}
    if query.open is not None:
        statuses &= OPEN if query.open else set(STAGE_OF) - OPEN
    values: dict[str, object] = {"open": True} if statuses <= OPEN else {}
    return values if statuses == set(STAGE_OF) else values | {"statuses": sorted(statuses)}


def place_after(value: datetime | None, row_id: UUID) -> tuple[PageStart, dict[str, object]]:
    """Where a page begins after a row, with its parameters; of an order that has rows without a value, if it is one."""
    if value is None:
        return PageStart.AMONG_UNDATED, {"after_id": row_id}
    return PageStart.AFTER, {"after_value": value, "after_id": row_id}


async def places(session: Session, area: str | None, department: str | None, category: str | None) -> dict[str, object]:
    """The filters of an area, a department and a category, each with all below it.

    Raises:
        NotFound: there is no such area.
    """
    values: dict[str, object] = {}
    if area is not None:
        row = await session.first(lookup.AREA, code=area)
        if row is None:
            raise NotFound(zh="没有这个区划", en="There is no such area")
        values["wide_area" if is_wide(row["path"]) else "area"] = True
        values["area_from"], values["area_to"] = subtree(row["path"])
    if department is not None:
        codes = [row["code"] for row in await session.all(lookup.DEPARTMENT_SUBTREE, code=department)]
        values |= {"department": codes[0]} if len(codes) == 1 else {"departments": codes}
    if category is not None:
        values["categories"] = [row["code"] for row in await session.all(lookup.CATEGORY_SUBTREE, code=category)]
    return values
