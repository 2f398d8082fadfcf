"""一户一档: households of a village, registered with a number of their own, read masked, changed by who keeps them."""

from datetime import date
from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound, NotPermitted, StaleVersion, invalid_field
from app.identifiers import new_id
from app.models.area import AreaLevel
from app.models.audit import Deed
from app.queries.households import records as queries
from app.queries.households.records import HouseholdRow, ListedHousehold, MemberRow
from app.queries.organisation import lookup
from app.schemas.households.records import HouseholdChange, HouseholdIn, HouseholdPersonIn, HouseholdQuery
from app.services.households.access import Village, account_of, household_of, kept, require_there, village_of
from app.services.organisation import names
from app.services.reading.case_view import mask_name
from app.services.security.trail import record
from app.text import phones
from app.workflow.households.terms import HouseholdRelation

_NIL = UUID(int=0)
_EARLIEST = date(1900, 1, 1)
Page = tuple[list[dict[str, object]], str | None]


async def page(session: Session, actor: Actor, code: str, query: HouseholdQuery) -> Page:
    """The households within sight.

    Raises:
        NotFound: the village is none of theirs. NotPermitted: they only vote there.
    """
    village = await village_of(session, actor, code)
    if not village.sight:
        raise NotPermitted()
    filters = query.model_dump(mode="json", exclude={"limit", "cursor"})
    identity = ("households", actor.user_id, village.code, filters)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _NIL
    rows = await session.all(
        queries.PAGE, village=village.code, paths=village.sight, ended=query.ended, today=clock.today(),
        grid_path=None if query.grid is None else f"{village.path}{query.grid}/", number=query.household_number,
        after=after, count=query.limit + 1,
    )  # fmt: skip
    views = [item(row) for row in rows[: query.limit]]
    return views, cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None


async def read(session: Session, actor: Actor, code: str, household_id: UUID) -> dict[str, object]:
    """One with the people in it, masked.

    Raises:
        NotFound: it is not within sight.
    """
    village = await village_of(session, actor, code)
    await household_of(session, village, household_id)
    return await view(session, actor, village, household_id)


async def register(session: Session, actor: Actor, code: str, body: HouseholdIn) -> dict[str, object]:
    """Registers a household with the people in it, under the next number of the village.

    Raises:
        NotFound, NotPermitted: see `kept`. Invalid: the grid, the dates, the head, an account.
    """
    village = await kept(session, actor, code)
    require_past("/since", body.since)
    require_one_head(body.members)
    path = await path_of(session, village, body.grid_code)
    household = await add(session, actor, village, path=path, kind=body.kind.value, address=body.address,
                          since=body.since, from_household_id=None)  # fmt: skip
    for at, told in enumerate(body.members):
        await join(session, village, household["id"], told, body.since, f"/members/{at}")
    await record(session, actor, Deed.HOUSEHOLD, household["id"], name=_called(household), at=[path])
    return await view(session, actor, village, household["id"])


async def add(
    session: Session, actor: Actor, village: Village, *, path: str, kind: str, address: str | None, since: date,
    from_household_id: UUID | None,
) -> HouseholdRow:  # fmt: skip
    """A household without people yet."""
    now = clock.now()
    number = await session.one_value(queries.NEXT_NUMBER, village=village.code)
    row: HouseholdRow = {
        "id": new_id(now), "village_code": village.code, "household_number": number, "area_path": path,
        "kind": kind, "address": address, "since": since, "from_household_id": from_household_id, "ended_on": None,
        "end_reason": None, "version": 1, "registered_by": actor.user_id, "created_at": now,
    }  # fmt: skip
    await session.run(queries.REGISTER, **row)
    return row


async def join(
    session: Session, village: Village, household_id: UUID, told: HouseholdPersonIn, since: date, pointer: str
) -> UUID:
    """Somebody new comes into a household."""
    person_id = new_id(clock.now())
    await session.run(queries.ADD_PERSON, id=person_id, **await person(session, village, told, pointer))
    await session.run(
        queries.JOIN, household_id=household_id, person_id=person_id, since=since, relation=told.relation.value
    )
    return person_id


async def person(session: Session, village: Village, told: HouseholdPersonIn, pointer: str) -> dict[str, object]:
    """What is kept of somebody.

    Raises:
        Invalid: there is no such account, or they are not born yet.
    """
    user_id = await account_of(session, village, told, pointer)
    if told.birth_year is not None and told.birth_year > clock.today().year:
        raise invalid_field(f"{pointer}/birth_year", "不能晚于今年", "not after this year")
    return {"name": told.name, "phone": told.phone, "birth_year": told.birth_year, "user_id": user_id}


