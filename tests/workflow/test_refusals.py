"""What is required and why not now are two sentences: a refusal never says the opposite of the truth."""

import re

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
    assert len({condition.code for _, condition in ALL}) == len(ALL)
