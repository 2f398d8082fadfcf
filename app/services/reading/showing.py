"""What a reader of a list is shown of its cases: finished JSON, put together of what is known and what it hangs on."""

from collections.abc import Sequence
from datetime import datetime

import orjson

from app.authz import Actor
from app.db.rows import in_json
from app.db.session import Session
from app.services.organisation import names
from app.services.organisation.names import NameBook
from app.services.reading.case_view import light
from app.services.reading.known_cases import KnownCase
from app.workflow.privacy import sight_of

Shown = orjson.Fragment
#: Of an object that is not closed yet: its next fields, with a comma before each.
Fields = bytes


def fields(view: dict[str, object]) -> Fields:
    """Some fields, one at least."""
    return b"," + in_json(view)[1:-1]


_LIGHTS = {light: fields({"light": light}) for light in ("green", "yellow", "red", None)}
_UNNAMED: tuple[None, Fields] = (None, b"")


async def show(
    session: Session,
    actor: Actor,
    cases: Sequence[KnownCase],
    now: datetime,
    more: Sequence[Fields] | None = None,
) -> list[Shown]:
    """Cases of a list as the actor reads them, each with `more`."""
    shown: list[Shown] = []
    named = await _names_of(session, actor, cases)
    for case, names_of, besides in zip(cases, named, more or [b""] * len(cases), strict=True):
        said = b"".join((case.said, names_of, _LIGHTS[light(case.warn_at, case.due_at, now)], besides, b"}"))
        sight = sight_of(actor, case.told)
        if not sight.is_whole:
            said = in_json(sight.of_case(orjson.loads(said)))
        shown.append(Shown(said))
    return shown


async def _names_of(session: Session, actor: Actor, cases: Sequence[KnownCase]) -> list[Fields]:
    """What the codes of each case are called; a case bears its names as long as the reference data stay as they are."""
    edition = await session.memory.of(NameBook).edition(session)
    borne = [case.names.get(actor.language, _UNNAMED) for case in cases]
    unnamed = [case for case, (since, _) in zip(cases, borne, strict=True) if since is not edition]
    if not unnamed:
        return [said for _, said in borne]
    views = [dict(case.codes) for case in unnamed]
    await names.give(session, actor, views)
    said_of = {}
    for case, view in zip(unnamed, views, strict=True):
        said_of[case.id] = said = fields({name: word for name, word in view.items() if name not in case.codes})
        if names.is_named(view):
            case.names[actor.language] = (edition, said)
    return [said_of.get(case.id, said) for case, (_, said) in zip(cases, borne, strict=True)]
