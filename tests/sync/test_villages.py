"""What a phone holds of cases that are known to lie in a village or town only."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cases import Cases
from tests.organisation import IN_GRID, IN_OTHER_GRID, TOWN, USERS, VILLAGE
from tests.sync.phone import Phone

Phones = Callable[[str], Phone]


async def filed_at(cases: Cases, area: str) -> dict[str, Any]:
    case = await cases.report("clerk", location=None)
    return await cases.done("clerk", case, "file", {"rule_code": "R1", "area_code": area})


@pytest.mark.parametrize("area", [VILLAGE, TOWN])
async def test_it_comes_with_the_finer_place_and_leaves_with_another(phone_of: Phones, cases: Cases, area: str) -> None:
    case = await filed_at(cases, area)
    worker, clerk = phone_of("worker"), phone_of("town_clerk")
    held = []
    for location in (None, IN_GRID, IN_OTHER_GRID):
        if location is not None:
            await cases.done("clerk", case, "correct-location", {"location": location})
        await worker.pull()
        await clerk.pull()
        held.append((case["id"] in worker.cases, case["id"] in clerk.cases))

    assert held == [(False, True), (True, True), (False, False)]


@pytest.mark.parametrize("area", [VILLAGE, TOWN])
async def test_it_is_on_the_phone_of_who_has_to_check_it(phone_of: Phones, cases: Cases, area: str) -> None:
    case = await filed_at(cases, area)
    phone = phone_of("worker")
    await phone.pull()
    assert case["id"] not in phone.cases
    for who, action, body in (
        ("dispatcher", "dispatch", {"lead": "CG"}), ("handler", "sign", {}),
        ("handler", "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"}),
        ("dispatcher", "request-check", {"checker_id": str(USERS["worker"])}),
    ):  # fmt: skip
        await cases.done(who, case, action, body)
    await phone.pull()
    given = "pass_check" in phone.cases[case["id"]]["actions"]
    await cases.done("dispatcher", case, "reassign", {"person_id": str(USERS["second_worker"])})
    await phone.pull()

    assert given
    assert case["id"] not in phone.cases, "it was given to another"
