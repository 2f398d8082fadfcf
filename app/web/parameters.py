"""What a request gives a route: parameters of path, query and headers, and its body, read as FastAPI declares them.

FastAPI looks at the types again with each request. Here what follows from them is worked out once, when the route is
made; the values, the errors and their places are the framework's own, and a test compares them.
"""

import copy
from collections.abc import Sequence
from typing import Any, get_args

from fastapi import Request, params
from fastapi._compat import ModelField, field_annotation_is_sequence
from fastapi.dependencies.models import Dependant
from pydantic import BaseModel, Json
from pydantic_core import PydanticUndefined
from starlette.datastructures import QueryParams

Errors = list[object]
_NO_QUERY = QueryParams()


class Unknown(TypeError):
    """A route is declared in a way that is not known here: it could not be served as FastAPI would."""


class Value:
    """A single parameter, or one that may be given several times."""

    __slots__ = ("_alias", "_default", "_field", "_many", "_place", "_required", "name")

    def __init__(self, field: ModelField) -> None:
        """Takes the framework's own field."""
        info = field.field_info
        if not isinstance(info, params.Param) or _is_of_a_model(info.annotation):
            raise Unknown(field)
        self._field, self.name, self._alias = field, field.name, _alias_of(field)
        self._many = field_annotation_is_sequence(info.annotation)
        self._place = (info.in_.value, self._alias)
        self._required, self._default = info.is_required(), field.get_default()
        if info.validate_default or info.default_factory is not None or _holds_json(field):
            raise Unknown(field)

    def read(self, given: Any, values: dict[str, object], errors: Errors) -> None:
        """Puts the value among the others, or what is wrong with it among the errors."""
        told = given.getlist(self._alias) if self._many else given.get(self._alias)
        if told is None or (self._many and not told):
            if self._required:
                errors.append(_missing(self._place))
            else:
                values[self.name] = copy.deepcopy(self._default)
            return
        _validate(self._field, told, self._place, values, errors)


class Query:
    """A model of everything a query says."""

    __slots__ = ("_field", "_many", "name")

    def __init__(self, field: ModelField, model: type[BaseModel]) -> None:
        """Takes the framework's own field, and the model it is of."""
        by_other_names = {"populate_by_name", "validate_by_name", "validate_by_alias"} & set(model.model_config)
        if by_other_names or any(info.validation_alias != info.alias for info in model.model_fields.values()):
            raise Unknown(field)
        self._field, self.name = field, field.name
        self._many = {
            info.alias or name: field_annotation_is_sequence(info.annotation)
            for name, info in model.model_fields.items()
        }

    def read(self, given: QueryParams, values: dict[str, object], errors: Errors) -> None:
        """Puts the model among the values, or what is wrong with it among the errors."""
        told: dict[str, object] = {}
        for name in given:
            many = self._many.get(name)
            said = given[name] if many is False else given.getlist(name)
            told[name] = said[0] if many is None and len(said) == 1 else said
        _validate(self._field, told, ("query",), values, errors)


class Body:
    """The whole of a body of JSON."""

    __slots__ = ("_default", "_field", "_required", "name")

    def __init__(self, field: ModelField) -> None:
        """Takes the framework's own field."""
        self._field, self.name = field, field.name
        self._required, self._default = field.field_info.is_required(), field.get_default()

    def read(self, given: object, values: dict[str, object], errors: Errors) -> None:
        """Puts what the body says among the values, or what is wrong with it among the errors."""
        if given is not PydanticUndefined:
            _validate(self._field, given, ("body",), values, errors)
        elif self._required:
            errors.append(_missing(("body",)))
        else:
            values[self.name] = copy.deepcopy(self._default)


class Given:
    """All that one function is given of a request itself."""

    __slots__ = ("_headers", "_path", "_query", "_requests", "any", "body")

    def __init__(self, dependant: Dependant, body: Body | None) -> None:
        """Takes the framework's own account of the function.

        Raises:
            Unknown: it wants something that no route here ever wanted.
        """
        told = (dependant.websocket_param_name, dependant.response_param_name, dependant.background_tasks_param_name)
        if any(told) or dependant.security_scopes_param_name or dependant.cookie_params:
            raise Unknown(dependant.call)
        self._path = tuple(Value(field) for field in dependant.path_params)
        self._query = tuple(_of_query(field) for field in dependant.query_params)
        self._headers = tuple(Value(field) for field in dependant.header_params)
        self._requests = tuple(filter(None, (dependant.request_param_name, dependant.http_connection_param_name)))
        self.body = body
        self.any = bool(self._path or self._query or self._headers or self._requests or body)

    @property
    def may_be_wrong(self) -> bool:
        """Whether a request can give it something wrong."""
        return bool(self._path or self._query or self._headers or self.body)

    def read(self, request: Request, body: object, values: dict[str, object], errors: Errors) -> None:
        """Puts everything among the values, or what is wrong with it among the errors, in the framework's order."""
        for one in self._path:
            one.read(request.path_params, values, errors)
        if self._query:
            given = request.query_params if request.scope["query_string"] else _NO_QUERY
            for asked in self._query:
                asked.read(given, values, errors)
        for one in self._headers:
            one.read(request.headers, values, errors)
        if self.body is not None:
            self.body.read(body, values, errors)
        for name in self._requests:
            values[name] = request


def _of_query(field: ModelField) -> Value | Query:
    model = field.field_info.annotation
    return Query(field, model) if isinstance(model, type) and issubclass(model, BaseModel) else Value(field)


def _is_of_a_model(annotation: object) -> bool:
    """Whether it is a model, or one among other things."""
    return any(isinstance(one, type) and issubclass(one, BaseModel) for one in (annotation, *get_args(annotation)))


def _alias_of(field: ModelField) -> str:
    info = field.field_info
    if info.validation_alias not in (None, info.alias) or field.config:
        raise Unknown(field)
    return field.alias


def _holds_json(field: ModelField) -> bool:
    return any(type(told) is Json for told in field.field_info.metadata)


def _missing(place: Sequence[str]) -> dict[str, object]:
    return {"type": "missing", "loc": tuple(place), "msg": "Field required", "input": None}


def _validate(
    field: ModelField, told: object, place: tuple[str, ...], values: dict[str, object], errors: Errors
) -> None:
    value, wrong = field.validate(told, loc=place)
    if wrong:
        errors.extend(wrong)
    else:
        values[field.name] = value
