"""What a case of history is written as: the row of `incoming_cases` that the values of a line make."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from app.geo.locator import Locator
from app.geo.points import is_place
from app.likeness.words import bigrams
from app.models.case import Channel
from app.services.importing.case_lines import CaseValues
from app.workflow.limits import RATING_WINDOW, WARN_AT_PERCENT
from app.workflow.states import OPEN, Status
from app.workflow.timing.ladder import MOST_RUNGS
from app.workflow.timing.timeliness import Timeliness

_SPACE = UUID("5b0f1f6a-7b1c-4a55-9d2e-0f6d0a3c9b44")  # a case of history is the same when its external id is


class IncomingCase(NamedTuple):
    """The columns of a case that history tells, and of its rating."""

    id: UUID
    status: Status
    is_open: bool
    channel: Channel
    external_id: str
    body_hash: str
    title: str | None
    description: str
    nature_code: str | None
    source_code: str | None
    words: list[str]
    address: str | None
    lat: float | None
    lon: float | None
    area_code: str | None
    area_path: str
    category_code: str | None
    lead_department_code: str | None
    deadline_at: datetime | None
    due_at: datetime | None
    stage_due_at: datetime | None
    clock_started_at: datetime | None
    calendar_version: int
    warn_at: datetime | None
    warned_for: datetime | None
    reminded_for: datetime | None
    ladder_step: int
    reported_at: datetime
    closed_at: datetime | None
    status_since: datetime
    stated_timeliness: Timeliness | None
    dates_only: list[str]
    rating: int | None
    rating_solved: bool | None
    rating_words: str | None
    result: str | None
    reply: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What a line may refer to."""

    areas: dict[str, str]
    locator: Locator
    calendar_version: int  # nothing of it is to be computed anew until that changes
    now: datetime
    root: str  # of what lies nowhere


def incoming(line: CaseValues, known: Known) -> IncomingCase:
    """The case that the values of a line make."""
    opened = line.opened_at.at
    due = line.due_at.end if line.due_at else None
    closed = None if line.closed_at is None else max(line.closed_at.at, opened)
    status, since = _standing(opened, closed, known.now, answered=line.rating is not None)
    lat, lon = _point(line)
    area_code, area_path = _area(line.area_code, lat, lon, known)
    return IncomingCase(
        id=uuid5(_SPACE, line.external_id),
        status=status,
        is_open=status in OPEN,
        channel=line.channel,
        external_id=line.external_id,
        body_hash=hashlib.sha256(line.external_id.encode()).hexdigest(),
        title=line.title,
        description=line.description,
        nature_code=line.nature_code,
        source_code=line.source_code,
        words=bigrams(line.title, line.description, line.address),
        address=line.address,
        lat=lat,
        lon=lon,
        area_code=area_code,
        area_path=area_path,
        category_code=line.category_code,
        lead_department_code=line.department_code,
        deadline_at=due,
        due_at=None if closed else due,
        stage_due_at=None if closed else due,
        clock_started_at=opened if due else None,
        calendar_version=known.calendar_version,
        **_announced(opened, due, known.now)._asdict(),
        reported_at=opened,
        closed_at=closed,
        status_since=since,
        stated_timeliness=line.timeliness,
        dates_only=_dates_only(line),
        rating=line.rating,
        rating_solved=line.rating_solved,
        rating_words=line.rating_words,
        result=line.result,
        reply=line.result if closed else None,
    )


def _dates_only(line: CaseValues) -> list[str]:
    """The columns of the case of which nobody knows the hour."""
    moments = (("reported_at", line.opened_at), ("due_at", line.due_at), ("closed_at", line.closed_at))
    return [column for column, when in moments if when is not None and when.is_day]


def _standing(opened: datetime, closed: datetime | None, now: datetime, *, answered: bool) -> tuple[Status, datetime]:
    """The status a case comes in with, and since when: rated, or past the rating window, it is in the archive."""
    if closed is None:
        return Status.HANDLING, opened
    if answered:
        return Status.ARCHIVED, closed
    archived = closed + RATING_WINDOW
    return (Status.ARCHIVED, archived) if archived <= now else (Status.CLOSED, closed)


class _Announced(NamedTuple):
    warn_at: datetime | None = None
    warned_for: datetime | None = None
    reminded_for: datetime | None = None
    ladder_step: int = 0


def _announced(opened: datetime, due: datetime | None, now: datetime) -> _Announced:
    """When the warning is due, and that what has passed already is not announced again."""
    if due is None:
        return _Announced()
    warn_at, past = opened + (due - opened) * WARN_AT_PERCENT / 100, due <= now
    return _Announced(
        warn_at,
        warned_for=due if warn_at <= now else None,
        reminded_for=due if past else None,
        ladder_step=MOST_RUNGS if past else 0,  # of whatever ladder holds there, also later
    )


def _point(line: CaseValues) -> tuple[float | None, float | None]:
    """The point of a line; 0,0 is none."""
    lat, lon = line.lat, line.lon
    return (lat, lon) if lat is not None and lon is not None and is_place(lat, lon) else (None, None)


def _area(code: str | None, lat: float | None, lon: float | None, known: Known) -> tuple[str | None, str]:
    if code is not None:
        return code, known.areas[code]
    found = known.locator.locate(lat, lon) if lat is not None and lon is not None else None
    return (found.code, found.path) if found else (None, known.root)
