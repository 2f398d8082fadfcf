"""A case as a phone keeps it: small, with the names of the actions allowed; what each needs is reference data."""

from datetime import datetime
from typing import Any

from app.authz import Actor
from app.db.session import Row
from app.services.flow.case_facts import facts_of
from app.services.reading.case_view import masked_contact, point
from app.workflow.engine import allowed
from app.workflow.number import number_of

_TOLD = (
    "id", "version", "status", "channel", "description", "address", "area_code", "area_path", "category_code",
    "urgent", "privacy_tier", "lead_department_code", "assist_codes", "reporter_id", "handler_id", "verifier_id",
    "checker_id", "reported_at", "due_at", "warn_at", "stage_due_at", "resume_at", "order_due_at", "closed_at",
    "rework_round", "result", "reply", "merged_into",
)  # fmt: skip


def case_copy(row: Row, actor: Actor, now: datetime) -> dict[str, Any]:
    """The copy of a case for this actor."""
    view = {name: row[name] for name in _TOLD}
    view["number"] = number_of(row["serial"])
    view["location"] = point(row)
    view["contact"] = masked_contact(row)
    view["actions"] = [transition.action.value for transition in allowed(actor, facts_of(row), now)]
    return view
