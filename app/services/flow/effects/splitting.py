"""Effects of splitting 拆分 a report with several matters: each part is a case of its own, the reporter hears once.

Lock order: whoever changes a part never takes the report, and who changes the report never takes a part. A part says
that it has ended in its row of `split_parts`, and the worker tells the report (`app/services/timing/splitting.py`).
"""

from app.crypto import canonical
from app.identifiers import new_id
from app.likeness.words import bigrams
from app.models.case import Channel
from app.models.case_row import CaseChanges
from app.queries.cases import splitting as queries
from app.schemas.flow.command import Command
from app.schemas.flow.several_hands import Part, PartsEnded, Split
from app.services.cases import contacts, journal
from app.services.flow.declared import Declared, Way
from app.services.flow.move import Move
from app.services.organisation import locating
from app.workflow.actions import Action
from app.workflow.limits import TRIAGE_LIMIT
from app.workflow.privacy import PrivacyTier
from app.workflow.states import OPEN, Status


async def split(move: Move, command: Split) -> None:
    """Each part begins at triage, with the contact for whoever has to ask; the reporter is told of none."""
    move.data.pop("parts", None)  # words of people; each stands in its case
    move.data["part_count"] = len(command.parts)
    phone = move.case["contact_phone"]
    residents = int(phone is not None and not await contacts.is_of_staff(move.session, phone))
    before = await move.session.value(queries.LAST_NUMBER, case_id=move.case_id) or 0
    rows = []
    for number, part in enumerate(command.parts, start=before + 1):
        columns = await _columns(move, part) | {"residents_to_answer": residents}
        entry = journal.Entry(move.mover, Action.REPORT, move.now, {"parent_id": str(move.case_id)})
        part_id = new_id(move.now)
        await journal.create(move.session, part_id, columns, entry)
        path = move.case["area_path"]
        rows.append({"case_id": move.case_id, "number": number, "part_id": part_id, "area_path": path})
    await move.session.run_many(queries.ADD, rows)
    move.changes["part_count"] = before + len(rows)


async def _columns(move: Move, part: Part) -> CaseChanges:
    case, now = move.case, move.now
    columns: CaseChanges = {
        "status": Status.REPORTED,
        "parent_id": move.case_id,
        "channel": Channel(case["channel"]),
        "body_hash": canonical.digest([str(move.case_id), part.model_dump(mode="json")]),
        "title": part.title,
        "description": part.description,
        "category_code": part.category_code or case["category_code"],
        "nature_code": case["nature_code"],
        "source_code": case["source_code"],
        "urgent": case["urgent"],
        "privacy_tier": PrivacyTier(case["privacy_tier"]),
        "contact_name": case["contact_name"],
        "contact_phone": case["contact_phone"],
        "reported_at": now,
        "stage_due_at": now + TRIAGE_LIMIT,
        "status_since": now,
    }
    columns |= await _place(move, part)
    columns["words"] = bigrams(part.title, part.description, columns["address"])
    return columns


async def _place(move: Move, part: Part) -> CaseChanges:
    """Where the part is: as the report, unless it says; with the centre of the report, if the place is its."""
    case = move.case
    if part.location is None:
        there: CaseChanges = {
            "lat": case["lat"], "lon": case["lon"], "accuracy_m": case["accuracy_m"], "area_code": case["area_code"],
            "area_path": case["area_path"], "address": part.address or case["address"],
        }  # fmt: skip
    else:
        place = await locating.place(move.session, part.location)
        there = {
            "lat": place.lat,
            "lon": place.lon,
            "accuracy_m": place.accuracy_m,
            "area_code": place.area.code if place.area else None,
            "area_path": place.area.path if place.area else case["area_path"],
            "address": part.address,
        }
    centre = case["centre_path"]
    there["centre_path"] = centre if centre and there["area_path"].startswith(centre) else None
    return there


async def end_parts(move: Move, command: PartsEnded) -> None:
    """What became of the parts is the draft of the one answer; a dispatcher closes with it."""
    move.data.pop("result", None)
    move.changes |= {"result": command.result, "resolved_at": move.now}


async def open_again(move: Move, command: Command) -> None:
    """A part is done again: the answer that was drafted is not the answer any more."""
    move.changes |= {"result": None, "resolved_at": None}


async def tell_the_report(move: Move) -> None:
    """A part that ends, or is opened again, says so where the worker looks."""
    target = move.row.target
    if not move.facts.is_part or target is None or (target in OPEN) == (move.facts.status in OPEN):
        return
    at = None if target in OPEN else move.now
    await move.session.run(queries.TELL, part_id=move.case_id, at=at)


ACTIONS = (
    Declared(Action.SPLIT, Split, split, way=Way.ROUTE_ALONE),
    Declared(Action.PARTS_ENDED, PartsEnded, end_parts, way=Way.NOBODY),
    Declared(Action.PART_REOPENED, Command, open_again, way=Way.NOBODY),
)
