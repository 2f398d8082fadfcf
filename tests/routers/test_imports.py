"""`POST /import`: files tried and taken, every error in its place, all or nothing."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from httpx import AsyncClient, Response

import app.demo
from tests.organisation import GRID, OTHER_TOWN, SECOND_GRID, VILLAGE
from tests.routers.test_administration import ClientAs, pointers, square, town_admin

__all__ = ["town_admin"]
DEMO = Path(app.demo.__file__).parent / "data"
AREAS = "code,level,parent_code,name,is_active\n"
USERS = "username,display_name,phone\n"


async def send(client: AsyncClient, files: dict[str, str | bytes], **query: Any) -> Response:
    sent = [("files", (name, content)) for name, content in files.items()]
    return await client.post("/import", files=sent, params=query)


def drawn(*features: tuple[str, dict[str, Any]]) -> str:
    told = [{"type": "Feature", "properties": {"code": code}, "geometry": shape} for code, shape in features]
    return json.dumps({"type": "FeatureCollection", "datum": "wgs84", "features": told})


async def test_a_preview_says_what_would_change_and_changes_nothing(client_as: ClientAs) -> None:
    admin = client_as("admin")
    lines = (
        f"{VILLAGE}99,grid,{VILLAGE},新网格,\n{GRID},grid,{VILLAGE},改名网格,\n{SECOND_GRID},grid,{VILLAGE},老,false\n"
    )

    told = (await send(admin, {"areas.csv": AREAS + lines})).json()

    assert (told["applied"], told["errors"], told["revivals"]) == (False, [], [])
    (areas,) = told["files"]
    assert {name: areas[name] for name in ("lines", "created", "changed", "retired", "withdrawn")} == {
        "lines": 3, "created": 1, "changed": 1, "retired": 1, "withdrawn": 0,
    }  # fmt: skip
    assert [(each["line"], each["became"]) for each in areas["changes"]] == [
        (3, "changed"), (4, "retired"), (2, "created"),
    ]  # fmt: skip
    assert areas["changes"][0]["columns"] == [{"column": "name", "before": f"区域{GRID}", "after": "改名网格"}]
    assert (await admin.get(f"/areas/{VILLAGE}99")).status_code == 404


async def test_what_is_applied_is_there_once_and_stands_in_the_trail(client_as: ClientAs) -> None:
    admin = client_as("admin")
    files: dict[str, str | bytes] = {"users.csv": f"{USERS}xin,新来,13800000000\n"}

    first = (await send(admin, files, apply=True)).json()
    again = (await send(admin, files, apply=True)).json()

    assert (first["applied"], first["files"][0]["created"], again["files"][0]["created"]) == (True, 1, 0)
    assert [each["username"] for each in again["without_password"]] == ["xin"]
    assert "13800000000" not in json.dumps(first)
    trail = (await admin.get("/audit", params={"action": "import"})).json()["items"]
    assert [each["data"] for each in trail] == [{"changed": {"users": [1, 0]}}]


async def test_every_error_says_file_line_column_and_value(client_as: ClientAs) -> None:
    admin = client_as("admin")
    files: dict[str, str | bytes] = {
        "users.csv": f"{USERS}xin,新来,1.38E+10\n,无名,\n",
        "areas.csv": f"{AREAS}{VILLAGE}99,grid,999,新,\n",
        "notes.txt": "?",
    }

    told = (await send(admin, files)).json()

    found = {(each["file"], each["line"], each["column"], each["value"]) for each in told["errors"]}
    assert found == {
        ("notes.txt", 0, None, None),
        ("areas.csv", 2, "parent_code", "999"),
        ("users.csv", 2, "phone", None),  # personal
        ("users.csv", 3, "username", None),
    }
    assert all(each["detail"] and each["detail_zh"] for each in told["errors"])
    refused = pointers(await send(admin, files, apply=True))
    assert set(refused) == {"/notes.txt/0", "/areas.csv/2/parent_code", "/users.csv/2/phone", "/users.csv/3/username"}
    assert (await admin.get("/users", params={"q": "xin"})).json()["items"] == []


async def test_boundaries_that_are_wrong_can_be_drawn(client_as: ClientAs) -> None:
    bow = {"type": "Polygon", "coordinates": [[[114, 22], [114.1, 22.1], [114.1, 22], [114, 22.1], [114, 22]]]}
    lying_over = square(114.302, 22.69)

    told = await send(client_as("admin"), {"boundaries.geojson": drawn((OTHER_TOWN, bow), (SECOND_GRID, lying_over))})
    errors = {tuple(each["area_codes"]): each for each in told.json()["errors"]}

    assert errors[(OTHER_TOWN,)]["spot"] == {"type": "Point", "coordinates": [114.05, 22.05]}
    overlapping = next(each for codes, each in errors.items() if set(codes) == {GRID, SECOND_GRID})
    assert (overlapping["line"], overlapping["spot"]["type"]) == (2, "Polygon")
    assert {each["code"] for each in told.json()["boundaries"]} == {OTHER_TOWN, GRID, SECOND_GRID}


async def test_what_has_ended_comes_back_only_when_that_is_said(client_as: ClientAs) -> None:
    admin = client_as("admin")
    await send(admin, {"areas.csv": f"{AREAS}{SECOND_GRID},grid,{VILLAGE},老,false\n"}, apply=True)
    files: dict[str, str | bytes] = {"areas.csv": f"{AREAS}{SECOND_GRID},grid,{VILLAGE},老,true\n"}

    preview = (await send(admin, files)).json()
    refused = await send(admin, files, apply=True)
    done = await send(admin, files, apply=True, revive=True)

    assert [each["line"] for each in preview["revivals"]] == [2]
    assert (refused.status_code, refused.json()["code"]) == (409, "would-revive")
    assert done.json()["files"][0]["changed"] == 1


async def test_an_export_is_taken_back_and_changes_nothing(client_as: ClientAs) -> None:
    admin = client_as("admin")
    exported = (await admin.get("/export", params={"with_phones": True})).content

    told = (await send(admin, {"yikou-export.zip": exported}, apply=True)).json()

    assert told["errors"] == []
    assert all(each[became] == 0 for each in told["files"] for became in ("created", "changed", "retired", "withdrawn"))


async def test_the_demo_district_is_founded_by_its_files(client_as: ClientAs) -> None:
    files: dict[str, str | bytes] = {path.name: path.read_bytes() for path in DEMO.iterdir()}

    told = (await send(client_as("admin"), files)).json()

    assert told["error_count"] == len(told["errors"])
    assert {each["file"] for each in told["errors"]} <= {"boundaries.geojson", "users.csv"}  # beside what is there


async def test_only_who_administers_everything_may(client_as: ClientAs, town_admin: AsyncClient) -> None:
    files: dict[str, str | bytes] = {"users.csv": f"{USERS}xin,新来,\n"}

    for client in (town_admin, client_as("clerk")):
        assert (await send(client, files)).status_code == 403
    assert (await send(client_as(None), files)).status_code == 401


async def test_a_county_of_its_own_is_refused(client_as: ClientAs) -> None:
    refused = await send(client_as("admin"), {"areas.csv": f"{AREAS}999999,county,,远方,\n"}, apply=True)

    assert (refused.status_code, refused.json()["code"]) == (403, "not-permitted")
    assert (await client_as("admin").get("/areas/999999")).status_code == 404


async def test_what_is_too_much_is_refused(client_as: ClientAs) -> None:
    admin, packed = client_as("admin"), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", b" " * 17_000_000)

    bomb = await send(admin, {"a.zip": packed.getvalue()})
    lines = await send(admin, {"users.csv": USERS + "\n" * 10_001})
    broken = await send(admin, {"a.zip": b"PK\x03\x04broken"})

    assert [(each.status_code, each.json().get("code")) for each in (bomb, lines)] == [
        (413, "too-large"), (413, "too-complex"),
    ]  # fmt: skip
    assert [each["file"] for each in broken.json()["errors"]] == ["a.zip"]
