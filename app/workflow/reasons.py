"""The reasons people must choose from when they refuse, return, redo or end something."""

from collections.abc import Mapping
from types import MappingProxyType

from app.workflow.actions import Action

Labels = tuple[str, str]

REASONS: Mapping[Action, Mapping[str, Labels]] = MappingProxyType(
    {
        Action.REJECT: {
            "not_in_scope": ("不属于受理范围", "Outside the scope of this centre"),
            "not_true": ("情况不属实", "Not confirmed on the spot"),
            "too_vague": ("信息不足且无法联系", "Too little is known and nobody can be asked"),
            "other_channel": ("应通过诉讼、信访等途径解决", "Belongs to a court or a petition office"),
        },
        Action.CANCEL: {
            "by_mistake": ("误报", "Reported by mistake"),
            "already_gone": ("问题已自行消除", "The problem is gone"),
            "test": ("测试数据", "A test"),
        },
        Action.REQUEST_RETURN: {
            "not_our_duty": ("非本部门职责", "Not the duty of this department"),
            "outside_jurisdiction": ("不在管辖范围", "Outside our jurisdiction"),
            "wrong_category": ("类别有误", "Filed under the wrong category"),
            "wrong_place": ("地点有误", "The place is wrong"),
        },
        Action.RECALL: {
            "wrong_unit": ("派错单位", "Sent to the wrong unit"),
            "wrong_category": ("立案类别有误", "Filed under the wrong category"),
            "more_facts": ("需补充情况后再派", "More has to be known first"),
        },
        Action.REDIRECT: {
            "wrong_unit": ("派错单位", "Sent to the wrong unit"),
            "wrong_place": ("地点不在其管辖范围", "The place is outside its jurisdiction"),
            "unit_agrees": ("与单位协商一致", "Agreed with the unit"),
        },
        Action.WITHDRAW: {
            "unit_known": ("已明确承办单位", "It is known by now whose case it is"),
            "wrong_units": ("亮单范围有误", "Published to the wrong units"),
            "urgent_now": ("情况紧急，须直接派单", "It has become urgent, and is dispatched directly"),
            "fallback_gone": ("兜底单位已停用或不再管辖", "The fallback unit is retired or serves there no more"),
        },
        Action.REQUEST_EXCUSE: {
            "not_our_duty": ("非本单位职责", "Not the duty of this unit"),
            "outside_jurisdiction": ("不在管辖范围", "Outside our jurisdiction"),
            "nothing_to_do": ("现场无需协办", "There is nothing for us to do"),
            "done_by_lead": ("主办单位已办结相关事项", "The lead unit has done it already"),
        },
        Action.ESCALATE: {
            "beyond_power": ("超出本级处置能力", "Beyond the power of this level"),
            "several_areas": ("涉及多个辖区", "Concerns several areas"),
            "grave": ("重大或敏感事项", "Grave or sensitive"),
            "stalled": ("久拖未决", "It does not move"),
            "repeat": ("重复诉求提级", "Demanded again and again"),
        },
        Action.REQUEST_SUSPENSION: {
            "needs_budget": ("需列支专项资金", "Money has to be granted first"),
            "needs_procedure": ("须履行法定程序", "A legal procedure takes its time"),
            "weather_or_season": ("受天气或季节限制", "Weather or season forbid it"),
            "third_party": ("等待第三方或上级答复", "Waiting for a third party or a higher level"),
        },
        Action.REQUEST_EXTENSION: {
            "complex": ("情况复杂", "The matter is complex"),
            "several_units": ("需多部门配合", "Several units have to work together"),
            "materials": ("物资或设备未到位", "Materials or machines are missing"),
        },
        Action.REWORK: {
            "not_done": ("问题仍然存在", "The problem is still there"),
            "partly_done": ("处置不彻底", "Only partly done"),
            "poor_evidence": ("佐证材料不符", "The evidence does not show it"),
        },
        Action.FAIL_CHECK: {
            "not_done": ("问题仍然存在", "The problem is still there"),
            "partly_done": ("处置不彻底", "Only partly done"),
            "wrong_place": ("处置地点不符", "Done at another place"),
        },
        Action.REFUSE_SELF_HANDLING: {
            "not_done": ("问题仍然存在", "The problem is still there"),
            "needs_department": ("需由部门处置", "A department has to do it"),
            "poor_evidence": ("佐证材料不符", "The evidence does not show it"),
        },
        Action.FORCE_CLOSE: {
            "beyond_power": ("超出本级处置能力", "Beyond the power of this level"),
            "in_court": ("已进入司法程序", "Before a court"),
            "long_term": ("已纳入长期整治", "Part of a long-term programme"),
            "reporter_withdrew": ("诉求人撤回", "Withdrawn by the reporter"),
        },
        Action.REOPEN: {
            "not_solved": ("问题未解决", "Not solved"),
            "came_back": ("问题复发", "It came back"),
            "false_closure": ("虚假结案", "Closed falsely"),
        },
        Action.REVEAL_CONTACT: {
            "call_back": ("回访", "Calling back"),
            "visit": ("上门处置", "Visiting on the spot"),
            "missing_facts": ("补充情况", "Asking for missing facts"),
            "caller": ("来电查询", "The caller asks about their cases"),
        },
        Action.VIEW_ORIGINAL: {
            "verify_evidence": ("核验佐证", "Checking the evidence"),
            "appeal": ("复核申诉", "Deciding an appeal"),
            "inspection": ("督查抽查", "Inspection"),
        },
    }
)

#: Why a handler may resolve without a photo taken at the place.
PHOTO_EXEMPTIONS: Mapping[str, Labels] = MappingProxyType(
    {
        "nothing_visible": ("事项无可拍摄内容", "Nothing to see, such as a dispute settled"),
        "not_allowed": ("现场禁止拍摄", "Photography is not allowed there"),
        "dark_or_unsafe": ("现场不具备拍摄条件", "Dark or unsafe on the spot"),
    }
)
