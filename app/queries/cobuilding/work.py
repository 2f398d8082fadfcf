"""Tasks and projects of a co-building group, and the history of all it does."""

from sqlalchemy import bindparam, literal, or_, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.cobuilding_work import CobuildingProject, CobuildingTask, ProjectState, TaskState
from app.queries.tables import table

tasks = table(CobuildingTask)
projects = table(CobuildingProject)

_ID = bindparam("of_id", type_=UUID())
_CODE, _BEFORE = bindparam("code", type_=VARCHAR()), bindparam("before", type_=VARCHAR())

HAND_OVER_TASKS = Statement(
    update(tasks)
    .where(tasks.c.group_id == _ID, tasks.c.department_code == _BEFORE, tasks.c.state == TaskState.OPEN)
    .values({tasks.c.department_code: _CODE})
)
HAND_OVER_PROJECTS = Statement(
    update(projects)
    .where(projects.c.group_id == _ID, projects.c.department_code == _BEFORE, projects.c.state == ProjectState.RUNNING)
    .values({projects.c.department_code: _CODE})
)
_OPEN_TASK = (
    select(literal(1))
    .select_from(tasks)
    .where(tasks.c.group_id == _ID, tasks.c.department_code == _CODE, tasks.c.state == TaskState.OPEN)
    .exists()
)
_RUNNING_PROJECT = (
    select(literal(1))
    .select_from(projects)
    .where(projects.c.group_id == _ID, projects.c.department_code == _CODE, projects.c.state == ProjectState.RUNNING)
    .exists()
)
HAS_OPEN = Scalar(select(or_(_OPEN_TASK, _RUNNING_PROJECT).label("has_open")), bool)
"""Whether a unit has something left to do in a group."""
