"""A whole service under forty threads of wrong passwords, and whether it has lost its key."""

import re
import threading

import httpx
import pytest

from tests.service import Service, demo, directory, open_directory, run
from tests.waiting import AT_MOST, soon

__all__ = ["demo", "directory"]  # fixtures: a service with the demo district
pytestmark = pytest.mark.any_server


class Flood:
    """Threads that send wrong passwords, each as soon as the last is answered."""

    def __init__(self, url: str, names: list[str], *, threads: int = 40) -> None:
        self.url, self.names, self.over = url, names, threading.Event()
        self.answers: list[int] = []
        self.threads = [threading.Thread(target=self._send, args=(number,)) for number in range(threads)]

    def __enter__(self) -> "Flood":
        for thread in self.threads:
            thread.start()
        try:
            soon(lambda: len(self.answers) >= 5)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _send(self, number: int) -> None:
        with httpx.Client(timeout=AT_MOST) as client:
            sent = 0
            while not self.over.is_set():
                form = {"username": self.names[(number + 40 * sent) % len(self.names)], "password": "wrong"}
                self.answers.append(client.post(self.url, data=form).status_code)
                sent += 1


@pytest.mark.parametrize("names", [["clerk"], ["dispatcher", "admin"] + [f"name{n}" for n in range(2_000)]], ids=len)
def test_correct_passwords_get_through_forty_threads_of_wrong_ones(demo: Service, names: list[str]) -> None:
    """All from one address, as behind a proxy; the accounts were never seen there before. Nobody is told to wait."""
    accounts = dict(re.findall(r"│ (\w+)\s+│ ([0-9a-f]{4}(?:-[0-9a-f]{4})+)\s+│", demo.output.read_text()))
    url = f"http://127.0.0.1:{demo.port}/api/v1/auth/token"
    honest = [name for name in sorted(accounts) if name not in ("clerk", "dispatcher", "admin")][:4]
    with Flood(url, names) as flood:
        answers = [
            httpx.post(url, data={"username": name, "password": accounts[name]}, timeout=AT_MOST).status_code
            for name in honest
        ]
        going_on = len(flood.answers)

    assert len(honest) == 4
    assert answers == [200] * 4
    assert going_on >= 5
    assert set(flood.answers) <= {401, 429}


def test_without_its_key_a_database_is_not_served_until_that_is_meant() -> None:
    with open_directory() as made:
        data = made / "data"
        assert run("migrate", "--data-dir", str(data)).returncode == 0
        key = data / "signing.key"
        before = key.read_text()
        with Service(made, "--no-worker") as first:
            first.wait_until(lambda report: report["database"] == "up")
            while_running = run("key", "replace", "--data-dir", str(data))
        key.unlink()
        missing = run("serve", "--data-dir", str(data), "--port", str(first.port))
        made_anew = key.exists()
        key.write_text("x" * 40)
        key.chmod(0o600)
        other = run("serve", "--data-dir", str(data), "--port", str(first.port))
        key.unlink()
        replaced = run("key", "replace", "--data-dir", str(data))
        with Service(made, "--no-worker") as again:
            again.wait_until(lambda report: report["database"] == "up")
            assert again.end() == 0

        assert while_running.returncode == 1
        for refused in (missing, other):
            assert refused.returncode == 1
            assert "yikou key replace" in refused.stderr.splitlines()[-1]
            assert "Traceback" not in refused.stderr
        assert not made_anew
        assert replaced.returncode == 0, replaced.stderr
        assert key.read_text() != before
