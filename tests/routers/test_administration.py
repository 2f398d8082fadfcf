"""`/areas`, `/departments`, `/categories`, `/filing-rules`: one line of an import each, within the caller's reach."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid5

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import insert

from app.db.session import Session
from app.db.statement import Statement
from app.models.user import Appointment
from app.queries.tables import table
from bench import hostile
from tests import organisation
from tests.cases import Cases
from tests.organisation import (
    COUNTY,
    GRID,
    MARKET,
    OTHER_GRID,
    OTHER_TOWN,
    OTHER_VILLAGE,
    SECOND_GRID,
    TOWN,
    USERS,
    VILLAGE,
)

ClientAs = Callable[..., AsyncClient]
NEW = "44031000100109"
GRID_BODY = {"level": "grid", "parent_code": VILLAGE, "name": "新网格"}
VILLAGE_BODY = {"level": "village", "parent_code": TOWN, "name": "村"}
RULE = {
    "category_code": "DCM-01-02", "condition": "成堆", "limit_amount": 3, "limit_unit": "working_days",
    "close_condition": "清除", "department_code": "CG",
}  # fmt: skip
STATION = {
    "kind": "station", "parent_code": "CG", "names": [{"valid_from": "2026-01-01", "name": "执法队"}],
    "jurisdictions": [TOWN],
}  # fmt: skip


def square(west: float, south: float, size: float = 0.01) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
async def town_admin(session: Session, client_as: ClientAs) -> AsyncClient:
    """`nobody`, made the administrator of one town."""
    row = {
        "id": uuid5(USERS["nobody"], "town"), "user_id": USERS["nobody"], "post": "administrator",
        "area_code": TOWN, "valid_from": date(2026, 1, 1),
    }  # fmt: skip
    await session.run(Statement(insert(table(Appointment)), columns=tuple(row)), **row)
    return client_as("nobody")


async def version(session: Session, name: str) -> int:
    found: int = await session.connection.fetchval("SELECT version FROM reference_versions WHERE name = $1", name) or 0
    return found


def pointers(answer: Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "invalid"
    return {each["pointer"]: each["detail"] for each in answer.json()["errors"]}


async def every(client: AsyncClient, path: str, key: str, **params: Any) -> list[str]:
    """The keys of a list, two a page."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await client.get(path, params={**params, **cursor, "limit": 2})
        assert page.status_code == 200, page.text
        found += [item[key] for item in page.json()["items"]]
        if page.json()["next_cursor"] is None:
            return found
        cursor = {"cursor": page.json()["next_cursor"]}


async def test_an_area_is_put_replaced_and_retired(client_as: ClientAs, session: Session) -> None:
    admin, before = client_as("admin"), await version(session, "areas")
    created = await admin.put(f"/areas/{NEW}", json=GRID_BODY)
    again = await admin.put(f"/areas/{NEW}", json=GRID_BODY)
    assert (created.status_code, again.status_code) == (201, 200)
    assert created.json() == again.json()
    assert created.json()["path"] == f"{COUNTY}/{TOWN}/{VILLAGE}/{NEW}/"
    assert created.json()["grid_kind"] == "general"
    assert await version(session, "areas") == before + 1, "what changes nothing raises no version"

    retired = await admin.put(f"/areas/{NEW}", json={**GRID_BODY, "name": "旧网格", "is_active": False})
    assert (retired.json()["name"], retired.json()["is_active"]) == ("旧网格", False)
    assert (await admin.get(f"/areas/{NEW}")).json() == retired.json()
    assert await version(session, "areas") == before + 2
    assert (await admin.delete(f"/areas/{NEW}")).status_code == 405


@pytest.mark.parametrize(
    ("told", "kept"), [("𮯰村", "𮯰村"), ("\ue863村", "\ue863村"), ("六联\u3000村\u200b", "六联 村")], ids=ascii
)
async def test_an_area_bears_any_name(client_as: ClientAs, told: str, kept: str) -> None:
    answer = await client_as("admin").put(f"/areas/{NEW}", json={**GRID_BODY, "name": told})

    assert (answer.status_code, answer.json()["name"]) == (201, kept)


