"""What others made and the screens carry is what was pinned: each file by its sum, none more, none less."""

import json
from typing import Any

import pytest

from tests.modules import vendoring


@pytest.fixture(scope="module")
def pinned() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(vendoring.PINNED.read_text())
    return found


def test_every_file_is_what_was_pinned(pinned: dict[str, Any]) -> None:
    assert vendoring.sums(vendoring.lying()) == pinned["files"]


def test_every_package_is_pinned_by_its_sum_and_its_licence_travels_along(pinned: dict[str, Any]) -> None:
    licences = (vendoring.VENDOR / "licences.txt").read_text()

    assert {len(one["sha512"]) for one in pinned["packages"]} == {88}
    assert all(f"== {one['name']} {one['version']} ==" in licences for one in pinned["packages"])


def test_exports_of_a_module_become_an_object() -> None:
    assert vendoring._returning("var a=1,b=2;export{a as one,b};") == "var a=1,b=2;return {one:a,b:b};"
