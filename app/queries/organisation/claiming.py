"""Units and teams of the pool 亮单: who might claim, who might deliver, and how much a unit may have in hand."""

from typing import TypedDict

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import VARCHAR

from app.db.statement import Statement
from app.models.department import DepartmentKind
from app.queries.organisation.lookup import SERVES_THE_PLACE, departments
from app.queries.rows import CodeRow

_CODE = bindparam("code", type_=VARCHAR())


class Team(TypedDict):
    """A department that might deliver."""

    code: str
    kind: str
    path: str
    is_active: bool


TEAM = Statement(
    select(departments.c.code, departments.c.kind, departments.c.path, departments.c.is_active).where(
        departments.c.code == _CODE
    ),
    Team,
)


class LockedUnit(TypedDict):
    """How much a unit may have in hand when it claims."""

    claim_limit: int | None


LOCK_UNIT = Statement(
    select(departments.c.claim_limit).where(departments.c.code == _CODE).with_for_update(key_share=True), LockedUnit
)
"""Claims of one unit come one after the other; whoever only refers to it, by a foreign key, does not wait."""

ALL_SERVING = Statement(
    select(departments.c.code)
    .where(departments.c.is_active, departments.c.kind != DepartmentKind.TEAM, SERVES_THE_PLACE)
    .order_by(departments.c.code)
    .limit(bindparam("count")),
    CodeRow,
)
"""The units that serve a place, at most so many; teams deliver what their unit has, and claim nothing."""
