"""Requests as honest and hostile clients make them, drawn from what a route declares: always the same for a seed."""

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from fastapi import params
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter

UUID, MOMENT = "0193a0c0-0000-7000-8000-00000000dead", "2026-11-20T08:00:00+08:00"
_BY_FORMAT = {"uuid": UUID, "date-time": MOMENT, "date": "2026-11-20", "time": "08:30"}
_RUBBISH: tuple[Any, ...] = (
    "", " ", "x", "0", "-1", "1.5", "1e3", "true", "null", "é", "案卷", "😀", "a" * 400, "\x00", "\u202e", UUID, MOMENT,
    "NaN", "99999999999999999999", "2026-02-30", "W/\"7\"", "*", "'; DROP TABLE cases", "{}", "a,b", 0, -1, 2.5, True,
    None, [], {}, [1, [2, [3]]], {"a": {"b": None}}, 10**19,
)  # fmt: skip
_QUERIES = (b"a", b"a=&a", b"%ff=%fe", b"&&==&", b"limit=1;cursor=2", b"q=%E4%BA%95&q=", b"+=+", b"limit=%00")
_KINDS = (
    "application/json", "application/json", "application/json; charset=utf-8", "APPLICATION/JSON ;x", "text/plain", "",
    "application/vnd.a+json", "text/a+json", "a+json", "application/x/y+json", "application/xml", None,
)  # fmt: skip
_BROKEN = (
    b"",
    b"{",
    b"[1,",
    b'{"a": 1, "a": 2}',
    b"\xff\xfe",
    b'"\\ud800"',
    b"nul",
    b"[" * 60,
    b"{}x",
    b" ",
    b"0" * 900,
)


