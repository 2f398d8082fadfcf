"""What is told of the organisation: records of collections, each with its place; and how their fields are read.

A reader, of files or of a body, finds raw values; here they become the values of a record, one record for each key.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.services.importing.problems import Problems, Unfit
from app.services.importing.values import Parse


@dataclass(frozen=True, slots=True)
class Record:
    """One of a collection; `values` has every field, the default of those that are empty."""

    index: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read; an empty value of one that is not required is its default."""

    parse: Parse
    required: bool = True
    default: Any = None


@dataclass(frozen=True, slots=True)
class Collection:
    """A kind of records: its name, its fields, and what a record is known by."""

    name: str
    fields: Mapping[str, Field]
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """The good records of a collection, and the fields that none of them tells: an existing row keeps those."""

    collection: Collection
    all: Sequence[Record]
    absent: frozenset[str] = frozenset()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The values of the records."""
        return [record.values for record in self.all]

    def told(self, *fields: str) -> set[str]:
        """Every value of some fields."""
        return {record.values[name] for record in self.all for name in fields if record.values[name] is not None}


@dataclass(frozen=True, slots=True)
class Boundary:
    """One boundary as it was drawn; the geometry is parsed, or JSON that nobody here need parse."""

    index: int
    code: str
    datum: Any
    geometry: Any


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that one import tells; a collection that is not among it is not spoken of."""

    records: Mapping[str, Records] = field(default_factory=dict)
    boundaries: Sequence[Boundary] = ()

    def of(self, collection: Collection) -> Records:
        """The records of a collection, none where it is not spoken of."""
        return self.records.get(collection.name) or Records(collection, ())


class Reading:
    """Makes records of what a reader finds in one collection; what is wrong goes to `problems`."""

    def __init__(self, collection: Collection, problems: Problems, called: Callable[[int], tuple[str, str]]) -> None:
        """`called` says, in Chinese and English, where an index stands."""
        self._collection, self._problems, self._called = collection, problems, called
        self._seen: dict[tuple[Any, ...], int] = {}

    def record(self, index: int, raw: Mapping[str, Any]) -> Record | None:
        """The record of raw values, text as it was written or values of the type; None when it is not good."""
        values = self._values(index, raw)
        if values is None:
            self.spoil(raw)
            return None
        first = self._seen.setdefault(tuple(values[part] for part in self._collection.key), index)
        if first != index:
            zh, en = self._called(first)
            self._problems.add(self._collection.name, index, f"与{zh}重复", f"the same as {en}", cause="twice")
            return None
        return Record(index, values)

    def spoil(self, raw: Mapping[str, Any]) -> None:
        """What a bad record speaks of is not unknown to those that name it."""
        self._problems.spoil(self._collection.name, raw.get(self._collection.key[0], ""))

    def _values(self, index: int, raw: Mapping[str, Any]) -> dict[str, Any] | None:
        values: dict[str, Any] = {}
        good, collection = True, self._collection.name
        for name, each in self._collection.fields.items():
            told = raw.get(name, "")
            if told == "":
                values[name] = each.default
                if each.required:
                    self._problems.add(collection, index, f"缺少 {name}", f"{name} is missing", name)
                    good = False
                continue
            try:
                values[name] = each.parse(told)
            except ValueError as error:
                unfit = error if isinstance(error, Unfit) else _unfit(error)
                self._problems.unfit(collection, index, name, str(told), unfit)
                good = False
        return values if good else None


def _unfit(error: ValueError) -> Unfit:
    zh, _, en = str(error).partition("|")
    return Unfit(zh, en)
