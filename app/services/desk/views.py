"""Saved views 常用筛选: made, read, replaced and taken away by their owner, read by the centre they are shared with.

What a view holds is always what its reader sees: nothing of the owner's sight comes with it.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from pydantic import ValidationError

from app import clock, cursors, refusals
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.errors import BadCursor, GuardRefused, Invalid, NotFound, NotPermitted, StaleVersion, invalid_field
from app.identifiers import new_id
from app.queries.desk import views as queries
from app.queries.desk.views import ViewRow
from app.queries.organisation import lookup
from app.schemas.cases.lists import CaseFilters
from app.schemas.desk.views import MOST_VIEWS, ViewIn, ViewQuery
from app.services.organisation import names
from app.services.reading import case_lists
from app.services.reading.case_lists import Asked

_TOLD = ("id", "name", "query", "area_code", "owner_id", "version", "created_at", "updated_at")
_CODES = ("area", "department", "category", "nature", "source")
_LABELS = {
    "area": ("区划", "area"),
    "department": ("部门", "department"),
    "category": ("类别", "category"),
    "nature": ("诉求性质", "nature"),
    "source": ("来源", "source"),
}
_FIRST = UUID(int=0)
_UNCOUNTED: Mapping[str, object] = MappingProxyType({"missing": (), "count": None})
COUNT_UP_TO = 1_000  # of a view: what it filters by, no index need have
View = dict[str, object]
Gone = tuple[dict[str, object], ...]


async def get(session: Session, actor: Actor, view_id: UUID) -> ViewRow:
    """A view that the actor may read.

    Raises:
        NotFound: there is none, or it is not shared with them.
    """
    row = await session.first(queries.ONE, view_id=view_id, **_reader(actor))
    if row is None:
        raise NotFound(zh="没有这个常用筛选，或未与您共享", en="There is no such view, or it is not shared with you")
    return row


def _reader(actor: Actor) -> dict[str, object]:
    return {"me": actor.user_id, "centres": list(actor.centre_scopes)}


async def as_list(session: Session, actor: Actor, row: ViewRow) -> tuple[Asked, Gone]:
    """It as a list of its reader's, and what it names that is there no longer: with that nothing is in it.

    Raises:
        Invalid: it was saved by filters that there are no more.
    """
    query = _read(row)
    missing = await _missing(session, query)
    if any(not each["retired"] for each in missing):
        nothing = await case_lists.asked_by(session, actor, CaseFilters(sort=query.sort))
        return Asked(actor, nothing.scope, {**nothing.values, "statuses": list[str]()}, nothing.order), missing
    return await case_lists.asked_by(session, actor, query), missing


def _read(row: ViewRow) -> CaseFilters:
    try:
        return CaseFilters.model_validate(row["query"])
    except ValidationError as error:
        found = [{**entry, "loc": ("body", "query", *entry["loc"])} for entry in error.errors(include_url=False)]
        raise refusals.invalid(found) from None


async def _missing(session: Session, query: CaseFilters) -> Gone:
    named = {kind: getattr(query, kind) for kind in _CODES}
    if not any(named.values()):
        return ()
    rows = await session.all(queries.CODES, **named, today=clock.today())
    known = {row["kind"]: row["is_active"] for row in rows}
    return tuple(_said(kind, code, known) for kind, code in named.items() if code and not known.get(kind, False))


def _said(kind: str, code: str, known: Mapping[str, bool]) -> dict[str, object]:
    zh, en = _LABELS[kind]
    retired = kind in known
    return {
        "field": kind,
        "code": code,
        "retired": retired,
        "detail_zh": f"{zh} {code} {'已停用' if retired else '已不存在'}",
        "detail": f"The {en} {code} {'is out of use' if retired else 'does not exist any more'}",
    }


async def read(session: Session, actor: Actor, view_id: UUID) -> View:
    """One, with how many cases it holds for the actor.

    Raises:
        NotFound: as for `get`. Invalid: as for `as_list`.
    """
    row = await get(session, actor, view_id)
    view = _view(actor, row) | await _counted(session, actor, row, clock.now())
    await names.give(session, actor, [view])
    return view


async def _counted(session: Session, actor: Actor, row: ViewRow, now: datetime) -> View:
    asked, missing = await as_list(session, actor, row)
    return {"missing": missing, "count": await case_lists.count(session, asked, COUNT_UP_TO, now)}


def _view(actor: Actor, row: ViewRow) -> View:
    return columns(row, _TOLD) | {"mine": row["owner_id"] == actor.user_id}


async def page(session: Session, actor: Actor, query: ViewQuery) -> tuple[list[View], str | None]:
    """A page of all that the actor may read, oldest first."""
    identity = ("views", actor.user_id)
    after = _FIRST if query.cursor is None else _after(query.cursor, identity)
    rows = await session.all(queries.PAGE, after=after, count=query.limit + 1, **_reader(actor))
    now, items = clock.now(), list[View]()
    for row in rows[: query.limit]:
        counted = await _told(session, actor, row, now) if query.counts else _UNCOUNTED
        items.append({**_view(actor, row), **counted})
    await names.give(session, actor, items)
    last = str(rows[query.limit - 1]["id"]) if rows[query.limit :] else None
    return items, None if last is None else cursors.encode_key(last, identity)


async def _told(session: Session, actor: Actor, row: ViewRow, now: datetime) -> Mapping[str, object]:
    try:
        return await _counted(session, actor, row, now)
    except Invalid:  # one of them keeps nobody from the others; who opens it is told why
        return _UNCOUNTED


def _after(cursor: str, identity: object) -> UUID:
    try:
        return UUID(cursors.decode_key(cursor, identity))
    except ValueError:
        raise BadCursor() from None


async def create(session: Session, actor: Actor, body: ViewIn) -> View:
    """A new view of the actor's.

    Raises:
        Invalid: it names what is not there. NotPermitted: they are not of the centre it is to be shared with.
        GuardRefused: they have as many as one may. AlreadyExists: one of that name, told by the constraint.
    """
    await session.first(queries.LOCK_OWNER, me=actor.user_id)
    if await session.one_value(queries.MINE, me=actor.user_id) >= MOST_VIEWS:
        raise GuardRefused(
            zh=f"您已保存 {MOST_VIEWS} 个常用筛选，达到上限",
            en=f"You have {MOST_VIEWS} saved views already",
            condition="views-full",
        )
    now = clock.now()
    view_id = new_id(now)
    values = await _values(session, actor, body)
    await session.run(queries.ADD, view_id=view_id, me=actor.user_id, at=now, **values)
    return await read(session, actor, view_id)


async def replace(
    session: Session, actor: Actor, view_id: UUID, body: ViewIn, if_versions: frozenset[int] | None
) -> View:
    """The view as its owner wants it from now on: another name, other filters, shared with others or nobody.

    Raises:
        NotFound, NotPermitted, StaleVersion: as for `remove`. Invalid, AlreadyExists: as for `create`.
    """
    await _own(session, actor, view_id, if_versions)
    await session.run(queries.REPLACE, view_id=view_id, at=clock.now(), **await _values(session, actor, body))
    return await read(session, actor, view_id)


async def remove(session: Session, actor: Actor, view_id: UUID, if_versions: frozenset[int] | None) -> None:
    """Takes it away, also from those it was shared with.

    Raises:
        NotFound: it is not theirs to read. NotPermitted: it is another's. StaleVersion: it was changed meanwhile.
    """
    await _own(session, actor, view_id, if_versions)
    await session.run(queries.REMOVE, view_id=view_id)


async def _own(session: Session, actor: Actor, view_id: UUID, if_versions: frozenset[int] | None) -> None:
    version = await session.value(queries.LOCK, view_id=view_id, me=actor.user_id)
    if version is None:
        await get(session, actor, view_id)
        raise NotPermitted(zh="只有创建人可以修改常用筛选", en="Only its owner changes a saved view")
    if if_versions is not None and version not in if_versions:
        zh, en = "常用筛选已被修改，请刷新后重试", "The view has changed since you read it"
        raise StaleVersion(zh=zh, en=en, version=version)


async def _values(session: Session, actor: Actor, body: ViewIn) -> dict[str, object]:
    """What is kept of a body, once all it names is there and theirs."""
    for gone in await _missing(session, body.query):
        if not gone["retired"]:
            raise invalid_field(f"/query/{gone['field']}", str(gone["detail_zh"]), str(gone["detail"]))
    await case_lists.asked_by(session, actor, body.query)  # what a list would refuse is refused here
    if body.area_code is not None:
        area = await session.first(lookup.AREA, code=body.area_code)
        if area is None:
            raise invalid_field("/area_code", "没有这个区划", "there is no such area")
        if not actor.is_of_the_centre(area["path"]):
            zh, en = "只能与本人所在中心共享", "A view is shared with a centre that its owner is of"
            raise NotPermitted(zh=zh, en=en)
    query = body.query.model_dump(mode="json", exclude_defaults=True)
    return {"new_name": body.name, "new_query": query, "new_area_code": body.area_code}
