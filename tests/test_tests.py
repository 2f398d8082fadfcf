"""Tests that could not fail are none: each checks something, and not only of each of what may be nothing."""

import ast
from collections.abc import Container, Iterator
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODULES = {path.relative_to(HERE).as_posix(): path for path in sorted(HERE.rglob("*.py"))}
Function = ast.FunctionDef | ast.AsyncFunctionDef
#: What fails by itself where it is not so: of pytest, of httpx, of a process.
CHECKS = {"raises", "fail", "warns", "raise_for_status", "check_call", "check_output", "expect", "wait_for"}


@cache
def parsed(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text())


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def called(node: ast.AST) -> str | None:
    """The name of what a call calls, whatever it is of."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
    return None


def is_written_out(iterated: ast.expr, literal: Container[str] = ()) -> bool:
    """Whether it cannot be empty: its items stand there, or it is a range, an enumeration, or made of such."""
    match iterated:
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items) | ast.Dict(values=items):
            return any(not isinstance(item, ast.Starred) for item in items)
        case ast.Name(id=name):
            return name in literal or (name[0].isupper() and not name.isupper())
        case ast.Constant(value=value):
            return bool(value)
        case ast.Call(func=ast.Attribute(value=of, attr="items" | "values" | "keys"), args=[]):
            return is_written_out(of, literal)
        case ast.Call(func=ast.Name(id="zip" | "enumerate" | "sorted"), args=[of, *_]):
            return is_written_out(of, literal)
    return called(iterated) == "range"


def is_of_each(test: ast.expr, literal: Container[str]) -> bool:
    """Whether it holds of nothing at all: `all(…)` and `not any(…)` of what may be empty."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Name(id="any"), args=[of])):
            pass
        case ast.Call(func=ast.Name(id="all"), args=[of]):
            pass
        case _:
            return False
    return isinstance(of, ast.GeneratorExp) and not is_written_out(of.generators[0].iter, literal)


def checks(node: ast.AST, literal: Container[str] = ()) -> bool:
    """Whether running it checks something whatever there is to loop over."""
    match node:
        case ast.Assert(test=test):
            return not is_of_each(test, literal)
        case ast.For(iter=iterated) | ast.AsyncFor(iter=iterated) if not is_written_out(iterated, literal):
            return any(checks(inner, literal) for inner in (iterated, *node.orelse))
    return called(node) in helpers() or any(checks(inner, literal) for inner in ast.iter_child_nodes(node))


@cache
def helpers() -> set[str]:
    """The names of functions of the tests that check something themselves, or call one that does."""
    found, every = set(CHECKS), [one for name in MODULES for one in functions(parsed(name))]
    while more := {
        one.name
        for one in every
        if one.name not in found
        and any(isinstance(node, ast.Assert | ast.Raise) or called(node) in found for node in ast.walk(one))
    }:
        found |= more
    return found


def literals(tree: ast.Module) -> set[str]:
    """Names that stand, wherever a module gives them, for something whose items are written out."""
    given = [
        (target.id, node.value is not None and is_written_out(node.value))
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    ]
    return {name for name, _ in given} - {name for name, written_out in given if not written_out}


@pytest.mark.parametrize("name", [name for name in MODULES if Path(name).name.startswith("test_")])
def test_every_test_checks_something_whatever_there_is_to_loop_over(name: str) -> None:
    literal = literals(parsed(name))
    idle = [
        f"{one.name}, line {one.lineno}"
        for one in functions(parsed(name))
        if one.name.startswith("test_") and not any(checks(inner, literal) for inner in one.body)
    ]

    assert idle == [], "asserts nothing, or only of each of what may be nothing: say first that there is some"


@pytest.mark.parametrize(
    "body",
    [
        "thing()",
        "for one in things(): assert one",
        "for one in WORDS: assert one",
        "for one in (*things(),): assert one",
        "assert all(one for one in things())",
        "assert not any(one for one in things())",
    ],
)
def test_one_that_cannot_fail_is_seen(body: str) -> None:
    [statement] = ast.parse(body).body

    assert not checks(statement)


@pytest.mark.parametrize(
    "body",
    [
        "assert thing()",
        "for one in (1, 2): assert one",
        "for one in Status: assert one",
        "for _ in range(2): assert thing()",
        "for name, one in {'a': 1}.items(): assert one",
        "for one in things(): assert one\nassert things()",
        "assert all(one for one in ('a', 'b'))",
        "with pytest.raises(ValueError): thing()",
    ],
)
def test_one_that_can_fail_is_left_alone(body: str) -> None:
    assert checks(ast.parse(body))
