"""The supervision orders 督办 and urges 催办 of one case."""

from uuid import UUID

from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.queries import inbox
from app.queries.cases import parts
from app.services.cases.facts import sight_on
from app.services.organisation import names
from app.services.reading import cases

MOST_URGES = 50


async def of_case(session: Session, actor: Actor, case_id: UUID) -> dict[str, object]:
    """The supervision orders of a case, oldest first, and its latest urges with when they were first read."""
    sight = sight_on(actor, await cases.get(session, actor, case_id))
    told = ("id", "level", "demand", "issued_at", "reply_due_at", "answered_at", "answer", "ended_at")
    issued = await session.all(parts.ORDERS_OF, case_id=case_id)
    urges = await session.all(inbox.URGES_OF, case_id=case_id, count=MOST_URGES)
    items = [
        columns(row, told)
        | {"issued_by": sight.person(row["issued_by"]), "answered_by": sight.person(row["answered_by"])}
        for row in issued
    ]
    await names.give(session, actor, items)
    return {
        "items": items,
        "urges": [
            dict(row)
            | {"actor_id": sight.person(row["actor_id"]), "actor_name": sight.name(row["actor_id"], row["actor_name"])}
            for row in urges
        ],
    }
