"""The resident's entrance: a report without an account, answered by a number and a link that shows what became of it.

Only the hash of a link's token is kept. Whoever has it sees the matter, and nothing of who else is concerned with it.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from app import clock
from app.crypto.marks import Mark
from app.db.session import Session
from app.errors import Gone, NotFound, invalid_field
from app.models.case import Channel
from app.models.case_row import CaseRow
from app.queries.cases import case as case_queries
from app.queries.residents import reports as queries
from app.schemas.cases.case import ReportCase
from app.schemas.residents.reports import Offered, ResidentReport
from app.services.cases import contacts
from app.services.cases.facts import facts_of
from app.services.intake import reports
from app.services.reading import parts
from app.services.residents import places
from app.services.security import bounds
from app.services.security.bounds import Bound
from app.text import phones
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.engine import judge_without_user
from app.workflow.number import number_of
from app.workflow.relations import Relation
from app.workflow.states import STATUS_LABELS, Status
from app.workflow.transition import Transition

LASTS = timedelta(days=730)  # of a link: longer than any suspension


OF_AN_ADDRESS = Bound(60, timedelta(hours=1))  # many residents stand behind one address of a mobile network
ACTION_OF: Mapping[Offered, Action] = MappingProxyType(
    {
        Offered.PHOTOS: Action.ATTACH,
        Offered.WORDS: Action.SUPPLEMENT,
        Offered.URGE: Action.URGE,
        Offered.OBJECT: Action.OBJECT,
    }
)
#: Of one phone at one address; and of the phone alone so many that no stranger who names it shuts it out.
OF_A_PHONE, OF_A_PHONE_ANYWHERE = Bound(10, timedelta(days=1)), Bound(200, timedelta(days=1))


async def report(
    session: Session, body: ResidentReport, address: str | None, marks: Mark
) -> tuple[dict[str, object], bool]:
    """What the resident is answered, and whether the report is new; sent again it is the same case, with a new link.

    Raises:
        TooManyRequests: from this address, or for this phone. ReportConflict: the id bears another report.
        Invalid: it says no place, or there is no area whose centre would get it.
    """
    if not body.says_a_place and body.address is None and body.area_code is None:  # a phone without a fix said its own
        raise invalid_field("/location", "请标注位置或填写地址", "say where it is: a location, or an address in words")
    await bounds.count(session, "address", bounds.network(address), OF_AN_ADDRESS)
    told = ReportCase(**body.model_dump(exclude={"area_code"}) | {"id": await _case_id(session, body.id)})
    if body.contact and await session.first(case_queries.CASE_BY_ID, case_id=told.id) is None:
        await _count(session, body.contact.phone, bounds.network(address))
    case, new = await reports.report_as_resident(session, told, *await places.home(session, body.area_code))
    await contacts.remember(session, marks, case["id"], body.contact)
    token, expires_at = await _link(session, case)
    view = {"number": number_of(case["serial"]), "reported_at": case["reported_at"], **_status(case)}
    return view | {"token": token, "expires_at": expires_at}, new


async def _count(session: Session, phone: str, network: str) -> None:
    """Each number counts, however it is written and whatever extension stands behind it."""
    for line in phones.lines(phone):
        await bounds.count(session, "phone", f"{network} {line}", OF_A_PHONE)
        await bounds.count(session, "phone anywhere", line, OF_A_PHONE_ANYWHERE)


async def _case_id(session: Session, told: UUID) -> UUID:
    """The id of the case of a report; one that staff have used is answered as any other is, by a case of its own.

    So nobody without an account learns from a refusal which ids there are.
    """
    bearer = await session.first(case_queries.CASE_BY_ID, case_id=told)
    if bearer is None or bearer["channel"] == Channel.RESIDENT:
        return told
    own = int.from_bytes(told.bytes[:6] + hashlib.sha256(b"resident:" + told.bytes).digest()[:10])
    return UUID(int=own & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)  # in the form of a UUIDv7


async def followed(session: Session, token: str) -> dict[str, object]:
    """What has become of a report; of one that was merged 并案, what became of the case it is in.

    Raises:
        NotFound: there is no such link. Gone: it has expired.
    """
    matter = await behind(session, token)
    own, now = matter.own, matter.now
    view = {"number": number_of(own["serial"]), "description": own["description"], "reported_at": own["reported_at"]}
    view |= _status(now) | {name: now[name] for name in ("due_at", "closed_at", "reply")}
    view |= {"parts": await parts.told_to_the_reporter(session, now)}
    return view | {"added": await added(session, matter), "offers": offers(matter, clock.now())}


class Matter(NamedTuple):
    """What a resident reported, and the case it is in now: the same, or the one it was merged into 并案."""

    own: CaseRow
    now: CaseRow

    @property
    def merged_id(self) -> UUID | None:
        """The report, where it is in another case now."""
        found: UUID | None = None if self.own["id"] == self.now["id"] else self.own["id"]
        return found


async def behind(session: Session, token: str) -> Matter:
    """The matter a link is about.

    Raises:
        NotFound: there is no such link. Gone: it has expired.
    """
    link = await session.first(queries.FIND, hashed=_hash(token))
    if link is None:
        raise NotFound()
    if link["expires_at"] <= clock.now():
        raise Gone()
    own = now = await session.one(case_queries.CASE_BY_ID, case_id=link["case_id"])
    while now["merged_into"] is not None:
        now = await session.one(case_queries.CASE_BY_ID, case_id=now["merged_into"])
    return Matter(own, now)


async def added(session: Session, matter: Matter) -> list[dict[str, object]]:
    """What this resident added: to their own report, or in its name to the case it was merged into."""
    own_id, actions = matter.own["id"], {action: offer for offer, action in ACTION_OF.items()}
    case_ids = list({own_id, matter.now["id"]})
    rows = await session.all(queries.ADDED, case_ids=case_ids, actions=[action.value for action in actions])
    mine = [row for row in rows if UUID(row["data"].get("merged_case_id", str(row["case_id"]))) == own_id]
    return [
        {
            "offer": actions[Action(row["action"])],
            "note": row["note"],
            "created_at": row["created_at"],
            "label_zh": ACTION_LABELS[Action(row["action"])][0],
            "label": ACTION_LABELS[Action(row["action"])][1],
        }
        for row in mine
    ]


def offers(matter: Matter, now: datetime) -> list[str]:
    """What the resident may do now, by the function that enforces it; they rate no case theirs was merged into."""
    facts = facts_of(matter.now)
    may_rate = matter.merged_id is None and not facts.only_staff_to_ask
    asked = {**ACTION_OF, Offered.RATING: Action.RATE} if may_rate else ACTION_OF
    return [
        offer.value
        for offer, action in asked.items()
        if isinstance(judge_without_user(action, Relation.RESIDENT, facts, now), Transition)
    ]


async def _link(session: Session, case: CaseRow) -> tuple[str, datetime]:
    token, now = secrets.token_urlsafe(24), clock.now()
    await session.run(
        queries.ISSUE, token_hash=_hash(token), case_id=case["id"], created_at=now, expires_at=now + LASTS
    )
    return token, now + LASTS


def _status(case: CaseRow) -> dict[str, str]:
    zh, en = STATUS_LABELS[Status(case["status"])]
    return {"status": case["status"], "status_label_zh": zh, "status_label": en}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
