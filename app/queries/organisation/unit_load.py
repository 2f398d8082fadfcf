"""What each handler of a unit has in hand now: one walk along the index of its open cases."""

import uuid
from typing import TypedDict

from sqlalchemy import DateTime, and_, bindparam, case, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR, distinct_on

from app.authz import Post
from app.db.statement import Statement
from app.models.case import DELIVERED_CASES, OPEN_CASES
from app.queries.cases.scope import cases
from app.queries.organisation.lookup import HANDLES, POSTS_IN_DEPARTMENTS, appointments, departments, users
from app.queries.tables import among
from app.workflow.states import Status

_CODE = bindparam("code", type_=VARCHAR())
_NOW = bindparam("now", type_=DateTime(timezone=True))
_MIDNIGHT = bindparam("midnight", type_=DateTime(timezone=True))
IN_HAND = (Status.DISPATCHED, Status.HANDLING, Status.SUSPENDED)


class HandlerLoad(TypedDict):
    """What somebody has in hand of a unit; without an id what is nobody's. `post` is null of who is not of it."""

    id: uuid.UUID | None
    name: str | None
    post: str | None
    open: int
    to_sign: int
    overdue: int
    due_today: int
    suspended: int


_held = (
    select(
        cases.c.handler_id,
        func.count().label("open"),
        func.count().filter(cases.c.status == Status.DISPATCHED).label("to_sign"),
        func.count().filter(cases.c.due_at < _NOW).label("overdue"),
        func.count().filter(cases.c.due_at >= _NOW, cases.c.due_at < _MIDNIGHT).label("due_today"),
        func.count().filter(cases.c.status == Status.SUSPENDED).label("suspended"),
    )
    .where(
        OPEN_CASES,
        or_(cases.c.lead_department_code == _CODE, and_(DELIVERED_CASES, cases.c.team_code == _CODE)),
        among(cases.c.status, IN_HAND),
    )
    .group_by(cases.c.handler_id)
    .cte("held")
)
_leads_first = case((appointments.c.post == Post.DEPARTMENT_LEAD, 0), else_=1)
_here = (
    select(users.c.id, appointments.c.post)
    .ext(distinct_on(users.c.id))
    .select_from(POSTS_IN_DEPARTMENTS)
    .where(HANDLES, departments.c.code == _CODE)
    .order_by(users.c.id, _leads_first)
    .cte("here")
)
_each = _here.outerjoin(_held, _held.c.handler_id == _here.c.id, full=True)
_WHO = func.coalesce(_here.c.id, _held.c.handler_id)
_named = _each.outerjoin(users, users.c.id == _WHO)

OF_UNIT = Statement(
    select(
        _WHO.label("id"),
        users.c.display_name.label("name"),
        _here.c.post,
        *(
            func.coalesce(_held.c[name], 0).label(name)
            for name in ("open", "to_sign", "overdue", "due_today", "suspended")
        ),
    )
    .select_from(_named)
    .order_by(_WHO.is_(None).desc(), func.coalesce(_held.c.open, 0).desc(), users.c.display_name, _WHO),
    HandlerLoad,
)
"""Who works in exactly the unit `code`, and who has something of it in hand all the same, the busiest first."""


class HandsRow(TypedDict):
    """How many people handle in a unit today."""

    code: str
    hands: int


HANDS = Statement(
    select(appointments.c.department_code.label("code"), func.count(users.c.id.distinct()).label("hands"))
    .select_from(POSTS_IN_DEPARTMENTS)
    .where(HANDLES, appointments.c.department_code == bindparam("codes", type_=ARRAY(VARCHAR)).any_())
    .group_by(appointments.c.department_code),
    HandsRow,
)
"""The people of each of some units; a unit without any has no row."""
