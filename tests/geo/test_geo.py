import json

import eviltransform
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geo import datum
from app.geo.locator import Grid, Locator

LAT, LON = st.floats(18, 53), st.floats(74, 134)


@given(LAT, LON)
def test_gcj02_agrees_with_the_witness(lat: float, lon: float) -> None:
    assert datum.wgs84_to_gcj02(lat, lon) == pytest.approx(eviltransform.wgs2gcj(lat, lon), abs=2e-6)


@given(LAT, LON)
def test_every_datum_leads_back_within_a_metre(lat: float, lon: float) -> None:
    gcj = datum.wgs84_to_gcj02(lat, lon)
    baidu = datum.gcj02_to_bd09(*gcj)

    assert datum.to_wgs84(*gcj, "gcj02") == pytest.approx((lat, lon), abs=1e-7)
    assert datum.to_wgs84(*baidu, "bd09") == pytest.approx((lat, lon), abs=1e-5)
    assert datum.to_wgs84(lat, lon, "wgs84") == (lat, lon)


def test_outside_china_nothing_is_shifted() -> None:
    assert datum.wgs84_to_gcj02(42.36, -71.06) == (42.36, -71.06)


def _square(west: float, south: float, size: float) -> str:
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


GRIDS = [
    (Grid("B", "x/B/", False), _square(1, 0, 1)),
    (Grid("A", "x/A/", False), _square(0, 0, 1)),
    (Grid("Z", "x/Z/", True), _square(0.4, 0.4, 0.2)),
]


@pytest.mark.parametrize("order", [GRIDS, GRIDS[::-1]])
def test_borders_and_special_grids_are_decided_the_same_way_every_time(
    order: list[tuple[Grid, str]],
) -> None:
    locator = Locator(order)

    def code(lat: float, lon: float) -> str | None:
        found = locator.locate(lat, lon)
        return found.code if found else None

    assert code(0.5, 1.0) == "A"
    assert code(0.5, 0.5) == "Z"
    assert code(0.1, 0.1) == "A"
    assert code(5, 5) is None
    assert Locator([]).locate(1, 1) is None
