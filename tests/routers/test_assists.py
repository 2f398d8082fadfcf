"""Units that assist 协办: the lead waits for all of them, and the dispatcher can take one off the case."""

from collections.abc import Callable

from httpx import AsyncClient

from app.db.session import Session
from tests.cases import Cases

RESOLVED = {"result": "已清理", "photo_exemption": "nothing_visible"}


async def test_one_that_is_released_has_the_case_no_more_and_is_not_waited_for(
    cases: Cases, client_as: Callable[..., AsyncClient], session: Session
) -> None:
    case = await cases.at("filed")
    case = await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": ["SW", "CG-1"]})
    given = await session.connection.fetch(
        "SELECT department_code, role FROM assignments WHERE case_id = $1", case["id"]
    )
    case = await cases.done("handler", case, "sign")
    released = await cases.done("dispatcher", case, "release-assist", {"department": "SW", "note": "不必到场"})

    assert {(row["department_code"], row["role"]) for row in given} == {
        ("CG", "lead"), ("SW", "assist"), ("CG-1", "assist"),
    }  # fmt: skip
    assert (case["assist_codes"], released["assist_codes"]) == (["SW", "CG-1"], ["CG-1"])
    assert (await client_as("water_handler").get(f"/cases/{case['id']}")).status_code == 404
    waiting = await cases.act("handler", released, "resolve", RESOLVED)
    assert (waiting.status_code, waiting.json()["condition"]) == (409, "assists-open")
    await cases.done("dispatcher", released, "release-assist", {"department": "CG-1", "note": "不必到场"})
    assert (await cases.done("handler", case, "resolve", RESOLVED))["status"] == "resolved"
