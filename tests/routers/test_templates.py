"""Texts for replies and results 常用语: of units and centres, by category, filled in with what the reader may know."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient

from tests.cases import Cases
from tests.organisation import COUNTY, OTHER_TOWN, TOWN, USERS

ClientAs = Callable[..., AsyncClient]
CALLER = {"name": "王女士", "phone": "13800000000"}


def text(**more: Any) -> dict[str, Any]:
    return {"kind": "reply", "name": "垃圾类答复", "text": "案卷{number}已由{unit}处置。", **more}


async def written(client_as: ClientAs, who: str, **more: Any) -> dict[str, Any]:
    answer = await client_as(who).post("/templates", json=text(**more))
    assert answer.status_code == 201, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def fitting(client_as: ClientAs, who: str, case: dict[str, Any], **params: Any) -> list[dict[str, Any]]:
    answer = await client_as(who).get(f"/cases/{case['id']}/templates", params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_text_is_filled_in_for_the_case_by_the_service(cases: Cases, client_as: ClientAs) -> None:
    told = "{caller}：您反映的{category}（案卷{number}，{address}）由{unit}{handler}办理，限{deadline}前。"
    await written(client_as, "lead", department_code="CG", text=told)
    case = await cases.at("handling", contact=CALLER, address="六和路{unit}1号")
    (said,) = await fitting(client_as, "handler", case)

    assert said["text"].startswith(
        f"王**：您反映的暴露垃圾（案卷{case['number']}，六和路{{unit}}1号）由部门CG用户handler办理，限20"
    )
    assert said["missing"] == []


async def test_what_nobody_knows_stands_as_it_was_and_is_named(cases: Cases, client_as: ClientAs) -> None:
    await written(client_as, "centre_leader", area_code=COUNTY, kind="reject_reply", text="{caller}您好：{unit}。")
    (said,) = await fitting(client_as, "clerk", await cases.report(), kind="reject_reply")

    assert (said["text"], said["missing"]) == ("{caller}您好：{unit}。", ["caller", "unit"])


async def test_who_told_of_a_private_case_is_not_told_by_a_text(cases: Cases, client_as: ClientAs) -> None:
    await written(client_as, "lead", department_code="CG", text="{caller}您好")
    case = await cases.report(contact=CALLER)
    await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": "restricted"})
    case = await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
    (said,) = await fitting(client_as, "handler", case)

    assert (said["text"], said["missing"]) == ("{caller}您好", ["caller"])


async def test_those_of_the_unit_or_above_and_of_the_category_fit_each_to_its_own(
    cases: Cases, client_as: ClientAs
) -> None:
    made = {
        "bureau": await written(client_as, "lead", department_code="CG"),
        "other_kind": await written(client_as, "lead", department_code="CG", kind="result"),
        "above": await written(client_as, "lead", department_code="CG", category_code="DCM-01"),
        "retired": await written(client_as, "lead", department_code="CG", is_active=False),
        "below": await written(client_as, "lead", department_code="CG-1"),
        "town": await written(client_as, "centre_leader", area_code=TOWN),
        "elsewhere": await written(client_as, "centre_leader", area_code=OTHER_TOWN),
    }
    case = await cases.at("dispatched")
    of_unit = [each["id"] for each in await fitting(client_as, "handler", case, kind="reply")]
    of_centre = {each["id"] for each in await fitting(client_as, "dispatcher", case)}
    at_the_station = await cases.done(
        "dispatcher", case, "redirect", {"lead": "CG-1", "assists": [], "reason_code": "wrong_unit"}
    )
    of_station = {each["id"] for each in await fitting(client_as, "station_handler", at_the_station, kind="reply")}

    assert of_unit == [made["above"]["id"], made["bureau"]["id"]], "that of the category first"
    assert of_centre == {made["town"]["id"]}
    assert of_station == {made[name]["id"] for name in ("bureau", "above", "below")}
    assert await fitting(client_as, "worker", at_the_station) == []


async def test_a_change_makes_a_version_and_the_earlier_ones_stay(client_as: ClientAs) -> None:
    made = await written(client_as, "lead", department_code="CG")
    changed = text(department_code="CG", text="案卷{number}已办结。", version=1)
    second = await client_as("lead").put(f"/templates/{made['id']}", json=changed)
    late = await client_as("lead").put(f"/templates/{made['id']}", json=changed)
    versions = (await client_as("handler").get(f"/templates/{made['id']}")).json()["items"]

    assert (second.status_code, second.json()["version"]) == (200, 2)
    assert (late.status_code, late.json()["errors"][0]["pointer"]) == (422, "/version")
    assert [(each["version"], each["text"]) for each in versions] == [
        (2, "案卷{number}已办结。"), (1, "案卷{number}已由{unit}处置。"),
    ]  # fmt: skip
    assert versions[0]["written_by"] == str(USERS["lead"])


async def test_each_reads_and_writes_those_of_their_own(client_as: ClientAs) -> None:
    unit = await written(client_as, "lead", department_code="CG")
    centre = await written(client_as, "admin", area_code=COUNTY)

    async def listed(who: str, **params: Any) -> list[str]:
        page = (await client_as(who).get("/templates", params=params)).json()
        rest = await listed(who, **params | {"cursor": page["next_cursor"]}) if page["next_cursor"] else []
        return [item["id"] for item in page["items"]] + rest

    changed = text(department_code="CG", version=1)
    tried = {who: (await client_as(who).put(f"/templates/{unit['id']}", json=changed)).status_code
             for who in ("handler", "station_handler", "water_handler", "centre_leader", "worker")}  # fmt: skip

    assert await listed("handler") == [unit["id"]]
    assert await listed("dispatcher", limit=1) == [centre["id"]]
    assert await listed("handler", kind="result") == await listed("water_handler") == await listed("worker") == []
    assert tried == {"handler": 403, "station_handler": 404, "water_handler": 404, "centre_leader": 404, "worker": 404}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"text": "{phone}"}, "/text"), ({"text": "{number"}, "/text"), ({"text": ""}, "/text"),
     ({"text": "长" * 1501}, "/text"), ({"name": "\x00"}, "/name"), ({"kind": "letter"}, "/kind"),
     ({"area_code": COUNTY}, "/department_code"), ({"department_code": None}, "/department_code"),
     ({"category_code": "NONE"}, "/category_code"), ({"version": 1}, "/version")],
)  # fmt: skip
async def test_what_will_not_do_is_refused_where_it_stands(
    client_as: ClientAs, change: dict[str, Any], pointer: str
) -> None:
    answer = await client_as("lead").post("/templates", json=text(department_code="CG") | change)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_a_case_or_a_text_out_of_sight_is_not_found(cases: Cases, client_as: ClientAs) -> None:
    case = await cases.at("dispatched")
    asked = [
        await client_as("water_handler").get(f"/cases/{case['id']}/templates"),
        await client_as("lead").get(f"/templates/{uuid4()}"),
        await client_as("lead").get("/templates", params={"cursor": "x"}),
    ]

    assert [answer.status_code for answer in asked] == [404, 404, 400]
