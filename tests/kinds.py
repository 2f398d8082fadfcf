"""What a test starts: `database` where it needs PostgreSQL, `process` where it starts a program; the others are fast.

`any_server` says that what is tested is ours alone, whatever PostgreSQL does: pages, routes, files that are read,
processes and their memory, requests at random, what is remembered and refused above the database. It is not run again
on the oldest, where every statement is prepared (services/test_rows.py), and run by services, sync and desk.

Nobody has to say `database`: who asks for a fixture over the server has it. Who starts a program lies where such tests
do, or says `pytest.mark.process`. A test that starts one without that fails, so that `make test-fast`, which leaves
both out, stays what its name says.
"""

import sys
from collections.abc import Generator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
#: The fixture that everything over PostgreSQL begins with.
SERVER = "admin_url"
#: Folders and files of which every test starts a program, or listens on a port as one does.
STARTING = (
    "clients", "db", "edge", "modules", "pages", "screens", "stalls", "geo/test_survey.py", "uploads/test_clients.py",
    "uploads/test_memory.py", "test_cli.py", "test_crash.py", "test_deployment.py", "test_flood.py", "test_needs.py",
    "test_readme.py", "test_start.py",
)  # fmt: skip
#: Folders of which no test depends on the version of PostgreSQL; files and tests say `pytest.mark.any_server`.
ALIKE = ("clients", "edge", "geo", "modules", "pages", "privacy", "routers", "screens", "stalls", "uploads")
#: What Python tells its audit hooks when a program starts.
_STARTS = {"subprocess.Popen", "os.posix_spawn", "os.fork", "os.forkpty", "os.system"}

_started: list[str] | None = None  # by the test that runs and may not


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    if _started is not None and event in _STARTS:
        _started.append(f"{event} {arguments[0] if arguments else ''}")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "database: needs PostgreSQL; by the fixtures it asks for")
    config.addinivalue_line("markers", "process: starts programs of its own")
    config.addinivalue_line("markers", "any_server: the same on each version of PostgreSQL; runs on the newest alone")
    sys.addaudithook(_listen)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if SERVER in getattr(item, "fixturenames", ()):
            item.add_marker("database")
        if not item.path.is_relative_to(HERE):
            continue
        path = item.path.relative_to(HERE)
        if path.as_posix().startswith(STARTING):
            item.add_marker("process")
        if path.parts[0] in ALIKE:
            item.add_marker("any_server")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool, bool]:
    """Listens while a test runs that says it starts nothing; its fixtures are part of it."""
    global _started  # an audit hook can neither be given anything nor be removed
    _started = None if {"database", "process"} & {mark.name for mark in item.iter_markers()} else []
    try:
        return (yield)
    finally:
        _started = None


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    if _started:
        said, _started[:] = ", ".join(_started), []
        pytest.fail(f"starts a program without `pytest.mark.process`: {said}")
