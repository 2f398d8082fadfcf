"""Every second thing a request names: which right is needed there, and what somebody without it gets."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4, uuid5

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import insert

from app import clock
from app.db.session import Session
from app.db.statement import Statement
from app.models.user import Appointment
from app.queries.tables import table
from tests.cases import Cases, photo
from tests.households import rights as of_villages
from tests.naming import named
from tests.organisation import COUNTY, IN_OTHER_GRID, OTHER_GRID, OTHER_TOWN, SESSIONS, TOWN, USERS
from tests.routers import cobuilding_rights, rights_of_evaluation
from tests.sync.phone import operation
from tests.uploads.tus import TUS, after_photo

Clients = Callable[..., AsyncClient]
Attempt = Callable[["Outside"], Awaitable[Response]]
WHISTLE = {
    "departments": ["SW"], "place": "北门", "note": "到场",
    "respond_by": (clock.now() + timedelta(days=1)).isoformat(),
}  # fmt: skip
MINUTES: dict[str, Any] = {"attended": ["CG"], "note": "查明"}
ACROSS = "nobody"
OTHER = "what lies in the other town"
WEEKLY = {"area_code": TOWN, "kind": "weekly", "day": str(clock.today())}


class Outside:
    """A clerk of one town who is a grid worker in the other, and a district where everybody is at work."""

    def __init__(self, cases: Cases, client_as: Clients) -> None:
        self.cases, self.client_as = cases, client_as

    async def across(self, action: str, case: dict[str, Any], body: Any) -> Response:
        return await self.cases.act(ACROSS, case, action, body)

    async def there(self) -> dict[str, Any]:
        """A case of the other town: the clerk sees it and does not triage it."""
        return await self.cases.report("other_worker", location=IN_OTHER_GRID)

    async def post(self, who: str, path: str, body: Any, method: str = "POST") -> Response:
        return await self.client_as(who).request(method, path, json=body)


async def merge(out: Outside) -> Response:
    return await out.across("merge", await out.cases.report(), {"target_id": (await out.there())["id"]})


async def file_there(out: Outside) -> Response:
    return await out.across("file", await out.cases.report(), {"rule_code": "R1", "area_code": OTHER_GRID})


async def file_retired(out: Outside) -> Response:
    category = {"standard_code": "DCM", "parent_code": "DCM-01", "name": "暴露垃圾", "retired_on": "2026-01-01"}
    assert (await out.post("admin", "/categories/DCM-01-02", category, "PUT")).status_code == 200
    return await out.cases.act("clerk", await out.cases.report(), "file", {"rule_code": "R1"})


async def self_handle_retired(out: Outside) -> Response:
    await file_retired(out)
    body = {"category_code": "DCM-01-02", "result": "已清理"}
    case = await out.cases.report()
    for colour, purpose in ((0, "before"), (200, "after")):
        assert (await out.cases.attach("worker", case, purpose, content=photo(colour))).status_code == 200
    return await out.cases.act("worker", case, "self-handle", body)


async def dispatch_far(out: Outside) -> Response:
    return await out.cases.act("dispatcher", await out.cases.at("filed"), "dispatch", {"lead": "FAR"})


async def assist_far(out: Outside) -> Response:
    body = {"lead": "CG", "assists": ["FAR"]}
    return await out.cases.act("dispatcher", await out.cases.at("filed"), "dispatch", body)


async def redirect_far(out: Outside) -> Response:
    body = {"lead": "FAR", "reason_code": "wrong_unit"}
    return await out.cases.act("dispatcher", await out.cases.at("dispatched"), "redirect", body)


async def redirect_with_assist_far(out: Outside) -> Response:
    body = {"lead": "SW", "assists": ["FAR"], "reason_code": "wrong_unit"}
    return await out.cases.act("dispatcher", await out.cases.at("dispatched"), "redirect", body)


async def refile_retired(out: Outside) -> Response:
    case = await out.cases.at("filed")
    category = {"standard_code": "DCM", "parent_code": "DCM-01", "name": "暴露垃圾", "retired_on": "2026-01-01"}
    assert (await out.post("admin", "/categories/DCM-01-02", category, "PUT")).status_code == 200
    return await out.cases.act("clerk", case, "refile", {"rule_code": "R1", "note": "x"})


async def reassign_to_another(out: Outside) -> Response:
    body = {"person_id": str(USERS["other_worker"])}
    return await out.cases.act("clerk", await out.cases.at("verifying"), "reassign", body)


async def release_another(out: Outside) -> Response:
    body = {"department": "SW", "note": "无需"}
    return await out.cases.act("dispatcher", await out.cases.at("handling"), "release-assist", body)


def beside_the_lead(who: str, action: str, **body: Any) -> Attempt:
    """Of a case that SW assists and has asked to be excused from."""

    async def attempt(out: Outside) -> Response:
        case = await out.cases.at("handling")
        await out.cases.done("dispatcher", case, "add-assist", {"department": "SW"})
        await out.cases.done("water_handler", case, "request-excuse", {"reason_code": "nothing_to_do", "note": "无"})
        return await out.cases.act(who, case, action, body)

    return attempt


def whistled(who: str, action: str, **body: Any) -> Attempt:
    """Of a case to which SW is called."""

    async def attempt(out: Outside) -> Response:
        case = await out.cases.at("handling")
        await out.cases.done("centre_leader", case, "whistle", WHISTLE)
        return await out.cases.act(who, case, action, body)

    return attempt


async def call_far(out: Outside) -> Response:
    return await out.cases.act("centre_leader", await out.cases.report(), "whistle", WHISTLE | {"departments": ["FAR"]})


async def minutes_with_another(out: Outside) -> Response:
    case, other = await out.cases.at("handling"), await out.cases.report()
    assert (await out.cases.attach("worker", other, "scene")).status_code == 200
    (shown,) = (await out.client_as("worker").get(f"/cases/{other['id']}/attachments")).json()["items"]
    body = MINUTES | {"attachment_ids": [shown["id"]]}
    return await out.cases.act("dispatcher", case, "record-minutes", body)


def filed(who: str, action: str, **body: Any) -> Attempt:
    """Of a case that waits for a unit."""

    async def attempt(out: Outside) -> Response:
        return await out.cases.act(who, await out.cases.at("filed"), action, body)

    return attempt


def pooled(**body: Any) -> Attempt:
    """Claiming a case for a unit of which one is a handler."""

    async def attempt(out: Outside) -> Response:
        return await out.cases.act("handler", await out.cases.at("pooled"), "claim", body)

    return attempt


async def deliver_by_another(out: Outside) -> Response:
    return await out.cases.act("handler", await out.cases.at("handling"), "deliver", {"team": "SW"})


def in_a_batch(who: str, action: str, **body: Any) -> Attempt:
    """A case that one does not see, beside others or alone."""

    async def attempt(out: Outside) -> Response:
        granted = {"username": "town_clerk", "post": "dispatcher", "area_code": TOWN}
        assert (await out.post("admin", "/appointments", granted)).status_code == 201
        case = await out.cases.report("hotline", location=IN_OTHER_GRID)
        said = {"body": body, "items": [{"id": case["id"], "version": case["version"]}]}
        answer = await out.post(who, f"/cases/batch/{action}", said)
        (result,) = answer.json()["results"]
        assert (result["outcome"], result["version"], result["status"]) == ("refused", None, None)
        return Response(result["problem"]["status"], json=result["problem"])

    return attempt


async def look_at_anothers(out: Outside) -> Response:
    case = await out.there()
    (look,) = (await out.post("town_clerk", "/looks", {"case_ids": [case["id"]]}, "PUT")).json()["items"]
    assert (look["state"], look["looked_at_by"]) == ("not_found", None)
    return Response(404, json={"code": "not-found"})


def write_view(**more: str) -> Attempt:
    """Sharing a view where one is not."""

    async def attempt(out: Outside) -> Response:
        return await out.post("town_clerk", "/views", {"name": "常用", "query": {}, **more})

    return attempt


async def propose_far(out: Outside) -> Response:
    body = {"reason_code": "not_our_duty", "proposed_department": "FAR"}
    return await out.cases.act("handler", await out.cases.at("dispatched"), "request-return", body)


async def sign_for_another(out: Outside) -> Response:
    body = {"handler_id": str(USERS["water_handler"])}
    return await out.cases.act("handler", await out.cases.at("dispatched"), "sign", body)


async def transfer_to_another(out: Outside) -> Response:
    body = {"person_id": str(USERS["water_handler"])}
    return await out.cases.act("lead", await out.cases.at("handling"), "transfer", body)


async def verify_by_another(out: Outside) -> Response:
    body = {"missing": "权属", "verifier_id": str(USERS["other_worker"])}
    return await out.cases.act("clerk", await out.cases.report(), "request-verification", body)


async def check_by_another(out: Outside) -> Response:
    body = {"checker_id": str(USERS["other_worker"])}
    return await out.cases.act("dispatcher", await out.cases.at("resolved"), "request-check", body)


async def follow_for_sent(out: Outside) -> Response:
    sent = await out.cases.report()
    return await out.cases.act("second_worker", await out.cases.report(), "follow", {"report_id": sent["id"]})


async def original_of_another(out: Outside) -> Response:
    case, other = await out.cases.report(), await out.cases.report()
    assert (await out.cases.attach("worker", other, "scene")).status_code == 200
    (shown,) = (await out.client_as("worker").get(f"/cases/{other['id']}/attachments")).json()["items"]
    body = {"attachment_id": shown["id"], "reason_code": "appeal"}
    return await out.cases.act("supervisor", case, "view-original", body)


async def end_anothers(out: Outside) -> Response:
    return await out.client_as("admin").delete(f"/users/{USERS['worker']}/sessions/{SESSIONS['clerk']}")


async def copy_of_another(out: Outside) -> Response:
    case, other = await out.cases.report(), await out.cases.report()
    assert (await out.cases.attach("worker", other, "scene")).status_code == 200
    (shown,) = (await out.client_as("worker").get(f"/cases/{other['id']}/attachments")).json()["items"]
    return await out.client_as("worker").get(f"/cases/{case['id']}/attachments/{shown['id']}")


async def report_as_anothers(out: Outside) -> Response:
    theirs = await out.there()
    return await out.post("worker", "/cases", {"id": theirs["id"], "description": "路边有成堆垃圾"})


async def resident_as_anothers(out: Outside) -> Response:
    theirs = await out.there()
    body = {"id": theirs["id"], "description": "路灯不亮", "location": IN_OTHER_GRID,
            "contact": {"name": "王女士", "phone": "13800001234"}}  # fmt: skip
    return await out.client_as(None).post("/public/cases", json=body)


async def pick_for_unhandled(out: Outside) -> Response:
    asked = {"task": "verify", "case_id": (await out.there())["id"]}
    return await out.client_as(ACROSS).get("/people", params=asked)


def pick(who: str, **asked: str) -> Attempt:
    async def attempt(out: Outside) -> Response:
        return await out.client_as(who).get("/people", params=asked)

    return attempt


async def pushed(out: Outside, **more: Any) -> Response:
    case = await out.there()
    told = {**operation("comment", case["id"], {"note": "已联系"}), **more}
    body = {"sent_at": "2026-11-25T01:00:05Z", "operations": [told]}
    answer = await out.post("worker", "/sync/push", body)
    (result,) = answer.json()["results"]
    return Response(result["problem"]["status"], json=result["problem"])


async def after_anothers(out: Outside) -> Response:
    case = await out.cases.report()
    first = operation("comment", case["id"], {"note": "已联系"})
    body = {"sent_at": "2026-11-25T01:00:05Z", "operations": [first]}
    assert (await out.post("leader", "/sync/push", body)).json()["results"][0]["outcome"] == "applied"
    body["operations"] = [operation("comment", case["id"], {"note": "再联系"}, after=first["id"])]
    (result,) = (await out.post("worker", "/sync/push", body)).json()["results"]
    return Response(result["problem"]["status"], json=result["problem"])


async def receipt_of_another(out: Outside) -> Response:
    case = await out.cases.report()
    first = operation("comment", case["id"], {"note": "已联系"})
    body = {"sent_at": "2026-11-25T01:00:05Z", "operations": [first]}
    assert (await out.post("leader", "/sync/push", body)).json()["results"][0]["outcome"] == "applied"
    told = (await out.client_as("worker").get("/sync/receipts", params={"id": first["id"]})).json()
    assert told == {"items": [], "unknown": [first["id"]]}
    return Response(404, json={"code": "not-found"})


async def photo_for_another(out: Outside) -> Response:
    case = await out.there()
    headers = TUS | {"Upload-Length": "100", "Upload-Metadata": after_photo(case["id"])}
    assert (await out.client_as("worker").post("/uploads", headers=headers)).status_code == 201
    seen = (await out.client_as("other_worker").get(f"/cases/{case['id']}")).json()
    assert seen["photos_pending"] == [], "nobody waits for the photo of a stranger"
    return Response(404, json={"code": "not-found"})


def handed_over(**people: str) -> Attempt:
    """By an administrator who sees the case."""
    return _handed("hand-over", {name: str(USERS[who]) for name, who in people.items()})


def unit_handed_over(**units: str) -> Attempt:
    """The same of a unit."""
    return _handed("hand-over-unit", units)


def _handed(action: str, body: dict[str, str]) -> Attempt:
    async def attempt(out: Outside) -> Response:
        granted = {"username": "leader", "post": "administrator", "area_code": TOWN}
        assert (await out.post("admin", "/appointments", granted)).status_code == 201
        return await out.cases.act("leader", await out.cases.at("handling"), action, body)

    return attempt


def town(path: str, body: dict[str, Any], method: str = "POST") -> Attempt:
    """Asked by an administrator of one town, of what lies outside."""

    async def attempt(out: Outside) -> Response:
        granted = {"username": "leader", "post": "administrator", "area_code": TOWN}
        assert (await out.post("admin", "/appointments", granted)).status_code == 201
        return await out.post("leader", path, body, method)

    return attempt


async def bulletin_there(out: Outside) -> Response:
    body = {"area_code": OTHER_TOWN, "kind": "weekly", "day": str(clock.today())}
    return await out.post("town_supervisor", "/bulletins", body)


def bulletin_of(**said: Any) -> Attempt:
    """A draft of one town that names what is another's."""

    async def attempt(out: Outside) -> Response:
        case = await out.there()
        drafted = await out.post("town_supervisor", "/bulletins", WEEKLY)
        assert drafted.status_code == 201
        told = {"title": "周报", "withdrawal_reason": "有误"} if "withdraws" in said else {"title": "周报"}
        body = told | {name: _instead(value, case["id"]) for name, value in said.items()}
        return await out.post("town_supervisor", f"/bulletins/{drafted.json()['id']}", body, "PUT")

    return attempt


