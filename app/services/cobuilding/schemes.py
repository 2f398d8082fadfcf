"""Writing a scheme 考评方案: always a new version, from a quarter on that nobody has opened yet."""

from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.session import Session
from app.errors import Invalid, NotPermitted, invalid_field
from app.identifiers import new_id
from app.models.audit import Deed
from app.queries.cobuilding import periods as queries
from app.queries.cobuilding.periods import SchemeRow
from app.queries.organisation import lookup
from app.schemas.cobuilding.schemes import CobuildingSchemeIn, CobuildingSchemeQuery
from app.services.cobuilding import access, forms
from app.services.cobuilding.groups import NIL, Page
from app.services.organisation import names
from app.services.security.trail import record
from app.workflow.cobuilding.quarters import quarter_of
from app.workflow.cobuilding.scheme import faults


async def page(session: Session, actor: Actor, query: CobuildingSchemeQuery) -> Page:
    """Schemes of the areas around the groups that the actor sees; all versions."""
    identity = ("cobuilding schemes", actor.user_id, query.area)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else NIL
    told = access.sight_of(actor)
    rows = await session.all(
        queries.SCHEMES, area=query.area, after=after, count=query.limit + 1, codes=told["codes"], paths=told["paths"]
    )
    views = [forms.scheme_view(row) for row in rows[: query.limit]]
    await names.give(session, actor, views)
    cursor = cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None
    return views, cursor


async def write(session: Session, actor: Actor, body: CobuildingSchemeIn) -> dict[str, object]:
    """A new version for an area, from the first day of a quarter on.

    Raises:
        NotPermitted: not the actor's to organise. Invalid: the weights, the thresholds, the form or the day.
    """
    area = await session.first(lookup.AREA, code=body.area_code)
    if area is None or not access.may_organise(actor, area["path"]):
        raise NotPermitted()
    if body.valid_from != quarter_of(body.valid_from).first or body.valid_from < quarter_of(clock.today()).first:
        zh, en = "须为本季度或以后季度的首日", "the first day of this quarter or of a later one"
        raise invalid_field("/valid_from", zh, en)
    kept = forms.body_of(body)
    found = [
        {"pointer": each.pointer, "detail_zh": each.zh, "detail": each.en} for each in faults(forms.scheme_of(kept))
    ]
    if found:
        raise Invalid(zh=found[0]["detail_zh"], en=found[0]["detail"], errors=found)
    await session.value(queries.LOCK_AREA, area=body.area_code)
    now = clock.now()
    row: SchemeRow = {
        "id": new_id(now), "area_code": body.area_code,
        "version": await session.one_value(queries.NEXT_VERSION, area=body.area_code),
        "valid_from": body.valid_from, "name": body.name, "body": kept, "written_by": actor.user_id, "created_at": now,
    }  # fmt: skip
    await session.run(queries.WRITE, **row)
    told = {"version": row["version"], "valid_from": str(body.valid_from)}
    await record(session, actor, Deed.COBUILDING_SCHEME, row["id"], name=body.name, at=[area["path"]], **told)
    return await named(session, actor, row)


async def named(session: Session, actor: Actor, row: SchemeRow) -> dict[str, object]:
    """One version with the name of its area."""
    view = forms.scheme_view(row)
    await names.give(session, actor, [view])
    return view


async def one(session: Session, scheme_id: UUID) -> SchemeRow:
    """A version that is known to be there."""
    return await session.one(queries.SCHEME, of_id=scheme_id)
