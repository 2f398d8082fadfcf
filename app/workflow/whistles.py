"""The words and bounds of a whistle 吹哨 and of the responses 报到 to it."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

Labels = tuple[str, str]


class WhistleState(StrEnum):
    OPEN = "open"  # 吹哨中
    DONE = "done"  # 已结束: by who called, with a result
    WITHDRAWN = "withdrawn"  # 已撤回
    EXPIRED = "expired"  # 期满自动结束: nobody ended it in time
    OVER = "over"  # 随案结束: the case ended before it


class CallState(StrEnum):
    CALLED = "called"  # 待报到
    RESPONDED = "responded"  # 已报到
    DECLINED = "declined"  # 不能报到
    MISSED = "missed"  # 未报到


class Presence(StrEnum):
    """What a phone says of where a response was made."""

    NEAR = "near"  # 在现场
    FAR = "far"  # 不在现场
    UNKNOWN = "unknown"  # 位置不明


WHISTLE_LABELS: Mapping[WhistleState, Labels] = MappingProxyType(
    {
        WhistleState.OPEN: ("吹哨中", "open"),
        WhistleState.DONE: ("已结束", "done"),
        WhistleState.WITHDRAWN: ("已撤回", "withdrawn"),
        WhistleState.EXPIRED: ("期满自动结束", "ended by itself"),
        WhistleState.OVER: ("随案卷结束", "ended with the case"),
    }
)
CALL_LABELS: Mapping[CallState, Labels] = MappingProxyType(
    {
        CallState.CALLED: ("待报到", "to respond"),
        CallState.RESPONDED: ("已报到", "responded"),
        CallState.DECLINED: ("不能报到", "declined"),
        CallState.MISSED: ("未报到", "missed"),
    }
)
PRESENCE_LABELS: Mapping[Presence, Labels] = MappingProxyType(
    {
        Presence.NEAR: ("在现场", "on the spot"),
        Presence.FAR: ("不在现场", "not on the spot"),
        Presence.UNKNOWN: ("位置不明", "place unknown"),
    }
)

MOST_CALLED = 20  # departments by one whistle; each bears a scope key in every change of the case
MOST_AHEAD = timedelta(days=30)  # how far off the time to respond may be
LATE_CALL = timedelta(minutes=10)  # a clock a little slow is forgiven who calls for now
LASTS = timedelta(days=7)  # after the time to respond: from then on it is ended by the system, whoever has not scored


def presence(distance_m: float | None, accuracy_m: float | None, near_m: float) -> Presence:
    """Near, far, or unknown where there is no place or it is known no better than that."""
    if distance_m is None or (accuracy_m is not None and accuracy_m > near_m):
        return Presence.UNKNOWN
    return Presence.NEAR if distance_m <= near_m else Presence.FAR
