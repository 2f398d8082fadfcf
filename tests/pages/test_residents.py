"""The resident's pages in a real browser on a phone, without any script."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from playwright.async_api import Browser, Page

from tests.cases import Cases, photo
from tests.conftest import OneConnection
from tests.organisation import IN_GRID
from tests.pages.browser import PHONE, browsing, is_within_the_screen, served

WORDS = {
    "zh-CN": ("已解决", "提交评价", "谢谢", "此链接无法打开"),
    "en": ("Yes", "Send", "Thank you", "cannot be opened"),
}

pytestmark = pytest.mark.needs("chromium", "chinese-font")


@pytest.fixture
async def address(app: FastAPI) -> AsyncIterator[str]:
    async with served(app) as found:
        yield found


def phone(browser: Browser, language: str) -> AbstractAsyncContextManager[Page]:
    return browsing(browser, language, PHONE, device_scale_factor=2, java_script_enabled=False, is_mobile=True)


async def star(page: Page, count: int) -> None:
    """Chooses so many stars, as a finger does."""
    await page.locator(f"label[for=score-{count}]").click()


async def opened(page: Page, summary: str) -> None:
    """Opens what a page has folded."""
    await page.locator("summary", has_text=summary).click()


@pytest.fixture
async def link(cases: Cases, client_as: Callable[..., AsyncClient], address: str) -> str:
    description = "小区门口井盖缺失，晚上看不见，老人孩子经过很危险，请尽快处理。" * 3
    case = await cases.at("closed", description=description, contact={"name": "王女士", "phone": "13800000000"})
    token = (await client_as("clerk").post(f"/cases/{case['id']}/rating-link")).json()["token"]
    return f"{address}/r/{token}"


@pytest.mark.parametrize("language", WORDS)
async def test_a_resident_answers_once_and_the_link_says_so_afterwards(
    browser: Browser, link: str, language: str, database: OneConnection, tmp_path: Path
) -> None:
    solved, send, thanks, used = WORDS[language]
    async with phone(browser, language) as page:
        for _ in range(2):  # looking consumes nothing
            answer = await page.goto(link)
            assert answer is not None
            assert answer.status == 200
        await page.screenshot(path=tmp_path / f"rating-{language}.png", full_page=True)
        assert await is_within_the_screen(page, PHONE["width"])
        assert await page.get_attribute("html", "lang") == language
        await page.get_by_text(solved, exact=True).click()
        await star(page, 5)
        await page.locator("textarea").fill("处理很及时 <b>好</b>")
        await page.get_by_role("button", name=send).click()
        assert thanks in await page.inner_text("h1")
        await page.screenshot(path=tmp_path / f"thanks-{language}.png")
        again = await page.goto(link)
        assert again is not None
        assert again.status == 410
        assert used in await page.inner_text("h1")
        assert await is_within_the_screen(page, PHONE["width"])

    assert [tuple(row) for row in await database.connection.fetch("SELECT score, solved, words FROM ratings")] == [
        (5, True, "处理很及时 <b>好</b>")
    ]


async def test_the_wish_to_have_it_done_again_appears_when_it_is_not_solved(
    browser: Browser, link: str, tmp_path: Path
) -> None:
    async with phone(browser, "zh-CN") as page:
        await page.goto(link)
        assert not await page.locator("#reopen").is_visible()
        await page.get_by_text("未解决", exact=True).click()
        assert await page.locator("#reopen").is_visible()
        await page.locator("#reopen").check()
        await star(page, 1)
        await page.screenshot(path=tmp_path / "again.png", full_page=True)
        await page.get_by_role("button", name="提交评价").click()

        assert "将重新办理" in await page.inner_text("main")


async def test_a_form_that_is_not_filled_is_not_sent(browser: Browser, link: str) -> None:
    async with phone(browser, "en") as page:
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
    assert 'href="?"' in wrong.text


@pytest.mark.parametrize("language", WORDS)
async def test_a_resident_follows_their_report_on_a_page(
    browser: Browser, cases: Cases, client_as: Callable[..., AsyncClient], address: str, language: str, tmp_path: Path
) -> None:
    report = {
        "id": "01a20e90-0000-7000-8000-000000000002",
        "description": "路灯不亮 <b>三盏</b>，晚上看不见路。" * 4,
        "location": IN_GRID,
        "contact": {"name": "王女士", "phone": "13800000000"},
    }
    told = (await client_as(None).post("/public/cases", json=report)).json()
    await cases.done("clerk", report["id"], "file", {"rule_code": "R1"})
    async with phone(browser, language) as page:
        answer = await page.goto(f"{address}/f/{told['token']}")
        assert answer is not None
        assert answer.status == 200
        await page.screenshot(path=tmp_path / f"report-{language}.png", full_page=True)
        assert await is_within_the_screen(page, PHONE["width"])
        assert told["number"] in await page.inner_text("main")
        assert "<b>三盏</b>" in await page.inner_text("main")
        assert "13800000000" not in await page.content()
        unknown = await page.goto(f"{address}/f/{told['token']}x")
        assert unknown is not None
        assert unknown.status == 404


ADDING = {
    "zh-CN": ("补充说明", "提交补充", "补充照片", "上传照片", "催办", "未提交成功", "有异议"),
    "en": ("Add words", "Add", "Add a photo", "Send the photo", "Urge", "Not sent", "Do you object"),
}


@pytest.mark.parametrize("language", ADDING)
async def test_a_resident_adds_words_and_a_photo_urges_and_objects_on_the_page(
    browser: Browser, cases: Cases, client_as: Callable[..., AsyncClient], address: str, language: str, tmp_path: Path
) -> None:
    words, add, photo_label, send, urge, refused, objecting = ADDING[language]
    report = {
        "id": "01a20e90-0000-7000-8000-000000000002", "description": "路灯不亮", "location": IN_GRID,
        "contact": {"name": "王女士", "phone": "13800000000"},
    }  # fmt: skip
    told = (await client_as(None).post("/public/cases", json=report)).json()
    taken = tmp_path / "lamp.jpg"
    taken.write_bytes(photo())
    async with phone(browser, language) as page:
        await page.goto(f"{address}/f/{told['token']}")
        await opened(page, words)
        await page.locator("#words").fill("昨晚又有人摔倒 <b>两次</b>")
        await page.get_by_role("button", name=add, exact=True).click()
        await opened(page, photo_label)
        await page.locator("#photo").set_input_files(taken)
        await page.get_by_role("button", name=send).click()
        await page.screenshot(path=tmp_path / f"adding-{language}.png", full_page=True)
        assert await is_within_the_screen(page, PHONE["width"])
        await opened(page, urge)
        await page.get_by_role("button", name=urge, exact=True).click()
        assert page.url == f"{address}/f/{told['token']}?done=urge"
        assert await page.locator("#urge").count() == 0, "once in 24 hours"
        await opened(page, words)
        await cases.done("clerk", report["id"], "reject", {"reason_code": "not_in_scope", "reply": "不属于受理范围"})
        await page.locator("#words").fill("晚了")
        await page.get_by_role("button", name=add, exact=True).click()
        assert refused in await page.inner_text("h1")
        await page.goto(f"{address}/f/{told['token']}")
        await opened(page, objecting)
        await page.locator("#object").fill("确属受理范围")
        await page.locator("form button").click()
        assert await page.locator("#object").count() == 0

    events = (await client_as("clerk").get(f"/cases/{report['id']}/events")).json()["items"]
    assert [event["action"] for event in events] == ["report", "supplement", "attach", "urge", "reject", "object"]
