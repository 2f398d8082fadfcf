"""The life of a bulletin 简报: drafted, submitted 送审, signed 签发 by a leader who edited nothing of it; then frozen.

A draft may be thrown away; what was signed never changes, and is withdrawn 撤销 only by a later one that says so.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class BulletinStatus(StrEnum):
    DRAFT = "draft"  # 草稿
    SUBMITTED = "submitted"  # 待签发
    PUBLISHED = "published"  # 已签发
    DISCARDED = "discarded"  # 已作废


class BulletinAction(StrEnum):
    EDIT = "edit"  # 编辑
    REFRESH = "refresh"  # 重新取数
    SUBMIT = "submit"  # 送审
    SEND_BACK = "send_back"  # 退回修改
    SIGN = "sign"  # 签发
    DISCARD = "discard"  # 作废
    ACKNOWLEDGE = "acknowledge"  # 签阅


STATUS_LABELS: Mapping[BulletinStatus, tuple[str, str]] = MappingProxyType(
    {
        BulletinStatus.DRAFT: ("草稿", "Draft"),
        BulletinStatus.SUBMITTED: ("待签发", "To be signed"),
        BulletinStatus.PUBLISHED: ("已签发", "Signed"),
        BulletinStatus.DISCARDED: ("已作废", "Thrown away"),
    }
)

_D, _S, _P = BulletinStatus.DRAFT, BulletinStatus.SUBMITTED, BulletinStatus.PUBLISHED
#: From which status each is done.
FROM: Mapping[BulletinAction, frozenset[BulletinStatus]] = MappingProxyType(
    {
        BulletinAction.EDIT: frozenset({_D}),
        BulletinAction.REFRESH: frozenset({_D}),
        BulletinAction.SUBMIT: frozenset({_D}),
        BulletinAction.SEND_BACK: frozenset({_S}),
        BulletinAction.SIGN: frozenset({_S}),
        BulletinAction.DISCARD: frozenset({_D, _S}),
        BulletinAction.ACKNOWLEDGE: frozenset({_P}),
    }
)
#: What only a leader of the centre does.
OF_THE_LEADER = frozenset({BulletinAction.SIGN})


def allowed(status: BulletinStatus, *, edits: bool, leads: bool, has_edited: bool, reads: bool) -> list[BulletinAction]:
    """What somebody may do: who `edits` supervises there, who `leads` heads a centre there, who `reads` is addressed.

    Nobody signs what they have edited.
    """
    may = {
        **dict.fromkeys(BulletinAction, edits),
        BulletinAction.SIGN: leads and not has_edited,
        BulletinAction.ACKNOWLEDGE: reads,
    }
    return [action for action in BulletinAction if may[action] and status in FROM[action]]


def number_of(year: int, number: int) -> tuple[str, str]:
    """What an issue is cited by, in Chinese and English."""
    return f"〔{year}〕第{number}期", f"[{year}] No. {number}"
