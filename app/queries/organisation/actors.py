"""Who asks: a user with the posts in force, as long as the session of their token goes on."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    bindparam,
    cast,
    column,
    exists,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, aggregate_order_by

from app.db.statement import Scalar, Statement
from app.models.area import ReferenceVersion
from app.models.user import TokenFamily
from app.queries.organisation import substitutes
from app.queries.organisation.lookup import IN_FORCE, appointments, areas, departments, users
from app.queries.tables import among, table

families = table(TokenFamily)
versions = table(ReferenceVersion)

_below = departments.alias("below")
_DEPARTMENT_CODES = (
    select(func.array_agg(_below.c.code))
    .where(_below.c.path >= departments.c.path, func.starts_with(_below.c.path, departments.c.path))
    .scalar_subquery()
)
_ACTIVE = and_(users.c.id == bindparam("user_id", type_=UUID()), users.c.is_active)


def _goes_on(session_id: ColumnElement[uuid.UUID]) -> ColumnElement[bool]:
    """Whether a session of the user has not ended."""
    return exists(
        select(literal(1)).where(
            families.c.id == session_id, families.c.user_id == users.c.id, families.c.ended_at.is_(None)
        )
    )


_GOES_ON = _goes_on(bindparam("session_id", type_=UUID()))
_ACTOR = (
    select(
        users.c.id,
        users.c.display_name,
        users.c.password_expires_at,
        appointments.c.post,
        areas.c.path.label("area_path"),
        _DEPARTMENT_CODES.label("department_codes"),
        substitutes.stood_for(users.c.id).label("stands_in_for"),
    )
    .select_from(
        users.outerjoin(appointments, and_(appointments.c.user_id == users.c.id, IN_FORCE))
        .outerjoin(areas, areas.c.code == appointments.c.area_code)
        .outerjoin(departments, departments.c.code == appointments.c.department_code)
    )
    .where(_ACTIVE)
)


class ActorRow(TypedDict):
    """A user with one of their posts; without any, one row that has none."""

    id: uuid.UUID
    display_name: str
    password_expires_at: datetime | None
    post: str | None
    area_path: str | None
    department_codes: list[str] | None
    stands_in_for: list[uuid.UUID] | None


class BearerRow(ActorRow):
    """The same of a token, and by what to tell later whether anything of it has changed."""

    standing: str


def _written(row: str) -> ColumnElement[str]:
    """Which transaction wrote a row, and where: as long as they are the same, so is the row."""
    return func.concat(literal_column(f"{row}.xmin"), literal_column(f"{row}.ctid"))


ACTOR = Statement(_ACTOR, ActorRow)
"""A user with the posts in force on a day, one row a post; no row when there is no such active user."""


_held = appointments.alias("held")
_POSTS_WRITTEN = (
    select(func.string_agg(_written("held"), aggregate_order_by(literal(","), _held.c.id)))
    .where(_held.c.user_id == users.c.id)
    .correlate(users)
    .scalar_subquery()
)
_EDITION = (
    select(func.string_agg(cast(versions.c.version, Text), aggregate_order_by(literal(","), versions.c.name)))
    .where(among(versions.c.name, ("areas", "departments")))
    .scalar_subquery()
)
_STANDING = func.concat_ws(
    "/",
    _written("users"),
    func.coalesce(_POSTS_WRITTEN, "-"),
    func.coalesce(_EDITION, "-"),
    substitutes.written(users.c.id),
)

STANDING = Scalar(select(_STANDING).where(_ACTIVE, _GOES_ON), str)
"""By what an actor can be told from what they were: which transactions wrote their user and each of their posts, dates
aside, whom they stand in for with the posts of those, and the versions of areas and departments.
Null when they are out, or the session of the token has ended."""

BEARER = Statement(_ACTOR.add_columns(_STANDING.label("standing")).where(_GOES_ON), BearerRow)
"""The actor of a token with their standing: both as of one moment."""


class StandingRow(TypedDict):
    """The standing of one of several bearers."""

    session_id: uuid.UUID
    user_id: uuid.UUID
    standing: str


_asked = (
    func.unnest(bindparam("user_ids", type_=ARRAY(UUID())), bindparam("session_ids", type_=ARRAY(UUID())))
    .table_valued(column("user_id", UUID()), column("session_id", UUID()))
    .render_derived("asked")
)
STANDINGS = Statement(
    select(_asked.c.session_id, _asked.c.user_id, _STANDING.label("standing"))
    .select_from(_asked.join(users, users.c.id == _asked.c.user_id))
    .where(users.c.is_active, _goes_on(_asked.c.session_id)),
    StandingRow,
)
"""The same of several at once; no row for those who are out."""
