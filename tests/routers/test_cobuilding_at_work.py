"""What a co-building group 共建 does in a quarter: tasks, activities, adoptions, projects, with their evidence."""

from datetime import timedelta
from typing import Any

import pytest
from httpx import Response

from app import clock
from app.db.session import Session
from app.services.photos import copies
from app.services.photos.store import PhotoStore
from tests.cases import photo
from tests.conftest import OneConnection
from tests.organisation import IN_GRID, IN_OTHER_GRID
from tests.routers.cobuilding import AFTERWARDS, IN_DECEMBER, IN_NOVEMBER, IN_OCTOBER, Clients, Quarter, marks


@pytest.fixture
def at_work(client_as: Clients) -> Quarter:
    return Quarter(client_as)


@pytest.fixture
async def group(at_work: Quarter) -> dict[str, Any]:
    """Led by CG, with SW."""
    with clock.frozen(IN_OCTOBER):
        await at_work.scheme()
        made = await at_work.group()
        joined = {"department_code": "SW", "valid_from": "2026-10-01"}
        return await at_work.done("supervisor", f"groups/{made['id']}/members", joined)


async def attach(at_work: Quarter, who: str, subject: str, subject_id: str, colour: int = 0, **form: str) -> Response:
    files = {"photo": ("photo.jpg", photo(colour), "image/jpeg")}
    return await at_work.client_as(who).post(f"/cobuilding/photos/{subject}/{subject_id}", data=form, files=files)


TASK = {"title": "清理北门堆物", "evidence": "前后照片", "department_code": "SW", "due_on": "2026-11-30"}


async def test_a_task_is_done_sent_back_and_accepted_by_another_unit(at_work: Quarter, group: dict[str, Any]) -> None:
    with clock.frozen(IN_NOVEMBER):
        task = await at_work.done("handler", f"groups/{group['id']}/tasks", TASK)
        path = f"tasks/{task['id']}"
        refused = {
            "of another unit": await at_work.send("handler", f"{path}/report", {"result": "已清理"}),
            "not done yet": await at_work.send("handler", f"{path}/review", {"accepted": True}),
            "of a member that does not lead": await at_work.send("water_handler", f"groups/{group['id']}/tasks", TASK),
            "of no member": await at_work.send("handler", f"groups/{group['id']}/tasks", TASK | {
                "department_code": "FAR"}),
            "another quarter": await at_work.send("handler", f"{path}/change", {
                "due_on": "2027-01-10", "note": "顺延"}),
            "unseen": await at_work.send("far_handler", f"{path}/report", {"result": "已清理"}),
            "photo of another": await attach(at_work, "handler", "task", task["id"]),
        }  # fmt: skip
        added = await attach(at_work, "water_handler", "task", task["id"], lat="22.69", lon="114.3")
        again = await attach(at_work, "water_handler", "task", task["id"])
        await at_work.done("water_handler", f"{path}/report", {"result": "已清理三车"})
        own = await at_work.send("water_handler", f"{path}/review", {"accepted": True})
        without_reason = await at_work.send("handler", f"{path}/review", {"accepted": False})
        sent_back = await at_work.done("handler", f"{path}/review", {"accepted": False, "note": "缺少后照片"})
    with clock.frozen(IN_DECEMBER):
        late = await at_work.read("water_handler", path)
        await at_work.done("water_handler", f"{path}/report", {"result": "已补照片"})
        accepted = await at_work.done("handler", f"{path}/review", {"accepted": True})
        mine = await at_work.read("water_handler", "tasks?mine=true")

    assert {what: answer.status_code for what, answer in refused.items()} == {
        "of another unit": 403, "not done yet": 409, "of a member that does not lead": 403, "of no member": 422,
        "another quarter": 422, "unseen": 404, "photo of another": 403,
    }  # fmt: skip
    assert (added.status_code, again.status_code, again.json()["id"]) == (201, 200, added.json()["id"])
    assert (own.status_code, without_reason.status_code, sent_back["state"]) == (403, 422, "open")
    assert (late["is_overdue"], late["may_report"], len(late["photos"])) == (True, True, 1)
    assert (accepted["state"], accepted["is_overdue"], accepted["quarter"]) == ("accepted", True, "2026-Q4")
    kinds = sorted(entry["kind"] for entry in accepted["history"])
    assert kinds == ["accepted", "created", "reported", "reported", "sent_back"]
    assert [each["id"] for each in mine["items"]] == [task["id"]]


