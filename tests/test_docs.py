"""What is written from the code is as fresh as the code."""

from pathlib import Path

from app.workflow.render import render

ROOT = Path(__file__).parents[1]


def test_the_workflow_page_is_fresh() -> None:
    assert (ROOT / "docs" / "workflow.md").read_text() == render(), "run `make docs`"


def test_both_readmes_show_the_two_commands_first() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text()
        assert text.index("make run") < text.index("## "), name
        assert text.index("make test") < text.index("## "), name


def test_no_shared_data_is_in_the_tree() -> None:
    assert not list(ROOT.glob("app/**/*.csv.xz"))
