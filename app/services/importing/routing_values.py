"""How the columns of the matrix and of routing rules are read, and what both check alike."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from app.db.session import Session
from app.queries.importing import loading as queries
from app.services.importing import values as read
from app.services.importing.calendar import read_time
from app.services.importing.categories import CATEGORIES
from app.services.importing.collection import Collection, Told
from app.services.importing.departments import DEPARTMENTS, NAMES, Departments
from app.services.importing.problems import Problems, Unfit, Unknown
from app.services.importing.shapes import TREE, Areas
from app.services.importing.units import Units
from app.text.folding import folded
from app.workflow.routing.times import DAY

_MOST = 50  # words or units


def several(parse: Callable[[str], str]) -> Callable[[object], tuple[str, ...]]:
    """Values with `|` between them in a file, a list in a body; each once."""

    def parse_all(value: object) -> tuple[str, ...]:
        parts = value if isinstance(value, list | tuple) else str(value).replace("｜", "|").split("|")
        if isinstance(value, list | tuple) and not all(str(each).strip() for each in parts):
            raise Unfit("有空项", "has an empty part")  # else a condition would be none, and hold for every case
        told = [parse(part) for each in parts if (part := str(each).strip())]
        if len(told) > _MOST:
            raise Unfit(f"至多 {_MOST} 项", f"has more than {_MOST} parts")
        return tuple(dict.fromkeys(told))

    return parse_all


def word(value: str) -> str:
    """A word that is looked for in a report."""
    told = read.text(32)(value)
    if not folded(told):
        raise Unfit("没有可查找的文字", "has nothing to look for", value)
    return told


def weekdays(value: str) -> str | None:
    """Digits from 1 Monday to 7 Sunday, in their order; all of them are no condition."""
    told = "".join(sorted(set(value)))
    if not set(told) <= set("1234567"):
        raise Unfit(
            "应为 1（周一）到 7（周日）的数字，如 12345", "must be digits from 1 (Monday) to 7, as 12345", value
        )
    return None if len(told) == len("1234567") else told


def time_of_day(value: str | int) -> int:
    """A time as 08:30; a body has told it already."""
    return value if isinstance(value, int) else read_time(value)


def share(value: str | float) -> float:
    """A number from 0 to 1."""
    try:
        told = float(value)
    except ValueError:
        told = -1.0
    if not 0 <= told <= 1:  # nor what is no number
        raise Unfit("不是 0 到 1 之间的数", "is no number from 0 to 1", str(value))
    return told


class Scope(NamedTuple):
    """What a record is about, and when it holds."""

    category_code: str | None
    area_code: str | None
    starts: int | None
    ends: int | None
    valid_from: date
    valid_to: date | None


class Checks:
    """What a record names, held against what is known, or told in the same import."""

    def __init__(self, problems: Problems, told: Told, collection: Collection[object]) -> None:
        """`begin` learns what is known."""
        self._problems, self._told, self._collection = problems, told, collection
        self._units: Units | None = None
        self._categories: set[str] = set()

    async def begin(self, session: Session, departments: Departments) -> None:
        """Learns it; the names of units are those of files too."""
        self._categories = {row["code"] for row in await session.all(queries.CATEGORY_CODES)}
        self._categories |= self._told.of(CATEGORIES).told(lambda category: category.code)
        called = [(row["code"], row["name"]) for row in await session.all(queries.UNITS_CALLED)]
        called += [(row.department_code, row.name) for row in self._told.of(NAMES).rows]
        self._units = Units(departments, called)

    def wrong(self, index: int, field: str, zh: str, en: str) -> None:
        """Says what is wrong with a field."""
        self._problems.add(self._collection.name, index, zh, en, field)

    def scope(self, index: int, values: Scope, areas: Areas) -> None:
        """Category, area, times and period."""
        if values.category_code is not None and values.category_code not in self._categories:
            self._problems.unknown("categories", values.category_code, self._collection.name, index, "category_code")
        if values.area_code is not None and values.area_code not in areas:
            self._problems.unknown(TREE, values.area_code, self._collection.name, index, "area_code")
        if (values.starts is None) != (values.ends is None):
            self.wrong(index, "ends", "起止时刻须同时填写", "both times are told, or none")
        if values.starts is not None and (values.starts == values.ends or values.starts == DAY):
            self.wrong(index, "starts", "起止时刻相同", "it ends when it starts")
        if values.valid_to is not None and values.valid_to < values.valid_from:
            self.wrong(index, "valid_to", "早于生效日期", "is before it begins")

    def unit(self, index: int, field: str, told: str) -> str:
        """The code of the unit that is meant, by its code or anything it is called; what was told where it is none."""
        try:
            return told if self._units is None else self._units.one(told)
        except Unknown:
            self._problems.unknown(DEPARTMENTS.name, told, self._collection.name, index, field)
        except Unfit as error:
            self._problems.unfit(self._collection.name, index, field, told, error)
        return told

    def units(self, index: int, field: str, told: tuple[str, ...]) -> tuple[str, ...]:
        """The same of several, each once."""
        return tuple(dict.fromkeys(self.unit(index, field, each) for each in told))


def placed(values: Mapping[str, object], areas: Areas) -> dict[str, object]:
    """A record as the book reads rows of the database: with its area."""
    code = values["area_code"]
    area = areas.get(code) if isinstance(code, str) else None
    return {
        **values,
        "area_path": area.path if area else None,
        "area_name": area.name if area else None,
        "area_name_en": area.name_en if area else None,
    }
