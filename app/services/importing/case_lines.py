"""What a line of history may say, column by column, in the order that the file must have."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from app.models.case import Channel
from app.services.importing.files import Column, Form
from app.services.importing.problems import Unfit, Unknown
from app.services.importing.values import Parse, code, moment, one_of, text, unmangled
from app.text import writing

COLUMNS = ("external_id", "opened_at", "due_at", "closed_at", "description", "address", "lat", "lon", "area_code",
           "category_code", "department_code", "channel", "result")  # fmt: skip
_YEARS = range(1990, 2100)


def form(file: str, departments: AbstractSet[str], categories: AbstractSet[str]) -> Form:
    """The form of a file of history, where these departments and categories are known."""
    columns = (
        Column(unmangled(text(100))),
        Column(_moment),
        Column(_moment, required=False),
        Column(_moment, required=False),
        Column(_cut(4000), required=False, default="—"),
        Column(_cut(300), required=False),
        Column(_degrees(90), required=False),
        Column(_degrees(180), required=False),
        Column(code, required=False),
        Column(_among(categories), required=False),
        Column(_among(departments), required=False),
        Column(one_of(Channel), required=False, default=Channel.INTEGRATION),
        Column(_cut(2000), required=False),
    )
    return Form(file, dict(zip(COLUMNS, columns, strict=True)), ("external_id",))


def _moment(value: str) -> datetime:
    told = moment(value)
    if told.year not in _YEARS:
        raise Unfit("不在 1990–2099 年", "is not of 1990 to 2099", value)
    return told


def _cut(length: int) -> Parse:
    """Text of several lines, as much of it as we keep."""

    def parse(value: str) -> str:
        told = writing.paragraphs(value)[:length]
        if not told:
            raise Unfit("没有可见字符", "shows nothing")
        return told

    return parse


def _degrees(most: int) -> Parse:
    def parse(value: str) -> float:
        try:
            degrees = float(value)
        except ValueError:
            raise Unfit("不是数", "is no number", value) from None
        if not -most <= degrees <= most:
            raise ValueError(f"坐标 {value} 超出范围|coordinate {value} is out of range")
        return degrees

    return parse


def _among(known: AbstractSet[str]) -> Parse:
    def parse(value: str) -> str:
        if code(value) not in known:
            raise Unknown(value)
        return value

    return parse
