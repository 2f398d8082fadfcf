"""Nobody waits for somebody else's big request: the event loop is held at most 50 ms at a stretch.

Each route is asked the biggest thing it may be asked, in a large district, with cold caches. What counts is processor
time of the loop's thread in one callback (`meter`): busy neighbours do not matter, a slower machine is measured.
"""

import gc
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI

from app.db.memory import Memory
from app.workflow.actions import Action
from tests.cases import Cases
from tests.committing import app, pool
from tests.contract import document
from tests.stalls import bulletins, cobuilding, desk, district, evaluation, inputs, villages
from tests.stalls.asgi import call
from tests.stalls.inputs import Biggest
from tests.stalls.meter import BOUND, Meter, slowness

__all__ = ["app", "pool"]
TABLE = inputs.TABLE | desk.TABLE | evaluation.TABLE | cobuilding.TABLE | villages.TABLE | bulletins.TABLE
TRIES = 3  # a page fault or a collection may fall into one of them
_ACTIONS = {action.slug for action in Action}


@pytest.fixture
def quiet() -> Iterator[None]:
    """As in service: what is there already is not looked through for what died."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def test_every_route_is_in_the_table() -> None:
    """The moves of one case cost what their texts cost; one of them stands for all."""
    routes = {(method, path) for path, methods in document()["paths"].items() for method in methods}
    moves = {(method, path) for method, path in routes if path.rpartition("/")[2] in _ACTIONS and method == "post"}

    assert routes - moves - TABLE.keys() == set(), "say what the biggest legal input of a new route is"
    assert TABLE.keys() - routes == {("get", "/openapi.json"), ("get", "/openapi.json?lang=en")}


async def test_no_route_holds_the_loop_for_long(
    app: FastAPI,
    fresh_url: str,
    cases: Cases,
    token_of: Callable[[str], str],
    quiet: None,
) -> None:
    case = await cases.at("handling")
    await district.settle(fresh_url, case["id"])
    held = {}
    for (method, route), asked in TABLE.items():
        if isinstance(asked, Biggest):
            longest, where = await _longest(app, method, asked, token_of)
            if longest > BOUND:
                held[f"{method} {route}"] = f"{longest * 1000:.0f} ms in {where}"

    assert held == {}


async def _longest(
    app: FastAPI,
    method: str,
    asked: Biggest,
    token_of: Callable[[str], str],
) -> tuple[float, str]:
    """The best of some tries, in seconds of the machine the bound was made on."""
    found: list[tuple[float, str]] = []
    address = asked.path[1:] if asked.path.startswith("!") else f"/api/v1{asked.path}"
    token = {"authorization": f"Bearer {token_of(asked.who)}"} if asked.who else {}
    while len(found) < TRIES and (not found or min(found)[0] > BOUND):
        app.state.database.memory = Memory()  # as for the first who asks
        body = asked.body() if asked.body else None
        with Meter() as meter:
            status, answer = await call(app, method, address, body, {**asked.headers, **token})
        assert status == asked.status, (method, address, status, answer[:500])
        found.append((meter.longest / slowness(), meter.where))
    return min(found)
