"""Adoption 认领共管 of places and matters by units and residents, with what they did and until when.

Staff record it; the resident's name and phone are masked in every read. Who looks at them says for what, and that is
logged.
"""

from uuid import UUID

from app import clock, cursors
from app.authz import Actor, Permission
from app.db.rows import columns
from app.db.session import Session
from app.errors import NotFound, NotPermitted, WrongState, invalid_field
from app.geo.datum import to_wgs84
from app.identifiers import new_id
from app.models.audit import Deed
from app.models.cobuilding_work import EvidenceSubject, GroupEntryKind
from app.queries.cobuilding import activities as queries
from app.queries.cobuilding import groups as group_queries
from app.queries.cobuilding.activities import AdoptionRow, CountedAdoption
from app.schemas.cobuilding.activities import AdoptionEnd, AdoptionIn, AdoptionQuery, DoneIn, RevealIn
from app.services.cobuilding import access, history, photos
from app.services.cobuilding.access import Seen
from app.services.cobuilding.groups import NIL, Page
from app.services.organisation import names
from app.services.reading.case_view import mask_name
from app.services.security.trail import record as log
from app.text import phones

_TOLD = (
    "id", "group_id", "group_name", "kind", "title", "description", "lat", "lon", "department_code", "valid_from",
    "valid_to", "done", "created_at",
)  # fmt: skip


def _view(row: CountedAdoption) -> dict[str, object]:
    name, phone = row["resident_name"], row["resident_phone"]
    return columns(row, _TOLD) | {
        "resident_name": None if name is None else mask_name(name),
        "resident_phone": None if phone is None else phones.masked(phone),
    }


async def page(session: Session, actor: Actor, query: AdoptionQuery) -> Page:
    """Adoptions around the groups that the actor sees."""
    identity = ("cobuilding adoptions", actor.user_id, query.group, query.current)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else NIL
    rows = await session.all(
        queries.ADOPTIONS, group=query.group, current=query.current, today=clock.today(), after=after,
        count=query.limit + 1, **access.sight_of(actor),
    )  # fmt: skip
    views = [_view(row) for row in rows[: query.limit]]
    await names.give(session, actor, views)
    cursor = cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None
    return views, cursor


async def seen(session: Session, actor: Actor, adoption_id: UUID) -> tuple[CountedAdoption, Seen]:
    """An adoption around a group that the actor sees.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(queries.ADOPTION, of_id=adoption_id)
    if row is None:
        raise NotFound()
    return row, await access.seen(session, actor, row["group_id"])


async def read(session: Session, actor: Actor, adoption_id: UUID) -> dict[str, object]:
    """The same with what was done. Raises as `seen`."""
    row, group = await seen(session, actor, adoption_id)
    view = _view(row)
    await names.give(session, actor, [view])
    pictures = await photos.of(session, actor, EvidenceSubject.ADOPTION, [adoption_id])
    return view | {
        "photos": pictures[adoption_id], "history": await history.of(session, actor, adoption_id),
        "may_record": _goes_on(row) and group.goes_on and group.may_record,
        "may_reveal": row["resident_name"] is not None and _may_reveal(group),
    }  # fmt: skip


def _goes_on(row: AdoptionRow) -> bool:
    return row["valid_to"] is None or row["valid_to"] >= clock.today()


def _may_reveal(group: Seen) -> bool:
    return group.actor.may_at(Permission.REVEAL_CONTACT, group.path)


async def record(session: Session, actor: Actor, group_id: UUID, body: AdoptionIn) -> dict[str, object]:
    """Records who has adopted what.

    Raises:
        NotFound. NotPermitted: neither of a member unit nor of the community. WrongState. Invalid: not just one
        adopter, no such unit, days out of order.
    """
    group = await access.seen(session, actor, group_id)
    group.require(group.may_record)
    if (body.department_code is None) == (body.resident_name is None):
        zh, en = "认领单位与居民须且只须填一个", "of a unit and a resident just one"
        raise invalid_field("/department_code", zh, en)
    if body.resident_phone is not None and body.resident_name is None:
        raise invalid_field("/resident_phone", "电话须与居民姓名同填", "only with the name of a resident")
    if body.valid_to is not None and body.valid_to < body.valid_from:
        raise invalid_field("/valid_to", "不能早于开始之日", "not before the first day")
    unit = body.department_code
    if unit is not None and not await session.one_value(group_queries.SERVES, code=unit, place=group.path):
        zh, en = "没有这个在用单位，或其不服务于该社区", "there is no such active unit that serves this community"
        raise invalid_field("/department_code", zh, en)
    now, place = clock.now(), body.location
    lat, lon = to_wgs84(place.lat, place.lon, place.datum) if place else (None, None)
    row: AdoptionRow = {
        "id": new_id(now), "group_id": group_id, "kind": body.kind.value, "title": body.title,
        "description": body.description, "lat": lat, "lon": lon, "department_code": unit,
        "resident_name": body.resident_name, "resident_phone": body.resident_phone, "valid_from": body.valid_from,
        "valid_to": body.valid_to, "recorded_by": actor.user_id, "created_at": now,
    }  # fmt: skip
    await session.run(queries.RECORD, **row)
    await history.enter(session, actor, EvidenceSubject.ADOPTION, row["id"], GroupEntryKind.CREATED)
    return await read(session, actor, row["id"])


async def _locked(session: Session, actor: Actor, adoption_id: UUID) -> tuple[AdoptionRow, Seen]:
    _, group = await seen(session, actor, adoption_id)
    row = await session.one(queries.LOCK_ADOPTION, of_id=adoption_id)
    group.require(group.may_record)
    if not _goes_on(row):
        raise WrongState(zh="该认领已结束", en="This adoption has ended")
    return row, group


async def did(session: Session, actor: Actor, adoption_id: UUID, body: DoneIn) -> dict[str, object]:
    """Enters what the adopter did.

    Raises:
        NotFound. NotPermitted. WrongState: it has ended.
    """
    await _locked(session, actor, adoption_id)
    await history.enter(session, actor, EvidenceSubject.ADOPTION, adoption_id, GroupEntryKind.DID, body.note)
    return await read(session, actor, adoption_id)


async def end(session: Session, actor: Actor, adoption_id: UUID, body: AdoptionEnd) -> dict[str, object]:
    """Ends it on a day.

    Raises:
        NotFound. NotPermitted. WrongState: it has ended. Invalid: the day.
    """
    row, _ = await _locked(session, actor, adoption_id)
    if not row["valid_from"] <= body.valid_to <= clock.today():
        raise invalid_field("/valid_to", "须在开始之日至今日之间", "between its first day and today")
    await session.run(queries.END_ADOPTION, of_id=adoption_id, until=body.valid_to)
    await history.enter(session, actor, EvidenceSubject.ADOPTION, adoption_id, GroupEntryKind.ENDED, body.note)
    return await read(session, actor, adoption_id)


async def reveal(session: Session, actor: Actor, adoption_id: UUID, body: RevealIn) -> dict[str, object]:
    """The contact as it was told; who looked, and for what, is in the trail.

    Raises:
        NotFound: no resident adopted it, either. NotPermitted.
    """
    row, group = await seen(session, actor, adoption_id)
    if not _may_reveal(group):
        raise NotPermitted()
    if row["resident_name"] is None:
        raise NotFound()
    why = {"reason_code": body.reason_code.value}
    await log(session, actor, Deed.COBUILDING_CONTACT, adoption_id, at=[group.path], **why)
    return columns(row, ("resident_name", "resident_phone"))
