"""A service of our own to measure: an embedded database in a directory of its own, and tokens as anybody gets them."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

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


def password_of(username: str, data_dir: Path) -> str:
    """A new generated password of a user."""
    printed = yikou("user", "password", username, "--data-dir", str(data_dir))
    found = re.search(rf"^{re.escape(username)}\s+(\S+)$", printed, re.MULTILINE)
    if found is None:
        raise SystemExit(f"no password in {printed!r}")
    return found.group(1)


@contextmanager
def served(data_dir: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The service, ready: its address and its process."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [*YIKOU, "serve", "--data-dir", str(data_dir), "--port", str(port), *options]
    with (data_dir / "service.log").open("ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=os.environ | {"YIKOU_POOL_MAX": "16"})
    try:
        _wait(url, process)
        yield url, process
    finally:
        process.terminate()
        process.wait(30)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 240
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{url}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit("the service does not come up; its log says why")


def token(url: str, username: str, password: str) -> str:
    answer = httpx.post(f"{url}/api/v1/auth/token", data={"username": username, "password": password}, timeout=30)
    answer.raise_for_status()
    access: str = answer.json()["access_token"]
    return access
