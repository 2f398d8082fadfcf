"""罚 and its way of appeal 申诉: within the working days the rules gave, once, decided by others than who proposed."""

from collections.abc import Mapping
from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.session import Session
from app.errors import AlreadyExists, NotFound, NotPermitted, WrongState, invalid_field
from app.identifiers import new_id
from app.queries.households import ledger as queries
from app.queries.households import proposals as proposal_queries
from app.queries.households.ledger import AppealRow, ListedAppeal
from app.schemas.households.ledger import DecideAppealIn, PointsAppealIn, PointsAppealQuery
from app.services.households import ledger, photos
from app.services.households.access import Village, homes_of, led, sees_all, village_of
from app.services.households.rulebook import in_force
from app.services.organisation import names
from app.services.reading.case_view import mask_name
from app.workflow.households.terms import LedgerKind, PointsAppealState

_NIL = UUID(int=0)
_HIDDEN = frozenset({"village_code", "proposal_id", "made_by"})
Page = tuple[list[dict[str, object]], str | None]


class AppealTooLate(WrongState):
    """The time for an appeal against this entry is over."""

    code, zh = "appeal-too-late", "该扣分的申诉期已过"


class AppealedAlready(AlreadyExists):
    """There is an appeal against this entry already."""

    code, zh = "appealed-already", "该扣分已有申诉"


class PartyDecides(NotPermitted):
    """Who proposed, filed or voted for the deduction, or lives in the household, does not decide the appeal."""

    code, zh = "party-decides", "提议人、经办人、投赞成票者和本户成员不得裁定该申诉"


async def file(session: Session, actor: Actor, code: str, entry_id: UUID, body: PointsAppealIn) -> dict[str, object]:
    """Takes down the appeal of a household: a keeper, a worker of its grid, or one of its own people.

    Raises:
        NotFound: the entry is not within sight. WrongState: nothing was taken by it. AppealTooLate, AppealedAlready.
    """
    village = await village_of(session, actor, code)
    entry, household = await ledger.entry_held(session, village, entry_id)
    if entry["appeal_until"] is None:
        raise WrongState(zh="该条不是扣分，无从申诉", en="Nothing was taken by this entry")
    if entry["appeal_state"] is not None:
        raise AppealedAlready()
    now = clock.now()
    if now > entry["appeal_until"]:
        raise AppealTooLate(appeal_until=entry["appeal_until"].isoformat())
    days = entry["decide_days"] or (await in_force(session, village.code, clock.today())).decision_days
    row: AppealRow = {
        "id": new_id(now), "village_code": village.code, "household_id": household["id"], "entry_id": entry_id,
        "grounds": body.grounds, "state": PointsAppealState.OPEN.value, "filed_by": actor.user_id, "created_at": now,
        "decide_by": await ledger.until(session, village.path, now, days), "decider_id": None, "decided_at": None,
        "decision": None,
    }  # fmt: skip
    await session.run(queries.APPEAL, **row)
    await photos.use(session, actor, village, body.photo_ids, row["id"])
    return await _read(session, actor, village, row["id"])


async def decide(session: Session, actor: Actor, code: str, appeal_id: UUID, body: DecideAppealIn) -> dict[str, object]:
    """Decides an appeal; what is given back is an entry of the ledger, in the year of the deduction.

    Raises:
        NotFound, NotPermitted: see `led`. PartyDecides: as it says. WrongState: it is decided. Invalid: see the body.
    """
    village = await led(session, actor, code)
    row = await session.first(queries.LOCKED_APPEAL, of_id=appeal_id, village=village.code)
    if row is None:
        raise NotFound()
    if row["state"] != PointsAppealState.OPEN:
        raise WrongState(zh="该申诉已裁定", en="This appeal is decided")
    appeal = await session.one(queries.ONE_APPEAL, of_id=appeal_id, village=village.code)
    if actor.user_id in await _parties(session, appeal) or row["household_id"] in await homes_of(session, actor):
        raise PartyDecides()
    entry, household = await ledger.entry_held(session, village, row["entry_id"])
    back = _given_back(body, await ledger.still_taken(session, entry))
    now = clock.now()
    await session.run(
        queries.DECIDE, of_id=appeal_id, new_state=body.state.value, by=actor.user_id, at=now, words=body.decision
    )
    if back:
        await ledger.write(
            session, household, LedgerKind.REVERSAL, back, occurred_on=entry["occurred_on"],
            corrects_id=entry["id"] if entry["corrects_id"] is None else entry["corrects_id"],
            rule_code=entry["rule_code"], rule_name=entry["rule_name"], reason=body.decision, made_by=actor.user_id,
        )  # fmt: skip
    return await _read(session, actor, village, appeal_id)


