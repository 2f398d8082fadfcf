"""What routing rules 派遣规则 do to a case that is being filed: make it urgent, dispatch it, or publish it to a pool.

Automatic is the first filing alone. What comes back to be filed again was in human hands, and stays there.
"""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import cast

from app.models.case_row import KnownCase
from app.schemas.flow.command import Command
from app.schemas.flow.pool import Publish
from app.schemas.flow.routing import Dispatch
from app.services.flow.move import FollowUp, Move
from app.services.routing.answers import answers_for
from app.services.routing.book import RoutingBook
from app.workflow.actions import Action
from app.workflow.routing.answer import Answer
from app.workflow.routing.rules import RoutingOutcome


def _dispatch(answer: Answer) -> Command:
    return Dispatch(lead=answer.department or "", assists=list(answer.assists))


def _publish(answer: Answer) -> Command:
    told = {"fallback": answer.fallback, "eligible": answer.eligible, "minutes": answer.minutes}
    return Publish.model_validate(told)


Step = tuple[Action, Callable[[Answer], Command]]
#: What is done at once by the outcome of an automatic rule.
_STEPS: Mapping[RoutingOutcome, Step] = MappingProxyType(
    {
        RoutingOutcome.DISPATCH: (Action.DISPATCH, _dispatch),
        RoutingOutcome.SUGGESTION: (Action.DISPATCH, _dispatch),
        RoutingOutcome.PUBLISH: (Action.PUBLISH, _publish),
    }
)
_TRIES = 3  # while others change the rules


async def by_rule(move: Move) -> None:
    """Looks at the rules for the case as the filing makes it."""
    answer, is_current = await _answer(move)
    if answer.urgent and not move.changes["urgent"]:
        move.changes["urgent"] = True
        move.data |= {"urgent": True, "urgent_by": answer.urgent_by}
    step = _STEPS.get(answer.outcome) if answer.outcome is not None and is_current else None
    if step is not None:
        action, command = step
        remembered = answer.remembered(answer.department, automatic=True)
        move.follow_up = FollowUp(action, partial(command, answer), {"routing": remembered})


async def _answer(move: Move) -> tuple[Answer, bool]:
    """The answer, and whether it may act by itself: by a book that the database says is the latest, asked for again."""
    case, book = cast(KnownCase, {**move.case, **move.changes}), move.session.memory.of(RoutingBook)
    for _ in range(_TRIES):
        await book.of(move.session)
        edition = book.edition
        answer = (await answers_for(move.session, [case], now=move.now))[0]
        if not answer.automatic or move.case["filed_at"] is not None:
            return answer, False
        if await book.is_current(move.session, edition):
            return answer, True
    return answer, False
