"""`yikou serve` as tests run it: in a directory and on a port of its own, gone with its database when the test is."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest

from tests.waiting import AT_MOST, soon

YIKOU = str(Path(sys.executable).parent / "yikou")


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """A command to its end."""
    return subprocess.run(
        [YIKOU, *arguments], capture_output=True, text=True, check=False, timeout=AT_MOST, env=os.environ | environment
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Service:
    """A running `yikou serve`; a block around it ends it, whatever happens there."""

    def __init__(self, directory: Path, *options: str) -> None:
        self.data, self.port, self.output = directory / "data", free_port(), directory / "output"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [YIKOU, "serve", "--data-dir", str(self.data), "--port", str(self.port), *options],
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> "Service":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> int:
        """Tells it to stop, as often as one likes; gives how it ended."""
        self.process.terminate()
        try:
            return self.process.wait(AT_MOST)
        finally:
            self.process.kill()
            soon(lambda: not processes_of(self.data))

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=AT_MOST)

    def readiness(self) -> dict[str, Any]:
        """What it says of itself, nothing while it does not listen."""
        try:
            report: dict[str, Any] = self.get("/readyz").json()
        except httpx.TransportError:
            return {}
        return report

    def wait_until(self, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """What it says as soon as that meets a condition."""
        report: dict[str, Any] = {}

        def met() -> bool:
            nonlocal report
            assert self.process.poll() is None, f"it ended: {self.output.read_text()}"
            report = self.readiness()
            return bool(report) and condition(report)

        soon(met)
        return report

    def is_ready(self) -> "Service":
        """The service, when it is."""
        self.wait_until(lambda report: report["ready"])
        return self

    def postmaster(self) -> int:
        return int((self.data / "postgres" / "postmaster.pid").read_text().splitlines()[0])

    def sign_in(self, username: str, password: str) -> int:
        url = f"http://127.0.0.1:{self.port}/api/v1/auth/token"
        return httpx.post(url, data={"username": username, "password": password}, timeout=AT_MOST).status_code


def processes_of(data: Path) -> list[str]:
    """Command lines of living processes that name a data directory."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:  # it has just ended
            continue
    return [line for line in found if str(data) in line]


@contextmanager
def open_directory() -> Iterator[Path]:
    """A directory that PostgreSQL's account can walk through."""
    with TemporaryDirectory(prefix="yikou-service-") as made:
        Path(made).chmod(0o711)
        yield Path(made)


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    with open_directory() as made:
        yield made


@pytest.fixture(scope="module")
def demo(directory: Path) -> Iterator[Service]:
    """One service with the demo district for the tests that leave it running."""
    with Service(directory, "--demo") as service:
        yield service.is_ready()
