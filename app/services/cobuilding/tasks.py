"""Quarterly tasks: set by the lead unit or who runs the assessment, done by one unit, accepted or sent back."""

from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.errors import NotFound, WrongState, invalid_field
from app.identifiers import new_id
from app.models.cobuilding_work import EvidenceSubject, GroupEntryKind, GroupTaskState
from app.queries.cobuilding import work as queries
from app.queries.cobuilding.work import NamedTask, TaskRow
from app.schemas.cobuilding.work import CobuildingTaskIn, ResultIn, ReviewIn, TaskChange, WorkQuery
from app.services.cobuilding import access, history, photos
from app.services.cobuilding.access import Seen
from app.services.cobuilding.groups import NIL, Page
from app.services.organisation import names
from app.workflow.cobuilding.quarters import quarter_of

_TOLD = (
    "id", "group_id", "group_name", "title", "description", "evidence", "department_code", "due_on", "state", "result",
    "done_at", "created_at",
)  # fmt: skip


def _view(row: NamedTask) -> dict[str, object]:
    done = row["done_at"]
    until = clock.today() if done is None else done.astimezone(clock.LOCAL).date()
    is_overdue = until > row["due_on"] and row["state"] != GroupTaskState.WITHDRAWN
    return columns(row, _TOLD) | {"quarter": str(quarter_of(row["quarter"])), "is_overdue": is_overdue}


async def page(session: Session, actor: Actor, query: WorkQuery) -> Page:
    """Tasks of the groups that the actor sees."""
    identity = ("cobuilding tasks", actor.user_id, query.group, query.mine, query.open)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else NIL
    rows = await session.all(
        queries.TASKS, group=query.group, mine=query.mine, open=query.open, after=after, count=query.limit + 1,
        **access.sight_of(actor),
    )  # fmt: skip
    views = [_view(row) for row in rows[: query.limit]]
    await names.give(session, actor, views)
    cursor = cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None
    return views, cursor


