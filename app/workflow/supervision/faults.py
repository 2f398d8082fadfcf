"""With whom a case is now, and therefore whose time runs out: what a supervisor asks of an overdue case."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from app.workflow.states import Status


class Fault(StrEnum):
    TRIAGE = "triage"  # 受理
    VERIFYING = "verifying"  # 核查
    DISPATCH = "dispatch"  # 派遣
    SIGNING = "signing"  # 签收
    HANDLING = "handling"  # 处置
    CHECKING = "checking"  # 核实


FAULT_LABELS: Mapping[Fault, tuple[str, str]] = MappingProxyType(
    {
        Fault.TRIAGE: ("受理", "triage"),
        Fault.VERIFYING: ("核查", "verification"),
        Fault.DISPATCH: ("派遣", "dispatch"),
        Fault.SIGNING: ("签收", "signing"),
        Fault.HANDLING: ("处置", "handling"),
        Fault.CHECKING: ("核实", "checking"),
    }
)

FAULT_OF: Mapping[Status, Fault] = MappingProxyType(
    {
        Status.REPORTED: Fault.TRIAGE,
        Status.VERIFYING: Fault.VERIFYING,
        Status.FILED: Fault.DISPATCH,
        Status.POOLED: Fault.DISPATCH,
        Status.RETURN_REVIEW: Fault.DISPATCH,
        Status.DISPATCHED: Fault.SIGNING,
        Status.HANDLING: Fault.HANDLING,
        Status.SUSPENDED: Fault.HANDLING,
        Status.SPLIT: Fault.HANDLING,
        Status.RESOLVED: Fault.DISPATCH,
        Status.CHECKING: Fault.CHECKING,
    }
)

#: Where a case waits for one person by name, and which fact says whom. Elsewhere it is with a desk or a unit.
HELD_BY: Mapping[Status, Literal["verifier_id", "checker_id"]] = MappingProxyType(
    {Status.VERIFYING: "verifier_id", Status.CHECKING: "checker_id"}
)
