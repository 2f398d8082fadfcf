"""Photos as evidence: looked at and kept as those of cases are, once, however often they are sent.

What a phone says of time and place is kept, and refuses nothing; bytes that were used before are marked so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.models.cobuilding_work import EvidenceSubject
from app.queries.cobuilding import photos as queries
from app.services.organisation import names

_TOLD = ("id", "item_code", "taken_at", "is_repeated", "uploaded_by", "created_at")
PATH = "/api/v1/cobuilding/photos/"


async def of(
    session: Session, actor: Actor, subject: EvidenceSubject, ids: Iterable[UUID]
) -> Mapping[UUID, list[dict[str, object]]]:
    """The photos of some things of one kind, the oldest first; of what has none, an empty list."""
    rows = await session.all(queries.OF, of_subject=subject.value, ids=list(ids))
    views = [columns(row, _TOLD) | {"url": f"{PATH}{row['id']}"} for row in rows]
    await names.give(session, actor, views)
    found: dict[UUID, list[dict[str, object]]] = defaultdict(list)
    for row, view in zip(rows, views, strict=True):
        found[row["subject_id"]].append(view)
    return found
