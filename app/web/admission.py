"""What a request has to pass before a byte of its body is read: its declared length, its token, the rate.

Every router's routes are of the class here. A route that takes a body says how much with `max_body_size`, all others
take next to nothing. FastAPI's own limiter is not used: it looks after the body is read, and answers in plain text.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterator
from datetime import datetime, timedelta
from typing import Any

from fastapi import Depends, Request, params
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from app import clock
from app.authz import Permission
from app.db.assumption import Overtaken
from app.deps import REPEATABLE, actor_before, bears_a_token, public
from app.errors import NotPermitted, TooLarge, TooManyRequests
from app.services.security import bounds
from app.services.security.bounds import Bound
from app.web.bodies import LEAST, Admitted, Size, limited, refusals_of, take
from app.web.content import FORM, JSON, require_identity

Check = Callable[[Request], Awaitable[Any]]
PUBLIC_WRITES = Bound(600, timedelta(hours=1))  # of an address; a village may stand behind one
_FORM_LIMITS: Any = {"max_files": 1, "max_fields": 16, "max_part_size": 16_384}
_REMEMBERED = 10_000
_ADMITTED = "yikou.admitted"  # in a scope: the request with the body that was taken


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
    """A route that knows who sends it a body, and how much of one, before it reads any."""

    def __init__(
        self, path: str, endpoint: Callable[..., Any], *, max_body_size: int | None = None, **named: Any
    ) -> None:
        self.size = None if max_body_size is None else Size(max_body_size)
        super().__init__(path, endpoint, **{**named, "form_limits": _FORM_LIMITS})
        self.app = _begun_anew(self.app)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, behind the admission."""
        inner, calls = super().get_route_handler(), list(_calls(self.dependant))
        checks: list[Check] = [] if public in calls else [bears_a_token]
        checks += [call.before for call in calls if hasattr(call, "before")]
        field = self.body_field.field_info if self.body_field is not None else None
        takes = None if field is None else FORM if isinstance(field, params.Form) else JSON

        async def admit(request: Request) -> Request:
            state = request.app.state
            limit = self.size.of(state.settings) if self.size else LEAST
            async with refusals_of(self.path_format, state.pauses):
                require_identity(request)
                _require_length(request, limit)
                for check in checks:
                    await check(request)
                if takes is not None:
                    takes.require(request)
            admitted = Admitted(request.scope, limited(request.receive, limit))
            if takes is JSON and self.size:
                async with refusals_of(self.path_format, state.pauses):
                    await take(admitted, self.size, state.bodies)
            return admitted

        async def handler(request: Request) -> Response:
            scope = request.scope
            if not _announces_a_body(request):
                scope.setdefault(REPEATABLE, True)
                return await inner(request)
            if _ADMITTED not in scope:
                scope[_ADMITTED] = await admit(request)
                scope.setdefault(REPEATABLE, takes is JSON)
            return await inner(scope[_ADMITTED])

        return handler


def _begun_anew(app: ASGIApp) -> ASGIApp:
    """A request goes by what this process knows, and begins anew by the database where that was overtaken."""

    async def tried(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except Overtaken:
            scope[REPEATABLE] = False
            await app(scope, receive, send)

    return tried


def _calls(dependant: Any) -> Iterator[Any]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)


def _announces_a_body(request: Request) -> bool:
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers


def _require_length(request: Request, limit: int) -> None:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > limit:
        raise TooLarge(limit=limit)
