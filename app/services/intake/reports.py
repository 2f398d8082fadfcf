"""A report 上报: one matter comes in, exactly once, and finds its grid."""

from dataclasses import replace
from uuid import UUID

from app import clock
from app.authz import Actor, Permission, Post
from app.crypto import canonical
from app.db.session import Session
from app.errors import NotPermitted, ReportConflict, invalid_field
from app.geo.locator import Grid
from app.identifiers import new_id
from app.likeness.words import bigrams
from app.models.case import Channel
from app.models.case_row import CaseChanges, CaseRow
from app.models.term import TermKind
from app.queries.cases import case as queries
from app.queries.cases import external_references
from app.schemas.cases.case import ReportCase
from app.services.cases import contacts, journal
from app.services.cases.mover import RESIDENT, Mover, user
from app.services.intake import travel
from app.services.organisation import locating, terms
from app.workflow.actions import Action
from app.workflow.limits import TRIAGE_LIMIT
from app.workflow.number import number_of
from app.workflow.states import Status
from app.workflow.timing.device import UNKNOWN_DEVICE, Device, judged

_TOLD_BEFORE = frozenset(
    ("description", "location", "address", "category_code", "contact", "external_id", "device_time")
)


async def report(
    session: Session, actor: Actor, body: ReportCase, device: Device = UNKNOWN_DEVICE
) -> tuple[CaseRow, bool]:
    """The case this report is, and whether it is new: the same report sent again gives the same case.

    Raises:
        NotPermitted: no post allows reporting, or an integration's does not there.
        ReportConflict: the id or external id bears another report.
    """
    if not actor.may(Permission.REPORT):
        raise NotPermitted()
    if device is UNKNOWN_DEVICE:
        device = judged(body.device_time, None, None, clock.now())
    place = await locating.place(session, body.location) if body.location else locating.NOWHERE
    channel = _channel(actor, body)
    await terms.require(session, TermKind.NATURE, body.nature_code)
    await terms.require(session, TermKind.SOURCE, body.source_code)
    area_path = place.area.path if place.area else _home(actor, channel)
    if channel == Channel.INTEGRATION and not actor.may_at(Permission.REPORT, area_path):
        raise NotPermitted()
    values: CaseChanges = {
        "channel": channel,
        "reporter_id": actor.user_id,
        "external_id": body.external_id,
    }
    if values["channel"] == Channel.WORKER and place.lat is not None and place.lon is not None:
        at = device.true_time or clock.now()
        if await travel.is_impossible(session, actor.user_id, place.lat, place.lon, at):
            device = device.flagged("impossible_travel")
    return await _create(session, user(actor), body, place, area_path, values, device)


async def report_as_resident(
    session: Session, body: ReportCase, home: str, grid: Grid | None = None
) -> tuple[CaseRow, bool]:
    """The same for a resident without an account; `home` is the path of the area whose centre waits for strays.

    `grid` is the one they say they stand in: it holds the report where no point says otherwise.
    """
    place = await locating.place(session, body.location) if body.location else locating.NOWHERE
    place = place if place.area else replace(place, area=grid)
    area_path = place.area.path if place.area else home
    return await _create(session, RESIDENT, body, place, area_path, {"channel": Channel.RESIDENT}, UNKNOWN_DEVICE)


