"""Saved views: the filters of a list under a name, one's own or shared with a centre, read as a queue is."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient

from app.db.session import Session
from app.schemas.desk.views import MOST_VIEWS
from tests.cases import Cases
from tests.desk.asking import ids, opened
from tests.organisation import COUNTY, GRID, IN_OTHER_GRID, OTHER_TOWN, TOWN, USERS

Clients = Callable[..., AsyncClient]


async def _saved(client: AsyncClient, name: str = "待派", **body: Any) -> dict[str, Any]:
    told = {"name": name, "query": {"status": ["filed"]}, **body}
    answer = await client.post("/views", json=told)
    assert answer.status_code == 201, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def test_a_view_holds_what_the_list_with_its_filters_holds(cases: Cases, client_as: Clients) -> None:
    for status in ("filed", "reported", "filed", "handling"):
        await cases.at(status)
    dispatcher = client_as("dispatcher")
    for query in ({"status": ["filed"]}, {"area": GRID, "sort": "due"}, {"department": "CG"}, {"q": "垃圾"}, {}):
        view = await _saved(dispatcher, f"{query}"[:40], query=query)
        page = await opened(dispatcher, view["id"])
        listed = (await dispatcher.get("/cases", params=query)).json()["items"]
        assert ids(page) == [item["id"] for item in listed]
        assert page["count"] == view["count"] == len(listed)
        assert (page["name"], page["label_zh"]) == (view["id"], view["name"])


async def test_a_view_is_paged_and_worked_through(cases: Cases, client_as: Clients) -> None:
    for _ in range(3):
        await cases.at("filed")
    dispatcher = client_as("dispatcher")
    view = await _saved(dispatcher)
    first = await opened(dispatcher, view["id"], limit=2)
    rest = await opened(dispatcher, view["id"], limit=2, cursor=first["next_cursor"])
    order = [*ids(first), *ids(rest)]
    done = await dispatcher.post(f"/cases/{order[0]}/dispatch", json={"lead": "CG"}, params={"next": view["id"]})

    assert len(set(order)) == 3
    assert done.json()["next"]["row"]["id"] == order[1]
    assert (await dispatcher.get(f"/desk/{view['id']}", params={"cursor": "x"})).status_code == 400


async def test_a_view_shared_with_a_centre_is_read_by_it_and_changed_by_its_owner_alone(
    cases: Cases, client_as: Clients
) -> None:
    await cases.at("filed")
    view = await _saved(client_as("dispatcher"), area_code=TOWN)
    for who in ("clerk", "centre_leader", "town_clerk", "town_supervisor"):
        seen = (await client_as(who).get(f"/views/{view['id']}")).json()
        assert (seen["mine"], seen["owner_name"], seen["area_name"]) == (False, "用户dispatcher", f"区域{TOWN}")
        changed = await client_as(who).put(f"/views/{view['id']}", json={"name": "x", "query": {}})
        assert changed.status_code == 403
        assert (await client_as(who).delete(f"/views/{view['id']}")).status_code == 403
    for who in ("worker", "handler", "other_supervisor", "leader"):
        assert (await client_as(who).get(f"/views/{view['id']}")).status_code == 404, who
        assert (await client_as(who).get(f"/desk/{view['id']}")).status_code == 404
        assert (await client_as(who).put(f"/views/{view['id']}", json={"name": "x", "query": {}})).status_code == 404
        assert (await client_as(who).get("/views")).json()["items"] == []


async def test_a_shared_view_shows_each_reader_what_they_see_themselves(cases: Cases, client_as: Clients) -> None:
    here = await cases.at("filed")
    there = await cases.report("other_worker", location=IN_OTHER_GRID)
    await cases.done("clerk", there, "file", {"rule_code": "R1"})
    view = await _saved(client_as("dispatcher"), area_code=TOWN)

    assert set(ids(await opened(client_as("dispatcher"), view["id"]))) == {here["id"], there["id"]}
    assert ids(await opened(client_as("town_clerk"), view["id"])) == [here["id"]]
    assert (await client_as("town_clerk").get(f"/views/{view['id']}")).json()["count"] == 1


async def test_one_shares_only_with_a_centre_one_is_of(client_as: Clients) -> None:
    body = {"name": "x", "query": {}}
    town, dispatcher = client_as("town_clerk"), client_as("dispatcher")

    assert (await town.post("/views", json=body | {"area_code": COUNTY})).status_code == 403
    assert (await town.post("/views", json=body | {"area_code": OTHER_TOWN})).status_code == 403
    assert (await client_as("worker").post("/views", json=body | {"area_code": GRID})).status_code == 403
    unknown = await dispatcher.post("/views", json=body | {"area_code": "999"})
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/area_code")
    assert (await town.post("/views", json=body | {"area_code": TOWN})).status_code == 201


async def test_a_view_of_somebody_deactivated_is_shared_no_longer(client_as: Clients, session: Session) -> None:
    view = await _saved(client_as("dispatcher"), area_code=COUNTY)
    await session.connection.execute("UPDATE users SET is_active = false WHERE id = $1", USERS["dispatcher"])

    assert (await client_as("clerk").get(f"/views/{view['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"status": ["nowhere"]}, "/query/status/0"),
        ({"limit": 5}, "/query/limit"),
        ({"cursor": "x"}, "/query/cursor"),
        ({"q": "一"}, "/query/q"),
        ({"area": "999"}, "/query/area"),
        ({"department": "NONE"}, "/query/department"),
        ({"nature": "none"}, "/query/nature"),
    ],
)
async def test_what_a_list_would_refuse_is_not_saved(client_as: Clients, query: Any, pointer: str) -> None:
    answer = await client_as("dispatcher").post("/views", json={"name": "x", "query": query})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_what_a_view_names_and_is_there_no_longer_is_said(
    cases: Cases, client_as: Clients, session: Session
) -> None:
    await cases.at("handling")
    dispatcher = client_as("dispatcher")
    view = await _saved(dispatcher, query={"department": "CG", "category": "DCM-01-02"})
    await session.connection.execute("UPDATE departments SET is_active = false WHERE code = 'CG'")
    retired = (await dispatcher.get(f"/views/{view['id']}")).json()
    await session.connection.execute(
        'UPDATE saved_views SET query = \'{"department": "GONE"}\' WHERE id = $1', view["id"]
    )
    gone = await opened(dispatcher, view["id"])

    assert [(each["field"], each["code"], each["retired"]) for each in retired["missing"]] == [
        ("department", "CG", True)
    ]
    assert (retired["count"], retired["missing"][0]["detail_zh"]) == (1, "部门 CG 已停用")
    assert (gone["items"], gone["count"]) == ([], 0)
    assert gone["missing"] == [
        {
            "field": "department", "code": "GONE", "retired": False, "detail_zh": "部门 GONE 已不存在",
            "detail": "The department GONE does not exist any more",
        }
    ]  # fmt: skip


async def test_a_view_of_filters_that_are_no_more_is_refused_by_name_and_hides_no_other(
    client_as: Clients, session: Session
) -> None:
    dispatcher = client_as("dispatcher")
    view, other = await _saved(dispatcher), await _saved(dispatcher, "另一个")
    await session.connection.execute("UPDATE saved_views SET query = '{\"colour\": 1}' WHERE id = $1", view["id"])
    refused = await dispatcher.get(f"/desk/{view['id']}")
    listed = (await dispatcher.get("/views", params={"counts": True})).json()["items"]

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/query/colour")
    assert [(each["id"], each["count"]) for each in listed] == [(view["id"], None), (other["id"], 0)]


async def test_views_are_replaced_by_version(client_as: Clients) -> None:
    dispatcher = client_as("dispatcher")
    view = await _saved(dispatcher)
    path, body = f"/views/{view['id']}", {"name": "改名", "query": {"light": "red"}}
    first = await dispatcher.put(path, json=body, headers={"If-Match": '"1"'})
    stale = await dispatcher.put(path, json=body, headers={"If-Match": '"1"'})
    kept = await dispatcher.delete(path, headers={"If-Match": '"1"'})
    read = await dispatcher.get(path)

    assert (first.status_code, first.json()["version"], first.json()["query"]) == (200, 2, {"light": "red"})
    assert (stale.status_code, stale.json()["version"], kept.status_code) == (412, 2, 412)
    assert read.headers["etag"].startswith('"2-')
    assert (await dispatcher.delete(path, headers={"If-Match": read.headers["etag"]})).status_code == 204
    assert (await dispatcher.get(path)).status_code == 404


async def test_a_name_is_one_view_of_a_person(client_as: Clients) -> None:
    await _saved(client_as("dispatcher"), "  同名  ")
    again = await client_as("dispatcher").post("/views", json={"name": "同名", "query": {}})

    assert (again.status_code, again.json()["code"]) == (409, "already-exists")
    assert (await _saved(client_as("clerk"), "同名"))["name"] == "同名"


async def test_writes_of_views_are_sent_again(client_as: Clients) -> None:
    dispatcher, body = client_as("dispatcher"), {"name": "x", "query": {"open": True}}
    key, gone = {"Idempotency-Key": str(uuid4())}, {"Idempotency-Key": str(uuid4())}
    first, again = [await dispatcher.post("/views", json=body, headers=key) for _ in range(2)]
    other = await dispatcher.post("/views", json=body | {"name": "y"}, headers=key)
    removed = [await dispatcher.delete(f"/views/{first.json()['id']}", headers=gone) for _ in range(2)]

    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert other.json()["code"] == "key-reused"
    assert [answer.status_code for answer in removed] == [204, 204]


async def test_nobody_has_more_views_than_a_screen_can_show(client_as: Clients) -> None:
    dispatcher = client_as("dispatcher")
    for number in range(MOST_VIEWS):
        await _saved(dispatcher, f"第 {number} 个")
    full = await dispatcher.post("/views", json={"name": "x", "query": {}})
    first = (await dispatcher.get("/views", params={"limit": 30})).json()
    rest = (await dispatcher.get("/views", params={"limit": 30, "cursor": first["next_cursor"]})).json()

    assert (full.status_code, full.json()["condition"]) == (409, "views-full")
    names = [view["name"] for view in (*first["items"], *rest["items"])]
    assert names == [f"第 {number} 个" for number in range(MOST_VIEWS)]
    assert rest["next_cursor"] is None


async def test_a_number_of_another_system_is_found_by_nobody_who_is_not_told_it(
    cases: Cases, client_as: Clients
) -> None:
    case = await cases.report("hotline", external_id="HL-9", contact={"name": "王女士", "phone": "13800000000"})
    await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": "restricted"})
    await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
    query = {"external_id": "HL-9"}
    told = await _saved(client_as("clerk"), query=query)
    untold = await _saved(client_as("handler"), query=query)

    assert (told["count"], ids(await opened(client_as("clerk"), told["id"]))) == (1, [case["id"]])
    page = await opened(client_as("handler"), untold["id"])
    assert (untold["count"], page["count"], page["items"]) == (0, 0, [])
