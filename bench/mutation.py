"""How much of the flow the tests hold: small faults put into the code, one at a time, and whether a test notices.

`python -m bench.mutation [--sample 150] [--seed 1] [PATH…]` draws that many faults of each of `app/workflow` and
`app/services/flow`, shows each to the tests that enter its function, and prints those that live. A fault counts as
noticed where a test fails, or hangs; one that cannot be imported or collected says nothing of the tests, and another is
drawn in its place. One that nobody could notice (it changes nothing that can be seen) counts as living: none is taken
out. Nothing is written into the tree.
"""

import argparse
import os
import pickle
import random
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import chain
from pathlib import Path

import asyncpg  # noqa: F401  (what is imported here, no fork has to import)
import fastapi  # noqa: F401
import PIL.Image  # noqa: F401
import pytest
import schemathesis.pytest  # noqa: F401

from app.db.embedded import EmbeddedPostgres
from bench.faults import ROOT, Fault, faults_of
from bench.noticing import QUIET, Learnt, Verdict, forked, silenced, tried_whole, unrecorded
from bench.service import scratch
from bench.warm import Warm

#: What is broken.
PATHS = ("app/workflow", "app/services/flow")
#: The tests that ought to notice; those of `tests/workflow` need no database.
TESTS = (
    "tests/workflow",
    "tests/routers",
    "tests/sync",
    "tests/services/test_declared.py",
    "--ignore=tests/routers/test_candidates.py",
)
#: Texts for people, a drawing of the table and what only restates names: faults there are not of the flow.
NOT_THE_FLOW = {"render.py", "wording.py", "phrases.py", "laid_out.py", "actions.py", "__init__.py"}
AIM = 0.85
SPARE = 1.2  # faults tried for each that is wanted: some are broken

Verdicts = dict[Fault, Verdict]


def drawn(folder: str, sample: int, seed: int) -> list[Fault]:
    """Faults of a folder in the order of their turn."""
    every = [
        fault
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.name not in NOT_THE_FLOW
        for fault in faults_of(path)
    ]
    return random.Random(seed).sample(every, min(int(sample * SPARE), len(every)))


def warm(faults: list[Fault], asked: argparse.Namespace, directory: Path) -> tuple[Learnt, Verdicts]:
    """What a process that has run every test learns, and its verdicts."""
    answer = directory / "learnt"

    def work() -> int:
        console = os.dup(1)
        silenced(directory / "tests.log")
        unrecorded()
        verdicts: Verdicts = {}

        def tell(fault: Fault, verdict: Verdict) -> None:
            verdicts[fault] = verdict
            os.write(console, f"{len(verdicts)}/{len(faults)} {verdict.name.lower()}: {fault}\n".encode())

        plugin = Warm(
            tuple(f"{ROOT}/{folder}/" for folder in PATHS),
            random.Random(asked.seed),
            asked.learnt or directory / "entered",
        )
        plugin.faults, plugin.tell = faults, tell
        if code := pytest.main([*QUIET, *asked.tests], plugins=[plugin]):
            return code
        answer.write_bytes(pickle.dumps((plugin.learnt, verdicts)))
        return 0

    if forked(work) is not Verdict.LIVES:
        sys.exit((directory / "tests.log").read_text()[-3000:])
    learnt, verdicts = pickle.loads(answer.read_bytes())  # noqa: S301  (our own)
    if learnt.failed or not learnt.entered:
        sys.exit(f"these fail without any fault, nothing can be measured: {' '.join(learnt.failed)}")
    return learnt, verdicts


def anew(fault: Fault, learnt: Learnt, seed: int, directory: Path) -> Verdict:
    """The verdict on a fault of what a module does while it is imported."""

    def work() -> int:
        silenced(directory / "tests.log")
        verdict = Verdict.LIVES
        ids = learnt.in_turn(random.Random(seed))
        for some in ([one for one in ids if one in learnt.fast], [one for one in ids if one not in learnt.fast]):
            if some and verdict is Verdict.LIVES:
                verdict = tried_whole(fault, some, learnt.url)
        return verdict

    return forked(work)


def measured(
    faults: list[Fault], sample: int, verdicts: Verdicts, again: Callable[[Fault], Verdict]
) -> Counter[Verdict]:
    """What became of the first faults that are not broken."""
    counted: Counter[Verdict] = Counter()
    for fault in faults:
        if counted.total() - counted[Verdict.BROKEN] == sample:
            break
        verdict = verdicts[fault]
        if verdict is Verdict.WHOLE:
            verdict = again(fault)
            print(f"anew {verdict.name.lower()}: {fault}", flush=True)
        counted[verdict] += 1
        if verdict is Verdict.LIVES:
            print(f"lives: {fault}", flush=True)
    return counted


def score(folder: str, counted: Counter[Verdict]) -> float:
    """The share of those that were noticed, printed."""
    tried = counted.total() - counted[Verdict.BROKEN]
    noticed = tried - counted[Verdict.LIVES]
    print(f"{folder}: {noticed} of {tried} noticed, {noticed / tried:.1%}; ", end="")
    print(f"{counted[Verdict.HUNG]} of them by hanging; {counted[Verdict.BROKEN]} broken besides", flush=True)
    return noticed / tried


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=PATHS)
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", nargs="+", default=TESTS)
    parser.add_argument("--learnt", type=Path, help="keeps what the run without faults tells, and takes it from there")
    asked = parser.parse_args()
    os.chdir(ROOT)
    sys.dont_write_bytecode = False  # without it, each fork would translate everything that it imports
    faults = {folder: drawn(folder, asked.sample, asked.seed) for folder in asked.paths}
    with scratch() as directory, EmbeddedPostgres(directory / "data", durable=False) as server:
        os.environ["YIKOU_TEST_DATABASE_URL"] = server.url_of("postgres")
        learnt, verdicts = warm(list(chain(*faults.values())), asked, directory)
        again = partial(anew, learnt=learnt, seed=asked.seed, directory=directory)
        counted = {folder: measured(of, asked.sample, verdicts, again) for folder, of in faults.items()}
    sys.exit(0 if min([score(folder, one) for folder, one in counted.items()]) >= AIM else 1)


if __name__ == "__main__":
    main()
