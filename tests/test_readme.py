"""What both READMEs tell a newcomer to paste works as it stands, and leaves nothing in the clone."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.service import Service, demo, directory

pytestmark = pytest.mark.any_server

__all__ = ["demo", "directory"]  # fixtures: a service with the demo district

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.zh-CN.md"]


def _block(readme: str) -> str:
    """The story, which is the longest of the blocks for a shell."""
    return max(re.findall(r"^```sh\n(.*?)^```$", (ROOT / readme).read_text(), re.DOTALL | re.MULTILINE), key=len)


def _files() -> set[str]:
    return {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}


@pytest.mark.parametrize("readme", READMES)
def test_the_story_pasted_as_one_block_ends_with_a_rating(demo: Service, readme: str) -> None:
    accounts = dict(re.findall(r"│ (\w+)\s+│ ([0-9a-f]{4}(?:-[0-9a-f]{4})+)\s+│", demo.output.read_text()))
    block = re.sub(r"sign_in (\w+) 'PASSWORD'", lambda who: f"sign_in {who[1]} '{accounts[who[1]]}'", _block(readme))
    before = _files()
    pasted = subprocess.run(
        ["/bin/bash"], input=block.replace("127.0.0.1:8000", f"127.0.0.1:{demo.port}"), cwd=ROOT,
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    number, *statuses, link, answer = pasted.stdout.splitlines()

    assert pasted.stderr == ""
    assert statuses == ["filed", "dispatched", "handling", "handling", "resolved", "checking", "closed"]
    assert link.startswith(f"http://127.0.0.1:{demo.port}/r/")
    assert json.loads(answer) == {"number": number, "status": "archived", "reopened": False}
    assert _files() == before


def test_both_readmes_tell_one_story() -> None:
    plain = [re.sub(r"^#.*", "#", _block(readme), flags=re.MULTILINE) for readme in READMES]

    assert plain[0] == plain[1]