async def change(
    session: Session, actor: Actor, code: str, household_id: UUID, body: HouseholdChange
) -> dict[str, object]:
    """Changes where and what a household is.

    Raises:
        NotFound, NotPermitted: see `kept`. WrongState: it has ended. StaleVersion: it was changed meanwhile.
    """
    village = await kept(session, actor, code)
    row = await household_of(session, village, household_id, lock=True)
    require_there(row)
    if row["version"] != body.version:
        raise StaleVersion(zh="户档已被他人更新，请刷新后重试", en="The household has changed since you read it",
                           version=row["version"])  # fmt: skip
    path = await path_of(session, village, body.grid_code)
    await session.run(
        queries.CHANGE, of_id=household_id, new_kind=body.kind.value, new_address=body.address, new_path=path
    )
    await record(session, actor, Deed.HOUSEHOLD, household_id, name=_called(row), at=[path])
    return await view(session, actor, village, household_id)


async def path_of(session: Session, village: Village, grid_code: str | None) -> str:
    """The path of a grid of the village; of none that of the village.

    Raises:
        Invalid: it is none of its grids.
    """
    if grid_code is None:
        return village.path
    area = await session.first(lookup.AREA, code=grid_code)
    if area is None or area["level"] != AreaLevel.GRID or area["parent_code"] != village.code:
        raise invalid_field("/grid_code", "不是本村的网格", "no grid of this village")
    return area["path"]


def require_past(pointer: str, day: date) -> None:
    """Refuses a day that has not come, or that nobody remembers.

    Raises:
        Invalid: it is one.
    """
    if not _EARLIEST <= day <= clock.today():
        raise invalid_field(pointer, "不能晚于今日", "not after today")


def require_one_head(told: list[HouseholdPersonIn]) -> None:
    """Refuses a household without a head, or with two.

    Raises:
        Invalid: it is one.
    """
    if sum(each.relation is HouseholdRelation.HEAD for each in told) != 1:
        raise invalid_field("/members", "须有且只有一名户主", "just one of them is the head")


async def view(session: Session, actor: Actor, village: Village, household_id: UUID) -> dict[str, object]:
    """A household with the people in it, masked."""
    row = await session.one(queries.LISTED, of_id=household_id)
    people = await session.all(queries.MEMBERS, household=household_id)
    there = row["ended_on"] is None
    may = {
        "keep": village.standing.keeps and there,
        "propose": "propose" in village.may and there,
        "reveal": village.standing.keeps or household_id in village.helped,
    }
    shown: dict[str, object] = item(row) | {
        "address": row["address"], "from_household_id": row["from_household_id"],
        "members": [_masked(each) for each in people], "may": [name for name, holds in may.items() if holds],
        "registered_by": row["registered_by"], "created_at": row["created_at"],
    }  # fmt: skip
    await names.give(session, actor, [shown])
    return shown


def item(row: ListedHousehold) -> dict[str, object]:
    """A household as lists show it."""
    same = ("id", "household_number", "village_code", "kind", "members_count", "since", "ended_on", "end_reason",
            "balance", "version")  # fmt: skip
    last = row["area_path"].rstrip("/").rpartition("/")[2]
    return {name: row[name] for name in same} | {  # type: ignore[literal-required]  # named as the row names them
        "grid_code": None if last == row["village_code"] else last,
        "head_name": row["head_name"] and mask_name(row["head_name"]),
    }


def _masked(row: MemberRow) -> dict[str, object]:
    return {
        "person_id": row["person_id"], "name": row["name"] and mask_name(row["name"]),
        "phone": row["phone"] and phones.masked(row["phone"]), "relation": row["relation"], "since": row["since"],
        "until": row["until"], "has_account": row["user_id"] is not None,
    }  # fmt: skip


def _called(row: HouseholdRow) -> str:
    return f"{row['household_number']} 号户"


async def member_of(session: Session, household_id: UUID, person_id: UUID) -> MemberRow:
    """Somebody who lives in a household today.

    Raises:
        NotFound: they do not.
    """
    for row in await session.all(queries.MEMBERS, household=household_id):
        if row["person_id"] == person_id and row["until"] is None:
            return row
    raise NotFound()
