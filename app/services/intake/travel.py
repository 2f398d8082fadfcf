"""Impossible travel 轨迹异常: two reports of a worker farther apart than anybody travels. A remark, no bar."""

from datetime import datetime
from uuid import UUID

from app.db.session import Session
from app.geo.points import distance_m
from app.queries.cases import case as queries

FASTEST = 200 / 3.6  # metres a second
_NEAR_M = 1_000.0  # closer than this nobody travels


async def is_impossible(session: Session, user_id: UUID, lat: float, lon: float, at: datetime) -> bool:
    """Whether the user cannot have come here from their last report with a place by this moment."""
    last = await session.first(queries.LAST_PLACE, user_id=user_id)
    if last is None:
        return False
    metres = distance_m(lat, lon, last["lat"], last["lon"])
    seconds = abs((at - last["at"]).total_seconds())
    return metres > _NEAR_M and metres > FASTEST * seconds