async def _create(
    session: Session,
    mover: Mover,
    body: ReportCase,
    place: locating.Located,
    area_path: str,
    values: CaseChanges,
    device: Device,
) -> tuple[CaseRow, bool]:
    now = clock.now()
    case_id = body.id or new_id(now)
    values |= _told(body, place)
    values |= {
        "device_time": device.earliest,
        "status": Status.REPORTED,
        "body_hash": meaning_of(body, mover),
        "area_path": area_path,
        "reported_at": now,
        "stage_due_at": now + TRIAGE_LIMIT,
        "status_since": now,
    }
    if body.contact is not None:
        values["residents_to_answer"] = int(not await contacts.is_of_staff(session, body.contact.phone))
    entry = journal.Entry(
        mover,
        Action.REPORT,
        now,
        {"channel": values["channel"], **device.remarks},
        device_time=body.device_time,
    )
    holder = await _holder(session, mover, body, case_id) if body.external_id else None
    if holder is not None:
        return await _known_by_external_id(session, holder, body.id, same_report(body, mover)), False
    case = await journal.create(session, case_id, values, entry)
    if case is not None:
        return case, True
    return await _sent_before(session, case_id, same_report(body, mover)), False


async def _holder(session: Session, mover: Mover, body: ReportCase, case_id: UUID) -> UUID | None:
    """Gives the external id to the case, or tells which case bears it: who sent it at the same moment comes first."""
    reference = {"channel": Channel.INTEGRATION, "source": str(mover.user_id), "external_id": body.external_id}
    if await session.first(external_references.TAKE, case_id=case_id, **reference) is not None:
        return None
    return await session.value(external_references.HOLDER, **{f"of_{name}": told for name, told in reference.items()})


async def _known_by_external_id(
    session: Session, case_id: UUID, told_id: UUID | None, same: tuple[str, str]
) -> CaseRow:
    """The case of an external id that is sent again, if it is the same report; else the sender hears which it is."""
    case = await session.one(queries.CASE_BY_ID, case_id=case_id)
    if case["body_hash"] not in same or told_id not in (None, case_id):
        number = number_of(case["serial"])
        raise ReportConflict(
            zh=f"该外部编号已用于案卷 {number}",
            en=f"This external id is that of case {number}",
            case_id=str(case_id),
            number=number,
        )
    return case


def _told(body: ReportCase, place: locating.Located) -> CaseChanges:
    """What the reporter said, as columns."""
    return {
        "title": body.title,
        "description": body.description,
        "nature_code": body.nature_code,
        "source_code": body.source_code,
        "words": bigrams(body.title, body.description, body.address),
        "address": body.address,
        "lat": place.lat,
        "lon": place.lon,
        "accuracy_m": place.accuracy_m,
        "area_code": place.area.code if place.area else None,
        "category_code": body.category_code,
        "contact_name": body.contact.name if body.contact else None,
        "contact_phone": body.contact.phone if body.contact else None,
    }


async def _sent_before(session: Session, case_id: UUID, same: tuple[str, str]) -> CaseRow:
    case = await session.one(queries.CASE_BY_ID, case_id=case_id)
    if case["body_hash"] not in same:
        raise ReportConflict()
    return case


def meaning_of(body: ReportCase, mover: Mover) -> str:
    """What makes two reports the same: who says it and what it means."""
    return canonical.meaning([mover.user_id, body.model_copy(update={"id": None})])


def same_report(body: ReportCase, mover: Mover) -> tuple[str, str]:
    """The same, and how it was told until 0.2."""
    before = body.model_dump(mode="json", include=set(_TOLD_BEFORE))
    return meaning_of(body, mover), canonical.digest([str(mover.user_id), before])


def _channel(actor: Actor, body: ReportCase) -> Channel:
    posts = {held.post for held in actor.posts}
    if Post.INTEGRATION in posts:
        return Channel.INTEGRATION
    if body.external_id is not None:
        raise invalid_field("/external_id", "仅对接系统可用", "for integrations only")
    return Channel.CLERK if posts & {Post.TRIAGE_CLERK, Post.CENTRE_LEADER} else Channel.WORKER


def _home(actor: Actor, channel: Channel) -> str:
    """Where a matter waits that has no grid: the county around the reporter's first post, or an integration's area."""
    path = next((held.area_path for held in actor.posts if held.area_path), None)
    if path is None:
        raise NotPermitted()
    return path if channel == Channel.INTEGRATION else path.split("/", 1)[0] + "/"