@pytest.mark.parametrize(
    ("code", "body", "pointer", "said"),
    [
        (NEW, {**GRID_BODY, "parent_code": "NOPE"}, "/parent_code", "unknown parent NOPE"),
        (NEW, {**GRID_BODY, "parent_code": TOWN}, "/level", "a grid cannot lie in a town"),
        (GRID, {**GRID_BODY, "parent_code": "440310002001"}, "/parent_code", "cannot move to another parent"),
        (NEW, {**GRID_BODY, "name": ""}, "/name", "name is missing"),
        (NEW, {**GRID_BODY, "name": "x" * 121}, "/name", "longer than 120"),
        (NEW, {**GRID_BODY, "name": "a\u2028b,c"}, "/name", "unprintable"),
        (NEW, {**GRID_BODY, "name": "a\nb"}, "/name", "unprintable"),
        (NEW, {**GRID_BODY, "name": "\u0000"}, "/name", "control characters"),
        (NEW, {**GRID_BODY, "level": "province"}, "/level", "Input should be"),
        (NEW, {**GRID_BODY, "more": 1}, "/more", "Extra inputs"),
        (VILLAGE, {**VILLAGE_BODY, "grid_kind": "general"}, "/grid_kind", "only a grid"),
        (VILLAGE, {**VILLAGE_BODY, "is_active": False}, "/is_active", "is active"),
        ("a/b", GRID_BODY, None, None),
        ("中文", GRID_BODY, "/path/code", "pattern"),
    ],
)  # fmt: skip
async def test_a_bad_area_is_refused_by_field(
    client_as: ClientAs, code: str, body: dict[str, Any], pointer: str | None, said: str | None
) -> None:
    answer = await client_as("admin").put(f"/areas/{code}", json=body)
    if pointer is None:
        assert answer.status_code == 404
    else:
        assert said in pointers(answer)[pointer]  # type: ignore[operator]


async def test_a_moved_border_moves_the_next_report(client_as: ClientAs, cases: Cases) -> None:
    admin, point = client_as("admin"), {"lat": 22.695, "lon": 114.325}
    assert (await cases.report("clerk", location=point))["area_code"] is None
    drawn = await admin.put(
        f"/areas/{SECOND_GRID}/boundary", json={"geometry": square(114.32, 22.69), "datum": "wgs84"}
    )
    assert drawn.status_code == 200
    assert drawn.json()["has_boundary"]
    assert (await cases.report("clerk", location=point))["area_code"] == SECOND_GRID
    where = await client_as("worker").get("/areas/locate", params=point)
    assert where.json()["grid"] == {"code": SECOND_GRID, "name": f"区域{SECOND_GRID}"}

    body = {"level": "grid", "parent_code": VILLAGE, "name": "停", "is_active": False}
    assert (await admin.put(f"/areas/{SECOND_GRID}", json=body)).status_code == 200
    assert (await client_as("worker").get("/areas/locate", params=point)).json()["grid"] is None


def _deep() -> Any:
    found: Any = []
    for _ in range(20):
        found = [found]
    return found


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        (square(114.305, 22.69), "overlap"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, "Self-intersection"),
        (square(22.69, 114.3), "swapped"),
        ({"type": "Point", "coordinates": [114, 22]}, "must be a polygon"),
        ({"type": "Polygon", "coordinates": [[[114, 22], [115, None]]]}, "not a GeoJSON geometry"),
        ({"type": "Polygon", "coordinates": _deep()}, "must be a polygon"),
        ({}, "not a GeoJSON geometry"),
    ],
)
async def test_a_bad_boundary_is_refused(client_as: ClientAs, geometry: Any, said: str) -> None:
    body = {"geometry": geometry, "datum": "wgs84"}
    answer = await client_as("admin").put(f"/areas/{SECOND_GRID}/boundary", json=body)
    assert said in pointers(answer)["/geometry"]


