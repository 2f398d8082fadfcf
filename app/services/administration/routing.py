"""The responsibility matrix 权责清单 and routing rules 派遣规则 one by one: read, put, made active, made a draft again.

A new one is a draft. What is active already changes at once when it is put: a dry run of the same body comes before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from app.authz import Actor, Permission
from app.db.session import Session
from app.db.statement import Statement
from app.errors import NotFound, NotPermitted
from app.models.audit import Deed
from app.models.routing_rows import ResponsibilityRow, RoutingRuleRow
from app.queries.organisation import lookup
from app.queries.routing import book as queries
from app.schemas.organisation.routing import ResponsibilityIn, RoutingRuleIn, TimesIn
from app.services.administration import views
from app.services.importing.collection import Collection
from app.services.importing.items import Items, import_items
from app.services.importing.responsibilities import RESPONSIBILITIES, ResponsibilityValues, row_values
from app.services.importing.routing_rules import ROUTING_RULES, RoutingRuleValues, rule_values
from app.services.organisation import names
from app.services.organisation.reach import Done, require_everywhere, sight_of
from app.services.security.trail import record
from app.workflow.timing.working_days import minute_of

Values = ResponsibilityValues | RoutingRuleValues
Row = ResponsibilityRow | RoutingRuleRow


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of the matrix, or rules: how one is read, shown and written."""

    deed: Deed
    collection: Collection[Values]
    one: Statement[Row]
    view: Callable[[Row], dict[str, object]]
    values: Callable[[Row], Values]


def _of_a_row(row: Row) -> Values:
    return row_values(cast(ResponsibilityRow, row))


def _of_a_rule(row: Row) -> Values:
    return rule_values(cast(RoutingRuleRow, row))


ROW = Kind(Deed.RESPONSIBILITY, RESPONSIBILITIES, queries.RESPONSIBILITY, views.responsibility, _of_a_row)
RULE = Kind(Deed.ROUTING_RULE, ROUTING_RULES, queries.ROUTING_RULE, views.routing_rule, _of_a_rule)
KINDS = {kind.collection.name: kind for kind in (ROW, RULE)}


async def read(session: Session, actor: Actor, kind: Kind, code: str) -> dict[str, object]:
    """One row or rule.

    Raises:
        NotFound: there is none that holds in a part of what the actor may look up.
    """
    row = await session.first(kind.one, code=code)
    if row is None or not _is_near(row["area_path"], (await sight_of(session, actor)).paths):
        raise NotFound()
    return await _shown(session, actor, kind, row)


def _is_near(path: str | None, paths: tuple[str, ...]) -> bool:
    return path is None or any(path.startswith(mine) or mine.startswith(path) for mine in paths)


async def _shown(session: Session, actor: Actor, kind: Kind, row: Row) -> dict[str, object]:
    view = kind.view(row)
    await names.give(session, actor, [view], names.NameBook())
    return view


async def put(session: Session, actor: Actor, kind: Kind, code: str, body: ResponsibilityIn | RoutingRuleIn) -> Done:
    """Creates a draft, or replaces what is said; what is active stays so.

    Raises:
        NotPermitted: it holds, or would hold, outside of what the actor administers.
        Invalid: as for a line of its file.
    """
    before = await session.first(kind.one, code=code)
    await require_scope(session, actor, before, body.area_code)
    values = of_body(kind, code, body, active=before is not None and before["is_active"])
    await import_items(session, Items(kind.collection, [values]))
    return await _done(session, actor, kind, kind.deed, code, before)


async def switch(session: Session, actor: Actor, kind: Kind, code: str, *, active: bool) -> Done:
    """Makes it active, or a draft again: a step of its own, and so it stands in the trail.

    Raises:
        NotFound: there is none. NotPermitted: as for `put`. Invalid: it is equal to one that is active.
    """
    before = await changeable(session, actor, kind, code)
    if before["is_active"] is not active:
        await import_items(session, Items(kind.collection, [replace(kind.values(before), is_active=active)]))
    deed = Deed.ROUTING_ACTIVATED if active else Deed.ROUTING_DEACTIVATED
    return await _done(session, actor, kind, deed, code, before)


async def changeable(session: Session, actor: Actor, kind: Kind, code: str) -> Row:
    """A row or rule as it is, that the actor may change.

    Raises:
        NotFound: there is none. NotPermitted: it holds outside of what the actor administers.
    """
    before = await session.first(kind.one, code=code)
    if before is None or not _is_near(before["area_path"], (await sight_of(session, actor)).paths):
        raise NotFound()
    await require_scope(session, actor, before, before["area_code"])
    return before


async def _done(session: Session, actor: Actor, kind: Kind, deed: Deed, code: str, before: Row | None) -> Done:
    row = await session.one(kind.one, code=code)
    was = None if before is None else kind.view(before)
    changed = (
        {} if was is None else {name: [was[name], new] for name, new in kind.view(row).items() if was[name] != new}
    )
    if before is None or changed:
        at = [row["area_path"] or "", (before or row)["area_path"] or ""]
        everywhere = "" in at
        told = {name: values for name, values in changed.items() if name not in ("basis", "words")}
        await record(session, actor, deed, code, at=() if everywhere else at, collection=kind.collection.name,
                     version=row["version"], changed=_plain(told))  # fmt: skip
    return Done(await _shown(session, actor, kind, row), created=before is None)


def _plain(changed: Mapping[str, list[object]]) -> dict[str, list[object]]:
    """Days as the trail keeps them."""
    return {
        name: [value if isinstance(value, str | int | float | list | None) else str(value) for value in values]
        for name, values in changed.items()
    }


async def require_scope(session: Session, actor: Actor, before: Row | None, area_code: str | None) -> None:
    """Where it holds now, and where it would, lies below an area the actor administers; the import knows the areas.

    Raises:
        NotPermitted: it does not.
    """
    area = await session.first(lookup.AREA, code=area_code) if area_code is not None else None
    if area_code is None or (before is not None and before["area_path"] is None):
        require_everywhere(actor)
    for path in (area["path"] if area else None, before["area_path"] if before is not None else None):
        if path is not None and not actor.may_at(Permission.ADMINISTER, path):
            raise NotPermitted()


def of_body(kind: Kind, code: str, body: ResponsibilityIn | RoutingRuleIn, *, active: bool) -> Values:
    """What a body says, as the values of its kind: the import reads them as it does those of a file."""
    told: dict[str, object] = {name: getattr(body, name) for name in type(body).model_fields}
    told |= {"code": code, "is_active": active} | _times(body)
    for name, value in told.items():
        if isinstance(value, list):
            told[name] = tuple(value)
    return kind.collection.make(**{name: told[name] for name in kind.collection.fields})


def _times(body: TimesIn) -> dict[str, int | None]:
    return {name: None if (at := getattr(body, name)) is None else minute_of(at) for name in ("starts", "ends")}
