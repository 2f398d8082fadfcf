"""What routes ask for: a session, the actor, preconditions; and how they declare who may call them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Depends, Header, Request

from app.authz import Actor, Bearer, Permission
from app.bearing import BearerDep as BearerDep
from app.bearing import Token, bearer_of, bears_a_token
from app.browser import device_of
from app.concurrency.pauses import Pauses
from app.config import Settings
from app.crypto.encryption import Encryption
from app.crypto.marks import Mark
from app.crypto.signed import Signed
from app.crypto.tokens import TokenSigner
from app.db.session import Database, Session
from app.errors import NotPermitted
from app.language import preferred
from app.services.bulletins.printing import Press
from app.services.bulletins.scriptorium import Scriptorium
from app.services.identity.actors import authenticate, with_any_password
from app.services.identity.origin import Origin
from app.services.identity.sessions import Issuer
from app.services.importing.surveys import DrawingBoard
from app.services.irregularities.origins import Source
from app.services.live.broadcast import Broadcast
from app.services.photos.store import PhotoStore
from app.services.security import bounds

#: In the scope of a request whose route begins anew where what the process went by was overtaken.
BEGINS_ANEW = "yikou.begins_anew"


def _of_the_app(name: str) -> Any:
    """What lives as long as the application does, by its name in `app.state`."""

    async def held(request: Request) -> Any:
        return getattr(request.app.state, name)

    return Depends(held)


PausesDep = Annotated[Pauses, _of_the_app("pauses")]
DatabaseDep = Annotated[Database, _of_the_app("database")]
SettingsDep = Annotated[Settings, _of_the_app("settings")]
SignerDep = Annotated[TokenSigner, _of_the_app("signer")]
PhotosDep = Annotated[PhotoStore, _of_the_app("photos")]
BoardDep = Annotated[DrawingBoard, _of_the_app("board")]
ScriptoriumDep = Annotated[Scriptorium, _of_the_app("scriptorium")]
PressDep = Annotated[Press, _of_the_app("press")]
#: Of the cursors that phones carry; of links to files; of answers that are kept and must not be read.
CursorsDep = Annotated[Signed, _of_the_app("cursors")]
FileLinksDep = Annotated[Signed, _of_the_app("file_links")]
LiveDep = Annotated[Broadcast, _of_the_app("live")]
EncryptionDep = Annotated[Encryption, _of_the_app("encryption")]
#: Of the phones by which cases are found.
CallersDep = Annotated[Mark, _of_the_app("callers")]
#: What one-time passwords follow from.
OneTimeDep = Annotated[Mark, _of_the_app("one_time")]


# To solve a dependency costs some 20 µs: those of every request ask the application themselves.


async def _write_session(request: Request) -> AsyncIterator[Session]:
    async with request.app.state.database.writing() as session:
        yield session


async def _read_session(request: Request) -> AsyncIterator[Session]:
    async with request.app.state.database.reading() as session:
        yield session


#: One transaction for the request; "function" scope commits it before the response starts.
WriteSession = Annotated[Session, Depends(_write_session, scope="function")]
#: Single statements, each seeing the latest commit; released before the response starts.
ReadSession = Annotated[Session, Depends(_read_session, scope="function")]


async def _issuer(signer: SignerDep, settings: SettingsDep) -> Issuer:
    return Issuer(signer, timedelta(minutes=settings.access_token_minutes), timedelta(days=settings.refresh_token_days))


async def _origin(request: Request, marks: Annotated[Mark, _of_the_app("origins")]) -> Origin:
    return Origin(bounds.network(request.client.host if request.client else None), marks)


IssuerDep = Annotated[Issuer, Depends(_issuer)]
OriginDep = Annotated[Origin, Depends(_origin)]


async def _source(request: Request, marks: Annotated[Mark, _of_the_app("origins")]) -> Source:
    network, device = bounds.network(request.client.host if request.client else None), device_of(request)
    return Source(device and marks.of("rating device", device), marks.of("rating network", network))


#: Where the answer of a resident comes from.
SourceDep = Annotated[Source, Depends(_source)]


async def _waiting(request: Request, origin: OriginDep) -> AsyncIterator[Origin]:
    left = asyncio.create_task(_left(request))
    try:
        yield replace(origin, left=left)
    finally:
        left.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await left


async def _left(request: Request) -> None:
    """Ends when the client is gone; its body has been read before anything waits for this."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


#: Of a route that may wait long: it tells when nobody waits for the answer any more.
WaitingDep = Annotated[Origin, Depends(_waiting, scope="function")]


async def actor_before(request: Request) -> Actor:
    """The actor, for what is asked before a body is read."""
    bearer = await bears_a_token(request)
    async with request.app.state.database.reading() as session:
        return await _actor(request, session, bearer)


async def _actor(request: Request, session: Session, bearer: Bearer) -> Actor:
    language = preferred(request.headers.get("accept-language", ""))
    return await authenticate(session, bearer, language, afresh=not request.scope.get(BEGINS_ANEW, False))


def _require(actor: Actor, permission: Permission | None) -> Actor:
    if permission is not None and not actor.may(permission):
        raise NotPermitted()
    return actor


def _declaring(load: Callable[..., Any], permission: Permission | None) -> Any:
    load.declares = permission or "signed-in"  # type: ignore[attr-defined]  # read by the test that walks routes
    return Depends(load)


def reader(permission: Permission | None) -> Any:
    """The actor of a reading route: declares the permission it needs; None asks only for a valid token."""

    async def reading(request: Request, session: ReadSession, token: Token) -> Actor:
        return _require(await _actor(request, session, await bearer_of(request, token)), permission)

    return _declaring(reading, permission)


def writer(permission: Permission | None) -> Any:
    """The actor of a writing route, read in its own transaction."""

    async def writing(request: Request, session: WriteSession, token: Token) -> Actor:
        return _require(await _actor(request, session, await bearer_of(request, token)), permission)

    return _declaring(writing, permission)


def batcher(permission: Permission | None) -> Any:
    """The actor of a route that opens transactions of its own: no connection is held while it works."""

    async def batching(request: Request, token: Token) -> Actor:
        bearer = await bearer_of(request, token)
        async with request.app.state.database.reading() as session:
            return _require(await _actor(request, session, bearer), permission)

    return _declaring(batching, permission)


async def _changing(request: Request, token: Token) -> Actor:
    bearer = await bearer_of(request, token)
    async with request.app.state.database.reading() as session:
        return await with_any_password(session, bearer)


#: The actor of the one route that a one-time password allows.
ChangerDep = Annotated[Actor, _declaring(_changing, None)]


async def public() -> None:
    """Declares that a route needs no token."""


Public = Depends(public)


async def if_match(
    if_match: Annotated[
        str | None, Header(description='The ETag of the case you saw, for example "7", or several', max_length=1_000)
    ] = None,
) -> frozenset[int] | None:
    """The versions an `If-Match` names, None when there is none or it is `*`; what is no version fits no case."""
    if if_match is None or if_match.strip() == "*":
        return None
    told = (tag.strip().removeprefix("W/").strip('"').partition("-")[0] for tag in if_match.split(","))
    return frozenset(int(tag) for tag in told if tag.isascii() and tag.isdigit() and len(tag) <= 9)


IfMatch = Annotated[frozenset[int] | None, Depends(if_match)]
