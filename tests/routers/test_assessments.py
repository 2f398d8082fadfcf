"""A month is computed, explained, published, appealed against and corrected; who is no judge of it sees their own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient, Response

from app import clock
from app.db.session import Session
from app.services.evaluation.computing import compute_next
from tests.cases import ROUTES, Cases
from tests.conftest import OneConnection
from tests.evaluation import counted
from tests.organisation import COUNTY, GRID, OTHER_GRID, TOWN, USERS, VILLAGE

Clients = Callable[..., AsyncClient]
ITEMS = [
    {"code": "filed", "label_zh": "立案率", "weight": 60, "figure": "filing_rate", "zero_at": 0, "full_at": 1},
    {"code": "conduct", "label_zh": "日常表现", "weight": 40},
]
COLOURS = [
    {"code": "red", "label_zh": "红", "from_score": 85},
    {"code": "yellow", "label_zh": "黄", "from_score": 60},
    {"code": "grey", "label_zh": "灰", "from_score": 0},
]


class Times:
    """Moves the clock of the service."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def later(self, by: timedelta) -> None:
        then = clock.now() + by
        self._monkeypatch.setattr(clock, "now", lambda: then)


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Times:
    return Times(monkeypatch)


def scheme(**document: Any) -> dict[str, Any]:
    return {
        "code": "grid-month", "name": "网格月度考评", "assessed": "grid", "area_code": COUNTY,
        "valid_from": "2020-01-01", "document": {"items": ITEMS, "colours": COLOURS, **document},
    }  # fmt: skip


async def made(client: AsyncClient, path: str, body: Any = None, status: int = 201) -> dict[str, Any]:
    answer = await client.post(f"/evaluation/{path}", json=body)
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def opened(clients: Clients, days: Any, **document: Any) -> dict[str, Any]:
    written = await made(clients("centre_leader"), "schemes", scheme(**document))
    body = {"scheme_id": written["id"], "area_code": COUNTY, "first": str(days[0]), "last": str(days[1])}
    return await made(clients("supervisor"), "periods", body)


async def computed(database: OneConnection, clients: Clients, period: dict[str, Any]) -> dict[str, Any]:
    await made(clients("supervisor"), f"periods/{period['id']}/compute", status=200)
    await counted(database)
    assert await compute_next(database) == 1
    told: dict[str, Any] = (await clients("supervisor").get(f"/evaluation/periods/{period['id']}")).json()
    return told


async def result(client: AsyncClient, period: dict[str, Any], subject: str = GRID) -> Response:
    return await client.get(f"/evaluation/periods/{period['id']}/results/{subject}")


