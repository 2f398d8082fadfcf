"""What each action does besides changing the status: one function an action, in files by the stage it belongs to.

Each file ends with what it declares, `ACTIONS`.
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from app.services.flow.declared import Declared, Way
from app.services.flow.effects import (
    assisting,
    closing,
    delivering,
    following,
    handing_over,
    handing_up,
    handling,
    locating,
    merging,
    minutes,
    pool,
    reassigning,
    recomputing,
    requests,
    responding,
    routing,
    saying,
    splitting,
    succession,
    supervision,
    transferring,
    triage,
    whistling,
)
from app.services.flow.move import Move
from app.workflow.actions import Action

DECLARED: tuple[Declared, ...] = (
    *assisting.ACTIONS,
    *closing.ACTIONS,
    *delivering.ACTIONS,
    *following.ACTIONS,
    *handing_over.ACTIONS,
    *handing_up.ACTIONS,
    *handling.ACTIONS,
    *locating.ACTIONS,
    *merging.ACTIONS,
    *pool.ACTIONS,
    *minutes.ACTIONS,
    *reassigning.ACTIONS,
    *recomputing.ACTIONS,
    *requests.ACTIONS,
    *responding.ACTIONS,
    *routing.ACTIONS,
    *saying.ACTIONS,
    *splitting.ACTIONS,
    *succession.ACTIONS,
    *supervision.ACTIONS,
    *transferring.ACTIONS,
    *triage.ACTIONS,
    *whistling.ACTIONS,
)
ACTIONS: Mapping[Action, Declared] = MappingProxyType({declared.action: declared for declared in DECLARED})

ROUTED = frozenset(action for action, declared in ACTIONS.items() if declared.way in (Way.ROUTE, Way.ROUTE_ALONE))

#: What is open on a case and ends with its stage or its unit: asked after the effect of every move.
ENDINGS: tuple[Callable[[Move], Awaitable[None]], ...] = (
    requests.end_with_the_case,
    supervision.end_with_the_case,
    pool.end_with_the_status,
    whistling.end_with_the_case,
    handing_up.follow_the_place,
    splitting.tell_the_report,
)
