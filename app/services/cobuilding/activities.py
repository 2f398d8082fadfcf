"""Activities: planned, attended on the spot 签到, minuted, counted. What a phone tells refuses nothing."""

from datetime import timedelta
from uuid import UUID

from app import clock, cursors
from app.authz import Actor, Bearer
from app.db.rows import columns
from app.db.session import Session
from app.errors import NotFound, NotPermitted, WrongState, invalid_field
from app.geo.datum import to_wgs84
from app.geo.points import distance_m
from app.identifiers import new_id
from app.models.cobuilding_work import EvidenceSubject, GroupActivityState, GroupEntryKind
from app.queries.cobuilding import activities as queries
from app.queries.cobuilding.activities import ActivityRow, CountedActivity
from app.schemas.base import Location
from app.schemas.cobuilding.activities import ActivityIn, ActivityQuery, CheckIn, MinutesIn
from app.services.cobuilding import access, history, photos
from app.services.cobuilding.access import Seen
from app.services.cobuilding.groups import NIL, Page
from app.services.identity import device_clocks
from app.services.organisation import names
from app.workflow.cobuilding.on_the_spot import remarks

_LONGEST = timedelta(days=2)
_TOLD = (
    "id", "group_id", "group_name", "kind", "title", "place", "lat", "lon", "starts_at", "ends_at", "department_code",
    "state", "residents_present", "attended", "units_attended", "created_at",
)  # fmt: skip
_ATTENDANCE = ("department_code", "distance_m", "remarks")


async def page(session: Session, actor: Actor, query: ActivityQuery) -> Page:
    """Activities of the groups that the actor sees."""
    identity = ("cobuilding activities", actor.user_id, query.group, query.kind, query.state)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else NIL
    rows = await session.all(
        queries.ACTIVITIES, group=query.group, kind=query.kind, state=query.state, after=after, count=query.limit + 1,
        **access.sight_of(actor),
    )  # fmt: skip
    views = [columns(row, _TOLD) for row in rows[: query.limit]]
    await names.give(session, actor, views)
    cursor = cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None
    return views, cursor


