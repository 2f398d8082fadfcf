"""Which centre has a case: handed up 上报上级, down 下派, taken up, given back; exactly one at any moment."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid5

import pytest
from httpx import AsyncClient, Response

from app.db.session import Session
from app.services.timing import centres
from tests.cases import ROUTES, Cases
from tests.organisation import _SPACE, COUNTY, GRID, IN_OTHER_GRID, OTHER_TOWN, TOWN, USERS, VILLAGE

Clients = Callable[..., AsyncClient]
UP = {"reason_code": "beyond_power", "note": "跨镇管网"}
CLOCKS = ("deadline_at", "due_at", "stage_due_at", "reported_at", "filed_at")


async def appoint(session: Session, who: str, post: str, area: str) -> None:
    """One more post in force, as an administrator gives it."""
    await session.connection.execute(
        "INSERT INTO appointments (id, user_id, post, area_code, valid_from) VALUES ($1, $2, $3, $4, $5)",
        uuid5(_SPACE, f"{who} {post} {area}"), USERS[who], post, area, date(2026, 1, 1),
    )  # fmt: skip


async def leave(session: Session, who: str, area: str) -> None:
    await session.connection.execute(
        "UPDATE appointments SET valid_to = '2026-01-02' WHERE user_id = $1 AND area_code = $2", USERS[who], area
    )


@pytest.fixture
async def town(session: Session) -> None:
    """A centre of the town beside that of the county: `town_clerk` triages there, `nobody` dispatches."""
    await appoint(session, "nobody", "dispatcher", TOWN)


async def names_of(clients: Clients, who: str) -> dict[str, int]:
    answer = await clients(who).get("/queues")
    return {queue["name"]: queue["count"] for queue in answer.json()["items"]}


def refused(answer: Response) -> tuple[int, str, str | None]:
    body = answer.json()
    return answer.status_code, body.get("condition", body["type"].rpartition("/")[2]), body.get("centre_code")


@pytest.mark.usefixtures("town")
async def test_what_is_handed_up_is_with_the_upper_centre_alone(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("reported")
    assert (case["centre_code"], (await names_of(client_as, "town_clerk"))["triage"]) == (None, 1)
    up = await cases.done("town_clerk", case, "escalate", UP)

    assert (up["centre_code"], up["centre_name"]) == (COUNTY, f"区域{COUNTY}")
    assert {name: up[name] for name in CLOCKS} == {name: case[name] for name in CLOCKS}
    offered = {offer["action"] for offer in up["allowed_actions"]}
    assert not offered & {"file", "reject", "escalate", "merge", "cancel", "delegate"}
    assert offered >= {"comment", "supplement", "urge"}, "who hears the caller writes it down, wherever the case is"
    told = await cases.act("town_clerk", case, "file", {"rule_code": "R1"})
    assert refused(told) == (409, "with-another-centre", COUNTY)
    assert (await names_of(client_as, "town_clerk"))["triage"] == 0
    assert (await names_of(client_as, "clerk"))["triage"] == 1
    assert (await client_as("town_clerk").get(f"/cases/{case['id']}")).status_code == 200, "nobody loses sight"
    items = (await client_as("clerk").get("/queues/triage")).json()["items"]
    assert [(item["id"], item["centre_code"], item["centre_name"]) for item in items] == [
        (case["id"], COUNTY, f"区域{COUNTY}")
    ]
    assert (await cases.done("clerk", case, "file", {"rule_code": "R1"}))["centre_code"] == COUNTY
    notices = (await client_as("clerk").get("/inbox")).json()["items"]
    assert [notice["action"] for notice in notices] == ["escalate"]


@pytest.mark.usefixtures("town")
async def test_what_is_handed_down_is_with_the_lower_centre_alone_and_goes_up_again(
    cases: Cases, client_as: Clients
) -> None:
    case = await cases.at("filed")
    assert (await names_of(client_as, "nobody"))["dispatch"] == (await names_of(client_as, "dispatcher"))["dispatch"]
    down = await cases.done("dispatcher", case, "delegate", {"area_code": TOWN, "note": "请就近处置"})

    assert (down["centre_code"], down["delegation_count"], down["due_at"]) == (TOWN, 1, case["due_at"])
    told = await cases.act("dispatcher", case, "dispatch", {"lead": "CG"})
    assert refused(told) == (409, "with-another-centre", TOWN)
    assert told.json()["detail"] == f"The centre of 区域{TOWN} has this case"
    assert (await names_of(client_as, "dispatcher"))["dispatch"] == 0
    assert (await names_of(client_as, "nobody"))["dispatch"] == 1
    up = await cases.done("nobody", case, "escalate", UP)
    assert up["centre_code"] == COUNTY
    assert (await cases.done("dispatcher", case, "dispatch", {"lead": "CG"}))["status"] == "dispatched"
    history = (await client_as("town_clerk").get(f"/cases/{case['id']}/events")).json()["items"]
    moved = [
        (event["data"]["from_centre"], event["data"]["to_centre"]) for event in history if "to_centre" in event["data"]
    ]
    assert moved == [(None, TOWN), (TOWN, COUNTY)]
    assert history[-2]["names"]["to_centre"] == f"区域{COUNTY}"


@pytest.mark.usefixtures("town")
async def test_up_and_down_ends_above_after_three_times(cases: Cases) -> None:
    case = await cases.at("filed")
    for _ in range(3):
        await cases.done("dispatcher", case, "delegate", {"area_code": TOWN})
        after = await cases.done("nobody", case, "escalate", UP)
    again = await cases.act("dispatcher", case, "delegate", {"area_code": TOWN})

    assert after["delegation_count"] == 3
    assert refused(again)[:2] == (409, "delegated-too-often")
    assert "delegate" not in {offer["action"] for offer in after["allowed_actions"]}


@pytest.mark.usefixtures("town")
async def test_who_is_above_takes_a_case_up_at_any_stage(cases: Cases) -> None:
    case = await cases.at("filed")
    await cases.done("dispatcher", case, "delegate", {"area_code": TOWN})
    await cases.done("nobody", case, "dispatch", {"lead": "CG"})
    await cases.done("handler", case, "sign")
    refusal = await cases.act("dispatcher", case, "escalate", UP)
    taken = await cases.done("centre_leader", case, "escalate", {**UP, "reason_code": "stalled"})

    assert refused(refusal)[:2] == (409, "with-another-centre"), "of the place, and of a centre that has it no longer"
    assert (taken["centre_code"], taken["status"]) == (COUNTY, "handling")
    assert refused(await cases.act("nobody", case, "recall", {"reason_code": "wrong_unit"}))[1] == "with-another-centre"
    assert (await cases.done("dispatcher", case, "recall", {"reason_code": "wrong_unit"}))["status"] == "filed"


@pytest.mark.usefixtures("town")
async def test_the_county_may_keep_a_case_for_itself_by_naming_itself(cases: Cases) -> None:
    case = await cases.at("reported")
    without = await cases.act("clerk", case, "escalate", UP)
    named = await cases.done("clerk", case, "escalate", {**UP, "area_code": COUNTY})

    assert refused(without)[:2] == (409, "no-centre-above")
    assert named["centre_code"] == COUNTY
    assert refused(await cases.act("town_clerk", case, "reject", {"reason_code": "not_true", "reply": "否"}))[0] == 409


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("area", "said"),
    [
        (OTHER_TOWN, "does not hold the place"),
        (VILLAGE, "nobody triages and dispatches"),
        (GRID, "nobody triages and dispatches"),
        (COUNTY, "not below your centre"),
        ("NOWHERE", "does not hold the place"),
    ],
)
async def test_nothing_is_handed_down_to_where_it_could_not_go_on(cases: Cases, area: str, said: str) -> None:
    case = await cases.at("filed")
    answer = await cases.act("dispatcher", case, "delegate", {"area_code": area})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/area_code")
    assert said in answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize("area", [OTHER_TOWN, TOWN, "NOWHERE"])
async def test_nothing_is_handed_up_to_what_is_not_above(cases: Cases, area: str) -> None:
    case = await cases.at("reported")
    answer = await cases.act("town_clerk", case, "escalate", {**UP, "area_code": area})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/area_code")


async def test_an_upper_area_without_both_desks_is_no_centre(cases: Cases, session: Session, town: None) -> None:
    for who in ("dispatcher", "centre_leader"):
        await leave(session, who, COUNTY)
    case = await cases.at("reported")

    assert refused(await cases.act("town_clerk", case, "escalate", UP))[:2] == (409, "no-centre-above")


async def test_what_a_centre_without_people_has_goes_back_to_all_of_its_place(
    cases: Cases, client_as: Clients, session: Session, town: None
) -> None:
    case = await cases.at("reported")
    other = await cases.at("reported")
    await cases.done("clerk", case, "delegate", {"area_code": TOWN})
    assert await centres.give_back(session) == 0
    await leave(session, "nobody", TOWN)
    assert (await centres.give_back(session), await centres.give_back(session)) == (1, 0)
    after = (await client_as("clerk").get(f"/cases/{case['id']}")).json()
    history = (await client_as("clerk").get(f"/cases/{case['id']}/events")).json()["items"]

    assert (after["centre_code"], after["delegation_count"]) == (None, 1)
    assert (history[-1]["action"], history[-1]["actor_kind"]) == ("delegate", "system")
    assert history[-1]["data"] == {"from_centre": TOWN, "cause": "centre-without-staff"}
    assert (await client_as("clerk").get(f"/cases/{other['id']}")).json()["version"] == 1
    assert (await cases.done("clerk", case, "file", {"rule_code": "R1"}))["status"] == "filed"


@pytest.mark.usefixtures("town")
async def test_a_case_that_lies_elsewhere_after_all_leaves_the_centre_of_the_wrong_place(cases: Cases) -> None:
    case = await cases.at("reported")
    await cases.done("clerk", case, "delegate", {"area_code": TOWN})
    moved = await cases.done("clerk", case, "correct-location", {"location": IN_OTHER_GRID})

    assert moved["centre_code"] is None


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("status", sorted(set(ROUTES) - {"rejected", "cancelled", "closed"}))
async def test_in_every_open_status_exactly_one_centre_is_offered_its_moves(
    cases: Cases, client_as: Clients, status: str
) -> None:
    case = await cases.at("reported")
    await cases.done("clerk", case, "delegate", {"area_code": TOWN})
    as_of_the_town = {"clerk": "town_clerk", "dispatcher": "nobody"}
    for who, action, body in ROUTES[status]:
        told = await cases.act(who, case, action, body) if who in as_of_the_town else None
        assert told is None or refused(told)[1] == "with-another-centre", (action, told.text)
        await cases.done(as_of_the_town.get(who, who), case, action, body)

    async def offered(who: str) -> set[str]:
        read = (await client_as(who).get(f"/cases/{case['id']}")).json()
        return {offer["action"] for offer in read["allowed_actions"]}

    in_place = {
        "comment",
        "supplement",
        "urge",
        "follow",
        "attach",
        "reveal_contact",
        "view_original",
        "supervise",
        "correct_location",
    }
    above: set[str] = set().union(*[await offered(who) for who in ("clerk", "dispatcher")])
    assert above <= in_place, "who is not of the centre that has it says something, and decides nothing"


@pytest.mark.parametrize(
    "body",
    [{}, {"reason_code": "x"}, {**UP, "area_code": ""}, {**UP, "area_code": "a" * 33}, {**UP, "area_code": 7},
     {**UP, "centre_path": "440310/"}, {**UP, "note": ""}, {"area_code": [TOWN], **UP}],
)  # fmt: skip
async def test_hostile_bodies_are_refused(cases: Cases, body: dict[str, Any]) -> None:
    case = await cases.at("reported")

    assert (await cases.act("town_clerk", case, "escalate", body)).status_code == 422
