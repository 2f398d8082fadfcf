"""The statuses of a case and the five stages 五阶段 they belong to."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Stage(StrEnum):
    COLLECT = "collect"
    ANALYSE = "analyse"
    ROUTE = "route"
    COMMAND = "command"
    SUPERVISE = "supervise"
    ENDED = "ended"


class Status(StrEnum):
    REPORTED = "reported"
    VERIFYING = "verifying"
    FILED = "filed"
    POOLED = "pooled"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    SUSPENDED = "suspended"
    SPLIT = "split"
    RETURN_REVIEW = "return_review"
    RESOLVED = "resolved"
    CHECKING = "checking"
    CLOSED = "closed"
    ARCHIVED = "archived"
    REJECTED = "rejected"
    MERGED = "merged"
    CANCELLED = "cancelled"


STAGE_OF: Mapping[Status, Stage] = MappingProxyType(
    {
        Status.REPORTED: Stage.ANALYSE,
        Status.VERIFYING: Stage.COLLECT,
        Status.FILED: Stage.ROUTE,
        Status.POOLED: Stage.ROUTE,
        Status.DISPATCHED: Stage.COMMAND,
        Status.HANDLING: Stage.COMMAND,
        Status.SUSPENDED: Stage.COMMAND,
        Status.SPLIT: Stage.COMMAND,
        Status.RETURN_REVIEW: Stage.ROUTE,
        Status.RESOLVED: Stage.SUPERVISE,
        Status.CHECKING: Stage.SUPERVISE,
        Status.CLOSED: Stage.SUPERVISE,
        Status.ARCHIVED: Stage.ENDED,
        Status.REJECTED: Stage.ENDED,
        Status.MERGED: Stage.ENDED,
        Status.CANCELLED: Stage.ENDED,
    }
)

#: Work remains for somebody on staff: the rows the partial indexes of open cases hold.
OPEN = frozenset(
    {
        Status.REPORTED,
        Status.VERIFYING,
        Status.FILED,
        Status.POOLED,
        Status.DISPATCHED,
        Status.HANDLING,
        Status.SUSPENDED,
        Status.SPLIT,
        Status.RETURN_REVIEW,
        Status.RESOLVED,
        Status.CHECKING,
    }
)

#: Not filed yet. What comes after may lack the time of its filing: history does not tell it.
UNFILED = frozenset({Status.REPORTED, Status.VERIFYING})

#: No action leads out of these.
FINAL = frozenset({Status.CANCELLED})

STAGE_LABELS: Mapping[Stage, tuple[str, str]] = MappingProxyType(
    {
        Stage.COLLECT: ("信息收集", "Collect"),
        Stage.ANALYSE: ("分析研判", "Analyse"),
        Stage.ROUTE: ("分流交换", "Route"),
        Stage.COMMAND: ("调度指挥", "Command"),
        Stage.SUPERVISE: ("反馈督办", "Supervise"),
        Stage.ENDED: ("已办结", "Ended"),
    }
)

STATUS_LABELS: Mapping[Status, tuple[str, str]] = MappingProxyType(
    {
        Status.REPORTED: ("已上报", "Reported"),
        Status.VERIFYING: ("核查中", "Verifying"),
        Status.FILED: ("已立案待派", "Filed"),
        Status.POOLED: ("亮单中", "In the pool"),
        Status.DISPATCHED: ("待签收", "Dispatched"),
        Status.HANDLING: ("处置中", "Handling"),
        Status.SUSPENDED: ("挂账", "Suspended"),
        Status.SPLIT: ("分件办理", "In parts"),
        Status.RETURN_REVIEW: ("退单待审", "Return under review"),
        Status.RESOLVED: ("已处置待核实", "Resolved"),
        Status.CHECKING: ("核实中", "Checking"),
        Status.CLOSED: ("已结案", "Closed"),
        Status.ARCHIVED: ("已归档", "Archived"),
        Status.REJECTED: ("不予受理", "Rejected"),
        Status.MERGED: ("已并案", "Merged"),
        Status.CANCELLED: ("已撤销", "Cancelled"),
    }
)
