"""What a plan refuses to be made of, and what becomes of what a request opened."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Annotated, Any

import pytest
from fastapi import BackgroundTasks, Cookie, Depends, Header, Query, Response
from fastapi.dependencies.utils import get_dependant
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Json
from pydantic_core import PydanticUndefined

from app.config import Settings
from app.deps import public
from app.main import create_app
from app.web.bodies import Size
from app.web.incoming import Incoming
from app.web.parameters import Unknown
from app.web.plan import Plan
from app.web.routing import router


class _Model(BaseModel):
    name: str = ""


async def _answer() -> Response:
    return Response()


async def _header(x_name: Annotated[str, Header()]) -> str:
    return x_name


async def _uses_it(name: Annotated[str, Depends(_header)]) -> str:
    return name


async def _late() -> AsyncIterator[int]:
    yield 1


def _in_a_thread() -> int:
    return 1


async def _of_a_view() -> dict[str, str]:
    return {}


async def _of_a_cookie(a: Annotated[str, Cookie()]) -> Response:
    return Response(a)


async def _of_headers(a: Annotated[_Model, Header()]) -> Response:
    return Response(a.name)


async def _of_a_model_or_none(a: Annotated[_Model | None, Query()] = None) -> Response:
    return Response(str(a))


async def _of_json_in_a_query(a: Annotated[Json[list[int]], Query()]) -> Response:
    return Response(str(a))


async def _of_two_bodies(a: _Model, b: _Model) -> Response:
    return Response(a.name + b.name)


async def _of_the_response(response: Response) -> Response:
    return response


async def _of_tasks(tasks: BackgroundTasks) -> Response:
    return Response(str(tasks))


async def _of_a_late_end(a: Annotated[int, Depends(_late)]) -> Response:
    return Response(str(a))


async def _of_a_thread(a: Annotated[int, Depends(_in_a_thread)]) -> Response:
    return Response(str(a))


async def _anew(a: Annotated[str, Depends(_answer, use_cache=False)]) -> Response:
    return Response(a)


async def _the_same_mistake_twice(
    a: Annotated[str, Depends(_header)], b: Annotated[str, Depends(_uses_it)]
) -> Response:
    return Response(a + b)


async def _of_another_name(a: Annotated[str, Query(validation_alias="b")]) -> Response:
    return Response(a)


@pytest.mark.parametrize(
    "endpoint",
    [
        _in_a_thread, _of_a_view, _of_a_cookie, _of_headers, _of_a_model_or_none, _of_json_in_a_query, _of_two_bodies,
        _of_the_response, _of_tasks, _of_a_late_end, _of_a_thread, _anew, _the_same_mistake_twice, _of_another_name,
    ],
)  # fmt: skip
def test_what_a_plan_does_not_know_is_no_route(endpoint: Callable[..., Any]) -> None:
    with pytest.raises(Unknown):
        router(under="").get("/x", max_body_size=Size.JSON, response_model=None)(endpoint)  # type: ignore[call-arg]


def test_a_dependency_cannot_be_replaced_beside_the_plan() -> None:
    """FastAPI would call another function in its place; a plan would not, so that nobody may be led to believe it."""
    application = create_app(Settings(signing_key="k" * 32))  # type: ignore[arg-type]  # a secret out of a text
    with pytest.raises(TypeError):
        application.dependency_overrides[public] = _answer


# --- what is opened is closed, whatever happens ---------------------------------------------------------------------


class Opened:
    """Two dependencies that say what becomes of them, and an endpoint that does what a test wants."""

    def __init__(self, ending: Callable[[], Any]) -> None:
        said: list[str] = []

        async def outer() -> AsyncIterator[str]:
            said.append("outer opens")
            try:
                yield "outer"
            except BaseException as error:
                said.append(f"outer is told {type(error).__name__}")
                raise
            finally:
                await asyncio.sleep(0)
                said.append("outer closes")

        async def inner(before: Annotated[str, Depends(outer, scope="function")]) -> AsyncIterator[str]:
            said.append(f"inner opens in {before}")
            yield "inner"
            said.append("inner closes well")

        async def endpoint(
            inner: Annotated[str, Depends(inner, scope="function")],
            outer: Annotated[str, Depends(outer, scope="function")],
            number: int = 0,
        ) -> Response:
            said.append(f"the endpoint has {inner} and {outer}")
            await ending()
            return Response(str(number))

        self.said, self.plan = said, Plan(get_dependant(path="/", call=endpoint, scope="function"), embedded=False)

    async def answer(self, query: bytes = b"") -> Response:
        scope = {"type": "http", "headers": [], "query_string": query, "path_params": {}}
        return await self.plan.answer(Incoming(scope), PydanticUndefined)


_OPENING = ["outer opens", "inner opens in outer"]
_ASKING = [*_OPENING, "the endpoint has inner and outer"]


async def _nothing() -> None:
    """Is done."""


async def test_everything_is_closed_before_the_answer_is_there() -> None:
    opened = Opened(_nothing)

    answer = await opened.answer(b"number=7")

    assert answer.body == b"7"
    assert opened.said == [*_ASKING, "inner closes well", "outer closes"]


async def test_who_opened_something_is_told_of_the_fault() -> None:
    async def fail() -> None:
        raise KeyError("x")

    opened = Opened(fail)

    with pytest.raises(KeyError):
        await opened.answer()
    assert opened.said == [*_ASKING, "outer is told KeyError", "outer closes"]


async def test_who_opened_something_is_told_of_a_wrong_request() -> None:
    opened = Opened(_nothing)

    with pytest.raises(RequestValidationError):
        await opened.answer(b"number=x")
    assert opened.said == [*_OPENING, "outer is told RequestValidationError", "outer closes"]


async def test_a_cancelled_request_closes_what_it_opened() -> None:
    reached = asyncio.Event()

    async def wait() -> None:
        reached.set()
        await asyncio.Event().wait()

    opened = Opened(wait)
    task = asyncio.create_task(opened.answer())
    await reached.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert opened.said == [*_ASKING, "outer is told CancelledError", "outer closes"]


async def test_a_dependency_that_keeps_an_error_to_itself_is_a_fault() -> None:
    async def keeping() -> AsyncIterator[int]:
        with suppress(KeyError):
            yield 1

    async def endpoint(one: Annotated[int, Depends(keeping, scope="function")]) -> Response:
        raise KeyError(one)

    plan = Plan(get_dependant(path="/", call=endpoint, scope="function"), embedded=False)
    with pytest.raises(RuntimeError, match="kept an error to itself"):
        await plan.answer(Incoming({"type": "http", "headers": []}), PydanticUndefined)
