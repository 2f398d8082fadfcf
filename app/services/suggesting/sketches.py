"""The words of answers as this process remembers them: a fixed size each, at most a minute old."""

from collections.abc import Collection, Mapping

from app import clock
from app.db.session import Session
from app.likeness.learned.contexts import Target
from app.likeness.learned.grams import NOTHING, Sketch, opened
from app.queries.suggesting import asking as queries

_KEPT = 60.0  # seconds
_MOST = 600  # of 16 kB each
EVERYBODY = ""

Key = tuple[Target, str]


class Sketches:
    """Those that were asked for since the last were given up."""

    def __init__(self) -> None:
        """Remembers none."""
        self.known: dict[Key, Sketch] = {}
        self.since = float("-inf")


async def sketches(session: Session, wanted: Collection[Key]) -> Mapping[Key, Sketch]:
    """The words of these answers, and of everybody for the same targets; those nobody learned say nothing."""
    memory, present = session.memory.of(Sketches), clock.monotonic()
    if present - memory.since > _KEPT or len(memory.known) > _MOST:
        memory.known, memory.since = {}, present
    known = memory.known
    asked = {*wanted, *((target, EVERYBODY) for target, _ in wanted)}
    missing = sorted(asked - known.keys())
    if missing:
        targets, answers = [target for target, _ in missing], [answer for _, answer in missing]
        known.update(dict.fromkeys(missing, NOTHING))
        for row in await session.all(queries.WORDS, targets=targets, answers=answers):
            known[Target(row["target"]), row["answer"]] = opened(row["total"], row["buckets"])
    return {key: known[key] for key in asked}
