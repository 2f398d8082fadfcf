"""Cursors between processes: whichever began a list, another goes on with it, also after a restart."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid5

import pytest
from sqlalchemy import insert

from app import clock
from app.db.session import PooledDatabase
from app.db.statement import Statement
from app.models.user import Appointment
from app.queries.tables import table
from app.services.evaluation import counting as counting_of_evaluation
from app.services.irregularities.following import find_irregularities
from app.services.repeating import counting
from app.services.sync.relay import relay
from app.workflow.cobuilding.quarters import quarter_of
from tests import contract
from tests.cases import Cases
from tests.conftest import KEY
from tests.households import walked as village
from tests.organisation import COUNTY, OTHER_GRID, OTHER_TOWN, OTHER_VILLAGE, TOWN, USERS, VILLAGE
from tests.routers.cobuilding import IN_OCTOBER, Quarter
from tests.routers.rights_of_evaluation import SCHEME
from tests.routing import put_row, put_rule

pytestmark = pytest.mark.any_server

#: Somebody with many posts, in several areas and departments: what a scope or a filter holds in sets.
MANY = [
    ("triage_clerk", COUNTY, None), ("dispatcher", TOWN, None), ("supervisor", TOWN, None),
    ("supervisor", OTHER_TOWN, None), ("centre_leader", COUNTY, None), ("administrator", COUNTY, None),
    ("department_lead", None, "CG"), ("department_handler", None, "SW"), ("department_handler", None, "FAR"),
    ("full_time_worker", OTHER_GRID, None),
]  # fmt: skip
_OPEN = ["reported", "filed", "dispatched", "handling", "resolved", "checking", "verifying", "return_review"]

#: Every list that has a cursor, with filters of several values where there are such.
LISTS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "/cases": [
        ("/cases", {"status": _OPEN, "area": TOWN, "category": "DCM-01"}),
        ("/cases", {"status": list(reversed(_OPEN)), "sort": "due"}),
        ("/cases", {"department": "CG", "open": True, "q": "垃圾"}),
        ("/cases", {"mine": True}),
    ],
    "/queues/{name}": [(f"/queues/{name}", {}) for name in ("triage", "handling", "to-sign", "requests-to-decide")],
    "/desk/{name}": [("/desk/triage", {}), ("/desk/returns", {"near": "22.695,114.305"})],
    "/cases/{case_id}/before": [("/cases/{latest}/before", {}), ("/cases/{latest}/before", {"kind": "place"})],
    "/assists": [("/assists", {}), ("/assists", {"mine": True})],
    "/whistles": [("/whistles", {}), ("/whistles", {"open": True})],
    "/views": [("/views", {})],
    "/templates": [("/templates", {"kind": "result", "area": COUNTY})],
    "/substitutions": [("/substitutions", {})],
    "/supervision/burden/entries": [
        ("/supervision/burden/entries", {"person": str(USERS["worker"]), "area": TOWN}),
    ],
    "/public/villages": [("/public/villages", {"limit": 1})],
    "/public/villages/{code}/answered": [(f"/public/villages/{VILLAGE}/answered", {})],
    "/releases/proposed": [("/releases/proposed", {}), ("/releases/proposed", {"area": TOWN})],
    "/releases": [("/releases", {}), ("/releases", {"area": TOWN, "stands": True})],
    "/irregularities": [("/irregularities", {}), ("/irregularities", {"kind": "duplicate", "area": TOWN})],
    "/cobuilding/groups": [("/cobuilding/groups", {}), ("/cobuilding/groups", {"area": COUNTY, "current": True})],
    "/cobuilding/schemes": [("/cobuilding/schemes", {"area": COUNTY})],
    "/cobuilding/periods": [("/cobuilding/periods", {})],
    "/cobuilding/inspections": [("/cobuilding/inspections", {}), ("/cobuilding/inspections", {"mine": False})],
    "/cobuilding/tasks": [("/cobuilding/tasks", {"mine": True, "open": True})],
    "/cobuilding/projects": [("/cobuilding/projects", {})],
    "/cobuilding/activities": [("/cobuilding/activities", {"kind": "visit"})],
    "/cobuilding/adoptions": [("/cobuilding/adoptions", {"current": True})],
    "/bulletins": [("/bulletins", {}), ("/bulletins", {"area": TOWN, "kind": "weekly", "status": "draft"})],
    "/responsibilities": [("/responsibilities", {"category": "DCM-01", "active": True})],
    "/routing-rules": [("/routing-rules", {}), ("/routing-rules", {"department": "CG"})],
    "/pool": [("/pool", {"lat": 22.695, "lon": 114.305}), ("/pool", {})],
    "/supervision/{question}": [
        ("/supervision/open", {"area": TOWN, "department": "CG", "category": "DCM-01"}),
        ("/supervision/open", {"fault": "handling"}),
        ("/supervision/orders", {}),
        ("/supervision/closed", {}),
        ("/supervision/ordered", {}),
        ("/supervision/open", {"age": "up-to-1-day"}),
        ("/supervision/open", {"without": "lateness"}),
    ],
    "/inbox": [("/inbox", {}), ("/inbox", {"unread": True})],
    "/areas": [("/areas", {}), ("/areas", {"area": TOWN, "level": "grid", "active": True})],
    "/areas/boundaries": [("/areas/boundaries", {"level": "grid"})],
    "/departments": [("/departments", {"area": TOWN, "active": True}), ("/departments", {})],
    "/category-standards": [("/category-standards", {})],
    "/categories": [("/categories", {"active": True, "limit": 1})],
    "/category-crosswalk": [("/category-crosswalk", {})],
    "/terms": [("/terms", {"kind": "nature"})],
    "/people": [("/people", {"task": "check", "area": TOWN})],
    "/audit": [("/audit", {})],
    "/filing-rules": [("/filing-rules", {"active": True, "limit": 1})],
    "/users": [("/users", {"area": VILLAGE, "active": True})],
    "/appointments": [("/appointments", {"area": VILLAGE})],
    "/sync/pull": [("/sync/pull", {})],
    "/villages": [],  # pages for people, of the lists below /public
    "/villages/{code}/answered": [],
    "/evaluation/schemes": [("/evaluation/schemes", {})],
    "/evaluation/periods": [("/evaluation/periods", {})],
    "/evaluation/periods/{period_id}/results": [],  # by a place in a period that has been computed
    "/evaluation/periods/{period_id}/pay": [],  # likewise
    "/evaluation/results": [],  # of published periods alone
    "/evaluation/case-appeals": [],  # of closed cases alone
    "/evaluation/appeals": [],
    "/evaluation/figures/{figure}/cases": [("/evaluation/figures/filing_rate/cases", {"subject": COUNTY})],
    **village.LISTS,
    "/home": [],  # takes the cursor of a pull and begins no list
}


class Other:
    """Another process with a seed of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def get(self, path: str, params: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"who": "nobody", "path": path, "params": params}).encode() + b"\n")
        told: dict[str, Any] = {}
        while "body" not in told:  # what the service logs goes the same way
            line = await asyncio.wait_for(self.process.stdout.readline(), 60)
            assert line, "the process has ended"
            told = json.loads(line)
        assert told["status"] == 200, (path, params, told)
        body: dict[str, Any] = told["body"]
        return body


