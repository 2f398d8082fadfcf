"""Reference data a phone needs without a network: by version, so that it travels only when it has changed."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

import orjson

from app import clock
from app.authz import Actor, Permission
from app.crypto import canonical
from app.db.session import Session
from app.queries.cases.scope import is_wide
from app.queries.organisation import terms
from app.queries.sync import pull as queries
from app.services.calendar.lookup import CalendarCache
from app.services.calendar.reading import days_at
from app.services.cases.facts import choices
from app.services.sync.words import WORDS
from app.workflow.reasons import PHOTO_EXEMPTIONS, REASONS
from app.workflow.transitions import TRANSITIONS

_CALENDAR_DAYS = 100  # from the first of the month on


def versions(actor: Actor, counted: Mapping[str, int]) -> dict[str, str]:
    """The version of each kind for this actor: `counted` is what the database counts; what it depends on besides."""
    places = _mark([actor.area_scopes, sorted(actor.permissions)])
    known = {name: str(counted.get(name, 0)) for name in _LOAD}
    known["areas"] += f"-{places}"
    known["rules"] += f"-{places}"
    known["departments"] += f"-{clock.today():%Y%m%d}"  # names come into force on a day
    known["calendar"] += f"-{clock.today():%Y%m}-{places}"
    known["words"] = _WORDS_VERSION
    return known


async def load(session: Session, actor: Actor, wanted: Mapping[str, str]) -> dict[str, Any]:
    """The kinds that are wanted, each with its version."""
    return {name: {"version": version, "items": await _LOAD[name](session, actor)} for name, version in wanted.items()}


async def _areas(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """The areas of the actor and those above; grids carry their boundary where the scope is a village or less."""
    drawn = not any(is_wide(path) for path in actor.area_scopes)
    rows = await session.all(queries.AREAS_ABOUT, paths=list(actor.area_scopes), drawn=drawn)
    return [
        dict(row) | {"boundary": None if row["boundary"] is None else orjson.Fragment(row["boundary"])} for row in rows
    ]


async def _departments(session: Session, actor: Actor) -> list[dict[str, Any]]:
    return [dict(row) for row in await session.all(queries.DEPARTMENTS, today=clock.today())]


async def _categories(session: Session, actor: Actor) -> list[dict[str, Any]]:
    return [dict(row) for row in await session.all(queries.CATEGORIES)]


async def _rules(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Only who files cases chooses a rule."""
    if not actor.may(Permission.TRIAGE):
        return []
    return [dict(row) for row in await session.all(queries.RULES)]


async def _terms(session: Session, actor: Actor) -> list[dict[str, Any]]:
    return [dict(row) for row in await session.all(terms.ALL)]


async def _calendar(session: Session, actor: Actor) -> list[dict[str, Any]]:
    path = actor.area_scopes[0] if actor.area_scopes else ""
    return days_at(
        await session.memory.of(CalendarCache).present(session), path, clock.today().replace(day=1), _CALENDAR_DAYS
    )


async def _words(session: Session, actor: Actor) -> list[dict[str, Any]]:
    return _WORDS


def _actions() -> list[dict[str, Any]]:
    """Every action with what each of its rows may need: the words of the buttons."""
    found: dict[str, dict[str, Any]] = {}
    for row in TRANSITIONS:
        evidence = row.evidence
        view = found.setdefault(
            row.action.value,
            {
                "kind": "action",
                "code": row.action.value,
                "requires": list(row.requires),
                "accepts": list(row.accepts),
                "reasons": choices(REASONS.get(row.action, {})),
                "photo_exemptions": choices(PHOTO_EXEMPTIONS if "photo_exemption" in row.accepts else {}),
                "photos": list(evidence.purposes) if evidence else [],
            },
        )
        zh, en = WORDS["action"][row.action.value]
        view |= {"label_zh": zh, "label": en}
    return list(found.values())


def _labels() -> list[dict[str, Any]]:
    return [
        {"kind": kind, "code": code, "label_zh": zh, "label": en}
        for kind, labels in WORDS.items()
        if kind != "action"
        for code, (zh, en) in labels.items()
    ]


def _mark(of: Any) -> str:
    return canonical.digest(of)[:8]


_WORDS = [*_labels(), *_actions()]
_WORDS_VERSION = _mark(_WORDS)
_LOAD: Mapping[str, Callable[[Session, Actor], Awaitable[list[dict[str, Any]]]]] = MappingProxyType(
    {
        "areas": _areas,
        "departments": _departments,
        "categories": _categories,
        "rules": _rules,
        "terms": _terms,
        "calendar": _calendar,
        "words": _words,
    }
)
