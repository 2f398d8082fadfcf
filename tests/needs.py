"""What some tests need of the machine beyond Python and PostgreSQL, and what happens where it is missing.

A test says `@pytest.mark.needs("chromium")`. Where that is missing it does not run, and the last lines of the run say
so and how to get it. `--no-skips`, which `make check` gives, makes a failure of every test that does not run for
whatever reason; `--without NAME` is the one way round it, and is loud as well. `python -m tests.needs` installs what is
missing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import playwright
import pytest

HERE = Path(__file__).parent
#: The browser that tests drive; None where there is none.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
#: Playwright brings it.
NODE = Path(playwright.__file__).parent / "driver" / ("node.exe" if os.name == "nt" else "node")
TUS_JS = HERE / "uploads" / "node_modules" / "tus-js-client"
#: What screens are looked at with: axe-core in their pages, TypeScript and acorn at their modules.
CHECKERS = HERE / "modules" / "node_modules"


def _npm_ci(folder: str) -> tuple[str, ...]:
    return ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(HERE / folder))


@dataclass(frozen=True, slots=True)
class Need:
    """One thing: whether it is here, how a person gets it, and by which Debian packages and command it is installed."""

    found: Callable[[], bool]
    how: str
    packages: tuple[str, ...] = ()
    command: tuple[str, ...] = ()


def _has_chinese_font() -> bool:
    """True also where nobody can be asked, as on systems that bring their fonts."""
    if shutil.which("fc-list") is None:
        return sys.platform != "linux"
    asked = ["fc-list", ":lang=zh", "family"]
    return bool(subprocess.run(asked, capture_output=True, check=False, timeout=60).stdout.strip())


NEEDS = {
    "chromium": Need(
        lambda: shutil.which(CHROMIUM or "chromium") is not None, "install the package chromium", ("chromium",)
    ),
    "chinese-font": Need(_has_chinese_font, "install the package fonts-wqy-zenhei", ("fonts-wqy-zenhei",)),
    "tus-js-client": Need(
        TUS_JS.is_dir,
        "npm ci --ignore-scripts --prefix tests/uploads",
        () if shutil.which("npm") else ("npm",),
        _npm_ci("uploads"),
    ),
    "checkers": Need(
        lambda: all((CHECKERS / name).is_dir() for name in ("acorn", "axe-core", "typescript")),
        "npm ci --ignore-scripts --prefix tests/modules",
        () if shutil.which("npm") else ("npm",),
        _npm_ci("modules"),
    ),
    "root": Need(lambda: hasattr(os, "geteuid") and os.geteuid() == 0, "run it as root, in a container for one"),
    "proc": Need(Path("/proc/self/status").exists, "run it on Linux"),
}


# --- as pytest sees it ---------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("needs", "what the machine has to have")
    group.addoption("--no-skips", action="store_true", help="a test that does not run is a failure")
    group.addoption(
        "--without", action="append", default=[], choices=sorted(NEEDS), help="but not one that needs this; repeatable"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(*names): what of `tests.needs.NEEDS` the test cannot do without")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name in dict.fromkeys(name for marker in item.iter_markers("needs") for name in marker.args):
        if not NEEDS[name].found():
            pytest.skip(f"needs {name}: {NEEDS[name].how}")


def _is_forgiven(config: pytest.Config, reason: str) -> bool:
    return any(f"needs {name}: " in reason for name in config.getoption("without"))


def _forbid(config: pytest.Config, report: pytest.TestReport | pytest.CollectReport) -> None:
    """Makes a failure of a skip where skips are not wanted."""
    if not report.skipped or hasattr(report, "wasxfail") or not config.getoption("no_skips"):
        return
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
    if not _is_forgiven(config, reason):
        report.outcome = "failed"
        report.longrepr = f"--no-skips: did not run. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _forbid(item.config, report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid(collector.config, report)
    return report


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The last lines: what did not run, and how to get it."""
    counted: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        counted[reason.removeprefix("Skipped: ")] = counted.get(reason.removeprefix("Skipped: "), 0) + 1
    if not counted:
        return
    terminalreporter.section(f"{sum(counted.values())} TESTS DID NOT RUN", sep="!", red=True, bold=True)
    for reason, times in sorted(counted.items()):
        terminalreporter.line(f"{times:4} × {reason}", yellow=True)
    terminalreporter.line(
        "`make needs` installs what a Debian lets root install; `make check` fails until it is there."
    )


# --- installing ----------------------------------------------------------------------------------------------------


def _run(command: tuple[str, ...]) -> None:
    subprocess.run(command, check=True, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, timeout=900)


def install(wanted: dict[str, Need]) -> list[str]:
    """Installs what is missing as far as this machine lets us; what is missing still."""
    missing = {name: need for name, need in wanted.items() if not need.found()}
    packages = [package for need in missing.values() for package in need.packages]
    try:
        if packages and NEEDS["root"].found() and shutil.which("apt-get"):
            print("Installing", *packages, flush=True)  # noqa: T201  (a program)
            _run(("apt-get", "update", "-qq"))
            _run(("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages))
        for command in filter(None, (need.command for need in missing.values())):
            if shutil.which(command[0]):
                _run(command)
    except subprocess.SubprocessError as error:
        print(error, file=sys.stderr)  # noqa: T201
    return [name for name, need in missing.items() if not need.found()]


def main() -> None:
    """`python -m tests.needs [NAME…]`: without those of the names."""
    left = install({name: need for name, need in NEEDS.items() if name not in sys.argv[1:]})
    for name in left:
        print(f"Tests need {name}, and it is not here: {NEEDS[name].how}.", file=sys.stderr)  # noqa: T201
    if left:
        print(f"To go on without: make check WITHOUT='{' '.join(left)}'", file=sys.stderr)  # noqa: T201
        sys.exit(1)


if __name__ == "__main__":
    main()
