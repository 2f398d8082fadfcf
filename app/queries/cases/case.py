"""Reading one case: the visible row, and the locked row."""

from datetime import datetime
from functools import cache
from typing import TypedDict
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Select, bindparam, exists, func, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from app.db.statement import Scalar, Statement
from app.models.case import CLOCKED_CASES
from app.models.case_event import CaseEvent
from app.models.case_parts import Rating
from app.models.case_row import CaseRow
from app.models.upload import ON_THEIR_WAY, Upload
from app.queries.cases.scope import FACTS, Shape, cases, visible
from app.queries.rows import IdRow
from app.queries.tables import among, table
from app.workflow.actions import Action

events = table(CaseEvent)
ratings = table(Rating)
uploads = table(Upload)


def _visible_case(shape: Shape) -> Select[*tuple[object, ...]]:
    return select(*FACTS).where(cases.c.id == bindparam("case_id", type_=UUID_TYPE()), visible(shape))


@cache
def visible_case(shape: Shape) -> Statement[CaseRow]:
    """One case by `case_id`, if it is in scope."""
    return Statement(_visible_case(shape), CaseRow)


class ReadCase(CaseRow):
    """A case, and what else there is to read of it."""

    is_rated: bool
    has_photos_on_their_way: bool  # declared by anybody


_ONE: ColumnElement[int] = literal_column("1")
_IS_RATED = exists(select(_ONE).where(ratings.c.case_id == cases.c.id))
_IS_PHOTOGRAPHED = exists(
    select(_ONE).where(
        uploads.c.case_id == cases.c.id,
        ON_THEIR_WAY,
        uploads.c.expires_at > bindparam("at", type_=DateTime(timezone=True)),
    )
)


@cache
def read_case(shape: Shape) -> Statement[ReadCase]:
    """One case by `case_id`, if it is in scope, as somebody reads it `at` a moment."""
    more = (_IS_RATED.label("is_rated"), _IS_PHOTOGRAPHED.label("has_photos_on_their_way"))
    return Statement(_visible_case(shape).add_columns(*more), ReadCase)


@cache
def visible_ids(shape: Shape) -> Statement[IdRow]:
    """The ids of those of `case_ids` that are in scope."""
    among_them = cases.c.id == bindparam("case_ids", type_=ARRAY(UUID_TYPE())).any_()
    return Statement(select(cases.c.id).where(among_them, visible(shape)), IdRow)


class TellingCase(TypedDict):
    """What of a case decides how much of those who told of it may be known."""

    id: UUID
    area_path: str
    privacy_tier: str
    reporter_id: UUID | None
    follower_ids: list[UUID]


@cache
def telling_among(shape: Shape) -> Statement[TellingCase]:
    """Those of `case_ids` that are in scope, as far as that goes."""
    among_them = cases.c.id == bindparam("case_ids", type_=ARRAY(UUID_TYPE())).any_()
    told = (cases.c[name] for name in TellingCase.__annotations__)
    return Statement(select(*told).where(among_them, visible(shape)), TellingCase)


@cache
def locked_case(shape: Shape) -> Statement[CaseRow]:
    """The same, locked until the transaction ends."""
    return Statement(_visible_case(shape).with_for_update(), CaseRow)


@cache
def locked_in_order(shape: Shape) -> Statement[IdRow]:
    """Those of `case_ids` that are in scope, locked in the order of their ids: who locks several begins with this.

    Whoever holds one and waits for another then never waits for somebody who waits for the first.
    """
    among_them = cases.c.id == bindparam("case_ids", type_=ARRAY(UUID_TYPE())).any_()
    return Statement(select(cases.c.id).where(among_them, visible(shape)).order_by(cases.c.id).with_for_update(), IdRow)


LOCK_ANY_CASE = Statement(
    select(*FACTS).where(cases.c.id == bindparam("case_id", type_=UUID_TYPE())).with_for_update(), CaseRow
)
"""One case whoever asks: for the system, a resident whose link names it, and who hands over what another holds."""

LOCK_FREE_CASE = Statement(
    select(*FACTS).where(cases.c.id == bindparam("case_id", type_=UUID_TYPE())).with_for_update(skip_locked=True),
    CaseRow,
)
"""The same, but no row when somebody else is changing it: for the worker, which comes again."""

TO_REDATE = Statement(
    select(cases.c.id)
    .where(CLOCKED_CASES, cases.c.calendar_version < bindparam("version", type_=cases.c.calendar_version.type))
    .limit(bindparam("count")),
    IdRow,
)
"""Open cases whose deadlines and rungs were computed by an older calendar."""

CASE_BY_ID = Statement(select(*FACTS).where(cases.c.id == bindparam("case_id", type_=UUID_TYPE())), CaseRow)


class LastPlace(TypedDict):
    """Where a user reported last, in WGS-84 degrees, and when by their own clock."""

    lat: float
    lon: float
    at: datetime


LAST_PLACE = Statement(
    select(cases.c.lat, cases.c.lon, func.coalesce(cases.c.device_time, cases.c.reported_at).label("at"))
    .where(cases.c.reporter_id == bindparam("user_id", type_=UUID_TYPE()), cases.c.lat.is_not(None))
    .order_by(cases.c.reported_at.desc(), cases.c.id.desc())
    .limit(1),
    LastPlace,
    never_null=("lat", "lon"),
)
"""Where a user reported last, and when by their own clock."""

LAST_MOVED = Scalar(
    select(func.max(events.c.seq)).where(
        events.c.case_id == bindparam("case_id", type_=UUID_TYPE()),
        events.c.from_status.is_distinct_from(events.c.to_status),
    ),
    int,
)
"""The number of the event that last changed the status."""

_BEGINS_A_ROUND = (Action.REWORK, Action.FAIL_CHECK, Action.REOPEN, Action.REFUSE_SELF_HANDLING)

ROUND_BEGAN = Scalar(
    select(func.max(events.c.created_at)).where(
        events.c.case_id == bindparam("case_id", type_=UUID_TYPE()), among(events.c.action, _BEGINS_A_ROUND)
    ),
    datetime,
)
"""Since when it is to be done again; null in the first round."""
