"""Ratings that residents may not have given: found by where they came from, judged, and no figure moves by them."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.services.irregularities.following import find_irregularities
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.evaluation import summed_up
from tests.organisation import COUNTY, TOWN
from tests.times import at

Clients = Callable[..., AsyncClient]
_DEVICE = "yikou_rater"


async def closed(cases: Cases, phone: str) -> dict[str, Any]:
    return await cases.at("closed", contact={"name": "居民", "phone": phone})


async def rated(client_as: Clients, case: dict[str, Any], device: str | None, score: int = 5) -> None:
    link = (await client_as("clerk").post(f"/cases/{case['id']}/rating-link")).json()
    headers = {"Cookie": f"{_DEVICE}={device}"} if device else {}
    answer = await client_as(None).post(
        f"/public/ratings/{link['token']}", json={"score": score, "solved": True}, headers=headers
    )
    assert answer.status_code == 200, answer.text


@pytest.fixture
def figures(client_as: Clients, database: OneConnection) -> Callable[[], Awaitable[dict[str, tuple[int, int, int]]]]:
    """Hits, counted and exempt of what residents and closing say of the unit."""

    async def told() -> dict[str, tuple[int, int, int]]:
        await summed_up(database)
        while await find_irregularities(database):
            pass
        query = {"kind": "unit", "subject": "CG", "first": "2026-03-16", "last": "2026-03-20"}
        items = (await client_as("supervisor").get("/evaluation/figures/values", params=query)).json()["items"]
        return {item["code"]: (item["hits"], item["counted"], item["exempt"]) for item in items}

    return told


async def test_ratings_of_three_residents_from_one_browser_move_no_figure_once_confirmed(
    cases: Cases, client_as: Clients, figures: Callable[[], Awaitable[dict[str, tuple[int, int, int]]]]
) -> None:
    supervisor, one_browser = client_as("supervisor"), "d" * 43
    with clock.frozen(at("16 09:00")):
        flooded = [await closed(cases, f"1390000{number:04}") for number in range(3)]
        honest = await closed(cases, "13900009999")
    with clock.frozen(at("16 10:00")):
        for case in flooded:
            await rated(client_as, case, one_browser)
        await rated(client_as, honest, "e" * 43, score=2)
    with clock.frozen(at("18 10:00")):
        before = await figures()
        (one,) = (await supervisor.get("/irregularities", params={"kind": "rating_device"})).json()["items"]
        assert (one["figures"]["times"], one["figures"]["callers"]) == (3, 3)
        assert {case["id"] for case in one["cases"]} == {case["id"] for case in flooded}
        assert before["satisfied_rate"] == (3, 4, 0), "what is found and not judged is held against nobody"
        lead = client_as("lead")
        (mine,) = (await lead.get("/irregularities", params={"mine": True})).json()["items"]
        said = await lead.post(f"/irregularities/{mine['id']}/statements", json={"statement": "居民在社区平板上评价"})
        assert said.status_code == 201, said.text
        judged = await supervisor.post(
            f"/irregularities/{one['id']}/judge", json={"verdict": "confirmed", "reason": "同一手机代评"}
        )
        assert judged.status_code == 200, judged.text
        after = await figures()
    listed = (
        await supervisor.get(
            "/evaluation/figures/satisfied_rate/cases",
            params={"kind": "unit", "subject": "CG", "first": "2026-03-16", "last": "2026-03-20", "part": "exempt"},
        )
    ).json()["items"]

    assert after["satisfied_rate"] == (0, 1, 3)
    assert {case["id"] for case in listed} == {case["id"] for case in flooded}
    assert all("ratings from one device" in case["facts"] for case in listed)
    assert after["closing_rate"] == before["closing_rate"], "the work itself goes on counting"
    assert after["closing_rate"][1] == 4


async def test_a_burst_is_found_among_ratings_of_many_days_and_not_among_those_of_one(
    cases: Cases, client_as: Clients, figures: Callable[[], Awaitable[dict[str, tuple[int, int, int]]]]
) -> None:
    limits = {"thresholds": [{"kind": "rating_burst", "times": 3, "minutes": 10, "percent": 95}]}
    assert (await client_as("admin").put(f"/irregularity-thresholds/{TOWN}", json=limits)).status_code == 200
    with clock.frozen(at("16 09:00")):
        old = [await closed(cases, f"1380000{number:04}") for number in range(2)]
    with clock.frozen(at("18 09:00")):
        new = await closed(cases, "13800009999")
    with clock.frozen(at("18 09:01")):
        for number, case in enumerate([*old, new]):
            await rated(client_as, case, str(number) * 43)
        await figures()
        found = (await client_as("supervisor").get("/irregularities", params={"kind": "rating_burst"})).json()["items"]

    assert [(one["figures"]["times"], one["figures"]["percent"]) for one in found] == [(3, 100)]


async def test_one_network_is_suspicious_only_where_an_area_knows_its_networks(
    cases: Cases, client_as: Clients, figures: Callable[[], Awaitable[dict[str, tuple[int, int, int]]]]
) -> None:
    with clock.frozen(at("16 09:00")):
        some = [await closed(cases, f"1370000{number:04}") for number in range(3)]
        for case in some:
            await rated(client_as, case, None)
        await figures()
        assert (await client_as("supervisor").get("/irregularities")).json()["items"] == []
        limits = {"thresholds": [{"kind": "rating_network", "is_on": True, "times": 3, "minutes": 60}]}
        told = await client_as("admin").put(f"/irregularity-thresholds/{COUNTY}", json=limits)
        assert told.status_code == 200, told.text
        await cases.done("clerk", some[0], "comment", {"note": "再看一遍"})
        await figures()
        found = (await client_as("supervisor").get("/irregularities")).json()["items"]

    assert [(one["kind"], one["figures"]["times"]) for one in found] == [("rating_network", 3)]
