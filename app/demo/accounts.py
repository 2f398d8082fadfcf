"""Passwords for the accounts of the demo, hashed in threads while the database is made: each costs a tenth of a second.

Knows no database and imports little, so that it can begin first.
"""

import csv
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from app.concurrency import signals
from app.demo import DATA
from app.services.identity.passwords import NewPassword, make_at_once

_AT_ONCE = 2  # each has four lanes and 64 MB of its own


def names() -> list[str]:
    """What the accounts are called."""
    with (DATA / "users.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["username"] for row in csv.DictReader(file)]


class Accounts:
    """A generated password for each account; leaving the block forgets those that are not hashed yet."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="passwords")
        self._making: dict[str, Future[NewPassword]] = {}

    def __enter__(self) -> "Accounts":
        """Nothing is hashed until `start`."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Waits for the two at hand at most."""
        self._threads.shutdown(cancel_futures=True)

    def start(self) -> None:
        """Begins; once is enough."""
        if not self._making:
            with signals.held():
                self._making = {name: self._threads.submit(make_at_once) for name in names()}

    def made(self) -> dict[str, NewPassword]:
        """Waits for all of them."""
        return {name: future.result() for name, future in self._making.items()}
