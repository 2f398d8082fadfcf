"""One form for what is the same, whatever made it, and in whichever process."""

import ast
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

import pytest
from pydantic import BaseModel

import app
from app.crypto import canonical
from app.workflow.states import Status


class Pair(NamedTuple):
    one: int
    other: int


@pytest.mark.parametrize(
    ("value", "same"),
    [
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}),
        ({"x", "y", "z"}, ["x", "y", "z"]),
        (frozenset({Pair(2, 1), Pair(1, 2)}), [[1, 2], [2, 1]]),
        (Pair(1, 2), (1, 2)),
        (Status.FILED, "filed"),
        (UUID(int=1), str(UUID(int=1))),
        (MappingProxyType({"a": 1}), {"a": 1}),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 1, 8, tzinfo=timezone(timedelta(hours=8))), datetime(2026, 1, 1, tzinfo=UTC)),
        ({"n": 2**70, "s": {2, 1}}, {"s": [1, 2], "n": 2**70}),
    ],
)
def test_the_same_is_the_same(value: object, same: object) -> None:
    assert canonical.encode(value) == canonical.encode(same)


@pytest.mark.parametrize(("value", "other"), [(1, "1"), (None, "null"), ([1, 2], [2, 1]), ("\ud800", "?")])
def test_what_differs_differs(value: object, other: object) -> None:
    assert canonical.digest(value) != canonical.digest(other)


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical.encode(object())


@pytest.mark.process
def test_two_processes_with_two_seeds_write_the_same() -> None:
    code = (
        "from app.crypto import canonical; from app.workflow.states import OPEN; from app.cursors import encode_key;"
        "print(canonical.digest(OPEN), canonical.digest({'a': frozenset(map(str, range(50)))}), encode_key('k', OPEN))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(told) == 1


def test_nothing_is_told_by_repr_or_hash() -> None:
    """What one process makes of a value by these, another does not know again."""
    root = Path(app.__file__).parent
    calls = {
        f"{path.relative_to(root)}:{node.lineno}"
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("repr", "hash")
    }

    assert not calls


class Inner(BaseModel):
    lat: float
    datum: str = "wgs84"


class Body(BaseModel):
    words: str
    at: datetime | None = None
    inner: Inner | None = None
    some: list[str] = []
    free: dict[str, Any] = {}


class Patch(BaseModel):
    leaves_alone: ClassVar[bool] = True
    phone: str | None = None


EIGHT = "2026-11-28T08:00:00+08:00"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Body(words="a", at=EIGHT), Body(words="a", at="2026-11-28T00:00:00Z")),
        (Body(words="a"), Body(words="a", at=None, inner=None, some=[], free={})),
        (Body(words="a", inner={"lat": 22}), Body(words="a", inner={"lat": 22.0, "datum": "wgs84"})),
        (Body(words="a", free={"x": [22, 1, {"y": 0}]}), Body(words="a", free={"x": [22.0, 1e0, {"y": 0.0}]})),
        ([1, {"a": 2}], [1.0, {"a": 2.0}]),
        (Patch(), Patch.model_validate({})),
        (Body(words="a", at="0001-01-01T00:00:00+08:00"), Body(words="a", at="0001-01-01T00:00:00+08:00")),
    ],
)
def test_what_means_the_same_is_the_same(one: Any, other: Any) -> None:
    assert canonical.meaning(one) == canonical.meaning(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Body(words="a", at=EIGHT), Body(words="a", at="2026-11-28T08:00:01+08:00")),
        (Body(words="a"), Body(words="a", free={"x": None})),
        (Body(words="22.0]"), Body(words="22]")),
        (Body(words='x\\".0,'), Body(words='x\\",')),
        (Body(words="a", free={"x": 22.5}), Body(words="a", free={"x": 22})),
        (Body(words="a", free={"x": "22"}), Body(words="a", free={"x": 22})),
        (Body(words="a", free={"x": True}), Body(words="a", free={"x": 1})),
        (Body(words="a", some=["x", "y"]), Body(words="a", some=["y", "x"])),
        (Patch(), Patch(phone=None)),
    ],
)
def test_what_means_something_else_differs(one: Any, other: Any) -> None:
    assert canonical.meaning(one) != canonical.meaning(other)


def test_a_field_that_is_added_later_changes_nothing_of_what_was_said_before() -> None:
    class Body2(Body):
        title: str | None = None

    assert canonical.meaning(Body2(words="a", at=EIGHT)) == canonical.meaning(Body(words="a", at=EIGHT))
