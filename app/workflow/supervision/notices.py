"""Who hears of what: the audience of each event that lands in an inbox 消息."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from app.workflow.actions import Action


class Audience(StrEnum):
    HOLDER = "holder"  # 现责任人: whoever the case waits for now
    UNIT = "unit"  # 主办单位
    TEAM = "team"  # 送单团队
    POOL = "pool"  # 可点单单位: those that may claim it, or might until this very event; but not who has it now
    DEPARTMENT_LEAD = "department_lead"  # 部门负责人
    DISPATCHER = "dispatcher"  # 派遣员
    CENTRE_LEADER = "centre_leader"  # 中心负责人
    SUPERVISOR = "supervisor"  # 督查员 of the nearest area that has any
    UPPER_SUPERVISOR = "upper_supervisor"  # 上级督查员 of the areas above that one
    ISSUER = "issuer"  # 督办人 of the order that is open, or was until this very event
    REPORTER = "reporter"  # 上报人: a grid worker, who wants to see what became of it
    FOLLOWERS = "followers"  # 关注人
    FORMER_UNITS = "former_units"  # 原承办单位: who loses the case by this very event
    FORMER_HOLDER = "former_holder"  # 原核查人、核实人, likewise


_WHO_TOLD_OF_IT = (Audience.REPORTER, Audience.FOLLOWERS)

#: What is not named is told to nobody: it is in the queues. The ladder names the audience of its rungs itself, and who
#: is called by a whistle 吹哨, who called, and which assist it is about, the effect of the move knows.
AUDIENCES: Mapping[Action, tuple[Audience, ...]] = MappingProxyType(
    {
        Action.AUTO_SIGN: (Audience.UNIT,),
        Action.APPROVE_RETURN: (Audience.ISSUER,),
        Action.REQUEST_SUSPENSION: (Audience.DISPATCHER,),
        Action.APPROVE_SUSPENSION: (Audience.UNIT, Audience.CENTRE_LEADER),
        Action.REFUSE_SUSPENSION: (Audience.UNIT,),
        Action.RESUME: (Audience.UNIT,),
        Action.REQUEST_EXTENSION: (Audience.DISPATCHER,),
        Action.APPROVE_EXTENSION: (Audience.UNIT, Audience.CENTRE_LEADER),
        Action.REFUSE_EXTENSION: (Audience.UNIT,),
        Action.REQUEST_EXCUSE: (Audience.DISPATCHER,),
        Action.REMIND_ASSIST: (Audience.DISPATCHER,),
        Action.WHISTLE: (Audience.UNIT,),
        Action.MISS_WHISTLE: (Audience.SUPERVISOR,),
        Action.RECORD_MINUTES: (Audience.UNIT,),
        Action.URGE: (Audience.HOLDER,),
        Action.SUPPLEMENT: (Audience.HOLDER,),
        Action.REASSIGN: (Audience.HOLDER, Audience.FORMER_HOLDER),
        Action.REFILE: (Audience.HOLDER,),
        Action.RECALL: (Audience.FORMER_UNITS, Audience.DISPATCHER, Audience.ISSUER),
        Action.REDIRECT: (Audience.FORMER_UNITS, Audience.UNIT, Audience.ISSUER),
        Action.PUBLISH: (Audience.POOL,),
        Action.CLAIM: (Audience.POOL, Audience.TEAM),
        Action.DELIVER: (Audience.TEAM,),
        Action.WITHDRAW: (Audience.POOL, Audience.DISPATCHER),
        Action.EXPIRE_POOL: (Audience.POOL, Audience.UNIT, Audience.DISPATCHER),
        Action.ESCALATE: (Audience.HOLDER, Audience.CENTRE_LEADER),
        Action.DELEGATE: (Audience.HOLDER, Audience.CENTRE_LEADER),
        Action.HAND_OVER_UNIT: (Audience.FORMER_UNITS, Audience.UNIT, Audience.ISSUER),
        Action.OBJECT: (Audience.HOLDER,),
        Action.SUPERVISE: (Audience.UNIT, Audience.DEPARTMENT_LEAD),
        Action.ANSWER_SUPERVISION: (Audience.ISSUER,),
        Action.WITHDRAW_SUPERVISION: (Audience.UNIT, Audience.DEPARTMENT_LEAD),
        Action.RAISE_SUPERVISION: (Audience.UNIT, Audience.DEPARTMENT_LEAD, Audience.ISSUER, Audience.UPPER_SUPERVISOR),
        Action.WARN: (Audience.HOLDER,),
        Action.REMIND_OVERDUE: (Audience.HOLDER,),
        Action.REDATE: (Audience.HOLDER,),
        Action.REJECT: _WHO_TOLD_OF_IT,
        Action.CORRECT_LOCATION: (Audience.UNIT,),
        Action.CANCEL: _WHO_TOLD_OF_IT,
        Action.MERGE: _WHO_TOLD_OF_IT,
        Action.PASS_CHECK: _WHO_TOLD_OF_IT,
        Action.CLOSE: _WHO_TOLD_OF_IT,
        Action.FORCE_CLOSE: _WHO_TOLD_OF_IT,
        Action.REOPEN: _WHO_TOLD_OF_IT,
    }
)

#: These take a case from somebody, who may not see it any more and is told all the same.
TAKING_AWAY = frozenset(
    {
        Action.RECALL,
        Action.REDIRECT,
        Action.REASSIGN,
        Action.HAND_OVER,
        Action.HAND_OVER_UNIT,
        Action.CLAIM,
        Action.DELIVER,
        Action.WITHDRAW,
        Action.EXPIRE_POOL,
        Action.APPROVE_EXCUSE,
        Action.END_WHISTLE,
        Action.WITHDRAW_WHISTLE,
        # and what ends a case, with the whistle that is open on it: units that are called may be on their way
        Action.CANCEL,
        Action.CLOSE,
        Action.FORCE_CLOSE,
        Action.MERGE,
        Action.PASS_CHECK,
        Action.REJECT,
    }
)

#: The same of what a resident does by their link, where that is more than of others.
AUDIENCES_OF_RESIDENTS: Mapping[Action, tuple[Audience, ...]] = MappingProxyType(
    {**AUDIENCES, Action.ATTACH: (Audience.HOLDER,)}
)
