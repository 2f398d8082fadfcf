"""What a statement says of its rows is what the database gives."""

import importlib
import inspect
import pkgutil
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from types import GenericAlias, ModuleType, NoneType
from typing import Any, TypedDict, get_args, get_origin, get_type_hints
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import delete, select
from typing_extensions import is_typeddict

import app.queries
from app.db.session import Session
from app.db.statement import Scalar, Statement
from app.models.case_part_rows import FollowerRow
from app.models.learning import Learning
from app.queries.bulletins.rows import Asked
from app.queries.cases.followers import followers
from app.queries.cases.lists import Listing, PageStart
from app.queries.cases.orders import BY_DUE, DUE_FIRST, NEWEST_FIRST
from app.queries.cases.scope import Shape, Subtree
from app.queries.evaluation.listed import Subjects
from app.queries.home import Queue, Screen
from app.queries.organisation.actors import STANDING
from app.queries.rows import IdRow
from app.queries.tables import table
from app.workflow.evaluation.facts import Kind

#: Statements that give rows and do not say what they hold, by module: fewer, and nowhere more.
UNSAID = {
    "identity.users": 5,
    "importing.exporting": 12,
    "importing.loading": 15,
    "organisation.administration": 11,
    "organisation.holding": 2,
    "organisation.lists": 9,
    "security.trail": 1,
}
SHAPE = Shape((Subtree(wide=True, whole=False), Subtree(wide=False, whole=True)), True, True, False)
#: What the statements that are made by functions are made for here, by the names of their parameters.
MADE_FOR: dict[str, tuple[object, ...]] = {
    "reader": (table(Learning),),
    "shape": (SHAPE,),
    "listing": (
        Listing(SHAPE, frozenset({"open"}), DUE_FIRST),
        Listing(SHAPE, frozenset(), NEWEST_FIRST, own_too=True),
        Listing(None, frozenset({"mine"}), BY_DUE),
    ),
    "place": tuple(PageStart),
    "first": (True, False),
    "count": (3,),
    "most": (3,),
    "mine": (True, False),
    "overdue": (True, False),
    "begun": (True, False),
    "is_open": (True, False, None),
    "narrowed": (True, False),
    "columns": (("area_path", "status"),),
    "sets_timers": (True, False),
    "drops_timers": (True, False),
    "occurrence_kind": tuple(Kind),
    "subjects": tuple(Subjects),
    "figure": ("closing_in_time", "handling_time_median"),
    "part": ("counted", "hit", "missed", "exempt"),
    "by": ("department", "category", "area"),
    "wide": (True, False),
    "asked": (Asked(True, True, True, True, True), Asked(False, False, False, False, False)),
    "group": ("category", "area", "dispatcher"),
    "shown": tuple(Screen((Queue("q", Listing(SHAPE, frozenset({"open"}), DUE_FIRST), None, True),), SHAPE, news)
                   for news in (True, False)),
}  # fmt: skip
#: These are for whatever the caller names, and say nothing of their rows yet.
NOT_MADE = {"importing.loading.upsert_all"}
PYTHON: dict[str, type] = {
    "bool": bool,
    "bytea": bytes,
    "date": date,
    "float8": float,
    "int4": int,
    "int8": int,
    "numeric": Decimal,
    "text": str,
    "timestamptz": datetime,
    "uuid": UUID,
    "varchar": str,
    "xid": int,
}


def _modules() -> Iterator[tuple[str, ModuleType]]:
    root = app.queries.__name__ + "."
    for found in pkgutil.walk_packages(app.queries.__path__, root):
        yield found.name.removeprefix(root), importlib.import_module(found.name)


def _makers(module: ModuleType) -> Iterator[tuple[str, Callable[..., Statement[Any]]]]:
    """The functions of a module that make statements whenever they are asked to."""
    for name, made in vars(module).items():
        told = getattr(made, "__annotations__", {}).get("return")
        is_ours = getattr(made, "__module__", None) == module.__name__ and not name.startswith("_")
        if is_ours and (get_origin(told) or told) in (Statement, Scalar):
            yield name, made


def _statements() -> Iterator[tuple[str, Statement[Any]]]:
    for room, module in _modules():
        for name, found in vars(module).items():
            if isinstance(found, Statement):
                yield f"{room}.{name}", found
        for name, make in _makers(module):
            if f"{room}.{name}" in NOT_MADE:
                continue
            names = inspect.signature(make).parameters
            for values in product(*(MADE_FOR[each] for each in names)):
                yield f"{room}.{name}", make(**dict(zip(names, values, strict=True)))


