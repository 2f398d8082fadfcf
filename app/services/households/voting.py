"""评: votes on a proposal until it closes, and what follows: an entry of the ledger, or none.

Whoever votes or closes holds the proposal meanwhile, so that no vote comes after the count.
"""

from collections.abc import Mapping
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Database, Session
from app.errors import AlreadyExists, NotFound, NotPermitted, WrongState, invalid_field
from app.queries.households import proposals as queries
from app.queries.households import rules as rule_queries
from app.queries.households.proposals import ProposalRow
from app.queries.households.rules import ListedSeat
from app.schemas.households.proposals import VotesIn, WithdrawProposalIn
from app.services.households import ledger, rulebook
from app.services.households.access import OwnHousehold, Village, village_of
from app.workflow.households import votes as counting
from app.workflow.households.terms import LedgerKind, PointsRuleKind, ProposalState

_BATCH = 50


class VotingClosed(WrongState):
    """Voting on this proposal is over."""

    code, zh = "voting-closed", "该提议的表决已截止"


class VotedAlready(AlreadyExists):
    """This seat has voted already; no vote is given twice or changed."""

    code, zh = "voted-already", "该席位已表决，不能重复或更改"


async def vote(session: Session, actor: Actor, code: str, proposal_id: UUID, body: VotesIn) -> None:
    """Gives one's own vote, or writes down those of a meeting with its minutes.

    Raises:
        NotFound: the proposal is not within sight. NotPermitted: a seat of somebody else. OwnHousehold, VotedAlready,
        VotingClosed: as they say. Invalid: no such seat, or no minutes.
    """
    village = await village_of(session, actor, code)
    row = await _held(session, actor, village, proposal_id)
    now = clock.now()
    if row["state"] != ProposalState.OPEN or now > row["closes_at"]:
        raise VotingClosed()
    seats = {seat["id"]: seat for seat in await session.all(rule_queries.SEATS, ids=[v.seat_id for v in body.votes])}
    voted = {each["seat_id"] for each in await session.all(queries.VOTES, of_id=proposal_id)}
    for at, told in enumerate(body.votes):
        seat = seats.get(told.seat_id)
        if seat is None or seat["village_code"] != village.code:
            raise invalid_field(f"/votes/{at}/seat_id", "本村没有这个席位", "there is no such seat here")
        _require_may(actor, village, seat, body)
        _require_voter(row, seat)
        if seat["id"] in voted:
            raise VotedAlready()
        voted.add(seat["id"])
    for told in body.votes:
        await session.run(
            queries.VOTE, proposal_id=proposal_id, seat_id=told.seat_id, choice=told.choice.value,
            minutes=body.minutes, voted_by=actor.user_id, created_at=now,
        )  # fmt: skip


def _require_may(actor: Actor, village: Village, seat: ListedSeat, body: VotesIn) -> None:
    if seat["account_id"] == actor.user_id and village.seat_id == seat["id"]:
        return
    if not village.standing.keeps:
        raise NotPermitted()
    if body.minutes is None:
        raise invalid_field("/minutes", "代录表决须附会议记录", "votes that are not one's own need the minutes")


def _require_voter(row: ProposalRow, seat: ListedSeat) -> None:
    if seat["household_id"] == row["household_id"]:
        raise OwnHousehold()
    today = clock.today()
    over = seat["valid_to"] is not None and seat["valid_to"] < today
    if seat["id"] not in row["voters"] or over:
        zh, en = "该席位不在本提议的表决人之列", "that seat does not vote on this proposal"
        raise NotPermitted(zh=zh, en=en)


async def _held(session: Session, actor: Actor, village: Village, proposal_id: UUID) -> ProposalRow:
    """The proposal within sight, locked."""
    sight = {"paths": village.sight, "seat": village.seat_id, "me": actor.user_id}
    if await session.first(queries.ONE, of_id=proposal_id, village=village.code, **sight) is None:
        raise NotFound()
    return await session.one(queries.LOCKED, of_id=proposal_id, village=village.code)


