"""The start: what it says meanwhile, when it says that it answers, what it imports, and how it is cut off."""

import contextlib
import errno
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import httpx
import pytest

from app.db.embedded.lock import DirectoryLock
from app.running.failures import explained
from tests.service import YIKOU, free_port, processes_of, run

pytestmark = pytest.mark.any_server

SECONDS = 240  # for what takes ten on a quiet machine
STEPS = (
    "making the database",
    "starting PostgreSQL",
    "making the tables",
    "filling in the demo",
    "starting the service",
)
_PASSWORD = r"│ worker\s+│ (\S+)\s+│"
#: Runs the program, and leaves what it had imported in a file.
_PROBE = """
import atexit, pathlib, sys
file, sys.argv = sys.argv[1], ["yikou", *sys.argv[2:]]
atexit.register(lambda: pathlib.Path(file).write_text(" ".join(sys.modules)))
from app.cli import main
main()
"""


class Start:
    """A start of `yikou serve`, read line by line as it speaks."""

    def __init__(self, data: Path, *options: str) -> None:
        self.port, self.said = free_port(), ""
        command = [YIKOU, "serve", "--data-dir", str(data), "--port", str(self.port), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def until(self, words: str) -> str:
        """The line with these words, as soon as it is there."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return line
        raise AssertionError(f"it never said {words!r}: {self.said}")

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stops it; gives its status."""
        self.process.send_signal(how)
        assert self.process.stdout is not None
        with self.process.stdout:
            self.said += self.process.stdout.read()
        return self.process.wait(SECONDS)

    def signs_in(self) -> bool:
        """Whether the worker of the demo does, with the password that was shown."""
        shown = re.search(_PASSWORD, self.said)
        assert shown is not None, self.said
        form = {"username": "worker", "password": shown.group(1)}
        url = f"http://127.0.0.1:{self.port}/api/v1/auth/token"
        return httpx.post(url, data=form, timeout=SECONDS).status_code == 200


def all_gone(data: Path) -> bool:
    """Whether no process of a data directory is left; the guard of a database may need a moment to shut it down."""
    until = time.monotonic() + SECONDS
    while processes_of(data) and time.monotonic() < until:
        time.sleep(0.05)
    return not processes_of(data)


@pytest.fixture
def data() -> Iterator[Path]:
    with TemporaryDirectory(prefix="yikou-start-") as made:
        Path(made).chmod(0o711)
        yield Path(made) / "data"
        assert all_gone(Path(made))


@pytest.fixture
def begin(data: Path) -> Iterator[Callable[[], Start]]:
    """Begins a start in a data directory of the test's own; none outlives the test."""
    begun: list[Start] = []

    def start() -> Start:
        begun.append(Start(data, "--demo"))
        return begun[-1]

    yield start
    for each in begun:
        with contextlib.suppress(ValueError):  # it was read to its end
            each.end(signal.SIGKILL)


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    with TemporaryDirectory(prefix="yikou-start-") as made:
        Path(made).chmod(0o711)
        yield Path(made)


@pytest.fixture(scope="module")
def first(directory: Path) -> Iterator[Start]:
    """The first start of a data directory, read to the line with the address, and asked in that moment."""
    start = Start(directory / "data", "--demo")
    address = re.search(r"open (http://\S+)/", start.until("open http"))
    assert address is not None
    try:
        answer = httpx.get(f"{address.group(1)}/healthz", timeout=SECONDS)
        start.said += f"answered {answer.status_code}\n"
        yield start
    finally:
        start.end()


def test_the_address_answers_in_the_moment_it_is_printed(first: Start) -> None:
    assert "answered 200" in first.said


def test_without_a_terminal_each_step_is_a_plain_line_in_both_languages(first: Start) -> None:
    lines = first.said.splitlines()
    places = [next(number for number, line in enumerate(lines) if line.startswith(step)) for step in STEPS]

    assert places == sorted(places)
    assert all(re.search(r"[\u4e00-\u9fff]", lines[place]) and "\x1b" not in lines[place] for place in places)
    assert first.said.index(STEPS[-1]) < first.said.index("open http")


def test_the_start_says_which_postgresql_runs_and_whom_to_log_in_as(first: Start) -> None:
    assert re.search(r"PostgreSQL 1[5-8]\.\d+, embedded 内嵌", first.said)
    assert first.signs_in()


def test_a_second_start_does_nothing_again_and_names_the_way_to_a_new_password(
    begin: Callable[[], Start], data: Path
) -> None:
    earlier = begin()
    earlier.until("open http")
    assert earlier.end() == 0
    later = begin()
    later.until("user password NAME")
    status = later.end(signal.SIGINT)

    assert status == 0
    assert [step for step in STEPS if step in later.said] == ["starting PostgreSQL", "starting the service"]
    assert "Log in as 登录账号: worker, worker2" in later.said
    assert f"--data-dir {data}" in later.said
    assert re.search(_PASSWORD, earlier.said)
    assert not re.search(_PASSWORD, later.said)


def test_a_start_cut_off_at_any_step_leaves_nothing_behind_and_the_next_goes_on(
    begin: Callable[[], Start], data: Path
) -> None:
    for number, step in enumerate(STEPS):
        start = begin()
        start.until(step)
        status = start.end((signal.SIGTERM, signal.SIGINT)[number % 2])

        assert status == 0, start.said
        assert "Traceback" not in start.said
        assert all_gone(data), step
    last = begin()
    last.said += start.said  # the demo was committed by the start that was cut off after it, and shown there
    last.until("open http")

    assert last.signs_in()


def test_passwords_that_could_not_be_shown_are_not_stored(begin: Callable[[], Start], data: Path) -> None:
    """Nobody reads what the first start prints: the second one shows passwords that sign in."""
    nobody_reads, closed = os.pipe()
    os.close(nobody_reads)
    refused = subprocess.run(
        [YIKOU, "serve", "--demo", "--data-dir", str(data), "--port", str(free_port())],
        stdout=closed, stderr=subprocess.PIPE, check=False, timeout=SECONDS, text=True,
    )  # fmt: skip
    os.close(closed)
    second = begin()
    second.until("open http")

    assert refused.returncode != 0, refused.stderr
    assert second.signs_in()


def test_on_a_terminal_one_live_line_says_what_is_done_and_is_gone_at_the_end(data: Path) -> None:
    terminal, of_the_program = pty.openpty()
    command = [YIKOU, "serve", "--data-dir", str(data), "--port", str(free_port())]
    process = subprocess.Popen(
        command, stdout=of_the_program, stderr=of_the_program, env=os.environ | {"TERM": "xterm"}
    )
    os.close(of_the_program)
    said = ""
    while "Ctrl-C" not in said:
        said += os.read(terminal, 65_536).decode(errors="replace")
    process.send_signal(signal.SIGINT)
    status = process.wait(SECONDS)
    os.close(terminal)
    shown, _, answer = said.partition("Yikou 一口")

    assert status == 0
    assert "正在建立数据库" in shown
    assert "\x1b[2K" in shown, "the line is written over, and cleared in the end"
    assert "正在" not in answer


def modules_of(directory: Path, *arguments: str) -> set[str]:
    """The installed and own modules that a command had imported when it ended well."""
    file = directory / "modules"
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, str(file), *arguments],
        capture_output=True,
        check=False,
        timeout=SECONDS,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return {part for name in file.read_text().split() for part in (name, name.partition(".")[0])}


