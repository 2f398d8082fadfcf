"""Cases as a desk shows them, remembered by how they are written: a page asks for those alone that it does not know.

As with lists (`reading.known_cases`): what the row of a case says holds for everybody until it is written anew, and
nothing is shown but what a page gave this very reader. What is around the case, the page reads each time.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.authz import Actor
from app.db.rows import columns, in_json
from app.db.session import Session
from app.models.case_row import KnownCase
from app.queries.cases.lists import Listing, PageStart
from app.queries.desk import rows as queries
from app.queries.desk.rows import Frame, FramedCase, WholeCase
from app.queries.suggesting.asking import CaseTold, DecidedBy
from app.services.cases.facts import drawn_by_of, facts_of, told_by
from app.services.organisation.names import Coded, Edition, coded
from app.services.reading.as_written import CasesAsWritten
from app.services.reading.case_view import lasting, responsible
from app.workflow.engine import held_by
from app.workflow.relations import Relation

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


class DeskCases(CasesAsWritten[DeskCase, WholeCase | FramedCase]):
    """Those that desks showed lately."""

    beside = 6_000

    def _made_of(self, row: WholeCase | FramedCase) -> DeskCase:
        return DeskCase(row)


async def page(
    session: Session, listing: Listing, place: PageStart, count: int, parameters: Mapping[str, object]
) -> list[Framed]:
    """The cases of a page of a list, in its order."""
    known = session.memory.of(DeskCases)
    frames: Sequence[Frame] = await session.all(queries.page(listing, place, count), **parameters)
    found = await known.of(frames, lambda missing: session.all(queries.AMONG, case_ids=missing))
    if found is None:
        whole = await session.all(queries.whole_page(listing, place, count), **parameters)
        found, frames = await known.all_learned(whole), whole
    return [Framed(case, frame) for case, frame in zip(found, frames, strict=True)]


def framed(session: Session, row: FramedCase) -> Framed:
    """One that was read whole."""
    return Framed(session.memory.of(DeskCases).learned(row), row)
