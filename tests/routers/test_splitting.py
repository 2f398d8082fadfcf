"""A report with several matters is split 拆分: each part a case of its own, one deadline, one answer."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from app.db.session import Session
from app.services.timing import splitting
from tests.cases import ROUTES, Cases
from tests.organisation import IN_OTHER_GRID

Clients = Callable[..., AsyncClient]
Sweep = Callable[[], Awaitable[None]]
TWO = {"parts": [{"description": "井盖缺失"}, {"description": "路灯不亮", "title": "路灯"}]}
CONTACT = {"name": "王女士", "phone": "13912345678"}


async def parts_of(clients: Clients, who: str, case: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await clients(who).get(f"/cases/{case['id']}/parts")).json()["items"]
    return items


async def read(clients: Clients, who: str, case_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await clients(who).get(f"/cases/{case_id}")).json()
    return found


async def told(session: Session, case: dict[str, Any]) -> None:
    """What the worker does at its next look."""
    assert [row["id"] for row in await session.all(splitting.queries.CHANGED, count=9)] == [UUID(case["id"])]
    assert await splitting.tell(session, UUID(case["id"]))
    assert not await session.all(splitting.queries.CHANGED, count=9)


async def ended(cases: Cases, part: str, how: str = "close") -> None:
    if how == "reject":
        await cases.done("clerk", part, "reject", {"reason_code": "not_true", "reply": "未发现"})
        return
    for who, action, body in ROUTES["closed"]:
        await cases.done(who, part, action, {**body, "reply": "已补装"} if action == "close" else body)


async def test_a_report_with_two_matters_is_answered_once(cases: Cases, client_as: Clients, session: Session) -> None:
    case = await cases.at("filed", contact=CONTACT, address="六联社区")
    split = await cases.done("clerk", case, "split", TWO)
    parts = await parts_of(client_as, "clerk", case)

    assert (split["status"], split["part_count"], split["due_at"]) == ("split", 2, case["due_at"])
    assert [(part["status"], part["title"], part["description"]) for part in parts] == [
        ("reported", None, "井盖缺失"), ("reported", "路灯", "路灯不亮"),
    ]  # fmt: skip
    first = await read(client_as, "clerk", parts[0]["id"])
    assert (first["parent_id"], first["address"], first["area_code"]) == (case["id"], "六联社区", case["area_code"])
    assert (first["contact"], first["reporter_id"], first["deadline_at"]) == (split["contact"], None, None)
    await ended(cases, parts[0]["id"])
    await told(session, case)
    assert (await read(client_as, "clerk", case["id"]))["status"] == "split"
    await ended(cases, parts[1]["id"], "reject")
    await told(session, case)
    ready = await read(client_as, "dispatcher", case["id"])
    assert (ready["status"], ready["due_at"], ready["deadline_at"]) == ("resolved", None, case["deadline_at"])
    assert ready["result"] == (
        f"您反映的事项分为 2 件办理：\n1. 井盖缺失（{parts[0]['number']}，已结案）已补装\n"
        f"2. 路灯（{parts[1]['number']}，不予受理）未发现"
    )
    assert "request_check" not in {offer["action"] for offer in ready["allowed_actions"]}
    closed = await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": ready["result"]})
    assert closed["status"] == "closed"
    assert (await client_as("clerk").post(f"/cases/{case['id']}/rating-link")).status_code == 201
    refused = await client_as("clerk").post(f"/cases/{parts[0]['id']}/rating-link")
    assert (refused.status_code, refused.json()["condition"]) == (409, "part-of-another")


async def test_a_part_that_is_opened_again_takes_the_draft_back(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    case = await cases.done("clerk", await cases.at("reported"), "split", TWO)
    parts = await parts_of(client_as, "clerk", case)
    for part in parts:
        await ended(cases, part["id"])
    await told(session, case)
    await cases.done("supervisor", parts[0]["id"], "reopen", {"reason_code": "came_back"})
    await told(session, case)
    again = await read(client_as, "clerk", case["id"])

    assert (again["status"], again["result"]) == ("split", None)
    await cases.done("handler", parts[0]["id"], "resolve", {"result": "再清", "photo_exemption": "nothing_visible"})
    await cases.done("dispatcher", parts[0]["id"], "close", {"close_condition_met": True, "reply": "再清"})
    await told(session, case)
    assert (await read(client_as, "clerk", case["id"]))["status"] == "resolved"


@pytest.mark.parametrize("status", ["dispatched", "handling", "resolved", "closed", "rejected"])
async def test_only_what_triage_or_dispatch_has_is_split(cases: Cases, status: str) -> None:
    answer = await cases.act("clerk", await cases.at(status), "split", TWO)

    assert (answer.status_code, answer.json()["code"]) == (409, "wrong-state")


async def test_a_part_is_not_split_nor_merged_into_its_report(cases: Cases, client_as: Clients) -> None:
    case = await cases.done("clerk", await cases.at("reported"), "split", TWO)
    part = (await parts_of(client_as, "clerk", case))[0]["id"]
    grandchild, merged = (
        await cases.act("clerk", part, "split", TWO),
        await cases.act("clerk", part, "merge", {"target_id": case["id"]}),
    )

    assert (grandchild.status_code, grandchild.json()["condition"]) == (409, "part-of-another")
    assert (merged.status_code, merged.json()["errors"][0]["pointer"]) == (422, "/target_id")


async def test_a_report_whose_parts_are_open_is_not_ended_over_their_heads(cases: Cases) -> None:
    case = await cases.done("clerk", await cases.at("filed"), "split", TWO)
    body = {"reason_code": "in_court", "reply": "不再办理"}
    answers = [
        await cases.act("centre_leader", case, "force-close", body),
        await cases.act("clerk", case, "cancel", {"reason_code": "test"}),
        await cases.act("clerk", case, "merge", {"target_id": (await cases.at("reported"))["id"]}),
        await cases.act("clerk", case, "split", TWO),
    ]

    assert [answer.status_code for answer in answers] == [409] * 4


async def test_parts_may_lie_elsewhere_and_keep_the_tier_and_the_urgency(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    case = await cases.report()
    await cases.done("clerk", case, "file", {"rule_code": "R1", "urgent": True, "privacy_tier": "confidential"})
    parts = [{"description": "本处"}, {"description": "彼处", "location": IN_OTHER_GRID, "category_code": "DCM-01-02"}]
    await cases.done("clerk", case, "split", {"parts": parts})
    shown = await parts_of(client_as, "clerk", case)
    there = await read(client_as, "clerk", shown[1]["id"])

    assert (there["privacy_tier"], there["urgent"], there["category_code"]) == ("confidential", True, "DCM-01-02")
    assert there["area_code"] != case["area_code"]
    assert (await client_as("other_worker").get(f"/cases/{shown[1]['id']}")).status_code == 404
    mine = await parts_of(client_as, "town_clerk", case)
    assert [(part["id"] is None, part["description"]) for part in mine] == [(False, "本处"), (True, None)]
    assert mine[1]["number"] == shown[1]["number"]


@pytest.mark.parametrize(
    "body",
    [
        {}, {"parts": []}, {"parts": [{"description": "一件"}]}, {"parts": [{"description": "多"}] * 6},
        {"parts": [{"description": ""}, {"description": "二"}]}, {"parts": "两件"},
        {"parts": [{"description": "一"}, {"description": "二", "category_code": "NONE"}]},
        {"parts": [{"description": "一"}, {"description": "二", "reporter_id": "x"}]},
    ],
)  # fmt: skip
async def test_hostile_bodies_split_nothing(cases: Cases, client_as: Clients, body: dict[str, Any]) -> None:
    case = await cases.at("reported")
    answer = await cases.act("clerk", case, "split", body)

    assert answer.status_code == 422, answer.text
    assert await parts_of(client_as, "clerk", case) == []


async def test_the_unit_of_a_part_sees_the_photos_of_its_report(cases: Cases, client_as: Clients) -> None:
    case = await cases.report()
    assert (await cases.attach("worker", case, "scene")).status_code in (200, 201)
    await cases.done("clerk", case, "split", TWO)
    part = (await parts_of(client_as, "clerk", case))[0]["id"]
    await cases.done("clerk", part, "file", {"rule_code": "R1"})
    await cases.done("dispatcher", part, "dispatch", {"lead": "CG"})
    photos = (await client_as("handler").get(f"/cases/{part}/attachments")).json()["items"]

    assert [photo["purpose"] for photo in photos] == ["scene"]


async def test_sent_again_under_its_key_a_split_is_one(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("reported")
    key = {"Idempotency-Key": "split-once"}
    answers = [await cases.act("clerk", case, "split", TWO, headers=key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(await parts_of(client_as, "clerk", case)) == 2


async def test_a_resident_sees_one_matter_with_its_parts(cases: Cases, client_as: Clients) -> None:
    told_by = {"id": "0193a0c0-0000-7000-8000-00000000a001", "description": "井盖缺失，路灯也不亮", "contact": CONTACT,
               "location": {"lat": 22.695, "lon": 114.305}}  # fmt: skip
    receipt = (await client_as(None).post("/public/cases", json=told_by)).json()
    case = (await client_as("clerk").get("/queues/triage")).json()["items"][0]
    await cases.done("clerk", case, "split", TWO)
    shown = (await client_as(None).get(f"/public/cases/{receipt['token']}")).json()

    assert (shown["status"], shown["reply"]) == ("split", None)
    assert [(part["status"], part["description"]) for part in shown["parts"]] == [
        ("reported", "井盖缺失"), ("reported", "路灯不亮"),
    ]  # fmt: skip
