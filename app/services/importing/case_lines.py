"""What a line of history may say, column by column, in the order that the file must have."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from app.models.case import Channel
from app.services.importing.files import Column, Form, Parse, one_of, text
from app.text import writing

COLUMNS = ("external_id", "opened_at", "due_at", "closed_at", "description", "address", "lat", "lon", "area_code",
           "category_code", "department_code", "channel", "result")  # fmt: skip
_YEARS = range(1990, 2100)


def form(file: str, departments: AbstractSet[str], categories: AbstractSet[str]) -> Form:
    """The form of a file of history, where these departments and categories are known."""
    columns = (
        Column(text(100)),
        Column(_moment),
        Column(_moment, required=False),
        Column(_moment, required=False),
        Column(_cut(4000), required=False, default="—"),
        Column(_cut(300), required=False),
        Column(_degrees(90), required=False),
        Column(_degrees(180), required=False),
        Column(str, required=False),
        Column(_among(categories), required=False),
        Column(_among(departments), required=False),
        Column(one_of(Channel), required=False, default=Channel.INTEGRATION),
        Column(_cut(2000), required=False),
    )
    return Form(file, dict(zip(COLUMNS, columns, strict=True)), ("external_id",))


def _moment(value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"“{value}”不是时间|{value!r} is not a time") from None
    if moment.tzinfo is None or moment.year not in _YEARS:
        raise ValueError(f"“{value}”缺少时区或不在 1990–2099 年|{value!r} has no offset or is not of 1990 to 2099")
    return moment


def _cut(length: int) -> Parse:
    """Text of several lines, as much of it as we keep."""

    def parse(value: str) -> str:
        if any("\ud800" <= each <= "\udfff" for each in value):
            raise ValueError("不是 UTF-8 编码|is not UTF-8")
        told = writing.paragraphs(value)[:length]
        if not told:
            raise ValueError("没有可见字符|shows nothing")
        return told

    return parse


def _degrees(most: int) -> Parse:
    def parse(value: str) -> float:
        try:
            degrees = float(value)
        except ValueError:
            raise ValueError(f"“{value}”不是数|{value!r} is no number") from None
        if not -most <= degrees <= most:
            raise ValueError(f"坐标 {value} 超出范围|coordinate {value} is out of range")
        return degrees

    return parse


def _among(known: AbstractSet[str]) -> Parse:
    def parse(value: str) -> str:
        if value not in known:
            raise ValueError(f"没有 {value}|unknown {value}")
        return value

    return parse
