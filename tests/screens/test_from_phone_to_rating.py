"""One case on the screens alone: from a worker's phone to the stars of who reported it, each step by its own person."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from httpx import AsyncClient
from playwright.async_api import Page, expect

from tests.cases import photo
from tests.organisation import IN_GRID
from tests.screens.conftest import PageAs
from tests.waiting import eventually

pytestmark = pytest.mark.needs("chromium", "chinese-font")
NEAR = {"latitude": IN_GRID["lat"], "longitude": IN_GRID["lon"], "accuracy": 8}
OUTSIDE = {"geolocation": NEAR, "permissions": ["geolocation"], "size": "phone"}
AS_AN_APP = {**OUTSIDE, "service_workers": "allow"}
PHONE = "13900008461"  # nobody else's: a member of staff with it would not be asked to rate
WORDS = "桥下积水没过台阶，老人孩子绕行"


async def shoot(page: Page, field: str, colour: int) -> None:
    shot = {"name": "shot.jpg", "mimeType": "image/jpeg", "buffer": photo(colour=colour, size=64)}
    await page.locator(field).set_input_files(shot)  # type: ignore[arg-type]


async def open_case(page: Page) -> None:
    """Finds it by its words: the queues of a district hold more than a page."""
    await page.locator(".queue-find").click()
    await page.get_by_role("combobox", name="案卷号、文字、单位或人员").fill(WORDS)
    await page.locator("#desk-search [role=option]", has_text=WORDS).first.click()
    await expect(page.locator(".desk-case .desk-words")).to_contain_text(WORDS)


async def arrives(client_as: Callable[..., AsyncClient], status: str) -> dict[str, Any]:
    """Waits until what was done has been sent, and the case is so; gives it."""
    found: list[dict[str, Any]] = []

    async def so() -> bool:
        found[:] = (await client_as("clerk").get("/cases", params={"q": WORDS})).json()["items"]
        return [each["status"] for each in found] == [status]

    await eventually(so)
    return found[0]


async def test_a_case_goes_from_the_phone_to_the_rating_on_the_screens_alone(
    page_as: PageAs, client_as: Callable[..., AsyncClient]
) -> None:
    async with page_as("worker", at="/phone", **AS_AN_APP) as page:
        await shoot(page, ".phone-camera input", 10)
        await page.locator(".phone-chips .chip[aria-pressed]", has_text="垃圾").first.click()
        await page.locator("textarea[name=description]").fill(WORDS)
        await page.get_by_text("代居民上报").click()
        await page.locator("input[name=contact-name]").fill("王女士")
        await page.locator("input[name=contact-phone]").fill(PHONE)
        await page.locator(".phone-send button").click()
        await expect(page.locator(".phone-row", has_text=WORDS)).to_contain_text("已上报")
        case = await arrives(client_as, "reported")

        async def photo_is_there() -> bool:  # which changes the case: a desk that opened it before would be told so
            there = await client_as("clerk").get(f"/cases/{case['id']}/attachments")
            return len(there.json()["items"]) == 1

        await eventually(photo_is_there)

    async with page_as("clerk", at="/desk#/queue/triage") as page:
        await open_case(page)
        await expect(page.locator(".desk-take").first).to_be_visible()
        await page.keyboard.press("1")
        await arrives(client_as, "filed")

    async with page_as("dispatcher", at="/desk#/queue/dispatch") as page:
        await open_case(page)
        await expect(page.locator(".desk-take").first).to_be_visible()
        await page.keyboard.press("1")
        case = await arrives(client_as, "dispatched")

    async with page_as("handler", at=f"/department#/case/{case['id']}?from=to-sign", **OUTSIDE) as page:
        await page.locator("[data-action=sign]").click()
        await page.locator(".unit-send .button-primary").click()
        await page.locator("[data-action=resolve]").click()
        await shoot(page, "input[capture]", 60)
        await expect(page.get_by_text("已有现场拍摄的处置后照片")).to_be_visible()
        await page.get_by_label("处置结果").fill("已抽排积水，清通雨水口")
        await page.locator(".unit-send .button-primary").click()
        await expect(page.get_by_text("已提交，等待核实。")).to_be_visible()

    async with page_as("dispatcher", at="/desk#/queue/resolved") as page:
        await open_case(page)
        await expect(page.locator("[data-action=request_check]")).to_be_visible()
        await page.keyboard.press("v")
        await page.locator("form.desk-form").get_by_role("combobox").fill("用户second")
        await page.locator("[role=option]", has_text="second").first.click()
        await page.keyboard.press("Control+Enter")
        await arrives(client_as, "checking")

    async with page_as("second_worker", at="/phone#/tasks", **AS_AN_APP) as page:
        await page.locator(".phone-task a", has_text=WORDS).click()
        await page.locator(".phone-actions .button-primary").click()
        await shoot(page, ".phone-shots input", 110)
        await expect(page.get_by_role("img", name="现场照片 1")).to_be_visible()
        await page.locator("textarea[name=finding]").fill("积水已排净")
        await page.locator(".phone-send button").click()
        await arrives(client_as, "closed")

    async with page_as("clerk", at="/desk") as page:
        await open_case(page)
        await page.locator("[data-action=issue_rating_link]").click()
        await page.locator("form.desk-form .button-primary").click()
        link = await page.locator(".desk-quick .number").inner_text()

    async with page_as(None, at=urlsplit(link).path, size="phone") as page:
        await page.get_by_text("已解决", exact=True).click()
        await page.locator("label[for=score-5]").click()
        await page.get_by_role("button", name="提交评价", exact=True).click()
        await expect(page.get_by_role("heading", name="谢谢您的评价")).to_be_visible()
