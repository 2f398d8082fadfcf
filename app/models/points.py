"""Points 文明积分: the village's rules by the day they hold from, its council, proposals with votes, and the ledger.

The ledger 积分流水 is only added to: the application may insert and read, nothing else. Each entry carries the balance
after it, so that the last one and the sum of all say the same.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.models.columns import document, enum_check, enum_type, moment, path_column
from app.workflow.households.terms import LedgerKind, PointsAppealState, PointsRuleKind, ProposalState, VoteChoice


class PointsRules(SQLModel, table=True):
    """A village's own rules 积分办法, whole, from a day on until the next ones."""

    __tablename__ = "points_rules"

    village_code: str = Field(primary_key=True, foreign_key="areas.code", max_length=32)
    valid_from: date = Field(primary_key=True)
    document: dict[str, object] = document()
    rules_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class CouncilSeat(SQLModel, table=True):
    """A seat of the village's council 评议会, from a day until a day (inclusive): of a resident, or of a user."""

    __tablename__ = "council_seats"
    __table_args__ = (
        CheckConstraint("person_id IS NOT NULL OR user_id IS NOT NULL", name="somebody"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index("ix_council_seats_village", "village_code", "id"),
        Index("ix_council_seats_user", "user_id", postgresql_where=text("user_id IS NOT NULL")),
    )

    id: UUID = Field(primary_key=True)
    village_code: str = Field(foreign_key="areas.code", max_length=32)
    person_id: UUID | None = Field(default=None, foreign_key="household_people.id")
    user_id: UUID | None = Field(default=None, foreign_key="users.id")
    valid_from: date
    valid_to: date | None = None
    seated_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


_LIVE = text("state IN ('open', 'passed')")


class PointsProposal(SQLModel, table=True):
    """What somebody asks the council to give or take: a household, a rule, a day, why, and by what it is seen."""

    __tablename__ = "points_proposals"
    __table_args__ = (
        enum_check("kind", PointsRuleKind),
        enum_check("state", ProposalState),
        CheckConstraint("points > 0", name="points_positive"),
        Index("uq_points_proposals_same", "household_id", "rule_code", "occurred_on", unique=True,
              postgresql_where=_LIVE),
        Index("uq_points_proposals_case", "household_id", "rule_code", "about_case_id", unique=True,
              postgresql_where=text("state IN ('open', 'passed') AND about_case_id IS NOT NULL")),
        Index("ix_points_proposals_village", "village_code", "id"),
        Index("ix_points_proposals_closing", "closes_at", postgresql_where=text("state = 'open'")),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    village_code: str = Field(foreign_key="areas.code", max_length=32)
    household_id: UUID = Field(foreign_key="households.id")
    area_path: str = path_column()
    kind: PointsRuleKind = Field(sa_type=enum_type(PointsRuleKind))
    rule_code: str = Field(max_length=32)
    rule_name: str = Field(max_length=120)
    rules_from: date  # the rules that hold for it: those of the day it occurred
    points: int
    occurred_on: date
    reason: str = Field(max_length=2000)
    about_case_id: UUID | None = None  # declared, not referred to: a matter of the flow
    activity_id: UUID | None = None  # likewise
    activity: str | None = Field(default=None, max_length=120)  # in words, where no activity is on record
    voters: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))  # the seats that may vote on it
    state: ProposalState = Field(sa_type=enum_type(ProposalState))
    proposer_id: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()
    closes_at: datetime = moment()
    closed_at: datetime | None = moment(nullable=True)
    closed_by: UUID | None = Field(default=None, foreign_key="users.id")  # null: its time was over
    close_note: str | None = Field(default=None, max_length=2000)


class PointsVote(SQLModel, table=True):
    """One vote of one seat, append-only; `minutes` say where it was given when somebody else wrote it down."""

    __tablename__ = "points_votes"
    __table_args__ = (enum_check("choice", VoteChoice),)

    proposal_id: UUID = Field(primary_key=True, foreign_key="points_proposals.id")
    seat_id: UUID = Field(primary_key=True, foreign_key="council_seats.id")
    choice: VoteChoice = Field(sa_type=enum_type(VoteChoice))
    minutes: str | None = Field(default=None, max_length=2000)
    voted_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class PointsEntry(SQLModel, table=True):
    """One entry of the ledger, append-only: `entry_number` counts from 1 in its household."""

    __tablename__ = "points_entries"
    __table_args__ = (
        enum_check("kind", LedgerKind),
        CheckConstraint("points <> 0", name="points_not_zero"),
        Index("uq_points_entries_number", "household_id", "entry_number", unique=True),
        Index("uq_points_entries_proposal", "proposal_id", unique=True,
              postgresql_where=text("kind IN ('award', 'deduction')")),
        Index("uq_points_entries_redemption", "redemption_id", "kind", unique=True),
        Index("ix_points_entries_year", "village_code", "year", "household_id"),
        Index("ix_points_entries_made", "village_code", "created_at", "id"),
        Index("ix_points_entries_corrects", "corrects_id", postgresql_where=text("corrects_id IS NOT NULL")),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    village_code: str = Field(foreign_key="areas.code", max_length=32)
    household_id: UUID = Field(foreign_key="households.id")
    entry_number: int
    kind: LedgerKind = Field(sa_type=enum_type(LedgerKind))
    points: int
    balance: int
    year: int  # of the deed, not of the day it was written down
    occurred_on: date
    rule_code: str | None = Field(default=None, max_length=32)
    rule_name: str | None = Field(default=None, max_length=120)
    proposal_id: UUID | None = Field(default=None, foreign_key="points_proposals.id")
    redemption_id: UUID | None = None
    corrects_id: UUID | None = Field(default=None, foreign_key="points_entries.id")
    other_household_id: UUID | None = Field(default=None, foreign_key="households.id")  # with whom it was divided
    about_case_id: UUID | None = None
    activity_id: UUID | None = None
    activity: str | None = Field(default=None, max_length=120)
    reason: str | None = Field(default=None, max_length=2000)
    appeal_until: datetime | None = moment(nullable=True)  # null: nothing was taken that one could appeal
    decide_days: int | None = None  # working days for the decision of an appeal, by the rules of its day
    made_by: UUID | None = Field(default=None, foreign_key="users.id")  # null: the council, by its votes
    created_at: datetime = moment()


class PointsAppeal(SQLModel, table=True):
    """An appeal 申诉 against what was taken: one for an entry, decided by others than who proposed it."""

    __tablename__ = "points_appeals"
    __table_args__ = (
        enum_check("state", PointsAppealState),
        Index("uq_points_appeals_entry", "entry_id", unique=True),
        Index("ix_points_appeals_village", "village_code", "id"),
    )

    id: UUID = Field(primary_key=True)
    village_code: str = Field(foreign_key="areas.code", max_length=32)
    household_id: UUID = Field(foreign_key="households.id")
    entry_id: UUID = Field(foreign_key="points_entries.id")
    grounds: str = Field(max_length=2000)
    state: PointsAppealState = Field(sa_type=enum_type(PointsAppealState))
    filed_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()
    decide_by: datetime = moment()
    decider_id: UUID | None = Field(default=None, foreign_key="users.id")
    decided_at: datetime | None = moment(nullable=True)
    decision: str | None = Field(default=None, max_length=2000)
