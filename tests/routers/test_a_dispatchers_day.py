"""A dispatcher's day 派遣员: what comes in wrong is put right, and at the end each case is in exactly one hand."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.services.importing.directory import import_files
from tests.cases import Cases, photo
from tests.organisation import GRID, IN_GRID, IN_OTHER_GRID, OTHER_GRID, POSTS, USERS
from tests.sync.phone import a_report, operation
from tests.times import at

Clients = Callable[..., AsyncClient]
LAMPS = {
    "categories.csv": "code,standard_code,parent_code,name,name_en\nDCM-01-03,DCM,DCM-01,路灯故障,Street lamps\n",
    "filing_rules.csv": "code,category_code,condition,limit_amount,limit_unit,close_condition,department_code\n"
    "L1,DCM-01-03,路灯不亮,3,working_days,已修复,SW\n",
}
#: In whose hands a case is; the other queues only look at it.
HANDS = ("triage", "dispatch", "returns", "resolved", "to-sign", "handling", "to-verify", "to-check")


class Desk:
    """The day's cases, and the deadline that each was promised when it was filed."""

    def __init__(self, cases: Cases) -> None:
        self.cases, self.promised = cases, {}

    async def file(self, case: dict[str, Any], rule: str, **more: Any) -> dict[str, Any]:
        filed = await self.cases.done("clerk", case, "file", {"rule_code": rule, **more})
        self.promised[case["id"]] = filed["deadline_at"]
        return filed

    async def seen(self, case: dict[str, Any], who: str = "dispatcher") -> dict[str, Any]:
        answer = await self.cases.client_as(who).get(f"/cases/{case['id']}")
        assert answer.status_code == 200, answer.text
        seen: dict[str, Any] = answer.json()
        return seen

    async def done(self, who: str, case: dict[str, Any], action: str, body: Any = None) -> dict[str, Any]:
        """A move after which the deadline is what it was."""
        after = await self.cases.done(who, case, action, body)
        assert after["deadline_at"] == self.promised.get(case["id"]), action
        return after


