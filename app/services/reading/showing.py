"""What a reader of a list is shown of its cases: finished JSON, put together of what is known and what it hangs on."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import orjson

from app.authz import Actor
from app.db.rows import in_json
from app.db.session import Session
from app.services.organisation import names
from app.services.organisation.names import Code, NameBook
from app.services.reading.case_view import light
from app.services.reading.known_cases import KnownCase
from app.workflow.privacy import sight_of

#: A case as its reader reads it, in JSON.
Shown = bytes
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
        shown.append(said)
    return shown


async def _names_of(session: Session, actor: Actor, cases: Sequence[KnownCase]) -> list[Fields]:
    """What the codes of each case are called; a case bears its names as long as the reference data stay as they are."""
    language = actor.language
    edition = await session.memory.of(NameBook).edition(session)
    borne = [case.names.get(language, _UNNAMED) for case in cases]
    unnamed = [case for case, (since, _) in zip(cases, borne, strict=True) if since is not edition]
    if not unnamed:
        return [said for _, said in borne]
    words = await _words(session, language, unnamed)
    said_of = {}
    for case in unnamed:
        named = [(field, words[kind].get(told)) for field, kind, told in case.codes]
        said_of[case.id] = said = b"".join([_start(field) + (word or b"null") for field, word in named])
        if all(word for _, word in named):  # whoever is new gets a name later, in the same edition
            case.names[language] = (edition, said)
    return [said_of.get(case.id, said) for case, (_, said) in zip(cases, borne, strict=True)]


async def _words(session: Session, language: str, cases: Sequence[KnownCase]) -> dict[str, dict[Code, bytes]]:
    wanted: dict[str, set[Code]] = {kind: set() for kind in names.KINDS}
    for case in cases:
        for _, kind, told in case.codes:
            wanted[kind].add(told)
    called = await names.words_of(session, wanted, language)
    return {kind: {code: orjson.dumps(word) for code, word in found.items()} for kind, found in called.items()}


@cache
def _start(field: str) -> Fields:
    return f',"{field}":'.encode()
