"""`/cobuilding/tasks`, `/cobuilding/projects`: quarterly tasks, and projects with their stages."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request
from fastapi.responses import Response

from app.authz import Actor
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.cobuilding.work import (
    CobuildingTaskIn,
    CobuildingTaskPage,
    CobuildingTaskView,
    ProjectIn,
    ProjectPage,
    ProjectView,
    ReasonIn,
    ResultIn,
    ReviewIn,
    TaskChange,
    WorkQuery,
)
from app.services.cobuilding import access, projects, tasks
from app.web import responses, routing
from app.web.bodies import Size
from app.web.cobuilding import LISTS, READS, WRITES, while_seen
from app.web.idempotency import Key, once

router = routing.router("/cobuilding", tags=["cobuilding"])
Reader = Annotated[Actor, reader(None)]
Writer = Annotated[Actor, writer(None)]
_post = partial(router.post, max_body_size=Size.JSON, responses=WRITES)


@router.get("/tasks", response_model=CobuildingTaskPage, responses=LISTS)
async def list_tasks(
    request: Request, query: Annotated[WorkQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """共建任务列表 · Tasks of the groups that I see."""
    return responses.page(request, await tasks.page(session, actor, query))


@_post("/groups/{group_id}/tasks", status_code=201, response_model=CobuildingTaskView)
async def set_task(
    request: Request, group_id: UUID, body: CobuildingTaskIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """下达共建任务 · A task for a unit of the group, by its lead unit or who runs the assessment."""

    async def made() -> Response:
        return responses.json(await tasks.set_(session, actor, group_id, body), status=201)

    again = while_seen(partial(access.seen, session, actor, group_id))
    return await once(request, session, actor, key, made, told=body, again=again)


@router.get("/tasks/{task_id}", response_model=CobuildingTaskView, responses=READS)
async def read_task(task_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """共建任务详情 · A task with its evidence and history, and what you may do with it."""
    return responses.json(await tasks.read(session, actor, task_id))


@_post("/tasks/{task_id}/report", response_model=CobuildingTaskView)
async def report_task(
    request: Request, task_id: UUID, body: ResultIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """报告任务完成 · The unit says that its task is done, and what came of it."""

    async def reported() -> Response:
        return responses.json(await tasks.report(session, actor, task_id, body))

    again = while_seen(partial(tasks.seen, session, actor, task_id))
    return await once(request, session, actor, key, reported, told=body, again=again)


@_post("/tasks/{task_id}/review", response_model=CobuildingTaskView)
async def review_task(
    request: Request, task_id: UUID, body: ReviewIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """任务验收 · Accepts what was reported done, or sends it back; nobody accepts the work of their own unit."""

    async def reviewed() -> Response:
        return responses.json(await tasks.review(session, actor, task_id, body))

    again = while_seen(partial(tasks.seen, session, actor, task_id))
    return await once(request, session, actor, key, reviewed, told=body, again=again)


@_post("/tasks/{task_id}/change", response_model=CobuildingTaskView)
async def change_task(
    request: Request, task_id: UUID, body: TaskChange, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """任务改派或改期 · Gives an open task to another unit, or another day of its quarter."""

    async def changed() -> Response:
        return responses.json(await tasks.change(session, actor, task_id, body))

    again = while_seen(partial(tasks.seen, session, actor, task_id))
    return await once(request, session, actor, key, changed, told=body, again=again)


@_post("/tasks/{task_id}/withdraw", response_model=CobuildingTaskView)
async def withdraw_task(
    request: Request, task_id: UUID, body: ReasonIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """撤销任务 · Takes a task back; it counts no more."""

    async def withdrawn() -> Response:
        return responses.json(await tasks.withdraw(session, actor, task_id, body.note))

    again = while_seen(partial(tasks.seen, session, actor, task_id))
    return await once(request, session, actor, key, withdrawn, told=body, again=again)


@router.get("/projects", response_model=ProjectPage, responses=LISTS)
async def list_projects(
    request: Request, query: Annotated[WorkQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """共建项目列表 · Projects of the groups that I see, with their stages."""
    return responses.page(request, await projects.page(session, actor, query))


@_post("/groups/{group_id}/projects", status_code=201, response_model=ProjectView)
async def plan_project(
    request: Request, group_id: UUID, body: ProjectIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """共建项目立项 · Plans a project with its stages, by its unit, the lead unit or who runs the assessment."""

    async def planned() -> Response:
        return responses.json(await projects.plan(session, actor, group_id, body), status=201)

    again = while_seen(partial(access.seen, session, actor, group_id))
    return await once(request, session, actor, key, planned, told=body, again=again)


@router.get("/projects/{project_id}", response_model=ProjectView, responses=READS)
async def read_project(project_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """共建项目详情 · A project with its stages, evidence and history."""
    return responses.json(await projects.read(session, actor, project_id))


@_post("/projects/{project_id}/stages/{position}/finish", response_model=ProjectView)
async def finish_stage(
    request: Request,
    project_id: UUID,
    position: Annotated[int, Path(ge=1, le=20, description="Which stage, from 1 on")],
    body: ResultIn,
    session: WriteSession,
    actor: Writer,
    key: Key = None,
) -> Response:
    """完成项目阶段 · The unit says that the next stage is done; with the last one the project is."""

    async def finished() -> Response:
        return responses.json(await projects.finish_stage(session, actor, project_id, position, body))

    again = while_seen(partial(projects.seen, session, actor, project_id))
    return await once(request, session, actor, key, finished, told=body, again=again)


@_post("/projects/{project_id}/stop", response_model=ProjectView)
async def stop_project(
    request: Request, project_id: UUID, body: ReasonIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """终止共建项目 · Stops a project; what was done stays."""

    async def stopped() -> Response:
        return responses.json(await projects.stop(session, actor, project_id, body.note))

    again = while_seen(partial(projects.seen, session, actor, project_id))
    return await once(request, session, actor, key, stopped, told=body, again=again)