async def test_a_boundary_needs_a_datum_and_lies_in_its_parent(client_as: ClientAs) -> None:
    admin = client_as("admin")
    undeclared = await admin.put(f"/areas/{VILLAGE}/boundary", json={"geometry": square(114.3, 22.69)})
    assert "/datum" in pointers(undeclared)
    village = {"geometry": square(114.30, 22.69, 0.02), "datum": "wgs84"}
    assert (await admin.put(f"/areas/{VILLAGE}/boundary", json=village)).status_code == 200
    outside = {"geometry": square(114.40, 22.69), "datum": "wgs84"}
    answer = await admin.put(f"/areas/{SECOND_GRID}/boundary", json=outside)
    assert f"lies outside {VILLAGE}" in pointers(answer)["/geometry"]


async def test_a_grid_that_becomes_general_must_not_overlap(client_as: ClientAs) -> None:
    body = {"level": "grid", "parent_code": VILLAGE, "name": "市场", "grid_kind": "general"}
    answer = await client_as("admin").put(f"/areas/{MARKET}", json=body)
    assert "overlap" in pointers(answer)[""]


async def test_a_retired_grid_that_no_longer_fits_is_not_taken_up_again(client_as: ClientAs) -> None:
    admin, body = client_as("admin"), {"level": "grid", "parent_code": VILLAGE, "name": "市场", "grid_kind": "special"}
    village = {"geometry": square(114.30, 22.69, 0.02), "datum": "wgs84"}
    smaller = {"geometry": square(114.30, 22.69, 0.0085), "datum": "wgs84"}
    assert (await admin.put(f"/areas/{VILLAGE}/boundary", json=village)).status_code == 200
    refused = await admin.put(f"/areas/{VILLAGE}/boundary", json=smaller)
    assert f"{MARKET} lies outside {VILLAGE}" in refused.text
    for code in (GRID, SECOND_GRID, MARKET):
        assert (await admin.put(f"/areas/{code}", json={**body, "is_active": False})).status_code == 200
    assert (await admin.put(f"/areas/{VILLAGE}/boundary", json=smaller)).status_code == 200
    answer = await admin.put(f"/areas/{MARKET}", json=body)
    assert f"{MARKET} lies outside {VILLAGE}" in pointers(answer)[""]


async def test_a_point_in_no_grid_is_said_so(client_as: ClientAs) -> None:
    worker = client_as("worker")
    inside = (await worker.get("/areas/locate", params=organisation.IN_GRID)).json()
    nowhere = await worker.get("/areas/locate", params=organisation.IN_NO_GRID)
    assert [inside[level]["code"] for level in ("county", "town", "village", "grid")] == [COUNTY, TOWN, VILLAGE, GRID]
    assert nowhere.status_code == 200
    assert {nowhere.json()[level] for level in ("county", "town", "village", "grid", "grid_kind")} == {None}
    assert (await worker.get("/areas/locate", params={"lat": 91, "lon": 0})).status_code == 422
    assert (await client_as("handler").get("/areas/locate", params=organisation.IN_GRID)).status_code == 403


async def test_lists_are_paged_by_key_and_filtered(client_as: ClientAs) -> None:
    admin = client_as("admin")
    codes = sorted(area["code"] for area in organisation.AREAS)
    assert await every(admin, "/areas", "code") == codes
    assert await every(admin, "/areas", "code", area=OTHER_TOWN) == [c for c in codes if c.startswith(OTHER_TOWN)]
    assert await every(admin, "/areas", "code", parent=VILLAGE) == [GRID, SECOND_GRID, MARKET]
    assert await every(admin, "/areas", "code", level="town", q="区域44") == [TOWN, OTHER_TOWN]
    assert await every(admin, "/areas", "code", active=False) == []
    assert (await admin.get("/areas", params={"area": "NOPE"})).status_code == 404
    assert await every(admin, "/departments", "code") == ["CG", "CG-1", "FAR", "SW"]
    assert await every(admin, "/departments", "code", parent="CG") == ["CG-1"]
    assert await every(admin, "/departments", "code", area=OTHER_GRID) == ["CG", "FAR", "SW"]
    assert await every(admin, "/departments", "code", q="部门S") == ["SW"]
    assert await every(admin, "/categories", "code", standard="DCM", active=True) == ["DCM-01", "DCM-01-02"]
    assert await every(admin, "/filing-rules", "code", department="CG", q="垃圾") == ["R1", "R2"]
    assert await every(admin, "/category-standards", "code") == ["DCM"]
    page = await admin.get("/areas", params={"limit": 1})
    assert 'rel="next"' in page.headers["link"]
    foreign = await admin.get("/departments", params={"cursor": page.json()["next_cursor"]})
    assert foreign.json()["code"] == "bad-cursor"
    assert (await admin.get("/areas", params={"cursor": "W10"})).json()["code"] == "bad-cursor"


