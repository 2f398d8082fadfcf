"""Who is assessed though they changed meanwhile: a worker who changed grids, a unit renamed, a unit that was closed."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid5

import pytest
from sqlalchemy import insert

from app import clock
from app.db.session import Session
from app.db.statement import Statement
from app.models.user import Appointment
from app.queries.tables import table
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.evaluation import summed_up
from tests.organisation import COUNTY, GRID, IN_OTHER_GRID, OTHER_GRID, USERS
from tests.routers.test_assessments import COLOURS, Clients, Times, computed, made, result, times

__all__ = ["times"]
ITEMS = [{"code": "filed", "label_zh": "立案率", "weight": 100, "figure": "filing_rate"}]


@pytest.fixture
def period(client_as: Clients, database: OneConnection) -> Any:
    """Opens and computes a period of so many days until yesterday."""

    async def of(assessed: str, figure: str, first: date, last: date) -> dict[str, Any]:
        scheme = {
            "code": f"{assessed}-month", "name": "考评", "assessed": assessed, "area_code": COUNTY,
            "valid_from": "2020-01-01", "document": {"items": [{**ITEMS[0], "figure": figure}], "colours": COLOURS},
        }  # fmt: skip
        written = await made(client_as("centre_leader"), "schemes", scheme)
        body = {"scheme_id": written["id"], "area_code": COUNTY, "first": str(first), "last": str(last)}
        return await computed(database, client_as, await made(client_as("supervisor"), "periods", body))

    return of


async def test_a_worker_who_changed_grids_is_one_person_with_all_they_did(
    cases: Cases, client_as: Clients, session: Session, times: Times, period: Any, database: OneConnection
) -> None:
    first = clock.today()
    await cases.at("closed")
    row = {"id": uuid5(USERS["worker"], "moved"), "user_id": USERS["worker"], "post": "full_time_worker",
           "area_code": OTHER_GRID, "valid_from": first}  # fmt: skip
    await session.run(Statement(insert(table(Appointment)), columns=tuple(row)), **row)
    await cases.at("rejected", location=IN_OTHER_GRID)
    times.later(timedelta(days=1))
    told = await period("worker", "filing_rate", first, first)
    items = (await client_as("supervisor").get(f"/evaluation/periods/{told['id']}/results")).json()["items"]
    explained = (await result(client_as("supervisor"), told, str(USERS["worker"]))).json()["explanation"]["items"][0]
    await summed_up(database)
    shares = {}
    for grid in (GRID, OTHER_GRID):
        query = {"subject": grid, "first": str(first), "last": str(first)}
        values = (await client_as("supervisor").get("/evaluation/figures/values", params=query)).json()["items"]
        shares[grid] = next(item["value"] for item in values if item["code"] == "filing_rate")

    assert [item["subject"] for item in items].count(str(USERS["worker"])) == 1
    assert (explained["hits"], explained["counted"]) == (1, 2), "in both grids"
    assert shares == {GRID: 1, OTHER_GRID: 0}, "each grid has what happened there"


async def test_a_unit_that_is_renamed_and_closed_is_assessed_for_what_it_had(
    cases: Cases, client_as: Clients, times: Times, period: Any
) -> None:
    first, admin = clock.today(), client_as("admin")
    await cases.at("dispatched")
    times.later(timedelta(days=1))
    names = [
        {"valid_from": "2020-01-01", "name": "部门CG"},
        {"valid_from": str(clock.today()), "name": "综合执法局"},
    ]
    told = {"kind": "bureau", "names": names, "jurisdictions": [COUNTY], "is_active": False}
    handed = await admin.post("/departments/CG/hand-over", json={"to": "SW"})
    assert handed.status_code == 200, handed.text
    closed = await admin.put("/departments/CG", json=told)
    assert closed.status_code == 200, closed.text
    before = await period("department", "return_rate", first, first)
    had = (await result(client_as("supervisor"), before, "CG")).json()
    times.later(timedelta(days=1))
    body = {"scheme_id": before["scheme_id"], "area_code": COUNTY, "first": str(first + timedelta(days=1)),
            "last": str(first + timedelta(days=1))}  # fmt: skip
    after = await made(client_as("supervisor"), "periods", body)

    assert had["name"] == "部门CG", "as it was called on the last day"
    assert had["explanation"]["items"][0]["counted"] == 1
    assert after["state"] == "open"
    for moment, its in ((before, 200), (after, 404)):
        assert (await result(client_as("supervisor"), moment, "CG")).status_code == its