def _instead(value: Any, case_id: str) -> Any:
    return case_id if value == OTHER else [{"case_id": case_id}]


def stand_in(who: str, *, absent: str, substitute: str) -> Attempt:
    """Naming a substitute for somebody."""

    async def attempt(out: Outside) -> Response:
        days = {"valid_from": str(clock.today()), "valid_to": str(clock.today()), "reason_code": "leave"}
        body = {"absent_id": str(USERS[absent]), "substitute_id": str(USERS[substitute]), **days}
        return await out.client_as(who).post("/substitutions", json=body)

    return attempt


TEXT = {"kind": "note", "name": "常用", "text": "已联系"}


def write_text(who: str, **owner: str) -> Attempt:
    """Writing a text for somebody else's unit or centre."""

    async def attempt(out: Outside) -> Response:
        return await out.client_as(who).post("/templates", json=TEXT | owner)

    return attempt


def move_text(**owner: str | None) -> Attempt:
    """Giving a text of one's own to another unit or centre."""

    async def attempt(out: Outside) -> Response:
        made = (await out.client_as("lead").post("/templates", json=TEXT | {"department_code": "CG"})).json()
        return await out.client_as("lead").put(f"/templates/{made['id']}", json=TEXT | owner | {"version": 1})

    return attempt


GRID_THERE = {"level": "grid", "parent_code": "440310002001", "name": "网格"}
STATION = {"kind": "station", "parent_code": "CG", "names": [{"valid_from": "2019-01-01", "name": "执法队"}],
           "jurisdictions": [TOWN]}  # fmt: skip