async def test_a_period_is_computed_explained_published_appealed_and_corrected(
    cases: Cases, client_as: Clients, database: OneConnection, times: Times
) -> None:
    closed = await cases.at("closed")
    await cases.at("rejected")
    first = clock.today()
    times.later(timedelta(days=1))
    period = await opened(client_as, (first, first), fewest=2)
    assert period["state"] == "open"
    points = {"points": [{"subject": GRID, "item": "conduct", "points": 30, "reason": "巡查认真"}]}
    given = await client_as("supervisor").put(f"/evaluation/periods/{period['id']}/points", json=points)
    assert given.status_code == 200, given.text

    period = await computed(database, client_as, period)
    assert period["state"] == "computed"
    told = (await result(client_as("supervisor"), period)).json()
    filed, conduct = told["explanation"]["items"]
    assert (filed["hits"], filed["counted"], filed["points"], conduct["points"]) == (1, 2, 30, 30)
    assert (told["score"], told["colour"], told["rank"]) == (60, "yellow", 1)
    assert (told["explanation"]["next_colour"], told["explanation"]["to_next"]) == ("red", 25)
    behind = (await client_as("supervisor").get(filed["hit_href"].removeprefix("/api/v1"))).json()["items"]
    assert [item["id"] for item in behind] == [closed["id"]]
    assert (await result(client_as("worker"), period)).status_code == 404, "nothing is shown before it is published"

    assert (await client_as("worker").get(f"/evaluation/periods/{period['id']}")).status_code == 404

    await made(client_as("supervisor"), f"periods/{period['id']}/review", status=200)
    await made(client_as("supervisor"), f"periods/{period['id']}/publish", status=403)
    published = await made(client_as("centre_leader"), f"periods/{period['id']}/publish", status=200)
    again = await client_as("centre_leader").post(f"/evaluation/periods/{period['id']}/publish")
    assert (published["state"], again.status_code) == ("published", 409)

    for language, called in (("zh", "黄"), ("en", "黄")):  # which has no English name
        board = await client_as(None).get(f"/public/villages/{VILLAGE}", headers={"Accept-Language": language})
        assert board.status_code == 200, board.text
        told = [(each["colour"], each["colour_name"], each["scheme_name"]) for each in board.json()["colours"]]
        assert told == [("yellow", called, "网格月度考评")]
    own = (await client_as("worker").get("/evaluation/results")).json()["items"]
    assert [(each["subject"], each["score"]) for each in own] == [(GRID, 60)]
    seen = (await client_as("worker").get(f"/evaluation/periods/{period['id']}")).json()
    assert (seen["scheme_name"], seen["appeal_until"]) == ("网格月度考评", published["appeal_until"])
    assert (await client_as("water_handler").get(f"/evaluation/periods/{period['id']}")).status_code == 404
    assert (await result(client_as("worker"), period, OTHER_GRID)).status_code == 404
    appeal = await made(client_as("worker"), f"periods/{period['id']}/appeals", {"subject": GRID, "reason": "误判一件"})
    twice = await client_as("worker").post(
        f"/evaluation/periods/{period['id']}/appeals", json={"subject": GRID, "reason": "再次"}
    )
    assert twice.status_code == 409
    decision = {"grant": True, "note": "属实", "points": {"filed": 60}}
    await made(client_as("worker"), f"appeals/{appeal['id']}/decide", decision, status=403)
    decided = await made(client_as("supervisor"), f"appeals/{appeal['id']}/decide", decision, status=200)
    told = (await result(client_as("worker"), period)).json()

    assert decided["state"] == "granted"
    assert (told["score"], told["colour"], told["published_score"], told["is_corrected"]) == (90, "red", 60, True)
    assert [each["reason"] for each in told["corrections"]] == ["属实"]


async def test_what_happens_afterwards_leaves_a_published_period_as_it_was(
    cases: Cases, client_as: Clients, database: OneConnection, times: Times
) -> None:
    case = await cases.at("closed")
    first = clock.today()
    times.later(timedelta(days=1))
    period = await computed(database, client_as, await opened(client_as, (first, first)))
    await made(client_as("supervisor"), f"periods/{period['id']}/review", status=200)
    await made(client_as("centre_leader"), f"periods/{period['id']}/publish", status=200)
    before = (await result(client_as("supervisor"), period)).json()
    await cases.done("supervisor", case, "reopen", {"reason_code": "not_solved"})
    await counted(database)
    refused = await client_as("supervisor").post(f"/evaluation/periods/{period['id']}/compute")
    late = await client_as("supervisor").put(
        f"/evaluation/periods/{period['id']}/points",
        json={"points": [{"subject": GRID, "item": "conduct", "points": 1}]},
    )

    assert (refused.status_code, late.status_code) == (409, 409)
    assert (await result(client_as("supervisor"), period)).json() == before


async def test_a_scheme_that_cannot_be_is_refused_with_where_it_is_wrong(client_as: Clients) -> None:
    half = [{**ITEMS[0], "weight": 50}, ITEMS[1]]
    overlapping = [COLOURS[0], {**COLOURS[1], "from_score": 90}, COLOURS[2]]
    wrong = {
        "/document/items": {"items": half},
        "/document/colours": {"colours": overlapping},
        "/document/items/0/figure": {"items": [{**ITEMS[0], "figure": "luck"}, ITEMS[1]]},
        "/document/triggers/0/colour": {
            "triggers": [{"code": "x", "label_zh": "弄虚作假", "figure": "irregular", "colour": "blue"}]
        },
    }
    for pointer, document in wrong.items():
        answer = await client_as("centre_leader").post("/evaluation/schemes", json=scheme(**document))
        assert answer.status_code == 422, document
        assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert (await client_as("supervisor").post("/evaluation/schemes", json=scheme())).status_code == 403
    assert (await client_as("worker").get("/evaluation/schemes")).status_code == 403


