"""A phone whose unit loses a case while it is off line: nothing that was done is done twice, or in another's name."""

from collections.abc import Callable
from typing import Any

from tests.cases import Cases
from tests.organisation import USERS
from tests.sync.phone import Phone, operation, outcomes

Phones = Callable[[str], Phone]
TO_SW = {"lead": "SW", "reason_code": "wrong_unit"}


def based(kind: str, case: dict[str, Any], body: dict[str, Any] | None = None) -> dict[str, Any]:
    return operation(kind, case["id"], body, base_version=case["version"])


async def test_a_case_that_was_redirected_leaves_the_phone_of_one_unit_and_comes_to_the_other(
    phone_of: Phones, cases: Cases
) -> None:
    case = await cases.at("handling")
    old, new = phone_of("handler"), phone_of("water_handler")
    await old.pull()
    await new.pull()
    assert (case["id"] in old.cases, case["id"] in new.cases) == (True, False)
    await cases.done("dispatcher", case, "redirect", TO_SW)
    await old.pull()
    await new.pull()

    assert (case["id"] in old.cases, case["id"] in new.cases) == (False, True)
    assert "sign" in new.cases[case["id"]]["actions"]


async def test_what_the_unit_did_off_line_meanwhile_is_a_conflict_and_changes_nothing(
    phone_of: Phones, cases: Cases
) -> None:
    case = await cases.at("dispatched")
    await cases.done("dispatcher", case, "redirect", TO_SW)
    sign = based("sign", case)
    results = await phone_of("handler").push(sign, operation("progress", case["id"], {"note": "x"}, after=sign["id"]))
    seen = (await cases.client_as("dispatcher").get(f"/cases/{case['id']}")).json()

    assert outcomes(results) == ["conflict", "deferred"]
    assert (results[0]["problem"]["code"], results[0]["case"]) == ("not-found", None), "out of their sight"
    assert (seen["status"], seen["lead_department_code"], seen["version"]) == ("dispatched", "SW", case["version"] + 1)


async def test_what_was_acknowledged_before_stays_said_and_tells_nothing_new(phone_of: Phones, cases: Cases) -> None:
    case = await cases.at("dispatched")
    sign = based("sign", case)
    assert outcomes(await phone_of("handler").push(sign)) == ["applied"]
    await cases.done("dispatcher", case, "recall", {"reason_code": "wrong_unit"})
    (again,) = await phone_of("handler").push(sign)
    events = (await cases.client_as("dispatcher").get(f"/cases/{case['id']}/events")).json()["items"]

    assert (again["outcome"], again["case"]) == ("replayed", None)
    assert [event["action"] for event in events][-2:] == ["sign", "recall"], "signed once, and taken back"


async def test_a_check_that_was_given_to_another_is_not_passed_by_the_first(phone_of: Phones, cases: Cases) -> None:
    case = await cases.at("resolved")
    people = (
        await cases.client_as("dispatcher").get("/people", params={"task": "check", "case_id": case["id"]})
    ).json()
    first, second = (person["id"] for person in people["items"][:2])
    case = await cases.done("dispatcher", case, "request-check", {"checker_id": first})
    await cases.done("dispatcher", case, "reassign", {"person_id": second})
    names = {str(user_id): name for name, user_id in USERS.items()}
    (late,) = await phone_of(names[first]).push(based("pass_check", case, {"finding": "已清理"}))
    (done,) = await phone_of(names[second]).push(operation("pass_check", case["id"], {"finding": "已清理"}))

    assert (late["outcome"], late["since"][-1]["action"]) == ("conflict", "reassign")
    assert done["outcome"] == "applied"
