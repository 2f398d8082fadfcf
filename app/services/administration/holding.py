"""How much somebody holds 未了工作 of open cases, told to whoever looks after people and sees no cases."""

from uuid import UUID

from app.authz import Actor, Permission
from app.db.session import Session
from app.queries.organisation import holding as queries

_KINDS = {"verifications": "verification", "checks": "check", "handling": "case"}


async def counts(session: Session, actor: Actor, user_id: UUID) -> dict[str, int]:
    """How much of each kind, where the actor administers."""
    rows = await session.all(queries.COUNTS, of_user=user_id, paths=paths_of(actor))
    found = {row["kind"]: row["count"] for row in rows}
    return {name: found.get(kind, 0) for name, kind in _KINDS.items()}


def paths_of(actor: Actor) -> list[str]:
    """The subtrees where the actor administers."""
    return list(actor.areas_of(Permission.ADMINISTER))
