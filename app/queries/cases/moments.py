"""Moments of cases, asked so that PostgreSQL expects what is true of them."""

from datetime import datetime

from sqlalchemy import ColumnElement, DateTime, literal_column, select

from app.queries.cases.scope import cases

_EVER = select(literal_column("'-infinity'::timestamptz", DateTime(timezone=True))).scalar_subquery()


def is_known(moment: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether a moment of a case is known.

    PostgreSQL does not know that most open cases have a deadline and few others: of what is open and has one it expects
    so few that it would walk through them all rather than find those of an area. So it is asked unseen.
    """
    return moment > _EVER if moment is cases.c.due_at else moment.is_not(None)
