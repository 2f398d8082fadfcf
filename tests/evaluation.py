"""Evaluation in tests: what the worker does in the background, done at once; is it what the histories say?"""

from collections.abc import Sequence
from datetime import UTC, datetime

from app import clock
from app.db.session import Database
from app.queries.evaluation.counting import OccurrenceRow
from app.services.evaluation import counting, summing
from app.services.sync.relay import relay
from app.workflow.evaluation.facts import Fact
from app.workflow.evaluation.figures import FIGURES, MINUTES_OF
from tests.conftest import OneConnection


async def counted(database: Database) -> None:
    """Everything that has happened is counted."""
    while await relay(database):
        pass
    while await counting.count(database):
        pass


async def summed_up(database: OneConnection) -> None:
    """And summed up by day and month."""
    await counted(database)
    await database.connection.execute("UPDATE sums_to_make SET due_at = '2000-01-01Z'")
    waiting = await database.connection.fetchval("SELECT count(*) FROM sums_to_make")
    for _ in range(waiting):
        await summing.sum_next(database)


async def what_differs(database: Database) -> list[str]:
    """What is counted otherwise than a reading from the first on counts it, and what is summed up otherwise than that.

    Nothing, whatever has happened in whichever order: what the worker counted while it happened is what the histories
    say, and sums are what is counted one by one.
    """
    async with database.writing() as session:
        kept = await session.connection.fetch("SELECT * FROM occurrences")
        ids = [row["id"] for row in await session.connection.fetch("SELECT id FROM cases")]
        anew = await counting.rows_of(session, ids)
        told = {(row["case_id"], row["kind"], row["nth"]): dict(row) for row in kept}
        found = {(row["case_id"], row["kind"], row["nth"]): dict(row) for row in anew}
        differing = [
            f"{key}: {told.get(key)} is kept, the history says {found.get(key)}"
            for key in sorted(told.keys() | found.keys(), key=str)
            if told.get(key) != found.get(key)
        ]
        until = clock.now()
        always = datetime.min.replace(tzinfo=UTC), until
        sums, took = await summing.numbers(session, *always), await summing.durations(session, *always)
    assert len({(row["kind"], row["facts"]) for row in anew}) > 20, "a walk that finds nothing proves nothing"
    counted_so_far = [row for row in anew if row["at"] < until]
    by_hand, took_by_hand = _one_by_one(counted_so_far)
    return differing + [
        f"{of}: {told.get(of)} is summed up, one by one it is {right.get(of)}"
        for told, right in ((sums, by_hand), (took, took_by_hand))
        for of in sorted(told.keys() | right.keys())
        if told.get(of) != right.get(of)
    ]


def _one_by_one(rows: Sequence[OccurrenceRow]) -> tuple[summing.Numbers, summing.Durations]:
    """Hits, counted and exempt of every figure of every subject, by the words of the figures alone; and minutes."""
    found: summing.Numbers = {}
    took: summing.Durations = {}
    for row in rows:
        facts = Fact(row["facts"])
        own = {("category", row["category"]), ("channel", row["channel"]), ("unit", row["unit"]),
               ("worker", row["worker"]), *(("area", code) for code in row["area_path"].split("/"))}  # fmt: skip
        for figure in FIGURES.values():
            three = [figure.is_hit(facts), figure.is_counted(facts), figure.is_exempt(facts)]
            if figure.kind != row["kind"] or not any(three):
                continue
            for kind, key in own:
                if key:
                    of = found.setdefault((kind, str(key)), {}).setdefault(figure.code, [0, 0, 0])
                    of[:] = [before + more for before, more in zip(of, three, strict=True)]
                    if three[0] and row["minutes"] is not None and MINUTES_OF.get(figure.code) == figure.code:
                        minutes = took.setdefault((kind, str(key)), {}).setdefault(figure.code, {})
                        minutes[row["minutes"]] = minutes.get(row["minutes"], 0) + 1
    return found, took
