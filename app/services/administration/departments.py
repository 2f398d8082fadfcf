"""Departments 部门 one by one: each with all its dated names, its aliases 别名 and its whole jurisdiction."""

from datetime import date

from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound, NotPermitted
from app.models.audit import Deed
from app.queries.organisation import administration as queries
from app.queries.organisation import lookup
from app.schemas.organisation.units import DepartmentIn
from app.services.administration import unit_hours, views
from app.services.importing.departments import (
    ALIASES,
    DEPARTMENTS,
    JURISDICTIONS,
    NAMES,
    AliasValues,
    DepartmentValues,
    JurisdictionValues,
    NameValues,
)
from app.services.importing.items import Items, by_item, by_value, import_items
from app.services.importing.versions import raise_version
from app.services.organisation.reach import Done, lies_at, reach_of, require_area, require_everywhere, sight_of
from app.services.security.trail import record
from app.text import writing


async def read(session: Session, actor: Actor, code: str) -> dict[str, object]:
    """One department.

    Raises:
        NotFound: there is none that serves a part of what the actor may look up.
    """
    if code not in (await sight_of(session, actor)).serving:
        raise NotFound()
    return await _view(session, code)


async def _view(session: Session, code: str) -> dict[str, object]:
    row = await session.one(lookup.DEPARTMENT, code=code)
    names = await session.all(queries.NAMES_OF, code=code)
    places = await session.value(queries.JURISDICTIONS_OF, code=code) or []
    hours = {"weeks": await unit_hours.weeks_of(session, code)}
    return views.whole_department(row, names, await _aliases(session, code), places) | hours


async def _aliases(session: Session, code: str) -> list[str]:
    found: list[str] | None = await session.value(queries.ALIASES_OF, code=code)
    return found or []


async def put(session: Session, actor: Actor, code: str, body: DepartmentIn) -> Done:
    """Creates a department or replaces it: names and areas that are left out are withdrawn.

    Aliases stay where the body does not speak of them; else those that are left out are withdrawn, too.

    Raises:
        NotFound: it serves no part of the reach. NotPermitted: it serves, or would serve, areas outside.
        Invalid: as for the lines of the four files of an import.
    """
    before = await _require(session, actor, code, body.parent_code)
    for area_code in body.jurisdictions:
        await require_area(session, actor, area_code)
    if not body.jurisdictions:
        require_everywhere(actor)
    row = DepartmentValues(
        code=code,
        kind=body.kind,
        parent_code=body.parent_code,
        is_active=body.is_active,
        claim_limit=body.claim_limit,
    )
    stays = frozenset[str]() if "claim_limit" in body.model_fields_set else frozenset({"claim_limit"})
    names = [
        NameValues(department_code=code, valid_from=name.valid_from, name=name.name, name_en=name.name_en)
        for name in body.names
    ]
    places = [JurisdictionValues(department_code=code, area_code=area_code) for area_code in body.jurisdictions]
    aliases, had = await _alias_items(session, code, body.aliases)
    parts = (Items(NAMES, names, by_item("names")), Items(JURISDICTIONS, places, by_value("jurisdictions")))
    await import_items(session, Items(DEPARTMENTS, [row], absent=stays), *parts, *aliases)
    await _withdraw(session, code, [name.valid_from for name in body.names], body.jurisdictions)
    view, at = await _view(session, code), await lies_at(session, [], [code])
    changed = {"aliases": view["aliases"]} if view["aliases"] != had else {}
    await record(session, actor, Deed.DEPARTMENT, code, name=body.names[-1].name, at=at, **changed)
    return Done(view, created=not before)


async def _alias_items(
    session: Session, code: str, told: list[str] | None
) -> tuple[list[Items[AliasValues]], list[str]]:
    """The aliases that are told, then those that are no more; and what there was."""
    had = await _aliases(session, code)
    if told is None:
        return [], had
    kept = {writing.line(alias) for alias in told}
    items = [AliasValues(department_code=code, alias=alias, is_active=True) for alias in told]
    gone = [alias for alias in had if alias not in kept]
    items += [AliasValues(department_code=code, alias=alias, is_active=False) for alias in gone]
    return [Items(ALIASES, items, by_value("aliases"))], had


async def _require(session: Session, actor: Actor, code: str, parent: str | None) -> bool:
    """Whether there is such a department; then it must lie in reach, and its parent serve a part of that."""
    reach = await reach_of(session, actor)
    exists = await session.first(lookup.DEPARTMENT, code=code) is not None
    if exists and code not in reach.serving:
        raise NotFound()
    if exists and code not in reach.own:
        raise NotPermitted()
    if parent and parent not in reach.serving and not reach.everywhere:  # be there one or not
        raise NotPermitted()
    return exists


async def _withdraw(session: Session, code: str, since: list[date], areas: list[str]) -> None:
    gone = [
        *await session.all(queries.DROP_NAMES, code=code, kept=since),
        *await session.all(queries.DROP_JURISDICTIONS, code=code, kept=areas),
    ]
    if gone:
        await raise_version(session, "departments")