async def close(session: Session, actor: Actor, code: str, proposal_id: UUID) -> None:
    """Counts the votes: once everybody has voted, or the time is over.

    Raises:
        NotFound, NotPermitted: as everywhere. WrongState: it is closed, or somebody may vote yet.
    """
    village = await village_of(session, actor, code)
    row = await _held(session, actor, village, proposal_id)
    if not village.standing.keeps:
        raise NotPermitted()
    if row["state"] != ProposalState.OPEN:
        raise VotingClosed()
    votes = await _count(session, row)
    if clock.now() <= row["closes_at"] and not votes.is_complete:
        left = votes.voters - votes.given
        raise WrongState(zh=f"表决未截止，尚有 {left} 席未表决", en=f"Voting goes on: {left} seats have not voted yet")
    await _settle(session, row, votes, village.path, actor.user_id)


async def withdraw(session: Session, actor: Actor, code: str, proposal_id: UUID, body: WithdrawProposalIn) -> None:
    """Takes a proposal back before it is decided: who made it, or who keeps the records.

    Raises:
        NotFound, NotPermitted: as everywhere. VotingClosed: it is decided.
    """
    village = await village_of(session, actor, code)
    row = await _held(session, actor, village, proposal_id)
    if row["proposer_id"] != actor.user_id and not village.standing.keeps:
        raise NotPermitted()
    if row["state"] != ProposalState.OPEN or clock.now() > row["closes_at"]:
        raise VotingClosed()
    await _close(session, row, ProposalState.WITHDRAWN, actor.user_id, body.reason)


async def _count(session: Session, row: ProposalRow) -> counting.Count:
    told = await session.all(queries.VOTES, of_id=row["id"])
    return counting.count(len(row["voters"]), [vote["choice"] for vote in told])


async def _settle(
    session: Session, row: ProposalRow, votes: counting.Count, village_path: str, by: UUID | None
) -> None:
    """What the votes say becomes so, with the entry of the ledger in the same transaction."""
    rules = await rulebook.in_force(session, row["village_code"], row["rules_from"])
    takes = row["kind"] == PointsRuleKind.DEDUCT
    majority = rules.deduction_majority if takes else rules.majority
    state = counting.outcome(votes, rules.quorum_percent, majority)
    await _close(session, row, state, by, None)
    if state is ProposalState.PASSED:
        await _enter(session, row, rules, village_path)


async def _close(session: Session, row: ProposalRow, state: ProposalState, by: UUID | None, note: str | None) -> None:
    await session.run(queries.CLOSE, of_id=row["id"], new_state=state.value, at=clock.now(), by=by, note=note)


async def _enter(session: Session, row: ProposalRow, rules: rulebook.Rules, village_path: str) -> None:
    household = await ledger.household_to_write(session, row["village_code"], row["household_id"])
    takes = row["kind"] == PointsRuleKind.DEDUCT
    copied = ("rule_code", "rule_name", "about_case_id", "activity_id", "activity")
    more: Mapping[str, object] = {name: row[name] for name in copied}  # type: ignore[literal-required]
    appeal_until = await ledger.until(session, village_path, clock.now(), rules.appeal_days) if takes else None
    await ledger.write(
        session, household, LedgerKind.DEDUCTION if takes else LedgerKind.AWARD,
        -row["points"] if takes else row["points"], occurred_on=row["occurred_on"], proposal_id=row["id"],
        appeal_until=appeal_until, decide_days=rules.decision_days if takes else None, **more,
    )  # fmt: skip


async def settle_due(database: Database) -> int:
    """Counts what has closed by itself; gives how many, so that the worker goes on while there are more."""
    async with database.reading() as session:
        due = await session.all(queries.DUE, at=clock.now(), count=_BATCH)
    for each in due:
        async with database.writing() as session:
            row = await session.one(queries.LOCKED, of_id=each["id"], village=each["village_code"])
            if row["state"] == ProposalState.OPEN and clock.now() > row["closes_at"]:
                path = await session.one_value(rule_queries.PATH, village=each["village_code"])
                await _settle(session, row, await _count(session, row), path, None)
    return len(due) if len(due) == _BATCH else 0
