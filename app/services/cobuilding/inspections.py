"""Quarterly inspections 季度考评: named, done on the spot, handed in once. Nobody inspects their own group."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from app import clock, cursors
from app.authz import Actor, Bearer
from app.db.rows import columns
from app.db.session import Session
from app.errors import EvidenceMissing, NotFound, NotPermitted, WrongState, invalid_field
from app.geo.datum import to_wgs84
from app.identifiers import new_id
from app.models.cobuilding_marks import InspectionState
from app.models.cobuilding_work import EvidenceSubject
from app.queries.cobuilding import groups as group_queries
from app.queries.cobuilding import marks as queries
from app.queries.cobuilding.marks import PlacedInspection
from app.queries.cobuilding.periods import PlacedPeriod
from app.schemas.cobuilding.marks import Assigned, InspectionMarks, InspectionQuery, InspectionsIn
from app.services.cobuilding import access, forms, periods, photos, schemes, standing
from app.services.cobuilding.groups import NIL, Page
from app.services.identity import device_clocks
from app.services.organisation import names
from app.workflow.cobuilding.quarters import Quarter
from app.workflow.cobuilding.standing import InspectorTie

_SUMMARY = (
    "id", "period_id", "group_id", "group_name", "area_code", "inspector_id", "state", "submitted_at", "created_at",
)  # fmt: skip
_SPOT = ("note", "lat", "lon", "inspected_at")
_WHY = {
    InspectorTie.MEMBER_UNIT: ("任职于该小组成员单位", "of a unit of the group"),
    InspectorTie.COMMUNITY: ("任职于该社区", "of the community of the group"),
}


async def page(session: Session, actor: Actor, query: InspectionQuery) -> Page:
    """Those the actor is to do, and those of groups that they see."""
    identity = ("cobuilding inspections", actor.user_id, query.period, query.group, query.mine)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else NIL
    rows = await session.all(
        queries.INSPECTIONS, period=query.period, group=query.group, mine=query.mine, after=after,
        count=query.limit + 1, **access.sight_of(actor),
    )  # fmt: skip
    views = await _summaries(session, actor, rows[: query.limit])
    cursor = cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None
    return views, cursor


async def _summaries(session: Session, actor: Actor, rows: Iterable[PlacedInspection]) -> list[dict[str, object]]:
    views: list[dict[str, object]] = []
    for row in rows:
        view = columns(row, _SUMMARY)
        quarter = str(Quarter(row["year"], row["number"]))
        views.append(view | {"quarter": quarter, "score": forms.on_the_wire(_told(row, actor))})
    await names.give(session, actor, views)
    return views


def _told(row: PlacedInspection, actor: Actor) -> int | None:
    """The score, to the inspector and to who runs the assessment at once; to others with the results."""
    own = row["inspector_id"] == actor.user_id or access.may_manage(actor, row["area_path"])
    return row["score"] if own else None


async def assign(session: Session, actor: Actor, period_id: UUID, body: InspectionsIn) -> dict[str, object]:
    """Names inspectors for groups of a quarter; all of them, or none.

    Raises:
        NotFound. NotPermitted. WrongState: it is published. AlreadyExists: they are to inspect it already.
        Invalid: no group of the quarter, or somebody who is of it or may not sign in.
    """
    told = await periods.seen(session, actor, period_id)
    if not access.may_manage(actor, told["area_path"]):
        raise NotPermitted()
    await periods.require_unpublished(session, period_id)
    made = [await _one(session, actor, told, at, each) for at, each in enumerate(body.assigned)]
    rows = [
        row
        for each in made
        if (row := await session.first(queries.INSPECTION, of_id=each, **access.sight_of(actor))) is not None
    ]
    return {"items": await _summaries(session, actor, rows)}


async def _one(session: Session, actor: Actor, period: PlacedPeriod, at: int, each: Assigned) -> UUID:
    quarter = Quarter(period["year"], period["number"])
    group = await session.first(group_queries.ANY, of_id=each.group_id)
    if group is None or not group["area_path"].startswith(period["area_path"]) or not standing.holds_in(group, quarter):
        raise invalid_field(f"/assigned/{at}/group_id", "不是本季度的小组", "no group of this quarter")
    pointer = f"/assigned/{at}/inspector_id"
    if not await standing.may_serve(session, each.inspector_id):
        raise invalid_field(pointer, "没有这名在岗人员", "there is no such person with a post today")
    tie = await standing.tie_of(session, each.inspector_id, each.group_id, group["area_path"], quarter)
    if tie is not None:
        zh, en = _WHY[tie]
        raise invalid_field(pointer, f"考评员须回避：{zh}", f"may not inspect it: {en}")
    now = clock.now()
    row = {
        "id": new_id(now), "period_id": period["id"], "group_id": each.group_id, "inspector_id": each.inspector_id,
        "state": InspectionState.ASSIGNED, "assigned_by": actor.user_id, "created_at": now,
    }  # fmt: skip
    await session.run(queries.ASSIGN, **row)
    return UUID(str(row["id"]))


async def seen(session: Session, actor: Actor, inspection_id: UUID) -> PlacedInspection:
    """One that is the actor's to do, or of a group that they see.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(queries.INSPECTION, of_id=inspection_id, **access.sight_of(actor))
    if row is None:
        raise NotFound()
    return row


