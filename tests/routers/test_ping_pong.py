"""Returns between units 退单拉锯 and first dispatches 首派: made cases, figures worked out by hand."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import APPLICATION_ROLE, Session
from tests.cases import Cases
from tests.organisation import COUNTY, IN_OTHER_GRID, OTHER_TOWN, TOWN, USERS

ClientAs = Callable[..., AsyncClient]
HANDLER = {"CG": "handler", "SW": "water_handler"}


async def ask(client_as: ClientAs, which: str, who: str = "supervisor", **params: Any) -> dict[str, Any]:
    answer = await client_as(who).get(f"/supervision/{which}", params=params)
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


class Desk:
    """A dispatcher and two units that send cases to and fro."""

    def __init__(self, cases: Cases) -> None:
        self.cases = cases

    async def sent(self, unit: str, **report: Any) -> dict[str, Any]:
        case = await self.cases.at("filed", **report)
        return await self.cases.done("dispatcher", case, "dispatch", {"lead": unit})

    async def returned(self, case: dict[str, Any], *, agreed: bool = True) -> dict[str, Any]:
        """The unit that has it proposes the other one, and gets it where that is agreed to."""
        unit = case["lead_department_code"]
        other = "SW" if unit == "CG" else "CG"
        body = {"reason_code": "not_our_duty", "proposed_department": other}
        case = await self.cases.done(HANDLER[unit], case, "request-return", body)
        if not agreed:
            return await self.cases.done("dispatcher", case, "refuse-return", {"note": "属你单位职责"})
        case = await self.cases.done("dispatcher", case, "approve-return")
        return await self.cases.done("dispatcher", case, "dispatch", {"lead": other})

    async def closed(self, case: dict[str, Any]) -> None:
        who = HANDLER[case["lead_department_code"]]
        case = await self.cases.done(who, case, "sign")
        case = await self.cases.done(who, case, "resolve", {"result": "已办", "photo_exemption": "nothing_visible"})
        await self.cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "已办结"})


@pytest.fixture
async def week(cases: Cases) -> dict[str, dict[str, Any]]:
    """Six cases: five returns among them, one redirection, and five of them closed."""
    desk = Desk(cases)
    made = {name: await desk.sent("CG") for name in ("to_water", "open", "refused", "to_and_fro", "straight")}
    made["redirected"] = await desk.sent("CG", location=IN_OTHER_GRID)
    moved = {
        "to_water": await desk.returned(made["to_water"]),
        "refused": await desk.returned(made["refused"], agreed=False),
        "to_and_fro": await desk.returned(await desk.returned(made["to_and_fro"])),
        "redirected": await cases.done(
            "dispatcher", made["redirected"], "redirect", {"lead": "SW", "assists": [], "reason_code": "wrong_unit"}
        ),
    }
    await desk.returned(made["open"])
    for case in (*moved.values(), made["straight"]):
        await desk.closed(case)
    return made


async def test_pairs_are_counted_by_who_returned_whom_they_proposed_and_where_it_ended(
    week: dict[str, dict[str, Any]], client_as: ClientAs
) -> None:
    seen = await ask(client_as, "ping-pong")
    pairs = {
        (item["returned_by"]["code"], item["proposed"]["code"], item["ended"]["code"]): item for item in seen["items"]
    }
    to_water = pairs["CG", "SW", "SW"]
    (behind,) = to_water["behind"]

    assert seen["total"] == 5
    assert {pair: item["count"] for pair, item in pairs.items()} == {
        ("CG", "SW", "SW"): 2, ("CG", "SW", "CG"): 2, ("SW", "CG", "CG"): 1,
    }  # fmt: skip
    assert [item["count"] for item in seen["items"]] == [2, 2, 1]
    assert to_water["returned_by"]["name"] == "部门CG"
    assert (behind["category_code"], behind["category_name"], behind["count"], behind["approved"]) == (
        "DCM-01-02", "暴露垃圾", 2, 2,
    )  # fmt: skip
    assert {example["id"] for example in behind["examples"]} == {week["to_water"]["id"], week["open"]["id"]}
    assert pairs["CG", "SW", "CG"]["behind"][0]["approved"] == 1, "the other was refused"
    listed = (await client_as("supervisor").get(to_water["href"].removeprefix("/api/v1"))).json()["items"]
    assert {case["id"] for case in listed} == {
        week[name]["id"] for name in ("to_water", "open", "refused", "to_and_fro")
    }


async def test_the_row_behind_a_pair_is_named_with_where_to_mend_it(
    week: dict[str, dict[str, Any]], client_as: ClientAs, session: Session
) -> None:
    routing = {"by": "matrix", "code": "QZ-7", "department": "CG", "followed": True, "automatic": False}
    told, case_id = orjson.dumps({"routing": routing}).decode(), week["to_water"]["id"]
    await session.connection.execute(
        f"SET LOCAL ROLE NONE; UPDATE case_events SET data = data || '{told}' WHERE case_id = '{case_id}' "
        f"AND action = 'dispatch' AND data->>'lead' = 'CG'; SET LOCAL ROLE {APPLICATION_ROLE}"
    )
    items = (await ask(client_as, "ping-pong", area=TOWN))["items"]
    behind = next(item["behind"] for item in items if item["ended"]["code"] == "SW")
    by_row = {row["code"]: row["mend"] for row in behind}
    back_again = next(item for item in items if item["ended"]["code"] == item["returned_by"]["code"])

    assert by_row == {
        "QZ-7": {
            "method": "PUT", "path": "/api/v1/responsibilities/QZ-7", "is_new": False,
            "body": {"category_code": "DCM-01-02", "lead_code": "SW"},
        },
        "R1": {
            "method": "PUT", "path": "/api/v1/responsibilities/DCM-01-02-SW", "is_new": True,
            "body": {"category_code": "DCM-01-02", "lead_code": "SW", "area_code": TOWN,
                     "valid_from": str(clock.today())},
        },
    }  # fmt: skip
    assert back_again["behind"][0]["mend"] is None, "that row was right"


@pytest.mark.usefixtures("week")
async def test_pairs_are_of_ones_own_areas_and_as_many_as_asked_for(client_as: ClientAs) -> None:
    elsewhere = await ask(client_as, "ping-pong", "other_supervisor")
    of_water = await ask(client_as, "ping-pong", returned_by="SW")
    below = await ask(client_as, "ping-pong", department="CG")
    neither = await ask(client_as, "ping-pong", department="CG", returned_by="SW")
    first = await ask(client_as, "ping-pong", limit=1)

    assert (of_water["total"], below["total"], neither["total"]) == (1, 4, 0)
    assert {item["returned_by"]["code"] for item in below["items"]} == {"CG"}
    assert (elsewhere["total"], elsewhere["items"]) == (0, [])
    assert [(item["returned_by"]["code"], item["count"]) for item in of_water["items"]] == [("SW", 1)]
    assert (len(first["items"]), first["total"]) == (1, 5)


@pytest.mark.usefixtures("week")
async def test_first_dispatches_by_hand(client_as: ClientAs) -> None:
    seen = await ask(client_as, "first-dispatch")
    by_area = await ask(client_as, "first-dispatch", by="area", area=COUNTY)
    names = ("count", "right", "accuracy", "returned", "redirected")
    whole = {"count": 5, "right": 3, "accuracy": 0.6, "returned": 3, "redirected": 1}

    assert {name: seen[name] for name in names} == whole
    assert seen["items"] == [{"key": "DCM-01-02", "name": "暴露垃圾", **whole}]
    assert {item["key"]: [item[name] for name in names] for item in by_area["items"]} == {
        TOWN: [4, 3, 0.75, 3, 0], OTHER_TOWN: [1, 0, 0.0, 0, 1],
    }  # fmt: skip


@pytest.mark.usefixtures("week")
async def test_a_dispatcher_is_named_to_who_supervises_them_and_to_nobody_else(client_as: ClientAs) -> None:
    (named,) = (await ask(client_as, "first-dispatch", by="dispatcher"))["items"]
    (unnamed,) = (await ask(client_as, "first-dispatch", "town_supervisor", by="dispatcher"))["items"]

    assert (named["key"], named["name"], named["count"]) == (str(USERS["dispatcher"]), "用户dispatcher", 5)
    assert (unnamed["key"], unnamed["name"], unnamed["count"]) == (None, None, 4)


@pytest.mark.parametrize("which", ["ping-pong", "first-dispatch"])
async def test_periods_and_areas_are_held_to_what_they_can_be(client_as: ClientAs, which: str) -> None:
    asked = [
        ({"since": "2026-11-02T00:00:00Z", "until": "2026-11-01T00:00:00Z"}, 422),
        ({"since": "2020-01-01T00:00:00Z", "until": "2026-11-01T00:00:00Z"}, 422),
        ({"area": "999"}, 404), ({"limit": 201, "by": "x"}, 422), ({"category": "NONE"}, 200), ({"x": 1}, 422),
    ]  # fmt: skip
    answers = [await client_as("supervisor").get(f"/supervision/{which}", params=params) for params, _ in asked]
    others = [await client_as(who).get(f"/supervision/{which}") for who in ("dispatcher", "lead", "worker", "admin")]

    assert [answer.status_code for answer in answers] == [status for _, status in asked]
    assert [answer.status_code for answer in others] == [403] * 4