async def seen(session: Session, actor: Actor, task_id: UUID) -> tuple[NamedTask, Seen]:
    """A task of a group that the actor sees.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(queries.TASK, of_id=task_id)
    if row is None:
        raise NotFound()
    return row, await access.seen(session, actor, row["group_id"])


def may_report(row: TaskRow, group: Seen) -> bool:
    """Whether somebody works in the unit that has to do it."""
    return group.works_in(row["department_code"])


async def read(session: Session, actor: Actor, task_id: UUID) -> dict[str, object]:
    """The same with evidence and history. Raises as `seen`."""
    row, group = await seen(session, actor, task_id)
    view = _view(row)
    await names.give(session, actor, [view])
    pictures = await photos.of(session, actor, EvidenceSubject.TASK, [task_id])
    is_open = row["state"] == GroupTaskState.OPEN and group.goes_on
    return view | {
        "photos": pictures[task_id], "history": await history.of(session, actor, task_id),
        "may_report": is_open and may_report(row, group), "may_review": _may_review(group) and group.goes_on,
    }  # fmt: skip


def _may_review(group: Seen) -> bool:
    return group.may_lead or group.may_manage


async def set_(session: Session, actor: Actor, group_id: UUID, body: CobuildingTaskIn) -> dict[str, object]:
    """Sets a task; its day says in which quarter it counts.

    Raises:
        NotFound. NotPermitted: neither of the lead unit nor running the assessment. WrongState. Invalid: unit or day.
    """
    group = await access.seen(session, actor, group_id)
    group.require(_may_review(group))
    _require_member(group, body.department_code)
    if body.due_on < clock.today():
        raise invalid_field("/due_on", "不能早于今日", "not before today")
    now = clock.now()
    row: TaskRow = {
        "id": new_id(now), "group_id": group_id, "quarter": quarter_of(body.due_on).first, "title": body.title,
        "description": body.description, "evidence": body.evidence, "department_code": body.department_code,
        "due_on": body.due_on, "state": GroupTaskState.OPEN.value, "result": None, "done_at": None,
        "set_by": actor.user_id, "created_at": now,
    }  # fmt: skip
    await session.run(queries.SET, **row)
    await history.enter(session, actor, EvidenceSubject.TASK, row["id"], GroupEntryKind.CREATED)
    return await read(session, actor, row["id"])


def _require_member(group: Seen, code: str) -> None:
    if group.member(code) is None:
        raise invalid_field("/department_code", "不是该小组的现成员单位", "no member of the group today")


async def _locked(session: Session, actor: Actor, task_id: UUID) -> tuple[TaskRow, Seen]:
    _, group = await seen(session, actor, task_id)
    return await session.one(queries.LOCK_TASK, of_id=task_id), group


async def report(session: Session, actor: Actor, task_id: UUID, body: ResultIn) -> dict[str, object]:
    """The unit says that it is done.

    Raises:
        NotFound. NotPermitted: of another unit. WrongState: it is not open.
    """
    row, group = await _locked(session, actor, task_id)
    group.require(may_report(row, group))
    _require_state(row, GroupTaskState.OPEN)
    await session.run(queries.REPORT, of_id=task_id, told=body.result, at=clock.now())
    await history.enter(session, actor, EvidenceSubject.TASK, task_id, GroupEntryKind.REPORTED, body.result)
    return await read(session, actor, task_id)


async def review(session: Session, actor: Actor, task_id: UUID, body: ReviewIn) -> dict[str, object]:
    """Accepts it or sends it back; not by who reported it done alone: who leads may be who did it.

    Raises:
        NotFound. NotPermitted: of the unit that did it, unless running the assessment. WrongState. Invalid: no reason.
    """
    row, group = await _locked(session, actor, task_id)
    group.require(group.may_manage or (group.may_lead and not may_report(row, group)))
    _require_state(row, GroupTaskState.DONE)
    if body.accepted:
        await session.run(queries.ACCEPT, of_id=task_id)
    else:
        if body.note is None:
            raise invalid_field("/note", "退回须说明理由", "why it goes back is said")
        await session.run(queries.SEND_BACK, of_id=task_id)
    kind = GroupEntryKind.ACCEPTED if body.accepted else GroupEntryKind.SENT_BACK
    await history.enter(session, actor, EvidenceSubject.TASK, task_id, kind, body.note)
    return await read(session, actor, task_id)


async def change(session: Session, actor: Actor, task_id: UUID, body: TaskChange) -> dict[str, object]:
    """Gives it to another unit, or another day of its quarter.

    Raises:
        NotFound. NotPermitted. WrongState: it is not open. Invalid: unit or day.
    """
    row, group = await _locked(session, actor, task_id)
    group.require(_may_review(group))
    _require_state(row, GroupTaskState.OPEN)
    unit, until = body.department_code or row["department_code"], body.due_on or row["due_on"]
    if body.department_code is not None:
        _require_member(group, unit)
    if body.due_on is not None and (until < clock.today() or quarter_of(until).first != row["quarter"]):
        raise invalid_field("/due_on", "须在今日以后且在同一季度内", "from today on, within the same quarter")
    await session.run(queries.CHANGE, of_id=task_id, code=unit, until=until)
    data = {"unit": unit, "unit_before": row["department_code"], "due_on": str(until), "due_before": str(row["due_on"])}
    await history.enter(session, actor, EvidenceSubject.TASK, task_id, GroupEntryKind.CHANGED, body.note, **data)
    return await read(session, actor, task_id)


async def withdraw(session: Session, actor: Actor, task_id: UUID, note: str) -> dict[str, object]:
    """Takes it back; it counts no more.

    Raises:
        NotFound. NotPermitted. WrongState: it is accepted or withdrawn.
    """
    row, group = await _locked(session, actor, task_id)
    group.require(_may_review(group))
    _require_state(row, GroupTaskState.OPEN, GroupTaskState.DONE)
    await session.run(queries.WITHDRAW, of_id=task_id)
    await history.enter(session, actor, EvidenceSubject.TASK, task_id, GroupEntryKind.WITHDRAWN, note)
    return await read(session, actor, task_id)


def _require_state(row: TaskRow, *states: GroupTaskState) -> None:
    if row["state"] not in states:
        raise WrongState(zh="任务当前状态不允许该操作", en="The task does not allow this now")
