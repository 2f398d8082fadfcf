"""What points are for: rewards 奖 from a stock, published lists 公示, the title 最美家庭, help 帮 with its visits."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import document, enum_check, enum_type, moment
from app.workflow.households.terms import PointsListKind, PointsListLabel, RedemptionState, StockMove


class Reward(SQLModel, table=True):
    """A thing of the village's points shop 积分超市; `stock` never falls below zero."""

    __tablename__ = "rewards"
    __table_args__ = (
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        CheckConstraint("cost > 0", name="cost_positive"),
        Index("uq_rewards_name", "village_code", "name", unique=True),
        Index("ix_rewards_village", "village_code", "id"),
    )

    id: UUID = Field(primary_key=True)
    village_code: str = Field(foreign_key="areas.code", max_length=32)
    name: str = Field(max_length=120)
    cost: int
    stock: int = 0
    is_active: bool = True
    version: int = 1
    created_at: datetime = moment()


class RewardMove(SQLModel, table=True):
    """What came into a stock or left it, append-only; they add up to the stock."""

    __tablename__ = "reward_moves"
    __table_args__ = (enum_check("kind", StockMove), Index("ix_reward_moves_reward", "reward_id", "id"))

    id: UUID = Field(primary_key=True)
    reward_id: UUID = Field(foreign_key="rewards.id")
    kind: StockMove = Field(sa_type=enum_type(StockMove))
    quantity: int  # signed
    redemption_id: UUID | None = None
    note: str | None = Field(default=None, max_length=300)
    made_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class Redemption(SQLModel, table=True):
    """A reward that a household took for points."""

    __tablename__ = "redemptions"
    __table_args__ = (
        enum_check("state", RedemptionState),
        CheckConstraint("quantity > 0 AND points > 0", name="something"),
        Index("ix_redemptions_village", "village_code", "id"),
    )

    id: UUID = Field(primary_key=True)
    village_code: str = Field(foreign_key="areas.code", max_length=32)
    household_id: UUID = Field(foreign_key="households.id")
    reward_id: UUID = Field(foreign_key="rewards.id")
    reward_name: str = Field(max_length=120)
    quantity: int
    points: int
    state: RedemptionState = Field(sa_type=enum_type(RedemptionState))
    made_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()
    returned_by: UUID | None = Field(default=None, foreign_key="users.id")
    returned_at: datetime | None = moment(nullable=True)
    return_reason: str | None = Field(default=None, max_length=300)


class PointsList(SQLModel, table=True):
    """A list as it was published, frozen: nobody may update it; it goes when its time is over."""

    __tablename__ = "points_lists"
    __table_args__ = (
        enum_check("kind", PointsListKind),
        enum_check("label", PointsListLabel),
        CheckConstraint("until >= since", name="dates_in_order"),
        Index("uq_points_lists_period", "village_code", "kind", "since", "until", unique=True),
        Index("ix_points_lists_village", "village_code", "id"),
    )

    id: UUID = Field(primary_key=True)
    village_code: str = Field(foreign_key="areas.code", max_length=32)
    kind: PointsListKind = Field(sa_type=enum_type(PointsListKind))
    since: date
    until: date
    label: PointsListLabel = Field(sa_type=enum_type(PointsListLabel))
    title: str = Field(max_length=120)
    document: list[dict[str, object]] = document()
    publisher_id: UUID = Field(foreign_key="users.id")
    published_at: datetime = moment()


class FamilyTitle(SQLModel, table=True):
    """The 最美家庭 of a year, append-only: who was chosen, and by which numbers."""

    __tablename__ = "family_titles"

    village_code: str = Field(primary_key=True, foreign_key="areas.code", max_length=32)
    year: int = Field(primary_key=True)
    document: dict[str, object] = document()
    publisher_id: UUID = Field(foreign_key="users.id")
    published_at: datetime = moment()


class Pairing(SQLModel, table=True):
    """帮: somebody who helps a household, until it is ended; one at a time."""

    __tablename__ = "pairings"
    __table_args__ = (
        CheckConstraint("helper_id IS NOT NULL OR helper_person_id IS NOT NULL", name="somebody"),
        Index("uq_pairings_open", "household_id", unique=True, postgresql_where=text("ended_on IS NULL")),
        Index("ix_pairings_village", "village_code", "id"),
        Index("ix_pairings_helper", "helper_id", postgresql_where=text("helper_id IS NOT NULL AND ended_on IS NULL")),
    )

    id: UUID = Field(primary_key=True)
    village_code: str = Field(foreign_key="areas.code", max_length=32)
    household_id: UUID = Field(foreign_key="households.id")
    helper_id: UUID | None = Field(default=None, foreign_key="users.id")
    helper_person_id: UUID | None = Field(default=None, foreign_key="household_people.id")
    since: date
    goal: str = Field(max_length=2000)
    points_then: int  # of the year, when the pairing began
    rank_then: int | None = None
    ended_on: date | None = None
    outcome: str | None = Field(default=None, max_length=2000)
    paired_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class PairingVisit(SQLModel, table=True):
    """A visit 走访 of a helper, append-only."""

    __tablename__ = "pairing_visits"
    __table_args__ = (Index("ix_pairing_visits_pairing", "pairing_id", "visited_on", "id"),)

    id: UUID = Field(primary_key=True)
    pairing_id: UUID = Field(foreign_key="pairings.id")
    visited_on: date
    note: str = Field(max_length=2000)
    recorded_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()
