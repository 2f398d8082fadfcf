"""Schemes 考评方案: written as versions that never change, looked up, and tried on days that are over."""

from uuid import UUID

from app import clock, cursors
from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import Busy, Invalid, NotFound, NotPermitted, invalid_field
from app.identifiers import new_id
from app.models.organisation_rows import AreaRow
from app.queries.cases.scope import code_of
from app.queries.evaluation import assessments as queries
from app.queries.evaluation.assessments import SchemeRow
from app.queries.organisation import lookup
from app.schemas.evaluation.schemes import SchemeIn, SchemeQuery, TrialIn
from app.services.evaluation.computing import results_of
from app.services.evaluation.documents import scheme_of, stored
from app.services.evaluation.periods import require_days
from app.services.evaluation.sight import over
from app.workflow.evaluation.scheme import faults

_NIL = UUID(int=0)
Page = tuple[list[dict[str, object]], str | None]


async def write(session: Session, actor: Actor, body: SchemeIn) -> dict[str, object]:
    """A scheme, or the next version of its code.

    Raises:
        NotFound: there is no such area. NotPermitted: the actor does not lead its centre. Invalid: it cannot be used.
        Busy: somebody else wrote the next version.
    """
    area = await area_led(session, actor, body.area_code)
    wrong = faults(scheme_of(body.assessed, body.document))
    if wrong:
        told = [{"pointer": f"/document{each.pointer}", "detail_zh": each.zh, "detail": each.en} for each in wrong]
        raise Invalid(zh=wrong[0].zh, en=wrong[0].en, errors=told)
    if body.valid_to is not None and body.valid_to < body.valid_from:
        raise invalid_field("/valid_to", "不能早于启用之日", "not before the day it comes into force")
    last = await session.first(queries.LAST_OF_CODE, code=body.code)
    if last is not None and (last["area_path"], last["assessed"]) != (area["path"], body.assessed):
        zh, en = "该代码已用于另一区划或对象的方案", "this code is of a scheme of another area, or for others"
        raise invalid_field("/code", zh, en)
    row: SchemeRow = {
        "id": new_id(clock.now()), "code": body.code, "version": 1 if last is None else last["version"] + 1,
        "name": body.name, "name_en": body.name_en, "assessed": body.assessed.value, "area_path": area["path"],
        "valid_from": body.valid_from, "valid_to": body.valid_to, "document": body.document.model_dump(mode="json"),
        "created_by": actor.user_id, "created_at": clock.now(),
    }  # fmt: skip
    if await session.first(queries.PUT_SCHEME, **row) is None:
        raise Busy()
    return view(row)


async def area_led(session: Session, actor: Actor, code: str) -> AreaRow:
    """An area whose centre the actor leads.

    Raises:
        NotFound: not visible. NotPermitted: somebody else's.
    """
    area = await session.first(lookup.AREA, code=code)
    if area is None or not area["path"].startswith((*over(actor), *actor.area_scopes)):
        raise NotFound()
    if not actor.may_at(Permission.LEAD_CENTRE, area["path"]):
        raise NotPermitted()
    return area


async def page(session: Session, actor: Actor, query: SchemeQuery) -> Page:
    """The schemes that hold where the actor supervises, or below."""
    identity = ("schemes", actor.user_id, query.code)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _NIL
    rows = await session.all(
        queries.SCHEMES, paths=list(over(actor)), code=query.code, after=after, count=query.limit + 1
    )
    cursor = cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None
    return [view(row) for row in rows[: query.limit]], cursor


async def read(session: Session, actor: Actor, scheme_id: UUID) -> SchemeRow:
    """A scheme that holds where the actor supervises, or below.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(queries.SCHEME, of_id=scheme_id)
    if row is None or not _holds_around(row["area_path"], over(actor)):
        raise NotFound()
    return row


def _holds_around(path: str, paths: tuple[str, ...]) -> bool:
    return any(path.startswith(mine) or mine.startswith(path) for mine in paths)


async def trial(session: Session, actor: Actor, scheme_id: UUID, body: TrialIn) -> dict[str, object]:
    """试算 · What a scheme would make of days that are over, also of those before it comes into force; nothing is kept.

    Raises:
        NotFound: no such scheme or area. NotPermitted: not theirs. Invalid: no such days.
    """
    row = await read(session, actor, scheme_id)
    area = await area_led(session, actor, body.area_code)
    require_days(body.first, body.last)
    scheme = stored(row["assessed"], row["document"])
    found = await results_of(session, scheme, area["path"], (body.first, body.last), {})
    return {
        "items": [
            {"subject": each.subject, "name": each.name, "score": each.score.score, "rank": each.rank,
             "colour": each.score.colour and each.score.colour.code, "explanation": each.document}
            for each in found
        ]
    }  # fmt: skip


def view(row: SchemeRow) -> dict[str, object]:
    """A version as it is told."""
    names = ("id", "code", "version", "name", "name_en", "assessed", "valid_from", "valid_to", "document", "created_at")
    return {name: row[name] for name in names} | {"area_code": code_of(row["area_path"])}  # type: ignore[literal-required]
