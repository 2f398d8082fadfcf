"""Who of some people works under whoever supervises an area."""

from sqlalchemy import bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.authz import Post
from app.db.statement import Statement
from app.queries.organisation.lookup import appointments, areas
from app.queries.rows import IdRow
from app.queries.tables import among

_MINE = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")

DISPATCHERS = Statement(
    select(appointments.c.user_id.label("id"))
    .distinct()
    .select_from(appointments.join(areas, areas.c.code == appointments.c.area_code))
    .where(
        appointments.c.user_id == bindparam("ids", type_=ARRAY(UUID())).any_(),
        among(appointments.c.post, (Post.DISPATCHER, Post.CENTRE_LEADER)),
        select(literal(1)).select_from(_MINE).where(func.starts_with(areas.c.path, _MINE.c.path)).exists(),
    ),
    IdRow,
)
"""Which of some users dispatch, or once did, at an area within some subtrees."""
