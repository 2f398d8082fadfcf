"""A resident without an account, from the QR code at a lamp post to the rating; with a script and without any."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient
from playwright.async_api import Page, expect

from tests.cases import ROUTES, Cases, photo
from tests.ids import uuid7
from tests.organisation import GRID
from tests.pages.browser import PATIENCE_MS, is_within_the_screen
from tests.screens.conftest import PageAs, look

expect.set_options(timeout=PATIENCE_MS)
pytestmark = pytest.mark.needs("chromium", "chinese-font")
HOSTILE = "路灯 <b>三盏</b> <script>alert(1)</script> {{ 7*7 }} شارع 𠮷𪚥 "
WORDS = {
    "zh": ("提交", "已经收到", "请您评价", "提交评价", "将重新办理", "谢谢您的评价"),
    "en": ("Send", "We have it", "Your rating", "Send", "It is being done again", "Thank you"),
}
Clients = Callable[..., AsyncClient]


async def rate(page: Page, solved: str, stars: int, send: str, *, again: bool = False, looks: bool = False) -> None:
    """By keys alone."""
    await page.locator("#yes").focus()
    await page.keyboard.press("Space")
    if solved == "no":
        await page.keyboard.press("ArrowRight")
        await page.keyboard.press("Tab")
        if again:
            await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    for _ in range(stars - 1):
        await page.keyboard.press("ArrowRight")
    await expect(page.locator(f"#score-{stars}")).to_be_checked()
    if looks:
        await look(page, widths=(360,))
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name=send, exact=True)).to_be_focused()
    await page.keyboard.press("Enter")


async def closed(cases: Cases, case: dict[str, Any], status: str) -> None:
    for who, action, body in ROUTES["closed"][len(ROUTES[status]) :]:
        await cases.done(who, case, action, body)


@pytest.mark.parametrize(("language", "script"), [("zh", False), ("en", True)])
async def test_a_resident_from_the_code_at_a_lamp_post_to_a_rating(
    page_as: PageAs, cases: Cases, client_as: Clients, language: str, script: bool, tmp_path: Path
) -> None:
    send, received, rating, answer, reopened, thanks = WORDS[language]
    taken = tmp_path / "lamp.jpg"
    taken.write_bytes(photo())
    page = await page_as(
        None, at=f"/report?at={GRID}&lang={language}", size="phone", language=language, java_script_enabled=script
    )
    await page.locator("#description").fill(HOSTILE)
    await page.locator("#photo").set_input_files(taken)
    assert await page.locator("svg.map").count() == int(script)
    if script:
        await look(page)
        await page.locator("svg.map").click()
    await page.get_by_role("button", name=send, exact=True).click()
    await expect(page.locator(".notice-good")).to_contain_text(received)
    number = await page.locator("dd.number").inner_text()
    assert HOSTILE.strip() in await page.locator("dd.said").first.inner_text()
    assert await is_within_the_screen(page, 360)
    if script:  # nothing is drawn anew for a look where there is none
        await look(page)

    found = (await client_as("clerk").get("/cases", params={"q": number})).json()["items"]
    case = (await client_as("clerk").get(f"/cases/{found[0]['id']}")).json()
    assert (case["area_code"], case["contact"], case["location"] is not None) == (GRID, None, script)
    photos = (await client_as("clerk").get(f"/cases/{case['id']}/attachments")).json()["items"]
    assert [each["purpose"] for each in photos] == ["scene"]

    await closed(cases, case, "reported")
    await page.reload()
    await expect(page.get_by_role("heading", name=rating)).to_be_visible()
    await rate(page, "no", 1, answer, again=True, looks=script)
    await expect(page.locator(".notice-good")).to_contain_text(reopened)
    await closed(cases, case, "handling")
    await page.reload()
    await rate(page, "yes", 5, answer)
    await expect(page.locator(".notice-good")).to_contain_text(thanks)
    rounds = (await client_as("clerk").get(f"/cases/{case['id']}")).json()["ratings"]
    assert [(each["score"], each["solved"]) for each in rounds] == [(1, False), (5, True)]


async def _write(page: Page, offer: str, words: str, button: str) -> None:
    """Opens what is offered and fills it in, by keys alone."""
    await page.locator("summary").get_by_text(offer, exact=True).press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.insert_text(words)
    await look(page, widths=(360,), themes=("dark",))
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name=button, exact=True)).to_be_focused()
    await page.keyboard.press("Enter")


async def test_words_urging_and_an_objection_by_keys_alone(page_as: PageAs, cases: Cases, client_as: Clients) -> None:
    async def reported() -> tuple[dict[str, Any], str]:
        told = {"id": str(uuid7()), "description": HOSTILE, "area_code": GRID}
        answer = (await client_as(None).post("/public/cases", json=told)).json()
        found = (await client_as("clerk").get("/cases", params={"q": answer["number"]})).json()["items"]
        return found[0], f"/f/{answer['token']}"

    case, link = await reported()
    for who, action, body in ROUTES["handling"]:
        await cases.done(who, case, action, body)
    page = await page_as(None, at=f"{link}?lang=zh", size="phone")
    await _write(page, "补充说明", HOSTILE, "提交补充")
    await expect(page.locator(".notice-good")).to_contain_text("已补充")
    await expect(page.locator("dd.said", has_text="<b>三盏</b>")).to_have_count(2)
    await _write(page, "催办", "请快一些", "催办")
    await expect(page.locator(".notice-good")).to_contain_text("已催办")

    case, link = await reported()
    await cases.done("clerk", case, *ROUTES["rejected"][0][1:])
    page = await page_as(None, at=f"{link}?lang=en", size="phone", language="en")
    await _write(page, "Do you object?", "It is true", "Object")
    await expect(page.locator(".notice-good")).to_contain_text("objection")


async def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(page_as: PageAs) -> None:
    page = await page_as(None, at="/report?lang=zh", size="phone", java_script_enabled=False)
    await page.locator("#description").fill("路灯不亮")
    await page.locator("#address").fill("幸福路 12 号")
    await page.locator("#name").fill("王女士")
    await page.locator("#phone").fill("不是号码")
    await page.get_by_role("button", name="提交").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await expect(page.locator("#wrong-contact")).to_be_visible()
    assert await page.locator("#description").input_value() == "路灯不亮"
    await page.locator("#name").fill("")
    await page.locator("#phone").fill("")
    await page.get_by_role("button", name="提交").click()
    await expect(page.locator(".notice-good")).to_contain_text("已经收到")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_pages_of_residents_are_for_everybody(page_as: PageAs, language: str) -> None:
    for at in ("/report", f"/report?at={GRID}", "/report?at=nowhere", "/f/there-is-no-such-link"):
        async with page_as(None, at=at, language=language) as page:
            await look(page)


async def test_the_sign_of_a_grid_is_printed_by_whoever_may_look_it_up(page_as: PageAs, client_as: Clients) -> None:
    async with page_as("clerk", at=f"/poster/{GRID}?size=a6") as page:
        await expect(page.locator(".poster .code svg")).to_be_visible()
    drawn = await client_as("clerk").get(f"/areas/{GRID}/qr-code", params={"format": "png"})
    assert drawn.content.startswith(b"\x89PNG")
    assert (await client_as("worker").get("/areas/440310001009/qr-code")).status_code == 404
