"""Reading one case and what hangs below it, in the scope of whoever asks."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound
from app.models.case_part_rows import EventRow
from app.models.case_row import CaseRow
from app.queries.cases import case as queries
from app.queries.cases import events, followers
from app.queries.cases.case import ReadCase
from app.queries.cases.scope import scope_of
from app.services.cases import other_cases
from app.services.cases.facts import sight_on, who_followed
from app.services.reading import event_names
from app.services.reading.event_names import EventView
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.privacy import Sight, Told, is_lower, others_named, sight_of


async def get(session: Session, actor: Actor, case_id: UUID) -> CaseRow:
    """The case.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    scope = scope_of(actor)
    case = await session.first(queries.visible_case(scope.shape), case_id=case_id, **scope.values)
    if case is None:
        raise NotFound()
    return case


async def read(session: Session, actor: Actor, case_id: UUID, now: datetime) -> ReadCase:
    """The case, and what else there is to read of it: what is not there need not be asked for.

    Raises:
        NotFound: as for `get`.
    """
    scope = scope_of(actor)
    case = await session.first(queries.read_case(scope.shape), case_id=case_id, at=now, **scope.values)
    if case is None:
        raise NotFound()
    return case


async def history(session: Session, actor: Actor, case_id: UUID, *, after: int, count: int) -> dict[str, object]:
    """A page of a case's events numbered above `after`, oldest first.

    Raises:
        NotFound: as for `get`.
    """
    scope = scope_of(actor)
    found = await session.all(
        events.history(scope.shape), case_id=case_id, after=after, count=count + 1, **scope.values
    )
    if not found:
        raise NotFound()
    case, rows = found[0], [row for row in found if row["has_event"]]
    others = (*case["follower_ids"], *who_followed(rows))
    sight = sight_of(actor, Told(case["privacy_tier"], case["lies_at"], case["reporter_id"], others))
    named = {other for row in rows for other in others_named(row["data"])}
    seen = await other_cases.in_sight(session, actor, named)
    items = [_event(row, sight, seen) for row in rows[:count]]
    await event_names.give(session, actor, items)
    number = sight.of_case({"external_id": case["external_id"]})
    return {**number, "items": items, "next_after": items[-1]["seq"] if len(rows) > count else None}


def _event(row: EventRow, sight: Sight, seen: frozenset[UUID]) -> EventView:
    zh, en = ACTION_LABELS[Action(row["action"])]
    actor_id = row["actor_id"]
    return {
        "seq": row["seq"],
        "action": row["action"],
        "from_status": row["from_status"],
        "to_status": row["to_status"],
        "actor_kind": row["actor_kind"],
        "note": row["note"],
        "device_time": row["device_time"],
        "created_at": row["created_at"],
        "actor_id": sight.person(actor_id),
        "actor_name": sight.name(actor_id, row["actor_name"]),
        "data": sight.data(row["data"], actor_id, seen),
        "label_zh": zh,
        "label": en,
    }


class Matter(NamedTuple):
    """A case with those merged into it, and the report it is a part of: their photos are its own.

    With what the reader may know of who told of it.
    """

    case: CaseRow
    case_ids: list[UUID]
    sight: Sight


async def with_merged(session: Session, actor: Actor, case_id: UUID) -> Matter:
    """The whole matter of a case; without what is more private than the case itself.

    Raises:
        NotFound: the case is not theirs to see.
    """
    case = await get(session, actor, case_id)
    rows = await session.all(followers.MERGED_INTO, case_id=case_id) if case["has_merged_cases"] else []
    merged = [row for row in rows if not is_lower(case["privacy_tier"], row["privacy_tier"])]
    known = [(row["id"], row["reporter_id"]) for row in merged]
    if case["parent_id"] is not None:  # a part shows what its report showed
        report = await session.one(queries.CASE_BY_ID, case_id=case["parent_id"])
        if not is_lower(case["privacy_tier"], report["privacy_tier"]):
            known.append((report["id"], report["reporter_id"]))
    sight = sight_on(actor, case, (reporter for _, reporter in known))
    return Matter(case, [case_id, *(other for other, _ in known)], sight)
