"""Centres 中心: areas where people in force today both triage and dispatch, so that a case can go on there."""

from typing import TypedDict

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR

from app.authz import POST_PERMISSIONS, Permission
from app.db.statement import Statement
from app.models.case import OPEN_CASES
from app.queries.cases.scope import cases
from app.queries.organisation.lookup import IN_FORCE, appointments, areas, users
from app.queries.rows import IdRow
from app.queries.tables import among


class Centre(TypedDict):
    """The area of a centre."""

    code: str
    path: str


def _some_may(permission: Permission) -> ColumnElement[bool]:
    posts = tuple(post.value for post, given in POST_PERMISSIONS.items() if permission in given)
    return func.bool_or(among(appointments.c.post, posts))


def _staffed(*columns: ColumnElement[str]) -> Select[*tuple[str, ...]]:
    found = (
        select(*columns)
        .select_from(
            users.join(appointments, appointments.c.user_id == users.c.id).join(
                areas, areas.c.code == appointments.c.area_code
            )
        )
        .where(IN_FORCE, users.c.is_active, areas.c.is_active)
    )
    return found.group_by(areas.c.code).having(_some_may(Permission.TRIAGE), _some_may(Permission.DISPATCH))


AROUND = Statement(
    _staffed(areas.c.code, areas.c.path)
    .where(areas.c.path == bindparam("paths", type_=ARRAY(VARCHAR)).any_())
    .order_by(func.length(areas.c.path)),
    Centre,
)
"""Those of some areas, the outermost first; takes `today`."""

HELD_BY_NOBODY = Statement(
    select(cases.c.id)
    .where(
        OPEN_CASES,
        cases.c.centre_path.is_not(None),
        cases.c.centre_path.not_in(_staffed(areas.c.path)),
    )
    .order_by(cases.c.id)
    .limit(bindparam("count")),
    IdRow,
)
"""Open cases that one centre alone has in which nobody is left to go on; takes `today`."""
