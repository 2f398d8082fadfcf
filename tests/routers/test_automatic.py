"""What rules dispatched by themselves, and how often it did not last."""

from collections.abc import Callable
from uuid import UUID

from httpx import AsyncClient

from app.db.session import Session
from tests.cases import Cases
from tests.organisation import OTHER_TOWN


async def _by_rule(session: Session, case_id: str, code: str, *, automatic: bool) -> None:
    answer = {"by": "rule", "code": code, "department": "CG", "followed": True, "automatic": automatic}
    await session.connection.execute("SET ROLE NONE")
    await session.connection.execute(
        "UPDATE case_events SET data = data || $2 WHERE case_id = $1 AND action = 'dispatch'",
        UUID(case_id),
        {"routing": answer},
    )
    await session.connection.execute("SET ROLE yikou_app")


async def test_share_and_errors_of_what_a_rule_dispatched(
    cases: Cases, session: Session, client_as: Callable[..., AsyncClient]
) -> None:
    for status, automatic in (("closed", True), ("return_review", True), ("dispatched", True), ("handling", False)):
        await _by_rule(session, (await cases.at(status))["id"], "RR1", automatic=automatic)
    await cases.at("dispatched")
    await cases.at("filed")
    answer = (await client_as("supervisor").get("/routing/automatic")).json()

    assert (answer["dispatched"], answer["automatic"], answer["share"]) == (5, 3, 0.6)
    assert answer["items"] == [
        {"code": "RR1", "matched": 4, "followed": 4, "automatic": 3, "returned": 1, "redirected": 0, "elsewhere": 0,
         "wrong": 1, "open": 2, "error_rate": 0.3333}
    ]  # fmt: skip


async def test_the_figures_are_of_what_one_sees_and_of_a_period(
    cases: Cases, session: Session, client_as: Callable[..., AsyncClient]
) -> None:
    await _by_rule(session, (await cases.at("dispatched"))["id"], "RR1", automatic=True)
    nothing = {"dispatched": 0, "automatic": 0, "share": None, "items": []}

    def figures(answer: dict[str, object]) -> dict[str, object]:
        return {name: answer[name] for name in nothing}

    assert figures((await client_as("other_supervisor").get("/routing/automatic")).json()) == nothing
    assert figures((await client_as("supervisor").get(f"/routing/automatic?area={OTHER_TOWN}")).json()) == nothing
    long = "since=2020-01-01T00:00:00Z&until=2026-01-01T00:00:00Z"
    assert (await client_as("supervisor").get(f"/routing/automatic?{long}")).status_code == 422
    assert (await client_as("worker").get("/routing/automatic")).status_code == 403
