"""The resident's exit: a single-use link, one answer a round, and the way back when it is not solved.

Only the hash of a link's token is kept. Looking never consumes it; answering does, whatever else is sent at once.
"""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.errors import Gone, GuardRefused, NotFound
from app.models.case_row import CaseRow, present
from app.queries.cases.case import visible_case
from app.queries.cases.scope import scope_of
from app.queries.residents import rating as queries
from app.queries.residents.rating import RatingLink
from app.schemas.residents.rating import RatingAnswer, ReopenByResident
from app.services.cases import contacts
from app.services.cases.facts import facts_of
from app.services.cases.mover import RESIDENT
from app.services.flow.transitions import NO_INPUT, perform, perform_without_user, require_possible_by_link
from app.services.irregularities import origins
from app.services.irregularities.origins import Source
from app.services.residents.reports import behind
from app.workflow.actions import Action
from app.workflow.conditions import RESIDENT_TO_ASK
from app.workflow.engine import permitted
from app.workflow.limits import RATING_WINDOW
from app.workflow.number import number_of
from app.workflow.states import Status
from app.workflow.transitions import TRANSITIONS


async def issue_link(
    session: Session, actor: Actor, case_id: UUID, *, if_versions: frozenset[int] | None = None
) -> tuple[str, datetime]:
    """A new token for the resident of a closed case, and when it expires. The history tells who asked for it.

    Raises:
        NotFound, NotPermitted, WrongState, GuardRefused, EvidenceMissing, StaleVersion: see `perform`.
    """
    case = await perform(session, actor, case_id, Action.ISSUE_RATING_LINK, NO_INPUT, if_versions=if_versions)
    token = secrets.token_urlsafe(24)
    expires_at: datetime = present(case["closed_at"]) + RATING_WINDOW
    await session.run(
        queries.ISSUE,
        token_hash=_hash(token),
        case_id=case_id,
        round=case["reopen_count"],
        created_at=clock.now(),
        expires_at=expires_at,
    )
    return token, expires_at


async def link_again(
    session: Session, actor: Actor, case_id: UUID, kept: dict[str, object]
) -> dict[str, object] | None:
    """A link that was told before, to who might ask for one still, were the case closed now; None: they may not."""
    scope = scope_of(actor)
    case = await session.first(visible_case(scope.shape), case_id=case_id, **scope.values)
    if case is None:
        return None
    facts = facts_of(case)
    rows = (row for row in TRANSITIONS if row.action is Action.ISSUE_RATING_LINK)
    return kept if any(permitted(row, actor, facts) for row in rows) else None


async def invitation(session: Session, token: str) -> dict[str, object]:
    """What the link shows; looking changes nothing.

    Raises:
        NotFound: there is no such link. Gone: it was used, has expired, or its round is over.
    """
    row = await _open(session, token)
    return {
        "number": number_of(row["serial"]),
        "description": row["description"],
        "reported_at": row["reported_at"],
        "closed_at": row["closed_at"],
        "reply": row["reply"],
        "expires_at": row["expires_at"],
        "reopen_possible": True,
    }


async def answer(session: Session, token: str, told: RatingAnswer, source: Source) -> dict[str, object]:
    """Takes the answer and ends the round, or reopens the case when the resident asks for that.

    Raises:
        NotFound, Gone: as for `invitation`.
    """
    link, now = await _open(session, token), clock.now()
    used = await session.first(queries.USE, hashed=_hash(token), at=now)
    if used is None:
        raise Gone()
    done, case = await _end_the_round(session, used["case_id"], used["round"], told, now)
    await _from_where(session, case, used["round"], source, link["closed_at"])
    return done


async def answer_to_own(session: Session, token: str, told: RatingAnswer, source: Source) -> dict[str, object]:
    """The same by the link with which a resident follows their own report; it goes on showing the report.

    Raises:
        NotFound, Gone: as for `behind`. WrongState, GuardRefused: not now, or not theirs to rate.
    """
    own = await behind(session, token)
    require_possible_by_link(own.now, Action.RATE, clock.now())
    phone = own.now["contact_phone"]
    if own.merged_id is not None or (phone is not None and await contacts.is_of_staff(session, phone)):
        raise GuardRefused(
            zh=f"不能评价：{RESIDENT_TO_ASK.refusal_zh}",
            en=f"It is not rated by this link: {RESIDENT_TO_ASK.refusal_en}",
            condition=RESIDENT_TO_ASK.failure,
        )
    round_, closed_at = own.now["reopen_count"], own.now["closed_at"]
    done, case = await _end_the_round(session, own.now["id"], round_, told, clock.now())
    await _from_where(session, case, round_, source, closed_at)
    return done


async def _end_the_round(
    session: Session, case_id: UUID, round_: int, told: RatingAnswer, now: datetime
) -> tuple[dict[str, object], CaseRow]:
    """Rates or reopens, which only a closed case allows; then keeps what was said, once a round."""
    if told.reopen:
        again = ReopenByResident(reason_code="not_solved", note=told.words or None, score=told.score)
        case = await perform_without_user(session, RESIDENT, case_id, Action.REOPEN, again)
    else:
        case = await perform_without_user(session, RESIDENT, case_id, Action.RATE, told)
    await session.run(
        queries.ANSWER,
        case_id=case_id,
        round=round_,
        score=told.score,
        solved=told.solved,
        words=told.words or None,
        area_path=case["area_path"],
        created_at=now,
    )
    done = {"number": number_of(case["serial"]), "status": case["status"], "reopened": told.reopen}
    return done, case


async def _from_where(session: Session, case: CaseRow, round_: int, source: Source, closed_at: datetime | None) -> None:
    now = clock.now()
    await origins.keep(session, case["id"], round_, case["lead_department_code"], source, closed_at or now, now)


async def of_case(session: Session, case: CaseRow) -> list[dict[str, object]]:
    """What residents said of each round of a case, first round first."""
    rows = await session.all(queries.OF_CASE, case_id=case["id"])
    names = ("round", "score", "solved", "words", "created_at")
    return [columns(row, names) for row in rows]


async def _open(session: Session, token: str) -> RatingLink:
    row = await session.first(queries.FIND, hashed=_hash(token))
    if row is None:
        raise NotFound()
    over = row["status"] != Status.CLOSED or row["reopen_count"] != row["round"]
    if over or row["is_answered"] or row["used_at"] is not None or row["expires_at"] <= clock.now():
        raise Gone()
    return row


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