USER = {"username": "zhang", "display_name": "张三", "post": "full_time_worker", "area_code": OTHER_GRID}
RULE = {"category_code": "DCM-01-02", "condition": "垃圾", "limit_amount": 4, "limit_unit": "working_hours",
        "close_condition": "清除", "department_code": "CG"}  # fmt: skip
CATEGORY = {"standard_code": "DCM", "parent_code": "DCM-01", "name": "垃圾"}
LEAD_THERE = {"post": "department_lead", "department_code": "FAR"}

#: The right needed at what is named; who tries it without; the status they get.
RIGHTS: dict[str, tuple[str, Attempt, int]] = {
    "Merge.target_id": ("triage at the target", merge, 403),
    "File.area_code": ("triage at the grid", file_there, 403),
    "File.rule_code": ("none: rules hold everywhere; in use, and its category too", file_retired, 422),
    "SelfHandle.category_code": ("none: categories hold everywhere; in use", self_handle_retired, 422),
    "Dispatch.lead": ("the unit serves the place", dispatch_far, 422),
    "Dispatch.assists": ("each unit serves the place", assist_far, 422),
    "Redirect.lead": ("the unit serves the place", redirect_far, 422),
    "Redirect.assists": ("each unit serves the place", redirect_with_assist_far, 422),
    "Refile.rule_code": ("none: rules hold everywhere; in use, and its category too", refile_retired, 422),
    "Reassign.person_id": ("a field post at the place, apart from the work", reassign_to_another, 422),
    "Transfer.person_id": ("works in the unit", transfer_to_another, 422),
    "ReleaseAssist.department": ("an open assist of the case", release_another, 422),
    "AddAssist.department": (
        "the unit serves the place", beside_the_lead("dispatcher", "add-assist", department="FAR"), 422,
    ),
    "TimedAssist.department": (
        "the unit serves the place",
        beside_the_lead("dispatcher", "redirect", lead="SW", reason_code="wrong_unit", assists=[{"department": "FAR"}]),
        422,
    ),
    "ApproveExcuse.department": (
        "an assist that asked", beside_the_lead("dispatcher", "approve-excuse", department="CG"), 422,
    ),
    "RefuseExcuse.department": (
        "an assist that asked", beside_the_lead("dispatcher", "refuse-excuse", department="CG", note="x"), 422,
    ),
    "BlowWhistle.departments": ("each unit serves the place", call_far, 422),
    "Respond.department": ("one's own, and called", whistled("water_handler", "respond", department="CG"), 422),
    "DeclineWhistle.department": (
        "one's own, and called", whistled("water_handler", "decline-whistle", department="CG", note="x"), 422,
    ),
    "ScoreResponse.department": (
        "a unit that was called", whistled("centre_leader", "score-response", department="CG", score=5), 422,
    ),
    "RecordMinutes.attended": (
        "each unit serves the place", whistled("dispatcher", "record-minutes", attended=["FAR"], note="x"), 422,
    ),
    "RecordMinutes.attachment_ids": ("photos of this very case", minutes_with_another, 422),
    "AgreedTask.department": (
        "the unit serves the place",
        whistled("dispatcher", "record-minutes", **MINUTES, tasks=[{"department": "FAR", "task": "x"}]),
        422,
    ),
    "Publish.eligible": (
        "each unit serves the place", filed("dispatcher", "publish", eligible=["CG", "FAR"], fallback="CG"), 422,
    ),
    "Publish.fallback": (
        "the unit serves the place", filed("dispatcher", "publish", eligible=["CG", "SW"], fallback="FAR"), 422,
    ),
    "Claim.team": ("the claiming unit or a team of its own", pooled(team="SW"), 422),
    "Claim.handler_id": (
        "works in the unit", pooled(team="CG", handler_id=str(USERS["water_handler"])), 422,
    ),
    "Deliver.team": ("the unit that has it or a team of its own", deliver_by_another, 422),
    "Escalate.area_code": (
        "a centre around the place, above", filed("dispatcher", "escalate", reason_code="beyond_power",
                                                  area_code=OTHER_TOWN), 422,
    ),
    "Delegate.area_code": (
        "a centre around the place, below", filed("dispatcher", "delegate", area_code=OTHER_TOWN), 422,
    ),
    "FileBatchItem.id": ("that of the action alone", in_a_batch("town_clerk", "file", rule_code="R1"), 404),
    "DispatchBatchItem.id": ("that of the action alone", in_a_batch("town_clerk", "dispatch", lead="CG"), 404),
    "SignBatchItem.id": ("that of the action alone", in_a_batch("water_handler", "sign"), 404),
    "RequestCheckBatchItem.id": ("that of the action alone", in_a_batch("town_clerk", "request-check"), 404),
    "CloseBatchItem.id": (
        "that of the action alone",
        in_a_batch("town_clerk", "close", close_condition_met=True, reply="已办"),
        404,
    ),
    "TransferBatchItem.id": (
        "that of the action alone", in_a_batch("handler", "transfer", person_id=str(USERS["lead"])), 404,
    ),
    "LooksIn.case_ids": ("in sight, and theirs to decide about", look_at_anothers, 404),
    "ViewIn.area_code": (
        "of its centre", write_view(area_code=OTHER_TOWN), 403,
    ),
    "HandOverUnitIn.to": ("serves the reach", town("/departments/CG-1/hand-over", {"to": "FAR"}), 404),
    "RequestReturn.proposed_department": ("the unit serves the place", propose_far, 422),
    "Sign.handler_id": ("works in the unit", sign_for_another, 422),
    "RequestVerification.verifier_id": ("a field post at the place", verify_by_another, 422),
    "RequestCheck.checker_id": ("a field post at the place, apart from the work", check_by_another, 422),
    "Follow.report_id": ("not a report that the caller sees was sent", follow_for_sent, 422),
    "ViewOriginal.attachment_id": ("a photo of this very case", original_of_another, 422),
    "/cases/{case_id}/attachments/{attachment_id}": ("a photo of this very case", copy_of_another, 404),
    "/users/{user_id}/sessions/{session_id}": ("a session of this very user", end_anothers, 404),
    "ReportCase.id": ("an id nobody has, or the caller's own report", report_as_anothers, 409),
    "ResidentReport.id": ("any, which tells nothing of whose it is: a case of its own", resident_as_anothers, 201),
    "Operation.case_id": ("that of the single command", pushed, 404),
    "Operation.after": ("the caller's own operation", after_anothers, 409),
    "/sync/receipts?id": ("the caller's own operation", receipt_of_another, 404),
    "UploadDeclaration.case_id": ("that of adding a photo, when it is added", photo_for_another, 404),
    "/people?case_id": ("that of the action that takes the person", pick_for_unhandled, 403),
    "/people?area": ("triage or dispatch there", pick(ACROSS, task="check", area=OTHER_TOWN), 404),
    "/people?department": ("one's own unit, or dispatch where it serves",
                           pick("handler", task="handle", department="SW"), 404),
    "SubstitutionIn.absent_id": ("oneself, or heads or administers them",
                                 stand_in("supervisor", absent="worker", substitute="second_worker"), 404),
    "SubstitutionIn.substitute_id": ("of the same unit or village",
                                     stand_in("worker", absent="worker", substitute="other_worker"), 422),
    "TemplateIn.department_code": ("heads it", write_text("handler", department_code="CG"), 403),
    "TemplateIn.area_code": ("leads or administers its centre", write_text("dispatcher", area_code=COUNTY), 403),
    "TemplateChange.department_code": ("stays its own", move_text(department_code="CG-1", area_code=None), 422),
    "TemplateChange.area_code": ("stays its own", move_text(department_code=None, area_code=COUNTY), 422),
    "AreaIn.parent_code": ("administers it", town("/areas/44031000200109", GRID_THERE, "PUT"), 403),
    "DepartmentIn.parent_code": (
        "serves a part of the reach", town("/departments/F-1", STATION | {"parent_code": "FAR"}, "PUT"), 403,
    ),
    "DepartmentIn.jurisdictions": (
        "administers each", town("/departments/CG-9", STATION | {"jurisdictions": [OTHER_TOWN]}, "PUT"), 403,
    ),
    "UserIn.area_code": ("administers it", town("/users", USER), 403),
    "UserIn.department_code": ("serves the reach alone", town("/users", USER | LEAD_THERE | {"area_code": None}), 403),
    "AppointmentIn.area_code": (
        "administers it",
        town("/appointments", {"username": "worker", "post": "dispatcher", "area_code": COUNTY}), 403,
    ),
    "AppointmentIn.department_code": (
        "serves the reach alone", town("/appointments", {"username": "worker", **LEAD_THERE}), 403,
    ),
    "AppointmentIn.username": (
        "a post in reach",
        town("/appointments", {"username": "other_worker", "post": "dispatcher", "area_code": TOWN}), 404,
    ),
    "HandOverUnit.from_department": (
        "has a part in the case", unit_handed_over(from_department="SW", to_department="CG-1"), 422,
    ),
    "HandOverUnit.to_department": (
        "serves the place", unit_handed_over(from_department="CG", to_department="FAR"), 422,
    ),
    "HandOver.from_id": ("holds something of the case", handed_over(from_id="worker", to_id="lead"), 422),
    "HandOver.to_id": ("may take it over", handed_over(from_id="handler", to_id="water_handler"), 422),
    "HandOverIn.to_id": (
        "a post in reach", town(f"/users/{USERS['worker']}/hand-over", {"to_id": str(USERS["other_worker"])}), 404,
    ),
    "PasswordsIn.user_ids": (
        "every post in reach", town("/users/passwords", {"user_ids": [str(USERS["other_worker"])]}), 404,
    ),
    "RuleIn.category_code": ("administers everywhere", town("/filing-rules/R9", RULE, "PUT"), 403),
    "RuleIn.department_code": ("administers everywhere", town("/filing-rules/R9", RULE, "PUT"), 403),
    "CategoryIn.standard_code": ("administers everywhere", town("/categories/DCM-01-09", CATEGORY, "PUT"), 403),
    "CategoryIn.parent_code": ("administers everywhere", town("/categories/DCM-01-09", CATEGORY, "PUT"), 403),
    "/category-crosswalk/{from_code}/{to_code}": (
        "administers everywhere",
        town("/category-crosswalk/DCM-01/DCM-01-02", {"relation": "narrower"}, "PUT"), 403,
    ),
    "BulletinIn.area_code": ("supervises there", bulletin_there, 403),
    "BulletinEdit.withdraws": ("an issue of the same area", bulletin_of(withdraws=OTHER), 422),
    "TypicalIn.case_id": ("sees the case", bulletin_of(typical=[{"case_id": OTHER}]), 422),
}  # fmt: skip

