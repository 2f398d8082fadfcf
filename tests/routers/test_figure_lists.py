"""The cases behind a figure, page by page, of an area of each level: each is found in the way that suits its size."""

import pytest

from app.services.evaluation import counting
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.organisation import COUNTY, GRID, IN_OTHER_GRID, OTHER_TOWN, TOWN, VILLAGE
from tests.routers.test_assessments import Clients

_IN_THE_GRID = 3


@pytest.mark.parametrize(
    ("area", "expected"),
    [(GRID, _IN_THE_GRID), (VILLAGE, _IN_THE_GRID), (TOWN, _IN_THE_GRID), (OTHER_TOWN, 1), (COUNTY, _IN_THE_GRID + 1)],
)
async def test_each_case_is_told_once_the_latest_first(
    cases: Cases, client_as: Clients, database: OneConnection, area: str, expected: int
) -> None:
    for number in range(_IN_THE_GRID):
        await cases.at("filed", description=f"路面破损 {number}")
    await cases.at("filed", description="别处", location=IN_OTHER_GRID)
    while await counting.count(database):
        pass
    county = client_as("supervisor")
    found: list[dict[str, str]] = []
    asked = {"subject": area, "limit": "2"}
    while True:
        answer = await county.get("/evaluation/figures/filing_rate/cases", params=asked)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += page["items"]
        if page["next_cursor"] is None:
            break
        asked["cursor"] = page["next_cursor"]

    assert len({each["id"] for each in found}) == len(found) == expected
    assert [each["at"] for each in found] == sorted((each["at"] for each in found), reverse=True)
