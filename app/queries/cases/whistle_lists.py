"""Reads of whistles 吹哨: those of a case, a list of those in scope, and how units answered in a period."""

import uuid
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypedDict

from sqlalchemy import (
    ColumnElement,
    DateTime,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    not_,
    null,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.case_parts import Attachment, AttachmentPurpose
from app.models.whistle_rows import CallRow, WhistleRow
from app.queries.cases.lists import Listing, predicate
from app.queries.cases.scope import Shape, cases, visible
from app.queries.cases.whistles import UNANSWERED, calls, whistles
from app.queries.tables import constant, table
from app.workflow.whistles import CallState, Presence, WhistleState

attachments = table(Attachment)

_CASE_ID = bindparam("case_id", type_=UUID())
_CASE_IDS = bindparam("case_ids", type_=ARRAY(UUID())).any_()

WHISTLES_OF = Statement(
    select(whistles).where(whistles.c.case_id == _CASE_ID).order_by(whistles.c.called_at, whistles.c.id), WhistleRow
)
"""All of a case, oldest first."""

CALLS_OF_MANY = Statement(
    select(calls)
    .where(calls.c.case_id == _CASE_IDS, calls.c.whistle_id == bindparam("whistle_ids", type_=ARRAY(UUID())).any_())
    .order_by(calls.c.department_code),
    CallRow,
)


class ResponsePhoto(TypedDict):
    """A photo that shows who came to a whistle."""

    case_id: uuid.UUID
    id: uuid.UUID
    near_case: bool
    uploaded_by: uuid.UUID | None
    created_at: datetime


PHOTOS_OF_MANY = Statement(
    select(*(attachments.c[name] for name in ResponsePhoto.__annotations__))
    .where(
        attachments.c.case_id == _CASE_IDS,
        attachments.c.purpose == literal_column(f"'{AttachmentPurpose.RESPONSE.value}'"),
    )
    .order_by(attachments.c.created_at, attachments.c.id),
    ResponsePhoto,
)


class ListedWhistle(WhistleRow):
    """A whistle with what of its case a reader's sight depends on."""

    serial: int
    title: str | None
    description: str
    privacy_tier: str
    reporter_id: uuid.UUID | None
    follower_ids: list[uuid.UUID]


MOST_COUNTED = 10_000
_OF_CASE = ("serial", "title", "description", "privacy_tier", "reporter_id", "follower_ids")
_FROM = whistles.join(cases, cases.c.id == whistles.c.case_id)


def _listed(shape: Shape, *, mine: bool, is_open: bool | None) -> list[ColumnElement[bool]]:
    called = exists(
        select(literal_column("1")).where(
            calls.c.case_id == whistles.c.case_id,
            calls.c.whistle_id == whistles.c.id,
            calls.c.department_code == bindparam("units", type_=ARRAY(VARCHAR)).any_(),
        )
    )
    state = whistles.c.state == literal_column(f"'{WhistleState.OPEN.value}'")
    return [
        visible(shape),
        called if mine else true(),
        true() if is_open is None else state if is_open else not_(state),
    ]


@lru_cache(maxsize=500)
def listed(shape: Shape, count: int, *, mine: bool, is_open: bool | None, begun: bool) -> Statement[ListedWhistle]:
    """A page of the whistles of cases in scope, newest first; `begun`: after `after_value` and `after_id`."""
    key = tuple_(whistles.c.called_at, whistles.c.id)
    rows = (
        select(whistles, *(cases.c[name] for name in _OF_CASE))
        .select_from(_FROM)
        .where(*_listed(shape, mine=mine, is_open=is_open))
    )
    if begun:
        after = tuple_(bindparam("after_value", type_=DateTime(timezone=True)), bindparam("after_id", type_=UUID()))
        rows = rows.where(key < after)
    order = (whistles.c.called_at.desc(), whistles.c.id.desc())
    return Statement(rows.order_by(*order).limit(constant(count)), ListedWhistle)


@lru_cache(maxsize=500)
def counted(shape: Shape, *, mine: bool, is_open: bool | None) -> Scalar[int]:
    """How many there are, up to 10,000."""
    found = select(null()).select_from(_FROM).where(*_listed(shape, mine=mine, is_open=is_open))
    return Scalar(select(func.count()).select_from(found.limit(constant(MOST_COUNTED)).subquery()), int)


MOST_GROUPS = 1_000


class Figures(TypedDict):
    """How a unit answered the whistles of a period."""

    key: str
    called: int
    in_time: int
    late: int
    late_by_network: int
    declined: int
    missed: int
    waiting: int
    near: int
    far: int
    scored: int
    scores: Decimal | int | None


_RESPONDED = calls.c.state == literal_column(f"'{CallState.RESPONDED.value}'")
_DECLINED = calls.c.state == literal_column(f"'{CallState.DECLINED.value}'")
_MISSED = calls.c.missed_at.is_not(None)


def _near(presence: Presence) -> ColumnElement[bool]:
    return and_(_RESPONDED, calls.c.presence == literal_column(f"'{presence.value}'"))


_COUNTED: dict[str, ColumnElement[bool]] = {
    "called": true(),
    "in_time": and_(_RESPONDED, calls.c.late.is_(False)),
    "late": and_(_RESPONDED, calls.c.late.is_(True)),
    "late_by_network": and_(_RESPONDED, calls.c.late.is_(True), calls.c.device_in_time.is_(True)),
    "declined": and_(_DECLINED, not_(_MISSED)),
    "missed": and_(_MISSED, not_(_RESPONDED)),
    "waiting": UNANSWERED,
    "near": _near(Presence.NEAR),
    "far": _near(Presence.FAR),
    "scored": calls.c.score.is_not(None),
}


@lru_cache(maxsize=200)
def figures(listing: Listing) -> Statement[Figures]:
    """How each unit answered; those of a whistle that was withdrawn count where they did answer."""
    counts = (func.count().filter(of).label(name) for name, of in _COUNTED.items())
    period = {end: bindparam(f"period_{end}", type_=DateTime(timezone=True)) for end in ("from", "to")}
    withdrawn = whistles.c.state == literal_column(f"'{WhistleState.WITHDRAWN.value}'")
    return Statement(
        select(calls.c.department_code.label("key"), *counts, func.sum(calls.c.score).label("scores"))
        .select_from(
            calls.join(whistles, and_(whistles.c.case_id == calls.c.case_id, whistles.c.id == calls.c.whistle_id)).join(
                cases, cases.c.id == calls.c.case_id
            )
        )
        .where(
            calls.c.called_at >= period["from"],
            calls.c.called_at < period["to"],
            not_(and_(withdrawn, UNANSWERED)),
            *predicate(listing),
        )
        .group_by(calls.c.department_code)
        .order_by(func.count().desc(), calls.c.department_code)
        .limit(constant(MOST_GROUPS)),
        Figures,
    )
