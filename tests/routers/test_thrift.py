"""What a bad network is spared: answers that have not changed, fields nobody shows, bytes that compress."""

from collections.abc import Callable

import pytest
from httpx import AsyncClient

from tests.cases import Cases

Clients = Callable[..., AsyncClient]


@pytest.mark.parametrize("path", ["/me", "/queues", "/cases", "/home", "/inbox"])
async def test_what_has_not_changed_is_not_sent_again(client_as: Clients, cases: Cases, path: str) -> None:
    await cases.report()
    client = client_as("clerk")
    first = await client.get(path)
    again = await client.get(path, headers={"If-None-Match": f'"other", {first.headers["etag"]}'})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "content-length" not in again.headers


async def test_what_has_changed_is_sent(client_as: Clients, cases: Cases) -> None:
    client = client_as("clerk")
    first = await client.get("/queues")
    await cases.report()
    again = await client.get("/queues", headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 200


async def test_the_tag_of_a_case_is_its_version_and_what_was_shown(client_as: Clients, cases: Cases) -> None:
    """Two people see the same version with other buttons: one tag for both would show one the buttons of the other."""
    case = await cases.report()
    mine = await client_as("worker").get(f"/cases/{case['id']}")
    clerks = await client_as("clerk").get(f"/cases/{case['id']}")

    assert mine.headers["etag"].startswith('"1-')
    assert mine.headers["etag"] != clerks.headers["etag"]


async def test_a_tag_that_was_read_serves_as_if_match(client_as: Clients, cases: Cases) -> None:
    case = await cases.report()
    client = client_as("clerk")
    tag = (await client.get(f"/cases/{case['id']}")).headers["etag"]
    done = await client.post(f"/cases/{case['id']}/comment", json={"note": "好"}, headers={"If-Match": tag})
    stale = await client.post(f"/cases/{case['id']}/comment", json={"note": "好"}, headers={"If-Match": tag})

    assert (done.status_code, stale.status_code) == (200, 412)


@pytest.mark.parametrize(("accepted", "encoding"), [("zstd, br, gzip", "zstd"), ("br, gzip", "br"), ("gzip", "gzip")])
async def test_answers_are_compressed_as_the_phone_can_read(
    client_as: Clients, cases: Cases, accepted: str, encoding: str
) -> None:
    await cases.report()
    answer = await client_as("clerk").get("/cases", headers={"Accept-Encoding": accepted})

    assert answer.headers["content-encoding"] == encoding
    assert "Accept-Encoding" in answer.headers["vary"]


async def test_nothing_is_compressed_for_who_cannot_read_it(client_as: Clients, cases: Cases) -> None:
    await cases.report()
    answer = await client_as("clerk").get("/cases", headers={"Accept-Encoding": "identity"})

    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/cases", "/queues/triage"])
async def test_a_list_gives_only_the_fields_that_were_asked_for(client_as: Clients, cases: Cases, path: str) -> None:
    case = await cases.report()
    answer = await client_as("clerk").get(path, params={"fields": "number,light"})

    assert answer.json()["items"] == [{"id": case["id"], "number": case["number"], "light": None}]


async def test_the_answers_of_a_supervisor_are_sparse_too(client_as: Clients, cases: Cases) -> None:
    case = await cases.at("handling")
    answer = await client_as("supervisor").get("/supervision/open", params={"fields": "fault"})

    assert answer.json()["items"] == [{"id": case["id"], "fault": "handling"}]


@pytest.mark.parametrize("fields", ["contact", "id,", "", "number;light", "x" * 601])
async def test_a_field_that_is_not_there_is_refused(client_as: Clients, fields: str) -> None:
    answer = await client_as("clerk").get("/cases", params={"fields": fields})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/fields")
