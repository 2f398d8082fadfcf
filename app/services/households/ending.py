"""A household splits 分户, moves to another village, or ends; its ledger stays with it, and nothing undecided is left.

Points go along where a household splits, by two entries that cancel out. To another village none go: they were given
by the rules of this one, and its rewards are what they are for.
"""

from datetime import date
from uuid import UUID

from app.authz import Actor
from app.db.session import Session
from app.errors import GuardRefused, invalid_field
from app.models.area import AreaLevel
from app.models.audit import Deed
from app.models.organisation_rows import AreaRow
from app.queries.households import helping as helping_queries
from app.queries.households import proposals as proposal_queries
from app.queries.households import records as queries
from app.queries.households.records import HouseholdRow, MemberRow
from app.queries.organisation import lookup
from app.schemas.households.records import HouseholdEndIn, SplitIn
from app.services.households import ledger, records
from app.services.households.access import Village, household_of, kept, require_there
from app.services.households.members import make_head, named_head, require_stay
from app.services.security.trail import record
from app.workflow.households.roles import Standing
from app.workflow.households.terms import HouseholdEndReason, HouseholdRelation, LedgerKind


async def split(session: Session, actor: Actor, code: str, household_id: UUID, body: SplitIn) -> dict[str, object]:
    """Some of its people found a household of their own, with as many of its points as are told.

    Raises:
        NotFound, NotPermitted, WrongState: it is not theirs, or has ended. Invalid: who, the heads, the points.
    """
    village = await kept(session, actor, code)
    await session.one_value(queries.HOLD_REGISTER, village=village.code)
    row = await household_of(session, village, household_id, lock=True)
    require_there(row)
    require_stay("/on", body.on, row["since"])
    here = [each for each in await session.all(queries.MEMBERS, household=household_id) if each["until"] is None]
    going = _going(body, here)
    path = await records.path_of(session, village, body.grid_code)
    made = await records.add(session, actor, village, path=path, kind=row["kind"], address=body.address,
                             since=body.on, from_household_id=household_id)  # fmt: skip
    await _move_people(session, household_id, made["id"], going, body.on)
    await make_head(session, made["id"], named_head(body.head_id, set(body.person_ids), "/head_id"))
    if any(each["relation"] == HouseholdRelation.HEAD for each in going):
        staying = {each["person_id"] for each in here} - set(body.person_ids)
        await make_head(session, household_id, named_head(body.stays_head_id, staying, "/stays_head_id"))
    await _divide(session, actor, row, made, body)
    await record(session, actor, Deed.HOUSEHOLD, made["id"], name=f"{made['household_number']} 号户", at=[path],
                 split_from=str(household_id))  # fmt: skip
    return await records.view(session, actor, village, made["id"])


def _going(body: SplitIn, here: list[MemberRow]) -> list[MemberRow]:
    going = [each for each in here if each["person_id"] in set(body.person_ids)]
    if len(going) != len(set(body.person_ids)):
        raise invalid_field("/person_ids", "有人不是该户现有成员", "somebody does not live in the household today")
    if len(going) == len(here):
        raise invalid_field("/person_ids", "不能全部分出", "somebody has to stay")
    if any(each["since"] > body.on for each in going):
        raise invalid_field("/on", "早于成员入户之日", "before one of them came")
    return going


async def _move_people(session: Session, old: UUID, new: UUID, people: list[MemberRow], on: date) -> None:
    for each in people:
        await session.run(queries.LEAVE, household=old, person=each["person_id"], on=on)
        await session.run(
            queries.JOIN,
            household_id=new,
            person_id=each["person_id"],
            since=on,
            relation=HouseholdRelation.OTHER.value,
        )