async def test_an_activity_is_attended_once_on_the_spot_remarked_upon_minuted_and_counted(
    at_work: Quarter, group: dict[str, Any]
) -> None:
    body = {
        "kind": "labour_day", "title": "周末清洁", "place": "北门", "location": IN_GRID,
        "starts_at": IN_NOVEMBER.isoformat(), "ends_at": (IN_NOVEMBER + timedelta(hours=2)).isoformat(),
        "department_code": "CG",
    }  # fmt: skip
    with clock.frozen(IN_OCTOBER):
        activity = await at_work.done("water_handler", f"groups/{group['id']}/activities", body)
        path = f"activities/{activity['id']}"
        too_early = await at_work.send("handler", f"{path}/minutes", {"minutes": "已开展"})
        early = await at_work.done("lead", f"{path}/check-in", {})
    with clock.frozen(IN_NOVEMBER):
        here = {"location": IN_GRID, "at": IN_NOVEMBER.isoformat()}
        await at_work.done("handler", f"{path}/check-in", here)
        twice = await at_work.done("handler", f"{path}/check-in", {"location": IN_OTHER_GRID})
        odd = {"location": IN_OTHER_GRID, "at": "2031-01-01T00:00:00Z", "sent_at": "2031-01-01T00:00:00Z"}
        await at_work.done("water_handler", f"{path}/check-in", odd)
        await at_work.done("worker", f"{path}/check-in", {"location": {"lat": 0, "lon": 0}})
        unseen = await at_work.send("far_handler", f"{path}/check-in", here)
        nobody = await at_work.send("hotline", f"{path}/check-in", here)
        not_theirs = await at_work.send("worker", f"{path}/minutes", {"minutes": "已开展"})
        held = await at_work.done("handler", f"{path}/minutes", {"minutes": "清理 6 处", "residents_present": 23})
        mended = await at_work.done("lead", f"{path}/minutes", {"minutes": "清理 7 处", "residents_present": 23})
        cancelled = await at_work.send("lead", f"{path}/cancel", {"note": "改期"})
        listed = await at_work.read("handler", f"activities?group={group['id']}&kind=labour_day&state=held")

    assert (too_early.status_code, unseen.status_code, nobody.status_code, not_theirs.status_code) == (
        409, 404, 403, 403
    )  # fmt: skip
    assert early["attendances"][0]["remarks"] == ["no_place", "early"]
    assert (twice["attended"], twice["is_there"]) == (2, True)
    told = {each["attendee_name"]: each for each in held["attendances"]}
    assert (told["用户handler"]["remarks"], told["用户handler"]["department_code"]) == ([], "CG")
    assert set(told["用户water_handler"]["remarks"]) == {"far", "clock_off"}
    assert told["用户water_handler"]["distance_m"] > 3_000
    assert (told["用户worker"]["remarks"], told["用户worker"]["department_code"]) == (["no_place"], None)
    assert (held["attended"], held["units_attended"], held["residents_present"]) == (4, 2, 23)
    assert (mended["minutes"], cancelled.status_code) == ("清理 7 处", 409)
    assert [entry["kind"] for entry in mended["history"]] == ["created", "minuted", "minuted"]
    assert [each["attended"] for each in listed["items"]] == [4]


