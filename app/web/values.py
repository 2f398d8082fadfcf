"""The words for codes that the code has already: which enumeration of the API document has which labels."""

from collections.abc import Mapping
from types import MappingProxyType

from app.models.audit import DEED_LABELS
from app.services.flow.declared import Way
from app.services.flow.effects import ACTIONS
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.limits import LIMIT_UNIT_LABELS
from app.workflow.reasons import PHOTO_EXEMPTIONS, REASONS
from app.workflow.states import STAGE_LABELS, STATUS_LABELS
from app.workflow.supervision.ages import AGE_LABELS
from app.workflow.supervision.causes import CAUSE_LABELS
from app.workflow.supervision.faults import FAULT_LABELS
from app.workflow.timing.timeliness import TIMELINESS_LABELS

LABELS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "Action": {code.value: words for code, words in ACTION_LABELS.items()},
        "AgeBand": {code.value: words for code, words in AGE_LABELS.items()},
        "Cause": {code.value: words for code, words in CAUSE_LABELS.items()},
        "Fault": {code.value: words for code, words in FAULT_LABELS.items()},
        "LimitUnit": {code.value: words for code, words in LIMIT_UNIT_LABELS.items()},
        "Stage": {code.value: words for code, words in STAGE_LABELS.items()},
        "Status": {code.value: words for code, words in STATUS_LABELS.items()},
        "Deed": {code.value: words for code, words in DEED_LABELS.items()},
        "FindByCaller.reason_code": REASONS[Action.REVEAL_CONTACT],
        "Timeliness": {code.value: words for code, words in TIMELINESS_LABELS.items()},
        "photo_exemption": PHOTO_EXEMPTIONS,
    }
    # The reasons of each command, under the name of its body.
    | {
        f"{declared.command.__name__}.reason_code": REASONS[action]
        for action, declared in ACTIONS.items()
        if action in REASONS and declared.way is not Way.NOBODY
    }
)
