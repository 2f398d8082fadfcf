"""Coming in by keys alone: a wrong password, several posts, a one-time password, the people of a demo."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from tests.ids import uuid7
from tests.organisation import GRID, PASSWORD
from tests.pages.browser import PATIENCE_MS
from tests.screens.conftest import PageAs, look

expect.set_options(timeout=PATIENCE_MS)
pytestmark = pytest.mark.needs("chromium", "chinese-font")
OWN = "三月 quartz violet 71"
_FOCUSED = "() => (document.activeElement.labels?.[0] || document.activeElement).textContent.trim()"


async def by_tab(page: Page, words: str) -> None:
    """Goes on to the control that is called so, as somebody without a mouse does."""
    for _ in range(40):
        await page.keyboard.press("Tab")
        if words in await page.evaluate(_FOCUSED):
            return
    raise AssertionError(f"no Tab leads to {words}")


async def _come_in(page: Page, who: str, password: str) -> None:
    await expect(page.locator("[name=username]")).to_be_focused()
    await page.keyboard.press("Control+A")
    await page.keyboard.type(who)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text(password)
    await page.keyboard.press("Enter")


@pytest.mark.parametrize(("language", "screen"), [("zh", "督查看板"), ("en", "Supervision board")])
async def test_who_has_several_posts_chooses_their_screen(page_as: PageAs, language: str, screen: str) -> None:
    page = await page_as(None, at="/", language=language)
    await look(page)
    await _come_in(page, "centre_leader", "not the password")
    await expect(page.get_by_role("alert").locator(".field-error")).to_be_visible()
    await look(page, widths=(360,), themes=("light",))
    await _come_in(page, "centre_leader", PASSWORD)
    await expect(page.locator(".start-choice")).to_have_count(8)
    await look(page)
    await by_tab(page, screen)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/board"))


async def test_a_one_time_password_is_changed_before_anything_else(page_as: PageAs, client_as: Any) -> None:
    name = f"new{uuid7().hex[-10:]}"
    told = {"username": name, "display_name": "新来的", "post": "full_time_worker", "area_code": GRID}
    given = (await client_as("admin").post("/users/batch", json={"users": [told]})).json()["users"][0]["password"]
    page = await page_as(None, at="/", size="phone")
    await _come_in(page, name, given)
    await expect(page.get_by_label("一次性密码")).to_be_focused()
    await page.keyboard.type(given)
    for words in ("新密码", "再输入一次"):
        await by_tab(page, words)
        await page.keyboard.insert_text(OWN + ("!" if words == "新密码" else ""))
    await expect(page.locator(".field-error")).to_be_visible()
    await look(page, themes=("light",))
    await page.keyboard.insert_text("!")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/phone"))


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_one_of_the_people_of_a_demo_is_tried_by_one_key(page_as: PageAs, language: str) -> None:
    screens = {"handler": "department", "clerk": "desk", "worker": "phone"}
    offered = [
        {
            "username": who, "display_name": f"<b>{who}</b>", "password": PASSWORD,
            "screens": [{"address": address, "name": address, "name_zh": "界面"}],
        }
        for who, address in screens.items()
    ]  # fmt: skip

    async def offer(route: Route) -> None:
        await route.fulfill(body=json.dumps({"items": offered}), content_type="application/json")

    page = await page_as(None, language=language)
    await page.route("**/session/demo-accounts", offer)
    await page.goto("/")
    await expect(page.locator(".start-person")).to_have_count(3)
    await look(page)
    await by_tab(page, "<b>handler</b>")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/department"))
