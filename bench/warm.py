"""A process that has run every test once and can show them a fault of functions, each in a fork of it."""

import gc
import pickle
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import pytest

from bench.faults import Fault
from bench.noticing import WARMING, Learnt, Plugin, Verdict, forked
from bench.transplant import changed, exchange, name_of


class Warm(Plugin):
    """The run without faults, then all that functions can hold, each in a fork."""

    def __init__(self, watched: tuple[str, ...], random: Random, kept: Path) -> None:
        super().__init__()
        self.watched, self.random, self.kept = watched, random, kept
        self.learnt = Learnt()
        self.seen = self.learnt.at_import
        self.faults: Sequence[Fault] = ()
        self.tell: Callable[[Fault, Verdict], None] = lambda fault, verdict: None
        sys.settrace(self._enter)

    def _enter(self, frame: FrameType, event: str, argument: object) -> None:
        code = frame.f_code
        if code.co_filename.startswith(self.watched):
            self.seen.add(name_of(code))

    def pytest_runtest_call(self, item: pytest.Item) -> None:
        self.learnt.url = item.funcargs.get("database_url", self.learnt.url)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        sys.settrace(None)
        if session.testsfailed:
            raise session.Interrupted("not collected")
        self._learn(session.items)
        warming = [item for item in session.items if item.nodeid.startswith(WARMING)]
        for item in warming:
            self._one(item, None)  # nothing stays open: no fork shares a connection with another
        self.url = self.learnt.url
        for pool in [one for one in gc.get_objects() if isinstance(one, ThreadPoolExecutor)]:
            pool.shutdown()
            pool.__init__(pool._max_workers)  # as new: a fork would wait for threads that it does not have
        if threading.active_count() > 1:
            raise session.Interrupted("this process has threads, which would not be there in a fork")
        if not self.learnt.failed:
            for fault in self.faults:
                self.tell(fault, self.judged(fault, session.items))
        return True

    def _one(self, item: pytest.Item, following: pytest.Item | None) -> None:
        self.failed = self.erred = False
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def _learn(self, items: list[pytest.Item]) -> None:
        """Runs everything, unless what that tells was kept; in a fork: what tests leave behind is in nobody's way."""

        def work() -> int:
            for item, following in zip(items, [*items[1:], None], strict=True):
                self.seen = self.learnt.entered[item.nodeid] = set()
                sys.settrace(self._enter)
                began = time.monotonic()
                self._one(item, following)
                sys.settrace(None)
                self.learnt.seconds[item.nodeid] = time.monotonic() - began
                if item.get_closest_marker("database") is None:
                    self.learnt.fast.add(item.nodeid)
                if self.failed or self.erred:
                    self.learnt.failed.append(item.nodeid)
            self.kept.parent.mkdir(exist_ok=True)
            self.kept.write_bytes(pickle.dumps(self.learnt))
            return 0

        if self.kept.exists() or forked(work) is Verdict.LIVES:
            self.learnt = pickle.loads(self.kept.read_bytes())  # noqa: S301  (our own)

    def judged(self, fault: Fault, items: list[pytest.Item]) -> Verdict:
        try:
            pairs = changed(fault.path, fault.code())
        except SyntaxError:
            return Verdict.BROKEN
        if not pairs:
            return Verdict.WHOLE
        names = {name_of(sound) for sound, _ in pairs}
        known = {item.nodeid: item for item in items}
        chosen = [known[one] for one in self.learnt.in_turn(self.random, names) if one in known]
        verdict = forked(lambda: self._run(pairs, chosen))
        # What an import has made of the sound function is still there: that nothing is noticed then says little.
        return Verdict.WHOLE if names & self.learnt.at_import and verdict is not Verdict.NOTICED else verdict

    def _run(self, pairs: Any, chosen: list[pytest.Item]) -> Verdict:
        try:
            if not exchange(pairs):
                return Verdict.WHOLE
        except ValueError:  # it closes over other names than before
            return Verdict.WHOLE
        erred = False
        for item, following in zip(chosen, [*chosen[1:], None][: len(chosen)], strict=True):
            self._one(item, following)
            if self.failed:
                return Verdict.NOTICED
            erred = erred or self.erred
        return Verdict.BROKEN if erred else Verdict.LIVES
