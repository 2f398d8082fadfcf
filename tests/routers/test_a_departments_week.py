"""A department's week 部门: what comes in is given to somebody, one goes on leave, and no case is left with nobody."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from httpx import AsyncClient

from app import clock
from app.db.session import Session
from tests.cases import Cases
from tests.organisation import USERS
from tests.times import at

Clients = Callable[..., AsyncClient]
HANDLER, LEAD, WORKER, SECOND = (str(USERS[who]) for who in ("handler", "lead", "worker", "second_worker"))
DONE = {"result": "已清理", "photo_exemption": "nothing_visible"}


class Week:
    """Monday to Friday, by the clock of the town."""

    def __init__(self, cases: Cases) -> None:
        self.cases = cases

    async def load(self, moment: datetime) -> dict[str | None, int]:
        """How much each has in hand, and nobody."""
        with clock.frozen(moment):
            view = (await self.cases.client_as("lead").get("/departments/CG/load")).json()
        return {None: view["unassigned"]["open"]} | {each["id"]: each["open"] for each in view["items"]}

    async def get(self, who: str, path: str, **params: Any) -> dict[str, Any]:
        answer = await self.cases.client_as(who).get(path, params=params)
        assert answer.status_code == 200, (path, answer.text)
        view: dict[str, Any] = answer.json()
        return view


async def test_a_departments_week(cases: Cases, client_as: Clients, session: Session) -> None:
    week = Week(cases)

    # Monday: four cases come in. The head sees what each will need, gives two to the handler and takes one.
    with clock.frozen(at("16 09:00")):
        came = [await cases.at("dispatched") for _ in range(4)]
        text = {"kind": "result", "name": "垃圾清理", "text": "{address}的{category}已清理。", "department_code": "CG"}
        assert (await client_as("lead").post("/templates", json=text)).status_code == 201
        needed = {need["code"] for need in (await week.get("lead", f"/cases/{came[0]['id']}"))["needs"]}
        promised = [case["deadline_at"] for case in came]
        for case, person in ((came[0], HANDLER), (came[1], HANDLER), (came[2], LEAD)):
            await cases.done("lead", case, "transfer", {"person_id": person})
    assert needed == {"assists-open", "after-photo", "close-condition"}
    assert await week.load(at("16 09:10")) == {None: 1, HANDLER: 2, LEAD: 1}

    # Still Monday: all are signed; who signs what nobody had handles it, and what was given stays where it was.
    with clock.frozen(at("16 09:30")):
        signed = [await cases.done("handler", case, "sign", {"handler_id": person})
                  for case, person in zip(came, (HANDLER, HANDLER, LEAD, HANDLER), strict=True)]  # fmt: skip
        people = (await week.get("lead", "/people", task="handle", case_id=came[0]["id"]))["items"]
        await cases.done("handler", came[0], "resolve", DONE)
    assert [case["deadline_at"] for case in signed] == promised, "no hand moves a deadline"
    assert [(person["id"], person["load"]) for person in people] == [(LEAD, 1)]
    assert await week.load(at("16 09:40")) == {None: 0, HANDLER: 2, LEAD: 1}

    # The handler is on leave from Tuesday to Thursday; the head stands in, and a worker stands in for the checker.
    with clock.frozen(at("16 17:00")):
        leave = {"substitute_id": LEAD, "valid_from": "2026-03-17", "valid_to": "2026-03-19", "reason_code": "leave"}
        assert (await client_as("handler").post("/substitutions", json=leave)).status_code == 201
        of_worker = {**leave, "substitute_id": SECOND, "reason_code": "sick"}
        assert (await client_as("leader").post("/substitutions", json={**of_worker, "absent_id": WORKER})).is_success
        asked = {"checker_id": WORKER}
        await cases.done("dispatcher", came[0], "request-check", asked)
        before = (await week.get("second_worker", "/queues/to-check"))["items"]
    assert before == [], "not yet"

    # Tuesday: the substitute hears of an urge, fills in the unit's text, and resolves for who is away.
    with clock.frozen(at("17 09:00")):
        await cases.done("supervisor", came[1], "urge", {"note": "请抓紧"})
        heard = [notice["case_id"] for notice in (await week.get("lead", "/inbox"))["items"]
                 if notice["action"] == "urge"]  # fmt: skip
        (filled,) = (await week.get("lead", f"/cases/{came[1]['id']}/templates", kind="result"))["items"]
        resolved = await cases.done("lead", came[1], "resolve", {**DONE, "result": filled["text"]})
        event = (await week.get("lead", f"/cases/{came[1]['id']}/events"))["items"][-1]
        waiting = [case["id"] for case in (await week.get("second_worker", "/queues/to-check"))["items"]]
        passed = await cases.done("second_worker", came[0], "pass-check", {"finding": "已清"})
    assert heard == [came[1]["id"]]
    assert (filled["missing"], filled["text"]) == (["address"], "{address}的暴露垃圾已清理。")
    assert (resolved["handler_id"], event["names"]["for_person"]) == (HANDLER, "用户handler")
    assert (waiting, passed["status"]) == ([came[0]["id"]], "closed")

    # Wednesday: what cannot wait for the handler is transferred by the substitute, as the handler could.
    with clock.frozen(at("18 09:00")):
        moved = await cases.done("lead", came[3], "transfer", {"person_id": LEAD, "note": "经办人休假"})
        marked = (await week.get("dispatcher", "/people", task="handle", department="CG"))["items"]
    assert moved["handler_id"] == LEAD
    assert {person["id"]: person["absent_until"] for person in marked} == {HANDLER: "2026-03-19", LEAD: None}

    # Friday: the leave is over by itself, and every case is closed or in one hand.
    with clock.frozen(at("20 09:00")):
        current = (await week.get("handler", "/substitutions", current=True))["items"]
        await cases.done("lead", came[2], "transfer", {"person_id": HANDLER})
        mine = (await week.get("dispatcher", "/people", task="handle", department="CG"))["items"]
    assert current == []
    assert {person["absent_until"] for person in mine} == {None}
    assert await week.load(at("20 09:10")) == {None: 0, HANDLER: 1, LEAD: 1}
