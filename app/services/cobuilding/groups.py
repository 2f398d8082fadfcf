"""Founding a group 共建小组, and units that join and leave it; never two leads, never none, nobody twice at once."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.errors import NotFound, NotPermitted, WrongState, invalid_field
from app.identifiers import new_id
from app.models.audit import Deed
from app.models.cobuilding import MemberRole
from app.queries.cobuilding import groups as queries
from app.queries.cobuilding import work as work_queries
from app.queries.cobuilding.groups import PlacedMember
from app.queries.organisation import lookup
from app.schemas.cobuilding.groups import GroupEndIn, GroupIn, GroupQuery, MemberIn
from app.services.cobuilding import access
from app.services.cobuilding.access import Seen
from app.services.organisation import names
from app.services.security.trail import record

NIL = UUID(int=0)
_FOREVER = date.max
_SUMMARY = ("id", "area_code", "name", "lead_code", "valid_from", "valid_to", "created_at")
_MEMBER = ("id", "department_code", "role", "valid_from", "valid_to", "is_active")
Page = tuple[list[dict[str, object]], str | None]


async def page(session: Session, actor: Actor, query: GroupQuery) -> Page:
    """The groups that the actor sees."""
    identity = ("cobuilding groups", actor.user_id, query.area, query.current)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else NIL
    rows = await session.all(
        queries.PAGE, area=query.area, current=query.current, today=clock.today(), after=after, count=query.limit + 1,
        **access.sight_of(actor),
    )  # fmt: skip
    views = [columns(row, _SUMMARY) for row in rows[: query.limit]]
    await names.give(session, actor, views)
    cursor = cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None
    return views, cursor


async def read(session: Session, actor: Actor, group_id: UUID) -> dict[str, object]:
    """A group with all who are and were of it.

    Raises:
        NotFound: there is none that the actor sees.
    """
    return await view_of(session, await access.seen(session, actor, group_id))


async def view_of(session: Session, told: Seen) -> dict[str, object]:
    """The same of one that is known."""
    view: dict[str, object] = columns(told.group, _SUMMARY)
    units = [columns(member, _MEMBER) for member in told.members]
    await names.give(session, told.actor, [view])
    await names.give(session, told.actor, units)
    may = {
        "may_manage": told.may_organise, "may_lead": told.may_lead, "may_work": told.may_work,
        "may_record": told.may_record,
    }  # fmt: skip
    return view | {"members": units} | may


async def found(session: Session, actor: Actor, body: GroupIn) -> dict[str, object]:
    """Founds the group of a community, with its lead unit.

    Raises:
        NotPermitted: not the actor's to organise. AlreadyExists: it has a group. Invalid: unit or day will not do.
    """
    area = await session.first(lookup.AREA, code=body.area_code)
    if area is None or not access.may_organise(actor, area["path"]):
        raise NotPermitted()
    if not area["is_active"]:
        raise invalid_field("/area_code", "该区划已停用", "this area is no more")
    now = clock.now()
    await _require_serves(session, "/lead_code", body.lead_code, area["path"])
    group = {
        "id": new_id(now), "area_code": body.area_code, "name": body.name, "valid_from": body.valid_from,
        "valid_to": None, "founded_by": actor.user_id, "created_at": now,
    }  # fmt: skip
    await session.run(queries.FOUND, **group)
    group_id = UUID(str(group["id"]))
    await _add(session, actor, group_id, body.lead_code, MemberRole.LEAD, body.valid_from)
    told = {"area": body.area_code, "lead": body.lead_code}
    await record(session, actor, Deed.COBUILDING_GROUP, group_id, name=body.name, at=[area["path"]], **told)
    return await read(session, actor, group_id)


async def join(session: Session, actor: Actor, group_id: UUID, body: MemberIn) -> dict[str, object]:
    """Lets a unit join, perhaps in place of another, whose open work it takes over.

    Raises:
        NotFound: there is no such group. NotPermitted. WrongState: it has ended. Invalid: unit or day will not do.
    """
    told = await _locked(session, actor, group_id)
    told.require(told.may_organise)
    if body.valid_from < told.group["valid_from"]:
        raise invalid_field("/valid_from", "不能早于小组成立之日", "not before the group was founded")
    await _require_serves(session, "/department_code", body.department_code, told.path)
    others = list(told.members)
    if body.instead_of is not None:
        others = await _replace(session, told, body)
    _require_free(others, body.department_code, body.role, body.valid_from, None)
    await _add(session, actor, group_id, body.department_code, body.role, body.valid_from)
    more = {"unit": body.department_code, "role": body.role.value, "valid_from": str(body.valid_from)}
    await record(session, actor, Deed.COBUILDING_MEMBER, group_id, name=told.group["name"], at=[told.path], **more)
    return await read(session, actor, group_id)


async def _replace(session: Session, told: Seen, body: MemberIn) -> list[PlacedMember]:
    """Ends the membership that another takes over; gives the members as they are then."""
    before = _member(told, body.instead_of)
    if before is None:
        raise invalid_field("/instead_of", "该小组没有这一成员关系", "the group has no such membership")
    until = body.valid_from - timedelta(days=1)
    if before["role"] != body.role:
        zh, en = "须与被接替的单位角色相同", "in the role of the unit whose place it takes"
        raise invalid_field("/role", zh, en)
    if not before["valid_from"] <= until or (before["valid_to"] or _FOREVER) < until:
        zh, en = "被接替的单位此前须为成员", "the other has to have been a member until the day before"
        raise invalid_field("/valid_from", zh, en)
    await session.run(queries.END_MEMBER, member_id=before["id"], until=until)
    code = {"of_id": told.group["id"], "before": before["department_code"], "code": body.department_code}
    for statement in (work_queries.HAND_OVER_TASKS, work_queries.HAND_OVER_PROJECTS):
        await session.run(statement, **code)
    return [{**each, "valid_to": until} if each["id"] == before["id"] else each for each in told.members]


async def leave(session: Session, actor: Actor, group_id: UUID, member_id: UUID, body: GroupEndIn) -> dict[str, object]:
    """Ends a membership; what the unit did stays, and so do the quarters it was assessed in.

    Raises:
        NotFound. NotPermitted. WrongState: it leads, or has open tasks: another takes its place. Invalid: the day.
    """
    told = await _locked(session, actor, group_id)
    member = _member(told, member_id)
    if member is None:
        raise NotFound()
    told.require(told.may_organise)
    if member["role"] == MemberRole.LEAD:
        raise WrongState(
            zh="这是牵头单位：由另一单位接替，或结束小组",
            en="It leads the group: let another take its place, or end the group",
        )
    if not member["valid_from"] <= body.valid_to <= clock.today():
        raise invalid_field("/valid_to", "须在加入之日至今日之间", "between the day it joined and today")
    if member["valid_to"] is not None and member["valid_to"] <= body.valid_to:
        return await view_of(session, told)
    if await session.one_value(work_queries.HAS_OPEN, of_id=group_id, code=member["department_code"]):
        raise WrongState(
            zh="该单位尚有未完成的任务或项目，请先改派或由另一单位接替",
            en="The unit has open tasks or running projects: hand them to another, or let one take its place",
        )
    await session.run(queries.END_MEMBER, member_id=member_id, until=body.valid_to)
    more = {"unit": member["department_code"], "valid_to": str(body.valid_to)}
    await record(session, actor, Deed.COBUILDING_MEMBER, group_id, name=told.group["name"], at=[told.path], **more)
    return await read(session, actor, group_id)


async def end(session: Session, actor: Actor, group_id: UUID, body: GroupEndIn) -> dict[str, object]:
    """Ends a group with all its memberships; another may be founded for the community afterwards.

    Raises:
        NotFound. NotPermitted. Invalid: the day.
    """
    told = await _locked(session, actor, group_id)
    if not told.may_organise:
        raise NotPermitted()
    if not told.group["valid_from"] <= body.valid_to <= clock.today():
        raise invalid_field("/valid_to", "须在成立之日至今日之间", "between the day it was founded and today")
    if told.group["valid_to"] is None:
        await session.run(queries.END, of_id=group_id, until=body.valid_to)
        await session.run(queries.END_MEMBERS, of_id=group_id, until=body.valid_to)
        more = {"valid_to": str(body.valid_to)}
        await record(session, actor, Deed.COBUILDING_GROUP, group_id, name=told.group["name"], at=[told.path], **more)
    return await read(session, actor, group_id)


async def _locked(session: Session, actor: Actor, group_id: UUID) -> Seen:
    await session.value(queries.LOCK, of_id=group_id)
    return await access.seen(session, actor, group_id)


def _member(told: Seen, member_id: UUID | None) -> PlacedMember | None:
    return next((each for each in told.members if each["id"] == member_id), None)


async def _require_serves(session: Session, pointer: str, code: str, path: str) -> None:
    if not await session.one_value(queries.SERVES, code=code, place=path):
        zh, en = "没有这个在用单位，或其不服务于该社区", "there is no such active unit that serves this community"
        raise invalid_field(pointer, zh, en)


def _require_free(
    members: Sequence[PlacedMember], code: str, role: MemberRole, since: date, until: date | None
) -> None:
    for each in members:
        meets = each["valid_from"] <= (until or _FOREVER) and (each["valid_to"] or _FOREVER) >= since
        if meets and each["department_code"] == code:
            raise invalid_field("/department_code", "该单位此时段已是成员", "it is a member then already")
        if meets and role == MemberRole.LEAD == each["role"]:
            zh, en = "此时段已有牵头单位，请以接替方式变更", "the group has a lead then: take its place with instead_of"
            raise invalid_field("/role", zh, en)


async def _add(session: Session, actor: Actor, group_id: UUID, code: str, role: MemberRole, since: date) -> None:
    now = clock.now()
    await session.run(
        queries.ADD_MEMBER, id=new_id(now), group_id=group_id, department_code=code, role=role, valid_from=since,
        valid_to=None, added_by=actor.user_id, created_at=now,
    )  # fmt: skip
