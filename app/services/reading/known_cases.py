"""How cases read in lists, remembered by how they are written: a page asks for those alone that it does not know.

What depends on who reads, on the moment or on reference data is no part of it.
"""

from collections.abc import Mapping
from typing import Literal

from app.db.rows import in_json
from app.db.session import Session
from app.queries.cases import lists as queries
from app.queries.cases.listed import AMONG, ListedCase
from app.queries.cases.lists import Listing, PageStart
from app.services.cases.facts import told_by
from app.services.organisation.names import Edition, coded
from app.services.reading.as_written import CasesAsWritten
from app.services.reading.case_view import lasting

Deadline = Literal["due_at", "stage_due_at"]


class KnownCase:
    """A case as one write left it: what it says in lists, and what is compared with the reader and the moment."""

    __slots__ = (
        "closed_at", "codes", "due_at", "id", "names", "order_due_at", "place", "reported_at", "resume_at", "said",
        "signed_at", "stage_due_at", "status", "told", "unit", "version", "warn_at", "worked", "xmin",
    )  # fmt: skip

    def __init__(self, row: ListedCase) -> None:
        """Of its row."""
        view = lasting(row)
        self.id, self.version, self.xmin, self.status = row["id"], row["version"], row["xmin"], row["status"]
        self.reported_at, self.signed_at = row["reported_at"], row["signed_at"]
        self.due_at, self.warn_at, self.stage_due_at = row["due_at"], row["warn_at"], row["stage_due_at"]
        self.resume_at, self.order_due_at, self.closed_at = row["resume_at"], row["order_due_at"], row["closed_at"]
        lat, lon = row["lat"], row["lon"]
        self.place = None if lat is None or lon is None else (lat, lon)  # WGS-84 degrees
        self.told, self.unit = told_by(row), row["lead_department_code"]
        codes = coded(view)
        self.codes = [code for code in codes if code[2] is not None]
        view.update([(field, None) for field, _, told in codes if told is None])
        self.said = in_json(view)[:-1]  # an object, to be closed when all is said
        self.names: dict[str, tuple[Edition, bytes]] = {}  # of the codes, by language
        self.worked: dict[Deadline, tuple[object, int]] = {}  # until it was due, by the origin of a calendar


class KnownCases(CasesAsWritten[KnownCase, ListedCase]):
    """Those that lists showed lately."""

    beside = 2_500

    def _made_of(self, row: ListedCase) -> KnownCase:
        return KnownCase(row)


async def page(
    session: Session, listing: Listing, place: PageStart, count: int, parameters: Mapping[str, object]
) -> list[KnownCase]:
    """The cases of a page of a list, in its order."""
    known = session.memory.of(KnownCases)
    given = await session.all(queries.page_as_written(listing, place, count), **parameters)
    found = await known.of(given, lambda missing: session.all(AMONG, case_ids=missing))
    if found is None:
        return await known.all_learned(await session.all(queries.page(listing, place, count), **parameters))
    return found
