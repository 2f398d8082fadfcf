"""Projects 共建项目: stages one after the other, each done with its result and evidence."""

from collections import defaultdict
from itertools import pairwise
from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.errors import NotFound, WrongState, invalid_field
from app.identifiers import new_id
from app.models.cobuilding_work import EvidenceSubject, GroupEntryKind, GroupProjectState
from app.queries.cobuilding import work as queries
from app.queries.cobuilding.work import NamedProject, ProjectRow, StageRow
from app.schemas.cobuilding.work import ProjectIn, ResultIn, WorkQuery
from app.services.cobuilding import access, history, photos
from app.services.cobuilding.access import Seen
from app.services.cobuilding.groups import NIL, Page
from app.services.organisation import names

_TOLD = ("id", "group_id", "group_name", "title", "description", "department_code", "state", "created_at")
_STAGE = ("position", "title", "due_on", "done_at", "result")


async def page(session: Session, actor: Actor, query: WorkQuery) -> Page:
    """Projects of the groups that the actor sees."""
    identity = ("cobuilding projects", actor.user_id, query.group, query.mine, query.open)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else NIL
    rows = await session.all(
        queries.PROJECTS, group=query.group, mine=query.mine, open=query.open, after=after, count=query.limit + 1,
        **access.sight_of(actor),
    )  # fmt: skip
    views = await _views(session, actor, rows[: query.limit])
    cursor = cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None
    return views, cursor


async def _views(session: Session, actor: Actor, rows: list[NamedProject]) -> list[dict[str, object]]:
    stages: dict[UUID, list[dict[str, object]]] = defaultdict(list)
    for stage in await session.all(queries.STAGES, ids=[row["id"] for row in rows]):
        stages[stage["project_id"]].append(columns(stage, _STAGE) | {"is_overdue": _is_overdue(stage)})
    views = [columns(row, _TOLD) | {"stages": stages[row["id"]]} for row in rows]
    await names.give(session, actor, views)
    return views


def _is_overdue(stage: StageRow) -> bool:
    done = stage["done_at"]
    return (clock.today() if done is None else done.astimezone(clock.LOCAL).date()) > stage["due_on"]


async def seen(session: Session, actor: Actor, project_id: UUID) -> tuple[NamedProject, Seen]:
    """A project of a group that the actor sees.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(queries.PROJECT, of_id=project_id)
    if row is None:
        raise NotFound()
    return row, await access.seen(session, actor, row["group_id"])


async def positions(session: Session, project_id: UUID) -> list[int]:
    """The positions of the stages of a project that is known."""
    return [stage["position"] for stage in await session.all(queries.STAGES, ids=[project_id])]


def may_report(row: ProjectRow, group: Seen) -> bool:
    """Whether somebody works in the unit that runs it."""
    return group.works_in(row["department_code"])


async def read(session: Session, actor: Actor, project_id: UUID) -> dict[str, object]:
    """The same with evidence and history. Raises as `seen`."""
    row, group = await seen(session, actor, project_id)
    (view,) = await _views(session, actor, [row])
    pictures = await photos.of(session, actor, EvidenceSubject.PROJECT, [project_id])
    runs = row["state"] == GroupProjectState.RUNNING and group.goes_on
    return view | {
        "photos": pictures[project_id], "history": await history.of(session, actor, project_id),
        "may_report": runs and may_report(row, group), "may_review": runs and (group.may_lead or group.may_manage),
    }  # fmt: skip


async def plan(session: Session, actor: Actor, group_id: UUID, body: ProjectIn) -> dict[str, object]:
    """Plans a project with its stages.

    Raises:
        NotFound. NotPermitted: neither of the lead unit, of the unit itself, nor running the assessment. WrongState.
        Invalid: the unit, or stages out of order.
    """
    group = await access.seen(session, actor, group_id)
    group.require(group.may_lead or group.may_manage or group.works_in(body.department_code))
    if group.member(body.department_code) is None:
        raise invalid_field("/department_code", "不是该小组的现成员单位", "no member of the group today")
    for at, (before, after) in enumerate(pairwise(body.stages), start=1):
        if after.due_on < before.due_on:
            raise invalid_field(f"/stages/{at}/due_on", "不能早于上一阶段", "no earlier than the stage before")
    now = clock.now()
    row: ProjectRow = {
        "id": new_id(now), "group_id": group_id, "title": body.title, "description": body.description,
        "department_code": body.department_code, "state": GroupProjectState.RUNNING.value, "planned_by": actor.user_id,
        "created_at": now,
    }  # fmt: skip
    await session.run(queries.PLAN, **row)
    stages = [
        {"project_id": row["id"], "position": position, "title": stage.title, "due_on": stage.due_on}
        for position, stage in enumerate(body.stages, start=1)
    ]
    await session.run_many(queries.PLAN_STAGE, stages)
    await history.enter(session, actor, EvidenceSubject.PROJECT, row["id"], GroupEntryKind.CREATED)
    return await read(session, actor, row["id"])


async def finish_stage(
    session: Session, actor: Actor, project_id: UUID, position: int, body: ResultIn
) -> dict[str, object]:
    """A stage is done; with the last one the project is.

    Raises:
        NotFound: there is no such stage. NotPermitted: of another unit. WrongState: it is not the next one.
    """
    _, group = await seen(session, actor, project_id)
    row = await session.one(queries.LOCK_PROJECT, of_id=project_id)
    stages = await session.all(queries.STAGES, ids=[project_id])
    if position not in {stage["position"] for stage in stages}:
        raise NotFound()
    group.require(may_report(row, group))
    left = [stage["position"] for stage in stages if stage["done_at"] is None]
    if row["state"] != GroupProjectState.RUNNING or not left or left[0] != position:
        raise WrongState(zh="阶段须依次完成", en="Stages are done one after the other")
    await session.run(queries.FINISH_STAGE, of_id=project_id, at_position=position, told=body.result, at=clock.now())
    await history.enter(
        session, actor, EvidenceSubject.PROJECT, project_id, GroupEntryKind.STAGE_DONE, body.result, position=position
    )
    if len(left) == 1:
        await session.run(queries.END_PROJECT, of_id=project_id, new_state=GroupProjectState.DONE)
    return await read(session, actor, project_id)


async def stop(session: Session, actor: Actor, project_id: UUID, note: str) -> dict[str, object]:
    """Stops it; what was done stays.

    Raises:
        NotFound. NotPermitted. WrongState: it does not run.
    """
    _, group = await seen(session, actor, project_id)
    row = await session.one(queries.LOCK_PROJECT, of_id=project_id)
    group.require(group.may_lead or group.may_manage)
    if row["state"] != GroupProjectState.RUNNING:
        raise WrongState(zh="项目不在实施中", en="The project does not run")
    await session.run(queries.END_PROJECT, of_id=project_id, new_state=GroupProjectState.STOPPED)
    await history.enter(session, actor, EvidenceSubject.PROJECT, project_id, GroupEntryKind.ENDED, note)
    return await read(session, actor, project_id)