async def _divide(session: Session, actor: Actor, old: HouseholdRow, new: HouseholdRow, body: SplitIn) -> None:
    if not body.points:
        return
    if body.points > await ledger.balance_of(session, old):
        raise invalid_field("/points", "超过该户积分余额", "more than the household has")
    by = {"made_by": actor.user_id}
    given, taken = {"other_household_id": new["id"]}, {"other_household_id": old["id"]}
    await ledger.write(session, old, LedgerKind.PASSED_ON, -body.points, occurred_on=body.on, **given, **by)
    await ledger.write(session, new, LedgerKind.RECEIVED, body.points, occurred_on=body.on, **taken, **by)


async def end(session: Session, actor: Actor, code: str, household_id: UUID, body: HouseholdEndIn) -> dict[str, object]:
    """Ends a household; one that moves is known in the other village from that day on, with a number of there.

    Raises:
        NotFound, NotPermitted, WrongState: it is not theirs, or has ended. GuardRefused: something is undecided.
    """
    village = await kept(session, actor, code)
    other = await _other(session, village, body)
    row = await household_of(session, village, household_id, lock=True)
    require_there(row)
    require_stay("/on", body.on, row["since"])
    await _require_settled(session, row, body)
    people = [each for each in await session.all(queries.MEMBERS, household=household_id) if each["until"] is None]
    if any(each["since"] > body.on for each in people):
        raise invalid_field("/on", "早于成员入户之日", "before one of them came")
    await session.run(queries.LEAVE_ALL, household=household_id, on=body.on)
    await session.run(queries.END, of_id=household_id, on=body.on, reason=body.reason.value)
    await session.run(helping_queries.END_ALL, household=household_id, on=body.on)
    if other is not None:
        await _arrive(session, actor, other, row, people, body)
    await record(session, actor, Deed.HOUSEHOLD_ENDED, household_id, name=f"{row['household_number']} 号户",
                 at=[row["area_path"]], reason=body.reason.value)  # fmt: skip
    return await records.view(session, actor, village, household_id)


async def _require_settled(session: Session, row: HouseholdRow, body: HouseholdEndIn) -> None:
    """No vote and no appeal is left open; nothing was given for a mistake."""
    left = await session.one(proposal_queries.PENDING, household=row["id"])
    if left["proposals"] or left["appeals"]:
        raise GuardRefused(
            zh=f"该户尚有 {left['proposals']} 件提议、{left['appeals']} 件申诉未决",
            en=f"{left['proposals']} proposals and {left['appeals']} appeals of this household are undecided",
        )
    if body.reason is HouseholdEndReason.MISTAKE and await ledger.balance_of(session, row):
        raise GuardRefused(
            zh="误建的户档积分余额须先更正为零", en="A household made by mistake has no points left over"
        )


async def _other(session: Session, village: Village, body: HouseholdEndIn) -> AreaRow | None:
    """The village a household moves to; told only where it moves."""
    if body.to_village is None:
        return None
    if body.reason is not HouseholdEndReason.MOVED:
        raise invalid_field("/to_village", "仅迁出时填写", "only where it moves")
    area = await session.first(lookup.AREA, code=body.to_village)
    if area is None or area["level"] != AreaLevel.VILLAGE or not area["is_active"] or area["code"] == village.code:
        raise invalid_field("/to_village", "没有这个村（社区）", "there is no such other village")
    return area


async def _arrive(
    session: Session, actor: Actor, area: AreaRow, row: HouseholdRow, people: list[MemberRow], body: HouseholdEndIn
) -> None:
    """The same people in the other village, at an address that its keepers will write; it begins without points."""
    nothing = Standing(keeps=False, leads=False, grids=())
    there = Village(area["code"], area["path"], area["name"], nothing, None)
    made = await records.add(session, actor, there, path=area["path"], kind=row["kind"], address=None,
                             since=body.on, from_household_id=row["id"])  # fmt: skip
    for each in people:
        await session.run(
            queries.JOIN, household_id=made["id"], person_id=each["person_id"], since=body.on,
            relation=each["relation"],
        )  # fmt: skip
