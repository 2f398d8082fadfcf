"""Values that PostgreSQL does not look at when it plans: what is `(SELECT $1)` in a statement is unknown till it runs.

A plan for one value is no cheaper then than one for any, so that after some runs it keeps the latter and plans no more.
"""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import BindParameter, ColumnElement, DateTime, ScalarSelect, literal_column, select

from app.queries.cases.scope import cases

ValueT = TypeVar("ValueT")

_EVER = select(literal_column("'-infinity'::timestamptz", DateTime(timezone=True))).scalar_subquery()


def any_of(value: BindParameter[ValueT]) -> ScalarSelect[ValueT]:
    """That parameter, unseen."""
    return select(value).scalar_subquery()


def is_known(moment: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether a moment of a case is known.

    PostgreSQL does not know that most open cases have a deadline and few others: of what is open and has one it expects
    so few that it would walk through them all rather than find those of an area. So it is asked unseen.
    """
    return moment > _EVER if moment is cases.c.due_at else moment.is_not(None)
