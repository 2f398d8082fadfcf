"""What counts of a case is read from its history, the same however often, and sums are what counts one by one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.services.evaluation import counting, summing
from app.workflow.evaluation.facts import Fact, Kind, Occurrence
from app.workflow.evaluation.figure import Figure
from app.workflow.evaluation.figures import FIGURES
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.evaluation import counted, summed_up
from tests.organisation import GRID, GRID_PATH


def one_by_one(figure: Figure, found: list[Occurrence]) -> list[int]:
    """Hits, counted, exempt: what the database sums up is held against this."""
    facts = [each.facts for each in found if each.kind is figure.kind]
    return [sum(map(is_so, facts)) for is_so in (figure.is_hit, figure.is_counted, figure.is_exempt)]


async def facts(session: Session, case: dict[str, Any], kind: Kind) -> list[Fact]:
    rows = await session.connection.fetch(
        "SELECT facts FROM occurrences WHERE case_id = $1 AND kind = $2 ORDER BY nth", UUID(case["id"]), kind.value
    )
    return [Fact(row["facts"]) for row in rows]


async def test_a_case_done_in_time_counts_once_in_every_stage(
    cases: Cases, database: OneConnection, session: Session
) -> None:
    case = await cases.at("closed")
    await counted(database)

    done = Fact.DONE | Fact.IN_TIME
    assert await facts(session, case, Kind.REPORT) == [Fact.BY_WORKER | Fact.FILED]
    assert await facts(session, case, Kind.TRIAGE) == [done]
    assert await facts(session, case, Kind.DISPATCHING) == [done]
    assert await facts(session, case, Kind.SIGNING) == [done]
    assert await facts(session, case, Kind.HANDLING) == [done]
    assert await facts(session, case, Kind.ASSIGNMENT) == [Fact.DONE | Fact.FIRST | Fact.CLOSED | Fact.RIGHT]
    assert await facts(session, case, Kind.CLOSING) == [done | Fact.CLOSED | Fact.ONCE]
    assert await facts(session, case, Kind.ORDER) == []


async def test_counting_from_the_first_again_changes_nothing(
    cases: Cases, database: OneConnection, session: Session
) -> None:
    for status in ("closed", "handling", "return_review", "rejected"):
        await cases.at(status)
    await counted(database)
    first = await session.connection.fetch("SELECT * FROM occurrences ORDER BY case_id, kind, nth")
    await session.connection.execute("DELETE FROM sums_to_make")
    await session.connection.execute("UPDATE counting SET epoch = -1")
    await counted(database)

    assert await session.connection.fetch("SELECT * FROM occurrences ORDER BY case_id, kind, nth") == first
    assert await session.connection.fetchval("SELECT count(*) FROM sums_to_make") == 0


async def test_sums_are_what_is_counted_one_by_one(cases: Cases, database: OneConnection, session: Session) -> None:
    for status in ("closed", "handling", "return_review", "rejected", "checking", "pooled"):
        await cases.at(status)
    await counted(database)
    since, until = clock.now() - timedelta(days=40), clock.now() + timedelta(days=40)
    told = await summing.numbers(session, since, until)
    rows = await session.connection.fetch("SELECT * FROM occurrences WHERE area_path = $1", GRID_PATH)
    found = [Occurrence(Kind(row["kind"]), row["nth"], row["at"], Fact(row["facts"]), row["area_path"]) for row in rows]
    for figure in FIGURES.values():
        of = one_by_one(figure, found)
        assert told["area", GRID].get(figure.code, [0, 0, 0]) == of, figure.code


async def test_a_figure_opens_into_its_two_lists(
    cases: Cases, client_as: Callable[..., AsyncClient], database: OneConnection, session: Session
) -> None:
    closed = await cases.at("closed")
    await cases.at("rejected")
    await summed_up(database)
    supervisor = client_as("supervisor")
    told = (await supervisor.get("/evaluation/figures/values", params={"subject": GRID})).json()
    figures = {item["code"]: item for item in told["items"]}

    assert (figures["filing_rate"]["hits"], figures["filing_rate"]["counted"]) == (1, 2)
    assert figures["filing_rate"]["value"] == 0.5
    assert figures["order_answer_rate"]["value"] is None
    hits = (await supervisor.get(figures["filing_rate"]["hit_href"].removeprefix("/api/v1"))).json()["items"]
    assert [item["id"] for item in hits] == [closed["id"]]
    counts = (await supervisor.get(figures["filing_rate"]["counted_href"].removeprefix("/api/v1"))).json()["items"]
    assert len(counts) == 2


async def test_how_long_things_took_is_read_from_days_and_months(
    cases: Cases, client_as: Callable[..., AsyncClient], database: OneConnection, session: Session
) -> None:
    for _ in range(3):
        await cases.at("closed")
    await counted(database)
    then = clock.now() - timedelta(days=1)
    await session.connection.execute(
        "UPDATE occurrences SET minutes = 7 + random() * 90, at = $1 WHERE kind = 'handling'", then
    )
    await counting.make_sums(session, {then.astimezone(clock.LOCAL).date()})
    await summed_up(database)
    right = await session.connection.fetchrow(
        "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY minutes) AS median,"
        " percentile_disc(0.9) WITHIN GROUP (ORDER BY minutes) AS p90 FROM occurrences WHERE kind = 'handling'"
    )
    days = {"first": str(clock.today() - timedelta(days=9)), "last": str(clock.today() + timedelta(days=9))}
    told = (await client_as("supervisor").get("/evaluation/figures/values", params={"subject": GRID, **days})).json()
    values = {item["code"]: item["value"] for item in told["items"]}

    assert (values["handling_time_median"], values["handling_time_p90"]) == (right["median"], right["p90"])
