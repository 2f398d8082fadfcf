"""What is told of the organisation: records of collections, each with its place; and how their fields are read.

A kind of records is declared once, as the class of its values: each field with its type and what reads it. Header,
export and the columns that are written come from there. A reader, of files or of a body, finds raw values; here, and
nowhere else, they become the values of a record, one record for each key.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import Generic, TypeVar, cast, dataclass_transform, overload

from app.services.importing.problems import Problems, Unfit

T = TypeVar("T")
E = TypeVar("E")
ValuesT = TypeVar("ValuesT", covariant=True)
_READ, _REQUIRED = "read", object()


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """How a field is read; an empty value of one that is not required is its default."""

    parse: Callable[[object], object]
    required: bool
    default: object
    is_key: bool


@overload
def field(parse: Callable[[str], T], *, key: bool = False) -> T: ...


@overload
def field(parse: Callable[[str], T], *, empty: E, key: bool = False) -> T | E: ...


def field(parse: Callable[[str], object], *, empty: object = _REQUIRED, key: bool = False) -> object:
    """A field of a kind: what reads it, what it is when it is `empty`, if it may be, and whether it is of the `key`.

    To the types it is what `parse` gives, which takes what a body says by its type as far as its schema lets that in.
    """
    required = empty is _REQUIRED
    read = Field(cast("Callable[[object], object]", parse), required, None if required else empty, key)
    return dataclasses.field(metadata={_READ: read})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def kind(values: type[T]) -> type[T]:
    """Declares the values of a kind of records, in the order of its columns."""
    return dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(values)


class Collection(Generic[ValuesT]):
    """A kind of records: its name, its fields, and what a record is known by."""

    __slots__ = ("fields", "key", "key_of", "make", "name")

    def __init__(self, name: str, values: type[ValuesT]) -> None:
        """Takes the class of its values, which `kind` made.

        Raises:
            TypeError: `kind` did not.
        """
        if not dataclasses.is_dataclass(values):
            raise TypeError(f"{values.__name__} is no kind of records")
        self.name = name
        self.make: Callable[..., ValuesT] = values
        self.fields: Mapping[str, Field] = {each.name: each.metadata[_READ] for each in dataclasses.fields(values)}
        self.key = tuple(each for each, read in self.fields.items() if read.is_key)
        self.key_of: Callable[[object], object] = attrgetter(*self.key)


@dataclasses.dataclass(frozen=True, slots=True)
class Record(Generic[ValuesT]):
    """One of a collection; `values` has every field, the default of those that are empty."""

    index: int
    values: ValuesT


@dataclasses.dataclass(frozen=True, slots=True)
class Records(Generic[ValuesT]):
    """The good records of a collection, and the fields that none of them tells: an existing row keeps those."""

    collection: Collection[ValuesT]
    all: Sequence[Record[ValuesT]]
    absent: frozenset[str] = frozenset()

    @property
    def rows(self) -> list[ValuesT]:
        """The values of the records."""
        return [record.values for record in self.all]

    @property
    def columns(self) -> dict[str, list[object]]:
        """The same by fields."""
        return by_column(self.collection.fields, self.rows)

    def told(self, *of: Callable[[ValuesT], T | None]) -> set[T]:
        """Every value of some fields."""
        return {found for record in self.all for value in of if (found := value(record.values)) is not None}

    def over(self, record: Record[ValuesT], before: object) -> ValuesT:
        """The values of a record; those of absent fields are those of `before`."""
        told = {
            name: getattr(before if name in self.absent else record.values, name) for name in self.collection.fields
        }
        return self.collection.make(**told)


def by_column(
    names: AbstractSet[str] | Sequence[str] | Mapping[str, object], rows: Sequence[object]
) -> dict[str, list[object]]:
    """Attributes of some rows, each as a column."""
    return {name: list(map(attrgetter(name), rows)) for name in names}


@dataclasses.dataclass(frozen=True, slots=True)
class Boundary:
    """One boundary as it was drawn; the geometry is parsed, or JSON that nobody here need parse."""

    index: int
    code: str
    datum: object
    geometry: object


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """Everything that one import tells; a collection that is not among it is not spoken of."""

    records: Mapping[str, Records[object]] = dataclasses.field(default_factory=dict)
    boundaries: Sequence[Boundary] = ()

    def of(self, collection: Collection[T]) -> Records[T]:
        """The records of a collection, none where it is not spoken of."""
        found = self.records.get(collection.name)
        if found is None:
            return Records(collection, ())
        return cast("Records[T]", found)  # by that name there is one collection


class Reading(Generic[T]):
    """Makes records of what a reader finds in one collection; what is wrong goes to `problems`."""

    def __init__(self, collection: Collection[T], problems: Problems, called: Callable[[int], tuple[str, str]]) -> None:
        """`called` says, in Chinese and English, where an index stands."""
        self._collection, self._problems, self._called = collection, problems, called
        self._fields = tuple(collection.fields.items())
        self._seen: dict[object, int] = {}

    def record(self, index: int, raw: Mapping[str, object]) -> Record[T] | None:
        """The record of raw values, text as it was written or values of the type; None when it is not good."""
        values = self._values(index, raw)
        if values is None:
            self.spoil(raw)
            return None
        first = self._seen.setdefault(self._collection.key_of(values), index)
        if first != index:
            zh, en = self._called(first)
            self._problems.add(self._collection.name, index, f"与{zh}重复", f"the same as {en}", cause="twice")
            return None
        return Record(index, values)

    def spoil(self, raw: Mapping[str, object]) -> None:
        """What a bad record speaks of is not unknown to those that name it."""
        self._problems.spoil(self._collection.name, str(raw.get(self._collection.key[0], "")))

    def _values(self, index: int, raw: Mapping[str, object]) -> T | None:
        values: dict[str, object] = {}
        good, collection = True, self._collection.name
        for name, each in self._fields:
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
        return self._collection.make(**values) if good else None


def _unfit(error: ValueError) -> Unfit:
    zh, _, en = str(error).partition("|")
    return Unfit(zh, en)
