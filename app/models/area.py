"""Areas 区划: county > town > village > grid 网格, each with its materialised path and, where drawn, its boundary."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.columns import document, enum_check, enum_type, path_column


class AreaLevel(StrEnum):
    COUNTY = "county"  # 区县
    TOWN = "town"  # 乡镇街道
    VILLAGE = "village"  # 村社区
    GRID = "grid"  # 网格


class GridKind(StrEnum):
    GENERAL = "general"  # 综合网格
    SPECIAL = "special"  # 专属网格: market, park, school, site


class Area(SQLModel, table=True):
    """`path` is every ancestor's code and the own one, each followed by "/": a subtree is a text prefix."""

    __tablename__ = "areas"
    __table_args__ = (
        enum_check("level", AreaLevel),
        enum_check("grid_kind", GridKind),
        Index("ix_areas_path", "path", unique=True),
        Index("ix_areas_parent_code_code", "parent_code", "code"),
    )

    code: str = Field(primary_key=True, max_length=32)
    level: AreaLevel = Field(sa_type=enum_type(AreaLevel))
    parent_code: str | None = Field(default=None, foreign_key="areas.code", max_length=32)
    path: str = path_column()
    name: str = Field(max_length=120)
    name_en: str | None = Field(default=None, max_length=120)
    grid_kind: GridKind | None = Field(default=None, sa_type=enum_type(GridKind))
    boundary: dict[str, Any] | None = document(nullable=True)  # GeoJSON geometry, WGS-84
    is_active: bool = True
    keep_originals: bool = False  # photos of its workers come whole where the phone is on Wi-Fi


class ReferenceVersion(SQLModel, table=True):
    """One counter per kind of reference data; whoever changes that kind raises it, so that caches notice."""

    __tablename__ = "reference_versions"

    name: str = Field(primary_key=True, max_length=32)
    version: int = 0
