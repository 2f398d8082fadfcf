"""The ladder 超期升级 and the reply times of orders 督办回复期 as an area says them.

`scope_path` is the path of the area they hold for with all below it; the empty one is the whole country. An area says
both or neither; where nobody does, `workflow.timing.ladder.ESCALATION` holds.
"""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from app.models.columns import enum_check, enum_type, path_column
from app.workflow.limits import LimitUnit
from app.workflow.supervision.notices import Audience


class EscalationRung(SQLModel, table=True):
    """A rung from 1 up: how long after the deadline who hears of it."""

    __tablename__ = "escalation_rungs"
    __table_args__ = (
        CheckConstraint("rung BETWEEN 1 AND 6", name="rung_known"),
        CheckConstraint("limit_amount BETWEEN 1 AND 8760", name="within_a_year"),
        enum_check("limit_unit", LimitUnit),
        enum_check("audience", Audience),
    )

    scope_path: str = path_column(primary_key=True)
    rung: int = Field(primary_key=True)
    limit_amount: int
    limit_unit: LimitUnit = Field(sa_type=enum_type(LimitUnit))
    audience: Audience = Field(sa_type=enum_type(Audience))


class SupervisionReply(SQLModel, table=True):
    """By when an order of a level must be answered."""

    __tablename__ = "supervision_replies"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 3", name="level_known"),
        CheckConstraint("limit_amount BETWEEN 1 AND 8760", name="within_a_year"),
        enum_check("limit_unit", LimitUnit),
    )

    scope_path: str = path_column(primary_key=True)
    level: int = Field(primary_key=True)
    limit_amount: int
    limit_unit: LimitUnit = Field(sa_type=enum_type(LimitUnit))
