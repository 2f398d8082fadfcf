"""Who lost the post through which they saw a case is told that their work was done, and nothing of the case."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid5

import pytest
from httpx import AsyncClient
from sqlalchemy import insert

from app.db.session import Session
from app.db.statement import Statement
from app.models.user import Appointment
from app.queries.tables import table
from tests.cases import Cases
from tests.organisation import OTHER_TOWN, TOWN, USERS
from tests.sync.phone import Phone, operation, outcomes

Phones = Callable[[str], Phone]
WHO = "nobody"


def _post(town: str) -> dict[str, Any]:
    return {
        "id": uuid5(USERS[WHO], town), "user_id": USERS[WHO], "post": "triage_clerk", "area_code": town,
        "valid_from": date(2026, 1, 1),
    }  # fmt: skip


@pytest.fixture
async def phone(session: Session, phone_of: Phones) -> Phone:
    """Of a triage clerk of both towns."""
    for row in (_post(TOWN), _post(OTHER_TOWN)):
        await session.run(Statement(insert(table(Appointment)), columns=tuple(row)), **row)
    return phone_of(WHO)


@pytest.fixture
def lose_the_town(client_as: Callable[..., AsyncClient]) -> Any:
    async def lost() -> None:
        ended = await client_as("admin").delete(f"/appointments/{_post(TOWN)['id']}")
        assert ended.status_code == 204

    return lost


async def test_a_replay_is_the_first_answer_while_the_case_is_in_sight_and_without_it_afterwards(
    phone: Phone, cases: Cases, lose_the_town: Any
) -> None:
    case = await cases.report(contact={"name": "王女士", "phone": "13800001234"})
    note = operation("comment", case["id"], {"note": "已联系"})
    first = await phone.push(note)
    await cases.done("clerk", case, "reject", {"reason_code": "not_true", "reply": "经核查不属实"})
    seen = await phone.push(note)
    await lose_the_town()
    assert (await phone.client.get(f"/cases/{case['id']}")).status_code == 404
    again = await phone.push(note)
    receipt = (await phone.client.get("/sync/receipts", params={"id": note["id"]})).json()["items"]

    assert first[0]["outcome"] == "applied"
    assert seen == [first[0] | {"outcome": "replayed"}]
    assert seen[0]["case"]["status"] == "reported", "as it was then"
    assert again == receipt == [first[0] | {"outcome": "replayed", "case": None}]
    assert "13800001234" not in str(seen)


async def test_a_conflict_is_judged_anew_and_shows_no_case_out_of_sight(
    phone: Phone, cases: Cases, lose_the_town: Any
) -> None:
    case = await cases.report()
    reject = operation("reject", case["id"], {"reason_code": "not_true", "reply": "不属实"}, base_version=1)
    await cases.done("clerk", case, "file", {"rule_code": "R1"})
    seen = await phone.push(reject)
    await lose_the_town()
    after = await phone.push(reject)

    assert (outcomes(seen), seen[0]["case"]["status"]) == (["conflict"], "filed")
    assert (after[0]["outcome"], after[0]["problem"]["code"]) == ("conflict", "not-found")
    assert (after[0]["case"], after[0]["since"], after[0]["duplicate_candidates"]) == (None, [], [])


async def test_what_builds_on_an_operation_done_before_is_not_found_any_more(
    phone: Phone, cases: Cases, lose_the_town: Any
) -> None:
    case = await cases.report()
    note = operation("comment", case["id"], {"note": "已联系"})
    await phone.push(note)
    await lose_the_town()
    results = await phone.push(note, operation("comment", case["id"], {"note": "再联系"}, after=note["id"]))

    assert outcomes(results) == ["replayed", "rejected"]
    assert (results[1]["problem"]["code"], results[1]["case"]) == ("not-found", None)


async def test_the_same_case_under_another_id_is_not_shown(phone: Phone, cases: Cases, lose_the_town: Any) -> None:
    """Only the very operation has an answer to give again: no id and no body lead to another's case."""
    case = await cases.report("worker")
    await lose_the_town()
    copied = operation("report", case["id"], {"description": case["description"], "location": case["location"]})
    copied["body"]["location"] = {"lat": 22.695, "lon": 114.305}
    results = await phone.push(copied)

    assert (results[0]["outcome"], results[0]["problem"]["code"]) == ("rejected", "report-conflict")
    assert results[0]["case"] is None


async def test_with_no_post_left_there_is_no_push_but_what_was_done_is_told(
    phone: Phone, cases: Cases, lose_the_town: Any, client_as: Callable[..., AsyncClient]
) -> None:
    case = await cases.report()
    note = operation("comment", case["id"], {"note": "已联系"})
    await phone.push(note)
    await lose_the_town()
    await client_as("admin").delete(f"/appointments/{_post(OTHER_TOWN)['id']}")
    body = {"sent_at": "2026-11-25T01:00:05Z", "operations": [note]}

    assert (await phone.client.post("/sync/push", json=body)).status_code == 403
    told = (await phone.client.get("/sync/receipts", params={"id": note["id"]})).json()["items"]
    assert [result["outcome"] for result in told] == ["replayed"]


async def test_whose_last_post_ended_is_told_that_all_has_left(
    phone: Phone, cases: Cases, client_as: Callable[..., AsyncClient]
) -> None:
    case = await cases.report()
    await phone.pull()
    assert case["id"] in phone.cases

    for town in (TOWN, OTHER_TOWN):
        assert (await client_as("admin").delete(f"/appointments/{_post(town)['id']}")).status_code == 204
    await phone.pull()

    assert case["id"] not in phone.cases
    assert (await client_as(WHO).get("/cases")).status_code == 403
