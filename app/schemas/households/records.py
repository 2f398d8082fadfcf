"""Households 一户一档 on the wire: personal data masked, and in the clear for a purpose that is recorded."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.schemas.base import Code, Day, Input, OneLine, Output, Phone, ShortText, example
from app.schemas.cases.lists import PageQuery
from app.workflow.households.terms import HouseholdEndReason, HouseholdKind, HouseholdRelation, LookPurpose

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), OneLine]
HOUSEHOLD = "0193a0c0-0000-7000-8000-0000000000e1"
PERSON = "0193a0c0-0000-7000-8000-0000000000e2"
BY = "0193a0c0-0000-7000-8000-0000000000a1"
AT = "2026-11-28T02:00:00Z"
MOST_MEMBERS = 30
OF_A_USER = "An account that has to do with the village, as its list of people gives it"
INSTEAD = "Of the account, instead of its id"


class HouseholdPersonIn(Input):
    name: Name
    relation: HouseholdRelation
    phone: Phone | None = None
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    user_id: UUID | None = Field(default=None, description="Where they have an account here: nobody votes on their own")
    username: Code | None = Field(default=None, description=INSTEAD)
    model_config = example(name="王建国", relation="head", phone="13800000000", birth_year=1968)


class HouseholdMemberIn(HouseholdPersonIn):
    """Somebody who comes into a household."""

    since: Day = Field(description="From this day on; not after today")
    model_config = example(name="王小明", relation="child", since="2026-11-01")


class HouseholdIn(Input):
    kind: HouseholdKind = HouseholdKind.RESIDENT
    address: ShortText
    grid_code: Code | None = Field(default=None, description="A grid of the village; left out: not known")
    since: Day = Field(description="Of the village from this day on; not after today")
    members: list[HouseholdPersonIn] = Field(
        min_length=1, max_length=MOST_MEMBERS, description="One of them is the head"
    )
    model_config = example(
        kind="resident", address="东街 12 号", since="2026-01-01",
        members=[{"name": "王建国", "relation": "head", "phone": "13800000000", "birth_year": 1968}],
    )  # fmt: skip


class HouseholdChange(Input):
    """The whole of what may change, anew."""

    kind: HouseholdKind
    address: ShortText
    grid_code: Code | None = None
    version: int = Field(ge=1, description="The version that was read; another one is refused")
    model_config = example(kind="resident", address="东街 12 号之一", grid_code=None, version=1)


class PersonChange(HouseholdPersonIn):
    """What is so of somebody, whole and anew; what was is not kept."""

    model_config = example(name="王建国", relation="head", phone="13800000001", birth_year=1968)


class LeaveIn(Input):
    until: Day = Field(description="The first day on which they are of it no more; not after today")
    head_id: UUID | None = Field(default=None, description="Who is the head from then on, where the head leaves")
    model_config = example(until="2026-11-20")


class SplitIn(Input):
    """Some members found a household of their own 分户."""

    on: Day = Field(description="From this day on; not after today")
    person_ids: list[UUID] = Field(min_length=1, max_length=MOST_MEMBERS)
    head_id: UUID = Field(description="Who of them is the head")
    address: ShortText
    grid_code: Code | None = None
    points: int = Field(default=0, ge=0, le=1_000_000, description="Of the balance, that go with them")
    stays_head_id: UUID | None = Field(default=None, description="Who is the head of who stays, where the head goes")
    model_config = example(on="2026-11-20", person_ids=[PERSON], head_id=PERSON, address="东街 14 号", points=20)


class HouseholdEndIn(Input):
    """Why and since when it is one of the village no more."""

    reason: HouseholdEndReason
    on: Day = Field(description="From this day on; not after today")
    to_village: Code | None = Field(default=None, description="Where it moved, to be known there from that day on")
    model_config = example(reason="moved", on="2026-11-20", to_village="440310002001")


class HouseholdRevealIn(Input):
    purpose: LookPurpose
    note: ShortText | None = None
    model_config = example(purpose="visit", note="季度走访前电话联系")


class HouseholdQuery(PageQuery):
    ended: bool | None = Field(default=None, description="true: only those that ended; false: only those there today")
    grid: Code | None = Field(default=None, description="Only those of this grid")
    household_number: int | None = Field(default=None, ge=1, le=10_000_000, description="Only that of this number")


_ITEM = {
    "id": HOUSEHOLD, "household_number": 12, "village_code": "440310001001", "grid_code": "44031000100101",
    "kind": "resident", "head_name": "王**", "members_count": 3, "since": "2026-01-01", "ended_on": None,
    "end_reason": None, "balance": 85, "version": 1,
}  # fmt: skip


class HouseholdItem(Output):
    """A household as lists show it."""

    id: UUID
    household_number: int
    village_code: str
    grid_code: str | None
    kind: HouseholdKind
    head_name: str | None
    members_count: int
    since: date
    ended_on: date | None
    end_reason: HouseholdEndReason | None
    balance: int
    version: int
    model_config = example(**_ITEM)


class HouseholdPage(Output):
    items: list[HouseholdItem]
    next_cursor: str | None
    model_config = example(items=[_ITEM], next_cursor=None)


_MEMBER = {
    "person_id": PERSON, "name": "王**", "phone": "*******0000", "relation": "head", "since": "2026-01-01",
    "until": None, "has_account": False,
}  # fmt: skip


class HouseholdMemberView(Output):
    """Somebody of a household, masked."""

    person_id: UUID
    name: str | None
    phone: str | None
    relation: HouseholdRelation
    since: date
    until: date | None
    has_account: bool
    model_config = example(**_MEMBER)


_VIEW = {
    **_ITEM, "address": "东街 12 号", "from_household_id": None, "members": [_MEMBER], "may": ["reveal", "propose"],
    "registered_by": BY, "registered_by_name": "李受理", "created_at": AT,
}  # fmt: skip


class HouseholdView(HouseholdItem):
    """A household with the people in it, those who left included, personal data masked."""

    address: str | None
    from_household_id: UUID | None
    members: list[HouseholdMemberView]
    may: list[str]
    registered_by: UUID
    registered_by_name: str | None
    created_at: datetime
    model_config = example(**_VIEW)


class RevealedPerson(Output):
    person_id: UUID
    name: str | None
    phone: str | None
    birth_year: int | None
    relation: HouseholdRelation
    account_id: UUID | None = Field(description="Of their account here, where they have one")
    account_name: str | None


class RevealedHousehold(Output):
    """The people of a household today, in the clear."""

    id: UUID
    address: str | None
    people: list[RevealedPerson]
    model_config = example(
        id=HOUSEHOLD, address="东街 12 号",
        people=[{"person_id": PERSON, "name": "王建国", "phone": "13800000000", "birth_year": 1968,
                 "relation": "head", "account_id": None, "account_name": None}],
    )  # fmt: skip


_LOOK = {"id": HOUSEHOLD, "purpose": "visit", "note": None, "looker_id": BY, "looker_name": "李受理", "looked_at": AT}


class RecordedLook(Output):
    """A look at a household in the clear."""

    id: UUID
    purpose: LookPurpose
    note: str | None
    looker_id: UUID
    looker_name: str | None
    looked_at: datetime
    model_config = example(**_LOOK)


class RecordedLooks(Output):
    items: list[RecordedLook]
    next_cursor: str | None
    model_config = example(items=[_LOOK], next_cursor=None)


class VillageView(Output):
    """A village in which the caller has something to do."""

    code: str
    name: str
    may: list[str]
    seat_id: UUID | None
    households: int = Field(description="How many there are today that the caller may know of")
    model_config = example(code="440310001001", name="六联社区", may=["keep", "propose"], seat_id=None, households=132)


class Villages(Output):
    items: list[VillageView]
    model_config = example(items=[{"code": "440310001001", "name": "六联社区", "may": ["keep", "propose"],
                                   "seat_id": None, "households": 132}])  # fmt: skip


class VillagePhotoKept(Output):
    """A photo that waits for the matter it is evidence for."""

    id: UUID
    repeated: bool
    model_config = example(id=HOUSEHOLD, repeated=False)