#: What says who is responsible: whatever it names, it is for who administers where it holds.
_ROW = {"category_code": "DCM-01", "valid_from": "2026-01-01", "lead_code": "SW", "area_code": OTHER_TOWN}
_RULE = {"position": 1, "name": "规则", "valid_from": "2026-01-01", "outcome": "dispatch", "lead_code": "CG",
         "area_code": OTHER_TOWN}  # fmt: skip
_OF_A_ROW = ("area_code", "assist_codes", "category_code", "lead_code", "rule_code")
_OF_A_RULE = ("area_code", "assist_codes", "category_code", "eligible_codes", "fallback_code", "lead_code",
              "nature_code", "source_code")  # fmt: skip
_SAID: dict[str, tuple[tuple[str, ...], Attempt]] = {
    "ResponsibilityIn": (_OF_A_ROW, town("/responsibilities/X", _ROW, "PUT")),
    "RoutingRuleIn": (_OF_A_RULE, town("/routing-rules/X", _RULE, "PUT")),
    "TriedResponsibility": (
        ("code", *_OF_A_ROW), town("/routing/dry-run", {"responsibilities": [_ROW | {"code": "X"}]}),
    ),
    "TriedRule": (("code", *_OF_A_RULE), town("/routing/dry-run", {"routing_rules": [_RULE | {"code": "X"}]})),
}  # fmt: skip
RIGHTS |= {
    f"{body}.{name}": ("administers where it holds", attempt, 403)
    for body, (fields, attempt) in _SAID.items()
    for name in fields
}


