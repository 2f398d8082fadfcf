"""Reads and writes of what areas say of late cases, and the cases that are on the ladder 超期升级."""

from typing import TypedDict

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects.postgresql import VARCHAR

from app.db.statement import Statement
from app.models.case import OPEN_CASES, Case
from app.models.case_row import CaseRow
from app.models.escalation import EscalationRung, SupervisionReply
from app.queries.cases.scope import FACTS
from app.queries.tables import table

rungs = table(EscalationRung)
replies = table(SupervisionReply)
cases = table(Case)

_SCOPE = bindparam("scope", type_=VARCHAR())


class LimitRow(TypedDict):
    limit_amount: int
    limit_unit: str


class RungRow(LimitRow):
    scope_path: str
    rung: int
    audience: str


RUNGS = Statement(select(rungs).order_by(rungs.c.scope_path, rungs.c.rung), RungRow)


class ReplyRow(LimitRow):
    scope_path: str
    level: int


REPLIES = Statement(select(replies).order_by(replies.c.scope_path, replies.c.level), ReplyRow)

DROP_RUNGS = Statement(delete(rungs).where(rungs.c.scope_path == _SCOPE))
DROP_REPLIES = Statement(delete(replies).where(replies.c.scope_path == _SCOPE))
ADD_RUNG = Statement(insert(rungs), columns=("scope_path", "rung", "limit_amount", "limit_unit", "audience"))
ADD_REPLY = Statement(insert(replies), columns=("scope_path", "level", "limit_amount", "limit_unit"))


def _on_the_ladder(*, first: bool) -> Statement[CaseRow]:
    after = () if first else (cases.c.id > bindparam("after", type_=cases.c.id.type),)
    return Statement(
        select(*FACTS)
        .where(
            OPEN_CASES,
            cases.c.area_path >= bindparam("area_from", type_=VARCHAR()),
            cases.c.area_path < bindparam("area_to", type_=VARCHAR()),
            cases.c.reminded_for == cases.c.due_at,
            *after,
        )
        .order_by(cases.c.id)
        .limit(bindparam("count")),
        CaseRow,
    )


ON_THE_LADDER, ON_THE_LADDER_AFTER = _on_the_ladder(first=True), _on_the_ladder(first=False)
"""The open cases of an area whose deadline has passed and was said to have; then those after an id."""
