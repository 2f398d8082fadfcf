"""Pushing: one result an operation, exactly once, in order on each case, and no operation takes another with it."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.schemas.sync.batches import MOST_OPERATIONS
from tests.cases import Cases, photo
from tests.organisation import IN_GRID, IN_OTHER_GRID
from tests.sync.phone import Phone, a_report, operation, outcomes

Phones = Callable[[str], Phone]


async def test_a_report_and_what_followed_it_off_line_are_applied_in_order(phone_of: Phones, session: Session) -> None:
    report = a_report()
    note = operation("comment", report["case_id"], {"note": "已放警示牌"}, after=report["id"])
    done = await phone_of("worker").push(report, note)

    assert outcomes(done) == ["applied", "applied"]
    assert [result["case"]["version"] for result in done] == [1, 2]
    events = await session.connection.fetch("SELECT action FROM case_events ORDER BY seq")
    assert [event["action"] for event in events] == ["report", "comment"]


async def test_the_same_batch_again_gives_the_very_same_results_and_does_nothing(
    phone_of: Phones, session: Session
) -> None:
    phone, report = phone_of("worker"), a_report()
    note = operation("comment", report["case_id"], {"note": "好"}, after=report["id"])
    first = await phone.push(report, note)
    again = await phone.push(report, note)

    assert outcomes(again) == ["replayed", "replayed"]
    assert [r | {"outcome": "applied"} for r in again] == first
    assert await session.connection.fetchval("SELECT count(*) FROM case_events") == 2


async def test_another_operation_under_a_used_id_is_rejected(phone_of: Phones) -> None:
    phone, report = phone_of("worker"), a_report()
    await phone.push(report)
    other = await phone.push({**report, "body": {"description": "别的事"}})

    assert outcomes(other) == ["rejected"]
    assert other[0]["problem"]["code"] == "key-reused"


async def test_one_bad_operation_takes_no_other_with_it(phone_of: Phones) -> None:
    good, fine = a_report(), a_report()
    bad = a_report(location={"lat": 999, "lon": 0})
    unknown = operation("comment", str(uuid4()), {"note": "x"})
    results = await phone_of("worker").push(good, bad, 7, {"id": bad["id"]}, unknown, fine)

    assert outcomes(results) == ["applied", "rejected", "rejected", "rejected", "rejected", "applied"]
    assert results[1]["problem"]["errors"][0]["pointer"] == "/body/location/lat"
    assert (results[2]["id"], results[3]["id"]) == (None, bad["id"])
    assert results[4]["problem"]["code"] == "not-found"


@pytest.mark.parametrize("kind", ["auto_sign", "warn", "import", "fly"])
async def test_what_no_phone_may_do_is_rejected(phone_of: Phones, cases: Cases, kind: str) -> None:
    case = await cases.report()
    assert outcomes(await phone_of("worker").push(operation(kind, case["id"]))) == ["rejected"]


async def test_after_one_that_was_not_applied_the_rest_of_its_case_waits(phone_of: Phones) -> None:
    broken = a_report(description="")
    note = operation("comment", broken["case_id"], {"note": "好"})
    elsewhere = a_report()
    results = await phone_of("worker").push(broken, note, elsewhere)

    assert outcomes(results) == ["rejected", "deferred", "applied"]
    assert results[1]["waits_for"] == broken["id"]


@pytest.mark.parametrize("told", [{"base_version": -1}, {"sign": 1}, {"kind": "fly"}, {"id": "none"}], ids=str)
async def test_after_one_that_is_no_operation_the_rest_of_its_case_waits_too(
    phone_of: Phones, cases: Cases, told: dict[str, Any]
) -> None:
    case = await cases.at("dispatched")
    bad = operation("sign", case["id"]) | told
    note = operation("comment", case["id"], {"note": "好"})
    elsewhere = operation("sign", (await cases.at("dispatched"))["id"])
    results = await phone_of("handler").push(bad, note, elsewhere)

    assert outcomes(results) == ["rejected", "deferred", "applied"]
    assert results[1]["waits_for"] == (None if told.get("id") else bad["id"])


async def test_a_batch_that_arrives_before_the_one_it_builds_on_waits_for_it(phone_of: Phones) -> None:
    phone, report = phone_of("worker"), a_report()
    note = operation("comment", report["case_id"], {"note": "好"}, after=report["id"])

    early = await phone.push(note)
    await phone.push(report)
    late = await phone.push(note)

    assert (outcomes(early), early[0]["waits_for"]) == (["deferred"], report["id"])
    assert outcomes(late) == ["applied"]


async def test_a_case_that_moved_on_is_a_conflict_that_shows_what_happened(phone_of: Phones, cases: Cases) -> None:
    case = await cases.at("resolved")
    await cases.done("dispatcher", case, "rework", {"reason_code": "not_done"})
    stale = operation("request_check", case["id"], {}, base_version=case["version"])
    result = (await phone_of("dispatcher").push(stale))[0]

    assert result["outcome"] == "conflict"
    assert result["problem"]["code"] == "wrong-state"
    assert [(event["action"], event["to_status"]) for event in result["since"]] == [("rework", "handling")]
    assert result["case"]["status"] == "handling"
    assert "release_assist" in result["case"]["actions"]


async def test_work_based_on_an_older_round_is_a_conflict_even_where_the_status_is_the_same_again(
    phone_of: Phones, cases: Cases
) -> None:
    case = await cases.at("handling")
    body = {"result": "已清理", "photo_exemption": "nothing_visible"}
    await cases.done("handler", case, "resolve", body)
    await cases.done("dispatcher", case, "rework", {"reason_code": "not_done"})
    result = (await phone_of("handler").push(operation("resolve", case["id"], body, base_version=case["version"])))[0]

    assert (result["outcome"], result["problem"]["code"]) == ("conflict", "stale-version")


async def test_work_that_follows_an_operation_of_another_batch_builds_on_what_that_led_to(
    phone_of: Phones, cases: Cases
) -> None:
    """The answer to the first was lost; meanwhile a colleague resolved it and it was sent back."""
    case = await cases.at("dispatched")
    phone, body = phone_of("handler"), {"result": "已清理", "photo_exemption": "nothing_visible"}
    sign = operation("sign", case["id"], {}, base_version=case["version"])
    await phone.push(sign)
    await cases.done("handler", case, "resolve", body)
    await cases.done("dispatcher", case, "rework", {"reason_code": "not_done"})
    results = await phone.push(sign, operation("resolve", case["id"], body, after=sign["id"]))

    assert outcomes(results) == ["replayed", "conflict"]
    assert results[1]["problem"]["code"] == "stale-version"


@pytest.mark.parametrize("note", ["\ud83d", 2**70])
async def test_what_cannot_be_stored_is_rejected_and_not_put_off(phone_of: Phones, cases: Cases, note: Any) -> None:
    case = await cases.report()
    one = operation("comment", case["id"], {"note": note})
    body = json.dumps({"sent_at": clock.now().isoformat(), "operations": [one]})
    answer = await phone_of("worker").client.post(
        "/sync/push", content=body.encode(), headers={"Content-Type": "application/json"}
    )

    assert outcomes(answer.json()["results"]) == ["rejected"]


async def test_keys_of_operations_and_of_single_requests_do_not_mix(
    phone_of: Phones, client_as: Callable[..., AsyncClient]
) -> None:
    report = a_report()
    await phone_of("worker").push(report)
    headers = {"Idempotency-Key": f"operation:{report['id']}"}
    answer = await client_as("worker").post("/inbox/read", json={"ids": [str(uuid4())]}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


async def test_a_comment_meanwhile_is_no_conflict(phone_of: Phones, cases: Cases) -> None:
    case = await cases.at("handling")
    await cases.done("supervisor", case, "comment", {"note": "请抓紧"})
    body = {"result": "已清理", "photo_exemption": "nothing_visible"}
    result = (await phone_of("handler").push(operation("resolve", case["id"], body, base_version=case["version"])))[0]

    assert (result["outcome"], result["case"]["status"]) == ("applied", "resolved")


async def test_a_resolution_whose_photo_nobody_declared_is_shown_to_the_person(phone_of: Phones, cases: Cases) -> None:
    case = await cases.at("handling")
    resolve = operation("resolve", case["id"], {"result": "已清理"})
    phone = phone_of("handler")
    early = (await phone.push(resolve))[0]
    assert (await cases.attach("handler", case)).status_code == 200
    late = (await phone.push(resolve))[0]

    assert (early["outcome"], early["problem"]["code"]) == ("conflict", "evidence-missing")
    assert early["case"]["version"] == case["version"]
    assert late["outcome"] == "applied"


async def test_self_handling_off_line_passes_hours_later(phone_of: Phones, cases: Cases) -> None:
    def ago(**time: float) -> str:
        return (clock.now() - timedelta(**time)).isoformat()

    phone, report = phone_of("worker"), a_report() | {"device_time": ago(hours=3)}
    case = {"id": report["case_id"]}
    await phone.push(report)
    for purpose, colour in (("before", 0), ("after", 200)):
        taken = await cases.attach("worker", case, purpose, content=photo(colour), taken_at=ago(hours=3, seconds=5))
        assert taken.status_code == 200
    body = {"category_code": "DCM-01-02", "result": "随手清理"}
    done = await phone.push(operation("self_handle", case["id"], body, after=report["id"]))

    assert outcomes(done) == ["applied"]


async def test_what_is_not_mine_is_not_found_and_what_i_may_not_is_rejected(phone_of: Phones, cases: Cases) -> None:
    case = await cases.report()
    note = {"note": "x"}
    stranger = (await phone_of("other_worker").push(operation("comment", case["id"], note)))[0]
    unfit = (await phone_of("worker").push(operation("file", case["id"], {"rule_code": "R1"})))[0]

    assert (stranger["outcome"], stranger["problem"]["code"]) == ("rejected", "not-found")
    assert (unfit["outcome"], unfit["problem"]["code"]) == ("rejected", "not-permitted")
    assert stranger["case"] is None


async def test_a_report_that_may_repeat_an_open_case_says_so(phone_of: Phones, cases: Cases) -> None:
    known = await cases.report(description="路边有成堆垃圾无人清理")
    result = (await phone_of("worker").push(a_report(description="路边有成堆垃圾无人清理")))[0]

    assert [told["id"] for told in result["duplicate_candidates"]] == [known["id"]]
    assert result["duplicate_candidates"][0]["reasons"]


async def test_receipts_are_given_again_to_their_owner_only(
    phone_of: Phones, client_as: Callable[..., AsyncClient]
) -> None:
    report, never = a_report(), str(uuid4())
    first = await phone_of("worker").push(report)
    mine = (await client_as("worker").get("/sync/receipts", params={"id": [report["id"], never]})).json()
    other = (await client_as("second_worker").get("/sync/receipts", params={"id": [report["id"]]})).json()

    assert (mine["items"], mine["unknown"]) == ([first[0] | {"outcome": "replayed"}], [never])
    assert (other["items"], other["unknown"]) == ([], [report["id"]])


async def test_a_batch_too_large_is_413_with_the_limit(client_as: Callable[..., AsyncClient]) -> None:
    body = {"sent_at": clock.now().isoformat(), "operations": [{}] * (MOST_OPERATIONS + 1)}
    answer = await client_as("worker").post("/sync/push", json=body)

    assert (answer.status_code, answer.json()["limit"]) == (413, MOST_OPERATIONS)


@pytest.mark.parametrize("body", [{}, {"operations": []}, {"sent_at": {}, "operations": []}, []])
async def test_a_batch_that_is_none_is_422(client_as: Callable[..., AsyncClient], body: Any) -> None:
    assert (await client_as("worker").post("/sync/push", json=body)).status_code == 422


async def test_the_clock_of_the_device_is_kept_and_judged_but_counts_for_nothing(
    phone_of: Phones, session: Session
) -> None:
    ahead = timedelta(hours=3)
    now = clock.now()
    early = a_report() | {"device_time": (now + ahead - timedelta(minutes=5)).isoformat()}
    late = a_report() | {"device_time": (now + ahead + timedelta(minutes=5)).isoformat()}
    back = a_report() | {"device_time": (now + ahead - timedelta(days=40)).isoformat()}
    results = await phone_of("worker").push(early, late, back, sent_at=now + ahead)
    rows = await session.connection.fetch("SELECT device_time, data, created_at FROM case_events ORDER BY created_at")

    assert outcomes(results) == ["applied"] * 3
    flags = [row["data"]["device"]["flags"] for row in rows]
    assert flags == [
        ["clock_off"],
        ["clock_off", "after_sending"],
        ["clock_off", "out_of_order", "long_ago"],
    ]
    assert abs(rows[0]["data"]["device"]["ahead_seconds"] - ahead.total_seconds()) < 5
    assert all(abs(row["created_at"] - now) < timedelta(minutes=1) for row in rows)
    assert rows[0]["device_time"].isoformat() == early["device_time"]


async def test_impossible_travel_is_flagged_and_not_refused(phone_of: Phones, session: Session) -> None:
    now = clock.now()
    here = a_report(location=IN_GRID) | {"device_time": (now - timedelta(minutes=2)).isoformat()}
    there = a_report(location=IN_OTHER_GRID) | {"device_time": (now - timedelta(minutes=1)).isoformat()}
    results = await phone_of("worker").push(here, there)
    with clock.shifted(timedelta(hours=1)):
        later = a_report(location=IN_GRID) | {"device_time": clock.now().isoformat()}
        results += await phone_of("worker").push(later)
    rows = await session.connection.fetch("SELECT data FROM case_events ORDER BY created_at")

    assert outcomes(results) == ["applied"] * 3
    assert [row["data"].get("device", {}).get("flags") for row in rows] == [None, ["impossible_travel"], None]


async def test_an_operation_that_waits_for_itself_is_rejected(phone_of: Phones) -> None:
    report = a_report()
    first = await phone_of("worker").push({**report, "after": report["id"]})

    assert outcomes(first) == ["rejected"]
    assert first[0]["problem"]["errors"][0]["pointer"] == "/after"
