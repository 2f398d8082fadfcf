"""Effects of supervising 督办: urging, orders that must be answered, and what the system says of a deadline."""

from datetime import datetime

from app.authz import Permission
from app.errors import NotPermitted
from app.identifiers import new_id
from app.models.case_row import present
from app.queries.cases import parts
from app.schemas.flow.command import Command
from app.schemas.flow.commands import AnswerSupervision, NoteOnly, Supervise
from app.services.cases.mover import RESIDENT
from app.services.escalation.rungs import carried
from app.services.flow.declared import Declared, Way
from app.services.flow.move import Move
from app.workflow.actions import Action
from app.workflow.limits import HIGHEST_SUPERVISION
from app.workflow.states import OPEN


async def urge(move: Move, command: Command) -> None:
    """A nudge 催办 to whoever holds the case. That of a resident keeps nobody else from theirs."""
    move.changes["urge_count"] = move.case["urge_count"] + 1
    if move.mover is RESIDENT:
        move.changes["resident_urged_at"] = move.now
    else:
        move.changes["urged_at"] = move.now


async def supervise(move: Move, command: Supervise) -> None:
    """An order 督办 of a level: its answer is due in working time, or continuous hours where the case is urgent."""
    actor = move.mover.actor
    if actor is None or not actor.may_at(Permission.SUPERVISE, move.case["area_path"]):
        raise NotPermitted()
    due_at = _reply_due(move, command.level)
    await move.session.run(
        parts.ISSUE_ORDER,
        case_id=move.case_id,
        id=new_id(move.now),
        level=command.level,
        demand=command.demand,
        area_path=move.case["area_path"],
        issued_by=move.user_id,
        issued_at=move.now,
        reply_due_at=due_at,
    )
    move.data["reply_due_at"] = due_at.isoformat()
    move.changes |= {
        "supervision_level": max(command.level, move.case["supervision_level"]),
        "order_due_at": due_at,
        "order_issued_by": move.user_id,
    }


async def answer_supervision(move: Move, command: AnswerSupervision) -> None:
    """The unit answers; with that the order is over."""
    await move.session.run(parts.ANSWER_ORDER, case_id=move.case_id, by=move.user_id, words=command.answer, at=move.now)
    move.note = command.answer
    move.data.pop("answer", None)
    move.changes["order_due_at"] = None


async def withdraw_supervision(move: Move, command: NoteOnly) -> None:
    """Whoever issued it takes it back, and says why."""
    await end_order(move)


async def end_order(move: Move) -> None:
    """The open order is over without an answer."""
    await move.session.run(parts.END_ORDER, case_id=move.case_id, at=move.now)
    move.changes["order_due_at"] = None


async def end_with_the_case(move: Move) -> None:
    """An order that nobody answered ends with the case, or when no unit has it any more."""
    target = move.row.target
    if move.facts.order_due_at is None or target is None or target is move.facts.status:
        return
    if target not in OPEN or move.lead_department is None:
        await end_order(move)


async def raise_supervision(move: Move, command: Command) -> None:
    """Unanswered in time: the next level with its own time, up to the highest, which is repeated."""
    order = await move.session.one(parts.OPEN_ORDER, case_id=move.case_id)
    level = min(order["level"] + 1, HIGHEST_SUPERVISION)
    due_at = _reply_due(move, level)
    await move.session.run(parts.RAISE_ORDER, case_id=move.case_id, to_level=level, due_at=due_at)
    move.data |= {"level": level, "reply_due_at": due_at.isoformat()}
    move.changes |= {"supervision_level": max(level, move.case["supervision_level"]), "order_due_at": due_at}


async def warn(move: Move, command: Command) -> None:
    """Said once for each deadline."""
    move.changes["warned_for"] = move.case["due_at"]


async def remind_overdue(move: Move, command: Command) -> None:
    """Said once for each deadline; from here the ladder counts."""
    move.changes |= {"reminded_for": move.case["due_at"], "ladder_step": 0}


async def raise_overdue(move: Move, command: Command) -> None:
    """The next rung of the ladder as it is now; one that is not reached yet, or no more there, tells nobody."""
    step = await carried(move.session, move.case, move.escalation)
    reached_at = move.escalation.rung_at(step, present(move.case["due_at"]), move.calendar, urgent=move.case["urgent"])
    if reached_at is None or reached_at >= move.now:  # the redating sets the timer anew
        move.is_noop = True
        return
    rung = move.escalation.rungs[step]
    limit = {"limit_amount": rung.after.amount, "limit_unit": rung.after.unit.value}
    move.data |= {"rung": step + 1, "audience": rung.audience.value, **limit}
    move.audiences = (rung.audience,)
    move.changes["ladder_step"] = step + 1


def _reply_due(move: Move, level: int) -> datetime:
    return move.escalation.reply_due(level, move.now, move.calendar, urgent=move.case["urgent"])


ACTIONS = (
    Declared(Action.URGE, NoteOnly, urge),
    Declared(Action.SUPERVISE, Supervise, supervise),
    Declared(Action.ANSWER_SUPERVISION, AnswerSupervision, answer_supervision),
    Declared(Action.WITHDRAW_SUPERVISION, NoteOnly, withdraw_supervision),
    Declared(Action.RAISE_SUPERVISION, Command, raise_supervision, way=Way.NOBODY),
    Declared(Action.WARN, Command, warn, way=Way.NOBODY),
    Declared(Action.REMIND_OVERDUE, Command, remind_overdue, way=Way.NOBODY),
    Declared(Action.RAISE_OVERDUE, Command, raise_overdue, way=Way.NOBODY),
)