async def test_an_adoption_masks_its_resident_and_logs_who_looks(
    at_work: Quarter, group: dict[str, Any], client_as: Clients
) -> None:
    body = {"kind": "place", "title": "3 号楼前花坛", "location": IN_GRID, "valid_from": "2026-10-12"}
    resident = {"resident_name": "王女士", "resident_phone": "138 0000 0000"}
    path = f"groups/{group['id']}/adoptions"
    with clock.frozen(IN_OCTOBER):
        adopted = await at_work.done("worker", path, body | resident)
        by_unit = await at_work.done("handler", path, body | {"kind": "matter", "department_code": "SW"})
        refused = {
            "nobody": await at_work.send("worker", path, body),
            "two": await at_work.send("worker", path, body | resident | {"department_code": "SW"}),
            "a phone of nobody": await at_work.send("worker", path, body | {
                "department_code": "SW", "resident_phone": "13800000000"}),
            "a unit that serves elsewhere": await at_work.send("worker", path, body | {"department_code": "FAR"}),
        }  # fmt: skip
    one = f"adoptions/{adopted['id']}"
    with clock.frozen(IN_NOVEMBER):
        done = await at_work.done("second_worker", f"{one}/deeds", {"note": "浇水除草"})
        looked = await at_work.done("clerk", f"{one}/reveal-contact", {"reason_code": "contact_adopter"})
        not_theirs = await at_work.send("worker", f"{one}/reveal-contact", {"reason_code": "contact_adopter"})
        no_resident = await at_work.send("clerk", f"adoptions/{by_unit['id']}/reveal-contact", {
            "reason_code": "contact_adopter"})  # fmt: skip
        trail = (await client_as("admin").get("/audit", params={"limit": 5})).json()["items"]
        ended = await at_work.done("worker", f"{one}/end", {"valid_to": "2026-11-11", "note": "搬离"})
        over = await at_work.send("worker", f"{one}/deeds", {"note": "浇水"})
        current = await at_work.read("handler", "adoptions?current=true")

    assert (adopted["resident_name"], adopted["resident_phone"]) == ("王**", "*******0000")
    assert by_unit["department_name"] == "部门SW"
    assert {what: answer.status_code for what, answer in refused.items()} == dict.fromkeys(refused, 422)
    assert (done["done"], [entry["kind"] for entry in done["history"]]) == (1, ["created", "did"])
    assert looked == {"resident_name": "王女士", "resident_phone": "13800000000"}
    assert (not_theirs.status_code, no_resident.status_code) == (403, 404)
    (entry,) = [each for each in trail if each["action"] == "cobuilding_contact"]
    assert (entry["by_name"], entry["data"]) == ("用户clerk", {"reason_code": "contact_adopter"})
    assert "13800000000" not in str(trail)
    assert (ended["valid_to"], over.status_code) == ("2026-11-11", 409)
    assert [each["id"] for each in current["items"]] == [by_unit["id"]]


async def test_a_project_goes_stage_by_stage_and_a_merged_unit_hands_its_work_over(
    at_work: Quarter, group: dict[str, Any], session: Session
) -> None:
    body = {"title": "口袋公园", "department_code": "SW", "stages": [
        {"title": "选址", "due_on": "2026-11-01"}, {"title": "开放", "due_on": "2026-12-31"},
    ]}  # fmt: skip
    with clock.frozen(IN_NOVEMBER):
        project = await at_work.done("water_handler", f"groups/{group['id']}/projects", body)
        task = await at_work.done("handler", f"groups/{group['id']}/tasks", TASK)
        path = f"projects/{project['id']}"
        skipped = await at_work.send("water_handler", f"{path}/stages/2/finish", {"result": "已开放"})
        none = await at_work.send("water_handler", f"{path}/stages/3/finish", {"result": "已开放"})
        shown = await attach(at_work, "water_handler", "project", project["id"], item_code="1")
        no_stage = await attach(at_work, "water_handler", "project", project["id"], item_code="9")
        first = await at_work.done("water_handler", f"{path}/stages/1/finish", {"result": "选定北门"})
        member = next(each for each in group["members"] if each["department_code"] == "SW")
        gone = await at_work.send(
            "supervisor", f"groups/{group['id']}/members/{member['id']}/end", {"valid_to": "2026-11-11"}
        )
        await session.connection.execute("UPDATE departments SET is_active = false WHERE code = 'SW'")
        before = await at_work.read("supervisor", f"groups/{group['id']}")
        merged = {"department_code": "CG-1", "valid_from": "2026-11-12", "instead_of": member["id"]}
        await at_work.done("supervisor", f"groups/{group['id']}/members", merged)
        too_late = await at_work.send("water_handler", f"{path}/stages/2/finish", {"result": "已开放"})
        last = await at_work.done("station_handler", f"{path}/stages/2/finish", {"result": "已开放"})
        handed = await at_work.read("station_handler", f"tasks/{task['id']}")

    assert (skipped.status_code, none.status_code, gone.status_code, too_late.status_code) == (409, 404, 409, 403)
    assert (shown.status_code, no_stage.status_code) == (201, 422)
    assert [(stage["is_overdue"], stage["result"]) for stage in first["stages"]] == [(True, "选定北门"), (False, None)]
    assert [each["is_active"] for each in before["members"] if each["department_code"] == "SW"] == [False]
    assert (last["state"], last["department_code"], len(last["photos"])) == ("done", "CG-1", 1)
    assert (handed["department_code"], handed["may_report"]) == ("CG-1", True)


