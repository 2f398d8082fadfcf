"""What residents say of the effect 效果共评: a link for each who is asked, for one answer, without an account.

So no flood of answers moves a figure, and how many did not answer is known. Looking never consumes a link.
"""

import hashlib
import secrets
from datetime import datetime, time, timedelta
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import Gone, NotFound, NotPermitted, invalid_field
from app.models.cobuilding import QuarterState
from app.queries.cobuilding import groups as group_queries
from app.queries.cobuilding import results as queries
from app.queries.cobuilding.results import BallotRow
from app.schemas.cobuilding.periods import BallotAnswer, BallotsIn
from app.services.cobuilding import access, periods, standing
from app.workflow.cobuilding.quarters import Quarter

_AFTER_THE_QUARTER = timedelta(days=16)  # that residents may still answer; from the first day after it on


async def issue(session: Session, actor: Actor, period_id: UUID, body: BallotsIn) -> tuple[list[str], datetime]:
    """Tokens for residents who are asked about one group, and when they expire.

    Raises:
        NotFound. NotPermitted: not for the group itself to choose who is asked. WrongState: it is published.
        Invalid: no group of the quarter.
    """
    period = await periods.seen(session, actor, period_id)
    if not access.may_manage(actor, period["area_path"]):
        raise NotPermitted()
    await periods.require_unpublished(session, period_id)
    quarter = Quarter(period["year"], period["number"])
    group = await session.first(group_queries.ANY, of_id=body.group_id)
    is_of_it = group is not None and group["area_path"].startswith(period["area_path"])
    if group is None or not is_of_it or not standing.holds_in(group, quarter):
        raise invalid_field("/group_id", "不是本季度的小组", "no group of this quarter")
    tokens = [secrets.token_urlsafe(24) for _ in range(body.count)]
    now = clock.now()
    expires_at = datetime.combine(quarter.following.first, time(), clock.LOCAL) + _AFTER_THE_QUARTER
    expires_at = max(expires_at, now + timedelta(days=7))
    rows = [
        {
            "token_hash": _hash(token), "period_id": period_id, "group_id": body.group_id,
            "issued_by": actor.user_id, "created_at": now, "expires_at": expires_at,
        }
        for token in tokens
    ]  # fmt: skip
    await session.run_many(queries.ISSUE, rows)
    return tokens, expires_at


async def invitation(session: Session, token: str) -> dict[str, object]:
    """What a link asks about; looking changes nothing.

    Raises:
        NotFound: there is no such link. Gone: it was used, has expired, or its quarter is published.
    """
    row = await _open(session, token)
    return {
        "group_name": row["group_name"], "area_name": row["area_name"],
        "quarter": str(Quarter(row["year"], row["number"])), "expires_at": row["expires_at"],
    }  # fmt: skip


async def answer(session: Session, token: str, told: BallotAnswer) -> dict[str, object]:
    """Takes the answer, once. Raises as `invitation`."""
    row = await _open(session, token)
    if (await periods.held_open(session, row["period_id"]))["state"] == QuarterState.PUBLISHED:
        raise Gone()
    used = await session.first(
        queries.USE, hashed=_hash(token), at=clock.now(), told=told.score, said=told.words or None
    )
    if used is None:
        raise Gone()
    return {"score": told.score}


async def _open(session: Session, token: str) -> BallotRow:
    row = await session.first(queries.BALLOT, hashed=_hash(token))
    if row is None:
        raise NotFound()
    if row["used_at"] is not None or row["expires_at"] <= clock.now() or row["state"] == QuarterState.PUBLISHED:
        raise Gone()
    return row


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
