"""Cases remembered by how they are written: two generations, the older of which goes when the younger is full.

A list gives its reader cases as they are written (`CaseAsWritten`): the id, the version, and the transaction that wrote
the row. What the row says then is the same for everybody and for good; so it may be remembered, and nothing is shown
that the list did not give this very reader.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, Generic, Protocol, TypeVar
from uuid import UUID

from app.concurrency.slices import Slices
from app.db.memory import OfThisServer
from app.queries.cases.listed import CaseAsWritten

MOST_BYTES = 12_000_000  # of a generation


class Written(Protocol):
    """A case as one write left it; `said` is the JSON that it is shown by."""

    id: UUID
    version: int
    xmin: int
    said: bytes


CaseT = TypeVar("CaseT", bound=Written)
RowT = TypeVar("RowT", bound=CaseAsWritten)


class CasesAsWritten(OfThisServer, ABC, Generic[CaseT, RowT]):
    """Those that were shown lately; `beside` are the bytes of a case besides what it says."""

    beside: ClassVar[int]

    def __init__(self) -> None:
        """Knows none."""
        self._young: dict[UUID, CaseT] = {}
        self._old: dict[UUID, CaseT] = {}
        self._bytes = 0

    def found(self, given: CaseAsWritten) -> CaseT | None:
        """The case as it is written there, if it is known so."""
        case = self._young.get(given["id"])
        if case is None:
            case = self._old.get(given["id"])
            if case is None:
                return None
            self._keep(case)
        return case if _is_as(case, given) else None

    def learned(self, row: RowT) -> CaseT:
        """The case of a row, known from now on."""
        case = self.found(row)
        if case is None:
            case = self._made_of(row)
            self._keep(case)
        return case

    async def all_learned(self, rows: Sequence[RowT]) -> list[CaseT]:
        """Those of several rows, in slices."""
        cases, slices = [], Slices()
        for row in rows:
            cases.append(self.learned(row))
            await slices.rest()
        return cases

    async def of(
        self, given: Sequence[CaseAsWritten], read: Callable[[list[UUID]], Awaitable[Sequence[RowT]]]
    ) -> list[CaseT] | None:
        """The cases of a page in its order; `read` gives the rows of those that are not known.

        None: one was written in between. It may be out of sight by now, or have its place elsewhere.
        """
        found = [self.found(each) for each in given]
        missing = [each["id"] for each, case in zip(given, found, strict=True) if case is None]
        if not missing:
            return [case for case in found if case is not None]
        among = {case.id: case for case in await self.all_learned(await read(missing))}
        cases = [case or among.get(each["id"]) for each, case in zip(given, found, strict=True)]
        same = [case for case, each in zip(cases, given, strict=True) if case is not None and _is_as(case, each)]
        return same if len(same) == len(given) else None

    @abstractmethod
    def _made_of(self, row: RowT) -> CaseT:
        """The case of a row."""

    def _keep(self, case: CaseT) -> None:
        size = len(case.said) + self.beside
        self._bytes += size
        if self._bytes > MOST_BYTES:
            self._old, self._young, self._bytes = self._young, {}, size
        self._young[case.id] = case


def _is_as(case: Written, given: CaseAsWritten) -> bool:
    """Whether this is what a list gave."""
    return case.xmin == given["xmin"] and case.version == given["version"] and case.id == given["id"]
