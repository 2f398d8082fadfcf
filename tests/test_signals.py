"""A signal that stops us does not come in the middle of what a library does under a lock."""

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.concurrency import signals


@pytest.fixture
def stopping() -> Iterator[None]:
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("stopping")
def test_it_waits_until_the_block_is_left() -> None:
    reached: list[object] = []

    def work(threads: ThreadPoolExecutor) -> None:
        with signals.held():
            os.kill(os.getpid(), signal.SIGTERM)
            reached.append(sum(threads.submit(int).result() for _ in range(50)))
        reached.append("after the block")

    with ThreadPoolExecutor(2) as threads, pytest.raises(SystemExit):
        work(threads)

    assert reached == [0]
