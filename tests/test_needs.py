"""A test that cannot run here is never missed: it is told, and `make check` fails."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import needs

pytestmark = pytest.mark.any_server

ROOT = Path(__file__).parents[1]
#: what is left out -> the module it stands in; the reason each of them gives stands in it
SKIPPING = {
    "look for it elsewhere": "@pytest.mark.needs('nothing')\ndef test_it(): pass",
    "because of skipif": "@pytest.mark.skipif(True, reason='because of skipif')\ndef test_it(): pass",
    "because it says so": "def test_it(): pytest.skip('because it says so')",
    "because of the module": "pytest.skip('because of the module', allow_module_level=True)\ndef test_it(): pass",
    "no_such_library": "pytest.importorskip('no_such_library')\ndef test_it(): pass",
    "because of a fixture": "@pytest.fixture\ndef it(): pytest.skip('because of a fixture')\ndef test_it(it): pass",
}
HEAD = """
import pytest
from tests import needs
needs.NEEDS["nothing"] = needs.Need(lambda: False, "look for it elsewhere")
def test_another(): pass
"""


def _run(directory: Path, bodies: list[str], *options: str) -> "subprocess.CompletedProcess[str]":
    for number, body in enumerate(bodies):
        (directory / f"test_there_{number}.py").write_text(HEAD + body)
    command = [sys.executable, "-m", "pytest", "-p", "tests.needs", "-p", "no:cacheprovider", "--rootdir", directory]
    asked = [*command, "-c", "/dev/null", *options, directory]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


def test_what_did_not_run_stands_in_the_last_lines(tmp_path: Path) -> None:
    run = _run(tmp_path, list(SKIPPING.values()))
    told = run.stdout.splitlines()[-4 - len(SKIPPING) :]

    assert run.returncode == 0, run.stdout
    assert f"{len(SKIPPING)} TESTS DID NOT RUN" in told[0]
    for reason in SKIPPING:
        assert any(reason in line for line in told), reason


@pytest.mark.parametrize("workers", ["0", "1"])
def test_where_skips_are_not_wanted_each_of_them_fails(tmp_path: Path, workers: str) -> None:
    run = _run(tmp_path, list(SKIPPING.values()), "--no-skips", "-n", workers, "--continue-on-collection-errors")

    assert run.returncode == 1, run.stdout
    for reason in SKIPPING:
        assert any("--no-skips: did not run" in line and reason in line for line in run.stdout.splitlines()), reason


def test_what_is_knowingly_left_out_is_told_and_fails_nothing(tmp_path: Path) -> None:
    body = "@pytest.mark.needs('root')\ndef test_it(): pass\nneeds.NEEDS['root'] = needs.NEEDS['nothing']"
    run = _run(tmp_path, [body], "--no-skips", "--without", "root")

    assert run.returncode == 0, run.stdout
    assert "1 TESTS DID NOT RUN" in run.stdout


def test_a_run_that_misses_nothing_says_nothing(tmp_path: Path) -> None:
    run = _run(tmp_path, [""], "--no-skips")

    assert run.returncode == 0
    assert "DID NOT RUN" not in run.stdout


def test_a_browser_that_cannot_be_installed_ends_the_check_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    away = needs.Need(lambda: False, "install the package chromium", ("chromium",))

    def refuse(command: tuple[str, ...]) -> None:
        raise subprocess.CalledProcessError(100, command)

    monkeypatch.setattr(needs, "NEEDS", {"chromium": away, "root": needs.Need(lambda: True, "")})
    monkeypatch.setattr(needs, "_run", refuse)
    monkeypatch.setattr(sys, "argv", ["needs"])
    with pytest.raises(SystemExit, match="1"):
        needs.main()

    assert "Tests need chromium, and it is not here: install the package chromium." in capsys.readouterr().err


def test_what_is_here_is_not_installed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(needs, "_run", ran.append)

    assert needs.install({"it": needs.Need(lambda: True, "", ("package",), ("command",))}) == []
    assert ran == []
