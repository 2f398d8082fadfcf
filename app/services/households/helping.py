"""帮: a household at the bottom is paired with somebody who helps it 结对帮扶; each visit 走访 is recorded."""

from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.session import Session
from app.errors import AlreadyExists, NotFound, NotPermitted, WrongState, invalid_field
from app.identifiers import new_id
from app.queries.households import helping as queries
from app.queries.households import records as record_queries
from app.queries.households import rules as rule_queries
from app.queries.households.helping import ListedPairing, PairingRow, VisitRow
from app.queries.households.records import HouseholdRow
from app.schemas.cases.lists import PageQuery
from app.schemas.households.giving import HelpVisitIn, PairingEnd, PairingIn, PairingQuery
from app.services.households import photos, rulebook, standings
from app.services.households.access import (
    Village,
    account_of,
    household_of,
    kept,
    names_a_user,
    require_there,
    village_of,
)
from app.services.households.records import require_past
from app.services.organisation import names
from app.services.reading.case_view import mask_name

_NIL = UUID(int=0)
_HIDDEN = frozenset({"village_code", "paired_by"})
Page = tuple[list[dict[str, object]], str | None]


class OwnHelper(AlreadyExists):
    """Nobody is the helper of their own household."""

    code, zh = "own-helper", "不能结对帮扶本人所在户"


async def pair(session: Session, actor: Actor, code: str, body: PairingIn) -> dict[str, object]:
    """Names who helps a household from a day on.

    Raises:
        NotFound, NotPermitted, WrongState: see `kept`; it has ended. AlreadyExists: it is helped. Invalid: who, when.
    """
    village = await kept(session, actor, code)
    household = await household_of(session, village, body.household_id, lock=True)
    require_there(household)
    if body.since < clock.today():
        raise invalid_field("/since", "不能早于今日", "not before today")
    helper_id = await _helper(session, village, household, body)
    year = clock.today().year
    rules = await rulebook.on(session, village, clock.today())
    _, places = await standings.places_of(session, village, rules.tie_rules, year=year)
    place = next((each for each in places if each.standing.household_id == household["id"]), None)
    row: PairingRow = {
        "id": new_id(clock.now()), "village_code": village.code, "household_id": household["id"],
        "helper_id": helper_id, "helper_person_id": body.helper_person_id, "since": body.since, "goal": body.goal,
        "points_then": place.standing.points if place else 0, "rank_then": place.rank if place else None,
        "ended_on": None, "outcome": None, "paired_by": actor.user_id, "created_at": clock.now(),
    }  # fmt: skip
    await session.run(queries.PAIR, **row)
    return await _read(session, actor, village, row["id"])


async def _helper(session: Session, village: Village, household: HouseholdRow, body: PairingIn) -> UUID | None:
    """A user, or a resident of the village; never one of the household itself."""
    if (body.helper_person_id is not None) == names_a_user(body):
        zh, en = "账号与住户成员须且只须填一个", "a user or a resident, just one of them"
        raise invalid_field("/username", zh, en)
    people = await session.all(record_queries.MEMBERS, household=household["id"])
    own = {each["person_id"] for each in people if each["until"] is None}
    accounts = {each["user_id"] for each in people if each["until"] is None}
    if body.helper_person_id is not None:
        here = await session.first(rule_queries.PERSON_HERE, person=body.helper_person_id, village=village.code)
        if here is None:
            raise invalid_field("/helper_person_id", "不是本村现有住户成员", "nobody of a household here today")
        if body.helper_person_id in own:
            raise OwnHelper()
        return None
    user_id = await account_of(session, village, body)
    if user_id in accounts:
        raise OwnHelper()
    return user_id


async def end(session: Session, actor: Actor, code: str, pairing_id: UUID, body: PairingEnd) -> dict[str, object]:
    """Ends a pairing with what came of it.

    Raises:
        NotFound, NotPermitted: see `kept`. WrongState: it has ended. Invalid: the day.
    """
    village = await kept(session, actor, code)
    row = await _held(session, village, pairing_id)
    require_past("/on", body.on)
    if body.on < row["since"]:
        raise invalid_field("/on", "不能早于结对之日", "not before it began")
    await session.run(queries.END, of_id=pairing_id, on=body.on, words=body.outcome)
    return await _read(session, actor, village, pairing_id)


