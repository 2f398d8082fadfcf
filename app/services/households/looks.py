"""Looks at personal data in the clear: for a purpose, recorded with it, and shown to who leads the village."""

from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.errors import NotPermitted
from app.identifiers import new_id
from app.queries.households import records as queries
from app.queries.households.records import LookRow
from app.schemas.cases.lists import PageQuery
from app.schemas.households.records import HouseholdRevealIn
from app.services.households.access import household_of, led, village_of
from app.services.organisation import names
from app.workflow.households.terms import LookPurpose

_TOLD = ("person_id", "name", "phone", "birth_year", "relation")
Page = tuple[list[dict[str, object]], str | None]


async def reveal(
    session: Session, actor: Actor, code: str, household_id: UUID, body: HouseholdRevealIn
) -> dict[str, object]:
    """The people of a household in the clear, to who keeps the records; to who helps it, for a visit.

    Raises:
        NotFound: it is not within sight. NotPermitted: they see it masked only.
    """
    village = await village_of(session, actor, code)
    row = await household_of(session, village, household_id)
    visits = body.purpose is LookPurpose.VISIT and household_id in village.helped
    if not (village.standing.keeps or visits):
        raise NotPermitted()
    now = clock.now()
    look: LookRow = {
        "id": new_id(now), "household_id": household_id, "purpose": body.purpose.value, "note": body.note,
        "looker_id": actor.user_id, "looked_at": now,
    }  # fmt: skip
    await session.run(queries.LOOK, **look)
    people = await session.all(queries.MEMBERS, household=household_id)
    here = [each for each in people if each["until"] is None]
    accounts: list[dict[str, object]] = [{"account_id": each["user_id"]} for each in here]
    await names.give(session, actor, accounts)
    shown = [columns(each, _TOLD) | account for each, account in zip(here, accounts, strict=True)]
    return {"id": household_id, "address": row["address"], "people": shown}


async def page(session: Session, actor: Actor, code: str, household_id: UUID, query: PageQuery) -> Page:
    """Who looked at a household in the clear, the newest first.

    Raises:
        NotFound, NotPermitted: see `led`.
    """
    village = await led(session, actor, code)
    household = await household_of(session, village, household_id)
    identity = ("looks", household["id"])
    after_at, after = cursors.decode(query.cursor, identity) if query.cursor else cursors.NEWEST
    rows = await session.all(
        queries.LOOKS, household=household["id"], after_at=after_at, after=after, count=query.limit + 1
    )
    views = [{name: value for name, value in row.items() if name != "household_id"} for row in rows[: query.limit]]
    await names.give(session, actor, views)
    last = rows[query.limit - 1] if rows[query.limit :] else None
    return views, None if last is None else cursors.encode(last["looked_at"], last["id"], identity)