@asynccontextmanager
async def another(url: str, directory: Path, seed: int) -> AsyncIterator[Other]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.paging", url, str(directory),
        env=os.environ | {"PYTHONHASHSEED": str(seed)}, limit=2**24,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield Other(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 60)
        finally:
            if process.returncode is None:
                process.kill()


async def _busy(pool: PooledDatabase, cases: Cases) -> None:
    async with pool.writing() as session:
        for number, (post, area, department) in enumerate(MANY):
            row = {
                "id": uuid5(USERS["nobody"], str(number)), "user_id": USERS["nobody"], "post": post,
                "area_code": area, "department_code": department, "valid_from": date(2026, 1, 1),
            }  # fmt: skip
            await session.run(Statement(insert(table(Appointment)), columns=tuple(row)), **row)
    for number in range(3):
        told = {"name": f"性质{number}"}
        answer = await cases.client_as("admin").put(f"/terms/nature/N{number}", json=told)
        assert answer.status_code == 201, answer.text
    for status in ("reported", "filed", "return_review", "resolved"):
        for _ in range(2):
            await cases.at(status)
    for _ in range(3):
        await cases.at("pooled")
        case = await cases.at("handling")
        await cases.done("supervisor", case, "supervise", {"demand": "请于今日内回复"})
        await cases.done(
            "handler", case, "request-suspension", {"reason_code": "needs_budget", "resume_at": "2027-03-01T01:00:00Z"}
        )
    await _of_the_desk(pool, cases)
    await _of_evaluation(cases)
    for _ in range(3):
        await cases.report("nobody")
    while await relay(pool):
        pass