async def test_a_period_keeps_the_version_of_the_scheme_it_began_with(
    client_as: Clients, database: OneConnection, times: Times
) -> None:
    first = clock.today()
    times.later(timedelta(days=1))
    period = await opened(client_as, (first, first))
    newer = await made(client_as("centre_leader"), "schemes", scheme(items=[{**ITEMS[1], "weight": 100}]))
    await computed(database, client_as, period)
    told = (await result(client_as("supervisor"), period)).json()
    same = {"scheme_id": newer["id"], "area_code": COUNTY, "first": str(first), "last": str(first)}
    again = await client_as("supervisor").post("/evaluation/periods", json=same)

    assert (newer["version"], again.status_code) == (2, 409)
    assert [item["code"] for item in told["explanation"]["items"]] == ["filed", "conduct"]
    assert (told["score"], told["rank"]) == (None, None), "nothing counted, and nobody gave points: no score, and not 0"


async def test_a_case_is_exempt_once_two_reviewers_grant_its_appeal(
    cases: Cases, client_as: Clients, database: OneConnection, session: Session
) -> None:
    case = await cases.at("closed")
    body = {"about": "overdue", "reason": "停电"}
    asked = await client_as("handler").post(f"/cases/{case['id']}/appeals", json=body)
    path = f"/cases/{case['id']}/appeals/{asked.json()['id']}/decide"
    first = await client_as("dispatcher").post(path, json={"grant": True, "note": "属实"})
    same = await client_as("dispatcher").post(path, json={"grant": True, "note": "属实"})
    second = await client_as("supervisor").post(path, json={"grant": True, "note": "同意"})
    await counted(database)
    exempt = await client_as("supervisor").get(
        "/evaluation/figures/handling_in_time/cases", params={"subject": GRID, "part": "exempt",
                                                              "last": str(clock.today() + timedelta(days=60))},
    )  # fmt: skip
    facts = await session.connection.fetchval(
        "SELECT facts FROM occurrences WHERE case_id = $1 AND kind = 'handling'", case["id"]
    )

    assert [asked.status_code, first.json()["state"], same.status_code, second.json()["state"]] == [
        201, "first_granted", 403, "granted",
    ]  # fmt: skip
    assert (await client_as("handler").post(f"/cases/{case['id']}/appeals", json=body)).status_code == 409
    assert (await client_as("water_handler").post(f"/cases/{case['id']}/appeals", json=body)).status_code == 404
    assert facts is not None
    assert exempt.status_code == 200


