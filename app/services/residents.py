"""The resident's entrance: a report without an account, answered by a number and a link that shows what became of it.

Only the hash of a link's token is kept. Whoever has it sees the matter, and nothing of who else is concerned with it.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from app import clock
from app.db.session import Row, Session
from app.errors import Gone, NotFound, invalid_field
from app.queries import cases as case_queries
from app.queries import residents as queries
from app.schemas.cases import ReportCase
from app.schemas.residents import ResidentReport
from app.sealing import Mark
from app.services import bounds, contacts
from app.services.bounds import Bound
from app.services.intake import reports
from app.text import phones
from app.workflow.number import number_of
from app.workflow.states import STATUS_LABELS, Status

LASTS = timedelta(days=730)  # of a link: longer than any suspension


OF_AN_ADDRESS = Bound(60, timedelta(hours=1))  # many residents stand behind one address of a mobile network
#: Of one phone at one address; and of the phone alone so many that no stranger who names it shuts it out.
OF_A_PHONE, OF_A_PHONE_ANYWHERE = Bound(10, timedelta(days=1)), Bound(200, timedelta(days=1))


async def report(
    session: Session, body: ResidentReport, address: str | None, marks: Mark
) -> tuple[dict[str, Any], bool]:
    """What the resident is answered, and whether the report is new; sent again it is the same case, with a new link.

    Raises:
        TooManyRequests: from this address, or for this phone. ReportConflict: the id bears another report.
        Invalid: there is no area whose centre would get it.
    """
    await bounds.count(session, "address", bounds.network(address), OF_AN_ADDRESS)
    if await session.first(case_queries.CASE_BY_ID, case_id=body.id) is None:
        await _count(session, body.contact.phone, bounds.network(address))
    home = await session.value(queries.FIRST_COUNTY)
    if home is None:
        raise invalid_field("/location", "此处尚未开通", "nobody serves this place yet")
    case, new = await reports.report_as_resident(session, ReportCase(**dict(body)), home)
    await contacts.remember(session, marks, case["id"], body.contact)
    token, expires_at = await _link(session, case)
    view = {"number": number_of(case["serial"]), "reported_at": case["reported_at"], **_status(case)}
    return view | {"token": token, "expires_at": expires_at}, new


async def _count(session: Session, phone: str, network: str) -> None:
    """Each number counts, however it is written and whatever extension stands behind it."""
    for line in phones.lines(phone):
        await bounds.count(session, "phone", f"{network} {line}", OF_A_PHONE)
        await bounds.count(session, "phone anywhere", line, OF_A_PHONE_ANYWHERE)


async def followed(session: Session, token: str) -> dict[str, Any]:
    """What has become of a report; of one that was merged 并案, what became of the case it is in.

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
    view = {"number": number_of(own["serial"]), "description": own["description"], "reported_at": own["reported_at"]}
    return view | _status(now) | {name: now[name] for name in ("due_at", "closed_at", "reply")}


async def _link(session: Session, case: Row) -> tuple[str, datetime]:
    token, now = secrets.token_urlsafe(24), clock.now()
    await session.run(
        queries.ISSUE, token_hash=_hash(token), case_id=case["id"], created_at=now, expires_at=now + LASTS
    )
    return token, now + LASTS


def _status(case: Row) -> dict[str, str]:
    zh, en = STATUS_LABELS[Status(case["status"])]
    return {"status": case["status"], "status_label_zh": zh, "status_label": en}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