async def seen(session: Session, actor: Actor, activity_id: UUID) -> tuple[CountedActivity, Seen]:
    """An activity of a group that the actor sees.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(queries.ACTIVITY, of_id=activity_id)
    if row is None:
        raise NotFound()
    return row, await access.seen(session, actor, row["group_id"])


def may_minute(row: ActivityRow, group: Seen) -> bool:
    """Whether somebody works in the unit that holds it, in the lead unit, or runs the assessment."""
    return group.works_in(row["department_code"]) or group.may_lead or group.may_manage


async def read(session: Session, actor: Actor, activity_id: UUID) -> dict[str, object]:
    """The same with who was there, minutes, evidence and history. Raises as `seen`."""
    row, group = await seen(session, actor, activity_id)
    view = columns(row, (*_TOLD, "minutes"))
    await names.give(session, actor, [view])
    there = [
        columns(each, _ATTENDANCE) | {"attendee_id": each["user_id"], "checked_in_at": each["created_at"]}
        for each in await session.all(queries.ATTENDANCES, of_id=activity_id)
    ]
    await names.give(session, actor, there)
    pictures = await photos.of(session, actor, EvidenceSubject.ACTIVITY, [activity_id])
    may = row["state"] != GroupActivityState.CANCELLED and group.goes_on and may_minute(row, group)
    return view | {
        "attendances": there, "photos": pictures[activity_id], "may_minute": may,
        "history": await history.of(session, actor, activity_id),
        "is_there": await session.one_value(queries.IS_THERE, of_id=activity_id, me=actor.user_id),
    }  # fmt: skip


def _wgs84(place: Location | None) -> tuple[float | None, float | None]:
    return to_wgs84(place.lat, place.lon, place.datum) if place else (None, None)


async def plan(session: Session, actor: Actor, group_id: UUID, body: ActivityIn) -> dict[str, object]:
    """Plans one.

    Raises:
        NotFound. NotPermitted: of no member unit, nor running the assessment. WrongState. Invalid: unit or times.
    """
    group = await access.seen(session, actor, group_id)
    group.require(group.may_work or group.may_manage)
    if group.member(body.department_code) is None:
        raise invalid_field("/department_code", "不是该小组的现成员单位", "no member of the group today")
    if not timedelta() < body.ends_at - body.starts_at <= _LONGEST:
        raise invalid_field("/ends_at", "须在开始之后两日之内", "within two days of its beginning")
    now, (lat, lon) = clock.now(), _wgs84(body.location)
    row: ActivityRow = {
        "id": new_id(now), "group_id": group_id, "kind": body.kind.value, "title": body.title, "place": body.place,
        "lat": lat, "lon": lon, "starts_at": body.starts_at, "ends_at": body.ends_at,
        "department_code": body.department_code, "state": GroupActivityState.PLANNED.value, "minutes": None,
        "residents_present": None, "planned_by": actor.user_id, "created_at": now,
    }  # fmt: skip
    await session.run(queries.PLAN, **row)
    await history.enter(session, actor, EvidenceSubject.ACTIVITY, row["id"], GroupEntryKind.CREATED)
    return await read(session, actor, row["id"])


async def check_in(
    session: Session, actor: Actor, bearer: Bearer, activity_id: UUID, body: CheckIn
) -> dict[str, object]:
    """Somebody is there, for the member unit they work in; said twice it is said once.

    Raises:
        NotFound. NotPermitted: another system, which is nowhere. WrongState: it was cancelled.
    """
    row, group = await seen(session, actor, activity_id)
    if actor.is_another_system:
        raise NotPermitted()
    if row["state"] == GroupActivityState.CANCELLED:
        raise WrongState(zh="活动已取消", en="The activity was cancelled")
    device = await device_clocks.of_device(session, bearer, body.sent_at)
    at = device.by_ours(body.at)
    lat, lon = _wgs84(body.location)
    away = None
    if None not in (lat, lon, row["lat"], row["lon"]):
        away = distance_m(lat or 0.0, lon or 0.0, row["lat"] or 0.0, row["lon"] or 0.0)
    odd = remarks(
        row["starts_at"], row["ends_at"], at or clock.now(), is_placed=row["lat"] is not None, distance=away,
        clock_off=device.off is not None,
    )  # fmt: skip
    units = [each["department_code"] for each in group.today if group.works_in(each["department_code"])]
    await session.run(
        queries.ATTEND, activity_id=activity_id, user_id=actor.user_id, department_code=units[0] if units else None,
        lat=lat, lon=lon, distance_m=None if away is None else round(away), device_at=at,
        remarks=[each.value for each in odd], created_at=clock.now(),
    )  # fmt: skip
    return await read(session, actor, activity_id)


async def minute(session: Session, actor: Actor, activity_id: UUID, body: MinutesIn) -> dict[str, object]:
    """Writes its minutes, by which it was held; again they are mended, and the history keeps what was said before.

    Raises:
        NotFound. NotPermitted. WrongState: it has not begun, or was cancelled.
    """
    _, group = await seen(session, actor, activity_id)
    row = await session.one(queries.LOCK_ACTIVITY, of_id=activity_id)
    group.require(may_minute(row, group))
    if row["state"] == GroupActivityState.CANCELLED or row["starts_at"] > clock.now():
        raise WrongState(zh="活动尚未开始或已取消", en="The activity has not begun, or was cancelled")
    present = body.residents_present
    await session.run(queries.MINUTE, of_id=activity_id, told=body.minutes, present=present)
    data: dict[str, object] = {"minutes_before": row["minutes"], "residents_present": present}
    await history.enter(session, actor, EvidenceSubject.ACTIVITY, activity_id, GroupEntryKind.MINUTED, None, **data)
    return await read(session, actor, activity_id)


async def cancel(session: Session, actor: Actor, activity_id: UUID, note: str) -> dict[str, object]:
    """Cancels what was planned.

    Raises:
        NotFound. NotPermitted. WrongState: it was held, or cancelled before.
    """
    _, group = await seen(session, actor, activity_id)
    row = await session.one(queries.LOCK_ACTIVITY, of_id=activity_id)
    group.require(may_minute(row, group))
    if row["state"] != GroupActivityState.PLANNED:
        raise WrongState(zh="活动已开展或已取消", en="The activity was held or cancelled")
    await session.run(queries.CANCEL, of_id=activity_id)
    await history.enter(session, actor, EvidenceSubject.ACTIVITY, activity_id, GroupEntryKind.CANCELLED, note)
    return await read(session, actor, activity_id)
