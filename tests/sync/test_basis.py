"""What an operation builds on: its own moves bring a person further, what they say in place does not."""

from collections.abc import Callable
from typing import Any

from tests.cases import Cases
from tests.organisation import USERS
from tests.sync.phone import Phone, operation, outcomes

Phones = Callable[[str], Phone]
CHECKER = "worker"
PASS = {"finding": "已清理"}


async def _reworked_meanwhile(cases: Cases) -> dict[str, Any]:
    """A case in checking, as the checker saw it: sent back, resolved anew and given to them again since."""
    case = await cases.at("resolved")
    case = await cases.done("dispatcher", case, "request-check", {"checker_id": str(USERS[CHECKER])})
    await cases.done("dispatcher", case, "rework", {"reason_code": "not_done"})
    await cases.done("handler", case, "resolve", {"result": "又清理", "photo_exemption": "nothing_visible"})
    await cases.done("dispatcher", case, "request-check", {"checker_id": str(USERS[CHECKER])})
    return case


async def test_a_comment_before_a_move_does_not_hide_what_happened_meanwhile(phone_of: Phones, cases: Cases) -> None:
    case = await _reworked_meanwhile(cases)
    note = operation("comment", case["id"], {"note": "到场"}, base_version=case["version"])
    more = operation("comment", case["id"], {"note": "在看"}, after=note["id"])
    passed = operation("pass_check", case["id"], PASS, after=more["id"])
    results = await phone_of(CHECKER).push(note, more, passed)

    assert outcomes(results) == ["applied", "applied", "conflict"]
    assert results[2]["problem"]["code"] == "stale-version"
    assert [result["next_base_version"] for result in results] == [case["version"], case["version"], None]


async def test_nor_in_a_later_batch(phone_of: Phones, cases: Cases) -> None:
    case = await _reworked_meanwhile(cases)
    phone, note = phone_of(CHECKER), operation("comment", case["id"], {"note": "到场"}, base_version=case["version"])
    await phone.push(note)
    results = await phone.push(note, operation("pass_check", case["id"], PASS, after=note["id"]))

    assert outcomes(results) == ["replayed", "conflict"]


async def test_a_move_of_ones_own_brings_one_further(phone_of: Phones, cases: Cases) -> None:
    case = await cases.at("dispatched")
    await cases.done("supervisor", case, "comment", {"note": "请抓紧"})
    sign = operation("sign", case["id"], {}, base_version=case["version"])
    note = operation("comment", case["id"], {"note": "到场"}, after=sign["id"])
    body = {"result": "已清理", "photo_exemption": "nothing_visible"}
    results = await phone_of("handler").push(sign, note, operation("resolve", case["id"], body, after=note["id"]))

    assert outcomes(results) == ["applied"] * 3
    assert [result["next_base_version"] - case["version"] for result in results] == [2, 2, 4]
