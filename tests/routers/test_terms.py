"""The code lists of a district over HTTP: natures 诉求性质 and sources 来源 of reports, by their codes."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx import AsyncClient

from tests.cases import Cases

Clients = Callable[..., AsyncClient]


async def _terms(admin: AsyncClient) -> None:
    for kind, code, name in (("nature", "praise", "表扬"), ("nature", "advice", "建议"), ("source", "letter", "信箱")):
        answer = await admin.put(f"/terms/{kind}/{code}", json={"name": name})
        assert answer.status_code == 201, answer.text


async def test_changes_are_in_the_trail_with_who_and_which_list(client_as: Clients) -> None:
    admin = client_as("admin")
    await _terms(admin)
    await admin.put("/terms/source/letter", json={"name": "领导信箱", "is_active": False})
    entries = (await admin.get("/audit", params={"action": "term"})).json()["items"]

    assert [(entry["target"], entry["data"]["kind"]) for entry in entries] == [
        ("letter", "source"), ("letter", "source"), ("advice", "nature"), ("praise", "nature"),
    ]  # fmt: skip
    assert {entry["by_name"] for entry in entries} == {"用户admin"}


async def test_lists_are_narrowed_by_nature_and_by_source(cases: Cases, client_as: Clients) -> None:
    await _terms(client_as("admin"))
    made = [
        await cases.report("clerk", nature_code="praise", source_code="letter"),
        await cases.report("clerk", nature_code="advice", source_code="letter"),
        await cases.report("clerk", nature_code="praise"),
    ]
    ids = [case["id"] for case in made]
    clerk = client_as("clerk")

    async def found(**query: Any) -> set[str]:
        return {item["id"] for item in (await clerk.get("/cases", params=query)).json()["items"]}

    assert await found(source="letter") == {ids[0], ids[1]}
    assert await found(nature="praise") == {ids[0], ids[2]}
    assert await found(nature="praise", source="letter") == {ids[0]}


@pytest.mark.parametrize("field", ["nature_code", "source_code"])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_code_that_is_none_is_named_in_the_words_of_the_documents(
    client_as: Clients, field: str, language: str
) -> None:
    body = {"description": "x", field: "nobody"}
    answer = await client_as("clerk").post("/cases", json=body, headers={"Accept-Language": language})

    (said,) = answer.json()["errors"]
    assert (answer.status_code, said["pointer"]) == (422, f"/{field}")
    called = {"nature_code": ("诉求性质", "nature"), "source_code": ("来源", "source")}[field]
    expected = (f"没有这个{called[0]}代码", f"there is no such {called[1]} in use")
    assert said["detail"] == expected[language == "en"]
