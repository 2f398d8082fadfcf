"""A service of our own to measure: an embedded database in a directory of its own, and tokens as anybody gets them."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from app.db.embedded import EmbeddedPostgres

YIKOU = [sys.executable, "-m", "app.cli"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def scratch() -> Iterator[Path]:
    """A directory that PostgreSQL's account can walk through, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="yikou-bench-") as name:
        path = Path(name)
        path.chmod(0o711)
        yield path


def yikou(*arguments: str) -> str:
    """Runs a command and gives what it printed."""
    done = subprocess.run([*YIKOU, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"yikou {' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
    return done.stdout


def owner_url(data_dir: Path) -> str:
    """The owner's address of the database that the service on this directory runs."""
    embedded = EmbeddedPostgres(data_dir)
    embedded.join()
    return embedded.url


def password_of(username: str, data_dir: Path) -> str:
    """A new generated password of a user."""
    return password_in(yikou("user", "password", username, "--data-dir", str(data_dir)), username)


def password_in(printed: str, username: str) -> str:
    """The password that a command printed for a user."""
    found = re.search(rf"^{re.escape(username)}\s+(\S+)$", printed, re.MULTILINE)
    if found is None:
        raise SystemExit(f"no password in {printed!r}")
    return found.group(1)


@contextmanager
def served(
    data_dir: Path, *options: str, command: Sequence[str] = YIKOU, cwd: Path | None = None
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The service, ready: its address and its process. `command` is that of another checkout, if it is to be one."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    serve = [*command, "serve", "--data-dir", str(data_dir), "--port", str(port), *options]
    environment = os.environ | {"YIKOU_POOL_MAX": "16"}
    with (data_dir / "service.log").open("ab") as output:
        process = subprocess.Popen(serve, stdout=output, stderr=output, env=environment, cwd=cwd)
    try:
        wait(f"{url}/healthz", process)
        yield url, process
    finally:
        process.terminate()
        process.wait(30)


def wait(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until that address answers."""
    until = time.monotonic() + 300
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit("the service does not come up; its log says why")


def token(url: str, username: str, password: str) -> str:
    answer = httpx.post(f"{url}/api/v1/auth/token", data={"username": username, "password": password}, timeout=30)
    answer.raise_for_status()
    access: str = answer.json()["access_token"]
    return access
