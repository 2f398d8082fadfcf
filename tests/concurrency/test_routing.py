"""Rules that change while cases are filed: each case goes by one of them, whole, and none is stuck."""

import asyncio
from collections.abc import Callable
from typing import Any

from httpx import AsyncClient

from tests.cases import Cases

Clients = Callable[..., AsyncClient]
RULE = {"position": 1, "name": "自动", "valid_from": "2026-01-01", "outcome": "dispatch", "automatic": True}
UNITS = ("SW", "CG")


async def test_a_rule_that_changes_while_cases_are_filed_sends_each_to_one_unit(
    cases: Cases, client_as: Clients
) -> None:
    admin, reported = client_as("admin"), [await cases.report() for _ in range(12)]
    assert (await admin.put("/routing-rules/auto", json=RULE | {"lead_code": "SW"})).status_code == 201
    assert (await admin.post("/routing-rules/auto/activate")).status_code == 200

    async def change() -> list[int]:
        done = []
        for number in range(6):
            body = RULE | {"lead_code": UNITS[number % 2]}
            done.append((await admin.put("/routing-rules/auto", json=body)).status_code)
        done.append((await admin.post("/routing-rules/auto/deactivate")).status_code)
        return done

    async def file(case: dict[str, Any]) -> dict[str, Any]:
        answer = await cases.act("clerk", case, "file", {"rule_code": "R1"})
        assert answer.status_code == 200, answer.text
        after: dict[str, Any] = answer.json()
        return after

    changed, *filed = await asyncio.gather(change(), *(file(case) for case in reported))

    assert set(changed) == {200}
    supervisor = client_as("supervisor")
    for case in filed:
        events = (await supervisor.get(f"/cases/{case['id']}/events")).json()["items"]
        kept = [event["data"]["routing"] for event in events if event["action"] == "dispatch"]
        led = [] if case["status"] == "filed" else [case["lead_department_code"]]
        assert [each["department"] for each in kept] == led
        assert all(each["followed"] and each["automatic"] for each in kept)
    after = await file(await cases.report())
    assert after["status"] == "filed", "it is a draft by now"


async def test_of_two_equal_rows_made_active_at_once_one_is_refused(client_as: Clients) -> None:
    admin = client_as("admin")
    body = {"category_code": "DCM-01", "valid_from": "2026-01-01", "lead_code": "SW"}
    for code in ("a", "b"):  # drafts that are equal may stand one after the other
        assert (await admin.put(f"/responsibilities/{code}", json=body)).status_code == 201

    answers = await asyncio.gather(*(admin.post(f"/responsibilities/{code}/activate") for code in ("a", "b")))

    assert sorted(answer.status_code for answer in answers) == [200, 422]
