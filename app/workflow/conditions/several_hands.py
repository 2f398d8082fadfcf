"""Conditions of which centre has a case: handed up 上报上级 and down 下派."""

from app.workflow.condition import Condition
from app.workflow.limits import MAX_DELEGATIONS

DELEGATED_SELDOM = Condition(
    "delegated-too-often",
    "下派不满三次",
    "it was delegated fewer than three times",
    "该案卷已下派三次，由现中心办理或上报",
    "this case has been delegated three times: the centre that has it decides, or hands it up",
    lambda case, now: case.delegation_count < MAX_DELEGATIONS,
)
NO_PART_ITSELF = Condition(
    "part-of-another",
    "不是拆分出的分件",
    "it is no part of another report",
    "该案卷是拆分出的分件",
    "it is a part of another report",
    lambda case, now: not case.is_part,
)
NOT_IN_PARTS = Condition(
    "in-parts",
    "未拆分办理",
    "it is not handled in parts",
    "该案卷已拆分办理，由分件核实",
    "it is handled in parts: each of them is checked",
    lambda case, now: case.part_count == 0 or case.lead_department is not None,
)
IN_PARTS = Condition(
    "not-in-parts",
    "拆分办理的案卷",
    "it is handled in parts",
    "该案卷未拆分",
    "it was not split",
    lambda case, now: case.part_count > 0 and case.lead_department is None,
)
HELD_BY_ONE_CENTRE = Condition(
    "no-centre-alone",
    "由一个中心单独办理",
    "one centre alone has the case",
    "未由某一中心单独办理",
    "no centre alone has the case",
    lambda case, now: case.centre_path is not None,
)
