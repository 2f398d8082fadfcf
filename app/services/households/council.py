"""The council 评议会 of a village: seats of residents and users, from a day until a day; who votes by themselves."""

from datetime import date
from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound, invalid_field
from app.identifiers import new_id
from app.models.audit import Deed
from app.queries.households import records as record_queries
from app.queries.households import rules as queries
from app.queries.households.rules import ListedSeat, SeatRow
from app.schemas.households.rules import SeatEnd, SeatIn, SeatQuery
from app.services.households.access import Village, account_of, called_by, led, names_a_user, village_of
from app.services.reading.case_view import mask_name
from app.services.security.trail import record

_NIL = UUID(int=0)
Page = tuple[list[dict[str, object]], str | None]


async def page(session: Session, actor: Actor, code: str, query: SeatQuery) -> Page:
    """The seats of a village's council.

    Raises:
        NotFound: the village is none of theirs.
    """
    village = await village_of(session, actor, code)
    identity = ("council", village.code, query.current)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _NIL
    rows = await session.all(
        queries.PAGE, village=village.code, current=query.current, day=clock.today(), after=after, count=query.limit + 1
    )
    views = [view(row) for row in rows[: query.limit]]
    return views, cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None


async def seat(session: Session, actor: Actor, code: str, body: SeatIn) -> dict[str, object]:
    """Gives somebody a seat.

    Raises:
        NotFound, NotPermitted: see `led`. Invalid: nobody, both, somebody from elsewhere, or seated already.
    """
    village = await led(session, actor, code)
    await session.one_value(record_queries.HOLD_REGISTER, village=village.code)
    if (body.person_id is not None) == names_a_user(body):
        zh, en = "住户成员与账号须且只须填一个", "a resident or a user, just one of them"
        raise invalid_field("/person_id", zh, en)
    user_id = await account_of(session, village, body)
    if body.person_id is not None:
        user_id = await _account_here(session, village, body.person_id)
    _require_dates(body.valid_from, body.valid_to)
    if await session.one_value(
        queries.TAKEN, village=village.code, person=body.person_id, user=user_id, day=body.valid_from
    ):
        pointer = called_by(body) if body.person_id is None else "/person_id"
        raise invalid_field(pointer, "此人在该时段已有席位", "they have a seat then already")
    now = clock.now()
    row: SeatRow = {
        "id": new_id(now), "village_code": village.code, "person_id": body.person_id,
        "user_id": user_id if body.person_id is None else None,
        "valid_from": body.valid_from, "valid_to": body.valid_to, "seated_by": actor.user_id, "created_at": now,
    }  # fmt: skip
    await session.run(queries.SEAT, **row)
    await record(session, actor, Deed.COUNCIL_SEAT, row["id"], at=[village.path], valid_from=str(body.valid_from))
    return view(await session.one(queries.ONE, village=village.code, of_id=row["id"]))


async def end(session: Session, actor: Actor, code: str, seat_id: UUID, body: SeatEnd) -> dict[str, object]:
    """Says which day is the last of a seat; what was voted stays.

    Raises:
        NotFound, NotPermitted: see `led`. Invalid: before its first day, or in the past.
    """
    village = await led(session, actor, code)
    row = await session.first(queries.ONE, village=village.code, of_id=seat_id)
    if row is None:
        raise NotFound()
    if body.valid_to < max(row["valid_from"], clock.today()):
        raise invalid_field("/valid_to", "不早于今日和任职之日", "not before today, nor before its first day")
    await session.run(queries.UNSEAT, of_id=seat_id, last=body.valid_to)
    await record(session, actor, Deed.COUNCIL_SEAT, seat_id, at=[village.path], valid_to=str(body.valid_to))
    return view(await session.one(queries.ONE, village=village.code, of_id=seat_id))


def view(row: ListedSeat) -> dict[str, object]:
    """A seat as it is read: whoever is a resident by a masked name."""
    name = row["name"]
    return {
        "id": row["id"], "person_id": row["person_id"], "member_name": shown_name(row), "user_id": row["user_id"],
        "valid_from": row["valid_from"], "valid_to": row["valid_to"], "household_number": row["household_number"],
        "votes_alone": row["account_id"] is not None and name is not None, "created_at": row["created_at"],
    }  # fmt: skip


def shown_name(row: ListedSeat) -> str | None:
    """The name of who sits there: a user's whole, a resident's masked."""
    name = row["name"]
    return name if name is None or row["person_id"] is None else mask_name(name)


async def _account_here(session: Session, village: Village, person_id: UUID) -> UUID | None:
    """The account of somebody who lives there, if they have one."""
    found = await session.first(queries.PERSON_HERE, person=person_id, village=village.code)
    if found is None:
        raise invalid_field("/person_id", "不是本村现有住户成员", "nobody of a household here today")
    return found["user_id"]


def _require_dates(since: date, until: date | None) -> None:
    if since < date(2000, 1, 1) or (until is not None and until < max(since, clock.today())):
        raise invalid_field("/valid_to", "不早于今日和任职之日", "not before today, nor before its first day")
