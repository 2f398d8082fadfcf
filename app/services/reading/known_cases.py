"""How cases read in lists, remembered by how they are written: a page asks for those alone that it does not know.

A list gives its reader cases as they are written (`CaseAsWritten`): the id, the version, and the transaction that wrote
the row. What the row says then is the same for everybody and for good; so it may be remembered, and nothing is shown
that the list did not give this reader. What depends on who reads, on the moment or on reference data is no part of it.
"""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

from app.concurrency.slices import Slices
from app.db.memory import OfThisServer
from app.db.rows import in_json
from app.db.session import Session
from app.queries.cases import lists as queries
from app.queries.cases.listed import AMONG, CaseAsWritten, ListedCase
from app.queries.cases.lists import Listing, PageStart
from app.services.cases.facts import told_by
from app.services.organisation.names import Edition, coded
from app.services.reading.case_view import lasting

Deadline = Literal["due_at", "stage_due_at"]
MOST_BYTES = 12_000_000  # of a generation, of which there are two
_BESIDE = 2_500  # bytes of a case besides what it says


class KnownCase:
    """A case as one write left it: what it says in lists, and what is compared with the reader and the moment."""

    __slots__ = (
        "codes", "due_at", "id", "names", "order_due_at", "place", "reported_at", "resume_at", "said", "signed_at",
        "stage_due_at", "status", "told", "unit", "version", "warn_at", "worked", "xmin",
    )  # fmt: skip

    def __init__(self, row: ListedCase) -> None:
        """Of its row."""
        view = lasting(row)
        self.id, self.version, self.xmin, self.status = row["id"], row["version"], row["xmin"], row["status"]
        self.reported_at, self.signed_at = row["reported_at"], row["signed_at"]
        self.due_at, self.warn_at, self.stage_due_at = row["due_at"], row["warn_at"], row["stage_due_at"]
        self.resume_at, self.order_due_at = row["resume_at"], row["order_due_at"]
        lat, lon = row["lat"], row["lon"]
        self.place = None if lat is None or lon is None else (lat, lon)  # WGS-84 degrees
        self.told, self.unit = told_by(row), row["lead_department_code"]
        codes = coded(view)
        self.codes = [code for code in codes if code[2] is not None]
        view.update([(field, None) for field, _, told in codes if told is None])
        self.said = in_json(view)[:-1]  # an object, to be closed when all is said
        self.names: dict[str, tuple[Edition, bytes]] = {}  # of the codes, by language
        self.worked: dict[Deadline, tuple[object, int]] = {}  # until it was due, by the origin of a calendar

    def is_as(self, given: CaseAsWritten) -> bool:
        """Whether this is what a list gave."""
        return self.xmin == given["xmin"] and self.version == given["version"] and self.id == given["id"]


class KnownCases(OfThisServer):
    """Those that lists showed lately: two generations, the older of which goes when the younger is full."""

    def __init__(self) -> None:
        """Knows none."""
        self._young: dict[UUID, KnownCase] = {}
        self._old: dict[UUID, KnownCase] = {}
        self._bytes = 0

    def found(self, given: CaseAsWritten) -> KnownCase | None:
        """The case as it is written there, if it is known so."""
        case = self._young.get(given["id"])
        if case is None:
            case = self._old.get(given["id"])
            if case is None:
                return None
            self._keep(case)
        return case if case.is_as(given) else None

    def learned(self, row: ListedCase) -> KnownCase:
        """The case of a row, known from now on."""
        case = self.found(row)
        if case is None:
            case = KnownCase(row)
            self._keep(case)
        return case

    def _keep(self, case: KnownCase) -> None:
        self._bytes += len(case.said) + _BESIDE
        if self._bytes > MOST_BYTES:
            self._old, self._young, self._bytes = self._young, {}, len(case.said) + _BESIDE
        self._young[case.id] = case


async def page(
    session: Session, listing: Listing, place: PageStart, count: int, parameters: Mapping[str, object]
) -> list[KnownCase]:
    """The cases of a page of a list, in its order."""
    known = session.memory.of(KnownCases)
    given = await session.all(queries.page_as_written(listing, place, count), **parameters)
    found = [known.found(each) for each in given]
    missing = [each["id"] for each, case in zip(given, found, strict=True) if case is None]
    if missing:
        read = {case.id: case for case in await _learn(known, await session.all(AMONG, case_ids=missing))}
        found = [case or read.get(each["id"]) for each, case in zip(given, found, strict=True)]
        if not all(case is not None and case.is_as(each) for each, case in zip(given, found, strict=True)):
            # One was written between the two: it may be out of sight by now, or have its place elsewhere.
            return await _learn(known, await session.all(queries.page(listing, place, count), **parameters))
    return [case for case in found if case is not None]


async def _learn(known: KnownCases, rows: Sequence[ListedCase]) -> list[KnownCase]:
    cases, slices = [], Slices()
    for row in rows:
        cases.append(known.learned(row))
        await slices.rest()
    return cases
