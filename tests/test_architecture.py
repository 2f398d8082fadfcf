"""The rules of the house that a linter does not know."""

import ast
import inspect
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import CheckConstraint, Enum
from sqlmodel import SQLModel

import app.models
from app.deps import public
from tests.application import application

ROOT = Path(app.models.__file__).parents[1]
MODULES = sorted(ROOT.rglob("*.py"))
#: Where a transaction may end: the session itself, the migrations, and whoever owns a process.
EDGES = {"db/session.py", "db/migrations.py", "cli.py", "worker.py"}
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_ROUTE = 250, 45, 12


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _module(path: Path) -> str:
    """What it is imported as."""
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def trees() -> dict[Path, ast.Module]:
    """Every module of the application, parsed once."""
    return {path: ast.parse(path.read_text()) for path in MODULES}


def _calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def _callers(pattern: str) -> set[str]:
    """The modules that call something whose dotted name matches."""
    return {_name(path) for path, tree in trees().items() if any(re.search(pattern, call) for call in _calls(tree))}


def test_the_walk_finds_the_modules() -> None:
    assert len(MODULES) > 300, "a walk that finds nothing proves nothing"


def test_only_the_edge_ends_transactions() -> None:
    assert _callers(r"(^|\.)(commit|rollback)$") <= EDGES


def test_time_comes_from_the_clock() -> None:
    assert _callers(r"(datetime|date)\.(now|utcnow|today)$|^time\.time$") == {"clock.py"}


def test_nobody_raises_http_exceptions() -> None:
    assert _callers(r"HTTPException$") == set()


def test_a_module_says_what_it_is_for_and_stays_small() -> None:
    silent = [_name(path) for path, tree in trees().items() if not ast.get_docstring(tree)]
    long = [_name(path) for path in MODULES if len(path.read_text().splitlines()) > LONGEST_MODULE]

    assert (silent, long) == ([], [])


def test_functions_stay_short() -> None:
    long = [
        f"{_name(path)}:{node.lineno} {node.name}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_a_route_parses_calls_and_returns() -> None:
    long = []
    for path, tree in trees().items():
        for node in tree.body if path.parent.name == "routers" else ():
            if isinstance(node, ast.AsyncFunctionDef) and node.decorator_list:
                body = [part for part in node.body if not isinstance(part, ast.Expr)]
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 1
                long += [f"{_name(path)}:{node.lineno} {node.name}"] * (lines > LONGEST_ROUTE)

    assert long == []


def _says(tree: ast.AST, key: str) -> bool:
    """Whether a dictionary there has that key, by a literal or by a keyword."""
    return any(
        (isinstance(node, ast.Dict) and any(isinstance(k, ast.Constant) and k.value == key for k in node.keys))
        or (isinstance(node, ast.Call) and any(keyword.arg == key for keyword in node.keywords))
        for node in ast.walk(tree)
    )


def test_the_journal_alone_writes_cases_and_the_door_alone_their_status() -> None:
    """That only the journal imports these statements is a contract of `lint-imports`."""
    first = {"services/intake/reports.py", "services/importing/incoming.py", "services/flow/effects/splitting.py"}
    writers = {_name(path) for path, tree in trees().items() if _says(tree, "status_since")}
    updaters = {
        _name(path)
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node) == "update(cases)"
    }

    assert writers - first == {"services/flow/transitions.py"}, "whoever writes a status writes since when"
    assert updaters == {"queries/cases/writing.py"}


def test_no_package_is_called_after_nothing() -> None:
    empty = {"utils", "helpers", "common", "manager", "base_service", "misc"}

    assert not [path for path in MODULES if path.stem in empty or path.parent.name in empty]


@pytest.fixture
def routes() -> dict[str, list[Any]]:
    """Every route of the application with all that it depends on."""
    found = {
        f"{sorted(context.methods)} {context.path}": _dependencies(context.dependant)
        for context in iter_route_contexts(application().routes)
        if isinstance(context.original_route, APIRoute)
    }
    operations = sum(len(path) for path in application().openapi()["paths"].values())
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
    checked, known = {}, {}
    for table in SQLModel.metadata.tables.values():
        checks = {str(c.name): str(c.sqltext) for c in table.constraints if isinstance(c, CheckConstraint)}
        for column in table.columns:
            if isinstance(column.type, Enum):
                known[f"{table.name}.{column.name}"] = set(column.type.enums)
                said = checks.get(f"ck_{table.name}_{column.name}_known", "")
                checked[f"{table.name}.{column.name}"] = set(re.findall(r"'([^']+)'", said))

    assert "cases.status" in known
    assert checked == known


def test_every_moment_is_aware() -> None:
    moments = {
        f"{table.name}.{column.name}": column.type.timezone
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if "TIMESTAMP" in str(column.type) or "DATETIME" in str(column.type)
    }

    assert "cases.due_at" in moments
    assert [name for name, aware in moments.items() if not aware] == []


def test_every_table_of_a_case_begins_its_key_with_the_case() -> None:
    keys = {
        table.name: next(iter(table.primary_key.columns)).name
        for table in SQLModel.metadata.tables.values()
        if any(key.column.table.name == "cases" for column in table.columns for key in column.foreign_keys)
    }

    assert "events" in keys or "case_events" in keys
    assert {name: key for name, key in keys.items() if key != "case_id"} == {}


def test_nothing_stands_unused() -> None:
    """A name of a module that no code reads: dead, or alive for a test alone. A comment or a text is no use of it."""
    by_makefile_and_tests = {
        "app.db.embedded.binaries.oldest", "app.db.migrations.check", "app.db.migrations.downgrade",
        "app.geo.datum.gcj02_to_bd09", "app.workflow.states.FINAL",
    }  # fmt: skip
    by_migrations = {"app.db.checks.allow"}  # of the next action or status
    by_name = {f"app.services.photos.formats.{kind}.opened" for kind in ("heif", "jpeg", "png")}
    used = {use for path, tree in trees().items() for use in _uses(_module(path), path, tree)}
    named = {
        f"{_module(path)}.{name}"
        for path, tree in trees().items()
        for node in tree.body
        for name in _names_of(node)
        if not name.startswith("__")
    }

    assert named - used == by_makefile_and_tests | by_migrations | by_name


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


def _uses(module: str, path: Path, tree: ast.Module) -> Iterator[str]:
    """Full names of what a module reads of its own and of others; of itself alone nothing lives, as by recursion."""
    known = _imported(module if path.name == "__init__.py" else module.rpartition(".")[0], tree)
    yield from known.values()
    for statement in tree.body:
        own = set(_names_of(statement))
        for node in _code(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in own:
                yield f"{module}.{node.id}"
            elif isinstance(node, ast.Attribute):
                yield f"{known.get(ast.unparse(node.value), '?')}.{node.attr}"


def _imported(package: str, tree: ast.Module) -> dict[str, str]:
    """What each name that was imported stands for, in full."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            source = ".".join(filter(None, [package if node.level else "", node.module]))
            known |= {alias.asname or alias.name: f"{source}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            known |= {alias.asname or alias.name: alias.name for alias in node.names}
    return known


def _code(statement: ast.stmt) -> Iterator[ast.AST]:
    """What stands there, annotations in quotes with it."""
    for node in ast.walk(statement):
        yield node
        for said in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            for inner in ast.walk(said) if said else ():
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                    with suppress(SyntaxError):  # a description within Annotated
                        yield from ast.walk(ast.parse(inner.value, mode="eval"))