async def read(session: Session, actor: Actor, inspection_id: UUID) -> dict[str, object]:
    """The same with its form and what was marked. Raises as `seen`.

    Marks and photos are told before the results to who made them and who runs the assessment alone.
    """
    row = await seen(session, actor, inspection_id)
    period = await periods.held(session, row["period_id"])
    own = row["inspector_id"] == actor.user_id or access.may_manage(actor, row["area_path"])
    is_told = own or period["published_at"] is not None
    scheme = await schemes.one(session, period["scheme_id"])
    pictures = (await photos.of(session, actor, EvidenceSubject.INSPECTION, [row["id"]]))[row["id"]] if is_told else []
    view = (await _summaries(session, actor, [row]))[0]
    tie = await _tie(session, row)
    waits = row["state"] == InspectionState.ASSIGNED and row["inspector_id"] == actor.user_id
    spot = {name: told if is_told else None for name, told in columns(row, _SPOT).items()}
    return view | spot | {
        "score": forms.on_the_wire(row["score"]) if is_told else None, "form": scheme["body"]["items"],
        "marks": forms.marks_view(row["marks"]) if is_told else [], "photos": pictures, "barred": tie,
        "may_submit": waits and tie is None and period["published_at"] is None,
    }  # fmt: skip


async def submit(
    session: Session, actor: Actor, bearer: Bearer, inspection_id: UUID, body: InspectionMarks
) -> dict[str, object]:
    """Hands the marks in, once.

    Raises:
        NotFound. NotPermitted: another's, or of one's own group by now. WrongState: handed in before, withdrawn, or
        the quarter is published. Invalid: the marks. EvidenceMissing: a line that needs a photo has none.
    """
    row = await seen(session, actor, inspection_id)
    if row["inspector_id"] != actor.user_id:
        raise NotPermitted()
    period = await periods.require_unpublished(session, row["period_id"])
    now = await session.one(queries.LOCK_INSPECTION, of_id=inspection_id)
    if now["state"] != InspectionState.ASSIGNED:
        raise WrongState(zh="该考评已提交或已撤销", en="This inspection was handed in or withdrawn")
    await _require_untied(session, row)
    items = forms.scheme_of((await schemes.one(session, period["scheme_id"]))["body"]).items
    kept, score = forms.filled(body.marks, items)
    shown = await photos.of(session, actor, EvidenceSubject.INSPECTION, [inspection_id])
    told = {photo["item_code"] for photo in shown[inspection_id]}
    _require_photos([item.code for item in items if item.needs_photo and item.code not in told])
    device = await device_clocks.of_device(session, bearer, body.sent_at)
    place = body.location
    lat, lon = to_wgs84(place.lat, place.lon, place.datum) if place else (None, None)
    await session.run(
        queries.SUBMIT, of_id=inspection_id, told_marks=kept, told_score=score, told_note=body.note, told_lat=lat,
        told_lon=lon, told_at=device.by_ours(body.inspected_at), at=clock.now(),
    )  # fmt: skip
    return await read(session, actor, inspection_id)


async def _tie(session: Session, row: PlacedInspection) -> InspectorTie | None:
    quarter = Quarter(row["year"], row["number"])
    return await standing.tie_of(session, row["inspector_id"], row["group_id"], row["area_path"], quarter)


async def _require_untied(session: Session, row: PlacedInspection) -> None:
    tie = await _tie(session, row)
    if tie is not None:
        zh, en = _WHY[tie]
        raise NotPermitted(zh=f"考评员须回避：{zh}", en=f"You may not inspect it: you are {en}")


def _require_photos(lacking: Sequence[str]) -> None:
    if lacking:
        zh, en = f"下列项目须附照片：{'、'.join(lacking)}", f"These lines need a photo: {', '.join(lacking)}"
        raise EvidenceMissing(zh=zh, en=en)


async def withdraw(session: Session, actor: Actor, inspection_id: UUID) -> dict[str, object]:
    """Takes an inspector off; what was handed in stays and counts.

    Raises:
        NotFound. NotPermitted. WrongState: it was handed in, or the quarter is published.
    """
    row = await seen(session, actor, inspection_id)
    if not access.may_manage(actor, row["area_path"]):
        raise NotPermitted()
    await periods.require_unpublished(session, row["period_id"])
    now = await session.one(queries.LOCK_INSPECTION, of_id=inspection_id)
    if now["state"] == InspectionState.SUBMITTED:
        raise WrongState(zh="该考评已提交", en="This inspection was handed in")
    await session.run(queries.WITHDRAW, of_id=inspection_id)
    return await read(session, actor, inspection_id)
