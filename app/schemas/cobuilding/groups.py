"""Groups of co-building 共建 on the wire: founded for a community, with units that join and leave."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.models.cobuilding import MemberRole
from app.schemas.base import Code, Day, Input, NearDay, Output, Title, example
from app.schemas.cases.lists import PageQuery

GROUP_ID = "0193a0c0-0000-7000-8000-0000000000e1"
MEMBER_ID = "0193a0c0-0000-7000-8000-0000000000e2"
SOMEBODY = "0193a0c0-0000-7000-8000-0000000000a4"


class GroupIn(Input):
    area_code: Code = Field(description="The community: a village, a town or a grid; it has no group yet")
    name: Title = Field(description="What the group is called")
    lead_code: Code = Field(description="The unit that leads it 牵头单位: active, serving the community or part of it")
    valid_from: NearDay = Field(description="Founded on this day")
    model_config = example(area_code="440310001001", name="六联社区共建联盟", lead_code="CGJ", valid_from="2026-10-01")


class MemberIn(Input):
    department_code: Code = Field(description="The unit: active, and serving the community or part of it")
    role: MemberRole = MemberRole.MEMBER
    valid_from: NearDay = Field(description="A member from this day on; no day before the group was founded")
    instead_of: UUID | None = Field(
        default=None,
        description="The membership that it takes over 机构调整: that ends the day before, and its open tasks and "
        "running projects go to the new unit. So is the lead changed, and so are units that merge followed",
    )
    model_config = example(department_code="SWJ", role="member", valid_from="2026-10-08")


class GroupEndIn(Input):
    valid_to: Day = Field(description="The last day, today or before it")
    model_config = example(valid_to="2026-12-31")


class GroupQuery(PageQuery):
    area: Code | None = Field(default=None, description="Of communities in this area")
    current: bool | None = Field(default=None, description="true: only those that go on; false: only those that ended")


_MEMBER = {
    "id": MEMBER_ID, "department_code": "CGJ", "department_name": "城市管理局", "role": "lead",
    "valid_from": "2026-10-01", "valid_to": None, "is_active": True,
}  # fmt: skip
_GROUP = {
    "id": GROUP_ID, "area_code": "440310001001", "area_name": "六联社区", "name": "六联社区共建联盟",
    "lead_code": "CGJ", "lead_name": "城市管理局", "valid_from": "2026-10-01", "valid_to": None,
    "created_at": "2026-10-01T02:00:00Z",
}  # fmt: skip


class MemberView(Output):
    """A unit in a group, from a day until a day."""

    id: UUID
    department_code: str
    department_name: str | None
    role: MemberRole
    valid_from: date
    valid_to: date | None
    is_active: bool = Field(description="false: the unit itself is no more 已撤并; another should take its place")


class GroupSummary(Output):
    id: UUID
    area_code: str
    area_name: str | None
    name: str
    lead_code: str | None = Field(description="The unit that leads it today, or did last")
    lead_name: str | None
    valid_from: date
    valid_to: date | None
    created_at: datetime


class GroupView(GroupSummary):
    """A group with all its members, those who left too; the lead first."""

    members: list[MemberView] = Field(description="Units of the group, former ones too")
    may_manage: bool = Field(description="Whether you may let units join and leave, and name inspectors 考评管理")
    may_lead: bool = Field(description="Whether you may set tasks and assess the group in the name of its lead unit")
    may_work: bool = Field(description="Whether you work in a unit that is a member today")
    may_record: bool = Field(description="Whether you may record adoptions 认领登记: of a member unit or the community")
    model_config = example(
        **_GROUP, members=[_MEMBER], may_manage=True, may_lead=False, may_work=False, may_record=True
    )


class GroupPage(Output):
    items: list[GroupSummary]
    next_cursor: str | None
    model_config = example(items=[_GROUP], next_cursor=None)
