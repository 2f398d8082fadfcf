"""How far a phone has come: the opaque cursor of `GET /sync/pull`, bound to its user."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.crypto.signed import Signed
from app.errors import BadCursor


@dataclass(frozen=True, slots=True)
class Sweep:
    """Open cases under some scope keys, page by page in the order of their ids: what lies after `after` is to come."""

    keys: tuple[str, ...]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """`keys` are what the phone follows, `number` the last change it knows of them, `versions` its reference data.

    A sweep comes first; the changes since it began follow, so that nothing falls between the two.
    """

    user: str
    keys: tuple[str, ...]
    number: int
    epoch: int
    versions: Mapping[str, str]
    sweep: Sweep | None


def write(position: Position, signed: Signed) -> str:
    """The cursor of a position."""
    return signed.sign(position)


def read(cursor: str, user_id: UUID, signed: Signed) -> Position:
    """The position in a cursor.

    Raises:
        BadCursor: it is not ours, or another user's.
    """
    try:
        told: dict[str, Any] = signed.verify(cursor)
        sweep = told.pop("sweep")
        position = Position(**{**told, "keys": tuple(told["keys"]), "sweep": _sweep(sweep)})
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BadCursor() from None
    if position.user != str(user_id):
        raise BadCursor()
    return position


def _sweep(told: dict[str, Any] | None) -> Sweep | None:
    return None if told is None else Sweep(tuple(told["keys"]), told["after"])
