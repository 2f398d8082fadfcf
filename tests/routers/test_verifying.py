"""What a verifier 核查人 found: their words once, and the point as they stood there."""

from collections.abc import Callable

from httpx import AsyncClient

from tests.cases import Cases
from tests.organisation import OTHER_GRID, USERS


async def test_a_finding_moves_the_case_to_where_it_is(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    case = await cases.report()
    asked = {"missing": "权属单位", "verifier_id": str(USERS["worker"])}
    case = await cases.done("clerk", case, "request-verification", asked)
    there = {"lat": 22.6951, "lon": 114.3452, "accuracy_m": 7}
    found = await cases.done(
        "worker", case, "submit-verification", {"confirmed": True, "finding": "属水务设施", "location": there}
    )
    event = (await client_as("clerk").get(f"/cases/{case['id']}/events")).json()["items"][-1]

    assert (found["status"], found["verifier_id"], found["area_code"]) == ("reported", None, OTHER_GRID)
    assert {name: found["location"][name] for name in there} == there
    assert event["note"] == "属水务设施"
    assert "finding" not in event["data"]
