"""Row scope: which cases an actor sees. Every read and every lock of a case starts here.

The predicate has a shape (which kinds of area subtrees, whether departments, whether personal ties) and values, so that
statements are compiled once a shape; `scope_of(actor)` gives both.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple, TypedDict
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, false, func, or_
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR, array
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from app.authz import Actor, Permission
from app.models.case import (
    ASSISTED_CASES,
    CALLED_CASES,
    DELIVERED_CASES,
    FOLLOWED_CASES,
    OPEN_TO_THE_GRID,
    POOLED_CASES,
    Case,
)
from app.queries.tables import table

cases = table(Case)
#: What a case is read and locked by: all but its bigrams, which are many and looked for by index alone.
FACTS = tuple(column for column in cases.columns if column.name != "words")

# The byte after "/": the half-open range from "4403/" to "44030" holds the subtree of 4403 and nothing else.
_AFTER_SLASH = "0"
_DEPTH_OF_A_TOWN = 2


class ScopeColumns(TypedDict):
    """The columns of a case by which it is seen, or not: what the predicate asks for, and the keys are made of."""

    area_path: str
    privacy_tier: str
    lead_department_code: str | None
    assist_codes: list[str]
    pool_codes: list[str]
    team_code: str | None
    called_codes: list[str]
    follower_ids: list[UUID]
    reporter_id: UUID | None
    verifier_id: UUID | None
    checker_id: UUID | None


class Subtree(NamedTuple):
    """A kind of area subtree: `wide` is that of a town or more; `whole` shows confidential cases 保密 too."""

    wide: bool
    whole: bool


class Shape(NamedTuple):
    """What a scope predicate is made of; `personal` adds the cases the actor reported, verifies, checks or follows.

    `named` shows, in a subtree that is not whole, the confidential cases that name the actor. `stands_in` adds what
    those verify and check in whose place the actor is today.
    """

    areas: tuple[Subtree, ...]
    departments: bool
    personal: bool
    named: bool
    stands_in: bool = False


class Scope(NamedTuple):
    """A shape and the values of its parameters."""

    shape: Shape
    values: dict[str, object]


class Part(NamedTuple):
    """An area subtree somebody sees: its path, and whether all of it or only what is open to the grid."""

    path: str
    whole: bool


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


def code_of(area_path: str) -> str:
    """The code of the area at this path."""
    return area_path.rstrip("/").rpartition("/")[2]


def scope_of(actor: Actor, *, personal: bool = True) -> Scope:
    """The scope of an actor. Without a post in force that reads cases it is empty: not even their own are shown."""
    areas = [Part(path, whole=True) for path in actor.centre_scopes]
    areas += [Part(path, whole=False) for path in actor.area_scopes if not actor.is_of_the_centre(path)]
    user_id = actor.user_id if actor.may(Permission.READ_CASES) else None
    scope = scope_over(areas, actor.department_codes, user_id, personal=personal)
    if not scope.shape.personal or not actor.stands_in_for or not actor.may(Permission.VERIFY):
        return scope
    shape = scope.shape._replace(stands_in=True)
    return Scope(shape, scope.values | {"stood_for": sorted(actor.stands_in_for)})


def scope_where(actor: Actor, permission: Permission) -> Scope:
    """The areas where a permission is held, and nothing beside them."""
    areas = [Part(path, whole=actor.is_of_the_centre(path)) for path in actor.areas_of(permission)]
    return scope_over(areas, (), actor.user_id, personal=False)


def scope_of_units(actor: Actor) -> Scope:
    """What the departments of an actor have, and nothing beside it."""
    return scope_over((), actor.department_codes, actor.user_id, personal=False)


def scope_over(
    areas: Sequence[Part], department_codes: Collection[str], user_id: UUID | None, *, personal: bool = True
) -> Scope:
    """The scope of some area subtrees, departments and, unless there is none or it is unasked, a person's own ties."""
    values: dict[str, object] = {}
    for index, part in enumerate(areas):
        values[f"area_from_{index}"], values[f"area_to_{index}"] = subtree(part.path)
    if department_codes:
        values["department_codes"] = sorted(department_codes)
    personal = personal and user_id is not None
    named = user_id is not None and not personal and not all(part.whole for part in areas)
    if personal or named:
        values["user_id"] = user_id
    kinds = tuple(Subtree(is_wide(part.path), part.whole) for part in areas)
    return Scope(Shape(kinds, bool(department_codes), personal, named), values)


