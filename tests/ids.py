"""Ids as clients make them."""

from uuid import UUID

from app import clock
from app.identifiers import new_id


def uuid7() -> UUID:
    return new_id(clock.now())
