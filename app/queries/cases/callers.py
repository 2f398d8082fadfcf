"""The lines from which cases were reported."""

from sqlalchemy import ColumnElement, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.caller import CaseCaller
from app.queries.tables import table

callers = table(CaseCaller)

_told = func.unnest(
    bindparam("case_ids", type_=ARRAY(UUID())), bindparam("marks", type_=ARRAY(VARCHAR))
).table_valued("case_id", "mark").render_derived("told")  # fmt: skip

REMEMBER = Statement(
    upsert(callers).from_select(["case_id", "mark"], select(_told.c.case_id, _told.c.mark)).on_conflict_do_nothing()
)
"""Pairs of case and mark, as two lists of equal length."""

FORGET = Statement(delete(callers).where(callers.c.case_id == bindparam("case_ids", type_=ARRAY(UUID())).any_()))


def called_from(cases_id: ColumnElement[object], parameter: str) -> ColumnElement[bool]:
    """Cases from any of these lines: found first, then looked up one by one."""
    among = bindparam(parameter, type_=ARRAY(VARCHAR)).any_()
    ids = func.array(select(callers.c.case_id).where(callers.c.mark == among).scalar_subquery())
    return cases_id == func.any(ids)
