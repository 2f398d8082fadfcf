"""Placeholders 占位符: what may stand between braces, and what becomes of it."""

import pytest

from app.workflow.placeholders import PLACEHOLDERS, fill, unknown


def test_those_of_the_list_are_known_and_nothing_else_is() -> None:
    assert unknown("".join(f"{{{name}}}" for name in PLACEHOLDERS)) == ()
    assert unknown("{number} {phone} {} {number!r}") == ("phone", "", "number!r")


@pytest.mark.parametrize("text", ["{", "}", "a { b", "{{number}", "{number}}"])
def test_a_brace_alone_is_no_placeholder(text: str) -> None:
    assert unknown(text) == (text.replace("{number}", "").strip("ab "),)


def test_each_place_is_filled_once_and_what_is_put_in_is_left_alone() -> None:
    filled = fill(
        "{unit}：{address}，{address}。{caller}", {"unit": "{address}", "address": "六和\\1路", "caller": None}
    )

    assert filled == ("{address}：六和\\1路，六和\\1路。{caller}", ("caller",))
