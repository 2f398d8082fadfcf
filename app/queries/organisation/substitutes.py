"""Who stands in for whom 代理, as of today or by itself."""

import uuid
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    ScalarSelect,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR, aggregate_order_by, insert
from sqlalchemy.sql.selectable import LateralFromClause

from app.db.statement import Scalar, Statement
from app.models.area import Area
from app.models.user import Appointment, User
from app.queries.identity.substitutions import GOES_ON, TODAY, is_today, substitutions
from app.queries.rows import IdRow
from app.queries.tables import table

users = table(User)
appointments = table(Appointment)
areas = table(Area)


def is_away(person: ColumnElement[uuid.UUID]) -> ColumnElement[bool]:
    """Whether somebody has a substitute today."""
    away = select(literal(1)).select_from(substitutions).where(substitutions.c.absent_id == person, is_today())
    return away.correlate_except(substitutions).exists()


def today_of(person: ColumnElement[uuid.UUID]) -> LateralFromClause:
    """The one in force today for somebody who is away."""
    found = select(substitutions.c.valid_to, substitutions.c.substitute_id)
    mine = found.where(substitutions.c.absent_id == person, is_today()).correlate_except(substitutions)
    return mine.order_by(substitutions.c.valid_to).limit(1).lateral("away")


_absent, _post = users.alias("absent"), appointments.alias("of_absent")
_IN_FORCE = and_(_post.c.valid_from <= TODAY, or_(_post.c.valid_to.is_(None), _post.c.valid_to >= TODAY))
_STILL_SERVES = select(literal(1)).select_from(_post).where(_post.c.user_id == _absent.c.id, _IN_FORCE).exists()


def stood_for(person: ColumnElement[uuid.UUID]) -> ScalarSelect[list[uuid.UUID]]:
    """Whose ties to cases are also a person's today: of those who are active and hold a post themselves."""
    return (
        select(func.array_agg(substitutions.c.absent_id))
        .select_from(substitutions.join(_absent, _absent.c.id == substitutions.c.absent_id))
        .where(substitutions.c.substitute_id == person, is_today(), _absent.c.is_active, _STILL_SERVES)
        .correlate_except(substitutions, _absent, _post)
        .scalar_subquery()
    )


def _by(row: str) -> ColumnElement[str]:
    return func.concat(literal_column(f"{row}.xmin"), literal_column(f"{row}.ctid"))


_POSTS = (
    select(func.string_agg(_by("of_absent"), aggregate_order_by(literal_column("','"), _post.c.id)))
    .where(_post.c.user_id == _absent.c.id)
    .correlate(_absent)
    .scalar_subquery()
)


def written(person: ColumnElement[uuid.UUID]) -> ColumnElement[str]:
    """By which transactions all that was written on which `stood_for` hangs, dates aside; mostly nothing is."""
    each = func.concat_ws("+", _by("substitutions"), _by("absent"), _POSTS)
    return (
        select(func.string_agg(each, aggregate_order_by(literal_column("','"), substitutions.c.id)))
        .select_from(substitutions.join(_absent, _absent.c.id == substitutions.c.absent_id))
        .where(substitutions.c.substitute_id == person, GOES_ON)
        .correlate_except(substitutions, _absent)
        .scalar_subquery()
    )


class SubstitutionRow(TypedDict):
    id: uuid.UUID
    absent_id: uuid.UUID
    substitute_id: uuid.UUID
    valid_from: date
    valid_to: date
    reason_code: str
    note: str | None
    named_by: uuid.UUID
    created_at: datetime
    ended_at: datetime | None
    ended_by: uuid.UUID | None


_ID = bindparam("of_id", type_=UUID())
ONE = Statement(select(substitutions).where(substitutions.c.id == _ID), SubstitutionRow)

LOCK_PEOPLE = Statement(
    select(users.c.id)
    .where(users.c.id == bindparam("ids", type_=ARRAY(UUID())).any_(), users.c.is_active)
    .order_by(users.c.id)
    .with_for_update(key_share=True),
    IdRow,
)
"""Active users whom nobody else gives substitutes at the same time."""

_BETWEEN = and_(
    GOES_ON,
    substitutions.c.valid_from <= bindparam("until", type_=Date()),
    substitutions.c.valid_to >= bindparam("since", type_=Date()),
)
_PERSON = bindparam("person", type_=UUID())
AWAY_BETWEEN = Scalar(
    select(
        select(literal(1)).select_from(substitutions).where(substitutions.c.absent_id == _PERSON, _BETWEEN).exists()
    ),
    bool,
)
"""Whether somebody is away on a day of a period."""

STANDS_IN_BETWEEN = Scalar(
    select(
        select(literal(1)).select_from(substitutions).where(substitutions.c.substitute_id == _PERSON, _BETWEEN).exists()
    ),
    bool,
)
"""Whether somebody stands in for another on a day of a period."""

NAME = Statement(insert(substitutions), columns=tuple(SubstitutionRow.__annotations__))

END = Statement(
    update(substitutions)
    .where(substitutions.c.id == _ID, GOES_ON)
    .values(ended_at=bindparam("at", type_=substitutions.c.ended_at.type), ended_by=bindparam("by", type_=UUID()))
)

_ME = bindparam("me", type_=UUID())
_PATHS = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")
_UNDER_ME = (
    select(literal(1))
    .select_from(appointments.outerjoin(areas, areas.c.code == appointments.c.area_code))
    .where(
        appointments.c.user_id == substitutions.c.absent_id,
        or_(
            appointments.c.department_code == bindparam("codes", type_=ARRAY(VARCHAR)).any_(),
            select(literal(1)).select_from(_PATHS).where(func.starts_with(areas.c.path, _PATHS.c.path)).exists(),
        ),
    )
    .exists()
)
_CURRENT = bindparam("current", type_=Boolean())
PAGE = Statement(
    select(substitutions)
    .where(
        or_(substitutions.c.absent_id == _ME, substitutions.c.substitute_id == _ME,
            substitutions.c.named_by == _ME, _UNDER_ME),
        or_(_CURRENT.is_(None), is_today() == _CURRENT),
        substitutions.c.id > bindparam("after", type_=UUID()),
    )
    .order_by(substitutions.c.id)
    .limit(bindparam("count", type_=Integer())),
    SubstitutionRow,
)  # fmt: skip
"""Those that concern me: my own, those I named, and those of whoever works in my units or areas."""
