"""The shells of the screens: open to everybody, strict, and complete."""

from urllib.parse import urljoin

import pytest
from httpx import ASGITransport, AsyncClient

from app.web import assets, screens
from app.web.screens import SCREENS
from tests.pages.bare import bare_application

ROOTS = ["", "/town"]


def _client(root: str = "") -> AsyncClient:
    return AsyncClient(transport=ASGITransport(bare_application(), root_path=root), base_url="http://test")


@pytest.mark.parametrize("address", [screen.address for screen in SCREENS])
async def test_a_shell_requires_trusted_types_and_has_nothing_unsafe(address: str) -> None:
    answer = await _client().get(f"/{address}")
    policy = answer.headers["content-security-policy"].split("; ")

    assert answer.status_code == 200
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"} <= set(policy)
    assert {"require-trusted-types-for 'script'", "trusted-types yikou"} <= set(policy)
    assert "unsafe" not in str(policy)
    assert answer.headers["cache-control"] == "no-cache"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.room)
async def test_it_names_all_that_the_screen_begins_with(screen: screens.Screen, root: str) -> None:
    client = _client(root)
    page = await client.get(f"{root}/{screen.address}")
    here = str(page.url)

    assert len(assets.modules_of(screen.entry)) >= 1
    for name in [*assets.modules_of(screen.entry), screen.stylesheet]:
        found = await client.get(urljoin(here, assets.address(name)))
        assert assets.address(name) in page.text
        assert (found.status_code, found.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")


def test_the_sheet_of_a_screen_is_the_common_one_and_its_own() -> None:
    own, common = (assets._READ[name].content.decode() for name in ("phone/phone.css", assets.SHEET))

    assert own.startswith(common)
    assert ".phone-camera" in own.removeprefix(common)


async def test_a_shell_is_in_the_language_of_who_asks() -> None:
    chinese, english = await _client().get("/"), await _client().get("/?lang=en")

    assert '<html lang="zh-CN">' in chinese.text
    assert '<html lang="en">' in english.text
    assert (await _client().get("/", headers={"Accept-Language": "en"})).text == english.text


async def test_a_service_worker_says_what_its_screen_is_made_of() -> None:
    assert any(assets.has_file(screen.worker) for screen in SCREENS)
    for screen in SCREENS:
        answer = await _client().get(f"/{screen.room}-worker.js")
        assert answer.status_code == (200 if assets.has_file(screen.worker) else 404)
        if answer.status_code == 200:
            assert answer.headers["cache-control"] == "no-cache"
            assert answer.headers["content-type"].startswith("text/javascript")
            assert all(assets.address(name) in answer.text for name in assets.modules_of(screen.entry))


async def test_files_in_folders_are_served_and_nothing_above_them() -> None:
    client = _client()

    assert (await client.get("/static/x/start/main.js")).status_code == 200
    for name in ("start", "start/", "start/nothing.js", "start/../pages.css", "start/%2e%2e/pages.css", "a/b/c/d/e.js"):
        assert (await client.get(f"/static/x/{name}")).status_code in (200, 307, 404)
        if name.endswith("pages.css"):
            continue
        assert (await client.get(f"/static/x/{name}")).status_code != 200


def test_our_files_are_served_without_comments_and_those_of_others_as_they_are() -> None:
    assert assets.has_file("vendor/preact.js")
    for name, asset in assets._READ.items():
        if name.startswith("vendor/"):
            assert asset.content == asset.source, name
        elif name.startswith("start/"):
            assert b"/* " not in asset.content, name
