"""Proposals as they are read: with their count while they are open, with each vote to whoever opens one."""

from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound
from app.queries.households import proposals as queries
from app.queries.households import rules as rule_queries
from app.queries.households.proposals import ListedProposal
from app.schemas.households.proposals import ProposalQuery
from app.services.households.access import Village, village_of
from app.services.households.council import shown_name
from app.services.households.rulebook import in_force
from app.services.organisation import names
from app.services.reading.case_view import mask_name
from app.workflow.households.terms import ProposalState
from app.workflow.households.votes import needed

Page = tuple[list[dict[str, object]], str | None]
_HIDDEN = frozenset({"village_code", "area_path", "voters", "voted", "closed_by", "yes", "no", "abstain", "photo_ids"})


async def page(session: Session, actor: Actor, code: str, query: ProposalQuery) -> Page:
    """The proposals within sight, the newest first.

    Raises:
        NotFound: the village is none of theirs.
    """
    village = await village_of(session, actor, code)
    filters = query.model_dump(mode="json", exclude={"limit", "cursor"})
    identity = ("proposals", actor.user_id, village.code, filters)
    before = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else None
    rows = await session.all(
        queries.PAGE, village=village.code, **_sight(actor, village), state=filters["state"],
        household=query.household, before=before, count=query.limit + 1,
    )  # fmt: skip
    views = [await _view(session, actor, village, row) for row in rows[: query.limit]]
    await names.give(session, actor, views)
    return views, cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None


async def read(session: Session, actor: Actor, code: str, proposal_id: UUID) -> dict[str, object]:
    """One with its votes and evidence.

    Raises:
        NotFound: there is none within sight.
    """
    village = await village_of(session, actor, code)
    row = await session.first(queries.ONE, of_id=proposal_id, village=village.code, **_sight(actor, village))
    if row is None:
        raise NotFound()
    votes = await session.all(queries.VOTES, of_id=proposal_id)
    seats = {seat["id"]: seat for seat in await session.all(rule_queries.SEATS, ids=[v["seat_id"] for v in votes])}
    shown: list[dict[str, object]] = [
        {"seat_id": vote["seat_id"], "member_name": shown_name(seats[vote["seat_id"]]), "choice": vote["choice"],
         "minutes": vote["minutes"], "voted_by": vote["voted_by"], "created_at": vote["created_at"]}
        for vote in votes
    ]  # fmt: skip
    view = await _view(session, actor, village, row)
    await names.give(session, actor, [view])
    await names.give(session, actor, shown)
    return view | {"votes": shown, "photo_ids": row["photo_ids"] or []}


def _sight(actor: Actor, village: Village) -> dict[str, object]:
    return {"paths": village.sight, "seat": village.seat_id, "me": actor.user_id}


async def _view(session: Session, actor: Actor, village: Village, row: ListedProposal) -> dict[str, object]:
    rules = await in_force(session, village.code, row["rules_from"])
    voted, voters = row["voted"] or [], row["voters"]
    running = row["state"] == ProposalState.OPEN and clock.now() <= row["closes_at"]
    mine = village.seat_id if village.seat_id in voters and village.seat_id not in voted else None
    complete = len(voted) >= len(voters)
    may = {
        "vote": running and mine is not None,
        "record": running and village.standing.keeps and not complete,
        "close": row["state"] == ProposalState.OPEN and village.standing.keeps and (complete or not running),
        "withdraw": running and (village.standing.keeps or row["proposer_id"] == actor.user_id),
    }
    count = {"voters": len(voters), "given": len(voted), "quorum": needed(len(voters), rules.quorum_percent)}
    return {name: value for name, value in row.items() if name not in _HIDDEN} | {
        "head_name": row["head_name"] and mask_name(row["head_name"]),
        "count": count | {name: row[name] for name in ("yes", "no", "abstain")},
        "my_seat_id": mine if running else None,
        "may": [name for name, holds in may.items() if holds],
    }