async def test_a_department_is_put_whole_and_what_is_left_out_is_withdrawn(
    client_as: ClientAs, session: Session
) -> None:
    admin, before = client_as("admin"), await version(session, "departments")
    names = [{"valid_from": "2020-01-01", "name": "甲队"}, {"valid_from": "2027-01-01", "name": "乙队"}]
    created = await admin.put(
        "/departments/CG-9", json={**STATION, "names": names, "jurisdictions": [TOWN, OTHER_TOWN]}
    )
    assert created.status_code == 201, created.text
    assert created.json()["path"] == "CG/CG-9/"
    replaced = await admin.put("/departments/CG-9", json={**STATION, "is_active": False})
    assert replaced.json() == (await admin.get("/departments/CG-9")).json()
    assert [name["name"] for name in replaced.json()["names"]] == ["执法队"]
    assert (replaced.json()["jurisdictions"], replaced.json()["is_active"]) == ([TOWN], False)
    assert await version(session, "departments") > before


async def test_aliases_of_a_department_are_shown_set_left_alone_and_withdrawn(client_as: ClientAs) -> None:
    admin = client_as("admin")

    async def put(**more: Any) -> list[str]:
        answer = await admin.put("/departments/CG-9", json=STATION | more)
        assert answer.status_code in (200, 201), answer.text
        assert answer.json() == (await admin.get("/departments/CG-9")).json()
        aliases: list[str] = answer.json()["aliases"]
        return aliases

    assert await put() == []
    assert await put(aliases=["执法一队", " 老\u3000城管 "]) == await put(aliases=["老 城管", "执法一队"])
    before = await every(admin, "/audit", "action")
    assert await put() == ["执法一队", "老 城管"], "a body that does not speak of them leaves them"
    assert await put(aliases=["执法一队"]) == ["执法一队"]
    assert await put(aliases=[]) == []
    entries = (await admin.get("/audit", params={"action": "department", "target": "CG-9"})).json()["items"]
    told = [entry["data"]["aliases"] for entry in entries if "aliases" in entry["data"]]
    assert told == [[], ["执法一队"], ["执法一队", "老 城管"]], "what changed, newest first"
    assert len(await every(admin, "/audit", "action")) == len(before) + 3


@pytest.mark.parametrize(
    ("body", "pointer", "said"),
    [
        ({**STATION, "aliases": ["甲", "甲"]}, "/aliases/1", "the same as item 1"),
        ({**STATION, "aliases": ["甲", ""]}, "/aliases/1", "alias is missing"),
        ({**STATION, "aliases": ["甲" * 121]}, "/aliases/0", "longer than 120"),
        ({**STATION, "aliases": ["甲\u202e"]}, "/aliases/0", "bidirectional controls"),
        ({**STATION, "parent_code": "NOPE"}, "/parent_code", "unknown parent NOPE"),
        ({**STATION, "kind": "bureau"}, "/parent_code", "a station or a team has a parent, a bureau none"),
        ({**STATION, "jurisdictions": [TOWN, "NOPE"]}, "/jurisdictions/1", "unknown area NOPE"),
        ({**STATION, "jurisdictions": [TOWN, TOWN]}, "/jurisdictions/1", "the same as item 1"),
        ({**STATION, "names": []}, "/names", "at least 1"),
        ({**STATION, "names": [{"valid_from": "2026-01-01", "name": ""}]}, "/names/0/name", "name is missing"),
        ({**STATION, "names": [{"valid_from": "soon", "name": "甲"}]}, "/names/0/valid_from", "a date is written as"),
    ],
)
async def test_a_bad_department_is_refused_by_field(
    client_as: ClientAs, body: dict[str, Any], pointer: str, said: str
) -> None:
    assert said in pointers(await client_as("admin").put("/departments/CG-9", json=body))[pointer]


