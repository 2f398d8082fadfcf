"""What in the record may be odd: reports of the same hand, photos used again.

Each is asked for the cases of a batch at once, and each is bounded: a look at a case costs the same in the tenth year.
"""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import (
    BindParameter,
    Double,
    bindparam,
    func,
    literal,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from app.db.statement import Statement
from app.models.case import Channel
from app.models.case_parts import Attachment
from app.queries.cases.scope import cases
from app.queries.tables import among, constant, table
from app.workflow.states import Status

attachments = table(Attachment)

_IDS = bindparam("case_ids", type_=ARRAY(UUID())).any_()
_BACK = func.make_interval(constant(0), constant(0), constant(0), constant(30))  # days
_MOST_EARLIER, _MOST_USES = 30, 10
#: What the flow has told apart already is no duplicate that anybody counts.
_GONE = (Status.CANCELLED.value, Status.MERGED.value, Status.REJECTED.value)


class PairRow(TypedDict):
    """A report of a worker, and one of the same worker before it, near it."""

    id: uuid.UUID
    reporter_id: uuid.UUID
    area_path: str
    reported_at: datetime
    lat: float
    lon: float
    category_code: str | None
    words: list[str]
    earlier_id: uuid.UUID
    earlier_at: datetime
    earlier_closed_at: datetime | None
    earlier_lat: float
    earlier_lon: float
    earlier_category: str | None
    earlier_words: list[str]


def _pairs() -> Statement[PairRow]:
    before = cases.alias("before")
    near: BindParameter[float] = bindparam("near", type_=Double())
    earlier = (
        select(
            before.c.id.label("earlier_id"),
            before.c.reported_at.label("earlier_at"),
            before.c.closed_at.label("earlier_closed_at"),
            before.c.lat.label("earlier_lat"),
            before.c.lon.label("earlier_lon"),
            before.c.category_code.label("earlier_category"),
            before.c.words.label("earlier_words"),
        )
        .where(
            before.c.reporter_id == cases.c.reporter_id,
            before.c.reported_at >= cases.c.reported_at - _BACK,
            tuple_(before.c.reported_at, before.c.id) < tuple_(cases.c.reported_at, cases.c.id),
            before.c.lat.between(cases.c.lat - near, cases.c.lat + near),
            before.c.lon.between(cases.c.lon - 2 * near, cases.c.lon + 2 * near),
            before.c.parent_id.is_(None),
            ~among(before.c.status, _GONE),
        )
        .order_by(before.c.reported_at.desc(), before.c.id.desc())
        .limit(constant(_MOST_EARLIER))
        .lateral("earlier")
    )
    told = ("id", "reporter_id", "area_path", "reported_at", "lat", "lon", "category_code", "words")
    return Statement(
        select(*(cases.c[name] for name in told), *earlier.c)
        .select_from(cases.join(earlier, true()))
        .where(
            cases.c.id == _IDS,
            cases.c.channel == literal(Channel.WORKER.value),
            cases.c.reporter_id.is_not(None),
            cases.c.parent_id.is_(None),
            ~among(cases.c.status, _GONE),
        ),
        PairRow,
        never_null=("reporter_id", "lat", "lon", "earlier_lat", "earlier_lon"),
    )


PAIRS = _pairs()


class UseRow(TypedDict):
    """A photo that had been used, and an earlier use of the same bytes; each with its case."""

    id: uuid.UUID
    sha256: str
    case_id: uuid.UUID
    purpose: str
    round: int
    created_at: datetime
    uploaded_by: uuid.UUID
    area_path: str
    lat: float | None
    lon: float | None
    merged_into: uuid.UUID | None
    parent_id: uuid.UUID | None
    earlier_id: uuid.UUID
    earlier_purpose: str
    earlier_round: int
    earlier_at: datetime
    earlier_by: uuid.UUID
    earlier_lat: float | None
    earlier_lon: float | None
    earlier_merged: uuid.UUID | None
    earlier_parent: uuid.UUID | None


def _uses() -> Statement[UseRow]:
    other, its = attachments.alias("other"), cases.alias("its")
    earlier = (
        select(
            other.c.case_id.label("earlier_id"),
            other.c.purpose.label("earlier_purpose"),
            other.c.round.label("earlier_round"),
            other.c.created_at.label("earlier_at"),
            other.c.uploaded_by.label("earlier_by"),
            its.c.lat.label("earlier_lat"),
            its.c.lon.label("earlier_lon"),
            its.c.merged_into.label("earlier_merged"),
            its.c.parent_id.label("earlier_parent"),
        )
        .select_from(other.join(its, its.c.id == other.c.case_id))
        .where(
            other.c.sha256 == attachments.c.sha256,
            other.c.id != attachments.c.id,
            tuple_(other.c.created_at, other.c.id) < tuple_(attachments.c.created_at, attachments.c.id),
            other.c.uploaded_by.is_not(None),
        )
        .order_by(other.c.created_at, other.c.id)
        .limit(constant(_MOST_USES))
        .lateral("earlier")
    )
    told = ("id", "sha256", "case_id", "purpose", "round", "created_at", "uploaded_by", "area_path")
    of_case = (cases.c.lat, cases.c.lon, cases.c.merged_into, cases.c.parent_id)
    return Statement(
        select(*(attachments.c[name] for name in told), *of_case, *earlier.c)
        .select_from(attachments.join(cases, cases.c.id == attachments.c.case_id).join(earlier, true()))
        .where(attachments.c.case_id == _IDS, attachments.c.repeated, attachments.c.uploaded_by.is_not(None)),
        UseRow,
        never_null=("uploaded_by", "earlier_by"),
    )


USES = _uses()
