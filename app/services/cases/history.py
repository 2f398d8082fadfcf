"""What the history of a case and the outbox are told of a move."""

from datetime import datetime
from typing import Any

from app.services.cases.mover import Mover
from app.workflow.actions import Action
from app.workflow.states import Status


def event_values(
    mover: Mover,
    action: Action,
    source: Status | None,
    target: Status,
    *,
    seq: int,
    area_path: str,
    note: str | None,
    data: dict[str, Any],
    device_time: datetime | None,
    now: datetime,
    scope_keys: set[str],
) -> dict[str, Any]:
    """The parameters of an event and of its outbox message, for `queries.cases.case.change` and `born`."""
    return {
        "event_seq": seq,
        "event_action": action,
        "event_from_status": source,
        "event_to_status": target,
        "event_actor_id": mover.user_id,
        "event_actor_kind": mover.kind,
        "event_actor_name": mover.name,
        "event_area_path": area_path,
        "event_note": note,
        "event_data": data,
        "event_device_time": device_time,
        "event_created_at": now,
        "topic": f"case.{action.value}",
        "payload": {"action": action.value, "from": source, "to": target},
        "scope_keys": sorted(scope_keys),
    }
