"""What a request has to pass before a byte of its body is read: its declared length, its token, the rate.

Every router's routes are of the class here. A route that takes a body says how much with `max_body_size`, all others
take next to nothing. FastAPI's own limiter is not used: it looks after the body is read, and answers in plain text.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from json import JSONDecodeError
from typing import Any

from fastapi import Depends, Request, params
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic_core import PydanticUndefined
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from app import clock
from app.authz import Permission
from app.bearing import bears_a_token, recognise_page
from app.db.assumption import Overtaken
from app.deps import BEGINS_ANEW, actor_before, public
from app.errors import AppError, NotPermitted, TooLarge, TooManyRequests
from app.services.security import bounds
from app.services.security.bounds import Bound
from app.web import conditional, delivery
from app.web.bodies import LEAST, Admitted, Size, Unread, limited, refused, take
from app.web.content import FORM, JSON, Content, require_identity
from app.web.incoming import Incoming
from app.web.plan import Plan

API = "/api/v1"
Check = Callable[[Request], Awaitable[object]]
PUBLIC_WRITES = Bound(600, timedelta(hours=1))  # of an address; a village may stand behind one
_FORM_LIMITS: Any = {"max_files": 1, "max_fields": 16, "max_part_size": 16_384}
_REMEMBERED = 10_000


def before_the_body(check: Check) -> Any:
    """Declares, among a route's dependencies, what is asked before a body is read; `check` raises what refuses it."""

    async def declared() -> None:
        """Nothing is left to do once the body is there."""

    declared.before = check  # type: ignore[attr-defined]  # read by the route
    return Depends(declared)


def permitted(permission: Permission) -> Any:
    """Asks for a permission before a large body is read; the route's own actor says the same again."""

    async def check(request: Request) -> None:
        if not (await actor_before(request)).may(permission):
            raise NotPermitted()

    return before_the_body(check)


class RefusedNetworks:
    """Until when networks are refused, remembered in the process: a flood of them asks no database."""

    def __init__(self) -> None:
        """Nobody is refused."""
        self._until: dict[str, datetime] = {}

    def require_welcome(self, who: str) -> None:
        """Refuses one that was refused and is to wait still.

        Raises:
            TooManyRequests: with how long.
        """
        now, until = clock.now(), self._until.get(who)
        if until is not None and now < until:
            raise TooManyRequests(headers={"Retry-After": str(int((until - now).total_seconds()) + 1)})

    def remember(self, who: str, seconds: int) -> None:
        """That it is refused for so long."""
        if len(self._until) >= _REMEMBERED:
            self._until.clear()
        self._until[who] = clock.now() + timedelta(seconds=seconds)


async def _by_address(request: Request) -> None:
    state, who = request.app.state, bounds.network(request.client.host if request.client else None)
    state.refused.require_welcome(who)
    try:
        async with state.database.writing() as session:
            await bounds.count(session, "public-write", who, PUBLIC_WRITES)
    except TooManyRequests as refused:
        state.refused.remember(who, int(refused.headers["Retry-After"]))
        raise


#: Of a route that anybody may write to: attempts are counted by address, also those whose body is refused.
CountedByAddress = before_the_body(_by_address)


class Route(APIRoute):
    """A route that knows who sends it a body, and how much of one, before it reads any; answered by its `Plan`."""

    def __init__(
        self, path: str, endpoint: Callable[..., Any], *, max_body_size: int | None = None, **named: Any
    ) -> None:
        self.size = None if max_body_size is None else Size(max_body_size)
        super().__init__(path, endpoint, **named)
        handler, of_the_api = self.get_route_handler(), self.path.startswith(f"{API}/")

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            request = Incoming(scope, receive, send)
            response = await handler(request)
            if of_the_api and scope["method"] == "GET":
                conditional.apply(request, response)
            await delivery.send(response, scope, receive, send)

        self.app = app

    @cached_property
    def _plan(self) -> Plan:
        return Plan(self.dependant, embedded=self._embed_body_fields)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, behind the admission."""
        plan, calls = self._plan, list(_calls(self.dependant))
        checks: list[Check] = [] if public in calls else [bears_a_token]
        checks += [call.before for call in calls if hasattr(call, "before")]
        is_public = public in calls
        field = self.body_field.field_info if self.body_field is not None else None
        takes = None if field is None else FORM if isinstance(field, params.Form) else JSON

        async def handler(request: Request) -> Response:
            said: object = PydanticUndefined
            if not is_public:
                await recognise_page(request)
            if _announces_a_body(request):
                request = await self._admit(request, checks, takes)
                if takes is JSON:
                    said = await _read(_json(request))
                elif takes is None:  # whoever reads it can do so once
                    return await plan.answer(request, said)
            if takes is not FORM:
                return await _answered(plan, request, said)
            try:
                return await plan.answer(request, await _read(request.form(**_FORM_LIMITS | self.form_limits)))
            finally:
                await request.close()

        return handler

    async def _admit(self, request: Request, checks: Sequence[Check], takes: Content | None) -> Admitted:
        """The request with what may be read of its body; one of JSON is read already."""
        state = request.app.state
        limit = self.size.of(state.settings) if self.size else LEAST
        try:
            require_identity(request)
            _require_length(request, limit)
            for check in checks:
                await check(request)
            if takes is not None:
                takes.require(request)
            admitted = Admitted(request.scope, limited(request.receive, limit))
            if takes is JSON and self.size:
                await take(admitted, self.size, state.bodies)
        except AppError as error:
            await refused(error, self.path_format, state.pauses)
            raise
        return admitted


async def _answered(plan: Plan, request: Request, said: object) -> Response:
    """What it answers by what this process knows; begun anew by the database, where that was overtaken."""
    request.scope[BEGINS_ANEW] = True
    try:
        return await plan.answer(request, said)
    except Overtaken:
        request.scope[BEGINS_ANEW] = False
        return await plan.answer(request, said)


async def _json(request: Request) -> object:
    """What a body of JSON says; of another kind, its bytes; `PydanticUndefined`, where it has none."""
    body = await request.body()
    if not body:
        return PydanticUndefined
    return await request.json() if JSON.is_told(request) else body


async def _read(reading: Awaitable[object]) -> object:
    """Reads a body; what goes wrong with that is told apart from what goes wrong later.

    Raises:
        Unread: it cannot be read; why, is its cause. RequestValidationError: it is no JSON. HTTPException: no form.
    """
    try:
        return await reading
    except HTTPException:
        raise
    except JSONDecodeError as error:
        wrong = {"type": "json_invalid", "loc": ("body", error.pos), "msg": error.msg}
        raise RequestValidationError([wrong]) from error
    except Exception as error:  # of a disk that is full, of a client that went, of a refusal in the middle
        raise Unread from error


def _calls(dependant: Dependant) -> Iterator[Any]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)


def _announces_a_body(request: Request) -> bool:
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers


def _require_length(request: Request, limit: int) -> None:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > limit:
        raise TooLarge(limit=limit)
