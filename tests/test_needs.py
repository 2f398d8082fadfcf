"""A test that cannot run here is never missed: it is told, and `make check` fails."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import needs

ROOT = Path(__file__).parents[1]
SKIPPING = {
    "a need": "@pytest.mark.needs('nothing')\ndef test_it(): pass",
    "skipif": "@pytest.mark.skipif(True, reason='because')\ndef test_it(): pass",
    "a skip inside": "def test_it(): pytest.skip('because')",
    "a module left out": "pytest.skip('because', allow_module_level=True)\ndef test_it(): pass",
    "a library missing": "pytest.importorskip('no_such_library')\ndef test_it(): pass",
    "a fixture that skips": "@pytest.fixture\ndef it(): pytest.skip('because')\ndef test_it(it): pass",
}
HEAD = """
import pytest
from tests import needs
needs.NEEDS["nothing"] = needs.Need(lambda: False, "look for it elsewhere")
def test_another(): pass
"""


def _run(directory: Path, body: str, *options: str) -> "subprocess.CompletedProcess[str]":
    (directory / "test_there.py").write_text(HEAD + body)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.needs",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(directory),
    ]
    asked = [*command, "-c", "/dev/null", *options, str(directory)]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.parametrize("body", SKIPPING.values(), ids=SKIPPING)
def test_what_did_not_run_stands_in_the_last_lines(tmp_path: Path, body: str) -> None:
    run = _run(tmp_path, body)

    assert run.returncode in (0, 5), run.stdout
    assert "1 TESTS DID NOT RUN" in "".join(run.stdout.splitlines()[-8:])
    assert "because" in run.stdout or "look for it elsewhere" in run.stdout or "no_such_library" in run.stdout


@pytest.mark.parametrize("body", SKIPPING.values(), ids=SKIPPING)
def test_where_skips_are_not_wanted_the_run_fails(tmp_path: Path, body: str) -> None:
    run = _run(tmp_path, body, "--no-skips", "-n", "1")

    assert run.returncode in (1, 2), run.stdout
    assert "--no-skips: did not run" in run.stdout


def test_what_is_knowingly_left_out_is_told_and_fails_nothing(tmp_path: Path) -> None:
    body = "@pytest.mark.needs('root')\ndef test_it(): pass\nneeds.NEEDS['root'] = needs.NEEDS['nothing']"
    run = _run(tmp_path, body, "--no-skips", "--without", "root")

    assert run.returncode == 0, run.stdout
    assert "1 TESTS DID NOT RUN" in run.stdout


def test_a_run_that_misses_nothing_says_nothing(tmp_path: Path) -> None:
    run = _run(tmp_path, "", "--no-skips")

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
