"""Releases: made, taken back, listed for clerks; and what of them stands on a board."""

import uuid
from datetime import date, datetime
from functools import cache
from typing import TypedDict

from sqlalchemy import Boolean, DateTime, Integer, bindparam, func, insert, literal, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Statement
from app.models.area import Area
from app.models.case_parts import Follower
from app.models.release import CaseRelease
from app.models.user import User
from app.queries.cases.scope import cases
from app.queries.tables import among, table
from app.workflow.privacy import PrivacyTier
from app.workflow.states import Status

releases, areas, users, followers = table(CaseRelease), table(Area), table(User), table(Follower)
_MOMENT = DateTime(timezone=True)
_CASE = bindparam("case_id", type_=UUID())
_AFTER = tuple_(bindparam("after_value", type_=_MOMENT), bindparam("after_id", type_=UUID()))
_COUNT = bindparam("count", type_=Integer())
#: What anybody may read is over, and nobody keeps it confidential, whatever it was when it was released.
SHOWN = (
    among(cases.c.status, (Status.CLOSED.value, Status.ARCHIVED.value)),
    cases.c.privacy_tier == literal(PrivacyTier.NORMAL.value),
)


class ReleaseRow(TypedDict):
    """A release as it is kept."""

    case_id: uuid.UUID
    id: uuid.UUID
    area_code: str
    category_code: str | None
    question: str
    answer: str
    closed_on: date
    released_by: uuid.UUID
    released_at: datetime
    withdrawn_by: uuid.UUID | None
    withdrawn_at: datetime | None
    withdraw_reason: str | None


ADD = Statement(
    insert(releases),
    columns=(
        "case_id", "id", "area_code", "category_code", "question", "answer", "closed_on", "released_by", "released_at",
    ),
)  # fmt: skip
OF_CASE = Statement(
    select(releases).where(releases.c.case_id == _CASE).order_by(releases.c.released_at.desc(), releases.c.id.desc()),
    ReleaseRow,
)
"""Those of a case, the latest first."""

WITHDRAW = Statement(
    update(releases)
    .where(releases.c.case_id == _CASE, releases.c.withdrawn_at.is_(None))
    .values(
        withdrawn_at=bindparam("at", type_=_MOMENT),
        withdrawn_by=bindparam("by", type_=UUID()),
        withdraw_reason=bindparam("reason", type_=VARCHAR()),
    )
    .returning(releases),
    ReleaseRow,
)


class KnownWord(TypedDict):
    word: str


NAMES_OF = Statement(
    select(users.c.display_name.label("word"))
    .where(users.c.id == bindparam("user_ids", type_=ARRAY(UUID())).any_())
    .union(
        select(followers.c.contact_name.label("word")).where(
            followers.c.case_id == _CASE, followers.c.contact_name.is_not(None)
        )
    ),
    KnownWord,
)
"""What those are called who told of a case, worked on it or follow it."""


class ListedRelease(ReleaseRow):
    serial: int


_PATHS = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")


@cache
def page(*, first: bool) -> Statement[ListedRelease]:
    """The releases in some areas, the newest first: those that stand, those that were taken back, or all."""
    stands = bindparam("stands", type_=Boolean())
    key = tuple_(releases.c.released_at, releases.c.id)
    return Statement(
        select(releases, cases.c.serial)
        .select_from(
            releases.join(cases, cases.c.id == releases.c.case_id).join(areas, areas.c.code == releases.c.area_code)
        )
        .where(
            select(literal(1)).select_from(_PATHS).where(func.starts_with(areas.c.path, _PATHS.c.path)).exists(),
            func.starts_with(areas.c.path, bindparam("within", type_=VARCHAR())),
            or_(stands.is_(None), releases.c.withdrawn_at.is_(None) == stands),
            *(() if first else (key < _AFTER,)),
        )
        .order_by(releases.c.released_at.desc(), releases.c.id.desc())
        .limit(_COUNT),
        ListedRelease,
    )


class ProposedRow(TypedDict):
    """An answered case that might be released."""

    id: uuid.UUID
    serial: int
    description: str
    category_code: str | None
    area_path: str
    closed_at: datetime
    was_withdrawn: bool


_OF_IT = releases.c.case_id == cases.c.id
_IN_A_VILLAGE = "%/%/%/%"


@cache
def proposed(*, first: bool) -> Statement[ProposedRow]:
    """Closed cases in the villages of some areas of which nothing stands on a board, the latest closed first."""
    key = tuple_(cases.c.closed_at, cases.c.id)
    told = ("id", "serial", "description", "category_code", "area_path", "closed_at")
    return Statement(
        select(*(cases.c[name] for name in told), select(literal(1)).where(_OF_IT).exists().label("was_withdrawn"))
        .where(
            select(literal(1)).select_from(_PATHS).where(func.starts_with(cases.c.area_path, _PATHS.c.path)).exists(),
            func.starts_with(cases.c.area_path, bindparam("within", type_=VARCHAR())),
            cases.c.area_path.like(_IN_A_VILLAGE),
            cases.c.closed_at >= bindparam("since", type_=_MOMENT),
            *SHOWN,
            ~select(literal(1)).where(_OF_IT, releases.c.withdrawn_at.is_(None)).exists(),
            *(() if first else (key < _AFTER,)),
        )
        .order_by(cases.c.closed_at.desc(), cases.c.id.desc())
        .limit(_COUNT),
        ProposedRow,
        never_null=("closed_at",),
    )


class AnsweredRow(TypedDict):
    """What anybody may read of an answered case."""

    id: uuid.UUID
    category_code: str | None
    question: str
    answer: str
    closed_on: date
    released_at: datetime


@cache
def answered(*, first: bool) -> Statement[AnsweredRow]:
    """The released cases of a village, the newest first."""
    key = tuple_(releases.c.released_at, releases.c.id)
    told = ("id", "category_code", "question", "answer", "closed_on", "released_at")
    return Statement(
        select(*(releases.c[name] for name in told))
        .select_from(releases.join(cases, cases.c.id == releases.c.case_id))
        .where(
            releases.c.area_code == bindparam("code", type_=VARCHAR()),
            releases.c.withdrawn_at.is_(None),
            *SHOWN,
            *(() if first else (key < _AFTER,)),
        )
        .order_by(releases.c.released_at.desc(), releases.c.id.desc())
        .limit(_COUNT),
        AnsweredRow,
    )