async def try_another(out: Outside) -> Response:
    body = {"category_code": "DCM-01", "valid_from": "2026-01-01", "lead_code": "SW", "area_code": OTHER_TOWN}
    assert (await out.post("admin", "/responsibilities/X", body, "PUT")).status_code == 201
    named = {"activate": [{"collection": "responsibilities", "code": "X"}]}
    return await town("/routing/dry-run", named)(out)


RIGHTS |= cobuilding_rights.RIGHTS
RIGHTS["TriedCode.code"] = ("administers where it holds; else it is not there", try_another, 404)

#: What names nothing that somebody else might have, and why.
NO_RIGHT = {
    "Operation.id": "a key of the caller's own",
    "UploadDeclaration.id": "a key of the caller's own",
    "ReportCase.external_id": "an id in the caller's own system",
    "ReportCase.category_code": "a suggestion: the rule decides when it is filed",
    "Part.category_code": "the same: a part is triaged like a report",
    "ReportCase.nature_code": "natures hold everywhere; in use, as tests of history say",
    "ReportCase.source_code": "sources hold everywhere; in use",
    "File.nature_code": "natures hold everywhere; in use",
    "/terms/{kind}/{code}": "natures and sources hold everywhere",
    "FindCandidates.category_code": "categories hold everywhere; the cases found are those in sight",
    "ResidentWords.id": "a key of the resident's own, within the matter of their link",
    "ResidentUrge.id": "a key of the resident's own, within the matter of their link",
    "Body_resident_pages_say.id": "a key of the resident's own, within the matter of their link",
    "Body_resident_pages_send_report.id": "that of ResidentReport: the form tells the same report",
    "ResidentReport.area_code": "areas hang at lamp posts: whoever stands there may name theirs, and is told nothing",
    "ResidentReport.category_code": "a suggestion: the rule decides when it is filed",
    "Mention.code": "a unit is called by name in public; areas lie in the bulletin's own, as its tests say",
    "Recipient.code": "anybody may be written to; areas lie in the bulletin's own or above it, as its tests say",
    "MarkRead.ids": "others than the caller's own are passed over",
    "UserIn.username": "the name of the new user",
    "HandOverIn.after": "a place in a list; no case is told",
    "Body_identity_token.username": "who signs in",
    "SessionInput.username": "who signs in",
    "TemplateIn.category_code": "categories hold everywhere",
    "TemplateChange.category_code": "categories hold everywhere",
    "Body_identity_token.client_id": "of OAuth2; means nothing",
    "HandOverUnitIn.after": "a place in a list; no case is told",
    "CaseFilters.area": "a filter narrows what is seen anyway, and each reader of a view sees what they see",
    "CaseFilters.category": "the same",
    "CaseFilters.department": "the same",
    "CaseFilters.nature": "the same",
    "CaseFilters.source": "the same",
    "CaseFilters.external_id": "the same; and finds nothing for who is not told it, as tests of views say",
    "/calendar?area": "areas and their working days are public to whoever signed in",
    **cobuilding_rights.NO_RIGHT,
}
RIGHTS |= of_villages.RIGHTS
NO_RIGHT |= of_villages.NO_RIGHT
RIGHTS |= rights_of_evaluation.RIGHTS  # type: ignore[arg-type]
NO_RIGHT |= rights_of_evaluation.NO_RIGHT
#: A filter narrows what is seen anyway.
FILTERED = {"/cases", "/ledgers/cases", "/bulletins", "/templates",
            "/supervision/first-dispatch", "/supervision/ping-pong",
            "/supervision/ratings", "/supervision/whistles", "/supervision/trend", "/supervision/order-figures",
            "/routing/automatic", "/supervision/summary", "/supervision/{question}", "/appointments",
            "/areas", "/areas/boundaries", "/categories",
            "/category-crosswalk", "/departments", "/filing-rules", "/users", "/audit",
            "/responsibilities", "/routing-rules", "/irregularities", "/releases", "/releases/proposed",
            "/supervision/heat", "/supervision/tops", "/supervision/year-on-year", "/supervision/backlog",
            "/supervision/forecast", "/supervision/burden", "/supervision/burden/entries",
            *cobuilding_rights.FILTERED}  # fmt: skip


