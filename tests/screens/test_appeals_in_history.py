"""An appeal 申诉 about a case stands in its history on every screen that shows one, though it is no event of it."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.cases import Cases
from tests.routers.test_assessments import Clients
from tests.screens.conftest import PageAs, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")
#: who reads it -> where a case opens for them
SCREENS = {
    "supervisor": "/board#/cases/closed/{id}", "dispatcher": "/desk#/case/{id}", "handler": "/department#/case/{id}",
    "worker": "/phone#/case/{id}",
}  # fmt: skip
MADE, FIRST, SECOND = "申诉：超期", "申诉（超期）初审同意", "申诉（超期）复审不同意"


#: How each reads it: the phone has a service worker.
DEVICES: dict[str, dict[str, Any]] = {"worker": {"size": "phone", "service_workers": "allow"}}


@pytest.fixture
async def appealed(cases: Cases, client_as: Clients) -> dict[str, Any]:
    """A closed case its unit has appealed about: granted by one reviewer, refused by another, then commented on."""
    case = await cases.at("closed")
    path = f"/cases/{case['id']}/appeals"
    made = await client_as("handler").post(path, json={"about": "overdue", "reason": "停电，无法施工"})
    decide = f"{path}/{made.json()['id']}/decide"
    for who, grant, note in (("dispatcher", True, "情况属实"), ("supervisor", False, "当日已恢复供电")):
        answer = await client_as(who).post(decide, json={"grant": grant, "note": note})
        assert answer.status_code == 200, answer.text
    await cases.done("clerk", case, "comment", {"note": "已告知单位"})
    return case


def _named(page: Page) -> Locator:
    return page.locator(".timeline strong")


def _asked(page: Page) -> list[str]:
    """The appeals that the page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/appeals" in request.url else None)
    return asked


@pytest.mark.parametrize("who", SCREENS)
async def test_it_stands_in_its_place_and_leads_to_the_appeal(
    page_as: PageAs, appealed: dict[str, Any], who: str
) -> None:
    page: Page = await page_as(who, **DEVICES.get(who, {}))
    asked = _asked(page)
    await page.goto(SCREENS[who].format(**appealed))
    await expect(page.locator(".timeline")).to_contain_text(SECOND)
    assert (await _named(page).all_inner_texts())[-4:] == [MADE, FIRST, SECOND, "备注"]
    made, first, second = (page.locator(".happened-beside").nth(at) for at in range(3))
    for row, words in (
        (made, ("部门CG", "停电，无法施工", "不成立")),
        (first, ("用户dispatcher", "情况属实")), (second, ("用户supervisor", "当日已恢复供电")),
    ):  # fmt: skip
        for said in words:
            await expect(row).to_contain_text(said)
    assert len(asked) == 1, "asked once, also where a panel shows the same"
    await made.get_by_role("link", name="查看申诉").click()
    await expect(page.get_by_role("heading", name="这件案卷的申诉")).to_be_visible()
    await expect(page.locator(".item")).to_have_count(1)
    await expect(page.locator(".item")).to_contain_text("用户supervisor · 当日已恢复供电")


async def test_what_was_never_closed_is_not_asked_about_and_what_was_reopened_is(
    page_as: PageAs, cases: Cases, client_as: Clients, appealed: dict[str, Any]
) -> None:
    is_open = await cases.at("handling")
    board: Page = await page_as("supervisor")
    asked = _asked(board)
    await board.goto(f"/board#/cases/open/{is_open['id']}")
    await expect(board.locator(".timeline .happened").nth(3)).to_be_visible()
    assert asked == []
    await cases.done("supervisor", appealed, "reopen", {"reason_code": "not_solved"})
    await board.goto(f"/board#/cases/open/{appealed['id']}")
    await expect(board.locator(".timeline")).to_contain_text(SECOND)


async def test_whoever_may_not_see_it_reads_the_history_all_the_same(page_as: PageAs, appealed: dict[str, Any]) -> None:
    board: Page = await page_as("supervisor")
    refused = {"status": 403, "json": {"code": "not-permitted"}, "content_type": "application/problem+json"}
    await board.route("**/appeals", lambda route: route.fulfill(**refused))
    asked = _asked(board)
    await board.goto(SCREENS["supervisor"].format(**appealed))
    await expect(board.locator(".timeline .happened").nth(5)).to_be_visible()
    await expect(board.locator(".cases-side [role=alert], .cases-side .loading")).to_have_count(0)
    assert len(asked) == 1
    await expect(board.locator(".happened-beside")).to_have_count(0)
    await expect(board.get_by_text("申诉暂时读不到")).to_have_count(0)


async def test_a_fault_is_told_beside_and_tried_again(page_as: PageAs, appealed: dict[str, Any]) -> None:
    board: Page = await page_as("supervisor", expects={500})
    await board.route("**/appeals", lambda route: route.fulfill(status=500, json={}))
    await board.goto(SCREENS["supervisor"].format(**appealed))
    told = board.get_by_text("申诉暂时读不到")
    await expect(told).to_be_visible()
    await board.unroute("**/appeals")
    await told.get_by_role("button", name="重试").click()
    await expect(board.locator(".happened-beside")).to_have_count(3)
    await expect(told).to_have_count(0)


async def test_it_waits_for_the_events_before_it(page_as: PageAs, appealed: dict[str, Any]) -> None:
    board: Page = await page_as("supervisor")
    first_two = "limit=2"  # instead of a hundred
    await board.route(
        "**/events?limit=100", lambda route: route.continue_(url=route.request.url.replace("limit=100", first_two))
    )
    await board.goto(SCREENS["supervisor"].format(**appealed))
    await expect(board.locator(".timeline .happened")).to_have_count(2)
    await expect(board.get_by_role("button", name="显示之后的记录")).to_be_visible()
    await expect(board.locator(".happened-beside")).to_have_count(0)
    await board.get_by_role("button", name="显示之后的记录").click()
    await expect(board.locator(".happened-beside")).to_have_count(3)
    assert (await _named(board).all_inner_texts())[-4:] == [MADE, FIRST, SECOND, "备注"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("who", SCREENS)
async def test_it_is_looked_at(page_as: PageAs, appealed: dict[str, Any], who: str, language: str) -> None:
    at = SCREENS[who].format(**appealed)
    page: Page = await page_as(who, at=at, language=language, **DEVICES.get(who, {}))
    await expect(page.locator(".happened-beside")).to_have_count(3)
    await look(page)
