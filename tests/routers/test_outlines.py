"""The boundaries of many areas for a map: in sight, of a level or right below one, simplified, in pages that fit."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from httpx import AsyncClient

from app.geo.outlines import outline
from app.services.organisation import outlines
from tests.organisation import COUNTY, GRID, MARKET, OTHER_GRID, OTHER_TOWN, SECOND_GRID, TOWN, VILLAGE

ClientAs = Callable[..., AsyncClient]


def drawn(geometry: dict[str, Any], tolerance_m: float) -> dict[str, Any]:
    return outline(orjson.dumps(geometry).decode(), tolerance_m)


async def listed(client: AsyncClient, **params: Any) -> dict[str, dict[str, Any]]:
    items: dict[str, dict[str, Any]] = {}
    while True:
        answer = await client.get("/areas/boundaries", params=params)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items |= {item["code"]: item for item in page["items"]}
        if page["next_cursor"] is None:
            return items
        params = {**params, "cursor": page["next_cursor"]}


async def test_boundaries_of_a_level_or_right_below_an_area(client_as: ClientAs) -> None:
    supervisor = client_as("supervisor")

    assert set(await listed(supervisor)) == {GRID, SECOND_GRID, MARKET, OTHER_GRID}
    assert set(await listed(supervisor, limit=1)) == {GRID, SECOND_GRID, MARKET, OTHER_GRID}
    assert set(await listed(supervisor, area=COUNTY)) == {TOWN, OTHER_TOWN}
    assert set(await listed(supervisor, area=TOWN, level="grid")) == {GRID, SECOND_GRID, MARKET}
    assert set(await listed(supervisor, area=TOWN)) == {VILLAGE}
    assert set(await listed(client_as("town_supervisor"))) == {GRID, SECOND_GRID, MARKET}
    assert (await client_as("town_supervisor").get(f"/areas/boundaries?area={OTHER_TOWN}")).status_code == 404


async def test_a_boundary_is_that_of_its_area_and_sent_once(client_as: ClientAs) -> None:
    supervisor = client_as("supervisor")
    boundary = (await listed(supervisor, tolerance_m=1))[GRID]["boundary"]
    whole = (await client_as("admin").get(f"/areas/{GRID}")).json()["boundary"]
    first = await supervisor.get("/areas/boundaries")
    again = await supervisor.get("/areas/boundaries", headers={"If-None-Match": first.headers["etag"]})

    assert boundary["type"] == whole["type"]
    for (lon, lat), (lon_before, lat_before) in zip(boundary["coordinates"][0], whole["coordinates"][0], strict=True):
        assert abs(lon - lon_before) < 1e-5
        assert abs(lat - lat_before) < 1e-5
    assert again.status_code == 304


async def test_a_page_ends_where_its_boundaries_weigh_enough(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlines, "MOST_BYTES", 1)
    page = (await client_as("supervisor").get("/areas/boundaries")).json()

    assert len(page["items"]) == 1
    assert set(await listed(client_as("supervisor"))) == {GRID, SECOND_GRID, MARKET, OTHER_GRID}


def test_neighbours_meet_where_they_met_and_no_ring_vanishes() -> None:
    edge = [[114.30002, 22.70001], [114.30004, 22.70033], [114.30003, 22.71]]
    west = {"type": "Polygon", "coordinates": [[*edge, [114.29, 22.71], [114.29, 22.70001], edge[0]]]}
    east = {"type": "Polygon", "coordinates": [[*edge, [114.31, 22.71], [114.31, 22.70001], edge[0]]]}
    one, other = (drawn(each, 50)["coordinates"][0] for each in (west, east))
    small = {"type": "MultiPolygon", "coordinates": [[[[1.0, 1.0], [1.00001, 1.0], [1.00001, 1.00001], [1.0, 1.0]]]]}

    assert [point for point in one if point in other][:3] == one[:3]
    assert len(drawn(west, 100)["coordinates"][0]) < len(west["coordinates"][0])
    assert drawn(small, 1_000) == small
