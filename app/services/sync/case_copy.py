"""A case as a phone keeps it: small, with the names of the actions allowed; what each needs is reference data."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from app.authz import Actor
from app.concurrency.slices import Slices
from app.db.rows import columns
from app.db.session import Session
from app.models.case_row import KnownCase
from app.services.cases import other_cases
from app.services.cases.facts import facts_of, sight_on
from app.services.organisation import names
from app.services.reading.case_view import masked_contact, point
from app.workflow.engine import allowed
from app.workflow.number import number_of

_TOLD = (
    "id", "version", "status", "channel", "title", "nature_code", "source_code",
    "description", "address", "area_code", "area_path", "category_code",
    "urgent", "privacy_tier", "lead_department_code", "team_code", "assist_codes", "reporter_id", "handler_id",
    "verifier_id", "checker_id", "reported_at", "due_at", "warn_at", "stage_due_at", "resume_at", "order_due_at",
    "closed_at", "rework_round", "result", "reply", "external_id",
)  # fmt: skip


async def case_copies(session: Session, rows: Iterable[KnownCase], actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """The copies of some cases for this actor."""
    rows = list(rows)
    seen = await other_cases.in_sight(session, actor, (row["merged_into"] for row in rows))
    copies, slices = [], Slices()
    for row in rows:
        copies.append(_copy(row, actor, now, seen))
        await slices.rest()
    await names.give(session, actor, copies)
    return copies


def _copy(row: KnownCase, actor: Actor, now: datetime, seen: Collection[UUID]) -> dict[str, Any]:
    view = columns(row, _TOLD)
    view["merged_into"] = row["merged_into"] if row["merged_into"] in seen else None
    view["number"] = number_of(row["serial"])
    view["location"] = point(row)
    view["contact"] = masked_contact(row)
    view["actions"] = [transition.action.value for transition in allowed(actor, facts_of(row), now)]
    return sight_on(actor, row).of_case(view)
