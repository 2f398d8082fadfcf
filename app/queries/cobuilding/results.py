"""Results of a quarter, their corrections, and what residents answered."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import DateTime, Integer, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR, distinct_on

from app.db.statement import Statement
from app.models.cobuilding import CobuildingPeriod
from app.models.cobuilding_marks import CobuildingBallot, CobuildingCorrection, CobuildingResult
from app.models.cobuilding_rows import ResultDocument
from app.models.cobuilding_work import CobuildingActivity, CobuildingTask, GroupActivityState, GroupTaskState
from app.models.department import DepartmentName
from app.queries.cobuilding.groups import areas, groups
from app.queries.tables import among, table

results = table(CobuildingResult)
corrections = table(CobuildingCorrection)
ballots = table(CobuildingBallot)
periods = table(CobuildingPeriod)
tasks = table(CobuildingTask)
activities = table(CobuildingActivity)
department_names = table(DepartmentName)

_ID = bindparam("of_id", type_=UUID())
_HASHED, _AT = bindparam("hashed", type_=VARCHAR()), bindparam("at", type_=DateTime(timezone=True))
_GROUPS = bindparam("group_ids", type_=ARRAY(UUID())).any_()


class ResultRow(TypedDict):
    period_id: uuid.UUID
    computation: int
    group_id: uuid.UUID
    score: int | None
    rank: int | None
    is_tied: bool
    verdict: str
    detail: ResultDocument


ADD = Statement(insert(results), columns=tuple(ResultRow.__annotations__))
OF_PERIOD = Statement(
    select(results)
    .where(results.c.period_id == _ID, results.c.computation == bindparam("computed", type_=Integer()))
    .order_by(results.c.rank.asc().nulls_last(), results.c.group_id),
    ResultRow,
)


class CorrectionRow(TypedDict):
    id: uuid.UUID
    period_id: uuid.UUID
    group_id: uuid.UUID
    part: str
    before: int | None
    value: int
    reason: str
    corrected_by: uuid.UUID
    created_at: datetime


CORRECT = Statement(insert(corrections), columns=tuple(CorrectionRow.__annotations__))
CORRECTIONS = Statement(
    select(corrections).where(corrections.c.period_id == _ID).order_by(corrections.c.id), CorrectionRow
)


class AnswersRow(TypedDict):
    """How many residents of a group were asked, how many answered, and the sum of what they said."""

    group_id: uuid.UUID
    asked: int
    answered: int
    score: int


ANSWERS = Statement(
    select(
        ballots.c.group_id,
        func.count().label("asked"),
        func.count(ballots.c.score).label("answered"),
        func.coalesce(func.sum(ballots.c.score), 0).label("score"),
    )
    .where(ballots.c.period_id == _ID)
    .group_by(ballots.c.group_id),
    AnswersRow,
)
ISSUE = Statement(
    insert(ballots), columns=("token_hash", "period_id", "group_id", "issued_by", "created_at", "expires_at")
)


class BallotRow(TypedDict):
    """A link, with what its page shows."""

    period_id: uuid.UUID
    expires_at: datetime
    used_at: datetime | None
    group_name: str
    area_name: str
    year: int
    number: int
    state: str


BALLOT = Statement(
    select(
        ballots.c.period_id,
        ballots.c.expires_at,
        ballots.c.used_at,
        groups.c.name.label("group_name"),
        areas.c.name.label("area_name"),
        periods.c.year,
        periods.c.number,
        periods.c.state,
    )
    .select_from(
        ballots.join(groups, groups.c.id == ballots.c.group_id)
        .join(areas, areas.c.code == groups.c.area_code)
        .join(periods, periods.c.id == ballots.c.period_id)
    )
    .where(ballots.c.token_hash == _HASHED),
    BallotRow,
)


class UsedBallot(TypedDict):
    group_id: uuid.UUID


USE = Statement(
    update(ballots)
    .where(ballots.c.token_hash == _HASHED, ballots.c.used_at.is_(None), ballots.c.expires_at > _AT)
    .values(
        {
            ballots.c.used_at: _AT,
            ballots.c.score: bindparam("told", type_=Integer()),
            ballots.c.words: bindparam("said", type_=VARCHAR()),
        }
    )
    .returning(ballots.c.group_id),
    UsedBallot,
)
"""Consumes a link, once: a second use, or one too late, gives no row."""


class TasksRow(TypedDict):
    """The tasks of a group in a quarter, those withdrawn aside, and those done by their day."""

    group_id: uuid.UUID
    tasks: int
    in_time: int


_DONE_ON = func.timezone("Asia/Shanghai", tasks.c.done_at)
TASKS = Statement(
    select(
        tasks.c.group_id,
        func.count().label("tasks"),
        func.count()
        .filter(
            among(tasks.c.state, (GroupTaskState.DONE, GroupTaskState.ACCEPTED)),
            func.date(_DONE_ON) <= tasks.c.due_on,
        )
        .label("in_time"),
    )
    .where(
        tasks.c.group_id == _GROUPS,
        tasks.c.quarter == bindparam("first", type_=tasks.c.quarter.type),
        tasks.c.state != GroupTaskState.WITHDRAWN,
    )
    .group_by(tasks.c.group_id),
    TasksRow,
)


class HeldRow(TypedDict):
    """How many activities of a group were held."""

    group_id: uuid.UUID
    held: int


ACTIVITIES = Statement(
    select(activities.c.group_id, func.count().label("held"))
    .where(
        activities.c.group_id == _GROUPS,
        activities.c.state == GroupActivityState.HELD,
        activities.c.starts_at >= bindparam("begins", type_=DateTime(timezone=True)),
        activities.c.starts_at < bindparam("ends", type_=DateTime(timezone=True)),
    )
    .group_by(activities.c.group_id),
    HeldRow,
)


class NamedUnit(TypedDict):
    department_code: str
    name: str


UNIT_NAMES = Statement(
    select(department_names.c.department_code, department_names.c.name)
    .ext(distinct_on(department_names.c.department_code))
    .where(
        department_names.c.department_code == bindparam("codes", type_=ARRAY(VARCHAR)).any_(),
        department_names.c.valid_from <= bindparam("day", type_=department_names.c.valid_from.type),
    )
    .order_by(department_names.c.department_code, department_names.c.valid_from.desc()),
    NamedUnit,
)
"""What units were called on a day."""
