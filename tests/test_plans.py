"""A plan gives an endpoint what FastAPI's own solver gives it, calls in its order, and says the same of mistakes."""

import copy
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi import Request, Response, params
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute, get_request_handler
from pydantic import BaseModel
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from app import clock
from app.authz import Bearer
from app.config import Settings
from app.deps import public
from app.errors import AppError
from app.main import create_app
from app.web import admission
from app.web.bodies import Unread
from app.web.incoming import Incoming
from tests.odd_requests import scopes

EACH = 24
_FORM_LIMITS = admission._FORM_LIMITS
APPLICATION = create_app(Settings(signing_key="k" * 32))  # type: ignore[arg-type]  # a secret out of a text
TOKEN = APPLICATION.state.signer.sign(Bearer(uuid4(), uuid4()), clock.now(), timedelta(days=1))
ROUTES = [route for route in APPLICATION.routes if isinstance(route, APIRoute)]


class Stage:
    """The functions of a route, replaced by others that say what they were called with."""

    def __init__(self, route: APIRoute) -> None:
        self.said: list[Any] = []
        self._made: dict[Any, Any] = {public: public}
        self.dependant = self._replaced(route.dependant, self._endpoint)

    def _replaced(self, dependant: Dependant, call: Any = None) -> Dependant:
        if call is None:
            call = self._made.setdefault(dependant.call, self._stand_in(dependant))
        return replace(dependant, call=call, dependencies=[self._replaced(each) for each in dependant.dependencies])

    async def _endpoint(self, **given: Any) -> Response:
        self.said.append(("endpoint", {name: _plain(value) for name, value in given.items()}))
        return Response()

    def _stand_in(self, dependant: Dependant) -> Callable[..., Any]:
        name = getattr(dependant.call, "__qualname__", type(dependant.call).__name__)

        async def called(**given: Any) -> str:
            self.said.append((name, {key: _plain(value) for key, value in given.items()}))
            return f"of {name}"

        async def opened(**given: Any) -> AsyncIterator[str]:
            self.said.append((name, {key: _plain(value) for key, value in given.items()}))
            try:
                yield f"of {name}"
            except BaseException as error:
                self.said.append((f"{name} is told", type(error)))
                raise
            finally:
                self.said.append((f"{name} is closed", {}))

        return opened if dependant.scope == "function" else called


def _plain(value: Any) -> Any:
    """What can be compared of a value."""
    if isinstance(value, UploadFile):
        return (value.filename, value.size, value.content_type)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, BaseModel):
        return re.sub(r" at 0x[0-9a-f]+", "", repr(value))  # an operation of a batch is an object without a text
    return "the request" if isinstance(value, Request) else value


async def _outcome(stage: Stage, answering: Any) -> tuple[Any, list[Any]]:
    stage.said.clear()
    try:
        await answering
        ended: Any = "answered"
    except RequestValidationError as error:
        ended = [{**wrong, "ctx": repr(wrong.get("ctx"))} for wrong in error.errors()]
        if any(wrong["type"] == "json_invalid" for wrong in ended):  # of which nobody is told more
            ended = "json_invalid"
    except AppError as error:
        ended = (error.code, str(error))
    except (HTTPException, Unread) as error:
        ended = (getattr(error, "status_code", 400), type(error.__cause__), str(error.__cause__))
    return ended, list(stage.said)


def _receiving(body: bytes) -> Callable[[], Any]:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _by_plan(route: admission.Route, scope: dict[str, Any], body: bytes) -> Response:
    return await route.get_route_handler()(Incoming(scope, _receiving(body)))


async def _by_the_framework(route: admission.Route, scope: dict[str, Any], body: bytes) -> Any:
    """What FastAPI makes of the same request, after the same admission."""
    request: Request = Incoming(scope, _receiving(body))
    if admission._announces_a_body(request):
        field = route.body_field.field_info if route.body_field is not None else None
        takes = None if field is None else admission.FORM if isinstance(field, params.Form) else admission.JSON
        request = await route._admit(request, [], takes)
    handler = get_request_handler(
        route.dependant,
        route.body_field,
        embed_body_fields=route._embed_body_fields,
        form_limits=_FORM_LIMITS | route.form_limits,
    )
    async with AsyncExitStack() as files, AsyncExitStack() as requests:
        scope |= {"fastapi_middleware_astack": files, "fastapi_inner_astack": requests}
        async with AsyncExitStack() as functions:
            scope["fastapi_function_astack"] = functions
            return await handler(request)


@pytest.mark.parametrize("seed", range(2))
async def test_every_route_is_answered_as_the_framework_would(seed: int) -> None:
    answered, differing = set(), []
    for original in ROUTES:
        assert isinstance(original, admission.Route)
        route, stage = copy.copy(original), Stage(original)
        route.__class__ = admission.Route  # what a route of uploads adds, it adds to both
        route.__dict__.pop("_plan", None)
        route.dependant = stage.dependant
        for scope, body in scopes(original, APPLICATION, TOKEN, seed, EACH):
            ours = await _outcome(stage, _by_plan(route, {**scope}, body))
            theirs = await _outcome(stage, _by_the_framework(route, {**scope}, body))
            answered |= {original.path} if ours[0] == "answered" else set()
            differing += [(original.path, scope["query_string"], body[:200], ours, theirs)] if ours != theirs else []

    assert differing == []
    assert len(answered) > 0.9 * len({route.path for route in ROUTES}), "hardly a request was right"
