"""Evidence photos: what a photo is once its bytes are known, and whether it was taken near the case."""

from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from uuid import UUID

from app.db.session import Row
from app.models.case_parts import AttachmentPurpose
from app.schemas.commands import Command

NEAR_M = 500.0  # how far from the case an after-photo may be taken
_EARTH_M = 6_371_008.8


class Photo(Command):
    """A verified picture on its way into the history: `lat`, `lon` in WGS-84 degrees."""

    id: UUID
    purpose: AttachmentPurpose
    sha256: str
    media_type: str
    size_bytes: int
    width: int
    height: int
    lat: float | None = None
    lon: float | None = None
    taken_at: datetime | None = None


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in metres (haversine)."""
    d_lat, d_lon = radians(other_lat - lat), radians(other_lon - lon)
    a = sin(d_lat / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(d_lon / 2) ** 2
    return 2 * _EARTH_M * asin(sqrt(a))


def is_near(photo: Photo, case: Row) -> bool:
    """Whether the photo says when and where it was taken, after the report and near the case.

    A case without a point cannot be near anything: the time alone decides there.
    """
    if photo.taken_at is None or photo.taken_at < case["reported_at"]:
        return False
    if case["lat"] is None:
        return True
    if photo.lat is None or photo.lon is None:
        return False
    return distance_m(photo.lat, photo.lon, case["lat"], case["lon"]) <= NEAR_M
