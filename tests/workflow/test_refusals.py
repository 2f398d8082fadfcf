"""What is required and why not now are two sentences: a refusal never says the opposite of the truth."""

import ast
import re
from pathlib import Path

import pytest

from app.workflow import conditions
from app.workflow.condition import Condition
from app.workflow.transitions import TRANSITIONS

ALL = sorted((name, told) for name, told in vars(conditions).items() if isinstance(told, Condition))
#: What only a requirement says: after 不能X： it would be read as the state of things.
REQUIRES_ZH = re.compile(r"^(需|应|须|必须|最多|只能)|最多|只能")
REQUIRES_EN = re.compile(r"\b(must|at most|at least|only if|has to)\b")


@pytest.mark.parametrize(("name", "condition"), ALL, ids=[name for name, _ in ALL])
def test_a_refusal_tells_the_state_of_things(name: str, condition: Condition) -> None:
    assert condition.refusal_zh not in (condition.zh, "")
    assert condition.refusal_en not in (condition.en, "")
    assert not REQUIRES_ZH.search(condition.refusal_zh), condition.refusal_zh
    assert not REQUIRES_EN.search(condition.refusal_en), condition.refusal_en
    for text in (condition.zh, condition.refusal_zh):
        assert re.search(r"[一-鿿]", text)
        assert text[-1] not in "。，；"
    for text in (condition.en, condition.refusal_en):
        assert text.isascii()
        assert text[-1] not in ".,;"


def test_every_condition_has_a_use_and_a_code_of_its_own() -> None:
    used = {condition for row in TRANSITIONS for condition in row.conditions}

    assert used == {condition for _, condition in ALL}
    assert len({condition.failure for _, condition in ALL}) == len(ALL)


def _literal(node: ast.expr) -> str:
    """The words of a text, with … for what is filled in."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr():
            return "".join(_literal(part) if isinstance(part, ast.Constant) else "…" for part in node.values)
        case ast.IfExp():
            return f"{_literal(node.body)}|{_literal(node.orelse)}"
    return ""


APP = Path(conditions.__file__).parents[2]
REFUSED = ("GuardRefused", "WrongState")
SPOKEN = [
    (f"{path.relative_to(APP)}:{node.lineno}", _literal(word.value))
    for path in sorted(APP.rglob("*.py"))
    if any(name in path.read_text() for name in REFUSED)
    for node in ast.walk(ast.parse(path.read_text()))
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(REFUSED)
    for word in node.keywords
    if word.arg in ("zh", "en")
]


def test_refusals_are_found() -> None:
    assert len(SPOKEN) > 10


@pytest.mark.parametrize(("place", "text"), SPOKEN, ids=[f"{place}:{text[:12]}" for place, text in SPOKEN])
def test_what_is_refused_elsewhere_tells_the_state_of_things_too(place: str, text: str) -> None:
    assert text, place
    assert not REQUIRES_ZH.search(text), place
    assert not REQUIRES_EN.search(text), place