async def test_a_department_cannot_move_to_another_parent(client_as: ClientAs) -> None:
    answer = await client_as("admin").put("/departments/CG-1", json={**STATION, "parent_code": "SW"})
    assert "cannot move" in pointers(answer)["/parent_code"]


async def test_the_taxonomy_is_put_and_a_rule_counts_its_versions(client_as: ClientAs, session: Session) -> None:
    admin = client_as("admin")
    before = [await version(session, name) for name in ("categories", "rules")]
    assert (await admin.put("/category-standards/GOV", json={"name": "热线", "version": "1"})).status_code == 201
    body = {"standard_code": "GOV", "name": "垃圾"}
    assert (await admin.put("/categories/GOV-1", json=body)).status_code == 201
    retired = await admin.put("/categories/GOV-1", json={**body, "retired_on": "2026-01-01"})
    assert retired.json()["retired_on"] == "2026-01-01"
    assert await every(admin, "/categories", "code", active=False) == ["GOV-1"]
    related = [await admin.put("/category-crosswalk/DCM-01/GOV-1", json={"relation": "same"}) for _ in range(2)]
    assert [answer.status_code for answer in related] == [201, 200]
    assert await every(admin, "/category-crosswalk", "to_code", category="DCM-01") == ["GOV-1"]
    assert (await admin.delete("/category-crosswalk/DCM-01/GOV-1")).status_code == 204
    assert await every(admin, "/category-crosswalk", "to_code") == []
    versions = [
        (await admin.put("/filing-rules/R9", json={**RULE, "limit_amount": n})).json()["version"] for n in (3, 3, 4)
    ]
    assert versions == [1, 1, 2]
    after = [await version(session, name) for name in ("categories", "rules")]
    assert all(new > old for new, old in zip(after, before, strict=True))


@pytest.mark.parametrize(
    ("path", "body", "pointer", "said"),
    [
        ("filing-rules/R9", {**RULE, "limit_amount": 0}, "/limit_amount", "whole number from 1 to 100000"),
        ("filing-rules/R9", {**RULE, "limit_amount": 100_001}, "/limit_amount", "whole number from 1 to 100000"),
        ("filing-rules/R9", {**RULE, "limit_amount": 10**40}, "/limit_amount", "whole number from 1 to 100000"),
        ("filing-rules/R9", {**RULE, "limit_amount": -1}, "/limit_amount", "whole number from 1 to 100000"),
        (
            "filing-rules/R9",
            {**RULE, "limit_amount": 20_001, "limit_unit": "working_hours"},
            "/limit_amount",
            "at most 20000 working hours",
        ),
        (
            "filing-rules/R9",
            {**RULE, "limit_amount": 36_500, "limit_unit": "calendar_days"},
            "/limit_amount",
            "at most 3650 calendar days",
        ),
        (
            "filing-rules/R9",
            {**RULE, "limit_amount": 2_501, "limit_unit": "working_days"},
            "/limit_amount",
            "at most 2500 working days",
        ),
        (
            "filing-rules/R9",
            {**RULE, "limit_amount": 87_601, "limit_unit": "urgent_hours"},
            "/limit_amount",
            "at most 87600 hours",
        ),
        ("filing-rules/R9", {**RULE, "limit_unit": "weeks"}, "/limit_unit", "Input should be"),
        ("filing-rules/R9", {**RULE, "category_code": "NOPE"}, "/category_code", "unknown category NOPE"),
        ("filing-rules/R9", {**RULE, "department_code": "NOPE"}, "/department_code", "unknown department NOPE"),
        ("categories/C9", {"standard_code": "NOPE", "name": "类"}, "/standard_code", "unknown standard NOPE"),
        ("categories/C9", {"standard_code": "DCM", "parent_code": "C9", "name": "类"}, "/parent_code", "no loops"),
        ("category-crosswalk/DCM-01/NOPE", {"relation": "same"}, "/to_code", "unknown category NOPE"),
    ],
)
async def test_a_bad_taxonomy_is_refused_by_field(
    client_as: ClientAs, path: str, body: dict[str, Any], pointer: str, said: str
) -> None:
    assert said in pointers(await client_as("admin").put(f"/{path}", json=body))[pointer]


