"""What is written from the code is as fresh as the code."""

import itertools
import re
import tomllib
from pathlib import Path

import pytest

from app.workflow.pages.render import render

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("name", "language"), [("workflow.md", "en"), ("workflow.zh-CN.md", "zh")])
def test_the_workflow_page_is_fresh(name: str, language: str) -> None:
    assert (ROOT / "docs" / name).read_text() == render(language), "run `make docs`"


def test_both_readmes_show_the_two_commands_first() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text()
        assert text.index("make run") < text.index("## "), name
        assert text.index("make test") < text.index("## "), name


def test_no_shared_data_is_in_the_tree() -> None:
    assert not list(ROOT.glob("app/**/*.csv.xz"))


@pytest.mark.parametrize("name", ["docs/architecture.md", "docs/architecture.zh-CN.md", "CONTRIBUTING.md"])
def test_what_the_architecture_names_is_there(name: str) -> None:
    named = re.findall(r"`((?:app|tests|alembic|bench|docs)/[^`\s]*)`", (ROOT / name).read_text())

    assert [path for path in named if not (ROOT / path).exists()] == []
    assert named or name == "CONTRIBUTING.md"


def test_the_drawing_of_the_rooms_shows_every_room_and_no_arrow_up() -> None:
    """Held to the layers of the contract, which names them from above to below."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(told["layers"] for told in contracts if told.get("containers") == ["app.services"])
    depth = {room: n for n, layer in enumerate(layers) for room in layer.split(" | ")}
    drawing = (ROOT / "docs/architecture.md").read_text().split("```mermaid")[1].split("```")[0]
    arrows = [
        (above, below)
        for line in drawing.strip().splitlines()[1:]
        for left, right in itertools.pairwise(line.strip().split(" --> "))
        for above in left.split(" & ")
        for below in right.split(" & ")
    ]

    assert {room for arrow in arrows for room in arrow} == depth.keys()
    assert [arrow for arrow in arrows if depth[arrow[0]] >= depth[arrow[1]]] == []
