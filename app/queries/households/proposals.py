"""Proposals 评议 and their votes: made once, counted, closed."""

import uuid
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import DateTime, Integer, Label, bindparam, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.area import Area
from app.models.cobuilding import CobuildingGroup
from app.models.cobuilding_work import CobuildingActivity, GroupActivityState
from app.models.points import PointsProposal, PointsVote
from app.queries.households import parts
from app.queries.households.ledger import appeals
from app.queries.households.parts import entries, households
from app.queries.tables import table
from app.workflow.households.terms import PointsAppealState, ProposalState, VoteChoice

proposals, votes = table(PointsProposal), table(PointsVote)
areas, groups, activities = table(Area), table(CobuildingGroup), table(CobuildingActivity)
_VILLAGE = bindparam("village", type_=VARCHAR())
_HOUSEHOLD = bindparam("household", type_=UUID())
_ID = bindparam("of_id", type_=UUID())
_IS_OPEN = proposals.c.state == literal(ProposalState.OPEN.value)


class ProposalRow(TypedDict):
    id: uuid.UUID
    village_code: str
    household_id: uuid.UUID
    area_path: str
    kind: str
    rule_code: str
    rule_name: str
    rules_from: date
    points: int
    occurred_on: date
    reason: str
    about_case_id: uuid.UUID | None
    activity_id: uuid.UUID | None
    activity: str | None
    voters: list[uuid.UUID]
    state: str
    proposer_id: uuid.UUID
    created_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    closed_by: uuid.UUID | None
    close_note: str | None


class ListedProposal(ProposalRow):
    """The same with what lists say besides."""

    household_number: int
    head_name: str | None
    yes: int
    no: int
    abstain: int
    voted: list[uuid.UUID] | None
    photo_ids: list[uuid.UUID] | None


def _said(choice: VoteChoice) -> Label[int]:
    told = select(func.count()).where(votes.c.proposal_id == proposals.c.id, votes.c.choice == literal(choice.value))
    return told.correlate_except(votes).scalar_subquery().label(choice.value)


PROPOSE = Statement(insert(proposals), columns=tuple(ProposalRow.__annotations__))
LOCKED = Statement(
    select(proposals).where(proposals.c.id == _ID, proposals.c.village_code == _VILLAGE).with_for_update(), ProposalRow
)
_LISTED = (
    select(
        proposals,
        households.c.household_number,
        parts.head_name(households.c.id).label("head_name"),
        *(_said(choice) for choice in VoteChoice),
        select(func.array_agg(votes.c.seat_id))
        .where(votes.c.proposal_id == proposals.c.id)
        .correlate_except(votes)
        .scalar_subquery()
        .label("voted"),
        parts.evidence(proposals.c.id).label("photo_ids"),
    )
    .select_from(proposals.join(households, households.c.id == proposals.c.household_id))
    .where(proposals.c.village_code == _VILLAGE)
)
_PATHS = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")
_SEAT, _ME = bindparam("seat", type_=UUID()), bindparam("me", type_=UUID())
#: About a household one may know of; proposed by oneself; or one's own seat is among the voters.
_IN_SIGHT = or_(
    select(literal(1))
    .select_from(_PATHS)
    .where(
        or_(
            func.starts_with(proposals.c.area_path, _PATHS.c.path),
            func.starts_with(_PATHS.c.path, proposals.c.area_path),
        )
    )
    .exists(),
    proposals.c.proposer_id == _ME,
    proposals.c.voters.any_() == _SEAT,
)
ONE = Statement(_LISTED.where(proposals.c.id == _ID, _IN_SIGHT), ListedProposal)
_STATE, _OF = bindparam("state", type_=VARCHAR()), bindparam("household", type_=UUID())
PAGE = Statement(
    _LISTED.where(
        _IN_SIGHT,
        or_(_STATE.is_(None), proposals.c.state == _STATE),
        or_(_OF.is_(None), proposals.c.household_id == _OF),
        or_(bindparam("before", type_=UUID()).is_(None), proposals.c.id < bindparam("before", type_=UUID())),
    )
    .order_by(proposals.c.id.desc())
    .limit(bindparam("count", type_=Integer())),
    ListedProposal,
)
"""The newest first."""


