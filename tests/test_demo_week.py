"""The demo with its week: whoever looks in finds work, in every colour, and anybody may look in."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

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

    assert len(signed_in) == 18  # not the hotline, which is no person
    assert {"green", "yellow", "red"} <= lights
    assert {
        "reported", "verifying", "filed", "pooled", "dispatched", "handling", "return_review", "suspended", "resolved",
        "checking", "closed", "archived", "rejected",
    } <= statuses  # fmt: skip


def test_the_week_is_there_once(week: Service) -> None:
    for name, client in _clients(week):
        if name == "supervisor":
            assert len(client.get("/cases?limit=200").json()["items"]) == 61