def scopes(route: APIRoute, app: Any, token: str, seed: int, count: int) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The ASGI scopes of so many requests to a route, and their bodies."""
    random = Random(f"{seed} {route.path} {sorted(route.methods or ())}")  # noqa: S311  (nothing secret)
    for number in range(count):
        wrong = 0.0 if number % 3 == 0 else random.choice((0.1, 0.5))
        kind, body = _body(route, random, wrong)
        headers = [*_headers(route, random, wrong), (b"authorization", f"Bearer {token}".encode())]
        headers += [(b"content-type", kind.encode())] if kind is not None else []
        headers += [(b"content-length", str(len(body)).encode())] if body or random.random() < 0.5 else []
        path = {name: _text(_RUBBISH, random) or "x" for name in route.param_convertors}
        for field in route.dependant.path_params:
            path[field.name] = _as_text(_told(_schema(field), random, wrong)) or "x"
        yield {
            "type": "http", "http_version": "1.1", "method": next(iter(route.methods or ())), "scheme": "http",
            "path": route.path_format, "raw_path": b"/", "root_path": "", "query_string": _query(route, random, wrong),
            "headers": headers, "client": ("127.0.0.1", 9), "server": ("test", 80), "path_params": path, "app": app,
            "route": route,
        }, body  # fmt: skip


def _fields(dependant: Any, where: str) -> Iterator[Any]:
    yield from getattr(dependant, f"{where}_params")
    for inner in dependant.dependencies:
        yield from _fields(inner, where)


@cache
def _schema(field: Any) -> dict[str, Any]:
    return TypeAdapter(field.field_info.annotation).json_schema()


def _text(among: tuple[Any, ...], random: Random) -> str:
    return _as_text(random.choice(among))


def _as_text(told: Any) -> str:
    return told if isinstance(told, str) else orjson.dumps(told, option=orjson.OPT_NON_STR_KEYS).decode()


def _query(route: APIRoute, random: Random, wrong: float) -> bytes:
    if random.random() < wrong / 4:
        return random.choice(_QUERIES)
    said: list[tuple[str, str]] = []
    for field in _fields(route.dependant, "query"):
        annotation = field.field_info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            schema = _schema(field)
            said += [
                pair
                for name, inner in schema["properties"].items()
                if random.random() < (1.0 if name in schema.get("required", ()) else 0.3)
                for pair in _pairs(name, inner | {"$defs": schema.get("$defs", {})}, random, wrong)
            ]
        elif random.random() > wrong / 2:
            said += _pairs(field.alias, _schema(field), random, wrong)
    if random.random() < wrong:
        said += [(random.choice(("unknown", "limit", "é", "")), _text(_RUBBISH, random)) for _ in range(2)]
    random.shuffle(said)
    return urlencode([(name, value.encode("utf-8", "replace")) for name, value in said]).encode()


def _pairs(name: str, schema: dict[str, Any], random: Random, wrong: float) -> list[tuple[str, str]]:
    told = _told(schema, random, wrong)
    several = told if isinstance(told, list) else [told] * (2 if random.random() < wrong / 3 else 1)
    return [(name, _as_text(each)) for each in several if each is not None]


def _headers(route: APIRoute, random: Random, wrong: float) -> list[tuple[bytes, bytes]]:
    said = [(b"host", b"test"), (b"accept-language", random.choice((b"en", b"zh", b"zh;q=0, en")))]
    for field in _fields(route.dependant, "header"):
        for _ in range(random.choice((0, 1, 1, 2))):
            good = random.choice(("1.0.0", "7", '"7"', "0"))
            value = _text(_RUBBISH, random) if random.random() < wrong else good
            said.append((field.alias.lower().encode(), quote(value, safe=' "/*-').encode()[:1_200]))
    random.shuffle(said)
    return said


def _body(route: APIRoute, random: Random, wrong: float) -> tuple[str | None, bytes]:
    field = route.body_field
    if field is None:
        return (None, b"") if random.random() > wrong else (random.choice(_KINDS), random.choice(_BROKEN)[:900])
    if isinstance(field.field_info, params.Form):
        return _form(route, random, wrong)
    kind = random.choice(_KINDS) if random.random() < wrong else "application/json"
    if random.random() < wrong / 2:
        return kind, random.choice(_BROKEN)
    return kind, orjson.dumps(_told(_schema(field), random, wrong), default=str, option=orjson.OPT_NON_STR_KEYS)


def _form(route: APIRoute, random: Random, wrong: float) -> tuple[str, bytes]:
    said: list[tuple[str, str | None]] = []
    for field in _fields(route.dependant, "body"):
        for _ in range(0 if random.random() < wrong / 2 else 2 if random.random() < wrong / 3 else 1):
            file = isinstance(field.field_info, params.File) and random.random() > wrong
            said.append((field.alias, None if file else _as_text(_told(_schema(field), random, wrong))))
    said += [("username", "worker"), ("password", "x")] if random.random() > wrong else []
    if random.random() < wrong:
        said.append(("unknown", _text(_RUBBISH, random)))
    if random.random() < 0.5 and all(value is not None for _, value in said):
        return "application/x-www-form-urlencoded", urlencode([(name, value or "") for name, value in said]).encode()
    parts = b"".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"'.encode()
        + (b'; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8' if value is None else b"\r\n\r\n")
        + (value or "").encode("utf-8", "replace")
        + b"\r\n"
        for name, value in said
    )
    return random.choice(
        ("multipart/form-data; boundary=b", "multipart/form-data; boundary=b", "multipart/form-data")
    ), (parts + b"--b--\r\n")


def _told(schema: dict[str, Any], random: Random, wrong: float, deep: int = 0) -> Any:
    """Something that fits a schema, or with that probability does not."""
    if random.random() < wrong:
        return random.choice(_RUBBISH)
    known = schema.get("$defs", {})
    if "$ref" in schema:
        schema = known[schema["$ref"].rsplit("/", 1)[1]] | {"$defs": known}
    several = schema.get("anyOf") or schema.get("oneOf")
    if several:
        return _told(random.choice(several) | {"$defs": known}, random, wrong, deep)
    if schema.get("type") == "object":
        asked = schema.get("required", ())
        return {
            name: _told(inner | {"$defs": known}, random, wrong, deep + 1)
            for name, inner in schema.get("properties", {}).items()
            if name in asked or (deep < 3 and random.random() < 0.4)
        }
    if schema.get("type") == "array":
        items, least = schema.get("items", {}) | {"$defs": known}, schema.get("minItems", 0)
        return [_told(items, random, wrong, deep + 1) for _ in range(max(least, random.choice((0, 1, 2))))]
    return random.choice(schema.get("enum") or _simple(schema))


def _simple(schema: dict[str, Any]) -> tuple[Any, ...]:
    """What may stand for something that holds nothing else."""
    least = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
    by_type = {"integer": (least, 22, 3), "number": (least, 114.5), "boolean": (True, False), "null": (None,)}
    if "const" in schema:
        return (schema["const"],)
    if schema.get("format") in _BY_FORMAT:
        return (_BY_FORMAT[schema["format"]],)
    return by_type.get(schema.get("type", ""), ("D7D7", "井盖缺失", "GB", "a1"))
