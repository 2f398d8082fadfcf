"""Checking 核实 by somebody who had no part in it, and what a refused self-handling has to show next time."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from app.db.session import Session
from tests.cases import Cases, photo
from tests.organisation import GRID, USERS

RESOLVED = ("resolve", {"result": "已清理", "photo_exemption": "nothing_visible"})
MYSELF = {"category_code": "DCM-01-02", "result": "随手清理"}


async def works_in(session: Session, who: str, department: str, until: date | None = None) -> None:
    """Gives a grid worker a post in a department besides."""
    await session.connection.execute(
        "INSERT INTO appointments (id, user_id, post, department_code, valid_from, valid_to) "
        "VALUES ($1, $2, 'department_lead', $3, '2026-01-01', $4)",
        uuid4(), USERS[who], department, until,
    )  # fmt: skip


async def resolved_by(cases: Cases, unit: str, handler: str) -> dict[str, Any]:
    case = await cases.at("filed")
    await cases.done("dispatcher", case, "dispatch", {"lead": unit})
    await cases.done(handler, case, "sign")
    return await cases.done(handler, case, *RESOLVED)


@pytest.mark.parametrize(
    ("unit", "handler", "department", "status"),
    [
        ("CG-1", "station_handler", "CG-1", 422),
        ("CG-1", "station_handler", "CG", 422),
        ("CG", "handler", "CG-1", 422),
        ("CG-1", "station_handler", "SW", 200),
    ],
)
async def test_a_checker_is_of_no_department_above_or_below_the_unit(
    cases: Cases, session: Session, unit: str, handler: str, department: str, status: int
) -> None:
    await works_in(session, "leader", department)
    case = await resolved_by(cases, unit, handler)
    named = await cases.act("dispatcher", case, "request-check", {"checker_id": str(USERS["leader"])})

    assert named.status_code == status, named.text


async def test_a_post_that_has_ended_bars_nobody(cases: Cases, session: Session) -> None:
    await works_in(session, "leader", "CG", until=date(2026, 1, 31))
    case = await resolved_by(cases, "CG", "handler")
    named = await cases.done("dispatcher", case, "request-check", {"checker_id": str(USERS["leader"])})

    assert (named["status"], named["area_code"]) == ("checking", GRID)


@pytest.mark.parametrize("by_check", [False, True])
async def test_a_refused_self_handling_takes_new_photos(cases: Cases, by_check: bool) -> None:
    case = await cases.report()
    await cases.attach("worker", case, "before", content=photo(100))
    await cases.attach("worker", case, "after")
    await cases.done("worker", case, "self-handle", MYSELF)
    refuser = "dispatcher"
    if by_check:
        checking = await cases.done("dispatcher", case, "request-check", {"checker_id": str(USERS["leader"])})
        refuser = "leader"
        assert checking["checker_id"] == str(USERS["leader"])
    back = await cases.done(refuser, case, "refuse-self-handling", {"reason_code": "not_done"})
    again = await cases.act("worker", case, "self-handle", MYSELF)
    await cases.attach("worker", case, "after", content=photo(200))
    done = await cases.done("worker", case, "self-handle", MYSELF)

    assert (back["status"], back["rework_round"], back["resolved_at"]) == ("reported", 1, None)
    assert back["self_handled"] is False
    assert again.json()["code"] == "evidence-missing"
    assert (done["status"], done["resolved_at"] is not None) == ("resolved", True)
