"""The table finds what the framework's own search would, and leaves to it what fits no route."""

from typing import Any

import pytest
from fastapi import FastAPI, Response
from fastapi.routing import APIRoute
from httpx import ASGITransport, AsyncClient
from starlette.routing import Match

from app.deps import Public
from app.web.routing import RouteTable, router
from tests.application import application


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return application()


def _routes(app: FastAPI) -> list[APIRoute]:
    found = [route for route in app.routes if isinstance(route, APIRoute)]
    assert len(found) > 130, "a walk that finds nothing proves nothing"
    return found


def _that_fit(routes: list[APIRoute], path: str) -> list[APIRoute]:
    """Those of which the framework says that they fit a path, by whatever method, the one declared first first."""
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "root_path": ""}
    return [route for route in routes if route.matches(scope)[0] is not Match.NONE]


def _crossed(shapes: list[list[str]]) -> set[str]:
    """The paths of these shapes, and those where a parameter is a literal piece that others have at its place."""
    literal: dict[int, set[str]] = {}
    for pieces in shapes:
        for at, piece in enumerate(pieces):
            literal.setdefault(at, set()).update(() if "{" in piece else (piece,))
    crossed = [
        [*pieces[:at], other, *pieces[at + 1 :]]
        for pieces in shapes
        for at, piece in enumerate(pieces)
        for other in (literal[at] if "{" in piece else ())
    ]
    return {"/".join(pieces).replace("{", "").replace("}", "") for pieces in shapes + crossed}


def test_every_path_leads_where_the_routes_one_by_one_lead(app: FastAPI) -> None:
    """Also where a literal piece of one route fits the parameter of another."""
    table, routes = RouteTable(app.router), _routes(app)
    paths = _crossed([route.path.split("/") for route in routes])
    fitting = {path: _that_fit(routes, path) for path in paths}
    assert any(len({route.path for route in fit}) > 1 for fit in fitting.values()), "no path of two readings is tried"

    wrong = [
        f"{method} {path}"
        for path, fit in fitting.items()
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
        if table.find(method, path) is not next((route for route in fit if method in route.methods), None)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404), ("GET", "/api/v1/cases//events", 404), ("GET", "/", 200),
        ("GET", "/nothing//", 404),
        ("PUT", "/api/v1/cases", 405), ("BREW", "/healthz", 405), ("GET", "/healthz/", 307),
        ("GET", "/api/v1/cases//", 307), ("PUT", "/api/v1/cases/", 307), ("GET", "/api/v1/nothing/", 404),
        ("GET", "/healthz", 200),
    ],
)  # fmt: skip
async def test_what_fits_none_is_answered_as_ever(app: FastAPI, method: str, path: str, status: int) -> None:
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        answer = await client.request(method, path)

    assert answer.status_code == status
    assert (status == 405) == ("allow" in answer.headers)


async def test_a_path_that_does_not_exist_costs_no_search(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """The framework would try all routes twice: once for the path, once for another slash."""
    tried: list[str] = []
    monkeypatch.setattr(APIRoute, "matches", lambda route, _: tried.append(route.path) or (Match.NONE, {}))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        answers = [await client.get(path) for path in ("/nothing", "/api/v1/cases/x/y/z", "/x" * 300, "/healthz%0A")]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert {answer.json()["code"] for answer in answers} == {"not-found"}
    assert tried == []


@pytest.mark.parametrize("path", ["/{a}.csv", "/x{a}", "/{a:path}", "/{a:int}"])
def test_a_parameter_that_is_no_whole_piece_is_refused(path: str) -> None:
    async def answer(a: str) -> Response:
        return Response(a)

    one = router(under="")
    one.get(path, dependencies=[Public])(answer)
    with pytest.raises(ValueError, match="a"):
        RouteTable(one)


async def test_below_the_root_of_a_proxy_it_finds_the_same(app: FastAPI) -> None:
    async with AsyncClient(transport=ASGITransport(app, root_path="/town"), base_url="http://test") as client:
        assert (await client.get("/town/healthz")).status_code == 200
        assert (await client.get("/healthz")).status_code == 200