class VoteRow(TypedDict):
    proposal_id: uuid.UUID
    seat_id: uuid.UUID
    choice: str
    minutes: str | None
    voted_by: uuid.UUID
    created_at: datetime


VOTE = Statement(insert(votes), columns=tuple(VoteRow.__annotations__))
VOTES = Statement(
    select(votes).where(votes.c.proposal_id == _ID).order_by(votes.c.created_at, votes.c.seat_id), VoteRow
)
CLOSE = Statement(
    update(proposals)
    .where(proposals.c.id == _ID, _IS_OPEN)
    .values(
        state=bindparam("new_state", type_=proposals.c.state.type),
        closed_at=bindparam("at", type_=DateTime(timezone=True)),
        closed_by=bindparam("by", type_=UUID()),
        close_note=bindparam("note", type_=VARCHAR()),
    )
)


class DueProposal(TypedDict):
    id: uuid.UUID
    village_code: str


DUE = Statement(
    select(proposals.c.id, proposals.c.village_code)
    .where(_IS_OPEN, proposals.c.closes_at < bindparam("at", type_=DateTime(timezone=True)))
    .order_by(proposals.c.closes_at)
    .limit(bindparam("count", type_=Integer())),
    DueProposal,
)
OPEN_BY_RULE = Scalar(
    select(func.coalesce(func.sum(proposals.c.points), 0)).where(
        proposals.c.household_id == _HOUSEHOLD,
        proposals.c.rule_code == bindparam("rule", type_=VARCHAR()),
        func.extract("year", proposals.c.occurred_on) == bindparam("year", type_=Integer()),
        _IS_OPEN,
    ),
    int,
)
"""Points that are asked for by a rule in a year, and not decided yet."""

ACTIVITY_HERE = Scalar(
    select(
        select(literal(1))
        .select_from(activities.join(groups, groups.c.id == activities.c.group_id).join(
            areas, areas.c.code == groups.c.area_code))
        .where(
            activities.c.id == _ID,
            activities.c.state != literal(GroupActivityState.CANCELLED.value),
            func.starts_with(areas.c.path, bindparam("village_path", type_=VARCHAR())),
        )
        .exists()
    ),
    bool,
)  # fmt: skip
"""Whether there is such an activity 共建活动 of a group of the village, and it was not called off."""


class Pending(TypedDict):
    proposals: int
    appeals: int


_OPEN_APPEAL = appeals.c.state == literal(PointsAppealState.OPEN.value)
PENDING = Statement(
    select(
        select(func.count()).select_from(proposals).where(proposals.c.household_id == _HOUSEHOLD, _IS_OPEN)
        .scalar_subquery().label("proposals"),
        select(func.count()).select_from(appeals).where(appeals.c.household_id == _HOUSEHOLD, _OPEN_APPEAL)
        .scalar_subquery().label("appeals"),
    ),
    Pending,
)  # fmt: skip
"""What is not decided about a household."""

_YEAR = bindparam("year", type_=Integer())
PENDING_OF_YEAR = Statement(
    select(
        select(func.count()).select_from(proposals)
        .where(proposals.c.village_code == _VILLAGE, _IS_OPEN,
               func.extract("year", proposals.c.occurred_on) == _YEAR).scalar_subquery().label("proposals"),
        select(func.count()).select_from(appeals.join(entries, entries.c.id == appeals.c.entry_id))
        .where(appeals.c.village_code == _VILLAGE, _OPEN_APPEAL, entries.c.year == _YEAR)
        .scalar_subquery().label("appeals"),
    ),
    Pending,
)  # fmt: skip
"""What is not decided of a year in a village."""
