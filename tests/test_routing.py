"""The table finds what the framework's own search would, and leaves to it what fits no route."""

from typing import Any

import pytest
from fastapi import FastAPI, Response
from fastapi.routing import APIRoute
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr
from starlette.routing import Match

from app.config import Settings
from app.deps import Public
from app.main import create_app
from app.web.routing import RouteTable, router


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(Settings(signing_key=SecretStr("k" * 32)))


def _routes(app: FastAPI) -> list[APIRoute]:
    found = [route for route in app.routes if isinstance(route, APIRoute)]
    assert len(found) > 130, "a walk that finds nothing proves nothing"
    return found


def _one_by_one(app: FastAPI, method: str, path: str) -> APIRoute | None:
    scope: dict[str, Any] = {"type": "http", "method": method, "path": path, "root_path": ""}
    return next((route for route in _routes(app) if route.matches(scope)[0] is Match.FULL), None)


def test_every_path_leads_where_the_routes_one_by_one_lead(app: FastAPI) -> None:
    """Also where a literal piece of one route fits the parameter of another."""
    table = RouteTable(app.router)
    pieces = {piece for route in _routes(app) for piece in route.path.split("/") if piece and "{" not in piece}
    paths = {route.path for route in _routes(app)}
    paths |= {
        path.replace(piece, other) for path in paths for piece in path.split("/") if "{" in piece for other in pieces
    }
    paths = {path.replace("{", "").replace("}", "") for path in paths}

    wrong = [
        f"{method} {path}"
        for path in paths
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
        if (table.find(method, path)) is not _one_by_one(app, method, path)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404), ("GET", "/api/v1/cases//events", 404), ("GET", "/", 404), ("GET", "//", 404),
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
