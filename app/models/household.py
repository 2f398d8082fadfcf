"""Households 户 of a village, the people in them from a day until a day, and who looked at what is masked.

What a household is called, and who lives there, is taken away when nobody needs it any more; that there was one stays.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import enum_check, enum_type, moment, path_column
from app.text.phones import LONGEST
from app.workflow.households.terms import HouseholdEndReason, HouseholdKind, HouseholdRelation, LookPurpose


class VillageRegister(SQLModel, table=True):
    """The register of a village: its last number of a household. Whoever numbers or publishes holds the row."""

    __tablename__ = "village_registers"

    village_code: str = Field(primary_key=True, foreign_key="areas.code", max_length=32)
    last_number: int = 0


class Household(SQLModel, table=True):
    """One household 一户一档; `area_path` is that of its grid, else of its village. It keeps its number for good."""

    __tablename__ = "households"
    __table_args__ = (
        enum_check("kind", HouseholdKind),
        enum_check("end_reason", HouseholdEndReason),
        CheckConstraint("ended_on IS NULL OR ended_on >= since", name="dates_in_order"),
        Index("uq_households_number", "village_code", "household_number", unique=True),
        Index("ix_households_area", "area_path", "id"),
    )

    id: UUID = Field(primary_key=True)
    village_code: str = Field(foreign_key="areas.code", max_length=32)
    household_number: int
    area_path: str = path_column()
    kind: HouseholdKind = Field(sa_type=enum_type(HouseholdKind))
    address: str | None = Field(default=None, max_length=300)  # null once it is forgotten
    since: date
    from_household_id: UUID | None = Field(default=None, foreign_key="households.id")  # it was split off, or moved here
    ended_on: date | None = None  # from this day on it is one of the village no more
    end_reason: HouseholdEndReason | None = Field(default=None, sa_type=enum_type(HouseholdEndReason))
    version: int = 1
    registered_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class HouseholdPerson(SQLModel, table=True):
    """Somebody who lives, or lived, in a household; all of it is empty once it is forgotten."""

    __tablename__ = "household_people"
    __table_args__ = (Index("ix_household_people_user", "user_id", postgresql_where=text("user_id IS NOT NULL")),)

    id: UUID = Field(primary_key=True)
    name: str | None = Field(default=None, max_length=64)
    phone: str | None = Field(default=None, max_length=LONGEST)
    birth_year: int | None = None
    user_id: UUID | None = Field(default=None, foreign_key="users.id")  # where they have an account here
    forgotten_at: datetime | None = moment(nullable=True)


class HouseholdMember(SQLModel, table=True):
    """That somebody belongs to a household, from a day until a day (exclusive)."""

    __tablename__ = "household_members"
    __table_args__ = (
        enum_check("relation", HouseholdRelation),
        CheckConstraint("until IS NULL OR until >= since", name="dates_in_order"),
        Index("uq_household_members_one_home", "person_id", unique=True, postgresql_where=text("until IS NULL")),
        Index(
            "uq_household_members_one_head",
            "household_id",
            unique=True,
            postgresql_where=text("until IS NULL AND relation = 'head'"),
        ),
    )

    household_id: UUID = Field(primary_key=True, foreign_key="households.id")
    person_id: UUID = Field(primary_key=True, foreign_key="household_people.id")
    since: date = Field(primary_key=True)
    relation: HouseholdRelation = Field(sa_type=enum_type(HouseholdRelation))
    until: date | None = None


class HouseholdLook(SQLModel, table=True):
    """A look at the personal data of a household unmasked, append-only."""

    __tablename__ = "household_looks"
    __table_args__ = (
        enum_check("purpose", LookPurpose),
        Index("ix_household_looks_household", "household_id", "looked_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    household_id: UUID = Field(foreign_key="households.id")
    purpose: LookPurpose = Field(sa_type=enum_type(LookPurpose))
    note: str | None = Field(default=None, max_length=300)
    looker_id: UUID = Field(foreign_key="users.id")
    looked_at: datetime = moment()


class VillagePhoto(SQLModel, table=True):
    """A photo as evidence in a village; `used_for` is the one matter it belongs to, null while it waits for one."""

    __tablename__ = "village_photos"
    __table_args__ = (
        Index("ix_village_photos_used_for", "used_for", postgresql_where=text("used_for IS NOT NULL")),
        Index("ix_village_photos_created", "created_at"),
    )

    id: UUID = Field(primary_key=True)
    village_code: str = Field(foreign_key="areas.code", max_length=32)
    sha256: str = Field(max_length=64)
    repeated: bool = False  # the very same bytes had been used before, here or in a case
    uploader_id: UUID = Field(foreign_key="users.id")
    used_for: UUID | None = None
    created_at: datetime = moment()
