"""The table: every move of a case from report to archive, one row a move. Nothing else decides what may happen.

The rows stand in `app/workflow/table/`, by stage. Read one as: this action takes a case from one of these statuses to
that one; this permission and one of these relations are needed; these conditions must hold; these fields must, those
may be given; this is what the clocks do.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.workflow.actions import Action
from app.workflow.states import Status
from app.workflow.table import (
    assisting,
    closing,
    handling,
    in_place,
    intake,
    pool,
    routing,
    several_hands,
    supervision,
    whistling,
)
from app.workflow.transition import Transition

TRANSITIONS: tuple[Transition, ...] = (
    *intake.ROWS,
    *routing.ROWS,
    *pool.ROWS,
    *several_hands.ROWS,
    *handling.ROWS,
    *assisting.ROWS,
    *whistling.ROWS,
    *closing.ROWS,
    *supervision.ROWS,
    *in_place.ROWS,
)


def _by_status() -> Mapping[Status, tuple[Transition, ...]]:
    return MappingProxyType({status: tuple(row for row in TRANSITIONS if status in row.sources) for status in Status})


FROM_STATUS: Mapping[Status, tuple[Transition, ...]] = _by_status()
ROWS_OF: Mapping[Action, tuple[Transition, ...]] = MappingProxyType(
    {action: tuple(row for row in TRANSITIONS if row.action is action) for action in Action}
)