_WEB = {"fastapi", "starlette", "uvicorn", "jinja2", "app.main", "app.worker"}
_SELDOM = {"alembic", "rich", "structlog", "holidays", "PIL"}


def test_help_imports_neither_the_web_nor_the_database(tmp_path: Path) -> None:
    imported = modules_of(tmp_path, "--help")

    assert not imported & (_WEB | _SELDOM | {"sqlalchemy", "pydantic", "asyncpg", "shapely", "app.config"})


@pytest.mark.parametrize("command", ["add", "password"])
def test_looking_after_users_imports_what_it_needs(first: Start, directory: Path, command: str) -> None:
    options = ["--name", "李四", "--post", "triage_clerk", "--area", "440310"] if command == "add" else []
    who = "lisi" if command == "add" else "clerk"
    imported = modules_of(directory, "user", command, who, *options, "--data-dir", str(directory / "data"))

    assert "asyncpg" in imported, "a walk that finds nothing proves nothing"
    assert not imported & (_WEB | _SELDOM)


def test_logs_bring_no_rich_along_and_leave_it_to_who_needs_it() -> None:
    program = """
import sys
from app.logs import Log
Log().warning("said")
assert "structlog" in sys.modules
assert "rich" not in sys.modules
import rich.progress
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=SECONDS, text=True)

    assert '"event": "said"' in said.stdout, "as one object a line, though nobody has configured anything"


def test_a_terminal_without_chinese_shows_something() -> None:
    shown = run("user", "--help", PYTHONIOENCODING="latin-1")

    assert shown.returncode == 0, shown.stderr
    assert run("user", "add", "--help", PYTHONIOENCODING="ascii").returncode == 0


def test_a_lock_file_left_behind_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / "yikou.lock").write_text("1")  # a living process, which has nothing to do with it
    began = time.monotonic()
    DirectoryLock(tmp_path).release()

    assert time.monotonic() - began < 20, "it was waited for"


@pytest.mark.parametrize(
    ("error", "en", "zh"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "data/signing.key"), "may not read or write", "无权读写"),
        (OSError(errno.ENOSPC, "No space left on device", "data"), "disk is full", "磁盘已满"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "data"), "no directory", "不是目录"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "nobody answers", "无法连接"),
        (asyncpg.DiskFullError("could not extend file"), "disk of the database is full", "数据库磁盘已满"),
        (asyncpg.InvalidPasswordError("authentication failed"), "refuses this account", "拒绝该账号"),
        (TimeoutError(), "no answer in time", "超时"),
        (asyncpg.InterfaceError("invalid DSN"), "address of the database", "数据库地址无效"),
        (OSError("something else"), "something else", "系统报错"),
    ],
)
def test_what_goes_wrong_at_a_start_is_one_line_in_both_languages(error: Exception, en: str, zh: str) -> None:
    lines = explained(error)

    assert lines is not None
    assert len(lines) == 1
    assert en in lines[0]
    assert zh in lines[0]


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    assert explained(KeyError("x")) is None


def test_a_data_directory_that_cannot_be_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = run("serve", "--data-dir", str(tmp_path / "file"), "--port", str(free_port()))

    assert refused.returncode == 1
    assert str(tmp_path / "file") in refused.stderr
    assert re.search(r"[\u4e00-\u9fff]", refused.stderr), "it is said in Chinese, too"
    assert len(refused.stderr.strip().splitlines()) == 1
