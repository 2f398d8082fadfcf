"""Tasks and projects of co-building groups, and the history of all they do."""

import uuid
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import Boolean, ColumnElement, DateTime, Integer, bindparam, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.cobuilding_work import (
    CobuildingEntry,
    CobuildingProject,
    CobuildingStage,
    CobuildingTask,
    GroupProjectState,
    GroupTaskState,
)
from app.queries.cobuilding.groups import IN_SIGHT, PLACED, groups
from app.queries.tables import table

tasks = table(CobuildingTask)
projects = table(CobuildingProject)
stages = table(CobuildingStage)
entries = table(CobuildingEntry)

_ID = bindparam("of_id", type_=UUID())
_CODE, _BEFORE = bindparam("code", type_=VARCHAR()), bindparam("before", type_=VARCHAR())

HAND_OVER_TASKS = Statement(
    update(tasks)
    .where(tasks.c.group_id == _ID, tasks.c.department_code == _BEFORE, tasks.c.state == GroupTaskState.OPEN)
    .values({tasks.c.department_code: _CODE})
)
HAND_OVER_PROJECTS = Statement(
    update(projects)
    .where(
        projects.c.group_id == _ID, projects.c.department_code == _BEFORE, projects.c.state == GroupProjectState.RUNNING
    )
    .values({projects.c.department_code: _CODE})
)
_OPEN_TASK = (
    select(literal(1))
    .select_from(tasks)
    .where(tasks.c.group_id == _ID, tasks.c.department_code == _CODE, tasks.c.state == GroupTaskState.OPEN)
    .exists()
)
_RUNNING_PROJECT = (
    select(literal(1))
    .select_from(projects)
    .where(
        projects.c.group_id == _ID, projects.c.department_code == _CODE, projects.c.state == GroupProjectState.RUNNING
    )
    .exists()
)
HAS_OPEN = Scalar(select(or_(_OPEN_TASK, _RUNNING_PROJECT).label("has_open")), bool)
"""Whether a unit has something left to do in a group."""


class TaskRow(TypedDict):
    id: uuid.UUID
    group_id: uuid.UUID
    quarter: date
    title: str
    description: str | None
    evidence: str | None
    department_code: str
    due_on: date
    state: str
    result: str | None
    done_at: datetime | None
    set_by: uuid.UUID
    created_at: datetime


class NamedTask(TaskRow):
    """With what its group is called."""

    group_name: str


_GROUP, _MINE, _OPEN = (
    bindparam("group", type_=UUID()),
    bindparam("mine", type_=Boolean()),
    bindparam("open", type_=Boolean()),
)
_AFTER, _COUNT = bindparam("after", type_=UUID()), bindparam("count", type_=Integer())
_CODES = bindparam("codes", type_=ARRAY(VARCHAR)).any_()


def _narrowed(
    group: ColumnElement[uuid.UUID], unit: ColumnElement[str], goes_on: ColumnElement[bool]
) -> tuple[ColumnElement[bool], ...]:
    return (
        IN_SIGHT,
        or_(_GROUP.is_(None), group == _GROUP),
        or_(_MINE.is_(None), (unit == _CODES) == _MINE),
        or_(_OPEN.is_(None), goes_on == _OPEN),
    )


SET = Statement(insert(tasks), columns=tuple(TaskRow.__annotations__))
_TASKS = select(*tasks.columns, groups.c.name.label("group_name")).select_from(
    tasks.join(PLACED, groups.c.id == tasks.c.group_id)
)
TASK = Statement(_TASKS.where(tasks.c.id == _ID), NamedTask)
LOCK_TASK = Statement(select(tasks).where(tasks.c.id == _ID).with_for_update(), TaskRow)
TASKS = Statement(
    _TASKS.where(
        *_narrowed(tasks.c.group_id, tasks.c.department_code, tasks.c.state == GroupTaskState.OPEN), tasks.c.id > _AFTER
    )
    .order_by(tasks.c.id)
    .limit(_COUNT),
    NamedTask,
)
_STATE = bindparam("new_state", type_=VARCHAR())
_RESULT = bindparam("told", type_=VARCHAR())
_AT = bindparam("at", type_=DateTime(timezone=True))
REPORT = Statement(
    update(tasks)
    .where(tasks.c.id == _ID)
    .values({tasks.c.state: GroupTaskState.DONE, tasks.c.result: _RESULT, tasks.c.done_at: _AT})
)
ACCEPT = Statement(update(tasks).where(tasks.c.id == _ID).values({tasks.c.state: GroupTaskState.ACCEPTED}))
SEND_BACK = Statement(
    update(tasks).where(tasks.c.id == _ID).values({tasks.c.state: GroupTaskState.OPEN, tasks.c.done_at: None})
)
WITHDRAW = Statement(update(tasks).where(tasks.c.id == _ID).values({tasks.c.state: GroupTaskState.WITHDRAWN}))
CHANGE = Statement(
    update(tasks)
    .where(tasks.c.id == _ID)
    .values({tasks.c.department_code: _CODE, tasks.c.due_on: bindparam("until", type_=tasks.c.due_on.type)})
)


class ProjectRow(TypedDict):
    id: uuid.UUID
    group_id: uuid.UUID
    title: str
    description: str | None
    department_code: str
    state: str
    planned_by: uuid.UUID
    created_at: datetime


class NamedProject(ProjectRow):
    """With what its group is called."""

    group_name: str


class StageRow(TypedDict):
    project_id: uuid.UUID
    position: int
    title: str
    due_on: date
    done_at: datetime | None
    result: str | None


PLAN = Statement(insert(projects), columns=tuple(ProjectRow.__annotations__))
PLAN_STAGE = Statement(insert(stages), columns=("project_id", "position", "title", "due_on"))
_PROJECTS = select(*projects.columns, groups.c.name.label("group_name")).select_from(
    projects.join(PLACED, groups.c.id == projects.c.group_id)
)
PROJECT = Statement(_PROJECTS.where(projects.c.id == _ID), NamedProject)
LOCK_PROJECT = Statement(select(projects).where(projects.c.id == _ID).with_for_update(), ProjectRow)
PROJECTS = Statement(
    _PROJECTS.where(
        *_narrowed(projects.c.group_id, projects.c.department_code, projects.c.state == GroupProjectState.RUNNING),
        projects.c.id > _AFTER,
    )
    .order_by(projects.c.id)
    .limit(_COUNT),
    NamedProject,
)
STAGES = Statement(
    select(stages)
    .where(stages.c.project_id == bindparam("ids", type_=ARRAY(UUID())).any_())
    .order_by(stages.c.project_id, stages.c.position),
    StageRow,
)
FINISH_STAGE = Statement(
    update(stages)
    .where(stages.c.project_id == _ID, stages.c.position == bindparam("at_position", type_=Integer()))
    .values({stages.c.done_at: _AT, stages.c.result: _RESULT})
)
END_PROJECT = Statement(update(projects).where(projects.c.id == _ID).values({projects.c.state: _STATE}))


class EntryRow(TypedDict):
    id: uuid.UUID
    subject: str
    subject_id: uuid.UUID
    kind: str
    note: str | None
    data: dict[str, object]
    entered_by: uuid.UUID
    created_at: datetime


ENTER = Statement(insert(entries), columns=tuple(EntryRow.__annotations__))
HISTORY = Statement(
    select(entries).where(entries.c.subject_id == _ID).order_by(entries.c.id).limit(500),
    EntryRow,
)
"""What was done with one of these, the first entry first."""
