"""Who follows a case 关注: members of staff, residents followed for, and the reporters of merged cases."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import bindparam, case, literal, null, or_, select, update
from sqlalchemy.dialects.postgresql import UUID, distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.case_part_rows import FollowerRow
from app.models.case_parts import Follower
from app.models.user import User
from app.queries.cases.scope import cases
from app.queries.tables import table

followers = table(Follower)
users = table(User)
_theirs = followers.alias("theirs")
_CASE_ID = bindparam("case_id", type_=UUID())

_new_follower = upsert(followers)
FOLLOW = Statement(
    _new_follower.on_conflict_do_update(
        index_elements=["case_id", "from_case_id"], set_={"ended_at": None, "user_id": _new_follower.excluded.user_id}
    ),
    columns=(
        "case_id",
        "from_case_id",
        "merged",
        "area_path",
        "user_id",
        "contact_name",
        "contact_phone",
        "since",
        "told_by",
    ),
)

_MERGED_ID = bindparam("merged_id", type_=UUID())
_FOLLOWING = (followers.c.case_id == _CASE_ID, followers.c.ended_at.is_(None))
_ENDED_AT = bindparam("at", type_=followers.c.ended_at.type)

FOLLOWERS_OF = Statement(select(followers).where(*_FOLLOWING), FollowerRow)


class MergedCase(TypedDict):
    id: uuid.UUID
    privacy_tier: str
    reporter_id: uuid.UUID | None


MERGED_INTO = Statement(
    select(cases.c.id, cases.c.privacy_tier, cases.c.reporter_id)
    .join_from(followers, cases, cases.c.id == followers.c.from_case_id)
    .where(*_FOLLOWING, followers.c.merged),
    MergedCase,
)
"""The cases that are merged into a case, with who reported them."""

_MOVING = ("case_id", "merged", "area_path", "from_case_id", "user_id", "contact_name", "contact_phone", "since",
           "told_by")  # fmt: skip
FOLLOW_ON = Statement(
    _new_follower.from_select(
        list(_MOVING),
        select(
            _CASE_ID.label("case_id"),
            literal(False).label("merged"),
            bindparam("area_path", type_=followers.c.area_path.type).label("area_path"),
            *(followers.c[name] for name in _MOVING[3:]),
        ).where(followers.c.case_id == _MERGED_ID, followers.c.ended_at.is_(None), ~followers.c.merged),
    ).on_conflict_do_update(index_elements=["case_id", "from_case_id"], set_={"ended_at": None})
)
"""Who follows the merged case follows the one it was merged into."""

UNMERGE_FOLLOWERS = Statement(
    update(followers)
    .where(
        *_FOLLOWING,
        or_(
            followers.c.from_case_id == _MERGED_ID,
            followers.c.from_case_id.in_(select(_theirs.c.from_case_id).where(_theirs.c.case_id == _MERGED_ID)),
        ),
    )
    .values({followers.c.ended_at: _ENDED_AT})
)
"""Undoes what the merge of a case added."""

UNFOLLOW = Statement(
    update(followers)
    .where(*_FOLLOWING, followers.c.user_id == bindparam("follower_id", type_=UUID()))
    .values(
        {
            followers.c.user_id: null(),
            followers.c.ended_at: case(
                (or_(followers.c.merged, followers.c.contact_phone.is_not(None)), null()), else_=_ENDED_AT
            ),
        }
    )
)
"""A user follows no longer. A resident they followed for, and a merged case, stay with the case."""


class FollowerContact(TypedDict):
    """Whom to answer; `told_by` is the name of who gave the contact."""

    contact_name: str | None
    contact_phone: str
    merged: bool
    since: datetime
    told_by: str | None


CONTACTS_OF_FOLLOWERS = Statement(
    select(
        followers.c.contact_name,
        followers.c.contact_phone,
        followers.c.merged,
        followers.c.since,
        users.c.display_name.label("told_by"),
    )
    .select_from(followers.outerjoin(users, users.c.id == followers.c.told_by))
    .ext(distinct_on(followers.c.contact_phone))
    .where(*_FOLLOWING, followers.c.contact_phone.is_not(None))
    .order_by(followers.c.contact_phone, followers.c.since)
    .limit(200),
    FollowerContact,
    never_null=("contact_phone",),
)
"""Whom to answer besides the case's own contact, each once, with who told of them first."""
