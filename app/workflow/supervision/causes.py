"""Why a case is late 延误原因, as far as the case itself tells: several may hold at once, or none."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Cause(StrEnum):
    UNDISPATCHED = "undispatched"  # 尚未派单
    UNCLAIMED = "unclaimed"  # 无人点单
    AUTO_SIGNED = "auto-signed"  # 单位未签收
    UNASSIGNED = "unassigned"  # 无人经办
    RETURNED = "returned"  # 退单
    REDIRECTED = "redirected"  # 撤回、改派
    REWORKED = "reworked"  # 返工
    SUSPENDED = "suspended"  # 挂账
    ASKED = "more-time-asked"  # 申请延期、挂账待审


CAUSE_LABELS: Mapping[Cause, tuple[str, str]] = MappingProxyType(
    {
        Cause.UNDISPATCHED: ("尚未派单", "not dispatched yet"),
        Cause.UNCLAIMED: ("亮单无人点单", "no unit claims it"),
        Cause.AUTO_SIGNED: ("单位未按时签收", "not signed by its unit"),
        Cause.UNASSIGNED: ("未指定经办人", "no handler named"),
        Cause.RETURNED: ("退过单", "returned between units"),
        Cause.REDIRECTED: ("改派过", "redirected"),
        Cause.REWORKED: ("返工", "done again after a check"),
        Cause.SUSPENDED: ("挂过账", "was suspended"),
        Cause.ASKED: ("延期或挂账申请待审", "more time asked for, undecided"),
    }
)
