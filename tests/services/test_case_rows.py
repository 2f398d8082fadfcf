"""What the types say of rows is what their tables say."""

from types import NoneType
from typing import get_args, get_type_hints

import pytest
from sqlmodel import SQLModel

from app.models.area import Area
from app.models.case import Case
from app.models.case_event import CaseEvent
from app.models.case_part_rows import ApprovalRow, AttachmentRow, EventRow, FollowerRow, OrderRow, RatingRow
from app.models.case_parts import Approval, Attachment, Follower, Rating
from app.models.case_row import CaseChanges, CaseRow
from app.models.category import Category, CategoryStandard, FilingRule
from app.models.department import Department
from app.models.organisation_rows import AreaRow, CategoryRow, DepartmentRow, FilingRuleRow, StandardRow, TermRow
from app.models.supervision import SupervisionOrder
from app.models.term import Term
from app.models.upload import Upload
from app.models.upload_row import UploadRow
from app.queries.tables import table

#: Whole rows of tables, with what else their statements give, and what of the table they leave.
ROWS = [
    (CaseRow, Case, set(), {"words"}),
    (EventRow, CaseEvent, set(), set()),
    (ApprovalRow, Approval, set(), set()),
    (AttachmentRow, Attachment, {"copies"}, set()),
    (FollowerRow, Follower, set(), set()),
    (OrderRow, SupervisionOrder, set(), set()),
    (RatingRow, Rating, set(), set()),
    (UploadRow, Upload, set(), set()),
    (AreaRow, Area, {"has_boundary"}, {"boundary"}),
    (CategoryRow, Category, set(), set()),
    (DepartmentRow, Department, set(), set()),
    (FilingRuleRow, FilingRule, set(), set()),
    (StandardRow, CategoryStandard, set(), set()),
    (TermRow, Term, set(), set()),
]


def _plain(told: object) -> set[object]:
    """The types of a column, enums as the texts they are stored as."""
    kinds = set(get_args(told)) or {told}
    return {str if isinstance(kind, type) and issubclass(kind, str) else kind for kind in kinds}


@pytest.mark.parametrize(("row", "model", "besides", "left"), ROWS, ids=lambda told: getattr(told, "__name__", ""))
def test_a_row_is_its_table(row: type, model: type[SQLModel], besides: set[str], left: set[str]) -> None:
    said, of_table = get_type_hints(row), get_type_hints(model)
    columns = {column.name: column for column in table(model).columns if column.name not in left}
    nullable = {name for name, column in columns.items() if column.nullable}

    assert set(said) == set(columns) | besides
    assert {name for name in columns if _plain(said[name]) != _plain(of_table[name])} == set()
    assert {name for name in columns if NoneType in get_args(said[name])} == nullable


def test_changes_are_of_columns_and_take_what_they_take() -> None:
    model, changes = get_type_hints(Case), get_type_hints(CaseChanges)

    assert set(changes) == {column.name for column in table(Case).columns}
    assert {name for name, kind in changes.items() if kind != model[name]} == set()
