"""Conditions of whistles 吹哨 and the responses 报到 to them; a whistle is open while it calls anybody."""

from app.workflow.condition import Condition

NO_WHISTLE_OPEN = Condition(
    "whistle-open",
    "没有正在进行的吹哨",
    "no whistle is open",
    "已有吹哨正在进行，结束或撤回后再吹",
    "a whistle is open: end or withdraw it first",
    lambda case, now: not case.called,
)
WHISTLE_OPEN = Condition(
    "no-whistle",
    "有正在进行的吹哨",
    "a whistle is open",
    "没有正在进行的吹哨",
    "no whistle is open",
    lambda case, now: bool(case.called),
)
CALLS_WAITING = Condition(
    "calls-answered",
    "尚有单位未报到",
    "a called unit has not answered yet",
    "被吹哨单位均已答复",
    "every called unit has answered",
    lambda case, now: bool(case.open_calls),
)
CALLS_SETTLED = Condition(
    "calls-waiting",
    "被吹哨单位均已答复，或报到时限已过",
    "every called unit has answered, or the time to respond is over",
    "尚有单位未答复且报到时限未到，可以撤回吹哨",
    "units may still respond in time: the whistle can be withdrawn",
    lambda case, now: bool(case.called) and (case.whistle_due_at is None or now > case.whistle_due_at),
)
RESPONSE_DUE = Condition(
    "response-not-due",
    "报到时限已过，尚有单位未答复",
    "the time to respond is over and a unit has not answered",
    "报到时限未到",
    "the time to respond is not over",
    lambda case, now: case.whistle_due_at is not None and now >= case.whistle_due_at,
)
WHISTLE_EXPIRED = Condition(
    "whistle-running",
    "吹哨期限已满",
    "the whistle has been open for as long as it may",
    "吹哨期限未满",
    "the whistle may still be open",
    lambda case, now: case.whistle_ends_at is not None and now >= case.whistle_ends_at,
)
