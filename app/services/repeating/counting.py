"""Counting what came before a case, once, after its report has committed: a report waits for none of it.

A case whose `repeat_count` is null is still to be counted. Count, rows, raising and the number stand in one
transaction, under the lock of the case: it is raised once, however many workers look.
"""

import contextlib
from collections.abc import Collection, Mapping
from datetime import timedelta

from app import clock
from app.crypto.marks import Mark
from app.db.session import Database, Session
from app.errors import GuardRefused, WrongState
from app.models.case_row import CaseRow
from app.queries.cases import repeats as queries
from app.queries.cases.case import LOCK_FREE_CASE
from app.queries.cases.repeats import RepeatRow
from app.schemas.flow.several_hands import Escalate
from app.services.cases import journal
from app.services.cases.mover import SYSTEM
from app.services.flow.transitions import perform_on
from app.services.repeating.marking import cells_around, marks_of
from app.services.repeating.rules import known
from app.workflow.actions import Action
from app.workflow.repeats import WINDOW, RepeatKind, RepeatRule, rules_at

BATCH = 100
HOUSEHOLDS = "households"


async def follow(database: Database, key: str | None) -> int:
    """Counts a batch, a transaction each; gives how many. Without a key households are left to who has it."""
    if key is None:
        return 0
    async with database.reading() as session:
        rows, rules = await session.all(queries.UNCOUNTED, count=BATCH), await known(session)
    done = 0
    for row in rows:
        async with database.writing() as session:
            case = await session.first(LOCK_FREE_CASE, case_id=row["id"])
            if case is not None and case["repeat_count"] is None:
                await count(session, case, Mark(key, HOUSEHOLDS), rules)
                done += 1
    return done


async def count(session: Session, case: CaseRow, households: Mark, rules: Collection[RepeatRule]) -> None:
    """Counts for a locked case, and raises it where the rule of its area says so; a part of a report is none itself."""
    if case["parent_id"] is not None:
        await journal.put_repeats(session, case["id"], 0)
        return
    await session.run_many(queries.MARK, marks_of(case, households))
    holding = rules_at(rules, case["area_path"], clock.today())
    rows = await session.all(queries.COUNT, **asked(case), **_since(case, holding))
    await session.run_many(queries.KEEP, [{"case_id": case["id"], **row} for row in rows])
    await journal.put_repeats(session, case["id"], max((row["count"] for row in rows), default=0))
    if any(_is_raised(row, holding) for row in rows):
        with contextlib.suppress(WrongState, GuardRefused):  # it has ended, or nobody is above
            await perform_on(session, SYSTEM, case, Action.ESCALATE, Escalate(reason_code="repeat"))


def asked(case: CaseRow) -> dict[str, object]:
    """What the look-ups compare with."""
    return {
        "case_id": case["id"],
        "reported_at": case["reported_at"],
        "lat": case["lat"],
        "lon": case["lon"],
        "category": case["category_code"],
        "cells": cells_around(case["lat"], case["lon"]),
    }


def _since(case: CaseRow, holding: Mapping[RepeatKind, RepeatRule]) -> dict[str, object]:
    windows = dict.fromkeys(RepeatKind, WINDOW)
    windows |= {kind: timedelta(days=rule.window_days) for kind, rule in holding.items()}
    return {
        "kinds": [kind.value for kind in windows],
        "since": [case["reported_at"] - window for window in windows.values()],
    }


def _is_raised(row: RepeatRow, holding: Mapping[RepeatKind, RepeatRule]) -> bool:
    rule = holding.get(RepeatKind(row["kind"]))
    return rule is not None and rule.raises and row["count"] + 1 >= rule.times
