"""Who looks at a case 正在查看. Nothing here waits: a look is written by whoever gets the lock of its case at once.

So whoever holds a case, or many, and takes a look besides can be in nobody's way. Two who ask for the same case at one
moment do not both get it, on whatever process they are.
"""

import uuid
from datetime import datetime
from functools import cache
from typing import TypedDict

from sqlalchemy import (
    CTE,
    VARCHAR,
    Boolean,
    ColumnElement,
    DateTime,
    Integer,
    TableValuedAlias,
    and_,
    bindparam,
    case,
    cast,
    column,
    delete,
    exists,
    false,
    func,
    literal_column,
    or_,
    outerjoin,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.dml import ReturningInsert

from app.db.statement import Statement
from app.models.case_event import CaseEvent
from app.models.desk import Look
from app.queries.cases.case import TellingCase
from app.queries.cases.scope import Shape, cases, visible
from app.queries.tables import among, constant, table
from app.workflow.transitions import TRANSITIONS

looks = table(Look)
events = table(CaseEvent)

_NOW = bindparam("now", type_=DateTime(timezone=True))
_ME = bindparam("me", type_=UUID())
_MOVES = tuple(sorted({row.action.value for row in TRANSITIONS if row.target is not None}))
#: Of the look in question, also where a statement that writes has it only as what it meets.
_CASE = literal_column("looks.case_id", UUID())
_SEQ = literal_column("looks.seq", Integer())
_HOLDER = literal_column("looks.user_id", UUID())
#: That a look is not over: not by time, and not because its holder has moved the case since.
LIVE = and_(
    looks.c.expires_at > _NOW,
    ~exists(
        select(literal_column("1")).where(
            events.c.case_id == _CASE,
            events.c.seq > _SEQ,
            events.c.actor_id == _HOLDER,
            among(events.c.action, _MOVES),
        )
    ),
)
_COLUMNS = ("case_id", "user_id", "seq", "since", "expires_at", "writing")
#: Whether they write; null: as it was.
_WRITING = bindparam("writing", type_=Boolean())


_MOST, _SWEPT = 200, 5_000


class SweptRow(TypedDict):
    case_id: uuid.UUID


class LookRow(TypedDict):
    """Who looks at a case, since when and until when unless it is renewed, and whether they write."""

    case_id: uuid.UUID
    user_id: uuid.UUID
    since: datetime
    expires_at: datetime
    writing: bool


def _unnested() -> TableValuedAlias:
    ids = func.unnest(bindparam("case_ids", type_=ARRAY(UUID())))
    return ids.table_valued(column("id", UUID()), with_ordinality="place").render_derived("asked")


def _is_free(case_id: ColumnElement[uuid.UUID]) -> ColumnElement[bool]:
    """Takes the lock of a case's look until the transaction ends, where nobody has it."""
    key = func.hashtextextended(func.concat("look ", cast(case_id, VARCHAR)), 0)
    return func.pg_try_advisory_xact_lock(key, type_=Boolean())


def _take(ids: CTE) -> ReturningInsert[uuid.UUID, uuid.UUID, datetime, datetime, bool]:
    """A look at these cases; where one is live and somebody else's, that stays, unless I write and they do not.

    Renewed, it began when it did.
    """
    until = bindparam("until", type_=DateTime(timezone=True))
    told = (cases.c.id, _ME, cases.c.seq, _NOW, until, func.coalesce(_WRITING, false()))
    new = upsert(looks).from_select(_COLUMNS, select(*told).select_from(cases.join(ids, ids.c.id == cases.c.id)))
    mine, outdone = looks.c.user_id == _ME, and_(_WRITING, ~looks.c.writing)
    renewed: dict[str, ColumnElement[object]] = {name: new.excluded[name] for name in ("user_id", "seq", "expires_at")}
    renewed["since"] = case((and_(mine, LIVE), looks.c.since), else_=new.excluded.since)
    renewed["writing"] = case((and_(mine, LIVE), func.coalesce(_WRITING, looks.c.writing)), else_=new.excluded.writing)
    stands_back = or_(mine, ~LIVE, outdone)
    return new.on_conflict_do_update(index_elements=["case_id"], set_=renewed, where=stands_back).returning(
        *(looks.c[name] for name in LookRow.__annotations__)
    )


_asked = _unnested()
TAKE = Statement(_take(select(_asked.c.id).where(_is_free(_asked.c.id)).cte("free")), LookRow)
"""Looks at `case_ids`, or goes on looking; not at those that somebody else has, or takes at this moment."""

_others = and_(looks.c.case_id == _asked.c.id, looks.c.user_id != _ME, LIVE)
_unseen = (
    select(_asked.c.id)
    .select_from(_asked.outerjoin(looks, _others))
    .where(looks.c.case_id.is_(None))
    .order_by(_asked.c.place)
    .limit(constant(_MOST))  # a fence: what is behind it is asked one by one, in this order
    .subquery("unseen")
)
TAKE_FIRST = Statement(
    _take(select(_unseen.c.id).where(_is_free(_unseen.c.id)).limit(constant(1)).cte("free")), LookRow
)
"""Looks at the first of `case_ids` that nobody else looks at; no row when there is none, or it was just taken."""

_MINE = and_(looks.c.case_id == _asked.c.id, looks.c.user_id == _ME)
END = Statement(delete(looks).where(_MINE, _is_free(_asked.c.id)))
"""Looks at `case_ids` no longer."""

_OVER = (
    select(looks.c.case_id)
    .where(looks.c.expires_at < bindparam("before", type_=DateTime(timezone=True)))
    .limit(constant(_SWEPT))
    .with_for_update(skip_locked=True)
    .cte("over")
)
SWEEP = Statement(delete(looks).where(looks.c.case_id == _OVER.c.case_id).returning(looks.c.case_id), SweptRow)
"""Takes away what is over; whoever renews one at this moment keeps it."""


class HeldCase(TellingCase):
    """What decides who may look at a case at the desk."""

    lead_department_code: str | None
    team_code: str | None
    assist_codes: list[str]
    pool_codes: list[str]
    verifier_id: uuid.UUID | None
    checker_id: uuid.UUID | None


class SeenCase(HeldCase):
    """The same, and who looks at it."""

    user_id: uuid.UUID | None
    since: datetime | None
    expires_at: datetime | None
    writing: bool | None


OF_HELD = tuple(cases.c[name] for name in HeldCase.__annotations__)


@cache
def seen_among(shape: Shape) -> Statement[SeenCase]:
    """Those of `case_ids` that are in scope, each with its live look."""
    told = (*OF_HELD, looks.c.user_id, looks.c.since, looks.c.expires_at, looks.c.writing)
    held = outerjoin(cases, looks, and_(looks.c.case_id == cases.c.id, LIVE))
    among_them = cases.c.id == bindparam("case_ids", type_=ARRAY(UUID())).any_()
    return Statement(select(*told).select_from(held).where(among_them, visible(shape)), SeenCase)
