"""Small faults in a module, each by its number: an operator turned, a constant moved, a statement or an entry lost."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).parents[1]
_SWAPPED: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip

Made = tuple[int, str, Callable[[], None]]  # the line, what it is, and what makes it in the tree


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a module."""

    path: Path
    number: int
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} {self.what}"

    @property
    def module(self) -> str:
        """The name by which the module is imported."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    def code(self) -> CodeType:
        """The module with the fault."""
        tree = ast.parse(self.path.read_text())
        _, _, make = list(_places(tree))[self.number]
        make()
        return compile(ast.fix_missing_locations(tree), str(self.path), "exec", dont_inherit=True)

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """As a finder on `sys.meta_path`: the faulty module in place of the sound one."""
        if name != self.module:
            return None
        return spec_from_file_location(name, self.path, loader=_Faulty(name, str(self.path), self))


class _Faulty(SourceFileLoader):
    def __init__(self, name: str, path: str, fault: Fault) -> None:
        super().__init__(name, path)
        self._fault = fault

    def get_code(self, fullname: str) -> CodeType:
        return self._fault.code()


def faults_of(path: Path) -> list[Fault]:
    """Every fault that can be made in a module."""
    places = _places(ast.parse(path.read_text()))
    return [Fault(path, number, line, what) for number, (line, what, _) in enumerate(places)]


def _places(tree: ast.Module) -> Iterator[Made]:
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
            yield from _of_operators(node)
            yield from _of_values(node)
            yield from _of_collections(node)
            yield from _of_statements(node)


def _of_operators(node: ast.AST) -> Iterator[Made]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in _SWAPPED:
            yield node.lineno, f"{type(op).__name__} swapped", lambda: setattr(node, "ops", [_SWAPPED[type(op)]()])
        case ast.BinOp(op=op) | ast.BoolOp(op=op) | ast.AugAssign(op=op) if type(op) in _SWAPPED:
            yield node.lineno, f"{type(op).__name__} swapped", lambda: setattr(node, "op", _SWAPPED[type(op)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node.lineno, "not dropped", lambda: setattr(node, "operand", ast.UnaryOp(ast.Not(), operand))


def _of_values(node: ast.AST) -> Iterator[Made]:
    match node:
        case ast.Constant(value=bool() as value):
            yield node.lineno, f"{value} turned", lambda: setattr(node, "value", not value)
        case ast.Constant(value=int() as value):
            yield node.lineno, f"{value} + 1", lambda: setattr(node, "value", value + 1)
        case ast.If(test=test) | ast.IfExp(test=test):
            yield node.lineno, "condition turned", lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield node.lineno, "None returned", lambda: setattr(node, "value", ast.Constant(None))


def _of_collections(node: ast.AST) -> Iterator[Made]:
    match node:
        case ast.Tuple(elts=[_, *rest], ctx=ast.Load()):
            yield node.lineno, "first of a tuple lost", lambda: setattr(node, "elts", rest)
        case ast.Set(elts=[_, *rest]) if rest:
            yield node.lineno, "first of a set lost", lambda: setattr(node, "elts", rest)
        case ast.Dict(keys=keys, values=values):
            for at, value in enumerate(values):
                yield value.lineno, f"entry {at} lost", lambda at=at: (keys.pop(at), values.pop(at))


def _of_statements(node: ast.AST) -> Iterator[Made]:
    for field in ("body", "orelse", "finalbody"):
        statements = getattr(node, field, None)
        for at, statement in enumerate(statements if isinstance(statements, list) else ()):
            if _says_something(statement):
                what = f"{ast.unparse(statement).splitlines()[0][:60]!r} lost"
                yield statement.lineno, what, lambda of=statements, at=at: of.__setitem__(at, ast.Pass())


def _says_something(statement: ast.AST) -> bool:
    """Whether it does something else than give a name to what the next line needs."""
    match statement:
        case ast.Expr(value=value):
            return not isinstance(value, ast.Constant)  # a docstring
        case ast.Assign(targets=[target]):
            return isinstance(target, ast.Subscript | ast.Attribute)
    return isinstance(statement, ast.AugAssign | ast.Raise)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
