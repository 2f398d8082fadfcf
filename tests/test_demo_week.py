"""The demo with its week: whoever looks in finds work, in every colour, and anybody may look in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app import clock
from tests.service import Service, directory
from tests.waiting import AT_MOST

__all__ = ["directory"]
pytestmark = [pytest.mark.process, pytest.mark.any_server]
OURS = {"Sec-Fetch-Site": "same-origin", "X-Yikou-Page": "1"}


@pytest.fixture(scope="module")
def week(directory: Path) -> Iterator[Service]:
    with Service(directory, "--demo", "--week") as service:
        yield service.is_ready()


def _clients(week: Service) -> Iterator[tuple[str, httpx.Client]]:
    """Each person of the demo, signed in by what the start page offers."""
    api = f"http://127.0.0.1:{week.port}/api/v1"
    for account in httpx.get(f"{api}/session/demo-accounts", timeout=AT_MOST).json()["items"]:
        with httpx.Client(base_url=api, headers=OURS, timeout=AT_MOST) as client:
            who = {name: account[name] for name in ("username", "password")}
            assert client.post("/session", json=who).status_code == 200
            yield account["username"], client


def test_everybody_of_the_demo_finds_work_and_all_lights_occur(week: Service) -> None:
    lights, statuses, signed_in = set(), set(), []
    for name, client in _clients(week):
        signed_in.append(name)
        queues = client.get("/queues").json()["items"] if name != "admin" else [{"count": 1}]
        assert any(queue["count"] for queue in queues), name
        if name == "supervisor":
            cases = client.get("/cases?limit=200").json()["items"]
            lights, statuses = {case["light"] for case in cases}, {case["status"] for case in cases}

    assert len(signed_in) == 19  # not the hotline, which is no person
    assert {"green", "yellow", "red"} <= lights
    assert {
        "reported", "verifying", "filed", "pooled", "dispatched", "handling", "return_review", "suspended", "resolved",
        "checking", "closed", "archived", "rejected",
    } <= statuses  # fmt: skip


def test_the_week_is_there_once(week: Service) -> None:
    for name, client in _clients(week):
        if name == "supervisor":
            assert len(client.get("/cases?limit=200").json()["items"]) == 61


def test_a_village_of_the_demo_is_in_the_middle_of_its_year(week: Service) -> None:
    clients = _clients(week)  # which closes those it gave
    client = next(client for name, client in clients if name == "secretary")
    (village,) = client.get("/villages").json()["items"]

    def told(path: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = client.get(f"/villages/{village['code']}{path}").json()["items"]
        return items

    titles = client.get(f"/villages/{village['code']}/family-titles/{clock.today().year - 1}").json()
    states = [each["state"] for each in told("/proposals?limit=100")]
    pairing = told("/pairings")[0]

    assert (village["households"], len(told("/points-rules")), len(told("/council?current=true"))) == (12, 1, 5)
    assert (states.count("open"), states.count("passed"), len(states)) == (2, 11, 13)
    assert [each["state"] for each in told("/appeals")] == ["partly", "open"]
    assert {each["state"] for each in told("/redemptions")} == {"made", "returned"}
    assert (pairing["visits_count"], all(each["stock"] for each in told("/rewards"))) == (2, True)
    assert (titles["is_published"], len(titles["items"]), len(told("/points-lists"))) == (True, 3, 2)
