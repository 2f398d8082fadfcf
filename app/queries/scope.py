"""Row scope: which cases an actor sees. Every read and every lock of a case starts here.

The predicate has a shape (how many area subtrees, whether departments, whether personal ties) and values, so that
statements are compiled once a shape; `scope_of(actor)` gives both.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, false, func, or_
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR, array

from app.authz import Actor, Permission
from app.models.case import FOLLOWED_CASES, Case
from app.queries.tables import table

cases = table(Case)

# The byte after "/": the half-open range from "4403/" to "44030" holds the subtree of 4403 and nothing else.
_AFTER_SLASH = "0"
_DEPTH_OF_A_TOWN = 2


class Shape(NamedTuple):
    """What a scope predicate is made of; `personal` adds the cases the actor reported, verifies, checks or follows."""

    areas: tuple[bool, ...]  # for each subtree, whether it is wide: a town or more
    departments: bool
    personal: bool


class Scope(NamedTuple):
    """A shape and the values of its parameters."""

    shape: Shape
    values: dict[str, Any]


def subtree(path: str) -> tuple[str, str]:
    """The half-open range of paths that holds `path` and everything below it."""
    return path, path[:-1] + _AFTER_SLASH


def lineage(area_path: str) -> list[str]:
    """The path of every area from the outermost down to the one at this path."""
    codes = codes_of(area_path)
    return ["/".join(codes[: depth + 1]) + "/" for depth in range(len(codes))]


def codes_of(area_path: str) -> list[str]:
    """The codes of those areas."""
    return area_path.rstrip("/").split("/") if area_path else []


def scope_of(actor: Actor, *, personal: bool = True) -> Scope:
    """The scope of an actor. Without a post in force that reads cases it is empty: not even their own are shown."""
    personal = personal and actor.may(Permission.READ_CASES)
    return scope_over(actor.area_scopes, actor.department_codes, actor.user_id if personal else None)


def scope_over(area_paths: Sequence[str], department_codes: Collection[str], user_id: UUID | None) -> Scope:
    """The scope of some area subtrees, departments and, unless None, a person's own ties."""
    values: dict[str, Any] = {}
    for index, path in enumerate(area_paths):
        values[f"area_from_{index}"], values[f"area_to_{index}"] = subtree(path)
    if department_codes:
        values["department_codes"] = sorted(department_codes)
    if user_id is not None:
        values["user_id"] = user_id
    wide = tuple(is_wide(path) for path in area_paths)
    return Scope(Shape(wide, bool(department_codes), user_id is not None), values)


def visible(shape: Shape) -> ColumnElement[bool]:
    """The predicate of a shape; its parameters are those of `scope_of`."""
    ways: list[ColumnElement[bool]] = [
        within(f"area_from_{index}", f"area_to_{index}", wide=wide) for index, wide in enumerate(shape.areas)
    ]
    if shape.departments:
        codes = bindparam("department_codes", type_=ARRAY(VARCHAR))
        ways += [cases.c.lead_department_code == codes.any_(), cases.c.assist_codes.overlap(codes)]
    if shape.personal:
        me = bindparam("user_id", type_=cases.c.reporter_id.type)
        ways += [cases.c.reporter_id == me, cases.c.verifier_id == me, cases.c.checker_id == me, _followed_by(me)]
    return or_(false(), *ways)


def _followed_by(me: ColumnElement[Any]) -> ColumnElement[bool]:
    """In the form its index serves, which holds only the cases that anybody follows."""
    return and_(FOLLOWED_CASES, cases.c.follower_ids.contains(array([me])))


def is_wide(path: str) -> bool:
    """Whether a subtree is that of a town or a county, which holds so much that its index is no help to a page."""
    return path.count("/") <= _DEPTH_OF_A_TOWN


def within(from_name: str, to_name: str, *, wide: bool) -> ColumnElement[bool]:
    """Cases of one area subtree, given as the range of `subtree`.

    A prepared statement is planned without knowing the range. For a wide one the index on the order of the list is
    right, for a narrow one that on the area: so a wide range is written in a form the index on the area cannot serve,
    and of which the planner believes that half of all rows lie in it; of a bare range it believes one in 200.
    """
    path = cases.c.area_path
    inside = and_(path >= bindparam(from_name, type_=path.type), path < bindparam(to_name, type_=path.type))
    return func.coalesce(inside, false()) if wide else inside
