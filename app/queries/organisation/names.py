"""What codes and ids are called: of areas, categories, departments today, and people; and which edition that is."""

from typing import TypedDict

from sqlalchemy import (
    CollectionAggregate,
    ColumnElement,
    Date,
    Select,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR, distinct_on

from app.db.statement import Statement
from app.models.area import Area, ReferenceVersion
from app.models.category import Category
from app.models.department import DepartmentName
from app.models.term import Term, TermKind
from app.models.user import User
from app.queries.tables import table

areas = table(Area)
categories = table(Category)
names = table(DepartmentName)
users = table(User)
terms = table(Term)
versions = table(ReferenceVersion)


class VersionRow(TypedDict):
    name: str
    version: int


EDITION = Statement(select(versions.c.name, versions.c.version).order_by(versions.c.name), VersionRow)
"""The versions of all reference data: while they stay, names do."""


def _codes(kind: str) -> CollectionAggregate[bool]:
    return bindparam(kind, type_=ARRAY(VARCHAR)).any_()


def _called(
    kind: str, code: ColumnElement[str], name: ColumnElement[str], name_en: ColumnElement[str | None]
) -> Select[str, str, str, str | None]:
    return select(literal(kind, VARCHAR()).label("kind"), code.label("code"), name.label("name"), name_en.label("en"))


_today = (
    select(names)
    .ext(distinct_on(names.c.department_code))
    .where(names.c.department_code == _codes("department"), names.c.valid_from <= bindparam("today", type_=Date()))
    .order_by(names.c.department_code, names.c.valid_from.desc())
    .subquery()
)


class NameRow(TypedDict):
    """What a code is called; people have their ids in words."""

    kind: str
    code: str
    name: str
    en: str | None


NAMES = Statement(
    union_all(
        _called("area", areas.c.code, areas.c.name, areas.c.name_en).where(areas.c.code == _codes("area")),
        _called("category", categories.c.code, categories.c.name, categories.c.name_en).where(
            categories.c.code == _codes("category")
        ),
        _called("department", _today.c.department_code, _today.c.name, _today.c.name_en),
        _called("person", cast(users.c.id, VARCHAR), users.c.display_name, cast(null(), VARCHAR)).where(
            users.c.id == bindparam("person", type_=ARRAY(UUID())).any_()
        ),
        *(
            _called(kind, terms.c.code, terms.c.name, terms.c.name_en).where(
                terms.c.kind == kind, terms.c.code == _codes(kind)
            )
            for kind in TermKind
        ),
    ),
    NameRow,
)
"""The names of codes by kind; people by their ids. What is not there has no row."""
