"""Nothing a phone says about time or place refuses what a person did: it is taken, and remarked upon."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from tests.cases import Cases, photo
from tests.organisation import IN_GRID
from tests.sync.phone import REPORT, a_report, operation

Clients = Callable[..., AsyncClient]
WRONG = (
    "1970-01-01T00:05:00Z",
    "2569-11-28T08:00:00+07:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "0000-00-00T00:00:00Z",
    "+292278994-08-17T07:12:55.807Z",
    "-0001-05-01T00:00:00Z",
    253_402_300_800_000,
    -1e300,
)
NO_TIMES = ("Invalid Date", "", "2026-11-28T08:00:00", "NaN-aN-aNTaN:aN:aNZ")
NOWHERE = ({"lat": 0, "lon": 0}, {"lat": -0.0, "lon": 0.00001}, {"lat": "0.0", "lon": 0}, {"lat": None, "lon": None},
           {"lat": 22.7, "lon": None})  # fmt: skip


async def pushed(client: AsyncClient, sent_at: Any, *operations: Any) -> dict[str, Any]:
    answer = await client.post("/sync/push", json={"sent_at": sent_at, "operations": list(operations)})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize("moment", [*WRONG, *NO_TIMES])
async def test_no_time_refuses_a_push_or_its_operations(client_as: Clients, moment: Any) -> None:
    worker = client_as("worker")
    first = await pushed(worker, moment, a_report(), {**a_report(), "device_time": moment})
    second = await pushed(worker, clock.now().isoformat(), {**a_report(), "device_time": moment})

    assert [result["outcome"] for result in first["results"] + second["results"]] == ["applied"] * 3
    for result in (*first["results"], *second["results"]):
        case = (await worker.get(f"/cases/{result['case']['id']}")).json()
        assert case["status"] == "reported"
        assert (await worker.get(f"/cases/{case['id']}/events")).status_code == 200


@pytest.mark.parametrize("moment", [*WRONG, *NO_TIMES])
async def test_no_time_refuses_a_single_report(client_as: Clients, moment: Any) -> None:
    answer = await client_as("worker").post("/cases", json={**REPORT, "device_time": moment})

    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize(
    ("moment", "flags"),
    [(WRONG[0], {"long_ago"}), (WRONG[1], {"clock_off", "after_sending"}), (WRONG[5], {"clock_off", "after_sending"})],
)
async def test_a_wrong_time_is_remarked_upon(client_as: Clients, moment: str, flags: set[str]) -> None:
    worker = client_as("worker")
    by_push = (await pushed(worker, clock.now().isoformat(), {**a_report(), "device_time": moment}))["results"][0]
    by_itself = (await worker.post("/cases", json={**REPORT, "device_time": moment})).json()

    for case_id in (by_push["case"]["id"], by_itself["id"]):
        event = (await worker.get(f"/cases/{case_id}/events")).json()["items"][0]
        assert set(event["data"]["device"]["flags"]) == flags


async def test_a_clock_of_1970_is_set_right_by_the_moment_of_sending(client_as: Clients) -> None:
    worker = client_as("worker")
    result = (await pushed(worker, WRONG[0], {**a_report(), "device_time": "1970-01-01T00:04:00Z"}))["results"][0]
    event = (await worker.get(f"/cases/{result['case']['id']}/events")).json()["items"][0]

    assert event["data"]["device"]["flags"] == ["clock_off"]


async def test_what_is_no_time_at_all_is_a_fault_of_the_app(client_as: Clients) -> None:
    answer = await client_as("worker").post("/cases", json={**REPORT, "device_time": {"year": 2026}})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/device_time")


@pytest.mark.parametrize("place", NOWHERE)
async def test_no_place_is_null(client_as: Clients, place: dict[str, Any]) -> None:
    worker = client_as("worker")
    single = await worker.post("/cases", json={"description": "路灯不亮", "location": place})
    by_push = await pushed(worker, clock.now().isoformat(), a_report(location=place))

    assert (single.status_code, single.json()["location"]) == (201, None)
    assert by_push["results"][0]["case"]["location"] is None


async def test_one_axis_alone_at_zero_is_a_place(client_as: Clients) -> None:
    answer = await client_as("worker").post("/cases", json={"description": "x", "location": {"lat": 0, "lon": 114}})

    assert answer.json()["location"]["lat"] == 0


async def test_two_reports_of_nowhere_are_not_at_the_same_place(client_as: Clients) -> None:
    told = {"description": "幸福路路灯不亮", "location": {"lat": 0, "lon": 0}}
    await client_as("worker").post("/cases", json=told)
    second = (await client_as("worker").post("/cases", json=told)).json()

    assert all(candidate["distance_m"] is None for candidate in second["duplicate_candidates"])


@pytest.mark.parametrize("accuracy", [-1, 1e9])
async def test_a_strange_accuracy_refuses_nothing(client_as: Clients, accuracy: float) -> None:
    answer = await client_as("worker").post("/cases", json={**REPORT, "location": {**IN_GRID, "accuracy_m": accuracy}})

    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("moment", [*WRONG[:7], *NO_TIMES])
async def test_no_time_refuses_a_photo(cases: Cases, moment: str) -> None:
    case = await cases.report()
    answer = await cases.attach("worker", case, "scene", taken_at=moment, sent_at=moment, lat=0, lon=0)

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("hours", [-3, 3, -24 * 365 * 56])
async def test_the_photo_of_a_unit_whose_phone_is_off_is_evidence(cases: Cases, hours: int) -> None:
    case = await cases.at("handling")
    wrong = (clock.now() + timedelta(hours=hours)).isoformat()
    await cases.attach("handler", case, taken_at=wrong)
    before = await cases.act("handler", case, "resolve", {"result": "已清理"})
    await cases.attach("handler", case, content=photo(70), taken_at=wrong, sent_at=wrong)
    after = await cases.act("handler", case, "resolve", {"result": "已清理"})

    assert before.json()["code"] == "evidence-missing"
    assert after.status_code == 200, after.text


async def test_the_push_of_a_phone_sets_the_clock_of_its_photos(cases: Cases, client_as: Clients) -> None:
    case, handler = await cases.at("handling"), client_as("handler")
    wrong = (clock.now() + timedelta(hours=3)).isoformat()
    note = operation("progress", case["id"], {"note": "已到现场"}, device_time=wrong)
    await pushed(handler, wrong, note)
    await cases.attach("handler", case, taken_at=wrong)
    assert (await cases.act("handler", case, "resolve", {"result": "已清理"})).status_code == 200

    other = await cases.at("handling")
    await pushed(handler, clock.now().isoformat())  # somebody has set it right
    await cases.attach("handler", other, content=photo(80), taken_at=wrong)
    assert (await cases.act("handler", other, "resolve", {"result": "已清理"})).json()["code"] == "evidence-missing"


async def test_an_operation_that_was_overtaken_is_a_conflict_with_what_happened(
    cases: Cases, client_as: Clients
) -> None:
    case = await cases.report()
    await cases.done("clerk", case, "file", {"rule_code": "R1"})
    late = operation("cancel", case["id"], {"reason_code": "by_mistake"}, base_version=case["version"])
    result = (await pushed(client_as("worker"), clock.now().isoformat(), late))["results"][0]
    by_itself = await cases.act("worker", case, "cancel", {"reason_code": "by_mistake"})

    assert (result["outcome"], [event["action"] for event in result["since"]]) == ("conflict", ["file"])
    assert (by_itself.status_code, by_itself.json()["code"]) == (409, "wrong-state")


async def test_the_work_of_a_unit_that_lost_the_case_is_a_conflict(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("dispatched")
    known = case["version"]
    told = {"reason_code": "not_our_duty", "proposed_department": "SW"}
    await cases.done("handler", case, "request-return", told)
    await cases.done("dispatcher", case, "approve-return")
    await cases.done("dispatcher", case, "dispatch", {"lead": "SW"})
    late = operation("sign", case["id"], base_version=known)
    result = (await pushed(client_as("handler"), clock.now().isoformat(), late))["results"][0]

    assert result["outcome"] == "conflict"
    assert result["problem"]["code"] in ("stale-version", "not-found")


async def test_what_no_post_of_theirs_ever_may_stays_refused(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    never = operation("dispatch", case["id"], {"lead": "CG"}, base_version=1)
    result = (await pushed(client_as("worker"), clock.now().isoformat(), never))["results"][0]

    assert (result["outcome"], result["problem"]["code"]) == ("rejected", "not-permitted")


async def test_who_has_no_point_is_not_told_that_they_are_outside(cases: Cases) -> None:
    case = await cases.report("clerk", location=None)
    refused = await cases.act("clerk", case, "file", {"rule_code": "R1"}, headers={"Accept-Language": "en"})

    assert refused.json()["errors"][0]["detail"] == "the report has no point: name an area"


async def test_self_handling_off_line_by_a_clock_days_ahead_passes(cases: Cases, client_as: Clients) -> None:
    """Reported and photographed five days ago, by a clock two days ahead; the push tells both."""
    worker, done = client_as("worker"), clock.now() - timedelta(days=3)
    report = {**a_report(), "device_time": done.isoformat()}
    await pushed(worker, (clock.now() + timedelta(days=2)).isoformat(), report)
    case = {"id": report["case_id"]}
    await cases.attach("worker", case, "before", taken_at=done.isoformat())
    await cases.attach("worker", case, content=photo(90), taken_at=done.isoformat())
    told = {"category_code": "DCM-01-02", "result": "随手清理"}

    assert (await cases.act("worker", case, "self-handle", told)).status_code == 200
