"""What was done with tasks, activities, adoptions and projects: entered with the deed itself, never changed."""

from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.identifiers import new_id
from app.models.cobuilding_work import EvidenceSubject, GroupEntryKind
from app.queries.cobuilding import work as queries
from app.services.organisation import names

_TOLD = ("id", "kind", "note", "entered_by", "created_at")


async def enter(
    session: Session,
    actor: Actor,
    subject: EvidenceSubject,
    subject_id: UUID,
    kind: GroupEntryKind,
    note: str | None = None,
    **data: object,
) -> None:
    """One entry."""
    now = clock.now()
    await session.run(
        queries.ENTER, id=new_id(now), subject=subject, subject_id=subject_id, kind=kind, note=note, data=data,
        entered_by=actor.user_id, created_at=now,
    )  # fmt: skip


async def of(session: Session, actor: Actor, subject_id: UUID) -> list[dict[str, object]]:
    """All of one, the first entry first."""
    views = [columns(row, _TOLD) for row in await session.all(queries.HISTORY, of_id=subject_id)]
    await names.give(session, actor, views)
    return views
