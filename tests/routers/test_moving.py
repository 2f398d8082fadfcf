"""A case that moves to another area takes all its rows along, so that row scope shows and hides the right ones."""

from typing import Any

import pytest

from app.db.session import Session
from tests.cases import Cases
from tests.organisation import IN_OTHER_GRID, OTHER_GRID, USERS

CHILDREN = ("approvals", "assignments", "attachments", "followers", "ratings", "supervision_orders")
CONTACT = {"name": "王女士", "phone": "13800000000"}


async def paths(session: Session, case: dict[str, Any]) -> dict[str, set[str]]:
    """The areas under which the rows of a case lie, by table; tables without any are left out."""
    found = {
        table: await session.connection.fetch(f"SELECT area_path FROM {table} WHERE case_id = $1", case["id"])
        for table in CHILDREN
    }
    return {table: {row["area_path"] for row in rows} for table, rows in found.items() if rows}


async def full(cases: Cases) -> dict[str, Any]:
    """Back in triage after a unit had it: with a photo, a follower, an order and a return."""
    case = await cases.report(contact=CONTACT)
    await cases.attach("worker", case, "scene")
    await cases.done("second_worker", case, "follow")
    await cases.done("clerk", case, "file", {"rule_code": "R1"})
    await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
    await cases.done("supervisor", case, "supervise", {"demand": "请回复"})
    asked = {"reason_code": "wrong_place", "proposed_department": "SW"}
    await cases.done("handler", case, "request-return", asked)
    await cases.done("dispatcher", case, "approve-return")
    return await cases.done("dispatcher", case, "send-back", {"note": "地点有误"})


@pytest.mark.parametrize("by", ["verification", "filing"])
async def test_the_rows_of_a_case_move_with_it(cases: Cases, session: Session, by: str) -> None:
    case = await full(cases)
    if by == "filing":
        moved = await cases.done("clerk", case, "file", {"rule_code": "R1", "area_code": OTHER_GRID})
    else:
        asked = {"missing": "位置", "verifier_id": str(USERS["leader"])}
        await cases.done("clerk", case, "request-verification", asked)
        found = {"confirmed": True, "finding": "在邻镇", "location": IN_OTHER_GRID}
        await cases.done("leader", case, "submit-verification", found)
        moved = (await cases.client_as("clerk").get(f"/cases/{case['id']}")).json()

    assert moved["area_path"] != case["area_path"]
    rows = await paths(session, case)
    assert set(rows) == set(CHILDREN) - {"ratings"}
    assert all(found == {moved["area_path"]} for found in rows.values()), rows


async def test_what_a_resident_said_moves_with_the_reopened_case(cases: Cases, session: Session) -> None:
    case = await cases.report(contact=CONTACT)
    await cases.done("centre_leader", case, "force-close", {"reason_code": "in_court", "reply": "已进入司法程序"})
    link = await cases.client_as("clerk").post(f"/cases/{case['id']}/rating-link")
    await cases.client_as(None).post(f"/public/ratings/{link.json()['token']}", json={"score": 1, "solved": False})
    await cases.done("supervisor", case, "reopen", {"reason_code": "not_solved"})
    moved = await cases.done("clerk", case, "file", {"rule_code": "R1", "area_code": OTHER_GRID})

    assert await paths(session, case) == {"ratings": {moved["area_path"]}}


async def test_who_follows_along_with_a_merge_lies_where_the_target_lies(cases: Cases, session: Session) -> None:
    target, case = await cases.report("other_worker", location=IN_OTHER_GRID), await cases.report()
    await cases.done("second_worker", case, "follow")
    await cases.done("clerk", case, "merge", {"target_id": target["id"]})

    assert await paths(session, target) == {"followers": {target["area_path"]}}
