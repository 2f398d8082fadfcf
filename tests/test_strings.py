"""What no database holds is refused where it is said: of every string that anybody sends its schema refuses NUL."""

import re
import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError

from tests.application import application
from tests.odd_requests import _fields

_SIGNING_IN = r"body /api/v1/auth/token"
_UPLOADING = r"header /api/v1/uploads(/\{upload_id\})?"
#: What is never asked of a database as it was sent, and why; its own tests say what becomes of rubbish.
READ_FIRST = {
    r"\w+ cursor": "decoded first",
    r"query /villages\S* cursor": "decoded first",
    r"\w+Query fields": "names of fields, looked up",
    r"query \S+ next": "names of actions, looked up",
    r"header \S+ if-match": "numbers are read from it",
    r"path /api/v1/evaluation/figures/\{figure\}\S* figure": "looked up",
    r"Scheme(Item|Deduction|Trigger) figure": "looked up",
    r"path /api/v1/(queues|desk)/\{name\} name": "of a queue: looked up",
    rf"{_SIGNING_IN} (username|password)": "read and hashed first",
    rf"{_SIGNING_IN} (scope|client_id|client_secret)": "of OAuth2; not used",
    r"path /api/v1/files/\{link\} link": "its signature is checked first",
    rf"{_UPLOADING} upload-(length|offset)": "a number",
    rf"{_UPLOADING} upload-(metadata|checksum)": "decoded first",
    rf"{_UPLOADING} (tus-resumable|x-http-method-override)": "compared",
    r"path /(r|f)/\{token\} token": "hashed",
    r"query /villages\S* lang": "one of two",
    r"Operation body": "read by the schema of its kind",
    r"BoundaryIn geometry": "read as GeoJSON",
    r"(body|query) /report \w+": "a form, read into the schema of the same report in JSON",
}


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
    taken = {
        where
        for where, schema in _strings().items()
        if not (_is_refused(schema, "a\x00b") or _is_refused(schema, "\x00"))
    }
    held = sorted(where for where in taken if not any(re.fullmatch(read, where) for read in READ_FIRST))

    assert held == [], "give these a pattern as the strings of app/schemas/base have one, or say why they need none"
    assert len(_strings()) - len(taken) > 400, "a walk that finds nothing proves nothing"


@pytest.mark.parametrize("read", READ_FIRST)
def test_what_is_read_first_is_sent_by_somebody(read: str) -> None:
    assert any(re.fullmatch(read, where) for where in _strings()), "take it off the list"
