"""Naming a substitute 代理 for who is away 请假, and ending it.

A substitute gets the personal ties of the absent one to cases, and nothing else: what they may do with them their own
posts say. Both ends are asked for at each request (`queries.organisation.substitutes`), so that a post that ends, or
a substitution that does, is felt at once.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from app import clock, cursors
from app.authz import DEPARTMENT_POSTS, POST_PERMISSIONS, Actor, Permission, Post
from app.db.session import Row, Session
from app.errors import NotFound, NotPermitted, invalid_field
from app.identifiers import new_id
from app.models.audit import Deed
from app.queries.organisation import administration
from app.queries.organisation import substitutes as queries
from app.queries.organisation.substitutes import SubstitutionRow
from app.schemas.organisation.substitution import SubstitutionIn, SubstitutionQuery
from app.services.organisation import names
from app.services.organisation.reach import lies_at, reach_of
from app.services.security.trail import record

_MOST_DAYS = 366
_NIL = UUID(int=0)
_FIELD = frozenset(
    post for post, given in POST_PERMISSIONS.items() if Permission.VERIFY in given and post not in DEPARTMENT_POSTS
)
Page = tuple[list[dict[str, object]], str | None]


async def page(session: Session, actor: Actor, query: SubstitutionQuery) -> Page:
    """Those that concern the actor: their own, those they named, and those of whoever works under them."""
    identity = ("substitutions", actor.user_id, query.current)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _NIL
    units = _units_of(actor)
    if actor.may(Permission.ADMINISTER):
        units |= (await reach_of(session, actor)).own
    rows = await session.all(
        queries.PAGE, me=actor.user_id, codes=sorted(units), paths=sorted(_areas_of(actor)),
        current=query.current, today=clock.today(), after=after, count=query.limit + 1,
    )  # fmt: skip
    views = [_view(row, actor) for row in rows[: query.limit]]
    await names.give(session, actor, views)
    cursor = cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None
    return views, cursor


async def name(session: Session, actor: Actor, body: SubstitutionIn) -> dict[str, object]:
    """Names a substitute for somebody who will be away.

    Raises:
        NotFound: who is away is nobody the actor heads. Invalid: the period, or the substitute, will not do.
    """
    absent = body.absent_id or actor.user_id
    _require_period(body.valid_from, body.valid_to)
    if body.substitute_id == absent:
        raise invalid_field("/substitute_id", "不能由本人代理本人", "nobody stands in for themselves")
    people = [absent, body.substitute_id]
    active = {row["id"] for row in await session.all(queries.LOCK_PEOPLE, ids=people)}
    posts = {who: await _posts_on(session, who, body.valid_from) for who in people}
    if absent not in active or not await _heads(session, actor, absent, posts[absent]):
        raise NotFound(zh="没有这名人员，或不由您管理", en="There is no such person, or you do not head them")
    if body.substitute_id not in active or not _can_stand_in(posts[absent], posts[body.substitute_id]):
        zh = "该人员届时不在同一单位，也不是同一社区的网格员"
        en = "that person is neither of the same unit nor a worker of the same village then"
        raise invalid_field("/substitute_id", zh, en)
    await _require_free(session, absent, body)
    row: SubstitutionRow = {
        "id": new_id(clock.now()), "absent_id": absent, "substitute_id": body.substitute_id,
        "valid_from": body.valid_from, "valid_to": body.valid_to, "reason_code": body.reason_code.value,
        "note": body.note, "named_by": actor.user_id, "created_at": clock.now(), "ended_at": None, "ended_by": None,
    }  # fmt: skip
    await session.run(queries.NAME, **row)
    await _record(session, actor, Deed.SUBSTITUTION, row, posts[absent])
    return await _named(session, actor, row)


async def end(session: Session, actor: Actor, substitution_id: UUID) -> dict[str, object]:
    """Ends a substitution now; one that is over or ended stays as it is.

    Raises:
        NotFound: there is none that concerns the actor. NotPermitted: they are only its substitute.
    """
    row = await read(session, actor, substitution_id)
    posts = await _posts_on(session, row["absent_id"], None)
    if not (row["named_by"] == actor.user_id or await _heads(session, actor, row["absent_id"], posts)):
        raise NotPermitted()
    if row["ended_at"] is None and row["valid_to"] >= clock.today():
        await session.run(queries.END, of_id=substitution_id, at=clock.now(), by=actor.user_id)
        row = await session.one(queries.ONE, of_id=substitution_id)
        await _record(session, actor, Deed.SUBSTITUTION_ENDED, row, posts)
    return await _named(session, actor, row)


async def read(session: Session, actor: Actor, substitution_id: UUID) -> SubstitutionRow:
    """One that concerns the actor.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(queries.ONE, of_id=substitution_id)
    if row is None:
        raise NotFound()
    if actor.user_id in (row["absent_id"], row["substitute_id"], row["named_by"]):
        return row
    if not await _heads(session, actor, row["absent_id"], await _posts_on(session, row["absent_id"], None)):
        raise NotFound()
    return row