async def _of_evaluation(cases: Cases) -> None:
    nobody = cases.client_as("nobody")
    for number in range(1, 4):
        scheme = (await nobody.post("/evaluation/schemes", json=SCHEME)).json()
        days = {"first": f"2026-0{number}-01", "last": f"2026-0{number}-28"}
        made = await nobody.post("/evaluation/periods", json={"scheme_id": scheme["id"], "area_code": COUNTY, **days})
        assert made.status_code == 201, made.text


async def _of_the_desk(pool: PooledDatabase, cases: Cases) -> None:
    nobody, today, soon = cases.client_as("nobody"), clock.today(), clock.now() + timedelta(hours=1)
    whistle = {"departments": ["CG"], "place": "路口", "note": "会办", "respond_by": str(soon)}
    for number in range(3):
        case = await cases.done("dispatcher", await cases.at("filed"), "dispatch", {"lead": "CG", "assists": ["SW"]})
        await cases.done("centre_leader", case, "whistle", whistle)
        made = {
            "/bulletins": {"area_code": TOWN, "kind": "weekly", "day": str(today - timedelta(days=7 * number))},
            "/views": {"name": f"筛选{number}", "query": {"status": ["filed"]}},
            "/templates": {"kind": "result", "name": f"常用语{number}", "text": "已清理", "area_code": COUNTY},
            "/substitutions": {
                "absent_id": str(USERS["worker"]), "substitute_id": str(USERS["second_worker"]),
                "reason_code": "leave", "valid_from": str(today + timedelta(days=10 * number)),
                "valid_to": str(today + timedelta(days=10 * number + 2)),
            },
        }  # fmt: skip
        for path, body in made.items():
            answer = await nobody.post(path, json=body)
            assert answer.status_code == 201, (path, answer.text)
        async with pool.writing() as session:
            await put_row(session, f"row-{number}", valid_to=date(2100 + number, 1, 1))
            await put_rule(session, f"rule-{number}", position=number)
    await village.busy(cases.client_as)
    await _odd_and_released(pool, cases)
    while await counting.follow(pool, KEY):
        pass
    while await counting_of_evaluation.count(pool):
        pass
    await _of_cobuilding(cases)


