"""Whom one may pick 选派 for a verification, a check or the handling: nobody whom the action would then refuse."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from app import clock, cursors
from app.authz import Actor, Permission
from app.db.session import Session
from app.db.statement import Statement
from app.errors import NotFound
from app.models.case_row import CaseRow
from app.queries.organisation import lookup
from app.queries.organisation import picking as queries
from app.queries.organisation.picking import Candidate
from app.schemas.organisation.picking import PeopleQuery, Task
from app.services.cases.facts import facts_of
from app.services.flow.transitions import require_possible
from app.services.organisation import names
from app.services.organisation.reach import sight_of
from app.services.reading import cases
from app.workflow.actions import Action
from app.workflow.engine import judge
from app.workflow.states import Status
from app.workflow.supervision.faults import HELD_BY
from app.workflow.transition import Transition

#: The actions that take a person for a task; whoever picks for a case has to be able to take one of them now.
ACTIONS: Mapping[Task, tuple[Action, ...]] = MappingProxyType(
    {
        Task.VERIFY: (Action.REQUEST_VERIFICATION, Action.REASSIGN),
        Task.CHECK: (Action.REQUEST_CHECK, Action.REASSIGN),
        Task.HANDLE: (Action.SIGN, Action.TRANSFER),
    }
)
#: Where a task lies with somebody already: it is given to another 改派核实人.
_HELD = MappingProxyType({Task.VERIFY: Status.VERIFYING, Task.CHECK: Status.CHECKING})
Page = tuple[list[dict[str, object]], str | None]
Asked = tuple[Statement[Candidate], dict[str, object]]


async def page(session: Session, actor: Actor, query: PeopleQuery) -> Page:
    """A page of them, with what each has in hand.

    Raises:
        NotFound: the case, the area or the unit is not theirs to see. WrongState, GuardRefused, NotPermitted: nobody
        can be picked for the case by them now.
    """
    identity = (actor.user_id, query.model_dump(mode="json", exclude={"limit", "cursor"}))
    after = cursors.decode_key(query.cursor, identity) if query.cursor else ""
    if query.case_id is not None:
        statement, values = await _for_case(session, actor, query.task, query.case_id)
    elif query.task is Task.HANDLE:
        statement, values = await _in_units(session, actor, query.department)
    else:
        statement, values = await _in_areas(session, actor, query.area)
    values |= {"q": query.q, "today": clock.today(), "after": after, "count": query.limit + 1}
    rows = await session.all(statement, **values)
    people = [_person(row) for row in rows[: query.limit]]
    await names.give(session, actor, people)
    return people, cursors.encode_key(rows[query.limit - 1]["key"], identity) if rows[query.limit :] else None


async def _for_case(session: Session, actor: Actor, task: Task, case_id: UUID) -> Asked:
    case = await cases.get(session, actor, case_id)
    await _require_one_of(session, actor, case, task)
    if task is Task.HANDLE:
        codes = [code for code in (case["lead_department_code"], case["team_code"]) if code is not None]
        unit = {"codes": codes, "me": actor.user_id, "with_me": True}
        return queries.IN_UNITS, {**unit, "besides": case["handler_id"]}
    held = _HELD[task]
    holder = HELD_BY[held]
    barred: dict[str, object] = {"barred_user": None, "barred_department": None}
    barred["besides"] = case[holder] if case["status"] == held else None
    if task is Task.CHECK:
        barred |= {"barred_user": case["handler_id"], "barred_department": case["lead_department_code"]}
    return queries.AT_THE_PLACE, {"area_path": case["area_path"], **barred}


async def _require_one_of(session: Session, actor: Actor, case: CaseRow, task: Task) -> None:
    facts, now = facts_of(case), clock.now()
    held = _HELD.get(task)
    actions = tuple(act for act in ACTIONS[task] if act is not Action.REASSIGN or facts.status is held)
    if not any(isinstance(judge(action, actor, facts, now), Transition) for action in actions):
        await require_possible(session, actor, case, actions[0], now)


async def _in_units(session: Session, actor: Actor, unit: str | None) -> Asked:
    """In the actor's own departments; whoever dispatches sees those of every unit that serves their areas."""
    codes = {code for code in actor.department_codes if actor.may_in(Permission.HANDLE, code)}
    if actor.may(Permission.DISPATCH):
        codes |= (await sight_of(session, actor)).serving
    if unit is not None and unit not in codes:
        raise NotFound(zh="没有这个单位，或不在您的可见范围内", en="There is no such unit in your reach")
    return queries.IN_UNITS, {
        "codes": sorted(codes) if unit is None else [unit],
        "me": actor.user_id,
        "with_me": False,
        "besides": None,
    }


async def _in_areas(session: Session, actor: Actor, code: str | None) -> Asked:
    paths = [*actor.areas_of(Permission.TRIAGE), *actor.areas_of(Permission.DISPATCH)]
    barred = {"barred_user": None, "barred_department": None}
    if code is None:
        return queries.WITHIN, {"paths": paths, **barred}
    area = await session.first(lookup.AREA, code=code)
    if area is None or not area["path"].startswith(tuple(paths)):
        raise NotFound(zh="没有这个区划，或不在您的管辖范围内", en="There is no such area in your reach")
    return queries.WITHIN, {"paths": [area["path"]], **barred}


def _person(row: Candidate) -> dict[str, object]:
    view: dict[str, object] = {name: value for name, value in row.items() if name != "key"}
    return view | {"load": row["verifying"] + row["checking"] + row["handling"]}
