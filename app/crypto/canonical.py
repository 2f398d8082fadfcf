"""The one form in which values are hashed, compared and signed: the same value is the same bytes in every process.

JSON with sorted keys. Sets are sorted, tuples of any class are lists, enums are their values, moments are in UTC:
nothing follows from `repr`, from `hash()`, or from the order in which something was put together.

What requests say is compared by `meaning`, after it was read: in whichever words, the same is the same.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Set
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel

_POINT_ZERO = re.compile(rb'"(?:[^"\\]|\\.)*"|\.0(?=[,\]}])')
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME


def encode(value: Any) -> bytes:
    """The bytes of a value.

    Raises:
        TypeError: it holds something that has no canonical form.
    """
    try:
        return orjson.dumps(value, default=_plain, option=_OPTIONS)
    except TypeError:  # numbers beyond 64 bits and lone surrogates, which JSON of others may hold
        return json.dumps(value, default=_plain, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    """The SHA-256 of those bytes, as hexadecimal digits."""
    return hashlib.sha256(encode(value)).hexdigest()


def meaning(value: Any) -> str:
    """The digest by which two requests are one: of bodies as they were read, and with one form for one number."""
    return hashlib.sha256(_POINT_ZERO.sub(_one_number, encode(value))).hexdigest()


def _one_number(found: re.Match[bytes]) -> bytes:
    """22.0 is 22, also within what has no schema of its own; what stands in a string stays."""
    return found[0] if found[0].startswith(b'"') else b""


def _said(body: BaseModel) -> dict[str, Any]:
    """What a body says: nothing of what it leaves at its default, be that spelt out or left out.

    So a field that a later version adds changes nothing of what was told before.
    """
    if getattr(body, "leaves_alone", False):  # there null empties a field, and is not what is left out
        return {name: getattr(body, name) for name in sorted(body.model_fields_set)}
    defaults = _defaults(type(body))
    return {name: value for name, value in vars(body).items() if value != defaults[name]}


@cache
def _defaults(of: type[BaseModel]) -> dict[str, Any]:
    fields = of.model_fields.items()
    return {name: field.get_default(call_default_factory=True, validated_data={}) for name, field in fields}


def _utc(moment: datetime) -> str:
    try:
        return moment.astimezone(UTC).isoformat()
    except OverflowError:  # at either end of the calendar
        return moment.isoformat()


def _plain(value: Any) -> Any:
    match value:
        case BaseModel():
            return _said(value)
        case Set():
            return sorted(value, key=encode)
        case datetime():
            return _utc(value)
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            return dict(value)
        case tuple():
            return list(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