async def test_an_inspection_needs_its_photos_and_its_group_sees_them_with_the_results(
    at_work: Quarter, client_as: Clients, group: dict[str, Any], database: OneConnection, app: Any
) -> None:
    with clock.frozen(IN_OCTOBER):
        items = [{"code": "A1", "name": "任务", "most": 40}, {"code": "A2", "name": "环境", "most": 60,
                                                              "needs_photo": True}]  # fmt: skip
        await at_work.scheme(items=items)
        period = await at_work.period()
        inspection = await at_work.assigned("town_clerk", period, group)
        path = f"inspections/{inspection['id']}"
        without = await at_work.send("town_clerk", f"{path}/submit", {"marks": marks(40, 60)})
        taken = await attach(at_work, "town_clerk", "inspection", inspection["id"], 3, item_code="A2")
        strange = await attach(at_work, "town_clerk", "inspection", inspection["id"], 4, item_code="A9")
        other = await attach(at_work, "handler", "inspection", inspection["id"], 5)
        store: PhotoStore = app.state.photos
        while await copies.make_next(database, store):
            pass
        own = await client_as("town_clerk").get(taken.json()["url"].removeprefix("/api/v1"))
        kept = await client_as("handler").get(taken.json()["url"].removeprefix("/api/v1"))
        body = {"marks": marks(40, 60), "location": IN_GRID, "inspected_at": IN_OCTOBER.isoformat()}
        handed_in = await at_work.done("town_clerk", f"{path}/submit", body)
        twice = await at_work.send("town_clerk", f"{path}/submit", body)
        theirs = await at_work.read("handler", path)
        month = {"month": "2026-10-01", "marks": marks(40, 60)}
        assessed = await at_work.done("handler", f"groups/{group['id']}/assessments", month)
        shown = await attach(at_work, "handler", "assessment", assessed["id"], 3, item_code="A2")
    with clock.frozen(AFTERWARDS):
        await at_work.done("supervisor", f"periods/{period['id']}/compute")
        await at_work.done("supervisor", f"periods/{period['id']}/publish")
        frozen = await attach(at_work, "handler", "assessment", assessed["id"], 9)
        told = await at_work.read("handler", path)
        copy = await client_as("handler").get(taken.json()["url"].removeprefix("/api/v1"))

    assert (without.status_code, without.json()["code"]) == (409, "evidence-missing")
    assert (taken.status_code, strange.status_code, other.status_code) == (201, 422, 403)
    assert (own.status_code, kept.status_code) == (200, 404)
    assert (handed_in["score"], len(handed_in["photos"]), handed_in["lat"]) == (100.0, 1, IN_GRID["lat"])
    assert (twice.status_code, theirs["score"], theirs["marks"], theirs["photos"]) == (409, None, [], [])
    assert (shown.status_code, shown.json()["is_repeated"], frozen.status_code) == (201, True, 409)
    assert (told["score"], len(told["photos"]), copy.headers["content-type"]) == (100.0, 1, "image/jpeg")
