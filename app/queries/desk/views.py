"""Saved views 常用筛选: a person's own, and those shared with the centre of an area."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.area import Area
from app.models.category import Category
from app.models.department import Department
from app.models.desk import SavedView
from app.models.term import Term, TermKind
from app.models.user import User
from app.queries.rows import IdRow
from app.queries.tables import table

views = table(SavedView)
areas = table(Area)
users = table(User)
terms = table(Term)
departments = table(Department)
categories = table(Category)

_ME = bindparam("me", type_=UUID())
_ID = bindparam("view_id", type_=UUID())


class ViewRow(TypedDict):
    """A saved view, and where it is shared."""

    id: uuid.UUID
    owner_id: uuid.UUID
    name: str
    query: dict[str, object]
    area_code: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    area_path: str | None


def _readable() -> Select[*tuple[object, ...]]:
    """One's own; and what somebody who still works here shares with a centre of which the reader is."""
    centres = func.unnest(bindparam("centres", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("centres")
    of_the_centre = (
        select(literal(1)).select_from(centres).where(func.starts_with(areas.c.path, centres.c.path)).exists()
    )
    held = views.join(users, users.c.id == views.c.owner_id).outerjoin(areas, areas.c.code == views.c.area_code)
    return (
        select(*views.columns, areas.c.path.label("area_path"))
        .select_from(held)
        .where(or_(views.c.owner_id == _ME, users.c.is_active.is_(True) & of_the_centre))
    )


ONE = Statement(_readable().where(views.c.id == _ID), ViewRow)
"""One that `me` may read; `centres` are the paths of the areas of whose centre they are."""

PAGE = Statement(
    _readable().where(views.c.id > bindparam("after", type_=UUID())).order_by(views.c.id).limit(bindparam("count")),
    ViewRow,
)
"""All they may read, oldest first."""

MINE = Scalar(select(func.count()).select_from(views).where(views.c.owner_id == _ME), int)

LOCK_OWNER = Statement(select(users.c.id).where(users.c.id == _ME).with_for_update(key_share=True), IdRow)
"""Whoever saves a view saves one at a time: how many there are stays as it was counted."""

LOCK = Scalar(select(views.c.version).where(views.c.id == _ID, views.c.owner_id == _ME).with_for_update(), int)
"""The version of one of one's own, which stays so until the transaction ends."""

_VALUES = {name: bindparam(f"new_{name}", type_=views.c[name].type) for name in ("name", "query", "area_code")}
_AT = bindparam("at", type_=DateTime(timezone=True))
ADD = Statement(
    insert(views).values({**_VALUES, "id": _ID, "owner_id": _ME, "created_at": _AT, "updated_at": _AT, "version": 1})
)
REPLACE = Statement(
    update(views).where(views.c.id == _ID).values({**_VALUES, "updated_at": _AT, "version": views.c.version + 1})
)
REMOVE = Statement(delete(views).where(views.c.id == _ID))


class CodeState(TypedDict):
    """A code that is there, and whether it is in use."""

    kind: str
    code: str
    is_active: bool


def _state(
    kind: str, code: ColumnElement[str], in_use: ColumnElement[bool], *where: ColumnElement[bool]
) -> Select[str, str, bool]:
    told = (literal(kind, VARCHAR()).label("kind"), code.label("code"), in_use.label("is_active"))
    return select(*told).where(code == bindparam(kind, type_=VARCHAR()), *where)


_NOT_RETIRED = or_(categories.c.retired_on.is_(None), categories.c.retired_on > bindparam("today", type_=Date()))
CODES = Statement(
    union_all(
        _state("area", areas.c.code, areas.c.is_active),
        _state("department", departments.c.code, departments.c.is_active),
        _state("category", categories.c.code, _NOT_RETIRED),
        *(_state(kind.value, terms.c.code, terms.c.is_active, terms.c.kind == kind) for kind in TermKind),
    ),
    CodeState,
)
"""What a view may name, by kind."""
