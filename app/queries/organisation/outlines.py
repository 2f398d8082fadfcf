"""The boundaries of many areas: which there are and how much each weighs, and then as many as an answer may carry."""

from typing import TypedDict

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR

from app.db.statement import Statement
from app.models.area import Area
from app.queries.organisation.filtering import if_given, in_reach, is_, paged
from app.queries.tables import as_text, table

areas = table(Area)


class OutlineRow(TypedDict):
    """An area; `weight` is what its boundary takes where it is stored, in bytes, null where none is drawn."""

    code: str
    level: str
    parent_code: str | None
    name: str
    name_en: str | None
    weight: int | None
    key: str


OUTLINED = Statement(
    paged(
        select(
            *(areas.c[name] for name in ("code", "level", "parent_code", "name", "name_en")),
            func.pg_column_size(areas.c.boundary, type_=Integer()).label("weight"),
        ),
        areas.c.code,
        areas.c.is_active,
        in_reach(areas.c.path),
        is_("parent", areas.c.parent_code),
        is_("level", areas.c.level),
        if_given("area_path", lambda path: func.starts_with(areas.c.path, path)),
    ),
    OutlineRow,
)


class BoundaryRow(TypedDict):
    """A boundary as the text of its document."""

    code: str
    boundary: str


BOUNDARIES_OF = Statement(
    select(areas.c.code, as_text(areas.c.boundary)).where(
        areas.c.code == bindparam("codes", type_=ARRAY(VARCHAR)).any_(), areas.c.boundary.is_not(None)
    ),
    BoundaryRow,
)
