"""A body and a file are read alike: the same values, bounds and words, each problem where its reader found it."""

import re
from datetime import date
from typing import Any

import pytest

from app.authz import Post
from app.models.area import AreaLevel
from app.services.importing.areas import AREAS
from app.services.importing.categories import CATEGORIES, RULES
from app.services.importing.collection import Collection
from app.services.importing.departments import ALIASES, NAMES
from app.services.importing.files import read_csv, write_csv
from app.services.importing.items import Items, by_field, by_item, by_value
from app.services.importing.problems import Problem, Problems
from app.services.importing.terms import TERMS
from app.services.importing.users import APPOINTMENTS, USERS

_AREA = {"code": "440310009", "level": AreaLevel.TOWN, "parent_code": "440310", "name": "新镇", "name_en": None,
         "grid_kind": None, "is_active": True, "keep_originals": False}  # fmt: skip
_RULE = {"code": "R1", "category_code": "C1", "condition": "有", "limit_amount": 4, "limit_unit": "working_hours",
         "close_condition": "无", "department_code": None, "is_active": False}  # fmt: skip
_POST = {"username": "zhang", "post": Post.GRID_LEADER, "area_code": "44031", "department_code": None,
         "valid_from": date(2026, 3, 1), "valid_to": None}  # fmt: skip
_USER = {"username": "zhang", "display_name": "张三", "phone": None, "is_active": True}
_NAME = {"department_code": "CG", "valid_from": date(2026, 3, 1), "name": "城管局", "name_en": " "}
_AWKWARD = ("=1+1", "'=1", "'", "a,b", 'a"b', " 甲 ")
_TOLD: list[tuple[Collection[Any], list[dict[str, Any]]]] = [
    (AREAS, [_AREA]),
    (AREAS, [_AREA, _AREA]),
    (AREAS, [_AREA | {"code": code} for code in ("4.4031E+11", "不", None)]),
    (AREAS, [_AREA | {"name": "长" * 121}]),
    (AREAS, [_AREA | {"code": f"A{n}", "name": name} for n, name in enumerate(_AWKWARD)]),
    (AREAS, [_AREA | {"code": "A2", "name": "\u200b"}, _AREA | {"name": "两\n行"}]),
    (CATEGORIES, [{"code": "C1", "standard_code": "S", "parent_code": None, "name": "甲", "name_en": "A",
                   "self_handle_allowed": True, "retired_on": date(2026, 1, 1)}]),
    (RULES, [_RULE, _RULE | {"code": "R2", "limit_amount": 100_000}]),
    (RULES, [_RULE | {"limit_amount": amount} for amount in (0, -1, 100_001, 10**12)]),
    (RULES, [_RULE | {"limit_unit": "fortnights"}]),
    (USERS, [_USER | {"username": f"u{phone}", "phone": phone} for phone in ("13800000000", "１３８", "x", "")]),
    (APPOINTMENTS, [_POST, _POST | {"valid_from": date(2026, 3, 2), "valid_to": date(2026, 3, 3)}, _POST]),
    (NAMES, [_NAME, _NAME | {"valid_from": None}]),
    (ALIASES, [{"department_code": "CG", "alias": alias, "is_active": alias == "甲"} for alias in ("甲", "乙", "甲")]),
    (TERMS, [{"kind": "nature", "code": "x", "name": "询问", "name_en": None, "is_active": True}]),
]  # fmt: skip


def _said(problems: Problems, first: int) -> list[tuple[Any, ...]]:
    """Each as an item of a body has it: a file counts lines, of which the first is the header."""
    found = [(each.collection, each.index - first, each.field, each.zh, each.en) for each in problems.in_order]
    return [
        (*rest, re.sub(r"第 (\d+) 行", _item_zh, zh), re.sub(r"line (\d+)", _item_en, en)) for *rest, zh, en in found
    ]


def _item_zh(line: re.Match[str]) -> str:
    return f"第 {int(line[1]) - 1} 项"


def _item_en(line: re.Match[str]) -> str:
    return f"item {int(line[1]) - 1}"


def _body(collection: Collection[Any], items: list[dict[str, Any]]) -> Items[Any]:
    return Items(collection, [collection.make(**item) for item in items])


def test_a_body_is_read_as_the_file_that_says_the_same() -> None:
    different = []
    for collection, items in _TOLD:
        of_body, of_file = Problems(), Problems()
        body = _body(collection, items).read(of_body)
        file = read_csv(collection, write_csv(collection, items), of_file)
        if (body.rows, body.absent) != (file.rows, file.absent) or _said(of_body, 0) != _said(of_file, 2):
            different.append((collection.name, items, body.rows, file.rows, _said(of_body, 0), _said(of_file, 2)))

    assert different == []


def test_values_have_their_types_when_they_are_read() -> None:
    (rule,) = _body(RULES, [_RULE]).read(Problems()).rows
    (post,) = _body(APPOINTMENTS, [_POST]).read(Problems()).rows

    assert (rule.limit_amount, rule.is_active, rule.department_code) == (4, False, None)
    assert (post.valid_from, post.post) == (date(2026, 3, 1), Post.GRID_LEADER)


def test_what_no_item_tells_is_absent_and_what_is_empty_is_not() -> None:
    user = USERS.make(username="zhang", display_name="张三", phone=None, is_active=False)
    told = Items(USERS, [user], absent=frozenset({"is_active"})).read(Problems())

    assert told.absent == {"is_active"}
    assert (told.rows[0].phone, told.rows[0].is_active) == (None, True)


@pytest.mark.parametrize(
    ("pointer", "of_field", "of_record"),
    [
        (by_field, "/name", ""),
        (by_item("names"), "/names/3/name", "/names/3"),
        (by_value("aliases"), "/aliases/3", "/aliases/3"),
    ],
)
def test_a_problem_stands_where_the_body_says_it(pointer: Any, of_field: str, of_record: str) -> None:
    assert pointer(Problem("any", 3, "错", "wrong", "name")) == of_field
    assert pointer(Problem("any", 3, "错", "wrong")) == of_record
