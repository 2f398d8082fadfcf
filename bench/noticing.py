"""Whether a test notices a fault: pytest run once without any, learning what each test enters, then once a fault.

Each fault is put into a fork of the process: where functions alone differ, into one that has everything imported and
has run every test already; where not, into one that has imported nothing of the project yet.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from bench.faults import Fault
from bench.transplant import Name

AT_MOST = 100  # tests over the database that one fault is shown to
LONGEST = 90  # seconds of one test until it hangs
#: It makes the application once for all forks, and starts no thread.
WARMING = "tests/routers/test_flow.py::test_every_status_is_reached_by_real_moves[reported]"
QUIET = ["-q", "-p", "no:cacheprovider", "--no-header", "-W", "ignore::pytest.PytestAssertRewriteWarning"]


class Verdict(IntEnum):
    """What became of a fault; the exit code of the process that tried it."""

    LIVES = 0
    NOTICED = 1  # a test failed
    BROKEN = 2  # cannot be imported or collected, or fixtures failed and no test: says nothing of the tests
    HUNG = 3
    WHOLE = 4  # has to be imported anew

    @classmethod
    def of(cls, status: int) -> "Verdict":
        """Of a process that ended."""
        if os.WIFSIGNALED(status):
            return cls.HUNG if os.WTERMSIG(status) == signal.SIGALRM else cls.BROKEN
        return cls(os.WEXITSTATUS(status))


def forked(work: Callable[[], int]) -> Verdict:
    """What a fork of this process makes of it; its own end is the only thing that is left of it."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = Verdict.BROKEN
        try:
            code = Verdict(work())
        except BaseException:  # nothing of the parent may run in here
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return Verdict.of(os.waitpid(child, 0)[1])


@dataclass(slots=True)
class Learnt:
    """What the run without faults tells: the database it made, and what each test enters of the watched code."""

    url: str | None = None
    at_import: set[Name] = field(default_factory=set)
    entered: dict[str, set[Name]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    fast: set[str] = field(default_factory=set)  # tests without a database
    failed: list[str] = field(default_factory=list)

    def in_turn(self, random: Random, names: set[Name] | None = None) -> list[str]:
        """The tests that enter one of these functions, or any.

        Those without a database stand first; then the few that between them enter everything that any of them enters,
        the quickest first; then others at random, `AT_MOST` in all.
        """
        entering = {test: entered for test, entered in self.entered.items() if names is None or entered & names}
        slow = [test for test in entering if test not in self.fast]
        random.shuffle(slow)
        few, left = [], set().union(*(entering[test] for test in slow))
        while left:
            few.append(max(slow, key=lambda test: len(entering[test] & left)))
            left -= entering[few[-1]]
        rest = [test for test in slow if test not in few]
        few.sort(key=self.seconds.__getitem__)
        return [test for test in entering if test in self.fast] + (few + rest)[: max(AT_MOST, len(few))]


class Plugin:
    """Gives the database that is there, watches outcomes, and ends a run with the first failure."""

    def __init__(self, url: str | None = None, ids: Sequence[str] | None = None) -> None:
        self.url, self.ids = url, ids
        self.failed = self.erred = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: pytest.FixtureRequest) -> object:
        if fixturedef.argname != "database_url" or self.url is None:
            return None
        fixturedef.cached_result = (self.url, fixturedef.cache_key(request), None)
        return self.url

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.ids is not None:
            known = {item.nodeid: item for item in items}
            items[:] = [known[one] for one in self.ids if one in known]

    def pytest_runtest_logstart(self) -> None:
        signal.alarm(LONGEST)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed, self.erred = self.failed or report.when == "call", self.erred or report.when != "call"

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logfinish(self) -> None:
        signal.alarm(0)

    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        if self.failed:
            item.session.shouldstop = "noticed"

    @property
    def verdict(self) -> Verdict:
        if self.failed:
            return Verdict.NOTICED
        return Verdict.BROKEN if self.erred else Verdict.LIVES


def unrecorded() -> None:
    """Hypothesis remembers no failure in the tree and looks for no smaller one."""
    phases = [phase for phase in Phase if phase not in (Phase.shrink, Phase.explain, Phase.reuse)]
    settings.register_profile(
        "mutation", database=None, phases=phases, deadline=None, suppress_health_check=list(HealthCheck)
    )
    settings.load_profile("mutation")


def tried_whole(fault: Fault | None, ids: Sequence[str], url: str | None) -> Verdict:
    """A fault that is there from the first import on; in a process that has imported nothing of it."""

    def work() -> int:
        if fault is not None:
            sys.meta_path.insert(0, fault)
        unrecorded()
        plugin = Plugin(url, ids)
        files = list(dict.fromkeys(one.split("::")[0] for one in ids))
        code = pytest.main([*QUIET, *files], plugins=[plugin])
        return plugin.verdict if code in (0, 1, 2) and (plugin.failed or code != 2) else Verdict.BROKEN

    return forked(work)


def silenced(path: Any) -> None:
    """What the tests print goes to a file."""
    out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for descriptor in (1, 2):
        os.dup2(out, descriptor)
    os.close(out)
