"""Cases as a desk shows them, remembered by how they are written: a page asks for those alone that it does not know.

As with lists (`reading.known_cases`): what the row of a case says holds for everybody until it is written anew, and
nothing is shown but what a page gave this very reader. What is around the case, the page reads each time.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from app.authz import Actor
from app.concurrency.slices import Slices
from app.db.memory import OfThisServer
from app.db.rows import columns, in_json
from app.db.session import Session
from app.models.case_row import KnownCase
from app.queries.cases.listed import CaseAsWritten
from app.queries.cases.lists import Listing, PageStart
from app.queries.desk import rows as queries
from app.queries.desk.rows import Frame, FramedCase, WholeCase
from app.queries.suggesting.asking import CaseTold, DecidedBy
from app.services.cases.facts import drawn_by_of, facts_of, told_by
from app.services.organisation.names import Coded, Edition, coded
from app.services.reading.case_view import lasting, responsible
from app.workflow.engine import held_by
from app.workflow.relations import Relation

MOST_BYTES = 12_000_000  # of a generation, of which there are two
_BESIDE = 6_000  # bytes of a case besides what it says
_BESIDES = ("privacy_tier", "rule_code", "assist_codes", "supervision_level", "urge_count", "status_since")


class DeskCase:
    """A case as one write left it: what it says at a desk, and what that is judged by."""

    __slots__ = (
        "_reader",
        "codes",
        "decided_by",
        "drawn_by",
        "due_at",
        "facts",
        "id",
        "is_open",
        "names",
        "order_due_at",
        "pending_request",
        "place",
        "reported_at",
        "resume_at",
        "said",
        "said_besides",
        "signed_at",
        "stage_due_at",
        "status",
        "status_since",
        "told",
        "version",
        "warn_at",
        "xmin",
    )  # fmt: skip

    def __init__(self, row: WholeCase | FramedCase) -> None:
        """Of its row."""
        view, besides = lasting(row), columns(row, _BESIDES)
        self.id, self.version, self.xmin, self.status = row["id"], row["version"], row["xmin"], row["status"]
        self.is_open, self.pending_request = row["is_open"], row["pending_request"]
        self.status_since, self.reported_at, self.signed_at = row["status_since"], row["reported_at"], row["signed_at"]
        self.due_at, self.warn_at, self.stage_due_at = row["due_at"], row["warn_at"], row["stage_due_at"]
        self.resume_at, self.order_due_at = row["resume_at"], row["order_due_at"]
        lat, lon = row["lat"], row["lon"]
        self.place = None if lat is None or lon is None else (lat, lon)  # WGS-84 degrees
        self.facts, self.told, self.decided_by = facts_of(row), told_by(row), _decided_by(row)
        self.drawn_by = drawn_by_of(self.facts, row["rule"])
        self.codes: list[Coded] = coded(view | besides)
        self.said = in_json(view)[:-1]  # an object, to be closed when all is said: up to the light
        self.said_besides = b"," + in_json(besides)[1:-1]
        self.names: dict[str, tuple[Edition, bytes]] = {}  # of the codes, by language
        self._reader: tuple[Actor, tuple[Relation, ...]] | None = None

    def is_as(self, given: CaseAsWritten) -> bool:
        """Whether this is what a page gave."""
        return self.xmin == given["xmin"] and self.version == given["version"] and self.id == given["id"]

    def held_by(self, actor: Actor) -> tuple[Relation, ...]:
        """What the actor is to the case: whoever reads it again, as they were, is what they were."""
        if self._reader is None or self._reader[0] is not actor:
            self._reader = (actor, held_by(actor, self.facts))
        return self._reader[1]


def _decided_by(row: KnownCase) -> DecidedBy:
    told: CaseTold = {
        "id": row["id"],
        "channel": row["channel"],
        "source_code": row["source_code"],
        "nature_code": row["nature_code"],
        "category_code": row["category_code"],
        "rule_code": row["rule_code"],
        "area_path": row["area_path"],
        "title": row["title"],
        "description": row["description"],
        "address": row["address"],
        "return_departments": row["return_departments"],
    }
    return {**told, "urgent": row["urgent"], "responsible_department_code": responsible(row)}


class Framed(NamedTuple):
    """A case, and what is around it at this moment."""

    case: DeskCase
    frame: Frame


class DeskCases(OfThisServer):
    """Those that desks showed lately: two generations, the older of which goes when the younger is full."""

    def __init__(self) -> None:
        """Knows none."""
        self._young: dict[UUID, DeskCase] = {}
        self._old: dict[UUID, DeskCase] = {}
        self._bytes = 0

    def found(self, given: CaseAsWritten) -> DeskCase | None:
        """The case as it is written there, if it is known so."""
        case = self._young.get(given["id"])
        if case is None:
            case = self._old.get(given["id"])
            if case is None:
                return None
            self._keep(case)
        return case if case.is_as(given) else None

    def learned(self, row: WholeCase | FramedCase) -> DeskCase:
        """The case of a row, known from now on."""
        case = self.found(row)
        if case is None:
            case = DeskCase(row)
            self._keep(case)
        return case

    def _keep(self, case: DeskCase) -> None:
        self._bytes += len(case.said) + _BESIDE
        if self._bytes > MOST_BYTES:
            self._old, self._young, self._bytes = self._young, {}, len(case.said) + _BESIDE
        self._young[case.id] = case


async def page(
    session: Session, listing: Listing, place: PageStart, count: int, parameters: Mapping[str, object]
) -> list[Framed]:
    """The cases of a page of a list, in its order."""
    known = session.memory.of(DeskCases)
    frames = await session.all(queries.page(listing, place, count), **parameters)
    found = [known.found(frame) for frame in frames]
    missing = [frame["id"] for frame, case in zip(frames, found, strict=True) if case is None]
    if missing:
        read = {case.id: case for case in await _learn(known, await session.all(queries.AMONG, case_ids=missing))}
        found = [case or read.get(frame["id"]) for frame, case in zip(frames, found, strict=True)]
        if not all(case is not None and case.is_as(frame) for frame, case in zip(frames, found, strict=True)):
            # One was written between the two: it may be out of sight by now, or have its place elsewhere.
            rows = await session.all(queries.whole_page(listing, place, count), **parameters)
            return [Framed(case, row) for case, row in zip(await _learn(known, rows), rows, strict=True)]
    return [Framed(case, frame) for case, frame in zip(found, frames, strict=True) if case is not None]


def framed(session: Session, row: FramedCase) -> Framed:
    """One that was read whole."""
    return Framed(session.memory.of(DeskCases).learned(row), row)


async def _learn(known: DeskCases, rows: Sequence[WholeCase | FramedCase]) -> list[DeskCase]:
    cases, slices = [], Slices()
    for row in rows:
        cases.append(known.learned(row))
        await slices.rest()
    return cases