async def _people(client: AsyncClient, task: str, case: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await client.get("/people", params={"task": task, "case_id": case["id"]})
    assert answer.status_code == 200, answer.text
    people: list[dict[str, Any]] = answer.json()["items"]
    return people


async def _push(client: AsyncClient, sent_at: str, *operations: Any) -> list[dict[str, Any]]:
    answer = await client.post("/sync/push", json={"sent_at": sent_at, "operations": list(operations)})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


async def _hands(client_as: Clients) -> dict[str, set[tuple[str, str]]]:
    """Each case with the queues it stands in, and who sees it there."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for who in set(POSTS) - {"admin"}:  # who reads no cases
        queues = await client_as(who).get("/queues")
        assert queues.status_code == 200, (who, queues.text)
        own = {queue["name"] for queue in queues.json()["items"]}
        for name in own.intersection(HANDS):
            for item in (await client_as(who).get(f"/queues/{name}", params={"limit": 200})).json()["items"]:
                found[item["id"]].add((name, who))
    return found


async def test_a_dispatchers_day(cases: Cases, client_as: Clients, session: Session) -> None:
    await import_files(session, {name: text.encode() for name, text in LAMPS.items()})
    desk, dispatcher = Desk(cases), client_as("dispatcher")

    with clock.frozen(at("17 08:40")):
        # The morning's reports: one from a phone whose battery was empty, one with its pin a grid away, one twice.
        lost_clock = a_report(description="井盖缺失")
        (result,) = await _push(
            client_as("worker"), "1970-01-01T00:04:00Z", {**lost_clock, "device_time": "1970-01-01T00:02:00Z"}
        )
        assert result["outcome"] == "applied"
        manhole = result["case"]
        wrong_pin = await cases.report(description="垃圾成堆", location=IN_OTHER_GRID)
        lamp = await cases.report(description="幸福路口路灯整夜不亮")
        double = await cases.report("second_worker", description="幸福路口路灯整夜不亮")
        far = await cases.report("clerk", description="店外经营占道")
        overtaken = await cases.report(description="路边小广告")
        events = (await dispatcher.get(f"/cases/{manhole['id']}/events")).json()["items"]
        assert events[0]["data"]["device"]["flags"] == ["clock_off"]

    with clock.frozen(at("17 09:00")):
        # Triage, with the dispatcher looking over its shoulder.
        assert [each["id"] for each in double["duplicate_candidates"]] == [lamp["id"]]
        await cases.done("clerk", double, "merge", {"target_id": lamp["id"]})
        moved = await cases.done("clerk", wrong_pin, "correct-location", {"location": IN_GRID, "note": "针落错"})
        assert (wrong_pin["area_code"], moved["area_code"]) == (OTHER_GRID, GRID)
        looking = await cases.done("clerk", far, "request-verification", {"missing": "门牌号"})
        verifier = next(name for name, id_ in USERS.items() if str(id_) == looking["verifier_id"])
        await cases.done(verifier, far, "submit-verification", {"confirmed": True, "finding": "12 号门前"})
        for case in (manhole, wrong_pin, lamp, far, overtaken):
            await desk.file(case, "R2")
        # Meanwhile its reporter, without a network, takes the small bill back.
        late = operation("cancel", overtaken["id"], {"reason_code": "by_mistake"}, base_version=overtaken["version"])
        (result,) = await _push(client_as("worker"), "2026-03-17T01:00:00Z", late)
        assert (result["outcome"], [event["action"] for event in result["since"]]) == ("conflict", ["file"])
        assert result["problem"]["code"] == "wrong-state"

    with clock.frozen(at("17 09:20")):
        # A lamp is no heap of rubbish: filed anew, and the promise stays.
        refiled = await desk.done("clerk", lamp, "refile", {"rule_code": "L1", "note": "属路灯故障"})
        assert (refiled["category_code"], refiled["category_name"]) == ("DCM-01-03", "Street lamps")
        assert (refiled["responsible_department_code"], refiled["responsible_department_name"]) == ("SW", "部门SW")

        waiting = (await dispatcher.get("/queues/dispatch")).json()["items"]
        assert {item["id"] for item in waiting} == set(desk.promised)
        assert {(item["area_code"], item["area_name"]) for item in waiting} == {(GRID, f"区域{GRID}")}
        assert all(item["category_name"] and item["responsible_department_name"] for item in waiting)

        # To the wrong unit, seen at once: recalled, or redirected in one step.
        await desk.done("dispatcher", lamp, "dispatch", {"lead": "CG"})
        recalled = await desk.done("dispatcher", lamp, "recall", {"reason_code": "wrong_unit"})
        assert (recalled["status"], recalled["lead_department_code"]) == ("filed", None)
        await desk.done("dispatcher", lamp, "dispatch", {"lead": "SW"})
        await desk.done("dispatcher", manhole, "dispatch", {"lead": "CG"})
        redirected = await desk.done("dispatcher", manhole, "redirect", {"lead": "SW", "reason_code": "wrong_unit"})
        assert (redirected["status"], redirected["lead_department_name"], redirected["redirect_count"]) == (
            "dispatched",
            "部门SW",
            1,
        )
        assert (await client_as("handler").get(f"/cases/{manhole['id']}")).status_code == 404
        for case in (wrong_pin, far):
            await desk.done("dispatcher", case, "dispatch", {"lead": "CG"})

    with clock.frozen(at("17 10:00")):
        # The units: one returns what is not theirs, the others begin.
        told = {"reason_code": "not_our_duty", "proposed_department": "SW", "note": "属水务管网"}
        await desk.done("handler", far, "request-return", told)
        (returned,) = (await dispatcher.get("/queues/returns")).json()["items"]
        assert returned["id"] == far["id"]
        await desk.done("dispatcher", far, "approve-return", {"note": "同意"})
        again = await desk.done("dispatcher", far, "dispatch", {"lead": "SW"})
        assert (again["return_count"], again["due_at"]) == (1, desk.promised[far["id"]])
        (counted,) = (
            await client_as("supervisor").get(
                "/supervision/summary", params={"question": "bounced", "by": "department"}
            )
        ).json()["items"]
        assert (counted["key"], counted["count"]) == ("CG", 1)
        await desk.done("handler", wrong_pin, "sign")
        signed = await desk.done("water_handler", lamp, "sign")
        assert (signed["handler_name"], signed["lead_department_name"]) == ("用户water_handler", "部门SW")
        # How much more time may be asked for is told with the button.
        mine = await desk.seen(wrong_pin, "handler")
        (extension,) = [offer for offer in mine["allowed_actions"] if offer["action"] == "request_extension"]
        assert [(each["field"], each["most"], each["times_left"]) for each in extension["limits"]] == [("amount", 2, 2)]
        too_much = await cases.act("handler", wrong_pin, "request-extension", {"reason_code": "complex", "amount": 3})
        assert too_much.json()["errors"][0]["pointer"] == "/amount"

    with clock.frozen(at("17 11:00")):
        # Done at the true place, whose photo counts because the pin was corrected.
        await cases.attach("handler", wrong_pin, content=photo(120))
        await desk.done("handler", wrong_pin, "resolve", {"result": "已清运"})
        (resolved,) = (await dispatcher.get("/queues/resolved")).json()["items"]
        assert resolved["id"] == wrong_pin["id"]

        # Who checks is picked by name and load, and given to another when the first cannot go.
        people = await _people(dispatcher, "check", wrong_pin)
        assert USERS["handler"] not in {person["id"] for person in people}
        assert [person["load"] for person in people] == [0] * len(people)
        first, second, *_ = people
        given = await desk.done("dispatcher", wrong_pin, "request-check", {"checker_id": first["id"]})
        assert (given["checker_id"], given["checker_name"]) == (first["id"], first["name"])
        at_large = (await dispatcher.get("/people", params={"task": "check"})).json()["items"]
        busy = {person["id"]: (person["load"], person["checking"]) for person in at_large if person["load"]}
        assert busy == {first["id"]: (1, 1)}
        other = await desk.done("dispatcher", wrong_pin, "reassign", {"person_id": second["id"], "note": "请假"})
        assert other["checker_id"] == second["id"]
        old, new = (next(name for name, id_ in USERS.items() if str(id_) == person["id"]) for person in (first, second))
        assert (await cases.act(old, wrong_pin, "pass-check", {"finding": "已清"})).status_code in (403, 404)
        await desk.done(new, wrong_pin, "pass-check", {"finding": "现场已清理"})

    with clock.frozen(at("17 12:00")):
        ended = (await dispatcher.get("/cases", params={"open": False})).json()["items"]
        still = (await dispatcher.get("/cases", params={"open": True})).json()["items"]
        hands = await _hands(client_as)

    # Nothing is lost, no deadline has moved, and each open case is in exactly one hand.
    assert {(item["id"], item["status"]) for item in ended} == {(double["id"], "merged"), (wrong_pin["id"], "closed")}
    assert {item["id"] for item in still} == {case["id"] for case in (manhole, lamp, far, overtaken)}
    for item in still:
        assert item["due_at"] == desk.promised[item["id"]]
    assert {case_id: {name for name, _ in places} for case_id, places in hands.items()} == {
        manhole["id"]: {"to-sign"}, far["id"]: {"to-sign"}, lamp["id"]: {"handling"}, overtaken["id"]: {"dispatch"},
    }  # fmt: skip
    units = {who: POSTS[who][2] or POSTS[who][0] for places in hands.values() for _, who in places}
    for case_id in (manhole["id"], far["id"], lamp["id"]):
        assert {units[who] for _, who in hands[case_id]} == {"SW"}
