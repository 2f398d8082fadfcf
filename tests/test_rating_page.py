"""The resident's pages in a real browser on a phone, without any script."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from httpx import AsyncClient
from playwright.async_api import Page, async_playwright

from tests.cases import Cases
from tests.conftest import OneConnection
from tests.organisation import IN_GRID

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PHONE = {"width": 360, "height": 740}
WORDS = {
    "zh-CN": ("已解决", "提交评价", "谢谢", "此链接无法打开"),
    "en": ("Yes", "Send", "Thank you", "cannot be opened"),
}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: install the package chromium")


@pytest.fixture
async def address(app: FastAPI) -> AsyncIterator[str]:
    """The application behind a real port."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, ws="none"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (uvicorn sets a flag, no event)
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving


@pytest.fixture
async def link(cases: Cases, client_as: Callable[..., AsyncClient], address: str) -> str:
    description = "小区门口井盖缺失，晚上看不见，老人孩子经过很危险，请尽快处理。" * 3
    case = await cases.at("closed", description=description, contact={"name": "王女士", "phone": "13800000000"})
    token = (await client_as("clerk").post(f"/cases/{case['id']}/rating-link")).json()["token"]
    return f"{address}/r/{token}"


@asynccontextmanager
async def phone(language: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        context = await browser.new_context(
            viewport=PHONE, device_scale_factor=2, locale=language, java_script_enabled=False, is_mobile=True
        )
        yield await context.new_page()
        await browser.close()


async def is_within_the_screen(page: Page) -> bool:
    boxes = [await element.bounding_box() for element in await page.locator("body *:visible").all()]
    return all(box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in boxes if box)


@pytest.mark.parametrize("language", WORDS)
async def test_a_resident_answers_once_and_the_link_says_so_afterwards(
    link: str, language: str, database: OneConnection, tmp_path: Path
) -> None:
    solved, send, thanks, used = WORDS[language]
    async with phone(language) as page:
        for _ in range(2):  # looking consumes nothing
            answer = await page.goto(link)
            assert answer is not None
            assert answer.status == 200
        await page.screenshot(path=tmp_path / f"rating-{language}.png", full_page=True)
        assert await is_within_the_screen(page)
        assert await page.get_attribute("html", "lang") == language
        await page.get_by_label(solved, exact=True).check()
        await page.get_by_label("5", exact=True).check()
        await page.locator("textarea").fill("处理很及时 <b>好</b>")
        await page.get_by_role("button", name=send).click()
        assert thanks in await page.inner_text("h1")
        await page.screenshot(path=tmp_path / f"thanks-{language}.png")
        again = await page.goto(link)
        assert again is not None
        assert again.status == 410
        assert used in await page.inner_text("h1")
        assert await is_within_the_screen(page)

    assert [tuple(row) for row in await database.connection.fetch("SELECT score, solved, words FROM ratings")] == [
        (5, True, "处理很及时 <b>好</b>")
    ]


async def test_the_wish_to_have_it_done_again_appears_when_it_is_not_solved(link: str, tmp_path: Path) -> None:
    async with phone("zh-CN") as page:
        await page.goto(link)
        assert not await page.locator("#reopen").is_visible()
        await page.get_by_label("未解决", exact=True).check()
        assert await page.locator("#reopen").is_visible()
        await page.locator("#reopen").check()
        await page.get_by_label("1", exact=True).check()
        await page.screenshot(path=tmp_path / "again.png", full_page=True)
        await page.get_by_role("button", name="提交评价").click()

        assert "已重新办理" in await page.inner_text("main")


async def test_a_form_that_is_not_filled_is_not_sent(link: str) -> None:
    async with phone("en") as page:
        await page.goto(link)
        await page.get_by_role("button", name="Send").click()

        assert await page.get_by_role("button", name="Send").is_visible()


async def test_what_the_page_sends_wrong_is_told_on_a_page_with_a_way_back(
    link: str, client_as: Callable[..., AsyncClient]
) -> None:
    resident = client_as(None)
    wrong = await resident.post(link, data={"score": 9, "solved": "true", "words": "\x00"})
    unknown = await resident.get(link + "x")

    assert (wrong.status_code, unknown.status_code) == (422, 404)
    for answer in (wrong, unknown):
        assert answer.headers["content-type"].startswith("text/html")
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert f'href="/r/{link.rsplit("/", 1)[1]}"' in wrong.text


@pytest.mark.parametrize("language", WORDS)
async def test_a_resident_follows_their_report_on_a_page(
    cases: Cases, client_as: Callable[..., AsyncClient], address: str, language: str, tmp_path: Path
) -> None:
    report = {
        "id": "01a20e90-0000-7000-8000-000000000002",
        "description": "路灯不亮 <b>三盏</b>，晚上看不见路。" * 4,
        "location": IN_GRID,
        "contact": {"name": "王女士", "phone": "13800000000"},
    }
    told = (await client_as(None).post("/public/cases", json=report)).json()
    await cases.done("clerk", report["id"], "file", {"rule_code": "R1"})
    async with phone(language) as page:
        answer = await page.goto(f"{address}/f/{told['token']}")
        assert answer is not None
        assert answer.status == 200
        await page.screenshot(path=tmp_path / f"report-{language}.png", full_page=True)
        assert await is_within_the_screen(page)
        assert told["number"] in await page.inner_text("main")
        assert "<b>三盏</b>" in await page.inner_text("main")
        assert "13800000000" not in await page.content()
        unknown = await page.goto(f"{address}/f/{told['token']}x")
        assert unknown is not None
        assert unknown.status == 404
