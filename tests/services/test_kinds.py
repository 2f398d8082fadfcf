"""Each kind of records is declared once: what a file and a body say of it, and what is written, are the same fields."""

from types import NoneType
from typing import NamedTuple, get_args, get_type_hints

import pytest
from sqlmodel import SQLModel

from app.models.area import Area
from app.models.case import Case
from app.models.case_parts import Rating
from app.models.category import Category, CategoryCrosswalk, CategoryStandard, FilingRule
from app.models.department import Department, DepartmentAlias, DepartmentName, Jurisdiction
from app.models.repeats import RepeatRule
from app.models.routing import Responsibility, RoutingRule
from app.models.term import Term, TermKind
from app.models.user import Appointment, User
from app.queries.tables import table
from app.services.importing import values
from app.services.importing.areas import AREAS
from app.services.importing.case_lines import CASES, CaseValues, cases
from app.services.importing.categories import CATEGORIES, CROSSWALK, RULES, STANDARDS, CrosswalkValues
from app.services.importing.collection import Collection, Records, field, kind
from app.services.importing.departments import ALIASES, DEPARTMENTS, JURISDICTIONS, NAMES
from app.services.importing.directory import COLLECTIONS
from app.services.importing.incoming import IncomingCase
from app.services.importing.repeats import REPEAT_RULES
from app.services.importing.responsibilities import RESPONSIBILITIES
from app.services.importing.routing_rules import ROUTING_RULES
from app.services.importing.terms import TERMS, TermValues
from app.services.importing.units import Units
from app.services.importing.users import APPOINTMENTS, USERS


class Written(NamedTuple):
    """Which table a kind is written to, as it is but for some columns."""

    model: type[SQLModel]
    collection: Collection[object]
    made: frozenset[str] = frozenset()  # columns that no field tells
    unwritten: frozenset[str] = frozenset()  # fields that are no columns
    left: frozenset[str] = frozenset()  # columns that the database fills

    @property
    def columns(self) -> set[str]:
        """The columns that are written."""
        return (self.collection.fields.keys() - self.unwritten) | self.made


WRITTEN = (
    Written(Area, AREAS, made=frozenset({"path", "boundary"})),
    Written(Department, DEPARTMENTS, made=frozenset({"path"})),
    Written(DepartmentName, NAMES),
    Written(DepartmentAlias, ALIASES, unwritten=frozenset({"is_active"})),
    Written(Jurisdiction, JURISDICTIONS),
    Written(CategoryStandard, STANDARDS),
    Written(Category, CATEGORIES),
    Written(CategoryCrosswalk, CROSSWALK),
    Written(FilingRule, RULES, left=frozenset({"version"})),
    Written(Term, TERMS),
    Written(Responsibility, RESPONSIBILITIES, left=frozenset({"version"})),
    Written(RoutingRule, ROUTING_RULES, left=frozenset({"version"})),
    Written(RepeatRule, REPEAT_RULES, made=frozenset({"scope_path"}), unwritten=frozenset({"area_code"})),
    Written(
        User,
        USERS,
        made=frozenset({"id", "phone_keys", "password_hash", "created_at"}),
        left=frozenset({"password_expires_at"}),
    ),
    Written(Appointment, APPOINTMENTS, made=frozenset({"id", "user_id"}), unwritten=frozenset({"username"})),
)
#: Of these several records are one change of the calendar, and no rows of a table.
CHANGES = {"calendar_days", "working_windows", "escalation_rungs", "supervision_replies"}


def _types(collection: Collection[object]) -> dict[str, object]:
    return get_type_hints(collection.make)


def test_every_kind_is_held_to_its_table() -> None:
    assert {each.name for each in COLLECTIONS} == {each.collection.name for each in WRITTEN} | CHANGES


@pytest.mark.parametrize("each", WRITTEN, ids=lambda each: each.collection.name)
def test_a_kind_has_the_columns_it_writes_with_their_types(each: Written) -> None:
    told, model = _types(each.collection), get_type_hints(each.model)

    assert each.columns == {column.name for column in table(each.model).columns} - each.left
    told = {name: list[str] if its == tuple[str, ...] else its for name, its in told.items()}  # an array of them
    assert {name for name, its in told.items() if name not in each.unwritten and its != model[name]} == set()


@pytest.mark.parametrize("collection", COLLECTIONS, ids=lambda each: each.name)
def test_a_field_may_be_empty_where_its_type_says_so_or_it_has_a_default(collection: Collection[object]) -> None:
    types = _types(collection)
    without = {name for name, each in collection.fields.items() if not each.required and each.default is None}

    assert list(collection.fields) == list(types)
    assert without == {name for name, its in types.items() if NoneType in get_args(its)}


def test_a_case_of_history_is_read_by_the_fields_that_its_header_has() -> None:
    known = cases(Units([], []), frozenset(), {each: frozenset() for each in TermKind})

    assert tuple(known.fields) == tuple(CASES.fields) == tuple(get_type_hints(CaseValues))
    assert get_type_hints(known.make) == get_type_hints(CaseValues)


def test_a_case_of_history_is_written_to_columns_of_cases_with_their_types() -> None:
    model = {**get_type_hints(Case), **{f"rating_{name}": its for name, its in get_type_hints(Rating).items()}}
    row = get_type_hints(IncomingCase)

    assert {name: (its, model[name]) for name, its in row.items() if model[name] not in (its, its | None)} == {}


def test_what_is_misspelt_or_left_out_or_of_another_type_is_seen_by_the_types() -> None:
    """Were it not, a comment would be one too many, and `make types` would say so."""
    records = Records(CROSSWALK, ())
    assert records.told(lambda pair: pair.fromcode) == set()  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        TermValues(code="x", name="x", name_en=None, is_active=True)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        CrosswalkValues(from_code="x", tocode="y", relation="equal")  # type: ignore[call-arg,arg-type]

    @kind
    class _Wrong:
        code: str = field(values.code, key=True)
        count: str = field(values.count)  # type: ignore[assignment]
        day: values.When = field(values.day, empty=None)  # type: ignore[assignment]

    assert list(Collection("wrong", _Wrong).fields) == ["code", "count", "day"]


def test_what_no_kind_is_makes_no_collection() -> None:
    with pytest.raises(TypeError, match="str is no kind of records"):
        Collection("text", str)
