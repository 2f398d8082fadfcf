"""How a route is answered: its dependencies in their order, what each is given, and the endpoint; worked out once.

FastAPI walks the tree of a route's dependencies anew with each request. A `Plan` is the same tree laid out flat when
the route is made: what FastAPI's `Dependant` says of a function stays the one declaration, for the document too. What a
plan does not know how to do, it refuses then, and not when somebody asks.
"""

import inspect
from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import Any, cast

from fastapi import Request, params
from fastapi._compat import ModelField
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_body_to_args
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.web.parameters import Body, Errors, Given, Unknown

_WRONG = object()


class Step:
    """A function that is called for its value: with values of steps before it, and with what the request gives."""

    __slots__ = ("awaited", "call", "embedded", "form", "given", "needs", "opens")

    def __init__(self, dependant: Dependant, needs: dict[str, int], *, embedded: bool) -> None:
        """Takes the framework's own account of it, and the places of the steps it needs by the names it has for them.

        Raises:
            Unknown: it is called in some other way.
        """
        call: Any = dependant.call
        self.form: list[ModelField] = []
        self.embedded, body = embedded, None
        if any(isinstance(field.field_info, params.Form) for field in dependant.body_params):
            self.form = dependant.body_params
        elif dependant.body_params:
            if len(dependant.body_params) > 1 or embedded:
                raise Unknown(call)
            body = Body(dependant.body_params[0])
        self.given, self.needs = Given(dependant, body), tuple(needs.items())
        self.opens = inspect.isasyncgenfunction(call)
        self.awaited = inspect.iscoroutinefunction(call) or inspect.iscoroutinefunction(type(call).__call__)
        if not (self.opens or self.awaited or inspect.isclass(call)):  # it would have to run in a thread
            raise Unknown(call)
        if self.opens and dependant.scope != "function":  # it would be closed after the answer
            raise Unknown(call)
        self.call: Callable[..., Any] = asynccontextmanager(call) if self.opens else call


class Plan:
    """Of one route."""

    def __init__(self, dependant: Dependant, *, embedded: bool) -> None:
        """Takes the framework's own account of the endpoint, and whether fields of its body stand side by side.

        Raises:
            Unknown: the route uses something that a plan cannot do.
        """
        self._embedded = embedded
        self._steps: list[Step] = []
        self._laid: dict[object, int] = {}
        for inner in dependant.dependencies:
            self._lay(inner)
        named = {inner.name: self._laid[inner.call] for inner in dependant.dependencies if inner.name is not None}
        self._endpoint = Step(dependant, named, embedded=embedded)
        answers = inspect.signature(self._endpoint.call, eval_str=True).return_annotation
        if not self._endpoint.awaited or not (isinstance(answers, type) and issubclass(answers, Response)):
            raise Unknown(dependant.call)

    def _lay(self, dependant: Dependant) -> bool:
        """Lays a dependency after those it needs; whether a request can give any of them something wrong."""
        if not dependant.use_cache or dependant.concurrency or dependant.own_oauth_scopes:
            raise Unknown(dependant.call)
        inner = [self._lay(each) for each in dependant.dependencies]
        needs = {each.name: self._laid[each.call] for each in dependant.dependencies if each.name is not None}
        step = Step(dependant, needs, embedded=self._embedded)
        may_be_wrong = any(inner) or step.given.may_be_wrong or bool(step.form)
        if dependant.call in self._laid:
            if may_be_wrong:  # the same mistakes would have to be told twice
                raise Unknown(dependant.call)
            return False
        self._laid[dependant.call] = len(self._steps)
        self._steps.append(step)
        return may_be_wrong

    async def answer(self, request: Request, body: object) -> Response:
        """What the endpoint answers; by then every session is committed, or rolled back by what was raised.

        Raises:
            RequestValidationError: with all that is wrong with what the request gives, of all functions together.
        """
        return await self._go_on(request, body, [], [])

    async def _go_on(self, request: Request, body: object, values: list[object], errors: Errors) -> Response:
        """The steps that are not done yet, then the endpoint; whatever is opened is open until the endpoint is done."""
        for step in self._steps[len(values) :]:
            arguments = await _arguments(step, request, body, values, errors)
            if arguments is None:
                values.append(_WRONG)
            elif step.opens:
                async with step.call(**arguments) as opened:
                    values.append(opened)
                    return await self._go_on(request, body, values, errors)
                raise RuntimeError(f"{step.call} kept an error to itself")
            else:
                values.append(await step.call(**arguments) if step.awaited else step.call(**arguments))
        arguments = await _arguments(self._endpoint, request, body, values, errors)
        if errors or arguments is None:
            raise RequestValidationError(errors, body=body)
        answer: Response = await self._endpoint.call(**arguments)
        return answer


async def _arguments(
    step: Step, request: Request, body: object, values: list[object], errors: Errors
) -> dict[str, object] | None:
    """What a function is called with; None: something of it is wrong, and told among the errors."""
    told, before = {name: values[place] for name, place in step.needs}, len(errors)
    if step.given.any:
        step.given.read(request, body, told, errors)
    if step.form:
        await _read_form(step, cast(FormData, body), told, errors)
    if errors and (len(errors) > before or any(value is _WRONG for value in told.values())):
        return None
    return told


async def _read_form(step: Step, body: FormData, told: dict[str, object], errors: Errors) -> None:
    """Forms are few, and their files many kinds of things: the framework itself takes them apart."""
    found, wrong = await request_body_to_args(step.form, body, embed_body_fields=step.embedded)
    told |= found
    errors += wrong
