"""The one form in which values are hashed, compared and sealed: the same value is the same bytes in every process.

JSON with sorted keys. Sets are sorted, tuples of any class are lists, enums are their values, moments are in UTC:
nothing follows from `repr`, from `hash()`, or from the order in which something was put together.
"""

import hashlib
import json
from collections.abc import Mapping, Set
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import orjson

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


def _plain(value: Any) -> Any:
    match value:
        case Set():
            return sorted(value, key=encode)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            return dict(value)
        case tuple():
            return list(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
