"""A case that is handed on while it is resolved, and a substitute who acts while it is taken from them."""

import asyncio
from uuid import uuid4

from app import clock
from tests.cases import Cases
from tests.organisation import SECOND_GRID, USERS

FOUND = {"confirmed": True, "finding": "属实"}
DONE = {"result": "已清理", "photo_exemption": "nothing_visible"}


def away(substitute: str) -> dict[str, str]:
    today = str(clock.today())
    return {"substitute_id": str(USERS[substitute]), "valid_from": today, "valid_to": today, "reason_code": "leave"}


async def test_a_transfer_and_a_resolution_at_once_leave_one_truth(cases: Cases) -> None:
    for _ in range(5):
        case = await cases.at("handling")
        handed, resolved = await asyncio.gather(
            cases.act("lead", case, "transfer", {"person_id": str(USERS["lead"])}),
            cases.act("handler", case, "resolve", DONE),
        )
        after = (await cases.client_as("lead").get(f"/cases/{case['id']}")).json()
        events = (await cases.client_as("lead").get(f"/cases/{case['id']}/events")).json()["items"]
        moved = [event["action"] for event in events][case["version"] :]

        assert (resolved.status_code, after["status"]) == (200, "resolved")
        if handed.status_code == 200:
            assert (moved, after["handler_id"]) == (["transfer", "resolve"], str(USERS["lead"]))
        else:
            assert (handed.status_code, handed.json()["code"]) == (409, "wrong-state")
            assert (moved, after["handler_id"]) == (["resolve"], str(USERS["handler"]))


async def test_two_transfers_of_the_same_version_are_one(cases: Cases) -> None:
    case = await cases.at("handling")
    version = {"If-Match": f'"{case["version"]}"'}
    body = {"person_id": str(USERS["lead"])}
    answers = await asyncio.gather(*(cases.act("lead", case, "transfer", body, headers=version) for _ in range(6)))

    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 5


async def test_a_substitute_who_acts_while_it_is_ended_acts_before_it_or_not_at_all(cases: Cases) -> None:
    worker, neighbour = cases.client_as("worker"), cases.client_as("nobody")
    await cases.client_as("admin").post(
        "/appointments",
        json={"username": "nobody", "post": "full_time_worker", "area_code": SECOND_GRID,
              "valid_from": str(clock.today())},
    )  # fmt: skip
    for _ in range(5):
        case = await cases.report(who="clerk")
        asked = {"missing": "权属", "verifier_id": str(USERS["worker"])}
        await cases.done("clerk", case, "request-verification", asked)
        named = (await worker.post("/substitutions", json=away("nobody"))).json()
        assert (await neighbour.get(f"/cases/{case['id']}")).status_code == 200
        ended, acted = await asyncio.gather(
            worker.post(f"/substitutions/{named['id']}/end"), cases.act("nobody", case, "submit-verification", FOUND)
        )
        late = await cases.act("nobody", case, "comment", {"note": "迟到"})
        after = (await cases.client_as("clerk").get(f"/cases/{case['id']}")).json()

        assert ended.status_code == 200
        assert acted.status_code in (200, 404), acted.text
        assert after["status"] == ("reported" if acted.status_code == 200 else "verifying")
        assert late.status_code == 404, "with the very next request, on every process"


async def test_of_substitutes_named_at_once_there_is_one(cases: Cases) -> None:
    answers = await asyncio.gather(
        *(cases.client_as("worker").post("/substitutions", json=away(who)) for who in ("second_worker", "leader") * 3)
    )
    crossed = await asyncio.gather(
        cases.client_as("handler").post("/substitutions", json=away("lead")),
        cases.client_as("lead").post("/substitutions", json=away("handler")),
    )

    assert sorted(answer.status_code for answer in answers) == [201] + [422] * 5
    assert sorted(answer.status_code for answer in crossed) == [201, 422], "not each for the other"


async def test_of_changes_of_one_version_of_a_text_one_is_the_next(cases: Cases) -> None:
    text = {"kind": "note", "name": f"常用{uuid4()}", "text": "已联系", "department_code": "CG"}
    made = (await cases.client_as("lead").post("/templates", json=text)).json()
    answers = await asyncio.gather(
        *(cases.client_as("lead").put(f"/templates/{made['id']}", json=text | {"version": 1}) for _ in range(5))
    )

    assert sorted(answer.status_code for answer in answers) == [200] + [422] * 4
