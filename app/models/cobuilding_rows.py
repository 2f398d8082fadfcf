"""The documents in rows of co-building 共建: for the types alone, as `case_row` says; marks in hundredths."""

from typing import TypedDict


class ItemDocument(TypedDict):
    """A line of the form."""

    code: str
    name: str
    name_en: str | None
    most: int
    guide: str | None
    needs_photo: bool


class PartsDocument(TypedDict):
    """Something of each part."""

    own: str
    inspection: str
    residents: str


class WeightsDocument(TypedDict):
    """What each part weighs."""

    own: int
    inspection: int
    residents: int


class SchemeDocument(TypedDict):
    """What a version of a scheme says."""

    items: list[ItemDocument]
    weights: WeightsDocument
    missing: PartsDocument
    missing_month: str
    least_answers: int
    commend_from: int
    criticise_below: int


class MarkDocument(TypedDict):
    """Points for a line."""

    points: int
    note: str | None


class PartDocument(TypedDict):
    """What came of a part."""

    value: int | None
    counted: int
    missing: str | None


class MonthDocument(TypedDict):
    """A month, assessed or not."""

    month: str
    score: int | None
    is_late: bool


class InspectionDocument(TypedDict):
    """An inspection, and why it did not count."""

    id: str
    inspector_name: str
    score: int | None
    left_out: str | None


class ResultDocument(TypedDict):
    """What a result came from, with the names of its time."""

    parts: dict[str, PartDocument]
    months: list[MonthDocument]
    inspections: list[InspectionDocument]
    asked: int
    answered: int
    tasks: int
    tasks_done: int
    activities: int
    group_name: str
    area_code: str
    area_name: str
    lead_name: str | None
    members: list[str]
