"""What of a kept answer may be told again: what its user is shown today, and nothing more.

That it was done they are always told: whoever does not learn that does it again.
"""

from typing import Any
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.queries import sync as queries
from app.queries.scope import scope_of
from app.services.reading.case_view import detail

#: What rights hide of a case that is seen; where a case has it no more, nobody misses it.
_PERSONAL = ("contact", "reporter_id", "external_id")


async def of_case(session: Session, actor: Actor, kept: dict[str, Any]) -> dict[str, Any] | None:
    """A kept view of a case, without what is hidden from the actor today; None: the whole case is."""
    others = [UUID(each["id"]) for each in kept.get("duplicate_candidates", ())]
    scope = scope_of(actor)
    rows = await session.all(queries.visible_among(scope.shape), case_ids=[UUID(kept["id"]), *others], **scope.values)
    seen = {str(row["id"]): row for row in rows}
    if kept["id"] not in seen:
        return None
    today = detail(seen[kept["id"]], actor, clock.now())
    told = kept | {name: None for name in _PERSONAL if name in kept and today[name] is None}
    if others:
        told["duplicate_candidates"] = [each for each in kept["duplicate_candidates"] if each["id"] in seen]
    return told


async def of_operation(session: Session, actor: Actor, kept: dict[str, Any]) -> dict[str, Any]:
    """The same of a pushed operation: its case is null where that is out of sight."""
    case = await of_case(session, actor, kept["case"] | {"duplicate_candidates": kept["duplicate_candidates"]})
    if case is None:
        return kept | {"case": None, "duplicate_candidates": []}
    return kept | {"duplicate_candidates": case.pop("duplicate_candidates"), "case": case}
