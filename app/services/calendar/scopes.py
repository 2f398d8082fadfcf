"""Scopes of the calendar: the path of an area, or the whole country; how an address names them."""

from app.db.session import Session
from app.errors import NotFound
from app.queries.organisation import lookup
from app.services.calendar.snapshot import NATIONAL

COUNTRY = "national"  # in an address, in the place of an area's code


async def scope_of(session: Session, place: str) -> str:
    """The path that an area's code, or `national`, stands for.

    Raises:
        NotFound: there is no such area.
    """
    if place == COUNTRY:
        return NATIONAL
    area = await session.first(lookup.AREA, code=place)
    if area is None:
        raise NotFound()
    path: str = area["path"]
    return path


def name_of(scope: str) -> str:
    """A scope as an address names it."""
    return COUNTRY if scope == NATIONAL else scope.rstrip("/").rpartition("/")[2]
