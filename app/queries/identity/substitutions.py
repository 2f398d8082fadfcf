"""Who stands in for somebody 代理 today: asked wherever people are told or chosen."""

from sqlalchemy import ColumnElement, Date, and_, bindparam, or_
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from app.models.substitution import Substitution
from app.queries.tables import table

substitutions = table(Substitution)
GOES_ON: ColumnElement[bool] = substitutions.c.ended_at.is_(None)
TODAY = bindparam("today", type_=Date())


def is_today() -> ColumnElement[bool]:
    """That a substitution is in force `today`."""
    return and_(GOES_ON, substitutions.c.valid_from <= TODAY, substitutions.c.valid_to >= TODAY)


def stands_in_for_told() -> ColumnElement[bool]:
    """That somebody stands in today for any of those `away`, and is neither the `teller` nor among the `user_ids`."""
    person = substitutions.c.substitute_id
    known = or_(
        person == bindparam("user_ids", type_=ARRAY(UUID())).any_(),
        person.is_not_distinct_from(bindparam("teller", type_=UUID())),
    )
    away = substitutions.c.absent_id == bindparam("away", type_=ARRAY(UUID())).any_()
    return and_(away, is_today(), ~known)
