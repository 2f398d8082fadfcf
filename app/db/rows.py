"""What is done with the rows of any statement."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import orjson


def columns(row: Mapping[str, object], names: Iterable[str]) -> dict[str, object]:
    """Some columns of a row as they are."""
    return {name: row[name] for name in names}


def in_json(view: object) -> bytes:
    """What was made of rows, as JSON."""
    return orjson.dumps(view, default=_plain)


def _plain(value: object) -> str:
    """A UUID of asyncpg's own class, which orjson does not know."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value)} has no place in an answer")
