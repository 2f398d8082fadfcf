"""Effect of joint minutes 会办纪要: what several units found on the spot and agreed on, kept in the history."""

from app.authz import Permission
from app.errors import invalid_field
from app.queries.cases import parts
from app.schemas.flow.assisting import TimedAssist
from app.schemas.flow.whistling import AgreedTask, RecordMinutes
from app.services.flow.declared import Declared
from app.services.flow.effects import assisting
from app.services.flow.move import Move
from app.services.flow.serving import require_serving
from app.workflow.actions import Action
from app.workflow.states import Status

_WITH_ASSISTS = (Status.DISPATCHED, Status.HANDLING)


async def record_minutes(move: Move, command: RecordMinutes) -> None:
    """Tasks marked as assists are put on the case in the same move, with their time."""
    if len(set(command.attended)) != len(command.attended):
        raise invalid_field("/attended", "单位不能重复", "a unit can be named only once")
    if command.held_at is not None and command.held_at > move.now:
        raise invalid_field("/held_at", "会办时间不能晚于当前", "it was not held in the future")
    await _require_known(move, command)
    await _require_photos(move, command)
    move.data["held_at"] = (command.held_at or move.now).isoformat()
    move.data["task_departments"] = [task.department for task in command.tasks]
    move.tells_units |= {task.department for task in command.tasks}
    assists = {f"/tasks/{index}": task for index, task in enumerate(command.tasks) if task.assist}
    if assists:
        _require_dispatcher(move, command.tasks)
        told = [TimedAssist(department=task.department, due_at=task.due_at) for task in assists.values()]
        await assisting.add(move, told, list(assists))


async def _require_known(move: Move, command: RecordMinutes) -> None:
    named = [(f"/attended/{index}", code) for index, code in enumerate(command.attended)]
    named += [(f"/tasks/{index}/department", task.department) for index, task in enumerate(command.tasks)]
    await require_serving(move, named)


async def _require_photos(move: Move, command: RecordMinutes) -> None:
    if not command.attachment_ids:
        return
    rows = await move.session.all(parts.ATTACHMENTS_OF, case_ids=[move.case_id])
    known = {row["id"] for row in rows}
    for index, photo in enumerate(command.attachment_ids):
        if photo not in known:
            raise invalid_field(f"/attachment_ids/{index}", "本案卷没有这张照片", "the case has no such photo")


def _require_dispatcher(move: Move, tasks: list[AgreedTask]) -> None:
    """Refuses a task that is to be an assist from whoever may not dispatch here, or where no unit has the case."""
    index = next(index for index, task in enumerate(tasks) if task.assist)
    actor = move.mover.actor
    if actor is None or not actor.may_at(Permission.DISPATCH, move.case["area_path"]):
        zh, en = "只有派遣员可以将任务列为协办", "only a dispatcher puts an assist on the case"
        raise invalid_field(f"/tasks/{index}/assist", zh, en)
    if move.facts.status not in _WITH_ASSISTS:
        zh, en = "案卷未派给单位，不能增派协办", "no unit has the case: there is nothing to assist"
        raise invalid_field(f"/tasks/{index}/assist", zh, en)


ACTIONS = (Declared(Action.RECORD_MINUTES, RecordMinutes, record_minutes),)
