"""What of a kept answer may be told again: what its user is shown today, and nothing more.

That it was done they are always told: whoever does not learn that does it again.
"""

from typing import NotRequired, TypedDict, cast
from uuid import UUID

from app.authz import Actor
from app.db.session import Session
from app.queries.cases import case as queries
from app.queries.cases.scope import scope_of
from app.services.cases.facts import sight_on
from app.services.organisation import names


class _Kept(TypedDict):
    """Of a kept view of a case: what names cases."""

    id: str
    merged_into: NotRequired[str | None]
    duplicate_candidates: NotRequired[list[dict[str, str]]]


class _KeptOperation(TypedDict):
    """Of a kept result of an operation that was done."""

    case: dict[str, object]
    duplicate_candidates: list[dict[str, object]]


async def of_case(session: Session, actor: Actor, kept: dict[str, object]) -> dict[str, object] | None:
    """A kept view of a case, without what is hidden from the actor today; None: the whole case is."""
    ours = cast(_Kept, kept)
    merged_into, candidates = ours.get("merged_into"), ours.get("duplicate_candidates", [])
    ids = [UUID(named) for named in (ours["id"], merged_into, *(each["id"] for each in candidates)) if named]
    scope = scope_of(actor)
    rows = await session.all(queries.telling_among(scope.shape), case_ids=ids, **scope.values)
    seen = {str(row["id"]): row for row in rows}
    if ours["id"] not in seen:
        return None
    told = dict(sight_on(actor, seen[ours["id"]]).of_case(kept | names.absent(kept)))
    if merged_into and merged_into not in seen:
        told["merged_into"] = None
    if candidates:
        told["duplicate_candidates"] = [each for each in candidates if each["id"] in seen]
    return told


async def of_operation(session: Session, actor: Actor, kept: dict[str, object]) -> dict[str, object]:
    """The same of a pushed operation: its case is null where that is out of sight."""
    ours = cast(_KeptOperation, kept)
    case = await of_case(session, actor, ours["case"] | {"duplicate_candidates": ours["duplicate_candidates"]})
    if case is None:
        return kept | {"case": None, "duplicate_candidates": []}
    return kept | {"duplicate_candidates": case.pop("duplicate_candidates"), "case": case}
