"""The documentation of the API in a real browser: it shows, signs in and tries out, and asks nobody but the service."""

import json
import re
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Page, expect
from pydantic import SecretStr
from starlette.types import Receive, Scope, Send

from app.config import Settings
from app.db.session import Session
from app.main import create_app
from app.services.administration import giving_passwords
from tests.conftest import KEY, OneConnection
from tests.pages.browser import DESK, PATIENCE_MS, PHONE, browsing, is_within_the_screen, served

pytestmark = pytest.mark.needs("chromium", "chinese-font")
PREFIX = "/governance/yikou"
PUBLIC = "https://yikou.example"
TRIED = "/api/v1/me"
expect.set_options(timeout=PATIENCE_MS)
WORDS = {
    "zh-CN": {
        "title": "一口 Yikou · 接口文档",
        "sign in": "登录",
        "try": "试用",
        "send": "发送请求",
        "out": "退出登录",
    },
    "en": {
        "title": "Yikou 一口 · API",
        "sign in": "Authorize",
        "try": "Try it out",
        "send": "Execute",
        "out": "Logout",
    },
}


class Proxy:
    """A reverse proxy before the service that takes a prefix off the path; it tells the service, or does not."""

    def __init__(self, app: FastAPI, prefix: str, *, tells: bool) -> None:
        self.app, self.prefix, self.tells = app, prefix, tells

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if not path.startswith(f"{self.prefix}/"):
                await send({"type": "http.response.start", "status": 502, "headers": []})
                await send({"type": "http.response.body", "body": b"not below the prefix"})
                return
            if self.tells:  # as ASGI has it: the whole path, and what of it is the root
                scope = {**scope, "root_path": self.prefix}
            else:
                raw = scope["raw_path"].removeprefix(self.prefix.encode())
                scope = {**scope, "path": path.removeprefix(self.prefix), "raw_path": raw}
        await self.app(scope, receive, send)


@cache
def _application(public: str | None, *, whole: bool) -> FastAPI:
    """One a worker for each public address: to write the document takes seconds.

    Where a page is, and in which language, is the same for every operation. Of all of them Chromium makes a page in
    some ten seconds, so what asks that alone gets a document of one.
    """
    made = create_app(Settings(signing_key=SecretStr(KEY), public_url=public))
    if not whole:
        document = made.openapi()
        document["paths"] = {TRIED: document["paths"][TRIED]}
        document["components"]["schemas"] = _named_by(document["paths"], document["components"]["schemas"])
    return made


def _named_by(said: object, schemas: dict[str, Any]) -> dict[str, Any]:
    """The schemas that something refers to, and those that they refer to in turn."""
    found: dict[str, Any] = {}
    waiting = [said]
    while waiting:
        names = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(waiting.pop()))) - found.keys()
        found |= {name: schemas[name] for name in names}
        waiting += [schemas[name] for name in names]
    return found


@pytest.fixture
async def address(request: pytest.FixtureRequest, database: OneConnection) -> AsyncIterator[str]:
    """Where the browser reaches the service: at its root, though another address is the public one; below a prefix."""
    public = {"stripped": f"{PUBLIC}{PREFIX}/", "public": PUBLIC}.get(request.param)
    app = _application(public, whole=request.param == "whole")
    app.state.database = database
    below = request.param in ("stripped", "told")
    async with served(Proxy(app, PREFIX, tells=request.param == "told") if below else app) as found:
        yield found + PREFIX * below


@pytest.fixture
async def password(session: Session) -> str:
    return await giving_passwords.set_generated_password(session, "worker")


async def _open(page: Page, address: str) -> None:
    await page.goto(f"{address}/docs")
    await expect(page.locator("#operations-tag-identity")).to_be_visible()


async def _signed_in(page: Page, words: dict[str, str], password: str) -> None:
    await page.locator(".auth-wrapper").get_by_role("button", name=words["sign in"]).click()
    await page.locator("#oauth_username").fill("worker")
    await page.locator("#oauth_password").fill(password)
    await expect(page.locator("#client_id_password")).not_to_be_visible()
    await page.locator("button.modal-btn.authorize").click()
    await expect(page.locator("button.modal-btn.authorize")).to_have_text(words["out"])
    await page.locator("button.btn-done").click()


@pytest.mark.parametrize(("language", "size"), [("zh-CN", PHONE), ("en", DESK)], ids=["phone", "desk"])
@pytest.mark.parametrize("address", ["whole"], indirect=True)
async def test_the_page_shows_every_part_of_the_api_in_the_language_of_the_reader(
    browser: Browser, address: str, language: str, size: dict[str, int], tmp_path: Path
) -> None:
    words = WORDS[language]
    async with browsing(browser, language, size) as page:
        await _open(page, address)
        document: dict[str, Any] = json.loads(await page.evaluate("fetch('openapi.json').then((it) => it.text())"))
        await page.screenshot(path=tmp_path / "documentation.png")

        assert await page.title() == words["title"]
        assert await page.get_attribute("html", "lang") == language
        await expect(page.locator(".opblock-tag")).to_have_count(len(document["tags"]))
        await expect(page.locator(".auth-wrapper")).to_contain_text(words["sign in"])
        assert await is_within_the_screen(page, size["width"])


