"""Quarters: opened with the version of the scheme that holds on their first day, which they keep."""

from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.errors import AlreadyExists, GuardRefused, NotFound, NotPermitted, StaleVersion, WrongState, invalid_field
from app.identifiers import new_id
from app.models.cobuilding import QuarterState
from app.queries.cobuilding import periods as queries
from app.queries.cobuilding.periods import PeriodRow, PlacedPeriod
from app.queries.organisation import lookup
from app.schemas.cobuilding.periods import QuarterIn, QuarterQuery
from app.services.cobuilding import access, schemes
from app.services.cobuilding.groups import NIL, Page
from app.services.organisation import names
from app.workflow.cobuilding.quarters import Quarter

_TOLD = (
    "id", "area_code", "year", "number", "state", "version", "scheme_id", "scheme_version", "computed_at",
    "published_at", "published_by", "created_at",
)  # fmt: skip


def _view(row: PlacedPeriod) -> dict[str, object]:
    quarter = Quarter(row["year"], row["number"])
    return columns(row, _TOLD) | {"quarter": str(quarter), "first_day": quarter.first, "last_day": quarter.last}


async def page(session: Session, actor: Actor, query: QuarterQuery) -> Page:
    """The quarters that concern the actor: of their areas, of their units' groups, of what they inspect."""
    identity = ("cobuilding periods", actor.user_id, query.area)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else NIL
    rows = await session.all(
        queries.PAGE, area=query.area, after=after, count=query.limit + 1, **access.sight_of(actor)
    )
    views = [_view(row) for row in rows[: query.limit]]
    await names.give(session, actor, views)
    cursor = cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None
    return views, cursor


async def seen(session: Session, actor: Actor, period_id: UUID) -> PlacedPeriod:
    """A quarter that concerns the actor.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(queries.IN_SIGHT_OF, of_id=period_id, **access.sight_of(actor))
    if row is None:
        raise NotFound()
    return row


async def managed(session: Session, actor: Actor, period_id: UUID) -> PlacedPeriod:
    """One that the actor runs.

    Raises:
        NotFound: there is none.
    """
    row = await seen(session, actor, period_id)
    if not access.may_manage(actor, row["area_path"]):
        raise NotFound()
    return row


async def read(session: Session, actor: Actor, period_id: UUID) -> dict[str, object]:
    """The same with its scheme. Raises as `seen`."""
    row = await seen(session, actor, period_id)
    view = _view(row)
    await names.give(session, actor, [view])
    scheme = await schemes.named(session, actor, await schemes.one(session, row["scheme_id"]))
    return view | {"scheme": scheme, "may_manage": access.may_manage(actor, row["area_path"])}


async def open_(session: Session, actor: Actor, body: QuarterIn) -> dict[str, object]:
    """Opens a quarter that has begun.

    Raises:
        NotPermitted. AlreadyExists: it is open here, around here or for a part of this. GuardRefused: no scheme holds.
    """
    area = await session.first(lookup.AREA, code=body.area_code)
    if area is None or not access.may_manage(actor, area["path"]):
        raise NotPermitted()
    quarter = Quarter(body.year, body.number)
    if quarter.first > clock.today():
        raise invalid_field("/number", "该季度尚未开始", "this quarter has not begun")
    for code in area["path"].rstrip("/").split("/"):  # from the outermost on: two cannot wait for each other
        await session.value(queries.LOCK_AREA, area=code)
    if await session.one_value(queries.AROUND_OR_BELOW, path=area["path"], year=body.year, number=body.number):
        zh, en = (
            "该季度已由本区划、上级或下级开启",
            "This quarter is open already: here, around here or within",
        )
        raise AlreadyExists(zh=zh, en=en)
    scheme = await session.first(queries.IN_FORCE, path=area["path"], first=quarter.first)
    if scheme is None:
        raise GuardRefused(zh="该季度没有适用的考评方案", en="No scheme holds here in this quarter")
    now = clock.now()
    row: PeriodRow = {
        "id": new_id(now), "area_code": body.area_code, "year": body.year, "number": body.number,
        "scheme_id": scheme["id"], "state": QuarterState.OPEN.value, "version": 1, "computation": 0,
        "opened_by": actor.user_id, "created_at": now, "computed_by": None, "computed_at": None, "published_by": None,
        "published_at": None,
    }  # fmt: skip
    await session.run(queries.OPEN, **row)
    return await read(session, actor, row["id"])


async def locked(
    session: Session, actor: Actor, period_id: UUID, if_versions: frozenset[int] | None = None
) -> tuple[PlacedPeriod, PeriodRow]:
    """A quarter to compute, publish or correct, which nobody else does meanwhile: as it was seen, and as it is now.

    Raises:
        NotFound. NotPermitted. StaleVersion: it is none of the versions that were read.
    """
    told = await seen(session, actor, period_id)
    if not access.may_manage(actor, told["area_path"]):
        raise NotPermitted()
    now = await session.one(queries.LOCKED, of_id=period_id)
    if if_versions is not None and now["version"] not in if_versions:
        zh, en = "该季度已被他人更新，请刷新后重试", "The quarter has changed since you read it"
        raise StaleVersion(zh=zh, en=en, version=now["version"])
    return told, now


async def require_unpublished(session: Session, period_id: UUID) -> PeriodRow:
    """A quarter that takes marks, and goes on to until the transaction ends.

    Raises:
        WrongState: it is published and frozen.
    """
    row = await session.one(queries.HOLD, of_id=period_id)
    require_unfrozen(row)
    return row


async def held(session: Session, period_id: UUID) -> PeriodRow:
    """A quarter as it is now, whoever asks."""
    return await session.one(queries.AS_IT_IS, of_id=period_id)


async def held_open(session: Session, period_id: UUID) -> PeriodRow:
    """The same, and as it is until the transaction ends."""
    return await session.one(queries.HOLD, of_id=period_id)


async def of_place(session: Session, path: str, quarter: Quarter) -> PeriodRow | None:
    """The quarter that assesses a place, held as it is until the transaction ends; None: it is not open yet.

    Raises:
        WrongState: it is published and frozen.
    """
    row = await session.first(queries.HOLD_OF_PLACE, path=path, year=quarter.year, number=quarter.number)
    if row is not None:
        require_unfrozen(row)
    return row


def require_unfrozen(row: PeriodRow) -> None:
    """Refuses to change what is frozen."""
    if row["state"] == QuarterState.PUBLISHED:
        raise WrongState(
            zh="该季度结果已公布并冻结；更正另行登记",
            en="This quarter is published and frozen; corrections are entries of their own",
        )
