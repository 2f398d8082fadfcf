"""What of a kept answer may be told again: what its user is shown today, and nothing more.

That it was done they are always told: whoever does not learn that does it again.
"""

from typing import Any
from uuid import UUID

from app.authz import Actor
from app.db.session import Session
from app.queries.cases.scope import scope_of
from app.queries.sync import pull as queries
from app.services.cases.facts import sight_on
from app.services.organisation import names


async def of_case(session: Session, actor: Actor, kept: dict[str, Any]) -> dict[str, Any] | None:
    """A kept view of a case, without what is hidden from the actor today; None: the whole case is."""
    named = [UUID(kept["merged_into"])] if kept.get("merged_into") else []
    others = [UUID(each["id"]) for each in kept.get("duplicate_candidates", ())]
    ids = [UUID(kept["id"]), *named, *others]
    scope = scope_of(actor)
    rows = await session.all(queries.visible_among(scope.shape), case_ids=ids, **scope.values)
    seen = {str(row["id"]): row for row in rows}
    if kept["id"] not in seen:
        return None
    told = dict(sight_on(actor, seen[kept["id"]]).of_case(kept | names.absent(kept)))
    if named and kept["merged_into"] not in seen:
        told["merged_into"] = None
    if others:
        told["duplicate_candidates"] = [each for each in kept["duplicate_candidates"] if each["id"] in seen]
    return told


async def of_operation(session: Session, actor: Actor, kept: dict[str, Any]) -> dict[str, Any]:
    """The same of a pushed operation: its case is null where that is out of sight."""
    case = await of_case(session, actor, kept["case"] | {"duplicate_candidates": kept["duplicate_candidates"]})
    if case is None:
        return kept | {"case": None, "duplicate_candidates": []}
    return kept | {"duplicate_candidates": case.pop("duplicate_candidates"), "case": case}
