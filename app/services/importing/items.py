"""The reader of bodies: items of JSON become records of collections, and what is wrong comes back by JSON pointer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.db.session import Session
from app.errors import Invalid
from app.services.importing.collection import Boundary, Collection, Reading, Records, Told
from app.services.importing.core import Import
from app.services.importing.loading import Count
from app.services.importing.problems import Problem, Problems
from app.services.importing.shapes import BOUNDARIES
from app.services.importing.surveys import Ask, here

T = TypeVar("T", covariant=True)
Pointer = Callable[[Problem], str]


def by_field(problem: Problem) -> str:
    """The field of a flat body, which is one record: it is called alike."""
    return f"/{problem.field}" if problem.field else ""


def by_item(place: str) -> Pointer:
    """The field of an item of a list."""
    return lambda problem: f"/{place}/{problem.index}{by_field(problem)}"


def by_value(place: str) -> Pointer:
    """The item of a list of plain values: each is a field of its record, and the body says the others elsewhere."""
    return lambda problem: f"/{place}/{problem.index}"


@dataclass(frozen=True, slots=True)
class Items(Generic[T]):
    """What of a body goes into a collection, as values of its kind; they are good when the parsers of files read them.

    Nothing is told of the fields that are `absent`. `pointer` says where in the body a problem stands.
    """

    collection: Collection[T]
    items: Sequence[T]
    pointer: Pointer = by_field
    absent: frozenset[str] = frozenset()

    def read(self, problems: Problems) -> Records[T]:
        """The records."""
        reading = Reading(self.collection, problems, _called)
        found = (reading.record(index, self._raw(item)) for index, item in enumerate(self.items))
        return Records(self.collection, [record for record in found if record is not None], self.absent)

    def _raw(self, item: object) -> dict[str, object]:
        """Text without the blanks around it, which is empty where nothing is told."""
        told = {name: getattr(item, name) for name in self.collection.fields if name not in self.absent}
        stripped = {name: value.strip() if isinstance(value, str) else value for name, value in told.items()}
        return {name: "" if value is None else value for name, value in stripped.items()}


def _called(index: int) -> tuple[str, str]:
    """As people count; the pointer counts from 0."""
    return f"第 {index + 1} 项", f"item {index + 1}"


async def import_items(session: Session, *parts: Items[object], ask: Ask = here) -> dict[str, Count]:
    """Imports what a body tells, also what takes up again what had ended; `ask` knows what geometry says.

    Raises:
        Invalid: an import would refuse these records; each problem stands beside the field of the body it is about.
    """
    problems = Problems()
    told = Told({part.collection.name: part.read(problems) for part in parts})
    return await _done(session, Import(told, problems, ask), {part.collection.name: part.pointer for part in parts})


async def import_boundary(session: Session, ask: Ask, code: str, datum: str, geometry: object) -> dict[str, Count]:
    """As `import_items`, of the boundary of an area: whatever is wrong is so with its geometry."""
    told = Told(boundaries=[Boundary(0, code, datum, geometry)])
    return await _done(session, Import(told, Problems(), ask), {BOUNDARIES: lambda _: "/geometry"})


async def _done(session: Session, told: Import, pointers: Mapping[str, Pointer]) -> dict[str, Count]:
    await told.check(session)
    found = told.problems.in_order
    if found:
        raise _invalid(found, pointers)
    return await told.write(session)


def _invalid(found: Sequence[Problem], pointers: Mapping[str, Pointer]) -> Invalid:
    said = dict.fromkeys(_said(found, pointers))  # one field may stand in two collections
    errors = [{"pointer": at, "detail_zh": zh, "detail": en} for at, zh, en in said]
    return Invalid(zh=found[0].zh, en=found[0].en, errors=errors)


def _said(found: Iterable[Problem], pointers: Mapping[str, Pointer]) -> Iterable[tuple[str, str, str]]:
    return ((pointers.get(each.collection, by_field)(each), each.zh, each.en) for each in found)
