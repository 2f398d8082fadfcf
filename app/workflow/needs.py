"""What ending the work will need 办结要求: told before anybody begins, from the rows that ask for it in the end."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from app.workflow.actions import Action
from app.workflow.conditions import ASSISTS_DONE
from app.workflow.facts import CaseFacts
from app.workflow.states import Status
from app.workflow.transitions import ROWS_OF

_HANDLED = (Status.FILED, Status.POOLED, Status.DISPATCHED, Status.RETURN_REVIEW, Status.HANDLING, Status.SUSPENDED)
#: By which action the work ends from here.
ENDS_BY: Mapping[Status, Action] = MappingProxyType(
    {
        Status.REPORTED: Action.SELF_HANDLE,
        **dict.fromkeys(_HANDLED, Action.RESOLVE),
        Status.RESOLVED: Action.CLOSE,
        Status.CHECKING: Action.PASS_CHECK,
    }
)
CLOSE_CONDITION = "close-condition"  # 结案条件


class Need(NamedTuple):
    """One thing an action will need: a stable code, that of the refusal where there is one, and a sentence.

    `is_met` is None where people judge it; `missing` names what lacks: purposes of photos, codes of units.
    """

    action: Action
    code: str
    is_met: bool | None
    missing: tuple[str, ...]
    zh: str
    en: str


def ahead(case: CaseFacts, close_condition: str | None, now: datetime) -> list[Need]:
    """What is needed to end the work on a case as it is; nothing where no work is ahead."""
    action = ENDS_BY.get(case.status)
    if action is None:
        return []
    row = ROWS_OF[action][0]
    found = []
    for condition in row.conditions:
        missing = case.open_assists if condition is ASSISTS_DONE else ()
        met = condition.holds(case, now)
        found.append(Need(action, condition.failure, met, missing, condition.zh, condition.en))
    if row.evidence is not None:
        lacking = row.evidence.missing(case)
        said = (row.evidence.zh, row.evidence.en)
        found += [
            Need(action, f"{purpose}-photo", purpose not in lacking, (purpose,) if purpose in lacking else (), *said)
            for purpose in row.evidence.purposes
        ]
    if close_condition:
        found.append(Need(action, CLOSE_CONDITION, None, (), close_condition, close_condition))
    return found
