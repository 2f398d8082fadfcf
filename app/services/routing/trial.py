"""The dry run 试运行: which cases of the last days would have gone elsewhere, had these rows and rules been live.

It is counted over as many cases as a request may look at, the youngest first, in slices: it says how many they were.
What a case is today stands for what it was; it is answered for the moment at which it was first dispatched.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from app import clock
from app.db.session import Session
from app.queries.routing import trial as queries
from app.queries.routing.trial import TriedCase
from app.services.routing.answers import answers_by
from app.services.routing.book import Known
from app.workflow.number import number_of
from app.workflow.privacy import PrivacyTier
from app.workflow.routing.answer import Answer, AnsweredBy
from app.workflow.routing.choice import Book
from app.workflow.routing.rules import RoutingOutcome

MOST_CASES = 20_000
_SLICE = 500  # cases of a statement
_LAST = UUID(int=(1 << 128) - 1)


@dataclass(frozen=True, slots=True)
class Tried:
    """What is tried: the book as it is and as it would be, and the codes of rows and of rules that are tried."""

    known: Known
    before: Book
    after: Book
    rows: frozenset[str]
    rules: frozenset[str]

    def concerns(self, was: Answer, would: Answer) -> bool:
        """Whether what is tried decides a case, or did and would no more."""
        tried = (
            self.rules if would.by is AnsweredBy.RULE else self.rows if would.by is AnsweredBy.MATRIX else frozenset()
        )
        return would.code in tried or _essence(was) != _essence(would)


def _essence(answer: Answer) -> tuple[object, ...]:
    return answer.by, answer.code, answer.outcome, answer.department, answer.assists, answer.eligible, answer.urgent


@dataclass(slots=True)
class Trial:
    """What was found; `items` are those that would have gone elsewhere."""

    looked_at: int = 0
    is_whole: bool = True
    counts: Counter[str] = field(default_factory=Counter)
    items: list[dict[str, object]] = field(default_factory=list)
    last: tuple[datetime, UUID] | None = None  # where the next page begins


async def run(
    session: Session,
    tried: Tried,
    paths: Sequence[str],
    days: int,
    *,
    count: int,
    after: tuple[datetime, UUID] | None = None,
) -> Trial:
    """Figures over the cases of the last days, and a page of `count` cases; after the first page only what it needs."""
    found, now = Trial(), clock.now()
    since, at = now - timedelta(days=days), after or (now + timedelta(days=1), _LAST)
    while True:
        rows = await session.all(
            queries.TRIED, since=since, before=at[0], before_id=at[1], paths=list(paths), count=_SLICE
        )
        await _look(session, tried, rows, found, count)
        if len(rows) < _SLICE or (after is not None and found.last is not None):
            return found
        at = rows[-1]["reported_at"], rows[-1]["id"]
        if found.looked_at >= MOST_CASES:
            found.is_whole = False
            return found


async def _look(session: Session, tried: Tried, rows: Sequence[TriedCase], found: Trial, count: int) -> None:
    moments = [row["first_at"] or row["filed_at"] or row["reported_at"] for row in rows]
    was = await answers_by(session, tried.known, tried.before, rows, moments)
    would = await answers_by(session, tried.known, tried.after, rows, moments)
    for row, answered, answer in zip(rows, was, would, strict=True):
        found.looked_at += 1
        if not tried.concerns(answered, answer):
            continue
        fate = _fate(row, answer)
        found.counts["concerned"] += 1
        found.counts[fate] += 1
        if fate != "elsewhere":
            continue
        ended = answer.department is not None and answer.department == row["lead_department_code"]
        found.counts["ended_there"] += ended
        if row["privacy_tier"] == PrivacyTier.CONFIDENTIAL:
            continue  # it counts; an administrator does not hear which it is
        if len(found.items) < count:
            found.items.append(_item(row, answer, ended=ended))
        elif found.last is None:
            last = found.items[-1]
            found.last = last["reported_at"], last["id"]  # type: ignore[assignment]  # as `_item` told them


def _fate(row: TriedCase, answer: Answer) -> str:
    """What would have been another: nothing is known of cases that went nowhere yet."""
    if answer.outcome is RoutingOutcome.PUBLISH:
        return "published"
    if answer.department is None:
        return "to_nobody"
    went = row["first_lead"] or row["lead_department_code"]
    if went is None:
        return "undispatched"
    return "same" if answer.department == went else "elsewhere"


def _item(row: TriedCase, answer: Answer, *, ended: bool) -> dict[str, object]:
    return {
        "id": row["id"],
        "number": number_of(row["serial"]),
        "reported_at": row["reported_at"],
        "area_code": row["area_code"],
        "category_code": row["category_code"],
        "went_to": row["first_lead"] or row["lead_department_code"],
        "would_go_to": answer.department,
        "by": answer.by.value,
        "code": answer.code,
        "ended_at": row["lead_department_code"],
        "is_open": row["is_open"],
        "ended_there": ended,
    }