@pytest.mark.parametrize("address", ["told"], indirect=True)
async def test_a_reader_changes_the_language_and_back(browser: Browser, address: str) -> None:
    async with browsing(browser, "en", PHONE) as page:
        await _open(page, address)
        await page.get_by_role("link", name="中文").click()
        await expect(page.locator(".auth-wrapper")).to_contain_text(WORDS["zh-CN"]["sign in"])
        assert await page.get_attribute("html", "lang") == "zh-CN"
        await page.get_by_role("link", name="English").click()
        await expect(page.locator(".auth-wrapper")).to_contain_text(WORDS["en"]["sign in"])
        assert await is_within_the_screen(page, PHONE["width"])


@pytest.mark.parametrize(
    ("address", "language"),
    [("plain", "en"), ("public", "zh-CN"), ("stripped", "zh-CN"), ("told", "zh-CN")],
    indirect=["address"],
)
async def test_a_reader_signs_in_and_tries_an_operation_out(
    browser: Browser, address: str, language: str, password: str
) -> None:
    words = WORDS[language]
    async with browsing(browser, language, DESK) as page:
        await _open(page, address)
        await _signed_in(page, words, password)
        await page.locator("#operations-tag-identity").click()
        operation = page.locator("#operations-identity-identity_me")
        await operation.locator(".opblock-summary-control").click()
        await operation.get_by_role("button", name=words["try"]).click()
        await operation.get_by_role("button", name=words["send"], exact=True).click()

        answer = operation.locator(".live-responses-table .response")
        await expect(answer.locator(".response-col_status").first).to_contain_text("200")
        await expect(answer.locator(".response-col_description").first).to_contain_text("full_time_worker")
        await expect(operation.locator(".request-url")).to_contain_text(f"{address}/api/v1/me")


@pytest.mark.parametrize("address", ["whole"], indirect=True)
async def test_operations_are_found_by_any_word_about_them(browser: Browser, address: str) -> None:
    async with browsing(browser, "zh-CN", DESK) as page:
        await _open(page, address)
        await page.locator(".operation-filter-input").fill("居民上报，无需账号")

        await expect(page.locator(".opblock-tag")).to_have_count(1)
        await page.locator(".opblock-tag").click()
        await expect(page.locator(".opblock")).to_have_count(1)
        await expect(page.locator(".opblock-summary-path")).to_contain_text("public")


@pytest.mark.parametrize("address", ["whole"], indirect=True)
async def test_the_page_breaks_no_rule_when_an_operation_is_opened(browser: Browser, address: str) -> None:
    """With its body, examples and schemas: what is watched is watched there too."""
    async with browsing(browser, "zh-CN", DESK) as page:
        await _open(page, address)
        await page.locator("#operations-tag-cases").click()
        operation = page.locator("#operations-cases-cases_report")
        await operation.locator(".opblock-summary-control").click()
        await expect(operation.locator(".responses-wrapper")).to_be_visible()
        await operation.locator(".tablinks").nth(1).click()
        await operation.locator(".tablinks").last.click()


@pytest.mark.parametrize("address", ["whole"], indirect=True)
async def test_a_part_that_could_not_be_read_is_said_and_read_when_it_is_opened_again(
    browser: Browser, address: str
) -> None:
    async with browsing(browser, "en", DESK) as page:
        await _open(page, address)
        await page.route(re.compile("part=cases$"), lambda route: route.fulfill(body="<a proxy>"), times=1)
        await page.locator("#operations-tag-cases").click()
        await expect(page.get_by_role("alert")).to_contain_text("could not be read")
        await page.locator("#operations-tag-cases").click()
        await page.locator("#operations-cases-cases_report .opblock-summary-control").click()

        await expect(page.locator("#operations-cases-cases_report .responses-wrapper")).to_contain_text("422")
        await expect(page.get_by_role("alert")).to_be_empty()


@pytest.mark.parametrize("address", ["plain"], indirect=True)
async def test_the_other_viewer_of_the_framework_leads_to_the_same_page(browser: Browser, address: str) -> None:
    async with browsing(browser, "zh-CN", DESK) as page:
        await page.goto(f"{address}/redoc")
        await expect(page.locator("#operations-tag-identity")).to_be_visible()

        assert page.url == f"{address}/docs"


@pytest.mark.parametrize("address", ["plain"], indirect=True)
async def test_without_scripts_the_page_says_so_and_where_the_document_is(browser: Browser, address: str) -> None:
    async with browsing(browser, "zh-CN", PHONE, java_script_enabled=False) as page:
        await page.goto(f"{address}/docs")

        await expect(page.get_by_role("link", name="openapi.json")).to_have_attribute("href", "./openapi.json")
        await expect(page.locator("noscript p")).to_be_visible()
