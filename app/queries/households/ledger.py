"""The ledger 积分流水: added to, read, summed; and the appeals against what was taken."""

import uuid
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import Date, Integer, bindparam, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.points import PointsAppeal
from app.queries.households import parts
from app.queries.households.parts import entries, households
from app.queries.tables import among, table
from app.workflow.households.terms import OF_THE_YEAR, LedgerKind

appeals = table(PointsAppeal)
_VILLAGE = bindparam("village", type_=VARCHAR())
_HOUSEHOLD = bindparam("household", type_=UUID())
_ID = bindparam("of_id", type_=UUID())


class EntryRow(TypedDict):
    id: uuid.UUID
    village_code: str
    household_id: uuid.UUID
    entry_number: int
    kind: str
    points: int
    balance: int
    year: int
    occurred_on: date
    rule_code: str | None
    rule_name: str | None
    proposal_id: uuid.UUID | None
    redemption_id: uuid.UUID | None
    corrects_id: uuid.UUID | None
    other_household_id: uuid.UUID | None
    about_case_id: uuid.UUID | None
    activity_id: uuid.UUID | None
    activity: str | None
    reason: str | None
    appeal_until: datetime | None
    decide_days: int | None
    made_by: uuid.UUID | None
    created_at: datetime


class ListedEntry(EntryRow):
    """The same with what became of an appeal against it."""

    appeal_state: str | None


class LastEntry(TypedDict):
    entry_number: int
    balance: int


ADD = Statement(insert(entries), columns=tuple(EntryRow.__annotations__))
LAST = Statement(
    select(entries.c.entry_number, entries.c.balance)
    .where(entries.c.household_id == _HOUSEHOLD)
    .order_by(entries.c.entry_number.desc())
    .limit(1),
    LastEntry,
)
_APPEALED = (
    select(appeals.c.state).where(appeals.c.entry_id == entries.c.id).correlate_except(appeals).scalar_subquery()
)
_LISTED = select(entries, _APPEALED.label("appeal_state"))
_YEAR, _BEFORE = bindparam("year", type_=Integer()), bindparam("before", type_=Integer())
PAGE = Statement(
    _LISTED.where(
        entries.c.household_id == _HOUSEHOLD,
        or_(_YEAR.is_(None), entries.c.year == _YEAR),
        or_(_BEFORE.is_(None), entries.c.entry_number < _BEFORE),
    )
    .order_by(entries.c.entry_number.desc())
    .limit(bindparam("count", type_=Integer())),
    ListedEntry,
)
"""The entries of a household, the newest first."""

ONE = Statement(_LISTED.where(entries.c.id == _ID, entries.c.village_code == _VILLAGE), ListedEntry)
STANDS = Scalar(
    select(func.coalesce(func.sum(entries.c.points), 0)).where(or_(entries.c.id == _ID, entries.c.corrects_id == _ID)),
    int,
)
"""What an entry and all that corrects it come to."""
GIVEN_SINCE = Scalar(
    select(func.coalesce(func.sum(entries.c.points), 0)).where(
        entries.c.corrects_id == _ID,
        entries.c.entry_number > bindparam("number", type_=Integer()),
        entries.c.points > 0,
    ),
    int,
)
"""What corrections and appeals of an entry gave back after one of them."""

BY_RULE = Scalar(
    select(func.coalesce(func.sum(func.abs(entries.c.points)), 0)).where(
        entries.c.household_id == _HOUSEHOLD,
        entries.c.year == _YEAR,
        entries.c.rule_code == bindparam("rule", type_=VARCHAR()),
        among(entries.c.kind, (LedgerKind.AWARD, LedgerKind.DEDUCTION)),
    ),
    int,
)
"""Points that a rule gave or took in a year."""


class StandingRow(TypedDict):
    household_id: uuid.UUID
    household_number: int
    head_name: str | None
    points: int
    deducted: int
    awards: int
    reached_at: datetime
    helped: bool


