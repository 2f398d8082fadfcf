"""What an import must know of the database before it writes, and how it writes."""

from functools import lru_cache

from sqlalchemy import (
    ColumnElement,
    String,
    bindparam,
    column,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import SQLModel

from app.db.statement import Statement
from app.models.area import Area, GridKind, ReferenceVersion
from app.models.category import Category, CategoryStandard, FilingRule
from app.models.department import Department, DepartmentAlias, DepartmentName
from app.models.user import Appointment, User
from app.queries.tables import as_text, table

areas = table(Area)
users = table(User)
appointments = table(Appointment)
versions = table(ReferenceVersion)

_lock = upsert(versions).values(name=literal("organisation"), version=0)
LOCK = Statement(_lock.on_conflict_do_update(index_elements=["name"], set_={"version": versions.c.version}))
"""Held until the transaction ends: whoever changes the organisation does so one after the other."""

ANY_AREA = Statement(select(areas.c.code).limit(1))
_CODES = bindparam("codes", type_=ARRAY(VARCHAR)).any_()
_mentioned, _drawn = areas.alias("mentioned"), areas.alias("drawn")
_HAS_BOUNDARY = areas.c.boundary.is_not(None).label("has_boundary")
AREAS_AROUND = Statement(
    select(*(each for each in areas.columns if each.name != "boundary"), _HAS_BOUNDARY).where(
        or_(
            areas.c.code == _CODES,
            areas.c.parent_code == _CODES,
            areas.c.code.in_(
                select(func.unnest(func.string_to_array(_mentioned.c.path, "/"))).where(_mentioned.c.code == _CODES)
            ),
            select(literal(1))
            .where(
                _drawn.c.code == bindparam("drawn", type_=ARRAY(VARCHAR)).any_(),
                func.starts_with(areas.c.path, _drawn.c.path),
            )
            .exists(),
        )
    )
)
"""Some areas with all those above them and those right below; of those to be `drawn`, all below."""

DRAWN = Statement(
    select(areas.c.code, areas.c.level).where(
        areas.c.level == bindparam("levels", type_=ARRAY(VARCHAR)).any_(),
        areas.c.grid_kind.is_distinct_from(literal(GridKind.SPECIAL.value)),
        areas.c.is_active,
        areas.c.boundary.is_not(None),
    )
)
"""The areas of some levels that share the land among them; special grids lie within general ones."""

BOUNDARIES_OF = Statement(
    select(areas.c.code, as_text(areas.c.boundary))
    .where(areas.c.code == _CODES, areas.c.boundary.is_not(None))
    .order_by(areas.c.code)
)

DEPARTMENTS = Statement(select(table(Department)))
STANDARD_CODES = Statement(select(table(CategoryStandard).c.code))
CATEGORIES = Statement(
    select(*(table(Category).c[name] for name in ("code", "standard_code", "parent_code", "retired_on")))
)
RETIRED_RULES = Statement(select(table(FilingRule).c.code).where(~table(FilingRule).c.is_active))
CATEGORY_CODES = Statement(select(table(Category).c.code))
AREA_PATHS = Statement(select(areas.c.code, areas.c.path))
DEPARTMENT_CODES = Statement(select(table(Department).c.code))
USERS_CALLED = Statement(
    select(users.c.id, users.c.username, users.c.is_active).where(
        func.lower(users.c.username) == bindparam("lowered", type_=ARRAY(VARCHAR)).any_()
    )
)
"""Those whose name is one of these but for its case: signing in does not look at the case."""

APPOINTMENTS_OF = Statement(
    select(appointments).where(appointments.c.user_id == bindparam("ids", type_=ARRAY(UUID())).any_())
)


@lru_cache(maxsize=100)
def upsert_all(model: type[SQLModel], columns: tuple[str, ...], counted: str | None, keep: frozenset[str]) -> Statement:
    """Creates or updates rows given as one array a column; gives how many it created and how many it updated.

    A row that differs in nothing but its key and the columns to `keep` is left alone; else `counted` goes up by one.
    """
    target = table(model)
    kinds = {name: VARCHAR() if isinstance(target.c[name].type, String) else target.c[name].type for name in columns}
    arrays = (bindparam(name, type_=ARRAY(kind)) for name, kind in kinds.items())
    told = func.unnest(*arrays).table_valued(*(column(name, kind) for name, kind in kinds.items()))
    incoming = told.render_derived("incoming")
    insertion = upsert(target).from_select(columns, select(*(incoming.c[name] for name in columns)))
    key = [column.name for column in target.primary_key]
    new = {name: insertion.excluded[name] for name in columns if name not in key and name not in keep}
    if new:
        changes: dict[str, ColumnElement[object]] = dict(new) | ({counted: target.c[counted] + 1} if counted else {})
        differs = tuple_(*(target.c[name] for name in new)).is_distinct_from(tuple_(*new.values()))
        insertion = insertion.on_conflict_do_update(index_elements=key, set_=changes, where=differs)
    else:
        insertion = insertion.on_conflict_do_nothing(index_elements=key)
    written = insertion.returning(literal_column("xmax = 0").label("created")).cte("written")
    return Statement(
        select(
            func.count().filter(written.c.created).label("created"),
            func.count().filter(~written.c.created).label("updated"),
        )
    )


_aliases, _names = table(DepartmentAlias), table(DepartmentName)
UNITS_CALLED = Statement(
    union_all(
        select(_names.c.department_code.label("code"), _names.c.name),
        select(_aliases.c.department_code, _aliases.c.alias),
    )
)
"""What every unit is called or ever was, and its aliases."""

_withdrawn = func.unnest(bindparam("units", type_=ARRAY(VARCHAR)), bindparam("aliases", type_=ARRAY(VARCHAR)))
_pair = _withdrawn.table_valued("unit", "alias").render_derived("withdrawn")
DROP_ALIASES = Statement(
    delete(_aliases)
    .where(_aliases.c.department_code == _pair.c.unit, _aliases.c.alias == _pair.c.alias)
    .returning(_aliases.c.alias)
)
