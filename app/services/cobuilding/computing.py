"""The results of a quarter, from all that is there: asked in a few questions, however many groups there are.

Computed again it gives the same from the same; so publishing computes once more, and refuses where that differs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from app import clock
from app.db.session import Session
from app.models.cobuilding import MemberRole
from app.models.cobuilding_rows import InspectionDocument, MonthDocument, ResultDocument
from app.queries.cobuilding import groups as group_queries
from app.queries.cobuilding import marks as queries
from app.queries.cobuilding import results as result_queries
from app.queries.cobuilding.groups import GroupOfQuarter, PlacedMember
from app.queries.cobuilding.marks import AssessmentRow, CountingInspection
from app.queries.cobuilding.periods import PlacedPeriod
from app.queries.cobuilding.results import AnswersRow, ResultRow
from app.services.cobuilding import forms, schemes, standing
from app.workflow.cobuilding import ranking, scoring
from app.workflow.cobuilding.quarters import Quarter, end_of_month
from app.workflow.cobuilding.scheme import Scheme, ScorePart
from app.workflow.cobuilding.standing import Held


@dataclass(frozen=True, slots=True)
class Material:
    """All that the results of a quarter come from, by group."""

    quarter: Quarter
    scheme: Scheme
    groups: Sequence[GroupOfQuarter]
    members: Mapping[UUID, list[PlacedMember]]
    assessments: Mapping[UUID, list[AssessmentRow]]
    inspections: Mapping[UUID, list[CountingInspection]]
    posts: Mapping[UUID, list[Held]]
    answers: Mapping[UUID, AnswersRow]
    tasks: Mapping[UUID, tuple[int, int]] = field(default_factory=dict)
    held: Mapping[UUID, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


async def results_of(session: Session, period: PlacedPeriod, computation: int) -> list[ResultRow]:
    """What a computation finds; the groups in the order of their communities."""
    material = await _material(session, period)
    details = {group["id"]: _detail(material, group) for group in material.groups}
    scores = {group_id: score for group_id, (score, _) in details.items()}
    places = ranking.ranked(scores)
    return [
        {
            "period_id": period["id"],
            "computation": computation,
            "group_id": group_id,
            "score": score,
            "rank": places[group_id].rank if group_id in places else None,
            "is_tied": group_id in places and places[group_id].is_tied,
            "verdict": ranking.verdict(material.scheme, scores[group_id]).value,
            "detail": detail,
        }
        for group_id, (score, detail) in details.items()
    ]


async def _material(session: Session, period: PlacedPeriod) -> Material:
    quarter = Quarter(period["year"], period["number"])
    groups = await session.all(group_queries.OF_QUARTER, path=period["area_path"], last=quarter.last)
    ids = [group["id"] for group in groups]
    members = _by_group(await session.all(group_queries.MEMBERS, group_ids=ids))
    inspections = await session.all(queries.OF_PERIOD, of_id=period["id"])
    begins = datetime.combine(quarter.first, time(), clock.LOCAL)
    ends = datetime.combine(quarter.last + timedelta(days=1), time(), clock.LOCAL)
    tasks = await session.all(result_queries.TASKS, group_ids=ids, first=quarter.first)
    held = await session.all(result_queries.ACTIVITIES, group_ids=ids, begins=begins, ends=ends)
    codes = sorted({each["department_code"] for rows in members.values() for each in rows})
    named = await session.all(result_queries.UNIT_NAMES, codes=codes, day=min(quarter.last, clock.today()))
    return Material(
        quarter=quarter,
        scheme=forms.scheme_of((await schemes.one(session, period["scheme_id"]))["body"]),
        groups=groups,
        members=members,
        assessments=_by_group(
            await session.all(queries.OF_QUARTER, group_ids=ids, first=quarter.first, last=quarter.last)
        ),
        inspections=_by_group(inspections),
        posts=await standing.posts_of(session, {each["inspector_id"] for each in inspections}),
        answers={row["group_id"]: row for row in await session.all(result_queries.ANSWERS, of_id=period["id"])},
        tasks={row["group_id"]: (row["tasks"], row["in_time"]) for row in tasks},
        held={row["group_id"]: row["held"] for row in held},
        names={row["department_code"]: row["name"] for row in named},
    )


RowT = TypeVar("RowT", PlacedMember, AssessmentRow, CountingInspection)


def _by_group(rows: Sequence[RowT]) -> dict[UUID, list[RowT]]:
    found: dict[UUID, list[RowT]] = defaultdict(list)
    for row in rows:
        found[row["group_id"]].append(row)
    return found


def _detail(told: Material, group: GroupOfQuarter) -> tuple[int | None, ResultDocument]:
    """What came of one group, with what it came from, as it is kept; marks in hundredths."""
    months = _months(told, group)
    inspections = _inspections(told, group)
    answers = told.answers.get(group["id"])
    asked, answered = (answers["asked"], answers["answered"]) if answers else (0, 0)
    marks = {
        ScorePart.OWN: scoring.of_months(told.scheme, len(months), _scores(each["score"] for each in months)),
        ScorePart.INSPECTION: scoring.mean(_scores(each["score"] for each in inspections if each["left_out"] is None)),
        ScorePart.RESIDENTS: scoring.of_answers(told.scheme, answered, answers["score"] if answers else 0),
    }
    averaged = scoring.averaged(told.scheme, marks)
    tasks, in_time = told.tasks.get(group["id"], (0, 0))
    units = _units(told, group)
    leads = [name for role, name in units if role == MemberRole.LEAD]
    return averaged.score, {
        "parts": {
            part.value: {
                "value": marks[part],
                "counted": averaged.counted.get(part, 0),
                "missing": averaged.missing[part].value if part in averaged.missing else None,
            }
            for part in ScorePart
            if told.scheme.asks_for(part)
        },
        "months": months,
        "inspections": inspections,
        "asked": asked,
        "answered": answered,
        "tasks": tasks,
        "tasks_done": in_time,
        "activities": told.held.get(group["id"], 0),
        "group_name": group["name"],
        "area_code": group["area_code"],
        "area_name": group["area_name"],
        "lead_name": leads[-1] if leads else None,
        "members": [name for _, name in units],
    }


def _units(told: Material, group: GroupOfQuarter) -> list[tuple[str, str]]:
    """The units of the quarter, role and name: as they were called, so that what is published stays as it was."""
    first, last = told.quarter.first, told.quarter.last
    return [
        (each["role"], told.names.get(each["department_code"], each["department_code"]))
        for each in told.members[group["id"]]
        if each["valid_from"] <= last and (each["valid_to"] is None or each["valid_to"] >= first)
    ]


def _months(told: Material, group: GroupOfQuarter) -> list[MonthDocument]:
    """The months in which the group was there, assessed or not."""
    assessed = {row["month"]: row for row in told.assessments[group["id"]]}
    return [
        {
            "month": str(month),
            "score": assessed[month]["score"] if month in assessed else None,
            "is_late": month in assessed and assessed[month]["is_late"],
        }
        for month in told.quarter.months
        if end_of_month(month) >= group["valid_from"]
    ]


def _inspections(told: Material, group: GroupOfQuarter) -> list[InspectionDocument]:
    """The inspections of a group, and why one does not count: its inspector is of the group, by now at the latest."""
    members = standing.members_of(told.members[group["id"]])
    return [
        {
            "id": str(row["id"]),
            "inspector_name": row["inspector_name"],
            "score": row["score"],
            "left_out": standing.tie_in(told.posts[row["inspector_id"]], members, group["area_path"], told.quarter),
        }
        for row in told.inspections[group["id"]]
    ]


def _scores(told: Iterable[int | None]) -> list[int]:
    return [score for score in told if score is not None]
