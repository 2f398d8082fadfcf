"""What an operation names may have been right when the phone knew it, and wrong by now: overtaken, and no mistake.

The phone knew its case at `base_version`, and all else no later than that; where it names none, when it says that it
was done. What is not there, or has not changed since, was never right.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from app import clock
from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import AppError, Invalid, NotPermitted
from app.models.audit import Deed
from app.models.term import TermKind
from app.queries.identity import users
from app.queries.organisation import lookup, terms
from app.queries.sync import overtaken as queries
from app.queries.sync.overtaken import Stood
from app.schemas.sync.operation import Operation
from app.workflow.states import OPEN, Status

_OF_POSTS = (Deed.USER_CHANGED, Deed.APPOINTMENT, Deed.APPOINTMENT_DATED, Deed.APPOINTMENT_REVOKED, Deed.HAND_OVER)
_OF_UNITS = (Deed.DEPARTMENT,)
_OF_TERMS = (Deed.TERM,)
_CASE = "target_id"
_PEOPLE = ("verifier_id", "checker_id", "person_id", "handler_id")
_UNITS = ("lead", "assists", "proposed_department", "department", "departments", "attended")
#: The fields that name what others may change, with what the trail of administration calls it when they do.
_FIELDS: Mapping[str, tuple[Deed, ...]] = MappingProxyType(
    {
        _CASE: (),
        **dict.fromkeys(_PEOPLE, _OF_POSTS),
        **dict.fromkeys(_UNITS, _OF_UNITS),
        **dict.fromkeys(("nature_code", "source_code"), _OF_TERMS),
        "rule_code": (Deed.FILING_RULE, Deed.CATEGORY),
        "category_code": (Deed.CATEGORY,),
        "area_code": (Deed.AREA, Deed.BOUNDARY),
    }
)
#: What is wrong with the operation as it was written, whatever has become of its case.
_AS_WRITTEN = frozenset({"kind", "case_id", "body"})


class _Known(NamedTuple):
    """What the phone knew: until when, and whether its case has changed since in more than words."""

    until: datetime
    case_changed: bool


async def is_overtaken(
    session: Session, actor: Actor, operation: Operation, error: AppError, done_at: datetime | None
) -> bool:
    """Whether it was refused for something that was right when the phone knew it; `done_at` is when it was done."""
    if not isinstance(error, Invalid | NotPermitted):
        return False
    pointers = [entry["pointer"].split("/")[1:] for entry in error.extensions.get("errors", ())]
    if any(not pointer or pointer[0] in _AS_WRITTEN for pointer in pointers):
        return False
    known = await _known(session, operation, done_at)
    if known is None:
        return False
    # Of what is named without a field only another case says who may: of the rest that is their own post.
    fields = [[_CASE]] if isinstance(error, NotPermitted) else [[name] for name in operation.body]
    named = list(_named(operation.body, pointers or fields))
    if not named:  # it is the case itself that has become another
        return isinstance(error, Invalid) and known.case_changed
    return any([await _was_right(session, actor, name, value, known) for name, value in named])


async def _known(session: Session, operation: Operation, done_at: datetime | None) -> _Known | None:
    base = {"case_id": operation.case_id, "version": operation.base_version}
    if operation.base_version is not None:
        had_at = await session.value(queries.HAD_VERSION, **base)
        if had_at is not None:
            return _Known(had_at, bool(await session.value(queries.CHANGED_AFTER, **base)))
    return None if done_at is None else _Known(done_at, case_changed=False)


def _named(body: Mapping[str, Any], pointers: list[list[str]]) -> Iterator[tuple[str, str]]:
    for name, *below in pointers:
        told = body.get(name)
        if isinstance(told, list):
            told = told[int(below[0])] if below else None
            told = told.get("department") if isinstance(told, dict) else told  # with a time of its own
        if name in _FIELDS and isinstance(told, str):
            yield name, told


async def _was_right(session: Session, actor: Actor, name: str, value: str, known: _Known) -> bool:
    if name == _CASE:
        stood = await session.first(queries.STOOD, case_id=UUID(value), since=known.until)
        return stood is not None and _was_a_target(actor, stood) and (stood["changed_since"] or known.case_changed)
    targets = await _targets(session, name, value)
    if not targets:
        return False
    deeds = [deed.value for deed in _FIELDS[name]]
    return (
        known.case_changed
        or bool(await session.value(queries.TOLD_SINCE, since=known.until, targets=targets, deeds=deeds))
        or (name in _PEOPLE and await _post_turned(session, value, known.until))
    )


def _was_a_target(actor: Actor, stood: Stood) -> bool:
    return Status(stood["status"]) in OPEN and actor.may_at(Permission.TRIAGE, stood["area_path"])


async def _targets(session: Session, name: str, value: str) -> list[str]:
    """Under which names the trail tells of a thing; none where there is no such thing."""
    if name in _PEOPLE:
        return [str(row["id"]) for row in await session.all(users.SEVERAL, ids=[UUID(value)])]
    if name in ("nature_code", "source_code"):
        row = await session.first(terms.ONE, kind=TermKind(name.removesuffix("_code")), code=value)
        return [value] if row else []
    if name == "rule_code":
        rule = await session.first(lookup.FILING_RULE, code=value)
        return [value, rule["category_code"]] if rule else []
    there = {"category_code": lookup.CATEGORY, "area_code": lookup.AREA}.get(name, lookup.DEPARTMENT)
    return [value] if await session.first(there, code=value) else []


async def _post_turned(session: Session, user_id: str, since: datetime) -> bool:
    day = since.astimezone(clock.LOCAL).date()
    return bool(await session.value(queries.POST_TURNED, user_id=UUID(user_id), day=day, today=clock.today()))