async def test_reviewers_are_named_to_who_sees_the_appeal_unless_they_told_of_a_restricted_case(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    await session.connection.execute(  # who reviews has a post in the field, too
        "INSERT INTO appointments (id, user_id, post, area_code, valid_from) "
        "VALUES (gen_random_uuid(), $1, 'full_time_worker', $2, '2020-01-01')",
        USERS["dispatcher"], GRID,
    )  # fmt: skip
    named = {}
    for tier in ("normal", "restricted"):
        case = await cases.report("dispatcher")
        await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": tier})
        for who, action, body in ROUTES["closed"][1:]:
            await cases.done(who, case, action, body)
        path = f"/cases/{case['id']}/appeals"
        made = (await client_as("handler").post(path, json={"about": "overdue", "reason": "停电"})).json()
        for who in ("dispatcher", "supervisor"):
            await client_as(who).post(f"{path}/{made['id']}/decide", json={"grant": True, "note": "属实"})
        for who in ("handler", "centre_leader"):
            of_case = (await client_as(who).get(path)).json()["items"]
            listed = (await client_as(who).get("/evaluation/case-appeals", params={"undecided": False})).json()["items"]
            assert [each for each in listed if each["case_id"] == case["id"]] == of_case
            (told,) = of_case
            assert (told["first_by"] is None) == (told["first_by_name"] is None)
            named[tier, who] = (told["first_by_name"], told["second_by_name"])
    both = ("用户dispatcher", "用户supervisor")

    assert made["first_by"] is made["first_by_name"] is None
    assert named == {
        ("normal", "handler"): both, ("normal", "centre_leader"): both,
        ("restricted", "handler"): (None, "用户supervisor"), ("restricted", "centre_leader"): both,
    }  # fmt: skip


async def test_nobody_decides_an_appeal_of_their_own_unit_or_grid(
    cases: Cases, client_as: Clients, database: OneConnection, session: Session
) -> None:
    with clock.shifted(-timedelta(days=1)):
        case = await cases.at("closed")
    day = clock.today() - timedelta(days=1)
    period = await opened(client_as, (day, day))
    await computed(database, client_as, period)
    await made(client_as("supervisor"), f"periods/{period['id']}/review", status=200)
    await made(client_as("centre_leader"), f"periods/{period['id']}/publish", status=200)
    told = await made(client_as("worker"), f"periods/{period['id']}/appeals", {"subject": GRID, "reason": "误判一件"})
    asked = await client_as("handler").post(f"/cases/{case['id']}/appeals", json={"about": "rework", "reason": "误判"})
    for post, area, unit in (
        ("full_time_worker", GRID, None),
        ("department_handler", None, asked.json()["department_code"]),
    ):
        await session.connection.execute(
            "INSERT INTO appointments (id, user_id, post, area_code, department_code, valid_from) "
            "VALUES (gen_random_uuid(), $1, $2, $3, $4, '2020-01-01')",
            USERS["supervisor"], post, area, unit,
        )  # fmt: skip

    decision = {"grant": True, "note": "属实", "points": {"filed": 60}}
    await made(client_as("supervisor"), f"appeals/{told['id']}/decide", decision, status=403)
    own = await client_as("supervisor").post(
        f"/cases/{case['id']}/appeals/{asked.json()['id']}/decide", json={"grant": True, "note": "属实"}
    )

    assert own.status_code == 403, own.text
    await made(client_as("centre_leader"), f"appeals/{told['id']}/decide", decision, status=200)


async def test_an_appeal_past_its_time_is_refused(cases: Cases, client_as: Clients, times: Times) -> None:
    case = await cases.at("closed")
    times.later(timedelta(days=30))
    late = await client_as("handler").post(f"/cases/{case['id']}/appeals", json={"about": "rework", "reason": "误判"})

    assert (late.status_code, late.json()["code"]) == (409, "condition-not-met")


async def test_a_town_judges_its_own(client_as: Clients, times: Times) -> None:
    first = clock.today()
    times.later(timedelta(days=1))
    period = await opened(client_as, (first, first))
    seen = await client_as("town_supervisor").get(f"/evaluation/periods/{period['id']}")
    own = {"scheme_id": period["scheme_id"], "area_code": TOWN, "first": str(first), "last": str(first)}
    made_ = await client_as("town_supervisor").post("/evaluation/periods", json=own)
    elsewhere = await client_as("other_supervisor").post("/evaluation/periods", json=own)

    assert (seen.status_code, made_.status_code, elsewhere.status_code) == (404, 201, 404)


@pytest.mark.parametrize("odd", ["%00", "%E2%80%AE", "9" * 65, "'"])
async def test_a_subject_that_is_no_code_is_refused(client_as: Clients, odd: str) -> None:
    supervisor = client_as("supervisor")
    asked = await supervisor.get(f"/evaluation/figures/values?subject={odd}")
    explained = await supervisor.get(f"/evaluation/periods/0193a0c0-0000-7000-8000-0000000000ff/results/{odd}")

    assert (asked.status_code, explained.status_code) == (422, 422)
