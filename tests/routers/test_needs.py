"""What ending the work will need 办结要求 is told before anybody begins."""

from collections.abc import Callable
from typing import Any

from httpx import AsyncClient

from tests.cases import Cases

ClientAs = Callable[..., AsyncClient]


async def needs(client_as: ClientAs, who: str, case: dict[str, Any]) -> dict[str, tuple[str, bool | None, list[str]]]:
    told = (await client_as(who).get(f"/cases/{case['id']}")).json()["needs"]
    return {need["code"]: (need["action"], need["is_met"], need["missing"]) for need in told}


async def test_a_unit_reads_what_resolving_will_need_before_it_signs(cases: Cases, client_as: ClientAs) -> None:
    case = await cases.at("filed")
    case = await cases.done("dispatcher", case, "dispatch", {"lead": "CG", "assists": ["SW"]})
    before = await needs(client_as, "handler", case)
    await cases.done("handler", case, "sign")
    await cases.done("water_handler", case, "complete-assist", {"note": "已配合"})
    assert (await cases.attach("handler", case)).status_code == 200
    after = await needs(client_as, "handler", case)
    said = (await client_as("handler").get(f"/cases/{case['id']}")).json()["needs"]

    assert before == {
        "assists-open": ("resolve", False, ["SW"]),
        "after-photo": ("resolve", False, ["after"]),
        "close-condition": ("resolve", None, []),
    }
    assert after == {
        "assists-open": ("resolve", True, []),
        "after-photo": ("resolve", True, []),
        "close-condition": ("resolve", None, []),
    }
    assert next(need["label_zh"] for need in said if need["code"] == "close-condition") == "清除"


async def test_what_lacks_is_what_the_refusal_then_names(cases: Cases, client_as: ClientAs) -> None:
    case = await cases.at("handling")
    told = await needs(client_as, "handler", case)
    refused = (await cases.act("handler", case, "resolve", {"result": "已清理"})).json()

    assert refused["photos"] == told["after-photo"][2] == ["after"]


async def test_a_worker_reads_what_handling_it_themselves_will_need(cases: Cases, client_as: ClientAs) -> None:
    case = await cases.report()
    told = await needs(client_as, "worker", case)

    assert told["before-photo"] == ("self_handle", False, ["before"])
    assert told["after-photo"] == ("self_handle", False, ["after"])


async def test_who_closes_is_told_the_close_condition_and_a_closed_case_needs_nothing(
    cases: Cases, client_as: ClientAs
) -> None:
    assert await needs(client_as, "dispatcher", await cases.at("resolved")) == {"close-condition": ("close", None, [])}
    assert await needs(client_as, "dispatcher", await cases.at("closed")) == {}
