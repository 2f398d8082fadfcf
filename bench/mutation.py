"""How much of the flow the tests hold: small faults put into the code, one at a time, and whether a test notices.

`python -m bench.mutation [--sample 60] [--seed 1] [PATH…]` takes a random sample of all faults that can be made in
`app/workflow` and `app/services/flow`, runs the tests on a copy of the tree for each, and prints those that live.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
#: What is broken, and the tests that ought to notice, those that find most first.
SUITES = {
    "app/workflow": ["tests/workflow"],
    "app/services/flow": ["tests/routers/test_story.py", "tests/routers/test_clocks.py", "tests/routers"],
}
#: Texts for people, a drawing of the table and what only restates names: faults there are not of the flow.
NOT_THE_FLOW = {"render.py", "wording.py", "phrases.py", "laid_out.py", "actions.py", "__init__.py"}
LONGEST = 600  # seconds until a mutant that hangs counts as noticed
_SWAPPED: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip

Fault = tuple[str, Callable[[], None]]  # what it is, and what makes it in the tree


def faults_of(node: ast.AST) -> Iterator[Fault]:
    """The faults that can be made at a node."""
    yield from _of_operators(node)
    yield from _of_values(node)


def _of_operators(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in _SWAPPED:
            yield f"{type(op).__name__} swapped", lambda: setattr(node, "ops", [_SWAPPED[type(op)]()])
        case ast.BinOp(op=op) | ast.BoolOp(op=op) if type(op) in _SWAPPED:
            yield f"{type(op).__name__} swapped", lambda: setattr(node, "op", _SWAPPED[type(op)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not dropped", lambda: node.__dict__.update(op=ast.Not(), operand=ast.UnaryOp(ast.Not(), operand))


def _of_values(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.Constant(value=bool() as value):
            yield f"{value} turned", lambda: setattr(node, "value", not value)
        case ast.Constant(value=int() as value):
            yield f"{value} + 1", lambda: setattr(node, "value", value + 1)
        case ast.If(test=test) | ast.IfExp(test=test):
            yield "condition turned", lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=value) if value is not None:
            yield "None returned", lambda: setattr(node, "value", ast.Constant(None))
        case ast.Tuple(elts=[_, *rest], ctx=ast.Load()) if rest:
            yield "first of a tuple lost", lambda: setattr(node, "elts", rest)


def mutants(path: Path) -> Iterator[tuple[str, str]]:
    """Each fault of a module: where and what, and the whole module with it."""
    source = path.read_text()
    for number in range(len(list(_places(ast.parse(source))))):
        tree = ast.parse(source)
        line, (what, make) = list(_places(tree))[number]
        make()
        yield f"{path.relative_to(ROOT)}:{line} {what}", ast.unparse(ast.fix_missing_locations(tree))


def _places(tree: ast.Module) -> Iterator[tuple[int, Fault]]:
    """Not in annotations, which nothing reads at run time."""
    said = {
        id(inner)
        for node in ast.walk(tree)
        for note in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if note is not None
        for inner in ast.walk(note)
    }
    for node in ast.walk(tree):
        if id(node) not in said:
            for fault in faults_of(node):
                yield getattr(node, "lineno", 0), fault


def noticed(tree: Path, name: str, source: str, tests: list[str]) -> bool:
    """Whether a test fails on the copy when one module is this."""
    module = tree / name
    sound = module.read_text()
    module.write_text(source)
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", *tests]
    try:
        run = subprocess.run(
            command, cwd=tree, env=os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True, timeout=LONGEST, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    finally:
        module.write_text(sound)
    return run.returncode != 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", default=list(SUITES))
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    every = [
        (folder, where, source)
        for folder in asked.paths
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.name not in NOT_THE_FLOW
        for where, source in mutants(path)
    ]
    chosen = random.Random(asked.seed).sample(every, min(asked.sample, len(every)))
    found = 0
    with TemporaryDirectory(prefix="yikou-mutation-") as directory:
        tree = Path(directory) / "tree"
        Path(directory).chmod(0o711)  # as root, PostgreSQL's account has to walk through it
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".git", ".venv", "build", "data", "node_modules"))
        for folder in {folder for folder, _, _ in chosen}:
            module = next((ROOT / folder).rglob("[a-z]*.py")).relative_to(ROOT).as_posix()
            if noticed(tree, module, (ROOT / module).read_text(), SUITES[folder]):
                sys.exit(f"the tests of {folder} fail without any fault: nothing can be measured")
        for number, (folder, where, source) in enumerate(chosen, 1):
            if noticed(tree, where.split(":")[0], source, SUITES[folder]):
                found += 1
            else:
                print(f"{number} of {len(chosen)} lives: {where}", flush=True)
    print(f"{found} of {len(chosen)} noticed, {found / len(chosen):.0%} (seed {asked.seed}, {len(every)} faults)")


if __name__ == "__main__":
    main()
