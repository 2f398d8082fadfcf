"""What an actor is to a case: the "who" column of the table, in words."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from app.authz import Actor, Permission, Post
from app.workflow.facts import CaseFacts


class Relation(StrEnum):
    REPORTER = "reporter"  # 上报人
    TRIAGE = "triage"  # 受理员 of the centre that has the case
    DISPATCHER = "dispatcher"  # 派遣员, likewise; a leader of the centre dispatches too
    CENTRE_LEADER = "centre_leader"  # 中心负责人, likewise
    TRIAGE_HERE = "triage_here"  # 案发地受理员: of any centre of the place, whichever has the case
    DISPATCHER_HERE = "dispatcher_here"  # 案发地派遣员
    UPPER_LEADER = "upper_leader"  # 上级中心负责人: above the centre that has the case
    SUPERVISOR = "supervisor"  # 督查员
    CENTRE_APART = "centre_apart"  # 中心人员（与承办无关）: who had a hand in the work gets no link to rate it
    ISSUER = "issuer"  # 督办人
    UNIT = "unit"  # 主办单位, its team 送单团队 with it
    UNIT_LEAD = "unit_lead"  # 主办单位负责人
    HANDLER = "handler"  # 经办人, who still works in the unit
    ASSIST = "assist"  # 协办单位
    ELIGIBLE = "eligible"  # 可点单单位
    CALLED = "called"  # 被吹哨单位
    VERIFIER = "verifier"  # 核查人
    CHECKER = "checker"  # 核实人
    FOLLOWER = "follower"  # 关注人
    ANY_STAFF = "any_staff"  # 可见该案卷的工作人员
    RESIDENT = "resident"  # 居民（凭链接）
    ADMINISTRATOR = "administrator"  # 管理员, who need not see the case
    SYSTEM = "system"  # 系统


RELATION_LABELS: Mapping[Relation, tuple[str, str]] = MappingProxyType(
    {
        Relation.REPORTER: ("上报人", "reporter"),
        Relation.TRIAGE: ("受理员", "triage clerk"),
        Relation.DISPATCHER: ("派遣员", "dispatcher"),
        Relation.CENTRE_LEADER: ("中心负责人", "centre leader"),
        Relation.TRIAGE_HERE: ("案发地受理员", "triage clerk of the place"),
        Relation.DISPATCHER_HERE: ("案发地派遣员", "dispatcher of the place"),
        Relation.UPPER_LEADER: ("上级中心负责人", "leader of an upper centre"),
        Relation.SUPERVISOR: ("督查员", "supervisor"),
        Relation.CENTRE_APART: ("中心人员（与承办无关）", "centre staff not of the units"),
        Relation.ISSUER: ("督办人", "who issued the order"),
        Relation.UNIT: ("主办单位", "lead unit"),
        Relation.UNIT_LEAD: ("主办单位负责人", "head of the lead unit"),
        Relation.HANDLER: ("经办人", "handler"),
        Relation.ASSIST: ("协办单位", "assist unit"),
        Relation.ELIGIBLE: ("可点单单位", "eligible unit"),
        Relation.CALLED: ("被吹哨单位", "called unit"),
        Relation.VERIFIER: ("核查人", "verifier"),
        Relation.CHECKER: ("核实人", "checker"),
        Relation.FOLLOWER: ("关注人", "follower"),
        Relation.ANY_STAFF: ("可见该案卷的工作人员", "any staff who see the case"),
        Relation.RESIDENT: ("居民（凭链接）", "resident by link"),
        Relation.ADMINISTRATOR: ("管理员", "administrator"),
        Relation.SYSTEM: ("系统", "system"),
    }
)


def _of_its_centre(permission: Permission) -> Callable[[Actor, CaseFacts], bool]:
    """Of the one centre that has the case 上报, 下派; while none has it alone, of any around its place."""

    def holds(actor: Actor, case: CaseFacts) -> bool:
        if case.centre_path is None:
            return actor.may_at(permission, case.area_path)
        return actor.may_just_at(permission, case.centre_path)

    return holds


def _leads_above(actor: Actor, case: CaseFacts) -> bool:
    """Of a centre above the one that has the case alone; who is of that one is none of them."""
    has_it = case.centre_path
    return (
        has_it is not None
        and actor.may_at(Permission.LEAD_CENTRE, has_it)
        and not actor.may_just_at(Permission.LEAD_CENTRE, has_it)
    )


def _leads(actor: Actor, case: CaseFacts) -> bool:
    units = (case.lead_department, case.team)
    return any(unit is not None and actor.may_in(Permission.HANDLE, unit) for unit in units)


def _heads_the_unit(actor: Actor, case: CaseFacts) -> bool:
    unit = case.lead_department
    return any(held.post is Post.DEPARTMENT_LEAD and unit in held.department_codes for held in actor.posts)


def _is_or_stands_in(actor: Actor, holder: UUID | None) -> bool:
    return holder is not None and (holder == actor.user_id or holder in actor.stands_in_for)


def _handles(actor: Actor, case: CaseFacts) -> bool:
    return _is_or_stands_in(actor, case.handler_id) and _leads(actor, case)


def _checks(actor: Actor, case: CaseFacts) -> bool:
    """Who checks in another's place is as far from the work: neither the handler, nor of any unit at all."""
    if case.checker_id == actor.user_id:
        return True
    apart = actor.user_id != case.handler_id and not actor.department_codes
    return apart and case.checker_id in actor.stands_in_for


