"""Who adds and who sees a photo as evidence: whoever does the thing it belongs to, and whoever sees that.

The bytes pass the one darkroom and lie in the one store, by the rules of photos of cases.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Database, Session
from app.errors import NotFound, NotPermitted, WrongState, invalid_field
from app.geo.datum import to_wgs84
from app.identifiers import new_id
from app.models.cobuilding import QuarterState
from app.models.cobuilding_marks import InspectionState
from app.models.cobuilding_work import EvidenceSubject, GroupProjectState, GroupTaskState
from app.queries import photos as stored
from app.queries.cobuilding import photos as queries
from app.queries.cobuilding.photos import PhotoRow
from app.schemas.base import Location
from app.services.cobuilding import (
    access,
    activities,
    adoptions,
    assessments,
    inspections,
    periods,
    photos,
    projects,
    schemes,
    tasks,
)
from app.services.organisation import names
from app.services.photos import links
from app.services.photos.copies import PhotoParked, PhotoPending
from app.services.photos.store import PhotoStore
from app.workflow.cobuilding.quarters import quarter_of


@dataclass(frozen=True, slots=True)
class Told:
    """What came with the bytes, by our clock."""

    item_code: str
    place: Location | None
    taken_at: datetime | None


async def add(
    database: Database,
    store: PhotoStore,
    actor: Actor,
    subject: EvidenceSubject,
    subject_id: UUID,
    content: AsyncIterator[bytes],
    told: Told,
) -> tuple[dict[str, object], bool]:
    """Adds a photo; gives it, and whether it is new: the same bytes again are the same photo.

    Raises:
        NotFound. NotPermitted. WrongState: nothing is added any more. Invalid: no such line of the form.
        UnsupportedMedia, TooLarge, Unavailable: see the store.
    """
    await require_welcome(database, actor, subject, subject_id, told.item_code)
    sha256 = await store.keep(database, content)
    async with database.writing() as session:
        await _require(session, actor, subject, subject_id, told.item_code)
        return await _added(session, actor, subject, subject_id, sha256, told)


async def require_welcome(
    database: Database, actor: Actor, subject: EvidenceSubject, subject_id: UUID, item_code: str | None = None
) -> None:
    """Refuses a photo that could not be added now: nothing is kept for who may not. Raises as `add`."""
    async with database.reading() as session:
        await _require(session, actor, subject, subject_id, item_code)


async def _added(
    session: Session, actor: Actor, subject: EvidenceSubject, subject_id: UUID, sha256: str, told: Told
) -> tuple[dict[str, object], bool]:
    used = await session.one(stored.USE, of_sha256=sha256)  # held: nobody adds the same bytes meanwhile
    same = await session.first(queries.SAME, of_id=subject_id, item=told.item_code, of_sha256=sha256)
    if same is not None:
        return await _view(session, actor, same), False
    lat, lon = to_wgs84(told.place.lat, told.place.lon, told.place.datum) if told.place else (None, None)
    row: PhotoRow = {
        "id": new_id(clock.now()), "subject": subject.value, "subject_id": subject_id, "item_code": told.item_code,
        "sha256": sha256, "is_repeated": used["uses"] > 1, "lat": lat, "lon": lon, "taken_at": told.taken_at,
        "uploaded_by": actor.user_id, "created_at": clock.now(),
    }  # fmt: skip
    await session.run(queries.ADD, **row)
    return await _view(session, actor, row), True


async def _view(session: Session, actor: Actor, row: PhotoRow) -> dict[str, object]:
    told = ("id", "item_code", "taken_at", "is_repeated", "uploaded_by", "created_at")
    view = columns(row, told) | {"url": f"{photos.PATH}{row['id']}"}
    await names.give(session, actor, [view])
    return view


async def copy(session: Session, actor: Actor, photo_id: UUID, size: str) -> links.Kept:
    """The copy of a photo that may leave.

    Raises:
        NotFound: there is none, or not for the actor to see. PhotoPending. PhotoParked.
    """
    row = await session.first(queries.ONE, of_id=photo_id)
    if row is None:
        raise NotFound()
    await _require_sight(session, actor, EvidenceSubject(row["subject"]), row["subject_id"])
    if row["copies"] == "parked":
        raise PhotoParked()
    if row["copies"] != "made":
        raise PhotoPending(headers={"Retry-After": "2"}, copies=row["copies"])
    return links.kept_copy(row["sha256"], size)


async def _require_sight(session: Session, actor: Actor, subject: EvidenceSubject, subject_id: UUID) -> None:
    if subject is EvidenceSubject.INSPECTION:
        row = await inspections.seen(session, actor, subject_id)
        period = await periods.held(session, row["period_id"])
        own = row["inspector_id"] == actor.user_id or access.may_manage(actor, row["area_path"])
        if not own and period["state"] != QuarterState.PUBLISHED:
            raise NotFound()
        return
    await {
        EvidenceSubject.TASK: tasks.seen,
        EvidenceSubject.ACTIVITY: activities.seen,
        EvidenceSubject.ADOPTION: adoptions.seen,
        EvidenceSubject.PROJECT: projects.seen,
        EvidenceSubject.ASSESSMENT: assessments.seen,
    }[subject](session, actor, subject_id)


async def _require(
    session: Session, actor: Actor, subject: EvidenceSubject, subject_id: UUID, item: str | None
) -> None:
    """The actor may add evidence of this now, and there is such an item."""
    known = await {
        EvidenceSubject.TASK: _of_task,
        EvidenceSubject.ACTIVITY: _of_activity,
        EvidenceSubject.ADOPTION: _of_adoption,
        EvidenceSubject.PROJECT: _of_project,
        EvidenceSubject.INSPECTION: _of_inspection,
        EvidenceSubject.ASSESSMENT: _of_assessment,
    }[subject](session, actor, subject_id)
    if item and item not in known:
        raise invalid_field("/item_code", "没有此项目", "there is no such line or stage")


async def _of_task(session: Session, actor: Actor, subject_id: UUID) -> set[str]:
    row, group = await tasks.seen(session, actor, subject_id)
    group.require(tasks.may_report(row, group))
    if row["state"] not in (GroupTaskState.OPEN, GroupTaskState.DONE):
        raise _over()
    return set()


async def _of_activity(session: Session, actor: Actor, subject_id: UUID) -> set[str]:
    row, group = await activities.seen(session, actor, subject_id)
    group.require(activities.may_minute(row, group))
    return set()


async def _of_adoption(session: Session, actor: Actor, subject_id: UUID) -> set[str]:
    _, group = await adoptions.seen(session, actor, subject_id)
    group.require(group.may_record)
    return set()


async def _of_project(session: Session, actor: Actor, subject_id: UUID) -> set[str]:
    row, group = await projects.seen(session, actor, subject_id)
    group.require(projects.may_report(row, group))
    if row["state"] != GroupProjectState.RUNNING:
        raise _over()
    return {str(position) for position in await projects.positions(session, subject_id)}


async def _of_inspection(session: Session, actor: Actor, subject_id: UUID) -> set[str]:
    row = await inspections.seen(session, actor, subject_id)
    if row["inspector_id"] != actor.user_id:
        raise NotPermitted()
    if row["state"] != InspectionState.ASSIGNED:
        raise _over()
    period = await periods.held(session, row["period_id"])
    return {item["code"] for item in (await schemes.one(session, period["scheme_id"]))["body"]["items"]}


async def _of_assessment(session: Session, actor: Actor, subject_id: UUID) -> set[str]:
    row, group = await assessments.seen(session, actor, subject_id)
    group.require(group.may_lead)
    await periods.of_place(session, group.path, quarter_of(row["month"]))
    return {item["code"] for item in (await schemes.one(session, row["scheme_id"]))["body"]["items"]}


def _over() -> WrongState:
    return WrongState(zh="该事项已办结，不再接收照片", en="This is over, and takes no more photos")