async def test_workers_administer_nothing(client_as: ClientAs) -> None:
    worker = client_as("worker")
    answers = [await worker.get(f"/{path}") for path in ("users", "appointments", "export")]
    answers.append(await worker.put(f"/areas/{NEW}", json=GRID_BODY))
    answers.append(await worker.put("/filing-rules/R9", json=RULE))
    assert {answer.status_code for answer in answers} == {403}
    assert (await client_as(None).get("/areas")).status_code == 401


async def test_whoever_works_with_cases_looks_up_what_is_about_them(client_as: ClientAs) -> None:
    """A dispatcher needs the units and rules of their place, a station the areas it serves; not the next town's."""
    dispatcher, station, supervisor = (
        client_as("dispatcher"),
        client_as("station_handler"),
        client_as("town_supervisor"),
    )

    for who in ("worker", "clerk", "dispatcher", "handler", "supervisor", "hotline"):
        assert await every(client_as(who), "/filing-rules", "code", category="DCM-01-02") == ["R1", "R2"], who
        assert await every(client_as(who), "/categories", "code") == ["DCM-01", "DCM-01-02"], who
    assert await every(dispatcher, "/departments", "code") == ["CG", "CG-1", "FAR", "SW"]
    assert await every(supervisor, "/departments", "code") == ["CG", "CG-1", "SW"]
    here = [area["code"] for area in organisation.AREAS if area["path"].startswith(f"{COUNTY}/{TOWN}/")]
    assert await every(station, "/areas", "code") == await every(supervisor, "/areas", "code") == sorted(here)
    assert (await station.get(f"/areas/{GRID}")).json()["code"] == GRID
    for address in ("/departments/FAR", f"/areas/{OTHER_TOWN}", f"/areas/{COUNTY}"):
        assert (await supervisor.get(address)).status_code == 404, address
    assert (await supervisor.get("/areas", params={"area": OTHER_TOWN})).status_code == 404
    assert await every(client_as("nobody"), "/areas", "code") == []


async def test_a_town_administers_its_own_subtree(town_admin: AsyncClient) -> None:
    assert (await town_admin.put(f"/areas/{NEW}", json=GRID_BODY)).status_code == 201
    assert (await town_admin.put("/departments/CG-9", json=STATION)).status_code == 201
    assert (await town_admin.get("/departments/CG")).status_code == 200
    assert await every(town_admin, "/areas", "code", level="town") == [TOWN]
    assert await every(town_admin, "/departments", "code") == ["CG", "CG-1", "CG-9", "SW"]


async def test_a_town_changes_nothing_outside(town_admin: AsyncClient) -> None:
    other = {"level": "grid", "parent_code": "440310002001", "name": "别处"}
    draw = {"geometry": square(114.5, 22.69), "datum": "wgs84"}
    bureau = {"kind": "bureau", "names": STATION["names"], "jurisdictions": [COUNTY]}
    answers = {
        "read an area": await town_admin.get(f"/areas/{OTHER_GRID}"),
        "filter by one": await town_admin.get("/areas", params={"area": OTHER_TOWN}),
        "change it": await town_admin.put(f"/areas/{OTHER_GRID}", json=other),
        "draw it": await town_admin.put(f"/areas/{OTHER_GRID}/boundary", json=draw),
        "its department": await town_admin.put("/departments/FAR", json={**bureau, "jurisdictions": [OTHER_TOWN]}),
        "a new one there": await town_admin.put("/areas/44031000200109", json=other),
        "a county": await town_admin.put("/areas/990000", json={"level": "county", "name": "县"}),
        "the bureau above": await town_admin.put("/departments/CG", json=bureau),
        "a wider one": await town_admin.put("/departments/CG-1", json={**STATION, "jurisdictions": [COUNTY]}),
        "one that serves nothing": await town_admin.put("/departments/CG-9", json={**STATION, "jurisdictions": []}),
        "below a foreign one": await town_admin.put("/departments/F-1", json={**STATION, "parent_code": "FAR"}),
        "a rule": await town_admin.put("/filing-rules/R9", json=RULE),
        "an export": await town_admin.get("/export"),
    }
    not_seen = {"read an area", "filter by one", "change it", "draw it", "its department"}
    assert {what: answer.status_code for what, answer in answers.items()} == {
        what: 404 if what in not_seen else 403 for what in answers
    }


