"""What the codes in an event are called, in its reader's language, under the very field that bears each."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NotRequired, TypedDict
from uuid import UUID

from app.authz import Actor
from app.db.session import Session
from app.services.organisation.names import KINDS, named, words_of
from app.workflow.actions import Action
from app.workflow.reasons import PHOTO_EXEMPTIONS, REASONS
from app.workflow.states import STATUS_LABELS, Status

#: Of what an event remembers: which field bears codes of which kind, alone or as a list.
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "area_code": "area",
        "from_centre": "area",
        "to_centre": "area",
        "category_code": "category",
        "lead": "department",
        "assists": "department",
        "attended": "department",
        "missed": "department",
        "task_departments": "department",
        "department": "department",
        "departments": "department",
        "proposed_department": "department",
        "from_department": "department",
        "team": "department",
        "from_team": "department",
        "fallback": "department",
        "eligible": "department",
        "for_person": "person",
        "from_person": "person",
        "person_id": "person",
        "handler_id": "person",
        "verifier_id": "person",
        "checker_id": "person",
    }
)


class EventView(TypedDict):
    """An event as its reader sees it; `names` are still to be given."""

    seq: int
    action: str
    from_status: str | None
    to_status: str
    actor_kind: str
    actor_id: UUID | None
    actor_name: str | None
    note: str | None
    data: dict[str, object]
    device_time: datetime | None
    created_at: datetime
    label_zh: str
    label: str
    names: NotRequired[dict[str, object]]


async def give(session: Session, actor: Actor, events: list[EventView]) -> None:
    """Gives each event its `names`; whoever may not be named to the reader is no longer in what it remembers."""
    wanted: dict[str, set[object]] = {kind: set() for kind in KINDS}
    for event in events:
        for field, kind in _FIELDS.items():
            told = _codes(event["data"].get(field), kind)
            if told:
                wanted[kind].update(told if isinstance(told, list) else (told,))
    called = await words_of(session, wanted, actor.language)
    for event in events:
        event["names"] = _labels(event, actor.language) | _names(event["data"], called)


def _names(data: Mapping[str, object], called: Mapping[str, Mapping[object, str]]) -> dict[str, object]:
    found = {field: named(_codes(data[field], kind), called[kind])
             for field, kind in _FIELDS.items() if field in data}  # fmt: skip
    return {field: name for field, name in found.items() if name}


def _codes(told: object, kind: str) -> object:
    """An id as an id: what an event remembers has them as text."""
    return UUID(told) if kind == "person" and isinstance(told, str) else told


def _labels(event: EventView, language: str) -> dict[str, object]:
    """The words of the flow itself: the statuses, and the reason that was chosen."""
    data, action = event["data"], Action(event["action"])
    told = {"from_status": event["from_status"], "to_status": event["to_status"]}
    labels = {name: STATUS_LABELS[Status(status)] for name, status in told.items() if status}
    for field, known in (("reason_code", REASONS.get(action, {})), ("photo_exemption", PHOTO_EXEMPTIONS)):
        code = data.get(field)
        if isinstance(code, str) and code in known:
            labels[field] = known[code]
    return {field: zh if language == "zh" else en for field, (zh, en) in labels.items()}
