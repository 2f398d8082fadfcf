"""Opaque cursors of keyset pages: the place after which the next page begins, bound to the list that gave it."""

import base64
import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from app.errors import BadCursor


def encode(value: datetime, row_id: UUID, of: Any) -> str:
    """The cursor after the row with this order value and id, in the list described by `of`."""
    told = orjson.dumps([value, str(row_id), _mark(of)])
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def decode(cursor: str, of: Any) -> tuple[datetime, UUID]:
    """The order value and the id in a cursor.

    Raises:
        BadCursor: it is not one of ours, or of another list.
    """
    try:
        value, row_id, mark = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(value)
        found = moment, UUID(row_id)
    except (ValueError, TypeError, AttributeError):
        raise BadCursor() from None
    if mark != _mark(of) or moment.tzinfo is None:
        raise BadCursor()
    return found


def _mark(of: Any) -> str:
    return hashlib.sha256(repr(of).encode()).hexdigest()[:8]
