"""Writing a bulletin 简报: what a draft is begun with, and what its editor says."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.models.bulletin import AddresseeKind
from app.schemas.base import Code, Day, Description, Input, Note, ShortText, Title, example
from app.workflow.bulletins.periods import BulletinKind


class BulletinIn(Input):
    """A new draft 草稿; its figures are counted at once."""

    area_code: Code = Field(description="Of which area it tells; you supervise there")
    kind: BulletinKind
    day: Day = Field(description="A day of the period it tells of: its week from Monday, its month or its quarter")
    title: Title | None = Field(default=None, description="Left out: made of the area, the kind and the period")
    model_config = example(area_code="440310", kind="weekly", day="2026-11-20")


class Recipient(Input):
    """A unit, or the centre of an area."""

    kind: AddresseeKind
    code: Code


class Mention(Recipient):
    """Who is commended 红榜 or criticised 通报, and why."""

    reason: ShortText = Field(description="Why, in a sentence")


class TypicalIn(Input):
    """A case to be told as an example 典型案例; nobody is named in it."""

    case_id: UUID
    title: Title | None = Field(default=None, description="Left out: the title of the case, or its category")
    text: Description | None = Field(
        default=None, description="Left out: what was reported and what was done; names and numbers are taken out"
    )
    comment: Annotated[Note | None, Field(description="What can be learned of it 点评")] = None


class BulletinEdit(Input):
    """All that the editor says; what is left out is empty then."""

    title: Title
    foreword: Description | None = Field(default=None, description="What comes before the figures 编者按")
    remarks: Description | None = Field(default=None, description="What is to be done next 下一步工作")
    typical: list[TypicalIn] = Field(default=[], max_length=20, description="Typical cases 典型案例, in their order")
    praised: list[Mention] = Field(default=[], max_length=50, description="The red list 红榜")
    criticised: list[Mention] = Field(default=[], max_length=50, description="Criticism 通报批评")
    addressees: list[Recipient] = Field(default=[], max_length=500, description="Whom it is sent to 发送范围")
    withdraws: UUID | None = Field(default=None, description="An earlier bulletin of this area that it takes back 撤销")
    withdrawal_reason: Note | None = Field(default=None, description="Why; needed with `withdraws`")
    model_config = example(
        title="坪山区网格治理周报（2026年第47周）",
        foreword="本周受理平稳，市容类问题仍占多数。",
        remarks="请各单位于下周五前清理积压案卷。",
        praised=[{"kind": "unit", "code": "CG", "reason": "按期处置率百分之百"}],
        addressees=[{"kind": "unit", "code": "CG"}, {"kind": "area", "code": "440310001"}],
    )


class SendBack(Input):
    """Why a submitted bulletin goes back to its editor 退回修改."""

    note: Note = Field(description="What is to be mended")
    model_config = example(note="请补充典型案例")