def _fits(told: object, given: asyncpg.Type) -> bool:
    """Whether a column of this type of the database is one of what a row says of it."""
    kinds = {told} if get_origin(told) in (list, dict) else set(get_args(told)) - {NoneType} or {told}
    if given.kind == "array":
        return kinds == {GenericAlias(list, (PYTHON[given.name.removesuffix("[]")],))}
    if given.name == "jsonb":
        return all(is_typeddict(kind) or get_origin(kind) in (dict, list) for kind in kinds)
    return PYTHON.get(given.name) in kinds


async def _given(session: Session) -> list[tuple[str, Statement[Any], dict[str, asyncpg.Type]]]:
    """Every statement with the columns that the database gives by it."""
    await session.connection.execute(  # what an import of history makes for itself
        "CREATE TEMPORARY TABLE incoming_cases AS "
        "SELECT *, NULL::boolean AS rating_solved, NULL::text AS rating_words FROM cases LIMIT 0"
    )
    found = []
    for name, statement in _statements():
        given = (await session.connection.prepare(statement.sql)).get_attributes()
        found.append((name, statement, {each.name: each.type for each in given}))
    return found


async def test_what_is_said_of_rows_is_what_the_database_gives(session: Session) -> None:
    wrong: list[tuple[str, str, object]] = []
    looked_at = 0
    for name, statement, given in await _given(session):
        if isinstance(statement, Scalar):
            said = dict.fromkeys(given, statement.kind)
        elif statement.row is not None:
            said = get_type_hints(statement.row)
        else:
            continue
        looked_at += 1
        if said.keys() != given.keys():
            wrong.append((name, "columns", sorted(said.keys() ^ given.keys())))
        wrong += [(name, column, given[column].name) for column in given if not _fits(said[column], given[column])]

    assert wrong == []
    assert looked_at > 100


async def test_a_statement_says_what_its_rows_hold(session: Session) -> None:
    unsaid = {
        name
        for name, statement, given in await _given(session)
        if given and statement.row is None and not isinstance(statement, Scalar)
    }
    by_room = Counter(name.rpartition(".")[0] for name in unsaid)

    assert {room: count for room, count in by_room.items() if count > UNSAID.get(room, 0)} == {}


class OfOne(TypedDict):
    from_case_id: UUID


class Written(TypedDict):
    contact_name: str


def test_a_row_that_is_not_what_is_selected_is_refused() -> None:
    Statement(select(followers), FollowerRow)
    with pytest.raises(TypeError, match="'from_case_id', 'id'"):
        Statement(select(followers.c.from_case_id), IdRow)
    with pytest.raises(TypeError, match="area_path"):
        Statement(select(followers), OfOne)
    with pytest.raises(TypeError, match="from_case_id"):
        Statement(delete(followers), OfOne)


def test_that_rows_are_said_where_a_statement_is_made_is_seen_by_the_types() -> None:
    """Were it not, the comments would be too many, and `make types` would say so."""
    unsaid: Statement[OfOne] = Statement(select(followers.c.from_case_id))  # type: ignore[assignment]
    other: Statement[Written] = Statement(select(followers.c.from_case_id), OfOne)  # type: ignore[arg-type]

    assert (unsaid.row, other.row) == (None, OfOne)


def test_a_row_has_room_for_what_may_be_empty() -> None:
    with pytest.raises(TypeError, match="contact_name"):
        Statement(select(followers.c.contact_name), Written)
    with pytest.raises(TypeError, match="from_case_id"):
        Statement(select(followers.c.from_case_id), OfOne, never_null=("from_case_id",))
    known = select(followers.c.contact_name).where(followers.c.contact_name.is_not(None))
    assert Statement(known, Written, never_null=("contact_name",)).row is Written


def test_a_scalar_is_one_value() -> None:
    with pytest.raises(TypeError, match="one column"):
        Scalar(select(followers.c.case_id, followers.c.merged), bool)
    assert Scalar(select(followers.c.merged), bool).kind is bool


async def test_what_reads_can_rely_on_something_and_what_writes_says_that_it_does(session: Session) -> None:
    await _given(session)  # for the table of an import
    reading = 0
    for name, statement in _statements():
        writes = re.search(r"\bINSERT INTO|\bDELETE FROM|\bUPDATE \w+ SET", statement.sql) is not None
        assert statement.only_reads is not writes, name
        if statement.only_reads:
            relying = await session.connection.prepare(statement.as_long_as(STANDING))
            alone = await session.connection.prepare(statement.sql)
            assert relying.get_attributes() == alone.get_attributes(), name
            reading += 1

    assert reading > 100
