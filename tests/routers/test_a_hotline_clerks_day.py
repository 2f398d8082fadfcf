"""A hotline clerk's day 话务员: phones as they are said, who calls again, lost answers, and what callers are told.

Calls come in twice: through the hotline's own system 12345 (`hotline`), and at the centre's desk (`clerk`).
"""

from collections.abc import Callable
from typing import Any

from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.services.importing.directory import import_files
from tests.cases import Cases
from tests.ids import uuid7
from tests.organisation import COUNTY, IN_GRID, VILLAGE
from tests.routers.test_administration import ClientAs
from tests.times import at

Clients = Callable[..., AsyncClient]
WANG, WANGS_WIFE, LI = "0755-28341234转8001", "13900005678", "13800001111"
TERMS = "kind,code,name\nnature,complaint,投诉\nnature,praise,表扬\nsource,hotline,12345热线\nsource,visit,来访\n"


async def _found(client: AsyncClient, phone: str) -> list[str]:
    answer = await client.post("/cases/by-caller", json={"phone": phone})
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def _seen(client: AsyncClient, case: dict[str, Any]) -> dict[str, Any]:
    seen: dict[str, Any] = (await client.get(f"/cases/{case['id']}")).json()
    return seen


async def _events(client: AsyncClient, case: dict[str, Any]) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = (await client.get(f"/cases/{case['id']}/events")).json()["items"]
    return events