def _centre_apart(actor: Actor, case: CaseFacts) -> bool:
    of_centre = any(actor.may_at(permission, case.area_path) for permission in (Permission.TRIAGE, Permission.DISPATCH))
    units = {case.lead_department, case.team, *case.assists}
    return of_centre and units.isdisjoint(actor.department_codes) and actor.user_id != case.handler_id


_TESTS: Mapping[Relation, Callable[[Actor, CaseFacts], bool]] = MappingProxyType(
    {
        Relation.REPORTER: lambda actor, case: case.reporter_id == actor.user_id,
        Relation.TRIAGE: _of_its_centre(Permission.TRIAGE),
        Relation.DISPATCHER: _of_its_centre(Permission.DISPATCH),
        Relation.CENTRE_LEADER: _of_its_centre(Permission.LEAD_CENTRE),
        Relation.TRIAGE_HERE: lambda actor, case: actor.may_at(Permission.TRIAGE, case.area_path),
        Relation.DISPATCHER_HERE: lambda actor, case: actor.may_at(Permission.DISPATCH, case.area_path),
        Relation.UPPER_LEADER: _leads_above,
        Relation.SUPERVISOR: lambda actor, case: actor.may_at(Permission.SUPERVISE, case.area_path),
        Relation.CENTRE_APART: _centre_apart,
        Relation.ISSUER: lambda actor, case: case.order_issued_by == actor.user_id,
        Relation.UNIT: _leads,
        Relation.UNIT_LEAD: _heads_the_unit,
        Relation.HANDLER: _handles,
        Relation.ASSIST: lambda actor, case: any(actor.may_in(Permission.HANDLE, unit) for unit in case.open_assists),
        Relation.ELIGIBLE: lambda actor, case: any(actor.may_in(Permission.HANDLE, unit) for unit in case.pool),
        Relation.CALLED: lambda actor, case: any(actor.may_in(Permission.HANDLE, unit) for unit in case.called),
        Relation.VERIFIER: lambda actor, case: _is_or_stands_in(actor, case.verifier_id),
        Relation.CHECKER: _checks,
        Relation.FOLLOWER: lambda actor, case: actor.user_id in case.follower_ids,
        Relation.ANY_STAFF: lambda actor, case: actor.may(Permission.COMMENT),
        Relation.RESIDENT: lambda actor, case: False,
        Relation.ADMINISTRATOR: lambda actor, case: actor.may_at(Permission.ADMINISTER, case.area_path),
        Relation.SYSTEM: lambda actor, case: False,
    }
)


def holds(relation: Relation, actor: Actor, case: CaseFacts) -> bool:
    """Whether the actor is this to the case. Residents and the system come through doors of their own."""
    return _TESTS[relation](actor, case)
