"""照片待传: the photos on their way to a case, from those who may add to it and nobody else.

A photo may be declared for any id by anybody, also before its case is there: what a stranger declares is not expected.
"""

from uuid import UUID

from app import clock
from app.db.rows import columns
from app.db.session import Session
from app.errors import NotAuthenticated
from app.models.case_row import CaseRow
from app.queries import uploads as queries
from app.services.cases.facts import facts_of
from app.services.identity.actors import load_actor
from app.workflow.actions import Action
from app.workflow.engine import permitted
from app.workflow.privacy import Sight
from app.workflow.transitions import TRANSITIONS

_ATTACHING = tuple(row for row in TRANSITIONS if row.action is Action.ATTACH)


async def expected(session: Session, case: CaseRow, *merged: UUID, sight: Sight) -> list[dict[str, object]]:
    """Those of a case and of the ids merged into it, 100 at most, for somebody who may know this of who told of it."""
    case_ids, now = [case["id"], *merged], clock.now()
    makers = await session.all(queries.UPLOADERS_OF, case_ids=case_ids, at=now)
    theirs = [row["user_id"] for row in makers if await _may_attach(session, case, row["user_id"])]
    if not theirs:
        return []
    rows = await session.all(queries.PENDING_OF, case_ids=case_ids, user_ids=theirs, at=now)
    names = ("id", "purpose", "state", "size_bytes", "created_at", "expires_at")
    return [
        columns(row, names) | {"offset": row["received"], "uploaded_by": sight.person(row["user_id"])} for row in rows
    ]


async def _may_attach(session: Session, case: CaseRow, user_id: UUID) -> bool:
    try:
        actor = await load_actor(session, user_id)
    except NotAuthenticated:  # there is no such user any more
        return False
    return any(permitted(row, actor, facts_of(case)) for row in _ATTACHING)
