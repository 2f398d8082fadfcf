"""Opaque cursors of keyset pages: the place after which the next page begins, bound to the list that gave it."""

import base64
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from app.crypto import canonical
from app.errors import BadCursor
from app.text import writing

#: Before the newest row of a list that is read newest first: the place after which its first page begins.
NEWEST = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))
_DIGITS = 9  # of a number that every column of numbers holds


def encode(value: datetime | None, row_id: UUID, of: Any) -> str:
    """The cursor after the row with this order value (None: it has none) and id, in the list described by `of`."""
    return _encoded([value, str(row_id)], of)


def decode(cursor: str, of: Any, *, undated: bool = False) -> tuple[datetime | None, UUID]:
    """The order value and the id in a cursor; the value is None where the list has `undated` rows and this was one.

    Raises:
        BadCursor: it is not one of ours, or of another list.
    """
    try:
        value, row_id = _opened(cursor, of)
        moment = None if value is None and undated else _moment(value)
        return moment, UUID(row_id)
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise BadCursor() from None


def _moment(value: str) -> datetime:
    told = datetime.fromisoformat(value)
    if told.tzinfo is None:
        raise ValueError("no zone")
    return told.astimezone(UTC)


def encode_key(key: str, of: Any) -> str:
    """The cursor after the row with this key, in a list in the order of its keys."""
    return _encoded([key], of)


def decode_key(cursor: str, of: Any) -> str:
    """The key in a cursor.

    Raises:
        BadCursor: it is not one of ours, or of another list.
    """
    match _opened(cursor, of):
        case [str() as key] if writing.is_storable(key):
            return key
    raise BadCursor()


def decode_number(cursor: str, of: object) -> int:
    """The key of a list in the order of numbers that the database gives its rows.

    Raises:
        BadCursor: it is not one of ours, or of another list.
    """
    key = decode_key(cursor, of)
    if not (key.isascii() and key.isdigit() and len(key) <= _DIGITS):
        raise BadCursor()
    return int(key)


def encode_nth(value: datetime, row_id: UUID, nth: int, of: object) -> str:
    """The cursor after one of several rows that are told by the same moment and id."""
    return _encoded([value, str(row_id), str(nth)], of)


def decode_nth(cursor: str, of: object) -> tuple[datetime, UUID, int]:
    """The moment, the id and which of its own in a cursor.

    Raises:
        BadCursor: it is not one of ours, or of another list.
    """
    try:
        value, row_id, nth = _opened(cursor, of)
        if not (nth.isascii() and nth.isdigit() and len(nth) <= _DIGITS):
            raise BadCursor()
        return _moment(value), UUID(row_id), int(nth)
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise BadCursor() from None


def _encoded(values: list[Any], of: Any) -> str:
    return base64.urlsafe_b64encode(canonical.encode([*values, _mark(of)])).decode().rstrip("=")


def _opened(cursor: str, of: Any) -> list[Any]:
    values: list[Any]
    try:
        *values, mark = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError):
        raise BadCursor() from None
    if mark != _mark(of):
        raise BadCursor()
    return values


def _mark(of: Any) -> str:
    return canonical.digest(of)[:8]
