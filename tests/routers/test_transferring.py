"""A colleague of the unit handles a case instead 移交经办人: before the signing or while it is handled."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx import AsyncClient

from tests.cases import Cases
from tests.organisation import USERS

ClientAs = Callable[..., AsyncClient]


def to(who: str, **more: Any) -> dict[str, Any]:
    return {"person_id": str(USERS[who]), **more}


async def told(client_as: ClientAs, who: str, case: dict[str, Any]) -> list[str]:
    items = (await client_as(who).get("/inbox")).json()["items"]
    return [notice["action"] for notice in items if notice["case_id"] == case["id"]]


async def test_the_handler_hands_it_on_and_both_see_from_whom_to_whom(cases: Cases, client_as: ClientAs) -> None:
    case = await cases.at("handling")
    after = await cases.done("handler", case, "transfer", to("lead", note="我明日休假"))
    back = await cases.done("lead", after, "transfer", to("handler"))
    event = (await client_as("lead").get(f"/cases/{case['id']}/events")).json()["items"][-2]

    assert (case["handler_id"], after["handler_id"], back["handler_id"]) == (
        str(USERS["handler"]), str(USERS["lead"]), str(USERS["handler"]),
    )  # fmt: skip
    assert {name: after[name] for name in ("status", "due_at", "stage_due_at", "deadline_at")} == {
        name: case[name] for name in ("status", "due_at", "stage_due_at", "deadline_at")
    }
    assert (event["action"], event["note"]) == ("transfer", "我明日休假")
    assert (event["names"]["from_person"], event["names"]["person_id"]) == ("用户handler", "用户lead")
    assert await told(client_as, "lead", case) == ["transfer"], "who does it is not told, of what the other did is"
    assert "transfer" in await told(client_as, "handler", case)


async def test_a_lead_assigns_before_the_signing_and_it_stays_theirs(cases: Cases, client_as: ClientAs) -> None:
    case = await cases.at("dispatched")
    assigned = await cases.done("lead", case, "transfer", to("handler"))
    shown = (await client_as("handler").get(f"/cases/{case['id']}")).json()
    signed = await cases.done("handler", assigned, "sign")

    assert (assigned["status"], assigned["handler_id"]) == ("dispatched", str(USERS["handler"]))
    assert "sign" in {offer["action"] for offer in shown["allowed_actions"]}
    assert signed["handler_id"] == str(USERS["handler"])


async def test_a_redirected_case_is_nobodys(cases: Cases) -> None:
    case = await cases.at("dispatched")
    await cases.done("lead", case, "transfer", to("handler"))
    elsewhere = await cases.done(
        "dispatcher", case, "redirect", {"lead": "SW", "assists": [], "reason_code": "wrong_unit"}
    )

    assert (elsewhere["lead_department_code"], elsewhere["handler_id"]) == ("SW", None)


@pytest.mark.parametrize("who", ["handler", "nobody", "water_handler", "station_handler", "far_handler", "worker"])
async def test_it_goes_to_nobody_who_has_it_or_works_elsewhere(cases: Cases, who: str) -> None:
    case = await cases.at("handling")
    refused = await cases.act("lead", case, "transfer", to(who))

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/person_id")


async def test_a_colleague_takes_what_nobody_handles_and_nothing_else(
    cases: Cases, client_as: ClientAs, session: Any
) -> None:
    case = await cases.at("dispatched")
    taken = await cases.done("handler", case, "transfer", to("handler"))
    await session.connection.execute("UPDATE cases SET handler_id = $1 WHERE id = $2", USERS["lead"], case["id"])
    refused = await cases.act("handler", case, "transfer", to("handler"))
    strangers = [await cases.act(who, case, "transfer", to("handler")) for who in ("dispatcher", "water_handler")]

    assert taken["handler_id"] == str(USERS["handler"])
    assert (refused.status_code, refused.json()["condition"]) == (409, "handled-by-another")
    assert [answer.status_code for answer in strangers] == [403, 404]


@pytest.mark.parametrize(
    "body",
    [{}, {"person_id": None}, {"person_id": "x"}, {"person_id": str(USERS["lead"]), "handler_id": 1},
     {"person_id": str(USERS["lead"]), "note": "\x00"}, []],
)  # fmt: skip
async def test_a_body_that_says_no_person_is_refused(cases: Cases, body: Any) -> None:
    case = await cases.at("handling")

    assert (await cases.act("handler", case, "transfer", body)).status_code == 422
