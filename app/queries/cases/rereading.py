"""What cases hold that is looked for in another form today."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import DateTime, bindparam, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.case_parts import Follower
from app.models.operations import Rereading
from app.queries.cases.scope import cases
from app.queries.rows import IdRow
from app.queries.tables import table

rereadings = table(Rereading)
followers = table(Follower)

_NAME = bindparam("name", type_=VARCHAR())
_AFTER = bindparam("after", type_=UUID())

BEGIN = Statement(
    upsert(rereadings)
    .values(name=_NAME, form=bindparam("form", type_=VARCHAR()), after=bindparam("first", type_=UUID()))
    .on_conflict_do_update(
        index_elements=["name"],
        set_={"form": bindparam("form", type_=VARCHAR()), "after": bindparam("first", type_=UUID()),
              "finished_at": None},
        where=rereadings.c.form != bindparam("form", type_=VARCHAR()),
    )
)  # fmt: skip
"""Begins, or begins anew where the form is another."""


class TakenStep(TypedDict):
    after: uuid.UUID


TAKE = Statement(
    select(rereadings.c.after)
    .where(rereadings.c.name == _NAME, rereadings.c.finished_at.is_(None))
    .with_for_update(skip_locked=True),
    TakenStep,
)
"""How far it is, held; no row when it is done or somebody else is at it."""

MARK = Statement(
    update(rereadings)
    .where(rereadings.c.name == _NAME)
    .values({
        rereadings.c.after: bindparam("up_to", type_=UUID()),
        rereadings.c.finished_at: bindparam("finished_at", type_=DateTime(timezone=True)),
    })
)  # fmt: skip


class KnownStep(TypedDict):
    form: str
    finished_at: datetime | None


KNOWN = Statement(select(rereadings.c.form, rereadings.c.finished_at).where(rereadings.c.name == _NAME), KnownStep)

_NEXT = (cases.c.id > _AFTER,)


class TextsOfCase(TypedDict):
    id: uuid.UUID
    title: str | None
    description: str
    address: str | None
    words: list[str]


WORDS = Statement(
    select(cases.c.id, cases.c.title, cases.c.description, cases.c.address, cases.c.words)
    .where(*_NEXT).order_by(cases.c.id).limit(bindparam("count"))
, TextsOfCase)  # fmt: skip
IDS = Statement(select(cases.c.id).where(*_NEXT).order_by(cases.c.id).limit(bindparam("count")), IdRow)

_among = bindparam("case_ids", type_=ARRAY(UUID())).any_()


class PhoneOfCase(TypedDict):
    id: uuid.UUID
    contact_phone: str


PHONES = Statement(
    select(cases.c.id, cases.c.contact_phone)
    .where(cases.c.id == _among, cases.c.contact_phone.is_not(None))
    .union_all(
        select(followers.c.case_id, followers.c.contact_phone).where(
            followers.c.case_id == _among, followers.c.contact_phone.is_not(None)
        )
    ),
    PhoneOfCase,
    never_null=("contact_phone",),
)
"""Those of the cases, and of the residents who follow them."""
