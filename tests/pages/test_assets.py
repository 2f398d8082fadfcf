"""What pages are made of: files that are kept for good, a policy on every page, and addresses that hold anywhere."""

import gzip
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import orjson
import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from pydantic import SecretStr

from app.config import Settings
from app.main import create_app
from app.web import assets, document
from app.web.screens import SCREENS
from tests.cases import Cases
from tests.pages.bare import bare_application

PAGES = [
    "/docs",
    "/r/there-is-no-such-link",
    "/f/there-is-no-such-link",
    "/r/a/b/c",
    "/f/a%2Fb",
    "/report",
    "/poster/x",
]
PAGES += [f"/{screen.address}" for screen in SCREENS]
BIG = "swagger-ui-bundle.js"


@pytest.fixture
def bare() -> AsyncClient:
    return AsyncClient(transport=ASGITransport(bare_application()), base_url="http://test")


@pytest.fixture
def client(app: FastAPI) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url="http://test")


def _addresses(page: Response) -> list[str]:
    """What a page asks for, as a browser resolves it."""
    return [urljoin(str(page.url), found) for found in re.findall(r'(?:href|src)="([^"?]+)"', page.text)]


@pytest.mark.parametrize("page", PAGES)
async def test_every_page_has_a_policy_without_anything_unsafe(client: AsyncClient, page: str) -> None:
    answer = await client.get(page)
    policy = dict(rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; "))

    assert answer.headers["content-type"].startswith("text/html")
    assert (policy["default-src"], policy["frame-ancestors"], policy["base-uri"]) == ("'none'", "'none'", "'none'")
    assert "unsafe" not in str(policy)
    assert all("://" not in source and "*" not in source for source in policy.values())
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert "<style" not in answer.text
    assert not re.search(r"<script(?![^>]* src=)|\son\w+=|\sstyle=", answer.text)


@pytest.mark.parametrize("page", PAGES)
async def test_all_that_a_page_asks_for_is_there(client: AsyncClient, page: str) -> None:
    asked = _addresses(await client.get(page))

    assert len(asked) >= 2
    for address in asked:
        assert address.startswith("http://test/")
        who = address == "http://test/api/v1/me"  # is nobody here
        assert (await client.get(address)).status_code == (401 if who else 200), address


async def test_every_answer_for_people_is_a_page_of_that_kind() -> None:
    """Whoever adds a route that answers HTML adds it to PAGES, or to where residents are."""
    shown = {
        path
        for path, methods in bare_application().openapi()["paths"].items()
        for operation in methods.values()
        if any("text/html" in answer.get("content", {}) for answer in operation["responses"].values())
    }

    assert shown == {
        "/villages", "/villages/{code}", "/villages/{code}/answered",
        "/report", "/poster/{code}", "/r/{token}", "/f/{token}", "/f/{token}/photos", "/f/{token}/rating", "/g/{token}",
    }  # fmt: skip


async def test_a_form_goes_to_the_page_it_stands_on(
    client: AsyncClient, cases: Cases, client_as: Callable[..., AsyncClient]
) -> None:
    case = await cases.at("closed", contact={"name": "王女士", "phone": "13800000000"})
    token = (await client_as("clerk").post(f"/cases/{case['id']}/rating-link")).json()["token"]
    page = await client.get(f"/r/{token}")

    assert '<form method="post">' in page.text
    assert "action=" not in page.text


async def test_a_file_is_kept_for_good_under_its_hash_and_not_under_another(bare: AsyncClient) -> None:
    address = f"/{assets.address('pages.css')}"
    kept, other = await bare.get(address), await bare.get("/static/of-another-version/pages.css")

    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert other.headers["cache-control"] == "no-cache"
    assert kept.content == other.content
    assert kept.headers["content-type"] == "text/css; charset=utf-8"
    assert kept.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["nothing.css", "..%2Fpages.py", "%2e%2e", "pages.css%00", "PAGES.CSS", "x" * 200])
async def test_there_are_no_other_files(bare: AsyncClient, name: str) -> None:
    answer = await bare.get(f"/static/x/{name}")

    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("address", [f"/{assets.address(BIG)}", "/openapi.json", "/docs"])
async def test_head_says_what_get_gives(bare: AsyncClient, address: str) -> None:
    head, got = await bare.head(address), await bare.get(address)

    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize("address", [f"/{assets.address(BIG)}", "/openapi.json"])
async def test_whoever_has_it_gets_it_no_second_time(bare: AsyncClient, address: str) -> None:
    tag = (await bare.get(address)).headers["etag"]
    for told in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = await bare.get(address, headers={"If-None-Match": told})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag

    assert (await bare.get(address, headers={"If-None-Match": '"x"'})).status_code == 200