_original = entries.alias("original")
_COUNTS = among(entries.c.kind, tuple(sorted(OF_THE_YEAR)))
#: A deduction, with all that put it right: what is left of it was taken.
_IS_TAKEN = func.coalesce(_original.c.kind, entries.c.kind) == literal(LedgerKind.DEDUCTION.value)
_TAKEN = func.coalesce(func.sum(-entries.c.points).filter(_IS_TAKEN), 0)
_SINCE, _UNTIL = bindparam("since", type_=Date()), bindparam("until", type_=Date())
_BETWEEN = or_(_SINCE.is_(None), entries.c.occurred_on.between(_SINCE, _UNTIL))
_YEARS = (
    select(
        entries.c.household_id,
        func.sum(entries.c.points).label("points"),
        _TAKEN.label("deducted"),
        func.count().filter(entries.c.kind == literal(LedgerKind.AWARD.value)).label("awards"),
        func.max(entries.c.created_at).label("reached_at"),
    )
    .select_from(entries.outerjoin(_original, _original.c.id == entries.c.corrects_id))
    .where(entries.c.village_code == _VILLAGE, or_(_YEAR.is_(None), entries.c.year == _YEAR), _BETWEEN, _COUNTS)
    .group_by(entries.c.household_id)
    .subquery("years")
)
_LAST_DAY = bindparam("last_day", type_=Date())
STANDINGS = Statement(
    select(
        households.c.id.label("household_id"),
        households.c.household_number,
        parts.head_name(households.c.id).label("head_name"),
        func.coalesce(_YEARS.c.points, 0).label("points"),
        func.coalesce(_YEARS.c.deducted, 0).label("deducted"),
        func.coalesce(_YEARS.c.awards, 0).label("awards"),
        func.coalesce(_YEARS.c.reached_at, households.c.created_at).label("reached_at"),
        parts.is_helped(households.c.id).label("helped"),
    )
    .select_from(households.outerjoin(_YEARS, _YEARS.c.household_id == households.c.id))
    .where(
        households.c.village_code == _VILLAGE,
        households.c.since <= _LAST_DAY,
        or_(households.c.ended_on.is_(None), households.c.ended_on > _LAST_DAY),
    )
    .order_by(households.c.id)
    .limit(5_000),
    StandingRow,
)
"""What each household that is there on the last day has in a year, or in days of whichever."""


class AppealRow(TypedDict):
    id: uuid.UUID
    village_code: str
    household_id: uuid.UUID
    entry_id: uuid.UUID
    grounds: str
    state: str
    filed_by: uuid.UUID
    created_at: datetime
    decide_by: datetime
    decider_id: uuid.UUID | None
    decided_at: datetime | None
    decision: str | None


class ListedAppeal(AppealRow):
    household_number: int
    head_name: str | None
    points: int
    rule_name: str | None
    proposal_id: uuid.UUID | None
    made_by: uuid.UUID | None
    photo_ids: list[uuid.UUID] | None


APPEAL = Statement(insert(appeals), columns=tuple(AppealRow.__annotations__))
LOCKED_APPEAL = Statement(
    select(appeals).where(appeals.c.id == _ID, appeals.c.village_code == _VILLAGE).with_for_update(), AppealRow
)
_APPEALS = (
    select(
        appeals,
        households.c.household_number,
        parts.head_name(households.c.id).label("head_name"),
        entries.c.points,
        entries.c.rule_name,
        entries.c.proposal_id,
        entries.c.made_by,
        parts.evidence(appeals.c.id).label("photo_ids"),
    )
    .select_from(appeals.join(entries, entries.c.id == appeals.c.entry_id))
    .join(households, households.c.id == appeals.c.household_id)
    .where(appeals.c.village_code == _VILLAGE)
)
ONE_APPEAL = Statement(_APPEALS.where(appeals.c.id == _ID), ListedAppeal)
_STATE = bindparam("state", type_=VARCHAR())
APPEALS = Statement(
    _APPEALS.where(or_(_STATE.is_(None), appeals.c.state == _STATE), appeals.c.id > bindparam("after", type_=UUID()))
    .order_by(appeals.c.id)
    .limit(bindparam("count", type_=Integer())),
    ListedAppeal,
)
DECIDE = Statement(
    update(appeals)
    .where(appeals.c.id == _ID)
    .values(
        state=bindparam("new_state", type_=appeals.c.state.type),
        decider_id=bindparam("by", type_=UUID()),
        decided_at=bindparam("at", type_=appeals.c.decided_at.type),
        decision=bindparam("words", type_=VARCHAR()),
    )
)
