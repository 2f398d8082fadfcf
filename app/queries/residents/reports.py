"""What residents without an account report and follow."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import Date, DateTime, bindparam, delete, exists, insert, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.area import Area, AreaLevel
from app.models.case_event import CaseEvent
from app.models.category import Category
from app.models.lookup import FollowLink
from app.queries.rows import CodeRow
from app.queries.tables import table

links = table(FollowLink)
areas = table(Area)
events = table(CaseEvent)
categories = table(Category)

MOST_SUBJECTS = 200

_BEFORE = bindparam("before", type_=DateTime(timezone=True))

ISSUE = Statement(insert(links), columns=("token_hash", "case_id", "created_at", "expires_at"))


class FollowLinkRow(TypedDict):
    case_id: uuid.UUID
    expires_at: datetime


FIND = Statement(
    select(links.c.case_id, links.c.expires_at).where(links.c.token_hash == bindparam("hashed", type_=VARCHAR())),
    FollowLinkRow,
)
FORGET = Statement(delete(links).where(links.c.expires_at < _BEFORE))

FIRST_COUNTY = Scalar(
    select(areas.c.path).where(areas.c.level == AreaLevel.COUNTY, areas.c.is_active).order_by(areas.c.code).limit(1),
    str,
)
"""Whose centre gets what no grid holds."""

SUBJECTS = Statement(
    select(categories.c.code)
    .where(
        categories.c.parent_code.is_(None),
        or_(categories.c.retired_on.is_(None), categories.c.retired_on > bindparam("today", type_=Date())),
    )
    .order_by(categories.c.code)
    .limit(MOST_SUBJECTS),
    CodeRow,
)
"""The categories that lie in no other and are in use."""

SAID = Scalar(
    select(
        exists(
            select(literal(1)).where(
                events.c.case_id == bindparam("case_ids", type_=ARRAY(UUID())).any_(),
                events.c.actor_kind == "resident",
                events.c.data["said_id"].astext == bindparam("said_id", type_=VARCHAR()),
            )
        )
    ),
    bool,
)
"""Whether a resident has said this already, by the id that their client made."""


class AddedData(TypedDict, total=False):
    """Which report it is about, where that was merged."""

    merged_case_id: str


class AddedRow(TypedDict):
    """What a resident added to a case."""

    case_id: uuid.UUID
    action: str
    note: str | None
    data: AddedData
    created_at: datetime


ADDED = Statement(
    select(events.c.case_id, events.c.action, events.c.note, events.c.data, events.c.created_at)
    .where(
        events.c.case_id == bindparam("case_ids", type_=ARRAY(UUID())).any_(),
        events.c.actor_kind == "resident",
        events.c.action == bindparam("actions", type_=ARRAY(VARCHAR)).any_(),
    )
    .order_by(events.c.created_at, events.c.seq),
    AddedRow,
)
"""What residents have added to some cases by their links, oldest first."""
