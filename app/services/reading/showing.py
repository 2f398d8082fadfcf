"""What a reader of a list is shown of its cases: finished JSON, put together of what is known and what it hangs on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Protocol
from uuid import UUID

import orjson

from app.authz import Actor
from app.db.rows import in_json
from app.db.session import Session
from app.services.organisation import names
from app.services.organisation.names import Code, Coded, Edition, NameBook
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


LIGHTS = {light: fields({"light": light}) for light in ("green", "yellow", "red", None)}
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
    named = await names_of(session, actor, cases)
    for case, called, besides in zip(cases, named, more or [b""] * len(cases), strict=True):
        said = b"".join((case.said, called, LIGHTS[light(case.warn_at, case.due_at, now)], besides, b"}"))
        sight = sight_of(actor, case.told)
        if not sight.is_whole:
            said = in_json(sight.of_case(orjson.loads(said)))
        shown.append(said)
    return shown


class Named(Protocol):
    """A case with its codes, and what they are called in each language as long as an edition holds."""

    @property
    def id(self) -> UUID:
        """What it is known by."""

    @property
    def codes(self) -> list[Coded]:
        """Those that are to be named, in their order; one that is null has a name that is null."""

    @property
    def names(self) -> dict[str, tuple[Edition, Fields]]:
        """By language."""


async def names_of(session: Session, actor: Actor, cases: Sequence[Named]) -> list[Fields]:
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
        named = [(field, _said(told, words[kind])) for field, kind, told in case.codes]
        said_of[case.id] = said = b"".join([_start(field) + word for field, (word, _) in named])
        if all(is_known for _, (_, is_known) in named):  # whoever is new gets a name later, in the same edition
            case.names[language] = (edition, said)
    return [said_of.get(case.id, said) for case, (_, said) in zip(cases, borne, strict=True)]


async def _words(session: Session, language: str, cases: Sequence[Named]) -> dict[str, dict[Code, str]]:
    wanted: dict[str, set[Code]] = {kind: set() for kind in names.KINDS}
    for case in cases:
        for _, kind, told in case.codes:
            wanted[kind].update(_each(told))
    return await names.words_of(session, wanted, language)


def _each(told: Code | list[Code] | None) -> Sequence[Code]:
    if told is None:
        return ()
    return told if isinstance(told, list) else (told,)


def _said(told: Code | list[Code] | None, words: Mapping[Code, str]) -> tuple[bytes, bool]:
    """What a code, or each of a list, is called; and whether all are called something."""
    word = None if told is None else names.named(told, words)
    return orjson.dumps(word), all(code in words for code in _each(told))


@cache
def _start(field: str) -> Fields:
    return f',"{field}":'.encode()
