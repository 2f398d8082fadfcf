"""The words of the flow in both languages, by kind and code: what a phone shows without asking."""

from collections.abc import Mapping
from types import MappingProxyType

from app.workflow.actions import ACTION_LABELS
from app.workflow.limits import LIMIT_UNIT_LABELS
from app.workflow.states import STAGE_LABELS, STATUS_LABELS

Labels = Mapping[str, tuple[str, str]]

WORDS: Mapping[str, Labels] = MappingProxyType(
    {
        "status": {status.value: words for status, words in STATUS_LABELS.items()},
        "stage": {stage.value: words for stage, words in STAGE_LABELS.items()},
        "limit_unit": {unit.value: words for unit, words in LIMIT_UNIT_LABELS.items()},
        "action": {action.value: words for action, words in ACTION_LABELS.items()},
    }
)
