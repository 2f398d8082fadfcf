"""The application around the routes: what every request passes, outermost first, in one place.

A fault becomes an answer at the very outside; HEAD is asked as GET; a refusal becomes its problem document. Entity
tags, compression and pieces are no layers: they look at an answer that is finished (`conditional`, `delivery`).
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web import delivery
from app.web.admission import API
from app.web.heads import Heads

#: Answers an exception of a kind.
Handler = Callable[[Request, Exception], Awaitable[Response]]


class Refusals:
    """ASGI middleware: answers with what the handler of an exception says, as long as nothing has been said yet."""

    def __init__(self, app: ASGIApp, handlers: Mapping[object, Handler]) -> None:
        """Takes the application, and who answers which kind of exception."""
        self._app, self._handlers = app, handlers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            handler = next((self._handlers[kind] for kind in type(error).__mro__ if kind in self._handlers), None)
            if handler is None or delivery.has_started(scope):
                raise
            await delivery.send(await handler(Request(scope, receive), error), scope, receive, send)
            error.__traceback__ = None  # one that is raised again and again would gather them


class Application(FastAPI):
    """FastAPI with the layers that are needed here, and none besides.

    Its own have a stack of contexts for files, a body limit and telemetry, which routes of ours do without. Nothing
    takes the place of a dependency: a `Plan` is made once.
    """

    def __init__(self, **named: Any) -> None:
        super().__init__(**named, telemetry={"tracing": False, "metrics": False, "logs": False})
        self.dependency_overrides = MappingProxyType({})  # type: ignore[assignment]  # to write into it is an error

    def build_middleware_stack(self) -> ASGIApp:
        """The layers."""
        if self.user_middleware:
            raise TypeError("a layer is named here, not added from elsewhere")
        handlers = dict(self.exception_handlers)
        fault = handlers.pop(Exception, None)
        app: ASGIApp = Heads(Refusals(self.router, handlers), besides=f"{API}/uploads/")
        return ServerErrorMiddleware(app, handler=fault)
