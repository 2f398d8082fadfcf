"""Telling a report that was split 拆分 what became of its parts: once all have ended it waits for its one answer.

The report is locked before the rows of its parts, and no part is ever locked here; whoever changes a part takes
only the row that says so. A batch may hold such rows while it waits for others: they are left for the next look, so
that nobody waits for anybody in a ring.
"""

import contextlib
from collections.abc import Sequence
from uuid import UUID

from app.db.session import Database, Session
from app.errors import GuardRefused, WrongState
from app.queries.cases import splitting as queries
from app.queries.cases.case import LOCK_FREE_CASE
from app.queries.cases.splitting import PartRow
from app.schemas.flow.several_hands import PartsEnded
from app.services.cases.mover import SYSTEM
from app.services.flow.transitions import perform_on
from app.workflow.actions import Action
from app.workflow.number import number_of
from app.workflow.states import STATUS_LABELS, Status

BATCH = 100
_LONGEST = 2_000  # of an answer
_OF_A_PART = 40  # characters of its description


async def follow(database: Database) -> int:
    """Tells the reports of a batch, a transaction each; gives how many were told."""
    async with database.reading() as session:
        rows = await session.all(queries.CHANGED, count=BATCH)
    told = 0
    for row in rows:
        async with database.writing() as session:
            told += await tell(session, row["id"])
    return told


async def tell(session: Session, case_id: UUID) -> bool:
    """Tells one; False: somebody is changing it or what became of its parts, and it is told at the next look."""
    case = await session.first(LOCK_FREE_CASE, case_id=case_id)
    if case is None or not await session.all(queries.TAKE, case_id=case_id):
        return False
    parts = await session.all(queries.parts_of(None), case_id=case_id)
    with contextlib.suppress(WrongState, GuardRefused):  # it knows, or has moved on
        if any(part["is_open"] for part in parts):
            await perform_on(session, SYSTEM, case, Action.PART_REOPENED)
        else:
            await perform_on(session, SYSTEM, case, Action.PARTS_ENDED, PartsEnded(result=drafted(parts)))
    return True


def drafted(parts: Sequence[PartRow]) -> str:
    """The one answer, part by part, as a draft; in Chinese, which residents are answered in."""
    lines = [f"您反映的事项分为 {len(parts)} 件办理："]
    room = (_LONGEST - len(lines[0])) // len(parts) - 1
    for part in parts:
        about = part["title"] or part["description"][:_OF_A_PART]
        label = STATUS_LABELS[Status(part["status"])][0]
        line = f"{part['number']}. {about}（{number_of(part['serial'])}，{label}）{part['reply'] or ''}"
        lines.append(line.replace("\n", " ")[:room])
    return "\n".join(lines)
