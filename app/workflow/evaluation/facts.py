"""What may be counted of a case, and what may be true of it: the words in which every figure is said.

A case is counted once for each thing that was to be done about it 应办: an `Occurrence` of a kind, at the moment from
which it belongs to a period, with the facts that hold of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntFlag, StrEnum, auto
from types import MappingProxyType
from uuid import UUID

from app.workflow.irregularities.kinds import KIND_LABELS


class Kind(StrEnum):
    """What was to be done; in brackets the moment from which it belongs to a period."""

    REPORT = "report"  # 上报 (when it came)
    TRIAGE = "triage"  # 受理 (when it was due)
    VERIFICATION = "verification"  # 核查 (when it was due)
    DISPATCHING = "dispatching"  # 派遣 (when it was due)
    POOLING = "pooling"  # 亮单 (when it ended)
    ASSIGNMENT = "assignment"  # 交办一个单位 (when the unit was given it)
    SIGNING = "signing"  # 签收 (when it was due)
    HANDLING = "handling"  # 处置 (when it was due)
    CHECK = "check"  # 核实 (when it was due)
    CLOSING = "closing"  # 结案 (when it was due; without a deadline when it was closed)
    RATING = "rating"  # 评价 (when the case was closed)
    ORDER = "order"  # 督办 (when the answer was due)


class Fact(IntFlag):
    """What is true of an occurrence; stored as the sum of these, so none is ever given another number."""

    DONE = auto()  # 已办
    IN_TIME = auto()  # 按期
    FILED = auto()  # 已立案
    REJECTED = auto()  # 不予受理
    MERGED = auto()  # 重复，已并案
    CANCELLED = auto()  # 已撤销
    SELF_HANDLED = auto()  # 自行处置
    BY_WORKER = auto()  # 网格员上报
    AUTOMATIC = auto()  # 超时自动签收
    CLAIMED = auto()  # 已点单
    FIRST = auto()  # 首次派遣
    RIGHT = auto()  # 首派即办结
    RETURNED = auto()  # 申请退单
    WRONGLY_RETURNED = auto()  # 退单被驳回
    EXTENDED = auto()  # 延期
    SUSPENDED = auto()  # 挂账
    REWORKED = auto()  # 返工
    PASSED = auto()  # 核实通过
    FAILED = auto()  # 核实不通过
    CLOSED = auto()  # 已结案
    FORCED = auto()  # 强制结案
    ONCE = auto()  # 一次办结
    REOPENED = auto()  # 重办
    RAISED = auto()  # 提级
    ASKABLE = auto()  # 应回访
    ASKED = auto()  # 已邀评
    ANSWERED = auto()  # 已评价
    SOLVED = auto()  # 已解决
    SATISFIED = auto()  # 满意
    THIRD_LEVEL = auto()  # 三级督办
    IMPORTED = auto()  # 历史导入
    EXEMPT_OVERDUE = auto()  # 超期申诉成立
    EXEMPT_REWORK = auto()  # 返工申诉成立
    EXEMPT_RETURN = auto()  # 退单申诉成立
    EXCLUDED = auto()  # 查实异常: counts for nobody, unless a scheme lists its kinds only
    DUPLICATE = auto()  # 查实异常 of each kind, as `irregular.FACT_OF` tells
    REPORTED_ANEW = auto()
    REPEATED_PHOTO = auto()
    IMPOSSIBLE_TRAVEL = auto()
    SELF_HANDLE_RUN = auto()
    RATING_DEVICE = auto()
    RATING_NETWORK = auto()
    RATING_BURST = auto()


NO_FACTS = Fact(0)

FACT_LABELS: Mapping[Fact, tuple[str, str]] = MappingProxyType(
    {
        Fact.DONE: ("已办", "done"),
        Fact.IN_TIME: ("按期", "in time"),
        Fact.FILED: ("已立案", "filed"),
        Fact.REJECTED: ("不予受理", "rejected"),
        Fact.MERGED: ("重复并案", "merged as a duplicate"),
        Fact.CANCELLED: ("已撤销", "cancelled"),
        Fact.SELF_HANDLED: ("自行处置", "handled by its reporter"),
        Fact.BY_WORKER: ("网格员上报", "reported by a worker"),
        Fact.AUTOMATIC: ("超时自动签收", "signed by the system"),
        Fact.CLAIMED: ("已点单", "claimed"),
        Fact.FIRST: ("首次派遣", "first dispatch"),
        Fact.RIGHT: ("首派准确", "ended with the first unit"),
        Fact.RETURNED: ("申请退单", "return asked for"),
        Fact.WRONGLY_RETURNED: ("退单被驳回", "return refused"),
        Fact.EXTENDED: ("已延期", "extended"),
        Fact.SUSPENDED: ("已挂账", "suspended"),
        Fact.REWORKED: ("返工", "reworked"),
        Fact.PASSED: ("核实通过", "check passed"),
        Fact.FAILED: ("核实不通过", "check failed"),
        Fact.CLOSED: ("已结案", "closed"),
        Fact.FORCED: ("强制结案", "closed by force"),
        Fact.ONCE: ("一次办结", "done at once"),
        Fact.REOPENED: ("重办", "reopened"),
        Fact.RAISED: ("提级", "handed up"),
        Fact.ASKABLE: ("应回访", "a resident to ask"),
        Fact.ASKED: ("已邀评", "asked"),
        Fact.ANSWERED: ("已评价", "answered"),
        Fact.SOLVED: ("已解决", "solved"),
        Fact.SATISFIED: ("满意", "satisfied"),
        Fact.THIRD_LEVEL: ("三级督办", "order of the third level"),
        Fact.IMPORTED: ("历史导入", "of an older system"),
        Fact.EXEMPT_OVERDUE: ("超期申诉成立，免责", "exempt: late by appeal"),
        Fact.EXEMPT_REWORK: ("返工申诉成立，免责", "exempt: reworked by appeal"),
        Fact.EXEMPT_RETURN: ("退单申诉成立，免责", "exempt: returned by appeal"),
        Fact.EXCLUDED: ("查实异常", "found irregular"),
        **{Fact[kind.name]: (zh, en[0].lower() + en[1:]) for kind, (zh, en) in KIND_LABELS.items()},
    }
)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing that was to be done about a case, counted from `at`; `nth` tells those of one kind apart, from 0.

    `worker` is who did it or had to, of a report who told it; `unit` the unit that had the case. `minutes` is how much
    working time it took.
    """

    kind: Kind
    nth: int
    at: datetime
    facts: Fact
    area_path: str
    unit: str | None = None
    worker: UUID | None = None
    minutes: int | None = None
