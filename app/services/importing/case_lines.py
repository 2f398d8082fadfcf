"""What a line of history may say, column by column, in the order that the file must have."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import tzinfo
from functools import partial
from types import MappingProxyType

from app.models.case import Channel
from app.models.term import TermKind
from app.services.importing.collection import Collection, Field
from app.services.importing.problems import Unfit, Unknown
from app.services.importing.units import Units
from app.services.importing.values import Parse, When, code, moment_or_day, one_of, text, unmangled, yes_or_no
from app.text import writing
from app.workflow.timing.timeliness import Timeliness

COLUMNS = ("external_id", "opened_at", "due_at", "closed_at", "description", "address", "lat", "lon", "area_code",
           "category_code", "department_code", "channel", "result",
           "title", "nature_code", "source_code", "timeliness", "rating", "rating_solved", "rating_words")  # fmt: skip
_YEARS = range(1990, 2100)


#: How people write whether it was in time.
_TIMELINESS = MappingProxyType(
    {"in_time": Timeliness.IN_TIME, "按期": Timeliness.IN_TIME, "按时": Timeliness.IN_TIME,
     "overdue": Timeliness.OVERDUE, "超期": Timeliness.OVERDUE, "逾期": Timeliness.OVERDUE}
)  # fmt: skip


def cases(
    units: Units,
    categories: AbstractSet[str],
    terms: Mapping[TermKind, AbstractSet[str]],
    zone: tzinfo | None = None,
) -> Collection:
    """The cases of an older system, where these units, categories and terms are known. Naive times are of `zone`."""
    moment = partial(_moment, zone)
    columns = (
        Field(unmangled(text(100))),
        Field(moment),
        Field(moment, required=False),
        Field(moment, required=False),
        Field(_cut(4000), required=False, default="—"),
        Field(_cut(300), required=False),
        Field(_degrees(90), required=False),
        Field(_degrees(180), required=False),
        Field(code, required=False),
        Field(_among(categories), required=False),
        Field(units.one, required=False),
        Field(one_of(Channel), required=False, default=Channel.INTEGRATION),
        Field(_cut(2000), required=False),
        Field(text(120), required=False),
        Field(_among(terms[TermKind.NATURE]), required=False),
        Field(_among(terms[TermKind.SOURCE]), required=False),
        Field(_timeliness, required=False),
        Field(_score, required=False),
        Field(yes_or_no, required=False),
        Field(_cut(1000), required=False),
    )
    return Collection("cases", dict(zip(COLUMNS, columns, strict=True)), ("external_id",))


def _timeliness(value: str) -> Timeliness:
    told = _TIMELINESS.get(value.casefold())
    if told is None:
        raise Unfit("应为 in_time（按期）或 overdue（超期）", "is neither in_time nor overdue", value)
    return told


def _score(value: str) -> int:
    if value not in ("1", "2", "3", "4", "5"):
        raise Unfit("应为 1 至 5", "is none of 1 to 5", value)
    return int(value)


def _moment(zone: tzinfo | None, value: str) -> When:
    told = moment_or_day(value, zone)
    if told.at.year not in _YEARS:
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
