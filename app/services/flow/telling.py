"""Telling people 消息: whom an event concerns, in the event's own transaction."""

from collections.abc import Awaitable, Callable, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from uuid import UUID

from app import clock
from app.authz import Post
from app.identifiers import new_id
from app.models.case import Channel
from app.models.case_row import HOLDERS
from app.queries import inbox as queries
from app.queries.inbox import Placed
from app.services.cases.mover import RESIDENT
from app.services.flow.move import Move
from app.workflow.states import Status
from app.workflow.supervision.faults import HELD_BY
from app.workflow.supervision.notices import AUDIENCES, AUDIENCES_OF_RESIDENTS, Audience

_UNIT_POSTS = (Post.DEPARTMENT_HANDLER, Post.DEPARTMENT_LEAD)


async def tell(move: Move) -> None:
    """Puts the event a move became into the inboxes of its audiences; whoever made the move is not told."""
    known = AUDIENCES_OF_RESIDENTS if move.mover is RESIDENT else AUDIENCES
    audiences = known.get(move.row.action, ()) if move.audiences is None else move.audiences
    told = set(move.also_tells)
    for audience in audiences:
        told |= await _FIND[audience](move)
    if move.tells_units:
        told |= await _in_units(move, move.tells_units)
    people = sorted(told - {move.mover.user_id})
    if told:
        await move.session.run(
            queries.TELL,
            user_ids=people,
            away=sorted(told & _holders(move)),
            today=clock.today(),
            teller=move.mover.user_id,
            ids=[new_id(move.now) for _ in people],
            case_id=move.case_id,
            seq=move.seq,
            action=move.row.action,
            at=move.now,
        )


def _holders(move: Move) -> set[UUID]:
    """Who has it in hand after the move: whoever stands in for them hears what they are told."""
    held = (move.changes.get(column, move.case[column]) for column in HOLDERS)
    return {holder for holder in held if holder is not None}


async def _at_area(move: Move, *posts: Post, area_path: str | None = None) -> list[Placed]:
    path = area_path or move.area_path
    return await move.session.all(queries.AT_AREA, posts=list(posts), area_path=path, today=clock.today())


def _posts(*posts: Post) -> Callable[[Move], Awaitable[set[UUID]]]:
    async def find(move: Move) -> set[UUID]:
        return {row["id"] for row in await _at_area(move, *posts) if row["distance"] == 1}

    return find


def _centre(*posts: Post) -> Callable[[Move], Awaitable[set[UUID]]]:
    """Of the centre that has the case: of the one that has it alone, else the nearest to its place."""

    async def find(move: Move) -> set[UUID]:
        rows = await _at_area(move, *posts, area_path=move.centre_area)
        return {row["id"] for row in rows if row["distance"] == 1}

    return find


async def _upper_supervisors(move: Move) -> set[UUID]:
    """Those above the nearest area with a supervisor; where there is only one level, that one."""
    found = await _at_area(move, Post.SUPERVISOR)
    above = {row["id"] for row in found if row["distance"] > 1}
    return above or {row["id"] for row in found}


async def _in_unit(move: Move, *posts: Post, and_above: bool = False, unit: str | None = None) -> set[UUID]:
    rows = await move.session.all(
        queries.IN_UNIT,
        posts=list(posts),
        department_code=unit or move.lead_department,
        and_above=and_above,
        today=clock.today(),
    )
    return {row["id"] for row in rows}


async def _unit(move: Move) -> set[UUID]:
    handler = move.changes.get("handler_id", move.case["handler_id"])
    return {handler} if handler is not None else await _in_unit(move, *_UNIT_POSTS) | await _team(move)


async def _team(move: Move) -> set[UUID]:
    """Those of it who have an account; of the one before, too, where another delivers from now on."""
    teams = {move.facts.team, move.changes.get("team_code", move.facts.team)} - {None, move.lead_department}
    return await _in_units(move, teams) if teams else set()


async def _pool(move: Move) -> set[UUID]:
    """Whoever may claim it now, or might until this event."""
    units = {*move.facts.pool, *move.changes.get("pool_codes", [])}
    return await _in_units(move, units - {move.lead_department})


async def _in_units(move: Move, units: AbstractSet[str | None]) -> set[UUID]:
    asked = {"posts": list(_UNIT_POSTS), "codes": sorted(unit for unit in units if unit), "today": clock.today()}
    return {row["id"] for row in await move.session.all(queries.IN_UNITS, **asked)}


async def _former_units(move: Move) -> set[UUID]:
    """The handler of the lead that was, or whoever works there; and the assists that are off the case with it."""
    lead, handler = move.case["lead_department_code"], move.case["handler_id"]
    now = {move.lead_department, *move.changes.get("assist_codes", move.case["assist_codes"])}
    units = {*move.facts.open_assists} - now | ({lead} if lead and handler is None else set())
    units |= {move.facts.team} if move.facts.team not in (None, lead) else set()
    told = {handler} if handler is not None else set()
    for unit in sorted(units):
        told |= await _in_unit(move, *_UNIT_POSTS, unit=unit)
    return told


async def _former_holder(move: Move) -> set[UUID]:
    held = HELD_BY.get(move.facts.status)
    holder = None if held is None else move.case[held]
    return set() if holder is None else {holder}


async def _leads(move: Move) -> set[UUID]:
    return await _in_unit(move, Post.DEPARTMENT_LEAD, and_above=True)


async def _issuer(move: Move) -> set[UUID]:
    issuer = move.case["order_issued_by"]
    return set() if issuer is None else {issuer}


async def _reporter(move: Move) -> set[UUID]:
    """The grid worker who reported it; a desk that reports all day finds its cases in lists."""
    reporter = move.case["reporter_id"]
    return {reporter} if reporter is not None and move.case["channel"] == Channel.WORKER else set()


async def _followers(move: Move) -> set[UUID]:
    return set(move.changes.get("follower_ids", move.case["follower_ids"]))


async def _holder(move: Move) -> set[UUID]:
    status = Status(move.changes.get("status", move.case["status"]))
    personal = HELD_BY.get(status)
    holder = None if personal is None else move.changes.get(personal, move.case[personal])
    if holder is not None:
        return {holder}
    if status in (Status.DISPATCHED, Status.HANDLING, Status.SUSPENDED):
        return await _unit(move)
    if status is Status.REPORTED:
        return await _FIND_TRIAGE(move)
    return await _FIND[Audience.DISPATCHER](move)


_FIND_TRIAGE = _centre(Post.TRIAGE_CLERK)
_FIND: Mapping[Audience, Callable[[Move], Awaitable[set[UUID]]]] = MappingProxyType(
    {
        Audience.HOLDER: _holder,
        Audience.UNIT: _unit,
        Audience.TEAM: _team,
        Audience.POOL: _pool,
        Audience.DEPARTMENT_LEAD: _leads,
        Audience.DISPATCHER: _centre(Post.DISPATCHER),
        Audience.CENTRE_LEADER: _centre(Post.CENTRE_LEADER),
        Audience.SUPERVISOR: _posts(Post.SUPERVISOR),
        Audience.UPPER_SUPERVISOR: _upper_supervisors,
        Audience.ISSUER: _issuer,
        Audience.REPORTER: _reporter,
        Audience.FOLLOWERS: _followers,
        Audience.FORMER_UNITS: _former_units,
        Audience.FORMER_HOLDER: _former_holder,
    }
)