async def test_a_key_gives_the_first_answer_again(client_as: ClientAs) -> None:
    admin, headers = client_as("admin"), {"Idempotency-Key": "put-1"}
    first = await admin.put(f"/areas/{NEW}", json=GRID_BODY, headers=headers)
    again = await admin.put(f"/areas/{NEW}", json=GRID_BODY, headers=headers)
    other = await admin.put(f"/areas/{NEW}", json={**GRID_BODY, "name": "别的"}, headers=headers)
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert other.json()["code"] == "key-reused"


@pytest.mark.parametrize("content", [b"{", b"[]", b'"x"', b"null", json.dumps({"name": 1}).encode()])
async def test_rubbish_is_a_4xx(client_as: ClientAs, content: bytes) -> None:
    for path in (f"areas/{NEW}", f"areas/{GRID}/boundary", "departments/X", "categories/X", "filing-rules/X"):
        answer = await client_as("admin").put(f"/{path}", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422), answer.text


async def test_a_write_leaves_a_line_that_names_the_code(
    client_as: ClientAs, capsys: pytest.CaptureFixture[str]
) -> None:
    await client_as("admin").put(f"/areas/{NEW}", json=GRID_BODY)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"administered"' in line]
    assert [(line["what"], line["code"], line["user_id"]) for line in lines] == [("area", NEW, str(USERS["admin"]))]
    assert lines[0]["timestamp"]


async def test_a_boundary_lies_in_the_nearest_drawn_area_above(client_as: ClientAs) -> None:
    admin, village = client_as("admin"), "440310001009"
    await admin.put(f"/areas/{TOWN}/boundary", json={"geometry": square(114.30, 22.69, 0.03), "datum": "wgs84"})
    assert (await admin.put(f"/areas/{village}", json=VILLAGE_BODY)).status_code == 201
    body = {**GRID_BODY, "parent_code": village, "grid_kind": "special"}
    assert (await admin.put(f"/areas/{village}01", json=body)).status_code == 201
    wide = {"geometry": square(114.20, 22.60, 0.2), "datum": "wgs84"}
    answer = await admin.put(f"/areas/{village}01/boundary", json=wide)
    assert f"lies outside {TOWN}" in pointers(answer)["/geometry"]
    smaller = {"geometry": square(114.30, 22.69, 0.005), "datum": "wgs84"}
    refused = await admin.put(f"/areas/{TOWN}/boundary", json=smaller)
    assert f"lies outside {TOWN}" in pointers(refused)["/geometry"], "the grids below the village are looked at too"


@pytest.mark.parametrize(("mine", "theirs"), [(TOWN, OTHER_TOWN), (VILLAGE, OTHER_VILLAGE)])
async def test_towns_and_villages_share_the_land_and_slivers_are_forgiven(
    town_admin: AsyncClient, client_as: ClientAs, mine: str, theirs: str
) -> None:
    admin = client_as("admin")

    async def draw(client: AsyncClient, code: str, west: float, size: float) -> Response:
        drawn = {"geometry": square(west, 22.68, size), "datum": "wgs84"}
        return await client.put(f"/areas/{code}/boundary", json=drawn)

    assert (await draw(admin, theirs, 114.33, 0.03)).status_code == 200
    assert (await draw(town_admin, mine, 114.30, 0.03)).status_code == 200, "it touches"
    assert (await draw(town_admin, mine, 114.30, 0.0302)).status_code == 200, "a sliver of 0.7 %"
    over = await draw(town_admin, mine, 114.30, 0.035)
    assert pointers(over) == {"/geometry": "overlaps an area outside what you administer"}
    assert theirs not in over.text
    assert pointers(await draw(admin, mine, 114.30, 0.035)) == {"/geometry": f"{mine} and {theirs} overlap"}


