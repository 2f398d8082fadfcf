"""Areas and departments on the wire; fields are called as the columns of the import, which holds their bounds."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from app.models.area import AreaLevel, GridKind
from app.models.department import DepartmentKind
from app.schemas.base import Datum, Day, Input, Output, Plain, example
from app.schemas.calendar import UnitWeekView
from app.schemas.examples import organisation

Text = Annotated[str, StringConstraints(strip_whitespace=True), Plain]
_SQUARE = [[[114.3, 22.7], [114.31, 22.7], [114.31, 22.71], [114.3, 22.71], [114.3, 22.7]]]


class AreaIn(Input):
    model_config = example(level="grid", parent_code="440310001001", name="六和社区第三网格", grid_kind="general")
    level: AreaLevel
    parent_code: Text | None = None
    name: Text
    name_en: Text | None = None
    grid_kind: GridKind | None = Field(default=None, description="Grids only; `general` unless said")
    is_active: bool = Field(default=True, description="false: retired 停用; codes are never deleted")
    keep_originals: bool = False


class BoundaryIn(Input):
    model_config = example(geometry={"type": "Polygon", "coordinates": _SQUARE}, datum="wgs84")
    geometry: dict[str, Any] = Field(description="GeoJSON Polygon or MultiPolygon, longitude before latitude")
    datum: Datum = Field(description="Boundaries are stored in WGS-84")


class AreaItem(Output):
    code: str
    level: AreaLevel
    parent_code: str | None
    path: str
    name: str
    name_en: str | None
    grid_kind: GridKind | None
    is_active: bool
    keep_originals: bool
    has_boundary: bool
    model_config = example(**organisation.AREA_ITEM)


class AreaView(AreaItem):
    boundary: dict[str, Any] | None = Field(description="GeoJSON geometry in WGS-84")
    model_config = example(**organisation.AREA)


class AreaPage(Output):
    items: list[AreaItem]
    next_cursor: str | None
    model_config = example(items=[organisation.AREA_ITEM], next_cursor=None)


class AreaOutline(Output):
    code: str
    level: AreaLevel
    parent_code: str | None
    name: str
    name_en: str | None
    boundary: dict[str, object] | None = Field(description="Simplified GeoJSON geometry in WGS-84; null: none is drawn")
    model_config = example(**organisation.OUTLINE)


class OutlinePage(Output):
    items: list[AreaOutline]
    next_cursor: str | None
    model_config = example(items=[organisation.OUTLINE], next_cursor=None)


class NameIn(Input):
    valid_from: Day
    name: Text
    name_en: Text | None = None


class DepartmentIn(Input):
    """The department with all its names and its whole jurisdiction: what is left out is withdrawn, but for aliases."""

    model_config = example(
        kind="station",
        parent_code="CGJ",
        names=[{"valid_from": "2019-01-01", "name": "坪山街道执法队"}],
        aliases=["坪山城管中队"],
        jurisdictions=["440310001"],
    )
    kind: DepartmentKind
    parent_code: Text | None = None
    is_active: bool = True
    names: list[NameIn] = Field(min_length=1, max_length=100)
    claim_limit: int | None = Field(
        default=None,
        ge=0,
        le=100_000,
        description="With so many cases in hand it claims 点单 no other; null: no limit; left out, it stays",
    )
    aliases: list[Text] | None = Field(
        default=None,
        max_length=100,
        description="All its aliases 别名: what else it is called, by older systems and by people; left out, they stay",
    )
    jurisdictions: list[Text] = Field(max_length=2_000, description="Codes of the areas it serves 管辖, with all below")


class NameView(Output):
    valid_from: date
    name: str
    name_en: str | None


class DepartmentItem(Output):
    code: str
    kind: DepartmentKind
    parent_code: str | None
    path: str
    is_active: bool
    claim_limit: int | None = Field(description="With so many cases in hand it claims 点单 no other; null: no limit")
    name: str | None = Field(description="The name in force today")
    model_config = example(**organisation.DEPARTMENT_ITEM)


class DepartmentView(Output):
    code: str
    kind: DepartmentKind
    parent_code: str | None
    path: str
    is_active: bool
    claim_limit: int | None = Field(description="With so many cases in hand it claims 点单 no other; null: no limit")
    names: list[NameView]
    aliases: list[str]
    jurisdictions: list[str]
    weeks: list[UnitWeekView] = Field(
        description="Hours of its own 单位工时; none: those of the unit above it, or the area"
    )
    model_config = example(**organisation.DEPARTMENT)


class DepartmentPage(Output):
    items: list[DepartmentItem]
    next_cursor: str | None
    model_config = example(items=[organisation.DEPARTMENT_ITEM], next_cursor=None)


class Located(Output):
    code: str
    name: str


class Whereabouts(Output):
    """Where a point lies; all null where no grid holds it."""

    lat: float = Field(description="WGS-84")
    lon: float = Field(description="WGS-84")
    grid: Located | None
    grid_kind: GridKind | None
    village: Located | None
    town: Located | None
    county: Located | None
    model_config = example(**organisation.WHEREABOUTS)
