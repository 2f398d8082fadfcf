"""The pay list of a published period: who is in which band, corrections included; as a list and as a file."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.organisation import COUNTY, GRID
from tests.routers.test_assessments import COLOURS, ITEMS, Clients, Times, computed, made, scheme

BANDS = [
    {"code": "three", "label_zh": "=三档", "label": "=Third", "amount": 300},
    {"code": "two", "label_zh": "二档", "tasks_from": 2, "amount": 500},
]


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Times:
    return Times(monkeypatch)


async def published(
    cases: Cases, clients: Clients, database: OneConnection, times: Times, bands: list[dict[str, Any]]
) -> dict[str, Any]:
    """Of a day with two cases of a grid, published."""
    await cases.at("closed")
    await cases.at("rejected")
    day = str(clock.today())
    times.later(timedelta(days=1))
    written = await made(clients("centre_leader"), "schemes", scheme(items=ITEMS, colours=COLOURS, pay_bands=bands))
    body = {"scheme_id": written["id"], "area_code": COUNTY, "first": day, "last": day}
    period = await made(clients("supervisor"), "periods", body)
    assert (await clients("supervisor").get(f"/evaluation/periods/{period['id']}/pay")).status_code == 404
    await computed(database, clients, period)
    await made(clients("supervisor"), f"periods/{period['id']}/review", status=200)
    return await made(clients("centre_leader"), f"periods/{period['id']}/publish", status=200)


async def test_a_pay_list_says_who_is_in_which_band(
    cases: Cases, client_as: Clients, database: OneConnection, times: Times
) -> None:
    period = await published(cases, client_as, database, times, BANDS)
    appeal = {"subject": GRID, "reason": "误判一件"}
    asked = await made(client_as("worker"), f"periods/{period['id']}/appeals", appeal)
    decision = {"grant": True, "note": "属实", "points": {"filed": 60}}
    await made(client_as("supervisor"), f"appeals/{asked['id']}/decide", decision, status=200)

    path = f"/evaluation/periods/{period['id']}/pay"
    first = (await client_as("supervisor").get(path, params={"limit": 1})).json()
    (best,) = first["items"]
    assert (best["subject"], best["area_code"], best["score"], best["colour"]) == (GRID, GRID, 100, "red")
    assert (best["band"], best["amount"], best["is_corrected"], best["colour_label_zh"]) == ("two", 500, True, "红")
    after = (await client_as("supervisor").get(path, params={"cursor": first["next_cursor"]})).json()
    assert {each["band"] for each in after["items"]} == {"three"}
    assert GRID not in {each["subject"] for each in after["items"]}
    assert period["pays"]

    file = f"/ledgers/pay/{period['id']}"
    taken = await client_as("supervisor", language="zh").get(file, params={"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(taken.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + len(after["items"])
    columns = ("编码", "得分", "颜色", "报酬档次", "金额（元）", "已更正")
    assert [rows[0][column] for column in columns] == [GRID, "100.0", "红", "二档", "500.0", "是"]
    assert rows[1]["报酬档次"] == "'=三档", "no text is a formula"
    sheet = await client_as("supervisor").get(file)
    with zipfile.ZipFile(io.BytesIO(sheet.content)) as book:
        told = book.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in told
        assert b"<t>=Third</t>" in told
        assert b"Pay list" in book.read("xl/workbook.xml")
    trail = (await client_as("admin").get("/audit?action=pay_exported")).json()["items"]
    assert [entry["target"] for entry in trail] == [period["id"]] * 2

    for who, status in (("worker", 403), ("town_supervisor", 404)):
        assert [(await client_as(who).get(each)).status_code for each in (path, file)] == [status, status]


async def test_a_period_whose_scheme_pays_nothing_has_no_pay_list(
    cases: Cases, client_as: Clients, database: OneConnection, times: Times
) -> None:
    period = await published(cases, client_as, database, times, [])
    path = f"/evaluation/periods/{period['id']}/pay"
    answers = [await client_as("supervisor").get(each) for each in (path, f"/ledgers/pay/{period['id']}")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not period["pays"]
