"""A case in the pool 亮单 on the phones of those who may claim it: it comes, and goes again when another is first."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cases import Cases
from tests.sync.phone import Phone

Phones = Callable[[str], Phone]


async def test_a_published_case_comes_to_the_phones_of_its_units_and_leaves_all_but_one(
    phone_of: Phones, cases: Cases
) -> None:
    phones = {who: phone_of(who) for who in ("station_handler", "water_handler", "far_handler")}
    for phone in phones.values():
        await phone.pull()
    case = await cases.at("pooled")

    async def seen() -> dict[str, Any]:
        for phone in phones.values():
            await phone.pull()
        return {who: phone.cases.get(case["id"], {}).get("status") for who, phone in phones.items()}

    assert await seen() == {"station_handler": "pooled", "water_handler": "pooled", "far_handler": None}
    await cases.done("water_handler", case, "claim", {"team": "SW"})
    assert await seen() == {"station_handler": None, "water_handler": "handling", "far_handler": None}


@pytest.mark.parametrize(("who", "action", "body"), [("dispatcher", "withdraw", {"reason_code": "wrong_units"})])
async def test_what_is_withdrawn_leaves_them_all(
    phone_of: Phones, cases: Cases, who: str, action: str, body: dict[str, str]
) -> None:
    case, phone = await cases.at("pooled"), phone_of("water_handler")
    await phone.pull()
    assert phone.cases[case["id"]]["status"] == "pooled"
    await cases.done(who, case, action, body)
    await phone.pull()
    assert case["id"] not in phone.cases
