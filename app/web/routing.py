"""Where a request goes: one look into a table, however many routes there are.

FastAPI asks its routes one after the other, and those of an included router through that router. With 130 routes that
is half of what a short request costs, so routers are made with their whole prefix here, and are not included.
"""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from fastapi import APIRouter, FastAPI, Response, params
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from app.errors import NotFound
from app.web.admission import API, Route


def operation_id(route: APIRoute) -> str:
    """The name of an operation: `cases_report`, `calendar_put_week`."""
    return f"{route.endpoint.__module__.rsplit('.', 1)[-1]}_{route.name}"


def router(
    prefix: str = "",
    *,
    under: str = API,
    tags: list[str | Enum] | None = None,
    dependencies: Sequence[params.Depends] | None = None,
    response_class: type[Response] = JSONResponse,
    route_class: type[Route] = Route,
    include_in_schema: bool = True,
) -> APIRouter:
    """A router of our own kind of route, for what lies `under` that address."""
    return APIRouter(
        prefix=under + prefix,
        tags=tags,
        dependencies=dependencies,
        default_response_class=response_class,
        route_class=route_class,
        include_in_schema=include_in_schema,
        generate_unique_id_function=operation_id,
    )


class _End(NamedTuple):
    """A route where its path ends: its order among all, and where in a path its parameters stand."""

    order: int
    route: APIRoute
    parameters: tuple[tuple[str, int], ...]


class _Place:
    """A piece of a path: what may follow it, and the routes that end here by their method."""

    __slots__ = ("any", "literal", "routes")

    def __init__(self) -> None:
        self.literal: dict[str, _Place] = {}
        self.any: _Place | None = None
        self.routes: dict[str, _End] = {}

    def next(self, piece: str) -> "_Place":
        if not piece.startswith("{"):
            return self.literal.setdefault(piece, _Place())
        if self.any is None:
            self.any = _Place()
        return self.any

    def ends(self, pieces: list[str], at: int) -> Iterator["_Place"]:
        """The places of paths of this shape, those of literal pieces first."""
        if at == len(pieces):
            yield self
            return
        if (literal := self.literal.get(pieces[at])) is not None:
            yield from literal.ends(pieces, at + 1)
        if self.any is not None and pieces[at]:
            yield from self.any.ends(pieces, at + 1)


class RouteTable:
    """The routes of an application by the shape of their paths; of two that fit, the one declared first.

    A wrong method, or a slash too many, is the framework's to answer.
    """

    def __init__(self, router: APIRouter) -> None:
        """Takes the place of the router's own search.

        Raises:
            ValueError: a parameter of a path is more, or less, than a piece between two slashes.
        """
        self._otherwise, self._root = router.middleware_stack, _Place()
        for order, route in enumerate(router.routes):
            if isinstance(route, APIRoute):
                self._add(order, route)

    def _add(self, order: int, route: APIRoute) -> None:
        place, pieces = self._root, route.path.split("/")
        named = {piece[1:-1]: at for at, piece in enumerate(pieces) if piece.startswith("{")}
        if set(named) != set(route.param_convertors):
            raise ValueError(route.path)
        end = _End(order, route, tuple(named.items()))
        for piece in pieces:
            place = place.next(piece)
        for method in route.methods or ():
            place.routes.setdefault(method, end)

    def find(self, method: str, path: str) -> APIRoute | None:
        """The route of a request."""
        end = self._end(method, path.split("/"))
        return None if end is None else end.route

    def _end(self, method: str, pieces: list[str]) -> _End | None:
        found = [place.routes[method] for place in self._root.ends(pieces, 0) if method in place.routes]
        return min(found, default=None)  # orders differ: nothing else is compared

    def _leads_on(self, pieces: list[str]) -> bool:
        """Whether there is a route of such a path by another method, or with other slashes at its end."""
        other = [*pieces, ""] if pieces[-1] else "/".join(pieces).rstrip("/").split("/")
        return any(place.routes for told in (pieces, other) for place in self._root.ends(told, 0))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands a request to its route.

        Raises:
            NotFound: there is none of such a path.
        """
        pieces = _path_of(scope).split("/") if scope["type"] == "http" else []
        end = self._end(scope["method"], pieces) if pieces else None
        if end is None:
            if pieces and not self._leads_on(pieces):
                raise NotFound()
            await self._otherwise(scope, receive, send)
            return
        scope["route"], scope["endpoint"] = end.route, end.route.endpoint
        scope["path_params"] = {name: pieces[at] for name, at in end.parameters}
        await end.route.app(scope, receive, send)


def _path_of(scope: Scope) -> str:
    """The path below the root that a proxy told of."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "")
    return path[len(root) :] if root and path.startswith(f"{root}/") else path


def install(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Gives the application the routes of these routers."""
    for each in routers:
        app.router.routes.extend(each.routes)
    app.router.middleware_stack = RouteTable(app.router)
