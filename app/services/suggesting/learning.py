"""Learning from closed cases 结案, each exactly once, in slices, by whichever worker holds the one row of `learning`.

A case is looked at when the stream of changes names it; and all are, in the order of their ids, when the stream does
not tell all there was: at first, after an import of history, and where it has been forgotten. To look at a case is to
compare it with the lesson that was learned of it: what is the same stays, a reopened case is taken back, one that ended
otherwise is learned again. So nothing is learned twice however often it is looked at, and a transaction that fails has
changed nothing.
"""

from array import array
from collections.abc import Sequence
from uuid import UUID

from app.concurrency.slices import Slices
from app.db.session import Database, Session
from app.likeness.learned.contexts import Target, told
from app.likeness.learned.grams import grams
from app.models.case_row import present
from app.queries.following import NEXT_CASES, NEXT_CHANGES, Position
from app.queries.suggesting import learning as queries
from app.queries.suggesting.learning import CaseNow, LessonRow
from app.services.suggesting.counting import Answered, Difference, with_words
from app.workflow.privacy import PrivacyTier

BATCH = 500
_FIRST = UUID(int=0)


async def learn(database: Database) -> int:
    """Looks at a batch of cases; gives how many, 0 where there is nothing to look at or somebody else is at it."""
    async with database.writing() as session:
        at = await session.first(queries.TAKE)
        if at is None:
            return 0
        if at["epoch"] != at["stream_epoch"] or at["number"] < at["forgotten"]:
            at = _from_the_first(at)
        return await (_follow(session, at) if at["after"] is None else _read(session, at, at["after"]))


def _from_the_first(at: Position) -> Position:
    """What happens while all are read, the stream tells afterwards."""
    return {**at, "epoch": at["stream_epoch"], "number": at["stream_number"], "after": _FIRST}


async def _read(session: Session, at: Position, after: UUID) -> int:
    ids = [row["id"] for row in await session.all(NEXT_CASES, after=after, count=BATCH)]
    await take(session, ids)
    to_case = ids[-1] if len(ids) == BATCH else None
    await session.run(queries.MARK, to_epoch=at["epoch"], to_number=at["number"], to_case=to_case)
    return len(ids)


async def _follow(session: Session, at: Position) -> int:
    rows = await session.all(NEXT_CHANGES, after=at["number"], count=BATCH)
    if not rows:
        return 0
    await take(session, sorted({row["case_id"] for row in rows}))
    await session.run(queries.MARK, to_epoch=at["epoch"], to_number=rows[-1]["number"], to_case=None)
    return len(rows)


async def take(session: Session, case_ids: Sequence[UUID]) -> None:
    """Makes what was learned of these cases what they teach now; the caller holds the row of `learning`."""
    news = await session.all(queries.NEWS, case_ids=list(case_ids)) if case_ids else []
    if not news:
        return
    difference, slices = Difference(), Slices()
    for old in await session.all(queries.FORGET, case_ids=[case["id"] for case in news]):
        difference.add(old, -1)
        await slices.rest()
    learned = []
    for case in news:
        if case["is_over"]:
            learned.append(lesson_of(case))
            difference.add(learned[-1], 1)
        await slices.rest()
    await session.run_many(queries.LEARN, [dict(lesson) for lesson in learned])
    await _count(session, difference)
    await _hear(session, difference, slices)


def lesson_of(case: CaseNow) -> LessonRow:
    """What a closed case teaches; of a confidential one 保密 no words are learned."""
    fact = told(
        case["channel"], case["source_code"], case["nature_code"], case["category_code"], case["rule_code"],
        case["area_path"],
    )  # fmt: skip
    silent = case["privacy_tier"] == PrivacyTier.CONFIDENTIAL
    words = [] if silent else grams(case["title"], case["description"], case["address"]).together()
    return {
        "case_id": case["id"], "version": case["version"], "closed_at": present(case["closed_at"]),
        "origin": fact.origin, "nature_code": fact.nature_code, "category_code": fact.category_code,
        "rule_code": fact.rule_code, "department_code": case["lead_department_code"],
        "places": list(fact.places), "returned_by": sorted(set(case["return_departments"])),
        "words": array("H", words).tobytes(),
    }  # fmt: skip


async def _count(session: Session, difference: Difference) -> None:
    changed = difference.of_counts()
    if not changed:
        return
    keys = _columns(list(changed))
    sums = {
        f"{name}_more": [getattr(count, name) for count in changed.values()]
        for name in ("cases", "weight", "returns", "returned")
    }
    await session.run(queries.ADD, **keys, **sums)
    taken = [key for key, count in changed.items() if count.cases < 0 or count.returns < 0]
    if taken:
        await session.run(queries.DROP_EMPTY, **_columns(taken))


def _columns(keys: Sequence[Answered]) -> dict[str, list[str]]:
    names = ("targets", "matters", "places", "answers")
    return {name: [key[index] for key in keys] for index, name in enumerate(names)}


async def _hear(session: Session, difference: Difference, slices: Slices) -> None:
    if not difference.words:
        return
    known = {
        (Target(row["target"]), row["answer"]): row["buckets"]
        for row in await session.all(queries.WORDS_OF, answers=sorted({answer for _, answer in difference.words}))
    }
    changed = []
    for (target, answer), more in difference.words.items():
        total, buckets = with_words(known.get((target, answer)), more)
        changed.append({"target": target, "answer": answer, "total": total, "buckets": buckets})
        await slices.rest()
    await session.run_many(queries.PUT_WORDS, changed)
