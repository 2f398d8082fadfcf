"""People who can be picked 选派, by the very conditions of the actions that take them, with what they have in hand."""

import uuid
from datetime import date
from typing import TypedDict

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    and_,
    bindparam,
    cast,
    collate,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR, distinct_on

from app.db.statement import Statement
from app.queries.organisation import substitutes, workload
from app.queries.organisation.lookup import (
    DEPTH,
    HANDLES,
    MAY_LOOK_ON_THE_SPOT,
    POSTS_AT_AREAS,
    POSTS_IN_DEPARTMENTS,
    REACHES_THE_PLACE,
    appointments,
    areas,
    departments,
    users,
)

_Q = bindparam("q", type_=VARCHAR())
_CODES = bindparam("codes", type_=ARRAY(VARCHAR)).any_()
_DEEPEST = 9


class Candidate(TypedDict):
    """A person by the post they can be picked for, with what they have in hand."""

    id: uuid.UUID
    name: str
    post: str
    area_code: str | None
    department_code: str | None
    key: str
    verifying: int
    checking: int
    handling: int
    absent_until: date | None
    substitute_id: uuid.UUID | None


def _page(posts: FromClause, rank: ColumnElement[int], *conditions: ColumnElement[bool]) -> Statement[Candidate]:
    """Each person once, by the post that comes first; the load is counted of those on the page alone."""
    named = or_(_Q.is_(None), func.strpos(users.c.display_name, _Q) > 0)
    columns = (
        users.c.id,
        users.c.display_name.label("name"),
        appointments.c.post,
        appointments.c.area_code,
        appointments.c.department_code,
        (cast(rank, VARCHAR) + literal(" ") + cast(users.c.id, VARCHAR)).label("key"),
    )
    each = (
        select(*columns)
        .ext(distinct_on(users.c.id))
        .select_from(posts)
        .where(*conditions, named)
        .order_by(users.c.id, rank, appointments.c.post, appointments.c.id)
        .subquery()
    )
    place = collate(each.c.key, "C")
    page = (
        select(each)
        .where(place > bindparam("after", type_=VARCHAR()))
        .order_by(place)
        .limit(bindparam("count", type_=Integer()))
        .subquery()
    )
    in_hand = {"verifying": workload.verifying, "checking": workload.checking, "handling": workload.handling}
    counts = (count(page.c.id).label(name) for name, count in in_hand.items())
    away = substitutes.today_of(page.c.id)
    absence = (away.c.valid_to.label("absent_until"), away.c.substitute_id)
    rows = select(page, *counts, *absence).select_from(page.outerjoin(away, true()))
    return Statement(rows.order_by(collate(page.c.key, "C")), Candidate)


#: The deepest first, as where one is chosen.
_NEARNESS = _DEEPEST - DEPTH

_OTHER = users.c.id.is_distinct_from(bindparam("besides", type_=UUID()))
AT_THE_PLACE = _page(POSTS_AT_AREAS, _NEARNESS, MAY_LOOK_ON_THE_SPOT, REACHES_THE_PLACE, _OTHER)
"""Who may verify or check at `area_path`, a village or town with all grids in it.

Not `barred_user` or `besides`, and nobody who works with `barred_department`.
"""

_SUBTREES = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")
WITHIN = _page(
    POSTS_AT_AREAS,
    _NEARNESS,
    MAY_LOOK_ON_THE_SPOT,
    select(literal(1))
    .select_from(_SUBTREES)
    .where(or_(func.starts_with(areas.c.path, _SUBTREES.c.path), func.starts_with(_SUBTREES.c.path, areas.c.path)))
    .correlate_except(_SUBTREES)
    .exists(),
)
"""Who may verify or check somewhere in the subtrees `paths`."""

_OWN = and_(users.c.id == bindparam("me", type_=UUID()), bindparam("with_me", type_=Boolean()))
IN_UNITS = _page(POSTS_IN_DEPARTMENTS, literal(0, Integer()), HANDLES, or_(departments.c.code == _CODES, _OWN), _OTHER)
"""Who works in exactly these departments, and `with_me` whoever asks: what they sign they may handle themselves.

Not `besides`, who handles it already.
"""
