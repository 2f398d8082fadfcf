"""Category standards 标准, categories 类别, their crosswalk 对照 and filing rules 立案条件: the same for every area."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.authz import Actor
from app.db.session import Session
from app.db.statement import Statement
from app.errors import NotFound
from app.models.audit import Deed
from app.queries.organisation import administration as queries
from app.queries.organisation import lookup
from app.schemas.organisation.taxonomy import CategoryIn, CrosswalkIn, RuleIn, StandardIn
from app.services.administration import views
from app.services.importing.categories import (
    CATEGORIES,
    CROSSWALK,
    RULES,
    STANDARDS,
    CategoryValues,
    CrosswalkValues,
    RuleValues,
    StandardValues,
)
from app.services.importing.items import Items, import_items
from app.services.importing.versions import raise_version
from app.services.organisation import names
from app.services.organisation.reach import Done, require_everywhere
from app.services.security.trail import record


@dataclass(frozen=True, slots=True)
class Kind:
    """One part of the taxonomy: how one row is read, and how it is shown."""

    deed: Deed
    one: Statement[Mapping[str, object]]
    view: Callable[[Mapping[str, object]], dict[str, object]]


STANDARD = Kind(Deed.CATEGORY_STANDARD, lookup.CATEGORY_STANDARD, views.standard)
CATEGORY = Kind(Deed.CATEGORY, lookup.CATEGORY, views.category)
RULE = Kind(Deed.FILING_RULE, lookup.FILING_RULE, views.rule)


async def read(session: Session, actor: Actor, kind: Kind, code: str) -> dict[str, object]:
    """One standard, category or rule; every administrator sees it.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(kind.one, code=code)
    if row is None:
        raise NotFound()
    view = kind.view(row)
    await names.give(session, actor, [view], names.NameBook())
    return view


async def put(session: Session, actor: Actor, code: str, body: StandardIn | CategoryIn | RuleIn) -> Done:
    """Creates one or replaces it.

    Raises:
        NotPermitted: the actor administers only parts. Invalid: as for a line of its file.
    """
    require_everywhere(actor)
    kind, items = _said(code, body)
    before = await session.first(kind.one, code=code)
    await import_items(session, items)
    await record(session, actor, kind.deed, code)
    return Done(await read(session, actor, kind, code), created=before is None)


def _said(code: str, body: StandardIn | CategoryIn | RuleIn) -> tuple[Kind, Items[object]]:
    if isinstance(body, StandardIn):
        standard = StandardValues(code=code, name=body.name, name_en=body.name_en, version=body.version)
        return STANDARD, Items(STANDARDS, [standard])
    return (CATEGORY, _category(code, body)) if isinstance(body, CategoryIn) else (RULE, _rule(code, body))


def _category(code: str, body: CategoryIn) -> Items[CategoryValues]:
    category = CategoryValues(
        code=code,
        standard_code=body.standard_code,
        parent_code=body.parent_code,
        name=body.name,
        name_en=body.name_en,
        self_handle_allowed=body.self_handle_allowed,
        retired_on=body.retired_on,
    )
    return Items(CATEGORIES, [category])


def _rule(code: str, body: RuleIn) -> Items[RuleValues]:
    rule = RuleValues(
        code=code,
        category_code=body.category_code,
        condition=body.condition,
        limit_amount=body.limit_amount,
        limit_unit=body.limit_unit,
        close_condition=body.close_condition,
        department_code=body.department_code,
        is_active=body.is_active,
    )
    return Items(RULES, [rule])


async def relate(session: Session, actor: Actor, from_code: str, to_code: str, body: CrosswalkIn) -> Done:
    """Says how a category reads in another standard.

    Raises:
        NotPermitted: the actor administers only parts. Invalid: as for a line of its file.
    """
    require_everywhere(actor)
    values = CrosswalkValues(from_code=from_code, to_code=to_code, relation=body.relation)
    counts = await import_items(session, Items(CROSSWALK, [values]))
    await record(session, actor, Deed.CROSSWALK, from_code, to=to_code)
    view = {"from_code": from_code, "to_code": to_code, "relation": body.relation}
    return Done(view, created=bool(counts["category_crosswalk"].created))


async def unrelate(session: Session, actor: Actor, from_code: str, to_code: str) -> Done:
    """Takes a line of the crosswalk away; one that is not there is as good as gone.

    Raises:
        NotPermitted: the actor administers only parts.
    """
    require_everywhere(actor)
    if await session.first(queries.DROP_CROSSWALK, code=from_code, of_code=to_code) is not None:
        await raise_version(session, "categories")
        await record(session, actor, Deed.CROSSWALK_WITHDRAWN, from_code, to=to_code)
    return Done(None)
