"""Kinds of irregularity 异常, how far one has been judged, and what each is called."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class IrregularityKind(StrEnum):
    DUPLICATE = "duplicate"  # 同人重复上报: the same hand reports the same matter while it is open
    REPORTED_ANEW = (
        "reported_anew"  # 结案后重报: the same hand reports it anew as soon as it is closed, again and again
    )
    REPEATED_PHOTO = "repeated_photo"  # 照片重复使用: the very same picture as evidence of something else
    IMPOSSIBLE_TRAVEL = "impossible_travel"  # 轨迹异常: farther apart than anybody travels
    SELF_HANDLE_RUN = "self_handle_run"  # 连续自报自办: more in a few minutes than hands can do
    RATING_DEVICE = "rating_device"  # 同一设备评价: several residents, one device
    RATING_NETWORK = "rating_network"  # 同一网络评价: many residents, one network
    RATING_BURST = "rating_burst"  # 评价突增: many like scores within minutes, for work of many days


KIND_LABELS: Mapping[IrregularityKind, tuple[str, str]] = MappingProxyType(
    {
        IrregularityKind.DUPLICATE: ("同人重复上报", "Duplicate by the same hand"),
        IrregularityKind.REPORTED_ANEW: ("结案后反复重报", "Reported anew after closing"),
        IrregularityKind.REPEATED_PHOTO: ("照片重复使用", "Photo used again"),
        IrregularityKind.IMPOSSIBLE_TRAVEL: ("轨迹异常", "Impossible travel"),
        IrregularityKind.SELF_HANDLE_RUN: ("连续自报自办", "Run of self-handling"),
        IrregularityKind.RATING_DEVICE: ("同一设备评价", "Ratings from one device"),
        IrregularityKind.RATING_NETWORK: ("同一网络评价", "Ratings from one network"),
        IrregularityKind.RATING_BURST: ("评价突增", "Burst of ratings"),
    }
)


class IrregularityState(StrEnum):
    FOUND = "found"  # 待核定
    WITHDRAWN = "withdrawn"  # 已自动撤销: what was found holds no longer, before anybody judged
    CONFIRMED = "confirmed"  # 属实
    DISMISSED = "dismissed"  # 不属实


STATE_LABELS: Mapping[IrregularityState, tuple[str, str]] = MappingProxyType(
    {
        IrregularityState.FOUND: ("待核定", "To be judged"),
        IrregularityState.WITHDRAWN: ("已自动撤销", "Holds no longer"),
        IrregularityState.CONFIRMED: ("属实", "Confirmed"),
        IrregularityState.DISMISSED: ("不属实", "Dismissed"),
    }
)
JUDGED = frozenset({IrregularityState.CONFIRMED, IrregularityState.DISMISSED})


class EntryKind(StrEnum):
    """What stands in the file of an irregularity; an entry is never changed."""

    STATEMENT = "statement"  # 陈述申辩, of whoever is concerned
    CONFIRMED = "confirmed"  # 核定属实
    DISMISSED = "dismissed"  # 核定不属实
    WITHDRAWN = "withdrawn"  # 自动撤销
    FOUND_AGAIN = "found_again"  # 再次发现
