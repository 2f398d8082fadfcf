"""Where is it? A reported point becomes WGS-84 and finds its grid in this process, without asking the database.

The snapshot of boundaries is rebuilt when the version of `areas` in `reference_versions` has moved on; other processes
look at that version at most once a second.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from app import clock
from app.authz import Actor
from app.db.glance import Glance
from app.db.session import Session
from app.geo.datum import to_wgs84
from app.geo.locator import Grid, Locator
from app.models.area import AreaLevel, GridKind
from app.queries import reference
from app.queries.cases.scope import codes_of
from app.schemas.base import Location
from app.services.organisation import names


@dataclass(frozen=True, slots=True)
class Located:
    """A point in WGS-84 degrees with the grid that holds it, where there are such."""

    lat: float | None
    lon: float | None
    accuracy_m: float | None
    area: Grid | None


NOWHERE = Located(None, None, None, None)


class LocatorCache:
    """The present snapshot that this process has of a database."""

    def __init__(self) -> None:
        """Starts empty: the first question loads it."""
        self._locator: Locator | None = None
        self._version = -1
        self._glance = Glance()
        self._loading = asyncio.Lock()

    async def get(self, session: Session) -> Locator:
        """The snapshot, at most a second behind the database; who waited for one to be loaded takes it."""
        known = self._fresh()
        if known is not None:
            return known
        async with self._loading:
            return self._fresh() or await self._look(session)

    def _fresh(self) -> Locator | None:
        return self._locator if self._glance.holds else None

    async def _look(self, session: Session) -> Locator:
        asked_at, found = clock.monotonic(), self._locator
        version = await session.value(reference.VERSION, name="areas") or 0
        if found is None or version != self._version:
            found = await self._load(session)
        if self._glance.is_latest(asked_at):
            self._locator, self._version = found, version
        return found

    def forget(self) -> None:
        """Looks at the database again on the next question: for the process that changed an area.

        Whoever is loading at this moment reads what was before the change: nobody who asks from now on waits for them.
        """
        self._glance.void()
        self._loading = asyncio.Lock()

    async def _load(self, session: Session) -> Locator:
        rows = await session.all(reference.GRID_BOUNDARIES)
        grids = [
            (Grid(row["code"], row["path"], row["grid_kind"] == GridKind.SPECIAL), row["boundary"]) for row in rows
        ]
        return await asyncio.to_thread(Locator, grids, self._locator)


async def place(session: Session, location: Location) -> Located:
    """The point of a location in WGS-84, and its grid."""
    lat, lon = to_wgs84(location.lat, location.lon, location.datum)
    locator = await session.memory.of(LocatorCache).get(session)
    return Located(lat, lon, location.accuracy_m, locator.locate(lat, lon))


async def whereabouts(session: Session, actor: Actor, location: Location) -> dict[str, Any]:
    """The grid at a point with what lies above it, in the reader's language; nulls where no grid holds the point."""
    found = await place(session, location)
    levels = [level.value for level in AreaLevel]
    view: dict[str, Any] = dict.fromkeys(levels) | {"lat": found.lat, "lon": found.lon, "grid_kind": None}
    if found.area is None:
        return view
    codes = codes_of(found.area.path)
    called = (await names.words_of(session, {"area": set(codes)}, actor.language))["area"]
    view["grid_kind"] = GridKind.SPECIAL if found.area.special else GridKind.GENERAL
    return view | {level: {"code": code, "name": called[code]} for level, code in zip(levels, codes, strict=True)}
