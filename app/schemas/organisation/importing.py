"""What an import by files would do, did, or cannot do: each error where it stands."""

from uuid import UUID

from pydantic import Field

from app.schemas.base import Output, example
from app.schemas.examples import importing


class FileError(Output):
    file: str
    line: int = Field(description="Line of a CSV, number of a feature; 0: the file as a whole")
    column: str | None = Field(description="The column that is wrong; null: the line as a whole")
    value: str | None = Field(description="What stands there, as far as it may be shown")
    detail: str
    detail_zh: str
    area_codes: list[str] = Field(description="The areas whose boundaries do not go together")
    spot: dict[str, object] | None = Field(description="Where on the map it is wrong: GeoJSON in WGS-84")
    model_config = example(**importing.ERROR)


class ColumnChange(Output):
    column: str
    before: str | None = Field(description="What stood there; null: nothing, or it is not shown")
    after: str | None = Field(description="What stands there then; null: nothing, or it is not shown")


class LineChange(Output):
    key: str = Field(description="What the row is known by, its parts separated by ` · `")
    line: int | None = Field(description="The line that tells of it; null: what follows from others")
    became: str = Field(description="`created`, `changed`, `retired` or `withdrawn`")
    columns: list[ColumnChange] = Field(description="What changes of a row that was there")
    model_config = example(**importing.CHANGE)


class ImportedFile(Output):
    file: str
    lines: int = Field(description="How many lines tell something")
    created: int
    changed: int
    retired: int
    withdrawn: int
    changes: list[LineChange] = Field(description="The first 200 rows")
    model_config = example(**importing.FILE)


class DrawnArea(Output):
    code: str
    boundary: dict[str, object]


class Remark(Output):
    detail: str
    detail_zh: str


class NoPassword(Output):
    id: UUID
    username: str
    display_name: str


class Imported(Output):
    """What files do to the organisation, or would do."""

    applied: bool = Field(description="false: a preview, nothing was changed")
    error_count: int
    errors: list[FileError] = Field(description="The first 500; with any, nothing is imported")
    revivals: list[FileError] = Field(description="What would be taken up again: that asks for `revive`")
    files: list[ImportedFile] = Field(description="What each file changes; empty where there are errors")
    boundaries: list[DrawnArea] = Field(description="Of the areas that errors name, to be drawn")
    remarks: list[Remark] = Field(description="What of who is responsible is to be mended then")
    without_password: list[NoPassword] = Field(description="Who of them cannot sign in yet")
    model_config = example(**importing.IMPORT)
