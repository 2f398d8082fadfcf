"""The figures of the board read what is open and the days they are asked for, whatever was before."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.db.session import APPLICATION_ROLE, Session
from app.db.statement import Statement
from app.queries.cases.counts import counts_by
from app.queries.cases.lists import Listing, PageStart, page
from app.queries.cases.orders import DUE_FIRST, LATEST_CLOSED, NEWEST_FIRST
from app.queries.cases.trends import order_figures, trend
from app.workflow.supervision.ages import LATE, moments
from tests.cases import Cases
from tests.services.test_reading_little import FEW, _multiply, _read

LONG_AGO = "2020-01-01T00:00:00Z"
_OPEN = Listing(None, frozenset({"open"}), NEWEST_FIRST)
_OVERDUE_THEN = Listing(None, frozenset({"was_overdue"}), DUE_FIRST)
_CLOSED = Listing(None, frozenset({"ended_within"}), LATEST_CLOSED)
_ORDERED = Listing(None, frozenset({"ordered_within"}), NEWEST_FIRST)


@pytest.fixture
async def history(cases: Cases, session: Session) -> dict[str, Any]:
    """Thousands of cases of long ago, and two of today, one of them under an order."""
    told = {"reported_at": LONG_AGO, "closed_at": LONG_AGO, "status_since": LONG_AGO, "deadline_at": LONG_AGO}
    await _multiply(session, await cases.at("closed"), **told)
    await cases.done("supervisor", await cases.at("handling"), "supervise", {"demand": "请回复", "level": 1})
    await session.connection.execute(f"SET LOCAL ROLE NONE; ANALYZE; SET LOCAL ROLE {APPLICATION_ROLE}")
    now = clock.now()
    return {"period_from": now - timedelta(days=30), "period_to": now + timedelta(days=1), "now": now}


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (trend(Listing(None, frozenset(), NEWEST_FIRST)), ("period_from", "period_to", "now")),
        (counts_by(_CLOSED, "department"), ("period_from", "period_to")),
        (page(_CLOSED, PageStart.FIRST, 51), ("period_from", "period_to")),
        (page(_OVERDUE_THEN, PageStart.FIRST, 51), ("at",)),
        (page(_ORDERED, PageStart.FIRST, 51), ("period_from", "period_to", "order_level")),
        (order_figures(Listing(None, frozenset(), NEWEST_FIRST), "department"), ("period_from", "period_to")),
        (counts_by(_OPEN, "age"), ("ages",)),
        (counts_by(_OPEN, "lateness"), ("ages", "late")),
        (counts_by(_OPEN, "cause"), ()),
    ],
    ids=["trend", "closed by unit", "closed", "was overdue", "ordered", "orders", "by age", "by lateness", "by cause"],
)
async def test_a_figure_reads_its_days(
    history: dict[str, Any], session: Session, statement: Statement[Any], values: tuple[str, ...]
) -> None:
    known = history | {"at": history["period_from"], "order_level": None}
    asked = {name: known[name] for name in values if name in known}
    asked |= (moments(history["now"]) if "ages" in values else {}) | (
        {LATE: history["now"]} if "late" in values else {}
    )

    assert await _read(session, statement, of="cases", **asked) <= 3 * FEW
