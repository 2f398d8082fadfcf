"""Subjects of evaluation 考评对象: where units serve."""

from typing import TypedDict

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import VARCHAR

from app.db.statement import Statement
from app.queries.organisation.lookup import areas, jurisdictions


class PathRow(TypedDict):
    path: str


SERVED = Statement(
    select(areas.c.path)
    .select_from(jurisdictions.join(areas, areas.c.code == jurisdictions.c.area_code))
    .where(jurisdictions.c.department_code == bindparam("code", type_=VARCHAR())),
    PathRow,
)
"""The areas a unit serves."""
