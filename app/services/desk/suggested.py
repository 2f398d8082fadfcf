"""What is suggested for the rows of a desk: the likeliest unit and category of what waits for a decision."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from app.authz import Actor
from app.db.session import Session
from app.services.desk.known import DeskCase
from app.services.suggesting import showing
from app.services.suggesting.suggest import suggestions_for
from app.workflow.states import Status

View = dict[str, object]
_UNDECIDED = frozenset({Status.REPORTED, Status.FILED, Status.RETURN_REVIEW})
NOTHING: View = {"suggested_department": None, "suggested_category": None}


async def best_for(session: Session, actor: Actor, cases: Sequence[DeskCase]) -> dict[UUID, View]:
    """The likeliest for those of the cases that the actor decides on."""
    undecided = [case.decided_by for case in cases if case.status in _UNDECIDED]
    found = await suggestions_for(session, [case for case in undecided if showing.decides(actor, case["area_path"])])
    best = [each._replace(departments=each.departments[:1], categories=each.categories[:1]) for each in found]
    views = await showing.views(session, actor, best)
    return {each.case_id: _view(view) for each, view in zip(best, views, strict=True)}


def _view(view: View) -> View:
    departments, categories = cast(list[View], view["departments"]), cast(list[View], view["categories"])
    return {
        "suggested_department": departments[0] if departments else None,
        "suggested_category": categories[0] if categories else None,
    }