@pytest.mark.parametrize(
    ("told", "compressed"),
    [
        ("gzip, deflate, br, zstd", True), ("GZIP;q=0.5", True), ("*", True),
        ("gzip;q=0", False), ("gzip; q=0.000", False), ("br", False), ("identity", False), ("", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", [f"/{assets.address(BIG)}", "/openapi.json"])
async def test_files_are_compressed_for_who_takes_it(
    bare: AsyncClient, address: str, told: str, compressed: bool
) -> None:
    async with bare.stream("GET", address, headers={"Accept-Encoding": told}) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    plain = (await bare.get(address, headers={"Accept-Encoding": "identity"})).content

    assert answer.headers.get("content-encoding") == ("gzip" if compressed else None)
    assert "Accept-Encoding" in answer.headers["vary"].split(", ")
    assert int(answer.headers["content-length"]) == len(raw)
    assert (gzip.decompress(raw) if compressed else raw) == plain


async def test_a_file_is_compressed_once_however_often_it_is_asked_for(
    bare: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset, made = assets.Asset(b"something " * 100, "text/css"), []
    monkeypatch.setitem(assets._READ, "pages.css", asset)
    monkeypatch.setattr(gzip, "compress", lambda content, *_, **__: made.append(content) or b"small")
    for _ in range(3):
        async with bare.stream("GET", "/static/x/pages.css", headers={"Accept-Encoding": "gzip"}) as answer:
            assert b"".join([part async for part in answer.aiter_raw()]) == b"small"

    assert made == [asset.content]


async def test_a_page_of_the_api_is_no_bigger_than_a_slow_line_bears(bare: AsyncClient) -> None:
    sizes = {}
    linked = [each for each in _addresses(await bare.get("/docs")) if not each.endswith("/openapi.json")]
    for address in [*linked, "http://test/openapi.json?part=outline"]:
        async with bare.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as answer:
            sizes[address.rsplit("/", 1)[-1]] = sum([len(part) async for part in answer.aiter_raw()])

    assert sum(sizes.values()) < 500_000, sizes  # of which Swagger UI itself is 440,000


async def test_its_parts_are_together_the_whole_document_and_each_is_small(bare: AsyncClient) -> None:
    whole, outline = [(await bare.get(f"/openapi.json{part}")).json() for part in ("", "?part=outline")]
    paths: dict[str, dict[str, Any]] = {}
    components: dict[str, dict[str, Any]] = {"securitySchemes": outline["components"]["securitySchemes"]}
    sizes = {}
    for tag in document.TAGS:
        told = (await bare.get(f"/openapi.json?part={tag}")).json()
        sizes[tag] = len(gzip.compress(orjson.dumps(told)))
        for path, methods in told["paths"].items():
            paths.setdefault(path, {}).update(methods)
        for kind, named in told["components"].items():
            components.setdefault(kind, {}).update(named)

    assert paths == whole["paths"]
    assert {(path, method) for path in paths for method in paths[path]} == {
        (path, method) for path in outline["paths"] for method in outline["paths"][path]
    }
    assert components == whole["components"]
    assert max(sizes.values()) < 60_000, sizes
    assert (await bare.get("/openapi.json?part=nothing")).status_code == 422


@pytest.mark.parametrize("public", ["https://yikou.example", "https://a.example/yikou/"])
async def test_the_document_names_the_public_address(public: str) -> None:
    made = create_app(Settings(signing_key=SecretStr("k" * 32), public_url=public))
    told = (await document.asset(made, "zh")).content.decode()

    assert made.openapi()["servers"] == [{"url": public.rstrip("/")}]
    assert f'"tokenUrl":"{public.rstrip("/")}/api/v1/auth/token"' in told


async def test_without_a_public_address_the_document_is_where_it_came_from() -> None:
    assert "servers" not in bare_application().openapi()


async def test_every_part_of_the_api_is_described() -> None:
    used = {
        tag
        for methods in bare_application().openapi()["paths"].values()
        for it in methods.values()
        for tag in it["tags"]
    }

    assert used == set(document.TAGS)


ENGLISH = {"Accept-Language": "en"}


async def test_the_document_comes_in_the_language_of_who_asks(bare: AsyncClient) -> None:
    chinese, english = await bare.get("/openapi.json"), await bare.get("/openapi.json", headers=ENGLISH)

    assert chinese.json()["paths"]["/api/v1/me"]["get"]["summary"] == "本人信息"
    assert english.json()["paths"]["/api/v1/me"]["get"]["summary"] == "Who I am"
    for answer, language in [(chinese, "zh"), (english, "en")]:
        assert answer.headers["content-language"] == language
        assert {"Accept-Encoding", "Accept-Language"} <= set(answer.headers["vary"].split(", "))
    assert chinese.headers["etag"] != english.headers["etag"]


async def test_the_language_of_the_document_may_be_said_in_its_address(bare: AsyncClient) -> None:
    asked = await bare.get("/openapi.json?lang=zh", headers=ENGLISH)

    assert asked.headers["etag"] == (await bare.get("/openapi.json")).headers["etag"]
    assert (await bare.get("/openapi.json?lang=en")).headers["content-language"] == "en"
    assert (await bare.get("/openapi.json?lang=fr")).status_code == 422
    assert '<html lang="zh-CN">' in (await bare.get("/docs?lang=zh", headers=ENGLISH)).text


async def test_who_has_it_in_one_language_does_not_have_it_in_the_other(bare: AsyncClient) -> None:
    tag = (await bare.get("/openapi.json")).headers["etag"]

    assert (await bare.get("/openapi.json", headers={"If-None-Match": tag})).status_code == 304
    assert (await bare.get("/openapi.json", headers={"If-None-Match": tag} | ENGLISH)).status_code == 200
