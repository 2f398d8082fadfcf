"""How much each handler of a unit has in hand 在手量, counted by hand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from tests.cases import Cases
from tests.organisation import USERS
from tests.times import at

ClientAs = Callable[..., AsyncClient]
#: A Monday morning: a limit of four working hours ends before midnight.
MORNING = at("16 08:30")


async def load(client_as: ClientAs, who: str, unit: str = "CG") -> dict[str, Any]:
    answer = await client_as(who).get(f"/departments/{unit}/load")
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


def counted(view: dict[str, Any]) -> tuple[int, ...]:
    return tuple(view[name] for name in ("open", "to_sign", "overdue", "due_today", "suspended"))


async def test_each_handler_has_their_own_and_nobodys_stand_apart(
    cases: Cases, client_as: ClientAs, session: Session
) -> None:
    with clock.frozen(MORNING):
        await cases.at("dispatched")
        mine = [await cases.at("handling") for _ in range(3)]
        await cases.done("lead", await cases.at("dispatched"), "transfer", {"person_id": str(USERS["lead"])})
        await cases.at("resolved")
        parked, late = mine[0]["id"], mine[1]["id"]
        await session.connection.execute("UPDATE cases SET status = 'suspended', due_at = NULL WHERE id = $1", parked)
        await session.connection.execute(
            "UPDATE cases SET due_at = $1 WHERE id = $2", MORNING - timedelta(minutes=1), late
        )
        seen = await load(client_as, "lead")
        by_hand = {person["id"]: counted(person) for person in seen["items"]}
        ours = await load(client_as, "handler")

    assert by_hand == {str(USERS["handler"]): (3, 0, 1, 1, 1), str(USERS["lead"]): (1, 1, 0, 1, 0)}
    assert counted(seen["unassigned"]) == (1, 1, 0, 1, 0)
    assert counted(seen) == (5, 2, 1, 3, 1)
    assert [person["id"] for person in seen["items"]] == [str(USERS["handler"]), str(USERS["lead"])], "busiest first"
    assert ours["items"] == seen["items"]


async def test_of_a_station_whoever_works_there_or_above_is_told(client_as: ClientAs) -> None:
    above = await load(client_as, "lead", "CG-1")

    assert [(person["name"], person["open"]) for person in above["items"]] == [("用户station_handler", 0)]
    assert (await load(client_as, "station_handler", "CG-1"))["items"] == above["items"]


async def test_who_left_is_shown_with_what_they_still_hold(cases: Cases, client_as: ClientAs, session: Session) -> None:
    await cases.at("handling")
    await session.connection.execute(
        "UPDATE appointments SET valid_to = $1 WHERE user_id = $2", clock.today() - timedelta(days=1), USERS["handler"]
    )
    gone = next(each for each in (await load(client_as, "lead"))["items"] if each["id"] == str(USERS["handler"]))

    assert (gone["works_here"], gone["post"], gone["open"]) == (False, None, 1)


@pytest.mark.parametrize(
    ("who", "unit", "status"),
    [("station_handler", "CG", 404), ("water_handler", "CG", 404), ("lead", "NONE", 404), ("dispatcher", "CG", 403),
     ("worker", "CG", 403), ("admin", "CG", 403)],
)  # fmt: skip
async def test_nobody_else_is(client_as: ClientAs, who: str, unit: str, status: int) -> None:
    assert (await client_as(who).get(f"/departments/{unit}/load")).status_code == status
