"""A response 报到 from where there is no network: done once, late by our clock, in time by a sound phone's."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from app import clock
from tests.cases import Cases
from tests.organisation import IN_GRID
from tests.sync.phone import Phone, operation, outcomes
from tests.times import at

Phones = Callable[[str], Phone]
Sweep = Callable[[], Awaitable[None]]


async def called(cases: Cases, *units: str) -> dict[str, Any]:
    with clock.frozen(at("17 09:00")):
        case = await cases.at("handling")
        body = {"departments": list(units), "place": "北门", "respond_by": at("17 10:00").isoformat(), "note": "到场"}
        return await cases.done("centre_leader", case, "whistle", body)


async def call_of(cases: Cases, case: dict[str, Any], unit: str) -> dict[str, Any]:
    answer = await cases.client_as("centre_leader").get(f"/cases/{case['id']}/whistles")
    calls: dict[str, dict[str, Any]] = {call["department_code"]: call for call in answer.json()["items"][0]["calls"]}
    return calls[unit]


async def test_a_called_unit_gets_the_case_on_its_phone_and_loses_it_with_the_whistle(
    phone_of: Phones, cases: Cases
) -> None:
    phone = phone_of("water_handler")
    await phone.pull()
    case = await called(cases, "SW")
    await phone.pull()
    assert "respond" in phone.cases[case["id"]]["actions"]
    await cases.done("centre_leader", case, "withdraw-whistle", {"note": "不必到场"})
    await phone.pull()

    assert case["id"] not in phone.cases


async def test_made_in_time_and_sent_late_it_is_late_and_shown_as_in_time(
    phone_of: Phones, cases: Cases, sweep: Sweep
) -> None:
    case = await called(cases, "SW")
    response = operation("respond", case["id"], {"location": IN_GRID}, device_time=at("17 09:50").isoformat())
    with clock.frozen(at("17 11:00")):
        await sweep()
        first = await phone_of("water_handler").push(response)
        second = await phone_of("water_handler").push(response)
        figures = (await cases.client_as("supervisor").get("/supervision/whistles")).json()
    call = await call_of(cases, case, "SW")

    assert (outcomes(first), outcomes(second)) == (["applied"], ["replayed"])
    assert (call["state"], call["late"], call["device_in_time"], call["presence"]) == ("responded", True, True, "near")
    assert call["missed_at"] is not None
    assert (figures["late"], figures["late_by_network"], figures["missed"]) == (1, 1, 0)


async def test_a_clock_that_is_known_to_be_off_is_put_right(phone_of: Phones, cases: Cases) -> None:
    case = await called(cases, "SW")
    fast = timedelta(hours=2)
    told = (at("17 10:30") + fast).isoformat()  # half an hour late, whatever the phone calls it
    response = operation("respond", case["id"], {}, device_time=told)
    with clock.frozen(at("17 11:00")):
        await phone_of("water_handler").push(response, sent_at=clock.now() + fast)
    call = await call_of(cases, case, "SW")

    assert (call["late"], call["device_in_time"]) == (True, False)


async def test_a_time_before_the_whistle_or_after_the_sending_proves_nothing(phone_of: Phones, cases: Cases) -> None:
    case = await called(cases, "SW", "CG")
    with clock.frozen(at("17 11:00")):
        for who, moment in (("water_handler", "17 08:00"), ("handler", "17 11:05")):
            done = await phone_of(who).push(operation("respond", case["id"], {}, device_time=at(moment).isoformat()))
            assert outcomes(done) == ["applied"]

    assert [(await call_of(cases, case, unit))["device_in_time"] for unit in ("SW", "CG")] == [None, None]


async def test_a_place_that_is_none_is_recorded_as_unknown(phone_of: Phones, cases: Cases) -> None:
    case = await called(cases, "SW", "CG")
    nowhere = {"location": {"lat": 0, "lon": 0}}
    coarse = {"location": {**IN_GRID, "accuracy_m": 90_000}}
    await phone_of("water_handler").push(operation("respond", case["id"], nowhere))
    await phone_of("handler").push(operation("respond", case["id"], coarse))
    seen = [await call_of(cases, case, unit) for unit in ("SW", "CG")]

    assert [(call["presence"], call["distance_m"]) for call in seen] == [("unknown", None), ("unknown", 0)]
