"""Pages of the organisation, in the reach of whoever asks."""

from collections.abc import Callable, Mapping
from typing import cast

from app import clock, cursors
from app.authz import Actor
from app.db.session import Row, Session
from app.db.statement import Statement
from app.queries.organisation import lists as queries
from app.queries.organisation import responsibilities as responsible
from app.schemas.organisation.filters import (
    AppointmentQuery,
    AreaQuery,
    CategoryQuery,
    CrosswalkQuery,
    DepartmentQuery,
    KeyedQuery,
    ResponsibilityQuery,
    RoutingRuleQuery,
    RuleQuery,
    StandardQuery,
    TermQuery,
    UserQuery,
)
from app.services.administration import views
from app.services.organisation import names
from app.services.organisation.reach import Reach, area_in_sight, reach_of, sight_of
from app.text.folding import folded

Page = tuple[list[dict[str, object]], str | None]
View = Callable[[Row], dict[str, object]]


async def _page(
    session: Session,
    actor: Actor,
    query: KeyedQuery,
    statement: Statement,
    view: View,
    reach: Reach | None = None,
    **scope: object,
) -> Page:
    """The page of a list after the cursor of `query`, whose other fields are the filters of the statement."""
    filters = query.model_dump(exclude={"limit", "cursor"})
    if filters.get("q") is not None:
        filters["q"] = folded(filters["q"])
    identity = (type(query).__name__, actor.user_id, dict(filters))
    after = cursors.decode_key(query.cursor, identity) if query.cursor else ""
    if "area" in filters:
        filters["area_path"] = await _path_of(session, reach, filters.pop("area"))
    known: Mapping[str, object] = {**filters, **scope, "today": clock.today(), "after": after, "count": query.limit + 1}
    rows = await session.all(statement, **{name: known[name] for name in statement.names if name in known})
    cursor = cursors.encode_key(rows[query.limit - 1]["key"], identity) if rows[query.limit :] else None
    return [view(row) for row in rows[: query.limit]], cursor


async def _path_of(session: Session, reach: Reach | None, code: str | None) -> str | None:
    """The path of an area that a filter names."""
    if code is None or reach is None:
        return None
    path: str = (await area_in_sight(session, reach, code))["path"]
    return path


async def areas(session: Session, actor: Actor, query: AreaQuery) -> Page:
    """Areas that the actor may look up."""
    sight = await sight_of(session, actor)
    return await _page(session, actor, query, queries.AREAS, views.area, sight, paths=list(sight.paths))


async def departments(session: Session, actor: Actor, query: DepartmentQuery) -> Page:
    """Departments that serve a part of them."""
    sight = await sight_of(session, actor)
    codes = sorted(sight.serving)
    return await _page(session, actor, query, queries.DEPARTMENTS, views.department, sight, codes=codes)


async def standards(session: Session, actor: Actor, query: StandardQuery) -> Page:
    """Category standards; they hold everywhere."""
    return await _page(session, actor, query, queries.STANDARDS, views.standard)


async def categories(session: Session, actor: Actor, query: CategoryQuery) -> Page:
    """Categories; they hold everywhere."""
    return await _page(session, actor, query, queries.CATEGORIES, views.category)


async def crosswalk(session: Session, actor: Actor, query: CrosswalkQuery) -> Page:
    """How categories of one standard read in another."""
    return await _page(session, actor, query, queries.CROSSWALK, views.crosswalk)


async def terms(session: Session, actor: Actor, query: TermQuery) -> Page:
    """Natures and sources; they hold everywhere."""
    return await _page(session, actor, query, queries.TERMS, views.term)


async def rules(session: Session, actor: Actor, query: RuleQuery) -> Page:
    """Filing rules; they hold everywhere."""
    page = await _page(session, actor, query, queries.RULES, views.rule)
    await names.give(session, actor, page[0])
    return page


async def responsibilities(session: Session, actor: Actor, query: ResponsibilityQuery) -> Page:
    """Rows of the matrix that hold in a part of what the actor may look up."""
    return await _routing(session, actor, query, responsible.RESPONSIBILITIES, views.responsibility)


async def routing_rules(session: Session, actor: Actor, query: RoutingRuleQuery) -> Page:
    """Routing rules that do."""
    return await _routing(session, actor, query, responsible.ROUTING_RULES, views.routing_rule)


async def _routing(session: Session, actor: Actor, query: KeyedQuery, statement: Statement[object], view: View) -> Page:
    sight = await sight_of(session, actor)
    page = await _page(session, actor, query, cast(Statement, statement), view, sight, paths=list(sight.paths))
    await names.give(session, actor, page[0])
    return page


async def users(session: Session, actor: Actor, query: UserQuery) -> Page:
    """Users with a post in reach, now or once; those without any post lie with whoever administers everywhere."""
    reach = await reach_of(session, actor)
    return await _page(session, actor, query, queries.USERS, views.user, reach, **_people(reach))


async def appointments(session: Session, actor: Actor, query: AppointmentQuery) -> Page:
    """Posts in reach, ended ones too."""
    reach = await reach_of(session, actor)
    return await _page(session, actor, query, queries.APPOINTMENTS, views.appointment, reach, **_people(reach))


def _people(reach: Reach) -> dict[str, object]:
    return {"paths": list(reach.paths), "own": sorted(reach.own), "everywhere": reach.everywhere}