def _given_back(body: DecideAppealIn, stands: int) -> int:
    """Points an appeal gives back, of those that are still taken by then."""
    if body.state is PointsAppealState.OPEN:
        raise invalid_field("/state", "须作出裁定", "it has to be decided")
    partly = body.state is PointsAppealState.PARTLY
    if partly != (body.restore is not None):
        zh, en = (
            "部分成立时须填退还分值，其他情形不填",
            "points to give back are told where granted in part, and only there",
        )
        raise invalid_field("/restore", zh, en)
    if body.restore is not None and body.restore >= stands:
        zh, en = f"部分成立须少于现有扣分 {stands}", f"a part is less than the {stands} points that are taken"
        raise invalid_field("/restore", zh, en)
    return body.restore or (max(stands, 0) if body.state is PointsAppealState.GRANTED else 0)


async def _parties(session: Session, appeal: ListedAppeal) -> set[UUID | None]:
    """Who had a hand in it: proposed, corrected, filed the appeal, voted yes or wrote that down."""
    parties = {appeal["filed_by"], appeal["made_by"]}
    if appeal["proposal_id"] is not None:
        proposal = await session.one(
            proposal_queries.LOCKED, of_id=appeal["proposal_id"], village=appeal["village_code"]
        )
        votes = await session.all(proposal_queries.VOTES, of_id=appeal["proposal_id"])
        parties |= {proposal["proposer_id"], *(vote["voted_by"] for vote in votes if vote["choice"] == "yes")}
    return parties - {None}


async def page(session: Session, actor: Actor, code: str, query: PointsAppealQuery) -> Page:
    """The appeals of a village, for whoever keeps or leads it.

    Raises:
        NotFound: the village is none of theirs. NotPermitted: they neither keep nor lead it.
    """
    village = await sees_all(session, actor, code)
    filters = query.model_dump(mode="json", exclude={"limit", "cursor"})
    identity = ("appeals", village.code, filters)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _NIL
    rows = await session.all(
        queries.APPEALS, village=village.code, state=filters["state"], after=after, count=query.limit + 1
    )
    views = await _views(session, actor, village, rows[: query.limit])
    return views, cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None


async def _read(session: Session, actor: Actor, village: Village, appeal_id: UUID) -> dict[str, object]:
    row = await session.one(queries.ONE_APPEAL, of_id=appeal_id, village=village.code)
    return (await _views(session, actor, village, [row]))[0]


async def _views(session: Session, actor: Actor, village: Village, rows: list[ListedAppeal]) -> list[dict[str, object]]:
    homes = await homes_of(session, actor)
    views = [_view(actor, village, row, own=row["household_id"] in homes) for row in rows]
    await names.give(session, actor, views)
    return views


def _view(actor: Actor, village: Village, row: ListedAppeal, *, own: bool) -> dict[str, object]:
    told: Mapping[str, object] = {name: value for name, value in row.items() if name not in _HIDDEN}
    is_open = row["state"] == PointsAppealState.OPEN
    party = own or actor.user_id in (row["filed_by"], row["made_by"])
    return dict(told) | {
        "head_name": row["head_name"] and mask_name(row["head_name"]),
        "is_late": (row["decided_at"] or clock.now()) > row["decide_by"],
        "photo_ids": row["photo_ids"] or [],
        "may": ["decide"] if is_open and village.standing.leads and not party else [],
    }
