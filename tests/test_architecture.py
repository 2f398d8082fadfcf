"""The rules of the house that a linter does not know."""

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import CheckConstraint, Enum
from sqlmodel import SQLModel

import app.models
from app.config import Settings
from app.deps import public
from app.main import create_app

ROOT = Path(app.models.__file__).parents[1]
MODULES = sorted(ROOT.rglob("*.py"))
#: Where a transaction may end: the session itself, the migrations, and whoever owns a process.
EDGES = {"db/session.py", "db/migrations.py", "cli.py", "worker.py"}
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_ROUTE = 250, 45, 12


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_the_edge_ends_transactions(path: Path) -> None:
    endings = [call for call in _calls(path) if call.rsplit(".", 1)[-1] in ("commit", "rollback")]

    assert not endings or _name(path) in EDGES


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_time_comes_from_the_clock(path: Path) -> None:
    asked = [call for call in _calls(path) if re.search(r"(datetime|date)\.(now|utcnow|today)$|^time\.time$", call)]

    assert not asked or _name(path) == "clock.py"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_nobody_raises_http_exceptions(path: Path) -> None:
    assert not [call for call in _calls(path) if call.endswith("HTTPException")]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_says_what_it_is_for_and_stays_small(path: Path) -> None:
    tree = ast.parse(path.read_text())

    assert ast.get_docstring(tree), "a module starts with a sentence of purpose"
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", sorted((ROOT / "routers").glob("*.py")), ids=_name)
def test_a_route_parses_calls_and_returns(path: Path) -> None:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.AsyncFunctionDef) and node.decorator_list:
            body = [part for part in node.body if not isinstance(part, ast.Expr)]
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 1
            assert lines <= LONGEST_ROUTE, node.name


def test_the_journal_alone_writes_cases_and_the_door_alone_their_status() -> None:
    """That only the journal imports these statements is a contract of `lint-imports`."""
    first = {"services/intake/reports.py", "services/importing/case_history.py"}
    writers = {_name(path) for path in MODULES if '"status_since": ' in path.read_text()}
    updaters = {_name(path) for path in MODULES if "update(cases)" in path.read_text()}

    assert writers - first == {"services/flow/transitions.py"}, "whoever writes a status writes since when"
    assert updaters == {"queries/cases/writing.py"}


def test_no_package_is_called_after_nothing() -> None:
    empty = {"utils", "helpers", "common", "manager", "base_service", "misc"}

    assert not [path for path in MODULES if path.stem in empty or path.parent.name in empty]


@pytest.fixture
def routes(tmp_path: Path) -> dict[str, list[Any]]:
    """Every route of the application with all that it depends on."""
    application = create_app(Settings(data_dir=tmp_path, signing_key="k" * 32))
    found = {
        f"{sorted(context.methods)} {context.path}": _dependencies(context.dependant)
        for context in iter_route_contexts(application.routes)
        if isinstance(context.original_route, APIRoute)
    }
    operations = sum(len(path) for path in application.openapi()["paths"].values())
    assert len(found) >= operations > 100, "a walk that finds nothing proves nothing"
    return found


def _dependencies(dependant: Any) -> list[Any]:
    return [dependant.call, *(call for inner in dependant.dependencies for call in _dependencies(inner))]


def test_every_route_declares_a_permission_or_that_it_is_public(routes: dict[str, list[Any]]) -> None:
    undeclared = [
        route
        for route, calls in routes.items()
        if not any(call is public or hasattr(call, "declares") for call in calls)
    ]

    assert not undeclared


def test_no_dependency_waits_for_a_thread(routes: dict[str, list[Any]]) -> None:
    """What is a plain function FastAPI runs in its thread pool: several hops a request for a look at the state."""
    plain = {
        call.__qualname__
        for calls in routes.values()
        for call in calls
        if inspect.isfunction(call) and not (inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call))
    }

    assert not plain


def test_every_enum_column_has_the_check_of_its_values() -> None:
    for table in SQLModel.metadata.tables.values():
        checks = {str(c.name): str(c.sqltext) for c in table.constraints if isinstance(c, CheckConstraint)}
        for column in table.columns:
            if isinstance(column.type, Enum):
                said = checks[f"ck_{table.name}_{column.name}_known"]
                assert set(re.findall(r"'([^']+)'", said)) == set(column.type.enums)


def test_every_moment_is_aware() -> None:
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            if "TIMESTAMP" in str(column.type) or "DATETIME" in str(column.type):
                assert column.type.timezone, f"{table.name}.{column.name}"


def test_every_table_of_a_case_begins_its_key_with_the_case() -> None:
    for table in SQLModel.metadata.tables.values():
        refers = any(key.column.table.name == "cases" for column in table.columns for key in column.foreign_keys)
        if refers:
            assert next(iter(table.primary_key.columns)).name == "case_id", table.name


def test_nothing_stands_unused() -> None:
    """A name of a module that no module reads: dead, or alive for a test alone."""
    # Read by the Makefile and by tests.
    kept = {"gcj02_to_bd09", "FINAL"}
    words = Counter(word for path in MODULES for word in re.findall(r"\w+", path.read_text()))
    named = {
        name
        for path in MODULES
        for node in ast.parse(path.read_text()).body
        for name in _names_of(node)
        if not name.startswith("__")
    }

    assert {name for name in named if words[name] == 1} == kept


def _names_of(node: ast.stmt) -> list[str]:
    """What a statement of a module names; what is decorated is used by its decorator."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.FunctionDef(name=name, decorator_list=[]) | ast.AsyncFunctionDef(name=name, decorator_list=[]):
            return [name]
        case ast.ClassDef(name=name, decorator_list=[]):
            return [name]
    return []
