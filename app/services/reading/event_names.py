"""What the codes in an event are called, in its reader's language, under the very field that bears each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
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
        "category_code": "category",
        "lead": "department",
        "assists": "department",
        "department": "department",
        "departments": "department",
        "proposed_department": "department",
        "from_department": "department",
        "from_person": "person",
        "person_id": "person",
        "handler_id": "person",
        "verifier_id": "person",
        "checker_id": "person",
    }
)


async def give(session: Session, actor: Actor, events: list[dict[str, Any]]) -> None:
    """Gives each event its `names`; whoever may not be named to the reader is no longer in what it remembers."""
    wanted: dict[str, set[Any]] = {kind: set() for kind in KINDS}
    for event in events:
        for field, kind in _FIELDS.items():
            told = _codes(event["data"].get(field), kind)
            if told:
                wanted[kind].update(told if isinstance(told, list) else (told,))
    called = await words_of(session, wanted, actor.language)
    for event in events:
        event["names"] = _labels(event, actor.language) | _names(event["data"], called)


def _names(data: Mapping[str, Any], called: Mapping[str, Mapping[Any, str]]) -> dict[str, Any]:
    found = {field: named(_codes(data[field], kind), called[kind])
             for field, kind in _FIELDS.items() if field in data}  # fmt: skip
    return {field: name for field, name in found.items() if name}


def _codes(told: Any, kind: str) -> Any:
    """An id as an id: what an event remembers has them as text."""
    return UUID(told) if kind == "person" and told is not None else told


def _labels(event: Mapping[str, Any], language: str) -> dict[str, str]:
    """The words of the flow itself: the statuses, and the reason that was chosen."""
    data, action = event["data"], Action(event["action"])
    labels = {name: STATUS_LABELS[Status(event[name])] for name in ("from_status", "to_status") if event[name]}
    for field, known in (("reason_code", REASONS.get(action, {})), ("photo_exemption", PHOTO_EXEMPTIONS)):
        if data.get(field) in known:
            labels[field] = known[data[field]]
    return {field: zh if language == "zh" else en for field, (zh, en) in labels.items()}