def _require_period(since: date, until: date) -> None:
    if since < clock.today():
        raise invalid_field("/valid_from", "不能早于今日", "not before today")
    if not timedelta() <= until - since <= timedelta(days=_MOST_DAYS):
        raise invalid_field("/valid_to", "须在开始之日起一年内", "from the first day on, within a year")


async def _require_free(session: Session, absent: UUID, body: SubstitutionIn) -> None:
    """One substitute at a time, who is there; nobody stands in for who stands in."""
    period = {"since": body.valid_from, "until": body.valid_to}
    if await session.one_value(queries.AWAY_BETWEEN, person=absent, **period):
        raise invalid_field("/valid_from", "该时段已指定代理人", "a substitute is named for a part of this period")
    if await session.one_value(queries.STANDS_IN_BETWEEN, person=absent, **period):
        zh, en = "该人员在此时段内正代理他人", "they stand in for somebody in this period"
        raise invalid_field("/absent_id", zh, en)
    if await session.one_value(queries.AWAY_BETWEEN, person=body.substitute_id, **period):
        raise invalid_field("/substitute_id", "代理人在此时段内请假", "that person is away in this period")


async def _posts_on(session: Session, user_id: UUID, day: date | None) -> list[Row]:
    """The posts of somebody on a day; all that are not over where none is named."""
    posts = await session.all(administration.POSTS_OF, of_id=user_id)
    last = day or clock.today()
    return [
        post
        for post in posts
        if (post["valid_to"] is None or post["valid_to"] >= last) and (day is None or post["valid_from"] <= day)
    ]


def _can_stand_in(absent: Sequence[Row], substitute: Sequence[Row]) -> bool:
    """In exactly the same unit, or of the field at the same village or around it; of the field elsewhere never.

    What somebody of a unit does is not what their permissions of the field are for, and these reach no ties far away.
    """
    units = {post["department_code"] for post in absent if post["post"] in DEPARTMENT_POSTS}
    colleagues = any(post["post"] in DEPARTMENT_POSTS and post["department_code"] in units for post in substitute)
    around = [_around(post["area_path"]) for post in absent if post["post"] in _FIELD and post["area_path"]]
    places = [post["area_path"] for post in substitute if post["post"] in _FIELD and post["area_path"]]
    if around and places:
        return any(place.startswith(wide) or wide.startswith(place) for wide in around for place in places)
    return colleagues


def _around(area_path: str) -> str:
    """The area above one, in which its neighbours lie; the outermost is its own."""
    above, _, _ = area_path.rstrip("/").rpartition("/")
    return f"{above}/" if above else area_path


async def _heads(session: Session, actor: Actor, person: UUID, posts: Sequence[Row]) -> bool:
    """Whether the actor is the person, or heads one of their posts, or administers them."""
    if person == actor.user_id:
        return bool(posts)
    units, areas = _units_of(actor), tuple(_areas_of(actor))
    if any(post["department_code"] in units or (post["area_path"] or "").startswith(areas) for post in posts):
        return True
    return actor.may(Permission.ADMINISTER) and any(map((await reach_of(session, actor)).holds_post, posts))


def _units_of(actor: Actor) -> frozenset[str]:
    return frozenset[str]().union(*(held.department_codes for held in actor.posts if held.post is Post.DEPARTMENT_LEAD))


def _areas_of(actor: Actor) -> set[str]:
    led = {held.area_path for held in actor.posts if held.area_path and held.post is Post.GRID_LEADER}
    return led | {*actor.areas_of(Permission.LEAD_CENTRE), *actor.areas_of(Permission.ADMINISTER)}


async def _record(session: Session, actor: Actor, deed: Deed, row: SubstitutionRow, posts: Sequence[Row]) -> None:
    told = {"substitute": str(row["substitute_id"]), "valid_from": str(row["valid_from"])}
    told |= {"valid_to": str(row["valid_to"]), "reason_code": row["reason_code"]}
    await record(session, actor, deed, row["absent_id"], at=await lies_at(session, posts), **told)


def _view(row: SubstitutionRow, actor: Actor) -> dict[str, object]:
    """It as the actor reads it: why somebody is away is not for who merely stands in for them to know."""
    today = clock.today()
    is_current = row["ended_at"] is None and row["valid_from"] <= today <= row["valid_to"]
    view: dict[str, object] = {name: value for name, value in row.items() if name != "ended_by"}
    if actor.user_id == row["substitute_id"] and actor.user_id != row["named_by"]:
        view |= {"reason_code": None, "note": None}
    return view | {"is_current": is_current}


async def _named(session: Session, actor: Actor, row: SubstitutionRow) -> dict[str, object]:
    view = _view(row, actor)
    await names.give(session, actor, [view])
    return view
