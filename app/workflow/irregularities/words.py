"""Evidence in words 证据说明: one sentence a person can check against the cases, of the figures that were kept."""

from collections.abc import Mapping
from types import MappingProxyType

from app.workflow.irregularities.kinds import IrregularityKind as Kind
from app.workflow.irregularities.photos import PhotoFault

_SENTENCES: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        Kind.DUPLICATE: (
            "同一人 {minutes} 分钟前在相距 {metres} 米处上报过同类事项，文字相同 {percent}%，当时尚未结案；"
            "此类未结上报共 {times} 件",
            "The same person had reported the same category {minutes} min before, {metres} m away, in words "
            "{percent} % the same, and it was open; {times} such in all",
        ),
        Kind.REPORTED_ANEW: (
            "同一人在同一处（{metres} 米内）连续 {times} 件结案后又重报，历时 {hours} 小时，"
            "最近一件结案 {minutes} 分钟后即重报，文字相同 {percent}% 以上",
            "The same person reported it anew after {times} of the same were closed one after the other within "
            "{metres} m and {hours} h, {minutes} min after the last, in words at least {percent} % the same",
        ),
        Kind.IMPOSSIBLE_TRAVEL: (
            "当日 {times} 个定位中有 {odd} 个无法与其余连成一条路线；"
            "最快一段 {metres} 米用时 {seconds} 秒，合每小时 {kmh} 公里",
            "Of {times} places of the day {odd} cannot be on one way with the others; the fastest leg is {metres} m in "
            "{seconds} s, or {kmh} km/h",
        ),
        Kind.SELF_HANDLE_RUN: (
            "{minutes} 分钟内在同一处连续自报自办同类事项 {times} 件；当日自报自办共 {of_the_day} 件",
            "{times} of one category reported and handled by themselves at one place within {minutes} min; "
            "{of_the_day} that day in all",
        ),
        Kind.RATING_DEVICE: (
            "{callers} 名不同诉求人的 {times} 条评价由同一设备（{device}）"
            "在 {minutes} 分钟内作出，其中 {percent}% 为 {score} 分",
            "{times} ratings of {callers} different callers came from one device ({device}) within {minutes} min; "
            "{percent} % of them gave {score}",
        ),
        Kind.RATING_NETWORK: (
            "{callers} 名不同诉求人的 {times} 条评价来自同一网络（{network}），"
            "历时 {minutes} 分钟，其中 {percent}% 为 {score} 分",
            "{times} ratings of {callers} different callers came from one network ({network}) within {minutes} min; "
            "{percent} % of them gave {score}",
        ),
        Kind.RATING_BURST: (
            "{minutes} 分钟内集中收到 {times} 条评价，{percent}% 为 {score} 分，"
            "而所评案卷的结案时间前后相差 {hours} 小时",
            "{times} ratings within {minutes} min, {percent} % of them {score}, about cases that were closed over "
            "{hours} h",
        ),
    }
)
_PHOTOS: Mapping[PhotoFault, tuple[str, str]] = MappingProxyType(
    {
        PhotoFault.BEFORE_IS_AFTER: (
            "处置前与处置后是同一张照片（摘要 {sha256}）",
            "Before and after are the very same picture (digest {sha256})",
        ),
        PhotoFault.AFTER_REWORK: (
            "返工后提交的仍是返工前的处置后照片（摘要 {sha256}），相隔 {minutes} 分钟",
            "After the rework the very picture of before it was sent again (digest {sha256}), {minutes} min later",
        ),
        PhotoFault.ELSEWHERE: (
            "同一张照片（摘要 {sha256}）已用于相距 {metres} 米的另一案卷",
            "The very same picture (digest {sha256}) is evidence of another case {metres} m away",
        ),
        PhotoFault.LATER: (
            "同一张照片（摘要 {sha256}）在 {minutes} 分钟前已用于同一处的另一案卷",
            "The very same picture (digest {sha256}) had been used for another case there {minutes} min before",
        ),
    }
)


def said(kind: Kind, figures: Mapping[str, object]) -> tuple[str, str]:
    """The evidence in Chinese and in English."""
    zh, en = _PHOTOS[PhotoFault(str(figures["fault"]))] if kind is Kind.REPEATED_PHOTO else _SENTENCES[kind]
    return zh.format_map(figures), en.format_map(figures)
