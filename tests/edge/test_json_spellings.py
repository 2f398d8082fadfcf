"""JSON in every spelling that is valid: bounds fit what the fields allow, and no object says a field twice."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from app import clock
from app.web import shapes
from app.web.bodies import Size
from tests.ids import uuid7
from tests.organisation import IN_GRID
from tests.sync.phone import a_report

Clients = Callable[..., AsyncClient]
SPELLINGS = {
    "utf-8": lambda told: json.dumps(told, ensure_ascii=False),
    "escaped": json.dumps,
    "spaced": lambda told: json.dumps(told, indent=4),
}
CONTACT = {"name": "王女士", "phone": "13800000000"}


async def sent(client: AsyncClient, path: str, content: str | bytes) -> Response:
    return await client.post(path, content=content, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize("character", ["字", "\U00020000", "\U0001f600", ","])
@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_a_report_as_long_as_it_may_be_is_taken_in_every_spelling(
    client_as: Clients, spelling: str, character: str
) -> None:
    said = {"description": character * 4_000 if character != "," else "字," * 2_000, "location": IN_GRID}
    resident = {"id": str(uuid7()), **said, "address": character * 299 + "字", "contact": CONTACT}
    push = {"sent_at": clock.now().isoformat(), "operations": [a_report(**said)]}
    by_resident = await sent(client_as(None), "/public/cases", SPELLINGS[spelling](resident))
    by_phone = await sent(client_as("worker"), "/sync/push", SPELLINGS[spelling](push))
    by_desk = await sent(client_as("clerk"), "/cases", SPELLINGS[spelling](said | {"title": character * 119 + "字"}))

    assert (by_resident.status_code, by_desk.status_code) == (201, 201), by_resident.text + by_desk.text
    assert by_phone.json()["results"][0]["outcome"] == "applied", by_phone.text
    kept = (await client_as("clerk").get(f"/cases/{resident['id']}")).json()
    assert kept["description"] == said["description"]


def _room(schema: dict[str, Any], schemas: dict[str, Any]) -> int:
    """The most bytes that JSON of this schema needs, with every character as two escapes."""
    if "$ref" in schema:
        return _room(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "anyOf" in schema:
        return max(_room(each, schemas) for each in schema["anyOf"])
    if "properties" in schema:
        return 2 + sum(len(name) + 4 + _room(held, schemas) for name, held in schema["properties"].items())
    if schema.get("type") == "array":
        return 2 + schema["maxItems"] * (1 + _room(schema["items"], schemas))
    return 2 + 12 * int(schema["maxLength"]) if "maxLength" in schema else 64


def _bodies(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Size]]:
    sizes = {"residents": Size.PUBLIC, "cases": Size.JSON, "actions": Size.JSON}
    for path, methods in document["paths"].items():
        for operation in methods.values():
            size = sizes.get(operation["tags"][0])
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if size is not None and body is not None:
                yield path, body["schema"], size


def test_what_people_may_write_fits_into_the_bound_of_its_route(app: FastAPI) -> None:
    document = app.openapi()
    needed = {
        path: (_room(schema, document["components"]["schemas"]), size) for path, schema, size in _bodies(document)
    }

    assert len(needed) > 40
    assert max(room for room, _ in needed.values()) > 50_000
    assert {path: (room, size) for path, (room, size) in needed.items() if room > size} == {}


# --- the same field twice --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        '{"description": "a", "description": "b"}',
        '{"description": "a", "\\u0064escription": "a"}',
        '{"description"\t : "a", "description"\n: "a"}',
        '{"location": {"lat": 22.7, "lon": 114.3, "lat": 22.7, "datum": "wgs84"}, "description": "a"}',
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_an_object_that_says_a_field_twice_is_refused_and_told_which(
    client_as: Clients, body: str, language: str
) -> None:
    headers = {"Content-Type": "application/json", "Accept-Language": language}
    answer = await client_as("worker").post("/cases", content=body, headers=headers)
    said = {"zh": "同一对象中字段重复：", "en": "One object says the same field twice: "}[language]

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request"), answer.text
    assert answer.json()["detail"] == said + ("lat" if "location" in body else "description")


async def test_of_a_large_push_too(client_as: Clients) -> None:
    many = [a_report(description="字" * 4_000) for _ in range(10)]
    content = json.dumps({"sent_at": clock.now().isoformat(), "operations": many})
    twice = content.replace('"body":', '"body": {}, "body":', 1)
    refused = await sent(client_as("worker"), "/sync/push", twice)
    taken = await sent(client_as("worker"), "/sync/push", content)

    assert len(content) > 65_536
    assert (refused.status_code, refused.json()["code"]) == (400, "bad-request")
    assert {each["outcome"] for each in taken.json()["results"]} == {"applied"}


async def test_quotation_marks_and_colons_in_texts_are_no_fields() -> None:
    told = {"a": '":":":', "b": ['\\":', "x" * 70_000], 'c\\": ': {'"': '":"'}, 'd":': 1}
    for spelling in SPELLINGS.values():
        assert await shapes.read(spelling(told).encode()) == told


async def test_a_name_that_no_text_may_hold_is_told_all_the_same(client_as: Clients) -> None:
    answer = await sent(client_as("worker"), "/cases", '{"\\ud800": 1, "\\ud800": 2}')
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
