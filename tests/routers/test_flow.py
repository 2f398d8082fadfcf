import pytest

from tests.cases import ROUTES, Cases


@pytest.mark.parametrize("status", ROUTES)
async def test_every_status_is_reached_by_real_moves(cases: Cases, status: str) -> None:
    case = await cases.at(status)

    assert case["status"] == status
