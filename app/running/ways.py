"""By which ways cases of the demo's week go to where they are now: who does what, how long after the step before."""

from collections.abc import Mapping

_REPLY = "您反映的问题已处置完毕，感谢您的监督。"
Step = tuple[int, str, str, Mapping[str, object]]  # minutes after the last, who, what, with what

_FILE: Step = (6, "clerk", "file", {"rule_code": "{rule_code}"})
_VERIFY: Step = (
    3, "clerk", "request-verification", {"missing": "请核实现场情况并补充具体位置", "verifier_id": "{worker}"}
)  # fmt: skip
_DISPATCH: Step = (5, "dispatcher", "dispatch", {"lead": "{unit}"})
_SIGN: Step = (25, "unit", "sign", {})
_RESOLVE: Step = (300, "unit", "resolve", {"result": "已到场处置，现场恢复整洁。"})
_CLOSE: Step = (9, "dispatcher", "close", {"close_condition_met": True, "reply": _REPLY})
_TO_UNIT = (_FILE, _DISPATCH)
_HANDLED = (*_TO_UNIT, _SIGN)
_DONE = (*_HANDLED, _RESOLVE)
_SUSPEND: Step = (
    90, "unit", "request-suspension",
    {"reason_code": "needs_budget", "resume_at": "{in_ten_days}", "note": "维修资金正在申请"},
)  # fmt: skip
_ENDORSE: Step = (30, "dispatcher", "approve-suspension", {})
_RETURN: Step = (
    30, "unit", "request-return",
    {"reason_code": "not_our_duty", "proposed_department": "SWJ", "note": "现场为水务管养范围"},
)  # fmt: skip
_PUBLISH: Step = (
    4, "dispatcher", "publish", {"eligible": ["{unit}", "SWJ"], "fallback": "{unit}", "minutes": 30}
)  # fmt: skip
#: By which ways cases go: to where they are now.
WAYS: dict[str, tuple[Step, ...]] = {
    "reported": (),
    "verifying": (_VERIFY,),
    "rejected": ((8, "clerk", "reject", {"reason_code": "not_true", "reply": "经核实，现场未见所述情况。"}),),
    "filed": (_FILE,),
    "pooled": (_FILE, _PUBLISH),
    "dispatched": _TO_UNIT,
    "returned": (*_TO_UNIT, _RETURN),
    "handling": _HANDLED,
    "quick": _HANDLED,
    "urged": (*_HANDLED, (900, "supervisor", "urge", {"note": "居民再次来电，请抓紧处置。"})),
    "ordered": (*_HANDLED, (2400, "supervisor", "supervise", {"demand": "已超时限，请今日内处置并答复。"})),
    "suspension": (*_HANDLED, _SUSPEND),
    "suspended": (*_HANDLED, _SUSPEND, _ENDORSE, (60, "leader", "approve-suspension", {})),
    "extension": (*_HANDLED, (70, "unit", "request-extension", {"reason_code": "materials", "amount": 1})),
    "resolved": _DONE,
    "checking": (*_DONE, (10, "dispatcher", "request-check", {"checker_id": "{worker2}"})),
    "reworked": (*_DONE, (30, "dispatcher", "rework", {"reason_code": "partly_done", "note": "边角仍有残留"})),
    "closed": (*_DONE, _CLOSE),
    "rated": (*_DONE, _CLOSE, (600, "dispatcher", "rate", {"solved": True, "score": 5, "words": "处理得很快，谢谢"})),
    "rated_low": (*_DONE, _CLOSE, (600, "dispatcher", "rate", {"solved": True, "score": 2, "words": "拖得太久"})),
}