def visible(shape: Shape) -> ColumnElement[bool]:
    """The predicate of a shape; its parameters are those of `scope_of`."""
    me = bindparam("user_id", type_=cases.c.reporter_id.type)
    ties = [cases.c.reporter_id == me, cases.c.verifier_id == me, cases.c.checker_id == me, _followed_by(me)]
    open_to_me = or_(OPEN_TO_THE_GRID, *ties) if shape.named else OPEN_TO_THE_GRID
    ways: list[ColumnElement[bool]] = []
    for index, part in enumerate(shape.areas):
        besides = [] if part.whole else [open_to_me]
        ways.append(within(f"area_from_{index}", f"area_to_{index}", *besides, wide=part.wide))
    if shape.departments:
        codes = bindparam("department_codes", type_=ARRAY(VARCHAR))
        ways += [cases.c.lead_department_code == codes.any_(), assisted_by(codes), called_to(codes)]
        ways += [published_to(codes), delivered_by(codes)]
    if shape.personal:
        ways += ties
    if shape.stands_in:
        absent = bindparam("stood_for", type_=ARRAY(UUID_TYPE)).any_()
        ways += [cases.c.verifier_id == absent, cases.c.checker_id == absent]
    return or_(false(), *ways)


def assisted_by(codes: ColumnElement[Sequence[str]]) -> ColumnElement[bool]:
    """By any of some departments, those done too; in the form its index serves, which holds assisted cases only."""
    return and_(ASSISTED_CASES, cases.c.assist_codes.overlap(codes))


def published_to(codes: ColumnElement[Sequence[str]]) -> ColumnElement[bool]:
    """In the pool 亮单 for any of some departments; of the few cases that are in it."""
    return and_(POOLED_CASES, cases.c.pool_codes.overlap(codes))


def delivered_by(codes: ColumnElement[Sequence[str]]) -> ColumnElement[bool]:
    """By any of some departments as the team 送单; likewise."""
    return and_(DELIVERED_CASES, cases.c.team_code == codes.any_())


def called_to(codes: ColumnElement[Sequence[str]]) -> ColumnElement[bool]:
    """Any of some departments called by the whistle 吹哨 that is open; in the form its index serves."""
    return and_(CALLED_CASES, cases.c.called_codes.overlap(codes))


def _followed_by(me: ColumnElement[UUID]) -> ColumnElement[bool]:
    """In the form its index serves, which holds only the cases that anybody follows."""
    return and_(FOLLOWED_CASES, cases.c.follower_ids.contains(array([me])))


def is_wide(path: str) -> bool:
    """Whether a subtree is that of a town or a county, which holds so much that its index is no help to a page."""
    return path.count("/") <= _DEPTH_OF_A_TOWN


def within(from_name: str, to_name: str, *besides: ColumnElement[bool], wide: bool) -> ColumnElement[bool]:
    """Cases of one area subtree, given as the range of `subtree`, of which more may be asked `besides`.

    A prepared statement is planned without knowing the range. For a wide one the index on the order of the list is
    right, for a narrow one that on the area: so a wide range is written in a form the index on the area cannot serve,
    and of which the planner believes that half of all rows lie in it; of a bare range it believes one in 200.
    """
    path = cases.c.area_path
    inside = and_(path >= bindparam(from_name, type_=path.type), path < bindparam(to_name, type_=path.type), *besides)
    return func.coalesce(inside, false()) if wide else inside
