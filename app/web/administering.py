"""What the routes of administration share: who may, how they read and write, and what they can answer.

A route names the service and what the service is asked about; session, actor and key come with the request.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

import orjson
from fastapi import Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel

from app import errors
from app.authz import Actor, Bearer, Permission
from app.bearing import BearerDep
from app.db.session import Database, Session
from app.deps import BoardDep, DatabaseDep, ReadSession, WriteSession, batcher, reader, writer
from app.services.identity.actors import authenticate
from app.services.identity.passwords import NewPassword, new_password
from app.services.importing.surveys import DrawingBoard, Surveys
from app.services.organisation.reach import Done, begin
from app.web import responses
from app.web.idempotency import Again, Key, once
from app.web.problems import SIGNED_IN, Responses, problems

LISTS = problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
READS = problems(*SIGNED_IN, errors.NotFound)


def writes(*more: type[errors.AppError]) -> Responses:
    """What a write can answer, and what one of them can besides."""
    return problems(*SIGNED_IN, errors.NotFound, errors.KeyInFlight, errors.KeyReused, *more)


WRITES = writes()
SURVEYS = writes(errors.Busy)

#: What is not kept for sending again, and read anew instead.
_UNKEPT = frozenset({"phone"})
Reader = Callable[[Session, Actor, Any], Awaitable[dict[str, Any]]]
P = ParamSpec("P")
Query = TypeVar("Query", bound=BaseModel)


def created(view: type) -> Responses:
    """What a PUT answers, besides its 200, where nothing was before."""
    return {201: {"model": view, "description": "It is new"}}


@dataclass(frozen=True, slots=True)
class Looking:
    """A look at the organisation: the request it came by, and in whose name."""

    request: Request
    session: Session
    actor: Actor

    async def page(
        self, service: Callable[[Session, Actor, Query], Awaitable[responses.Page]], query: Query
    ) -> Response:
        """The page that `service(session, actor, query)` gives."""
        return responses.page(self.request, await service(self.session, self.actor, query))

    async def of(
        self,
        service: Callable[Concatenate[Session, Actor, P], Awaitable[dict[str, Any]]],
        *of: P.args,
        **more: P.kwargs,
    ) -> Response:
        """The one that `service(session, actor, *of)` gives."""
        return responses.json(await service(self.session, self.actor, *of, **more))


@dataclass(frozen=True, slots=True)
class Administering:
    """A write of an administrator: the request it came by, and in whose name."""

    request: Request
    session: Session
    actor: Actor
    key: str | None
    read: Reader | None = None
    again: Again | None = None

    def read_by(self, read: Reader) -> "Administering":
        """The same; sent again it is answered again to who may `read` it still. Else every administrator may."""
        return replace(self, read=read)

    def told_again_by(self, again: Again) -> "Administering":
        """The same; what it answers when it is sent again `again` says itself."""
        return replace(self, again=again)

    async def by(
        self,
        service: Callable[Concatenate[Session, Actor, P], Awaitable[Done]],
        *of: P.args,
        **more: P.kwargs,
    ) -> Response:
        """What `service(session, actor, *of)` made of it: 201 when it is new, 204 when it is gone, else 200."""
        made: list[Done] = []

        async def act() -> Response:
            await begin(self.session)
            done = await service(self.session, self.actor, *of, **more)
            made.append(done)
            if done.view is None:
                return Response(status_code=204)
            headers = responses.NO_STORE if done.once or done.kept is not None else None
            return responses.json(done.view, status=201 if done.created else 200, headers=headers)

        def without_secrets(body: bytes) -> bytes:
            return _kept(made[0], body)

        async def read_again(view: dict[str, Any]) -> dict[str, Any] | None:
            if self.read is None:
                return view
            named = view.get("id") or view.get("code") or of[0]
            try:
                today = await self.read(self.session, self.actor, named)
            except errors.NotFound:
                return None
            return view | {name: today.get(name) for name, value in view.items() if value is None and name in _UNKEPT}

        told = next((part for part in of if isinstance(part, BaseModel)), None)
        response = await once(
            self.request, self.session, self.actor, self.key, act,
            told=told, again=self.again or read_again, kept=without_secrets,
        )  # fmt: skip
        if self.again is not None:  # it tells what no cache may keep
            response.headers.update(responses.NO_STORE)
        return response


def _kept(done: Done, body: bytes) -> bytes:
    """What of an answer is kept for sending it again: no secret."""
    if done.kept is not None:
        return bytes(responses.json(done.kept).body)
    return orjson.dumps(orjson.loads(body) | dict.fromkeys(done.once)) if done.once else body


@dataclass(frozen=True, slots=True)
class Surveying:
    """A write that may have to ask what geometry says: tried in a transaction of its own until all is known."""

    request: Request
    database: Database
    bearer: Bearer
    key: str | None
    board: DrawingBoard
    read: Reader | None = None

    def read_by(self, read: Reader) -> "Surveying":
        """As `Administering.read_by`."""
        return replace(self, read=read)

    async def by(
        self,
        service: Callable[Concatenate[Session, Actor, Surveys, P], Awaitable[Done]],
        *of: P.args,
        **more: P.kwargs,
    ) -> Response:
        """As `Administering.by`, of `service(session, actor, ask, *of)`."""

        async def act(ask: Surveys) -> Response:
            async def asked(session: Session, actor: Actor, /, *of: P.args, **more: P.kwargs) -> Done:
                return await service(session, actor, ask, *of, **more)

            async with self.database.writing() as session:
                actor = await authenticate(session, self.bearer, afresh=True)
                write = Administering(self.request, session, actor, self.key, self.read)
                return await write.by(asked, *of, **more)

        return await self.board.surveyed(act)


async def _looking(
    request: Request, session: ReadSession, actor: Annotated[Actor, reader(Permission.ADMINISTER)]
) -> Looking:
    return Looking(request, session, actor)


async def _administering(
    request: Request,
    session: WriteSession,
    actor: Annotated[Actor, writer(Permission.ADMINISTER)],
    key: Key = None,
) -> Administering:
    return Administering(request, session, actor, key)


async def _surveying(
    request: Request,
    database: DatabaseDep,
    board: BoardDep,
    _: Annotated[Actor, batcher(Permission.ADMINISTER)],
    bearer: BearerDep,
    key: Key = None,
) -> Surveying:
    return Surveying(request, database, bearer, key, board)


async def _looking_up(request: Request, session: ReadSession, actor: Annotated[Actor, reader(None)]) -> Looking:
    return Looking(request, session, actor)


#: What everybody who works with cases may look up, each as far as they see.
Lookup = Annotated[Looking, Depends(_looking_up)]


async def _password_made(
    request: Request,
    database: DatabaseDep,
    _: Annotated[Actor, batcher(Permission.ADMINISTER)],
    bearer: BearerDep,
    key: Key = None,
) -> AsyncIterator[tuple[Administering, NewPassword]]:
    made = await new_password()  # before any connection or lock is held
    async with database.writing() as session:
        yield Administering(request, session, await authenticate(session, bearer, afresh=True), key), made


#: A write that gives a password, and the password.
PasswordWrite = Annotated[tuple[Administering, NewPassword], Depends(_password_made, scope="function")]
AdministratorRead = Annotated[Looking, Depends(_looking)]
SurveyedWrite = Annotated[Surveying, Depends(_surveying)]
AdministratorWrite = Annotated[Administering, Depends(_administering)]
