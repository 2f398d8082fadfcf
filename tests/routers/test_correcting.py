"""Correcting a wrong pin 更正位置: recorded, the grid follows, nothing is routed anew, and true photos count."""

from collections.abc import Awaitable, Callable

from httpx import AsyncClient

from app import clock
from tests.cases import Cases, photo
from tests.organisation import GRID, IN_GRID, IN_NO_GRID, IN_OTHER_GRID, OTHER_GRID, OTHER_TOWN
from tests.sync.phone import operation
from tests.times import at, read

Clients = Callable[..., AsyncClient]
RESOLVE = {"result": "已清理"}
TRUE_PLACE = {"lat": 22.695, "lon": 114.315}  # a kilometre to the east of IN_GRID


async def test_the_true_photo_of_a_unit_counts_once_the_pin_is_corrected(cases: Cases) -> None:
    case = await cases.at("handling")
    await cases.attach("handler", case, lat=TRUE_PLACE["lat"], lon=TRUE_PLACE["lon"])
    before = await cases.act("handler", case, "resolve", RESOLVE)
    corrected = await cases.done("dispatcher", case, "correct-location", {"location": TRUE_PLACE, "note": "在路对面"})
    after = await cases.act("handler", case, "resolve", RESOLVE)

    assert before.json()["code"] == "evidence-missing"
    assert (corrected["location"]["lat"], corrected["location"]["lon"]) == (TRUE_PLACE["lat"], TRUE_PLACE["lon"])
    assert after.status_code == 200, after.text


async def test_a_photo_of_the_wrong_pin_counts_no_more(cases: Cases) -> None:
    case = await cases.at("handling")
    await cases.attach("handler", case)
    await cases.done("clerk", case, "correct-location", {"location": IN_NO_GRID})

    assert (await cases.act("handler", case, "resolve", RESOLVE)).json()["code"] == "evidence-missing"


async def test_a_photo_shown_before_filing_proves_no_work_of_the_unit(cases: Cases) -> None:
    case = await cases.report()
    await cases.attach("worker", case, "after", content=photo(60))
    for who, action, body in (
        ("clerk", "file", {"rule_code": "R1"}), ("dispatcher", "dispatch", {"lead": "CG"}), ("handler", "sign", {}),
        ("clerk", "correct-location", {"location": {**IN_GRID, "lat": IN_GRID["lat"] + 0.0001}}),
    ):  # fmt: skip
        await cases.done(who, case, action, body)

    assert (await cases.act("handler", case, "resolve", RESOLVE)).json()["code"] == "evidence-missing"


async def test_the_grid_follows_and_nothing_else_moves(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("dispatched")
    after = await cases.done("clerk", case, "correct-location", {"location": IN_OTHER_GRID, "address": "某路 9 号"})
    kept = ("status", "lead_department_code", "category_code", "due_at", "stage_due_at", "deadline_at", "rule")
    event = (await client_as("clerk").get(f"/cases/{case['id']}/events")).json()["items"][-1]

    assert (case["area_code"], after["area_code"], after["address"]) == (GRID, OTHER_GRID, "某路 9 号")
    assert {name: after[name] for name in kept} == {name: case[name] for name in kept}
    assert (event["action"], event["data"]["before"]["area_code"]) == ("correct_location", GRID)
    assert event["data"]["area_code"] == OTHER_GRID
    assert "某路" not in str(event["data"]), "an address may be a home"
    assert (await client_as("other_worker").get(f"/cases/{case['id']}")).status_code == 200
    assert case["id"] in {row["id"] for row in (await client_as("clerk").get("/cases?q=某路")).json()["items"]}


async def test_the_centre_of_a_town_gives_no_case_away_to_another_town(cases: Cases) -> None:
    """Nor takes it out of its own sight by a slip: the centre above does that."""
    case = await cases.at("filed")
    away = await cases.act("town_clerk", case, "correct-location", {"location": IN_OTHER_GRID})
    within = await cases.done("town_clerk", case, "correct-location", {"location": TRUE_PLACE})
    by_the_county = await cases.done("clerk", case, "correct-location", {"location": IN_OTHER_GRID})

    assert (away.status_code, away.json()["code"]) == (403, "not-permitted")
    assert within["area_code"] not in (GRID, OTHER_GRID)
    assert by_the_county["area_code"] == OTHER_GRID


async def test_where_no_grid_holds_the_point_the_grid_stays(cases: Cases) -> None:
    case = await cases.at("filed")

    assert (await cases.done("clerk", case, "correct-location", {"location": IN_NO_GRID}))["area_code"] == GRID


async def test_the_reporter_corrects_until_it_is_filed_also_off_line(cases: Cases, client_as: Clients) -> None:
    case, worker = await cases.report(), client_as("worker")
    move = operation("correct_location", case["id"], {"location": TRUE_PLACE}, base_version=case["version"])
    told = {"sent_at": clock.now().isoformat(), "operations": [move]}
    result = (await worker.post("/sync/push", json=told)).json()["results"][0]
    again = (await worker.post("/sync/push", json=told)).json()["results"][0]
    await cases.done("clerk", case, "file", {"rule_code": "R1"})
    late = await cases.act("worker", case, "correct-location", {"location": IN_GRID})
    other = await cases.act("second_worker", case, "correct-location", {"location": IN_GRID})

    assert (result["outcome"], again["outcome"]) == ("applied", "replayed")
    assert result["case"]["location"]["lon"] == TRUE_PLACE["lon"]
    assert (late.status_code, other.status_code) == (409, 404)


async def test_no_place_corrects_nothing(cases: Cases) -> None:
    case = await cases.report()
    refused = await cases.act("clerk", case, "correct-location", {"location": {"lat": 0, "lon": 0}})

    assert refused.status_code == 422
    assert "correct_location" in {offer["action"] for offer in case["allowed_actions"]}


async def test_the_case_is_found_by_its_new_address_and_still_by_its_title(cases: Cases, client_as: Clients) -> None:
    case = await cases.report(title="水管爆裂", address="幸福路")
    told = {"location": TRUE_PLACE, "address": "坪山大道"}
    await cases.done("clerk", case, "correct-location", told)

    async def found(words: str) -> list[str]:
        items = (await client_as("clerk").get("/cases", params={"q": words})).json()["items"]
        return [item["id"] for item in items]

    assert await found("水管爆裂") == await found("坪山大道") == [case["id"]]
    assert await found("幸福路") == []


async def test_the_calendar_of_the_true_place_holds_from_the_next_sweep_on(
    cases: Cases, client_as: Clients, sweep: Callable[[], Awaitable[None]]
) -> None:
    with clock.frozen(at("17 09:00")):
        case, stays = await cases.at("handling"), await cases.at("handling")
        free = await client_as("admin").put(f"/calendar/{OTHER_TOWN}/days/2026-03-17", json={"kind": "holiday"})
        assert free.status_code == 200, free.text
        await cases.done("clerk", case, "correct-location", {"location": IN_OTHER_GRID})
        await cases.done("clerk", stays, "correct-location", {"location": {**IN_GRID, "lat": IN_GRID["lat"] + 0.0001}})
        await sweep()
        due = [(await client_as("clerk").get(f"/cases/{each['id']}")).json()["due_at"] for each in (case, stays)]

    assert [read(each) for each in due] == [at("18 14:30"), at("17 15:00")]
