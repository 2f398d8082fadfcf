"""How far a matter is, for the resident who reported it: five steps, and the status in plain words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from app.workflow.states import Status

_STEPS = (("收到", "Received"), ("受理", "Accepted"), ("办理", "In hand"), ("核实", "Checked"), ("办结", "Closed"))
_AT: Mapping[Status, int] = MappingProxyType(
    {
        Status.REPORTED: 0,
        Status.VERIFYING: 0,
        Status.FILED: 1,
        Status.POOLED: 1,
        Status.RETURN_REVIEW: 1,
        Status.DISPATCHED: 2,
        Status.HANDLING: 2,
        Status.SUSPENDED: 2,
        Status.SPLIT: 2,
        Status.RESOLVED: 3,
        Status.CHECKING: 3,
        Status.CLOSED: 4,
        Status.ARCHIVED: 4,
    }
)
_PLAIN: Mapping[Status, tuple[str, str]] = MappingProxyType(
    {
        Status.REPORTED: ("已经收到，工作人员正在查看。", "We have it; somebody is looking at it."),
        Status.VERIFYING: ("网格员正去现场查看。", "A grid worker goes to the place to have a look."),
        Status.FILED: ("已经受理，正在确定由谁办理。", "It is accepted; we are finding out who sees to it."),
        Status.POOLED: ("已经受理，正在确定由谁办理。", "It is accepted; we are finding out who sees to it."),
        Status.DISPATCHED: ("已经交给承办单位。", "It has been given to the unit that sees to it."),
        Status.HANDLING: ("承办单位正在处理。", "The unit is at work on it."),
        Status.SUSPENDED: ("暂时无法处理，条件具备后继续。", "It cannot be done just now; it goes on once it can."),
        Status.SPLIT: ("分成几件分别办理，进展见下。", "Several units see to a part each; see below how far they are."),
        Status.RETURN_REVIEW: ("正在重新确定由谁办理。", "We are finding out anew who sees to it."),
        Status.RESOLVED: ("承办单位已处理，等待核实。", "The unit has done its work; it will be checked."),
        Status.CHECKING: ("正在现场核实处理结果。", "Somebody is looking whether it is done."),
        Status.CLOSED: ("已经办结。请您评价。", "It is done. Please tell us whether you are satisfied."),
        Status.ARCHIVED: ("已经办结并归档。", "It is done, and kept on file."),
        Status.REJECTED: ("此事不予受理，原因见答复。", "We do not take this on; the answer says why."),
        Status.MERGED: ("已与同一件事合并办理。", "It is seen to together with another report of the same."),
        Status.CANCELLED: ("此事已撤销。", "It has been withdrawn."),
    }
)


class Step(NamedTuple):
    """A step of the way, and whether it lies behind (`done`), is where the matter is (`now`), or ahead (`ahead`)."""

    name: str
    state: str


def track(status: str, language: str) -> list[Step]:
    """The way of a matter; of one that ends before it is accepted there is none."""
    at, last = _AT.get(Status(status)), len(_STEPS) - 1
    if at is None:
        return []
    states = ["done" if n < at or at == last else "now" if n == at else "ahead" for n in range(len(_STEPS))]
    return [Step(names[language != "zh"], state) for names, state in zip(_STEPS, states, strict=True)]


def in_plain_words(status: str, language: str) -> str:
    """What the status means."""
    return _PLAIN[Status(status)][language != "zh"]
