"""What a unit asks for and others decide: a return 退单, a suspension 挂账, an extension 延期."""

from enum import StrEnum


class ApprovalKind(StrEnum):
    RETURN = "return"  # 退单
    SUSPENSION = "suspension"  # 挂账
    EXTENSION = "extension"  # 延期


class ApprovalState(StrEnum):
    PENDING = "pending"
    ENDORSED = "endorsed"  # by the dispatcher; the leader has yet to decide
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # the case moved on before anyone decided
