"""Conditions of assists 协办 that have a time of their own or ask to be excused 免办."""

from app.workflow.condition import Condition

EXCUSE_NOT_ASKED = Condition(
    "excuse-asked",
    "尚未申请过免办",
    "it was not asked to be excused before",
    "已申请过免办",
    "it was asked to be excused already",
    lambda case, now: bool(set(case.open_assists) - set(case.pending_excuses)),
)
EXCUSE_ASKED = Condition(
    "no-excuse-asked",
    "有待审核的免办申请",
    "an assist waits to be excused",
    "没有待审核的免办申请",
    "no assist waits to be excused",
    lambda case, now: bool(case.pending_excuses),
)
ASSIST_OVERDUE = Condition(
    "assist-not-due",
    "协办时限已到",
    "the time of an assist is over",
    "协办时限未到",
    "the time of no assist is over",
    lambda case, now: case.assist_due_at is not None and now >= case.assist_due_at,
)
