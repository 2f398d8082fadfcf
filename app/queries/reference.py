"""Versions of reference data, and what the caches of it read."""

from typing import TypedDict

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import INTEGER, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Scalar, Statement
from app.models.area import Area, AreaLevel, ReferenceVersion
from app.queries.tables import as_text, table

areas = table(Area)
versions = table(ReferenceVersion)

VERSION = Scalar(select(versions.c.version).where(versions.c.name == bindparam("name", type_=VARCHAR())), int)

LOCK_VERSION = Scalar(
    select(versions.c.version).where(versions.c.name == bindparam("name", type_=VARCHAR())).with_for_update(), int
)
"""The version, held until the transaction ends: whoever changes this kind of data does so one after the other."""

RAISE_VERSION = Statement(
    upsert(versions)
    .values(name=bindparam("name", type_=VARCHAR()), version=1)
    .on_conflict_do_update(index_elements=["name"], set_={"version": versions.c.version + 1})
)
"""Says that a kind of reference data has changed."""

PUT_VERSION = Statement(
    upsert(versions)
    .values(name=bindparam("name", type_=VARCHAR()), version=bindparam("version", type_=INTEGER()))
    .on_conflict_do_update(index_elements=["name"], set_={"version": bindparam("version", type_=INTEGER())})
)
"""Says which version there is of data that are not counted."""


class GridRow(TypedDict):
    """A grid with its boundary, as the text of the document."""

    code: str
    path: str
    grid_kind: str | None
    boundary: str


GRID_BOUNDARIES = Statement(
    select(areas.c.code, areas.c.path, areas.c.grid_kind, as_text(areas.c.boundary)).where(
        areas.c.level == AreaLevel.GRID, areas.c.is_active, areas.c.boundary.is_not(None)
    ),
    GridRow,
)