@pytest.fixture
async def out(cases: Cases, client_as: Clients, session: Session) -> Outside:
    for post, area in (("triage_clerk", TOWN), ("full_time_worker", OTHER_GRID)):
        row = {"id": uuid5(USERS[ACROSS], post), "user_id": USERS[ACROSS], "post": post, "area_code": area,
               "valid_from": date(2026, 1, 1)}  # fmt: skip
        await session.run(Statement(insert(table(Appointment)), columns=tuple(row)), **row)
    return Outside(cases, client_as)


def test_whatever_a_request_names_has_its_right() -> None:
    filters = {name for name in named() if name.partition("?")[0] in FILTERED and "?" in name}

    assert named() - filters == RIGHTS.keys() | NO_RIGHT.keys()
    assert len(filters) > 20, "a walk that finds nothing proves nothing"


@pytest.mark.parametrize("what", RIGHTS)
async def test_a_second_thing_is_taken_by_right_and_not_by_sight(out: Outside, what: str) -> None:
    right, attempt, status = RIGHTS[what]
    answer = await attempt(out)

    assert answer.status_code == status, (what, right, answer.text)
    refused = ("not-permitted", "not-found", "invalid", "report-conflict", "operation-missing")
    assert status == 201 or answer.json()["code"] in refused


@pytest.mark.parametrize("name", ["area", "department", "category", "unit", "category_exactly", "worker"])
async def test_a_filter_shows_nothing_out_of_sight(out: Outside, name: str) -> None:
    case = await out.cases.at("handling")
    told = {"area": TOWN, "department": "CG", "category": "DCM-01", "unit": "CG", "category_exactly": "DCM-01-02"}
    query = {name: told.get(name, str(USERS["handler"]))}
    seen = await out.client_as("supervisor").get("/supervision/open", params=query)
    outside = await out.client_as("other_supervisor").get("/supervision/open", params=query)

    assert [item["id"] for item in seen.json()["items"]] == [case["id"]]
    assert outside.json()["items"] == []