async def _of_cobuilding(cases: Cases) -> None:
    """Three of each; quarters that are over, so that each may be opened."""
    at_work = Quarter(cases.client_as)
    with clock.frozen(IN_OCTOBER):
        groups = [await at_work.group(area) for area in (VILLAGE, TOWN, OTHER_VILLAGE)]
        one = groups[0]["id"]
        stage = {"title": "一", "due_on": "2026-12-31"}
        times = {"starts_at": "2026-11-07T01:00:00Z", "ends_at": "2026-11-07T03:00:00Z"}
        work = {"title": "某事", "department_code": "CG"}
        for _ in range(3):
            await at_work.scheme()
            await at_work.done("handler", f"groups/{one}/tasks", work | {"due_on": "2026-11-30"})
            await at_work.done("handler", f"groups/{one}/projects", work | {"stages": [stage]})
            await at_work.done("handler", f"groups/{one}/activities", work | times | {"kind": "visit", "place": "北门"})
            await at_work.done(
                "worker", f"groups/{one}/adoptions", work | {"kind": "place", "valid_from": "2026-10-12"}
            )
        period = await at_work.period()
        for who in ("supervisor", "centre_leader", "clerk"):
            await at_work.assigned(who, period, groups[0])
    for ahead in (100, 200):
        with clock.frozen(IN_OCTOBER + timedelta(days=ahead)):
            told = quarter_of(clock.today())
            body = {"area_code": COUNTY, "year": told.year, "number": told.number}
            await at_work.done("supervisor", "periods", body)


async def _odd_and_released(pool: PooledDatabase, cases: Cases) -> None:
    for _ in range(4):  # one more of the same after each of them
        again = {"category_code": "DCM-01-02", "description": "路边有成堆垃圾"}
        await cases.report("worker", **again)
    for _ in range(3):
        closed, words = await cases.at("closed"), {"question": "路边有垃圾", "answer": "已清理"}
        answer = await cases.client_as("clerk").post(f"/cases/{closed['id']}/release", json=words)
        assert answer.status_code == 201, answer.text
        await cases.at("closed")  # which waits to be released
    while await relay(pool):
        pass
    while await find_irregularities(pool):
        pass


def _rows(page: dict[str, Any]) -> list[str]:
    """Which rows a page has: their ids, codes, or what else tells them apart."""
    return [str(row.get("id") or row.get("code") or row) for row in page.get("items", page.get("cases", []))]


async def _walk(one: Other, other: Other, path: str, params: dict[str, Any]) -> list[list[str]]:
    """A list page by page, each asked of another process than the page before."""
    pages, cursor, asked = [], None, one
    while True:
        page = await asked.get(path, {"limit": 2, **params} | ({"cursor": cursor} if cursor else {}))
        pages.append(_rows(page))
        cursor = page.get("next_cursor") or (page["cursor"] if page.get("more") else None)
        if cursor is None:
            return pages
        asked = other if asked is one else one


def test_every_list_with_a_cursor_is_walked() -> None:
    told = {
        path.removeprefix("/api/v1")
        for path, methods in contract.document()["paths"].items()
        if any(parameter["name"] == "cursor" for parameter in methods.get("get", {}).get("parameters", []))
    }

    assert told == set(LISTS)


async def test_a_list_goes_on_in_another_process_and_after_a_restart(
    pool: PooledDatabase, fresh_url: str, cases: Cases, tmp_path: Path
) -> None:
    await _busy(pool, cases)
    walked: dict[str, list[int]] = {}
    async with AsyncExitStack() as stack:
        first, second = [await stack.enter_async_context(another(fresh_url, tmp_path, seed)) for seed in (1, 2)]
        latest = (await first.get("/cases", {"limit": 1, "status": ["dispatched"]}))["items"][0]["id"]
        for template, lists in LISTS.items():
            for address, params in lists:
                path = address.format(latest=latest, **village.KNOWN)
                whole = await first.get(path, {**params, "limit": 200})
                pages = await _walk(second, first, path, params)
                assert [row for page in pages for row in page] == _rows(whole), path
                walked.setdefault(template, []).append(len(pages))
        begun = await first.get("/cases", {"limit": 2, "status": _OPEN})
    async with another(fresh_url, tmp_path, 3) as restarted:
        following = await restarted.get("/cases", {"limit": 2, "status": _OPEN, "cursor": begun["next_cursor"]})

    assert following["items"]
    short = {template for template, counts in walked.items() if max(counts) < 2} - {
        "/category-standards",
        "/category-crosswalk",
    }
    assert not short, "a list of one page proves nothing"