async def visit(session: Session, actor: Actor, code: str, pairing_id: UUID, body: HelpVisitIn) -> dict[str, object]:
    """Records a visit: by the helper, or by who keeps the records for one without an account.

    Raises:
        NotFound: it is not within sight. NotPermitted: somebody else helps. WrongState: it has ended. Invalid: the day.
    """
    village = await village_of(session, actor, code)
    row = await _held(session, village, pairing_id)
    if row["helper_id"] != actor.user_id and not village.standing.keeps:
        raise NotPermitted() if village.standing.sees_all else NotFound()
    require_past("/visited_on", body.visited_on)
    if body.visited_on < row["since"]:
        raise invalid_field("/visited_on", "不能早于结对之日", "not before it began")
    now = clock.now()
    told: VisitRow = {
        "id": new_id(now), "pairing_id": pairing_id, "visited_on": body.visited_on, "note": body.note,
        "recorded_by": actor.user_id, "created_at": now,
    }  # fmt: skip
    await session.run(queries.VISIT, **told)
    await photos.use(session, actor, village, body.photo_ids, told["id"])
    view: dict[str, object] = {name: value for name, value in told.items() if name != "pairing_id"}
    await names.give(session, actor, [view])
    return view | {"photo_ids": body.photo_ids}


async def _held(session: Session, village: Village, pairing_id: UUID) -> PairingRow:
    row = await session.first(queries.LOCKED, of_id=pairing_id, village=village.code)
    if row is None:
        raise NotFound()
    if row["ended_on"] is not None:
        raise WrongState(zh="该结对已结束", en="This pairing has ended")
    return row


async def page(session: Session, actor: Actor, code: str, query: PairingQuery) -> Page:
    """The pairings of a village; to a helper without another post there, their own.

    Raises:
        NotFound: the village is none of theirs.
    """
    village = await village_of(session, actor, code)
    identity = ("pairings", actor.user_id, village.code, query.open, query.mine)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _NIL
    rows = await session.all(
        queries.PAGE, village=village.code, all_of_it=village.standing.sees_all and not query.mine,
        me=actor.user_id, open=query.open, after=after, count=query.limit + 1,
    )  # fmt: skip
    views = [_view(actor, village, row) for row in rows[: query.limit]]
    return views, cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None


async def visits(session: Session, actor: Actor, code: str, pairing_id: UUID, query: PageQuery) -> Page:
    """The visits of a pairing, oldest first.

    Raises:
        NotFound: it is not within sight.
    """
    village = await village_of(session, actor, code)
    await _read(session, actor, village, pairing_id)
    identity = ("visits", pairing_id)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _NIL
    rows = await session.all(queries.VISITS, of_id=pairing_id, after=after, count=query.limit + 1)
    views = [
        {name: value for name, value in row.items() if name != "pairing_id"} | {"photo_ids": row["photo_ids"] or []}
        for row in rows[: query.limit]
    ]
    await names.give(session, actor, views)
    return views, cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None


async def _read(session: Session, actor: Actor, village: Village, pairing_id: UUID) -> dict[str, object]:
    row = await session.first(
        queries.ONE, of_id=pairing_id, village=village.code, all_of_it=village.standing.sees_all, me=actor.user_id
    )
    if row is None:
        raise NotFound()
    return _view(actor, village, row)


def _view(actor: Actor, village: Village, row: ListedPairing) -> dict[str, object]:
    goes_on = row["ended_on"] is None
    may = {
        "visit": goes_on and (village.standing.keeps or row["helper_id"] == actor.user_id),
        "end": goes_on and village.standing.keeps,
    }
    name = row["helper_name"]
    masked = name if name is None or row["helper_id"] is not None else mask_name(name)
    return {key: value for key, value in row.items() if key not in _HIDDEN} | {
        "head_name": row["head_name"] and mask_name(row["head_name"]),
        "helper_name": masked,
        "may": [key for key, holds in may.items() if holds],
    }