@pytest.mark.parametrize(
    ("who", "action", "field", "unseen"),
    [
        (ACROSS, "merge", "target_id", "of the market"),
        ("dispatcher", "request-check", "checker_id", str(USERS["other_worker"])),
        ("handler", "sign", "handler_id", str(USERS["far_handler"])),
        ("dispatcher", "dispatch", "lead", "FAR"),
    ],
)
async def test_what_is_unseen_is_refused_as_what_is_not_there(
    out: Outside, who: str, action: str, field: str, unseen: str
) -> None:
    status = {"merge": "reported", "request-check": "resolved", "sign": "dispatched", "dispatch": "filed"}[action]
    if action == "merge":
        unseen = (await out.cases.report("hotline", location={"lat": 22.5, "lon": 114.0}))["id"]
    case = await out.cases.at(status)
    missing = "NOPE" if field == "lead" else str(uuid4())
    answers = [await out.cases.act(who, case, action, {field: told}) for told in (unseen, missing)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].json() == answers[1].json()


async def test_unmerging_is_for_whoever_triages_the_case_and_says_nothing_where_they_do_not(
    out: Outside, session: Session
) -> None:
    case, target = await out.cases.report(), await out.there()
    await out.cases.done("clerk", case, "merge", {"target_id": target["id"], "note": "同一事项"})
    refused = await out.cases.act("other_supervisor", case, "unmerge", {"note": "x"})
    await out.cases.done(ACROSS, case, "unmerge", {"note": "误并"})
    notes = await session.connection.fetch(
        "SELECT case_id, action, note FROM case_events WHERE action IN ('merge', 'unmerge') ORDER BY created_at, seq"
    )

    assert refused.status_code in (403, 404)
    told = {(str(row["case_id"]), row["action"]): row["note"] for row in notes}
    assert told[target["id"], "merge"] == "同一事项"
    assert told[case["id"], "unmerge"] == "误并"
    assert told[target["id"], "unmerge"] is None
