"""What the types say of a case is what its table says."""

from types import NoneType
from typing import get_args, get_type_hints

from app.models.case import Case
from app.models.case_row import CaseChanges, CaseRow
from app.queries.tables import table

NOT_READ = {"words"}


def _plain(told: object) -> set[object]:
    """The types of a column, enums as the texts they are stored as."""
    kinds = set(get_args(told)) or {told}
    return {str if isinstance(kind, type) and issubclass(kind, str) else kind for kind in kinds}


def test_a_row_has_the_columns_of_the_table_with_their_types() -> None:
    model, row = get_type_hints(Case), get_type_hints(CaseRow)

    assert set(row) == {column.name for column in table(Case).columns} - NOT_READ
    assert {name for name, kind in row.items() if _plain(kind) != _plain(model[name])} == set()


def test_changes_are_of_columns_and_take_what_they_take() -> None:
    model, changes = get_type_hints(Case), get_type_hints(CaseChanges)

    assert set(changes) == {column.name for column in table(Case).columns}
    assert {name for name, kind in changes.items() if kind != model[name]} == set()


def test_what_may_be_empty_in_the_table_may_be_empty_in_the_row() -> None:
    row = get_type_hints(CaseRow)
    nullable = {column.name for column in table(Case).columns if column.nullable} - NOT_READ

    assert {name for name, kind in row.items() if NoneType in get_args(kind)} == nullable
