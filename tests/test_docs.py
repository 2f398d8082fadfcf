"""What is written from the code is as fresh as the code."""

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
