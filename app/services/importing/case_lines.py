"""What a line of history may say, column by column, in the order that the file must have."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import tzinfo
from functools import partial
from types import MappingProxyType

from app.models.case import Channel
from app.models.term import TermKind
from app.services.importing import values as read
from app.services.importing.collection import Collection, field, kind
from app.services.importing.problems import Unfit, Unknown
from app.services.importing.units import Units
from app.services.importing.values import Parse, When
from app.text import writing
from app.workflow.timing.timeliness import Timeliness

_YEARS = range(1990, 2100)


#: How people write whether it was in time.
_TIMELINESS = MappingProxyType(
    {"in_time": Timeliness.IN_TIME, "按期": Timeliness.IN_TIME, "按时": Timeliness.IN_TIME,
     "overdue": Timeliness.OVERDUE, "超期": Timeliness.OVERDUE, "逾期": Timeliness.OVERDUE}
)  # fmt: skip


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
    told = read.moment_or_day(value, zone)
    if told.at.year not in _YEARS:
        raise Unfit("不在 1990–2099 年", "is not of 1990 to 2099", value)
    return told


def _cut(length: int) -> Parse[str]:
    """Text of several lines, as much of it as we keep."""

    def parse(value: str) -> str:
        told = writing.paragraphs(value)[:length]
        if not told:
            raise Unfit("没有可见字符", "shows nothing")
        return told

    return parse


def _degrees(most: int) -> Parse[float]:
    def parse(value: str) -> float:
        try:
            degrees = float(value)
        except ValueError:
            raise Unfit("不是数", "is no number", value) from None
        if not -most <= degrees <= most:
            raise ValueError(f"坐标 {value} 超出范围|coordinate {value} is out of range")
        return degrees

    return parse


def _among(known: AbstractSet[str]) -> Parse[str]:
    def parse(value: str) -> str:
        if read.code(value) not in known:
            raise Unknown(value)
        return value

    return parse


@kind
class CaseValues:
    """A case of an older system, as far as it can be read without knowing the district."""

    external_id: str = field(read.unmangled(read.text(100)), key=True)
    opened_at: When = field(read.moment_or_day)
    due_at: When | None = field(read.moment_or_day, empty=None)
    closed_at: When | None = field(read.moment_or_day, empty=None)
    description: str = field(_cut(4000), empty="—")
    address: str | None = field(_cut(300), empty=None)
    lat: float | None = field(_degrees(90), empty=None)
    lon: float | None = field(_degrees(180), empty=None)
    area_code: str | None = field(read.code, empty=None)
    category_code: str | None = field(read.code, empty=None)
    department_code: str | None = field(read.code, empty=None)
    channel: Channel = field(read.one_of(Channel), empty=Channel.INTEGRATION)
    result: str | None = field(_cut(2000), empty=None)
    title: str | None = field(read.text(120), empty=None)
    nature_code: str | None = field(read.code, empty=None)
    source_code: str | None = field(read.code, empty=None)
    timeliness: Timeliness | None = field(_timeliness, empty=None)
    rating: int | None = field(_score, empty=None)
    rating_solved: bool | None = field(read.yes_or_no, empty=None)
    rating_words: str | None = field(_cut(1000), empty=None)


CASES = Collection("cases", CaseValues)


def cases(
    units: Units,
    categories: AbstractSet[str],
    terms: Mapping[TermKind, AbstractSet[str]],
    zone: tzinfo | None = None,
) -> Collection[CaseValues]:
    """The cases of an older system, where these units, categories and terms are known. Naive times are of `zone`."""
    moment = partial(_moment, zone)

    @kind
    class Known(CaseValues):
        opened_at: When = field(moment)
        due_at: When | None = field(moment, empty=None)
        closed_at: When | None = field(moment, empty=None)
        category_code: str | None = field(_among(categories), empty=None)
        department_code: str | None = field(units.one, empty=None)
        nature_code: str | None = field(_among(terms[TermKind.NATURE]), empty=None)
        source_code: str | None = field(_among(terms[TermKind.SOURCE]), empty=None)

    return Collection(CASES.name, Known)
