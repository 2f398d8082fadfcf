"""What no database holds is refused where it is said: of every string that anybody sends its schema refuses NUL."""

import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError

from tests.application import application
from tests.odd_requests import _fields

#: What is never asked of a database as it was sent, and why; its own tests say what becomes of rubbish.
READ_FIRST = {
    "cursor": "decoded first", "fields": "names of fields, looked up", "next": "names of actions, looked up",
    "if-match": "numbers are read from it", "figure": "looked up", "name": "of a queue: looked up",
    "username": "signing in reads it first", "password": "hashed", "scope": "of OAuth2; not used",
    "client_id": "of OAuth2; not used", "client_secret": "of OAuth2; not used",
    "link": "its signature is checked first",
    "upload-length": "a number", "upload-metadata": "decoded first", "upload-checksum": "decoded first",
    "upload-offset": "a number", "tus-resumable": "compared", "x-http-method-override": "compared",
    "token": "hashed", "lang": "one of two", "body": "read by the schema of its kind", "geometry": "read as GeoJSON",
}  # fmt: skip
#: The form of residents is read into the schema of the same report in JSON.
FORMS = {"body /report", "query /report"}


def _leaves(where: str, kind: Any, told: tuple[Any, ...], seen: set[type]) -> Iterator[tuple[str, Any]]:
    """Every string that something holds, by its place, with what is asked of it."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = {} if kind in seen else kind.model_fields
        seen.add(kind)
        for name, field in fields.items():
            yield from _leaves(f"{kind.__name__} {name}", field.annotation, tuple(field.metadata), seen)
        return
    origin, inner = get_origin(kind), get_args(kind)
    if kind is str:
        yield where, Annotated[(str, *told)] if told else str
    elif origin is Annotated:
        yield from _leaves(where, inner[0], (*inner[1:], *told), seen)
    else:
        for each in inner:
            yield from _leaves(where, each, told if origin in (Union, types.UnionType) else (), seen)


@cache
def _strings() -> dict[str, Any]:
    found: dict[str, Any] = {}
    seen: set[type] = set()
    for route in application().routes:
        if isinstance(route, APIRoute):
            for kind in ("path", "query", "header", "cookie", "body"):
                for field in _fields(route.dependant, kind):
                    info, where = field.field_info, f"{kind} {route.path} {field.alias}"
                    found |= dict(_leaves(where, info.annotation, tuple(info.metadata), seen))
    return found


def _is_refused(schema: Any, said: str) -> bool:
    try:
        TypeAdapter(schema).validate_python(said)
    except ValidationError:
        return True
    return False


def test_what_no_database_holds_is_refused_where_it_is_said() -> None:
    told = {where: schema for where, schema in _strings().items() if where.rpartition(" ")[2] not in READ_FIRST}
    held = [
        where for where, schema in told.items()
        if where.rpartition(" ")[0] not in FORMS and not (_is_refused(schema, "a\x00b") or _is_refused(schema, "\x00"))
    ]  # fmt: skip

    assert held == [], "give these a pattern as the strings of app/schemas/base have one, or say why they need none"
    assert len(told) > 400, "a walk that finds nothing proves nothing"


@pytest.mark.parametrize("name", READ_FIRST)
def test_what_is_read_first_is_sent_by_somebody(name: str) -> None:
    assert any(where.endswith(f" {name}") for where in _strings()), "take it off the list"
