"""Firing the timers of cases: each exactly once, however many workers look, whatever crashes in between.

The case is locked before its timer, as every move does, so that workers and people never wait for each other in a
ring; a case somebody is changing is left for the next look. Effect and timer end in one transaction.
"""

import contextlib
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from app import clock
from app.db.session import Session
from app.errors import GuardRefused, WrongState
from app.queries import operations as queries
from app.queries.cases import case as case_queries
from app.services.cases.mover import SYSTEM
from app.services.flow.effects.pool import upon_expiry
from app.services.flow.transitions import NO_INPUT, perform_on
from app.workflow.actions import Action
from app.workflow.states import Status
from app.workflow.timing.timers import TimerKind

ACTION_OF: Mapping[TimerKind, Action] = MappingProxyType(
    {
        TimerKind.VERIFICATION: Action.EXPIRE_VERIFICATION,
        TimerKind.POOL: Action.EXPIRE_POOL,  # or another: as its fallback unit can take it
        TimerKind.SIGNING: Action.AUTO_SIGN,
        TimerKind.RATING_WINDOW: Action.ARCHIVE,
        TimerKind.RESUMPTION: Action.RESUME,
        TimerKind.WARNING: Action.WARN,
        TimerKind.REMINDER: Action.REMIND_OVERDUE,
        TimerKind.LADDER: Action.RAISE_OVERDUE,
        TimerKind.ASSIST: Action.REMIND_ASSIST,
        TimerKind.RESPONSE: Action.MISS_WHISTLE,
        TimerKind.WHISTLE: Action.END_WHISTLE,
        TimerKind.SUPERVISION: Action.RAISE_SUPERVISION,
    }
)


async def fire(session: Session, case_id: UUID, kind: TimerKind, at: datetime) -> bool:
    """Does what the timer is for, if it is still due at `at`; a case that has moved on is left as it is.

    False: somebody else holds the case or has fired the timer already.
    """
    case = await session.first(case_queries.LOCK_FREE_CASE, case_id=case_id)
    if case is None:
        return False
    due_at = await session.value(queries.STILL_DUE, of_case=case_id, of_kind=kind, at=at)
    if due_at is None:
        return False
    now = max(at, clock.now())  # the history of a case never runs backwards, however long a batch takes
    with contextlib.suppress(WrongState, GuardRefused):  # the case has moved on
        is_pool = kind is TimerKind.POOL and case["status"] == Status.POOLED
        action, command = await upon_expiry(session, case) if is_pool else (ACTION_OF[kind], NO_INPUT)
        await perform_on(session, SYSTEM, case, action, command, now=now)
    await session.run(queries.DROP_TIMER, of_case=case_id, of_kind=kind, was=due_at)
    return True
