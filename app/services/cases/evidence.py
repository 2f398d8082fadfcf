"""Evidence photos: what a photo is once its bytes are known, and whether it was taken near the case."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app.geo.points import distance_m
from app.models.case_parts import AttachmentPurpose
from app.models.case_row import CaseRow
from app.schemas.flow.command import Command
from app.workflow.states import UNFILED
from app.workflow.timing.device import CLOCK_OFF, LONG_AGO

NEAR_M = 500.0  # how far from the case an after-photo may be taken
SHIFT = timedelta(hours=12)  # what was done on the spot is reported within one


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


def is_filed(case: CaseRow) -> bool:
    """Whether the case was ever filed; of history nobody knows when."""
    return case["filed_at"] is not None or case["status"] not in UNFILED


def earliest(case: CaseRow, round_began: datetime | None, *, filed: bool) -> datetime:
    """From when on a photo can show what was done in this round of the case.

    The first begins with the report, a further one with the move that asked for it; a clock a little slow is forgiven,
    and so is one that tells no fractions of a second. Before filing only the reporter can have done it 自行处置, before
    they reported it and perhaps off line: there the time of their device counts, as far back as anybody works without
    a network, and a shift before that.
    """
    if round_began is not None:
        return round_began - CLOCK_OFF
    reported = case["reported_at"]
    if filed:
        return reported - CLOCK_OFF
    told = min(case["device_time"] or reported, reported)
    return max(told, reported - LONG_AGO) - SHIFT


class Spot(NamedTuple):
    """Where a case lies, in WGS-84 degrees; it may have no point."""

    lat: float | None
    lon: float | None


def is_near(photo: Photo, spot: Spot, since: datetime, now: datetime) -> bool:
    """Whether the photo says when and where it was taken: from `since` on, not in the future, and near the case.

    A case without a point cannot be near anything: the time alone decides there.
    """
    if photo.taken_at is None or not since <= photo.taken_at <= now + CLOCK_OFF:
        return False
    if spot.lat is None or spot.lon is None:
        return True
    if photo.lat is None or photo.lon is None:
        return False
    return distance_m(photo.lat, photo.lon, spot.lat, spot.lon) <= NEAR_M
