"""A unit is dissolved or merged 机构调整: what it has of open cases goes to its successor, and nothing is lost."""

from typing import Any

from httpx import AsyncClient

from app.db.session import Session
from tests.cases import Cases
from tests.organisation import IN_OTHER_GRID
from tests.routers.test_administration import ClientAs, town_admin  # noqa: F401  (a fixture)


async def _succeed(admin: AsyncClient, to: str, **more: Any) -> Any:
    answer = await admin.post("/departments/CG/hand-over", json={"to": to, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def _seen(client_as: ClientAs, case: dict[str, Any], who: str = "dispatcher") -> dict[str, Any]:
    answer = await client_as(who).get(f"/cases/{case['id']}")
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json()
    return seen


async def _retired(admin: AsyncClient) -> None:
    """The bureau is no more, as an administrator says it."""
    whole = (await admin.get("/departments/CG")).json()
    body = {name: whole[name] for name in ("kind", "parent_code", "names", "jurisdictions")} | {"is_active": False}
    answer = await admin.put("/departments/CG", json=body)
    assert answer.status_code == 200, answer.text


async def test_what_a_unit_leads_goes_on_with_its_successor(client_as: ClientAs, cases: Cases) -> None:
    at_work = await cases.at("handling")
    await cases.done("handler", at_work, "progress", {"note": "已到现场"})
    asked = {"reason_code": "equipment", "amount": 2}
    reasons = await cases.act("handler", at_work, "request-extension", asked)
    waiting, disputed = await cases.at("dispatched"), await cases.at("return_review")
    before = await _seen(client_as, at_work)
    await _retired(client_as("admin"))
    held = (await client_as("admin").get("/departments/CG/open-work")).json()
    assert (held["lead"], held["assist"], len(held["items"])) == (3, 0, 3)
    assert "description" not in held["items"][0]

    done = await _succeed(client_as("admin"), "SW", note="机构改革")

    assert done == {"handed": 3, "refused": [], "next_after": None}
    after = await _seen(client_as, at_work, "water_handler")
    same = ("status", "deadline_at", "due_at", "stage_due_at", "return_count", "redirect_count", "pending_request")
    assert {name: after.get(name) for name in same} == {name: before.get(name) for name in same}, reasons.text
    assert (after["lead_department_code"], after["handler_id"]) == ("SW", None)
    assert (await client_as("handler").get(f"/cases/{at_work['id']}")).status_code == 404
    resolved = {"result": "已清运", "photo_exemption": "nothing_visible"}
    assert (await cases.done("water_handler", at_work, "resolve", resolved))["status"] == "resolved"
    assert (await cases.done("water_handler", waiting, "sign"))["status"] == "handling"
    assert (await cases.done("dispatcher", disputed, "refuse-return", {"note": "属新单位"}))["status"] == "dispatched"
    events = (await client_as("dispatcher").get(f"/cases/{waiting['id']}/events")).json()["items"]
    told = next(event for event in events if event["action"] == "hand_over_unit")
    assert (told["data"], told["note"]) == ({"from_department": "CG", "to_department": "SW"}, "机构改革")
    notices = (await client_as("water_handler").get("/inbox")).json()["items"]
    assert len([each for each in notices if each["action"] == "hand_over_unit"]) == 3
    lost = (await client_as("handler").get("/inbox")).json()["items"]
    assert len([each for each in lost if each["action"] == "hand_over_unit"]) >= 1, "and who had it"


async def test_an_assist_goes_on_with_the_successor(client_as: ClientAs, cases: Cases) -> None:
    filed = await cases.at("filed")
    case = await cases.done("dispatcher", filed, "dispatch", {"lead": "SW", "assists": ["CG"]})
    await cases.done("water_handler", case, "sign")

    assert (await _succeed(client_as("admin"), "CG-1"))["handed"] == 1

    assert (await _seen(client_as, case))["open_assists"] == ["CG-1"]
    await cases.done("station_handler", case, "complete-assist", {"note": "已配合"})
    resolved = {"result": "已修", "photo_exemption": "nothing_visible"}
    assert (await cases.done("water_handler", case, "resolve", resolved))["status"] == "resolved"


async def test_a_successor_that_assists_already_leads_now_and_assists_no_more(
    client_as: ClientAs, cases: Cases, session: Session
) -> None:
    filed = await cases.at("filed")
    case = await cases.done("dispatcher", filed, "dispatch", {"lead": "CG", "assists": ["SW"]})
    other = await cases.done("dispatcher", await cases.at("filed"), "dispatch", {"lead": "SW", "assists": ["CG"]})

    assert (await _succeed(client_as("admin"), "SW"))["handed"] == 2

    for each in (case, other):
        seen = await _seen(client_as, each)
        assert (seen["lead_department_code"], seen["open_assists"]) == ("SW", [])
    rows = await session.connection.fetch("SELECT role, department_code FROM assignments WHERE ended_at IS NULL")
    assert [tuple(row) for row in rows] == [("lead", "SW"), ("lead", "SW")]


async def test_a_place_that_the_successor_does_not_serve_stays_and_says_so(client_as: ClientAs, cases: Cases) -> None:
    case = await cases.at("dispatched")

    done = await _succeed(client_as("admin"), "FAR")

    assert done["handed"] == 0
    assert [(each["case_id"], each["kind"], each["code"]) for each in done["refused"]] == [
        (case["id"], "lead", "invalid")
    ]
    assert (await _seen(client_as, case))["lead_department_code"] == "CG"
    assert (await client_as("admin").get("/audit", params={"action": "hand_over_unit"})).json()["items"] == []


async def test_hostile_bodies_and_strangers(client_as: ClientAs, cases: Cases, town_admin: AsyncClient) -> None:  # noqa: F811
    case = await cases.at("dispatched")
    admin = client_as("admin")
    statuses = [
        (await client_as(who).post("/departments/CG/hand-over", json={"to": "SW"})).status_code
        for who in ("dispatcher", "lead", "worker")
    ]
    assert statuses == [403, 403, 403]
    assert (await admin.post("/departments/NONE/hand-over", json={"to": "SW"})).status_code == 404
    assert (await admin.post("/departments/CG/hand-over", json={"to": "NONE"})).status_code == 404
    assert (await admin.post("/departments/CG/hand-over", json={"to": "SW", "after": "x"})).status_code == 422
    assert (await _succeed(admin, "CG"))["refused"][0]["code"] == "invalid"
    elsewhere = await cases.report("other_worker", location=IN_OTHER_GRID)
    await cases.done("clerk", elsewhere, "file", {"rule_code": "R1"})
    await cases.done("dispatcher", elsewhere, "dispatch", {"lead": "CG"})
    held = (await town_admin.get("/departments/CG/open-work")).json()
    assert [item["case_id"] for item in held["items"]] == [case["id"]], "what lies where they administer"
    assert (await _seen(client_as, case))["lead_department_code"] == "CG"


async def test_a_batch_says_where_the_next_begins(client_as: ClientAs, cases: Cases, monkeypatch: Any) -> None:
    monkeypatch.setattr("app.services.administration.succession.AT_ONCE", 2)
    made = sorted([(await cases.at("dispatched"))["id"] for _ in range(3)])

    first = await _succeed(client_as("admin"), "SW")
    rest = await _succeed(client_as("admin"), "SW", after=first["next_after"])

    assert (first["handed"], first["next_after"]) == (2, made[1])
    assert (rest["handed"], rest["next_after"]) == (1, None)