async def test_a_village_overlaps_no_sibling_within_reach_either(town_admin: AsyncClient) -> None:
    sibling = "440310001009"
    assert (await town_admin.put(f"/areas/{sibling}", json=VILLAGE_BODY)).status_code == 201
    wide = {"geometry": square(114.29, 22.68, 0.05), "datum": "wgs84"}
    assert (await town_admin.put(f"/areas/{VILLAGE}/boundary", json=wide)).status_code == 200
    answer = await town_admin.put(f"/areas/{sibling}/boundary", json=wide)
    assert pointers(answer) == {"/geometry": f"{sibling} and {VILLAGE} overlap"}


async def test_a_retired_village_is_not_taken_up_again_over_another(
    town_admin: AsyncClient, client_as: ClientAs
) -> None:
    village = "440310001009"
    wide = {"geometry": square(114.33, 22.68, 0.03), "datum": "wgs84"}
    assert (await client_as("admin").put(f"/areas/{OTHER_VILLAGE}/boundary", json=wide)).status_code == 200
    assert (await town_admin.put(f"/areas/{village}", json={**VILLAGE_BODY, "is_active": False})).status_code == 201
    assert (await town_admin.put(f"/areas/{village}/boundary", json=wide)).status_code == 200

    mine = await town_admin.put(f"/areas/{village}", json=VILLAGE_BODY)
    assert pointers(mine) == {"": "overlaps an area outside what you administer"}
    assert pointers(await client_as("admin").put(f"/areas/{village}", json=VILLAGE_BODY)) == {
        "": f"{village} and {OTHER_VILLAGE} overlap"
    }


async def test_an_administrator_of_a_town_draws_no_grid_over_those_of_others(
    town_admin: AsyncClient, client_as: ClientAs
) -> None:
    body, wide = {**GRID_BODY, "grid_kind": "special"}, {"geometry": square(114.29, 22.68, 0.1), "datum": "wgs84"}
    assert (await town_admin.put(f"/areas/{NEW}", json=body)).status_code == 201
    refused = await town_admin.put(f"/areas/{NEW}/boundary", json=wide)
    assert pointers(refused) == {"/geometry": "overlaps an area outside what you administer"}

    assert (await town_admin.put(f"/areas/{NEW}", json={**body, "is_active": False})).status_code == 200
    assert (await town_admin.put(f"/areas/{NEW}/boundary", json=wide)).status_code == 200, "nothing is located by it"
    again = await town_admin.put(f"/areas/{NEW}", json=body)
    assert pointers(again) == {"": "overlaps an area outside what you administer"}
    where = await client_as("clerk").get("/areas/locate", params=organisation.IN_OTHER_GRID)
    assert where.json()["grid"]["code"] == OTHER_GRID
    assert (await client_as("admin").put(f"/areas/{NEW}", json=body)).status_code == 200


async def test_a_town_takes_no_codes_of_the_next(town_admin: AsyncClient, client_as: ClientAs) -> None:
    village = {"level": "village", "parent_code": TOWN, "name": "占用别处代码"}

    taken = await town_admin.put(f"/areas/{OTHER_TOWN}009", json=village)
    own = await town_admin.put(f"/areas/{TOWN}009", json=village)
    by_the_county = await client_as("admin").put("/areas/X-9", json=village)

    assert (taken.status_code, own.status_code, by_the_county.status_code) == (403, 201, 201)
    assert (await client_as("admin").get(f"/areas/{OTHER_TOWN}009")).status_code == 404


async def test_a_boundary_of_too_many_parts_is_refused_in_the_language_of_the_caller(client_as: ClientAs) -> None:
    body = {"geometry": hostile.squares(114.32, 22.69, 8_000), "datum": "wgs84"}
    answers = [
        await client_as("admin", language=each).put(f"/areas/{SECOND_GRID}/boundary", json=body)
        for each in ("zh", "en")
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "1000 个部分" in answers[0].json()["errors"][0]["detail"]
    assert "1,000 parts" in answers[1].json()["errors"][0]["detail"]
