"""Reading whistles 吹哨: those of one case, and the list of those in sight, with every call and who came."""

from collections.abc import Sequence
from uuid import UUID

from app import cursors
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.models.whistle_rows import CallRow, WhistleRow
from app.queries.cases import whistle_lists as queries
from app.queries.cases.scope import scope_of
from app.queries.cases.whistle_lists import ResponsePhoto
from app.schemas.cases.whistles import WhistleQuery
from app.services.cases.facts import sight_on
from app.services.organisation import names
from app.services.reading import cases
from app.workflow.number import number_of
from app.workflow.privacy import Sight, Told, sight_of
from app.workflow.whistles import (
    CALL_LABELS,
    PRESENCE_LABELS,
    WHISTLE_LABELS,
    CallState,
    Presence,
    WhistleState,
)

_OF_CALL = (
    "department_code", "state", "answered_at", "late", "missed_at", "device_at", "device_in_time", "head_count",
    "note", "presence", "distance_m", "score", "score_note", "scored_at",
)  # fmt: skip
_OF_WHISTLE = ("id", "case_id", "place", "respond_by", "note", "called_at", "state", "result", "ended_at")
Page = tuple[list[dict[str, object]], str | None, int]


async def of_case(session: Session, actor: Actor, case_id: UUID) -> list[dict[str, object]]:
    """The whistles of a case, oldest first.

    Raises:
        NotFound: there is no such case, or it is not theirs to see.
    """
    case = await cases.get(session, actor, case_id)
    rows = await session.all(queries.WHISTLES_OF, case_id=case_id)
    sight = sight_on(actor, case)
    told: dict[str, object] = {
        "number": number_of(case["serial"]),
        "title": case["title"],
        "description": case["description"],
    }
    return await _views(session, actor, [(row, told, sight) for row in rows])


async def page(session: Session, actor: Actor, query: WhistleQuery) -> Page:
    """A page of the whistles of cases the actor sees, newest first; and how many there are."""
    identity = ("whistles", actor.user_id, query.mine, query.open)
    scope = scope_of(actor)
    values: dict[str, object] = dict(scope.values)
    values |= {"units": sorted(actor.department_codes)} if query.mine else {}
    count = await session.one_value(queries.counted(scope.shape, mine=query.mine, is_open=query.open), **values)
    if query.cursor is not None:
        values["after_value"], values["after_id"] = cursors.decode(query.cursor, identity)
    listing = queries.listed(
        scope.shape, query.limit + 1, mine=query.mine, is_open=query.open, begun=query.cursor is not None
    )
    rows = await session.all(listing, **values)
    last = rows[query.limit - 1] if rows[query.limit :] else None
    told: list[tuple[WhistleRow, dict[str, object], Sight]] = []
    for row in rows[: query.limit]:
        of_case: dict[str, object] = {
            "number": number_of(row["serial"]),
            "title": row["title"],
            "description": row["description"],
        }
        who = Told(row["privacy_tier"], row["area_path"], row["reporter_id"], row["follower_ids"])
        told.append((row, of_case, sight_of(actor, who)))
    views = await _views(session, actor, told)
    return views, None if last is None else cursors.encode(last["called_at"], last["id"], identity), count


async def _views(
    session: Session, actor: Actor, told: Sequence[tuple[WhistleRow, dict[str, object], Sight]]
) -> list[dict[str, object]]:
    """Each with its calls: three questions for a page, however long."""
    if not told:
        return []
    case_ids = list({row["case_id"] for row, _, _ in told})
    ids = [row["id"] for row, _, _ in told]
    calls = await session.all(queries.CALLS_OF_MANY, case_ids=case_ids, whistle_ids=ids)
    photos = await session.all(queries.PHOTOS_OF_MANY, case_ids=case_ids)
    views, all_calls = [], []
    for row, of_case, sight in told:
        of_it = [_call(call, row, photos, sight) for call in calls if call["whistle_id"] == row["id"]]
        all_calls += of_it
        views.append(_whistle(row, sight) | of_case | {"calls": of_it})
    await names.give(session, actor, all_calls)
    await names.give(session, actor, views)
    return views


def _whistle(row: WhistleRow, sight: Sight) -> dict[str, object]:
    zh, en = WHISTLE_LABELS[WhistleState(row["state"])]
    point = None
    if row["lat"] is not None:
        point = {"lat": row["lat"], "lon": row["lon"], "datum": "wgs84", "accuracy_m": None}
    return columns(row, _OF_WHISTLE) | {
        "at": row["meet_at"],
        "location": point,
        "called_by": sight.person(row["called_by"]),
        "ended_by": sight.person(row["ended_by"]),
        "state_label_zh": zh,
        "state_label": en,
    }


def _call(call: CallRow, whistle: WhistleRow, photos: Sequence[ResponsePhoto], sight: Sight) -> dict[str, object]:
    zh, en = CALL_LABELS[CallState(call["state"])]
    seen = (None, None) if call["presence"] is None else PRESENCE_LABELS[Presence(call["presence"])]
    theirs = [photo for photo in photos if call["answered_by"] is not None and _shows(photo, call, whistle)]
    return columns(call, _OF_CALL) | {
        "state_label_zh": zh,
        "state_label": en,
        "presence_label_zh": seen[0],
        "presence_label": seen[1],
        "answered_by": sight.person(call["answered_by"]),
        "photo_ids": [photo["id"] for photo in theirs],
        "near_photo_ids": [photo["id"] for photo in theirs if photo["near_case"]],
    }


def _shows(photo: ResponsePhoto, call: CallRow, whistle: WhistleRow) -> bool:
    ended = whistle["ended_at"]
    return (
        photo["case_id"] == whistle["case_id"]
        and photo["uploaded_by"] == call["answered_by"]
        and whistle["called_at"] <= photo["created_at"]
        and (ended is None or photo["created_at"] <= ended)
    )