async def test_a_hotline_clerks_day(cases: Cases, client_as: ClientAs, session: Session) -> None:
    await import_files(session, {"terms.csv": TERMS.encode()})
    clerk, system, nobody = client_as("clerk"), client_as("hotline"), client_as(None)
    with clock.frozen(at("17 09:00")):
        # The first call. The answer is lost on the way, and the system sends it again, once in other words.
        call = {
            "external_id": "GD20260317001", "title": "路灯不亮", "description": "幸福路三盏路灯不亮",
            "location": IN_GRID, "contact": {"name": "王先生", "phone": "０７５５－２８３４１２３４　转８００１"},
            "nature_code": "complaint", "source_code": "hotline", "device_time": "2026-03-17T09:00:00+08:00",
        }  # fmt: skip
        key = {"Idempotency-Key": "call-1"}
        await system.post("/cases", json=call, headers=key)
        again = await system.post("/cases", json=call | {"device_time": "2026-03-17T01:00:00Z"}, headers=key)
        without_key = await system.post("/cases", json=call)
        wang = again.json()
        assert (again.status_code, without_key.status_code, without_key.json()["id"]) == (201, 200, wang["id"])
        assert (wang["nature_name"], wang["source_name"], wang["external_id"]) == ("投诉", "12345热线", "GD20260317001")
        other = await system.post("/cases", json=call | {"description": "另一件事"})
        assert (other.status_code, other.json()["code"]) == (409, "report-conflict")
        assert other.json()["number"] == wang["number"]

        # One who does not know where it was; two numbers; and what is no number is said at once.
        told = {"description": "有人在小区遛狗不牵绳", "address": "大概在坪山老街一带", "source_code": "visit"}
        both = {"name": "李女士", "phone": "138 0000 1111、+86 139-0000-5678"}
        made_a_number = await clerk.post("/cases", json=told | {"contact": both | {"phone": "1.38E+10"}})
        assert made_a_number.json()["errors"][0]["pointer"] == "/contact/phone"
        report = told | {"id": str(uuid7()), "contact": both}
        answers = [await clerk.post("/cases", json=report) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 200]
        li = answers[0].json()
        assert (li["location"], li["area_code"], li["id"]) == (None, None, answers[1].json()["id"])

    with clock.frozen(at("17 10:00")):
        # The centre files both; the one without a place at the village, which is as much as anybody knows.
        await cases.done("clerk", wang, "file", {"rule_code": "R1"})
        filed = await cases.done("clerk", li, "file", {"rule_code": "R2", "area_code": VILLAGE})
        assert filed["area_code"] == VILLAGE
        await cases.done("dispatcher", wang, "dispatch", {"lead": "CG"})
        due = (await cases.done("handler", wang, "sign"))["due_at"]

    with clock.frozen(at("17 11:00")):
        # He calls again, from the extension's main line, and is found however the clerk writes it.
        for written in ("0755 28341234", "(0755)28341234-8001", "+86 (0)755-28341234", "008675528341234"):
            assert await _found(clerk, written) == [wang["id"]], written
        for written in (LI, "+86 138 0000 1111", WANGS_WIFE):
            assert await _found(clerk, written) == [li["id"]], written
        assert await _found(clerk, "13800001112") == []
        refused = await system.post("/cases/by-caller", json={"phone": WANG})
        assert refused.status_code == 403, "a system knows its own calls and asks nobody else's"
        looked = [event for event in await _events(clerk, wang) if event["action"] == "reveal_contact"]
        assert [(event["actor_name"], event["data"]["by"]) for event in looked] == [("用户clerk", "phone")] * 4
        assert "28341234" not in str(looked)
        (mine,) = (await clerk.get("/cases", params={"external_id": "GD20260317001"})).json()["items"]
        assert mine["id"] == wang["id"]

        # What he says is added, and the unit nudged: an hour later at the earliest again.
        await cases.done("clerk", wang, "supplement", {"note": "来电人称已有老人摔倒"})
        await cases.done("hotline", wang, "urge", {"note": "来电人要求尽快"})
        assert (await cases.act("clerk", wang, "urge", {"note": "再催"})).json()["condition"] == "urged-lately"
        heard = (await client_as("handler").get("/inbox")).json()["items"]
        assert {(item["action"], item["case_id"]) for item in heard} >= {
            ("urge", wang["id"]),
            ("supplement", wang["id"]),
        }
        assert (await _seen(clerk, wang))["due_at"] == due, "no call moves a clock"

        # Somebody else's report of the same lamp is no second case: they are followed for.
        told = {"description": "幸福路三盏路灯不亮", "location": IN_GRID}
        candidates = (await clerk.post("/cases/candidates", json=told)).json()["items"]
        assert [item["id"] for item in candidates] == [wang["id"]]
        await cases.done("clerk", wang, "follow", {"contact": {"name": "赵女士", "phone": "110/13700002222"}})
        assert await _found(clerk, "13700002222") == [wang["id"]]

    with clock.frozen(at("17 14:30")):
        # One is rejected for want of a finding; the caller objects, and the hotline says so for them, once.
        noise = await cases.report("hotline", external_id="GD20260317002", contact={"name": "陈", "phone": "12345"})
        await cases.done("clerk", noise, "reject", {"reason_code": "too_vague", "reply": "无法核实地点"})
        back = await cases.done("hotline", noise, "object", {"note": "来电人愿意带路"})
        assert back["status"] == "reported"
        await cases.done("clerk", noise, "reject", {"reason_code": "not_true", "reply": "现场未发现"})
        assert (await cases.act("hotline", noise, "object", {"note": "仍有"})).json()["condition"] == "objected-before"

    with clock.frozen(at("17 16:00")):
        # The lamp is mended, and whoever called is asked.
        await cases.attach("handler", wang)
        await cases.done("handler", wang, "resolve", {"result": "已更换灯泡"})
        closed = await cases.done("dispatcher", wang, "close", {"close_condition_met": True, "reply": "路灯已修复"})
        assert (closed["status"], closed["residents_to_answer"]) == ("closed", 2)
        lost = {"Idempotency-Key": "ask-wang"}
        first, second = [await clerk.post(f"/cases/{wang['id']}/rating-link", headers=lost) for _ in range(2)]
        assert first.json()["token"] == second.json()["token"]
        rated = await nobody.post(f"/public/ratings/{first.json()['token']}", json={"score": 5, "solved": True})
        assert rated.json()["status"] == "archived"

    # At the end each call is in the books once, under its own number, with the caller masked to everybody.
    with clock.frozen(at("17 17:30")):
        listed = (await clerk.get("/cases", params={"area": COUNTY})).json()["items"]
        own = (await system.get("/cases")).json()["items"]
        assert sorted(item["id"] for item in listed) == sorted({wang["id"], li["id"], noise["id"]})
        assert [item["external_id"] for item in own] == ["GD20260317002", "GD20260317001"]
        shown = await _seen(clerk, li)
        assert shown["contact"] == {"name": "李**", "phone": "*******1111/*******5678"}
        revealed = await cases.done("clerk", li, "reveal-contact", {"reason_code": "call_back"})
        assert revealed["contact"]["phone"] == "13800001111/13900005678"


async def test_a_resident_urges_by_the_link_once_a_day_besides(cases: Cases, client_as: Clients) -> None:
    nobody = client_as(None)
    told = {
        "id": str(uuid7()),
        "description": "路灯不亮",
        "address": "幸福路",
        "contact": {"name": "王", "phone": WANG},
    }
    with clock.frozen(at("17 09:00")):
        link = (await nobody.post("/public/cases", json=told)).json()["token"]
        await cases.done("clerk", told["id"], "urge", {"note": "来电人催办"})
        urges = [await nobody.post(f"/public/cases/{link}/urge", json={"id": str(uuid7())}) for _ in range(2)]
    with clock.frozen(at("18 09:00:01")):
        tomorrow = await nobody.post(f"/public/cases/{link}/urge", json={"id": str(uuid7())})

    assert [answer.status_code for answer in (*urges, tomorrow)] == [200, 409, 200]
