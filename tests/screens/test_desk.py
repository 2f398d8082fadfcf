"""A dispatcher's morning by keys alone, two of them at once, hostile texts, and how the desk looks."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from tests.cases import Cases
from tests.screens.conftest import PageAs, look
from tests.waiting import eventually

pytestmark = pytest.mark.needs("chromium", "chinese-font")
ClientAs = Callable[..., httpx.AsyncClient]
Case = dict[str, Any]
BUDGET = 90 * 1024
_LOADED = """() => performance.getEntriesByType("resource").filter((each) => each.name.includes("/static/"))
  .reduce((sum, each) => sum + each.encodedBodySize, 0)"""
_HAS_INITIALS = """async () => {
  const { hasInitials } = await import(new URL("../common/initials.js", document.querySelector("script[src]").src));
  const asked = [["区自然资源局", "zrzyj"], ["重庆路六联社区", "cqlllsq"], ["曾乐行", "zlh"], ["水务局", "zrzyj"]];
  return asked.map(([name, letters]) => hasInitials(name, letters));
}"""
HOSTILE = "<img src=x onerror=\"document.title='broken'\"> <script>alert(1)</script> שלום 𬌗𠮷 &amp; ${x}"


def number_of(page: Page) -> Locator:
    return page.locator(".desk-case-number")


async def find(page: Page, number: str) -> None:
    """Finds a case by its number, as one pastes it."""
    await expect(page.locator(".queue-find")).to_be_visible()
    await page.keyboard.press("/")
    box = page.get_by_role("combobox", name="案卷号、文字、单位或人员")
    await box.fill(number)
    await expect(page.locator("#desk-search [role=option]").first).to_contain_text(number)
    await page.keyboard.press("Enter")
    await expect(number_of(page)).to_have_text(number)
    await expect(page.locator(".desk-actions")).to_be_visible()


async def becomes(client_as: ClientAs, case: Case, **facts: Any) -> None:
    """Waits until the case is so."""

    async def so() -> bool:
        now = (await client_as("dispatcher").get(f"/cases/{case['id']}")).json()
        return all(now[name] == value for name, value in facts.items())

    await eventually(so)


async def test_a_clerk_files_by_keys_takes_it_back_and_the_next_case_opens(
    page_as: PageAs, cases: Cases, client_as: ClientAs
) -> None:
    case = await cases.report(category_code="DCM-01-02")
    await cases.report(category_code="DCM-01-02")
    page = await page_as("clerk", at="/desk#/queue/triage")
    await expect(page.locator(".desk-row").first).to_be_visible()
    await find(page, case["number"])
    await page.keyboard.press("f")
    await expect(page.locator("form.desk-form input[type=radio]:checked")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(number_of(page)).not_to_have_text(case["number"])
    await page.keyboard.press("u")
    await expect(number_of(page)).to_have_text(case["number"])
    assert (await client_as("clerk").get(f"/cases/{case['id']}")).json()["status"] == "reported"
    await expect(page.locator(".desk-take").first).to_be_visible()
    await page.keyboard.press("1")
    await expect(number_of(page)).not_to_have_text(case["number"])
    await becomes(client_as, case, status="filed")
    await expect(page.locator(f".desk-row[data-case='{case['id']}']")).to_have_count(0)


async def test_a_dispatcher_dispatches_recalls_and_sends_a_return_on_by_keys(
    page_as: PageAs, cases: Cases, client_as: ClientAs
) -> None:
    case, returned = await cases.at("filed"), await cases.at("return_review")
    page = await page_as("dispatcher", at="/desk#/queue/dispatch")
    await find(page, case["number"])
    await expect(page.locator(".desk-take").first).to_contain_text("部门CG")
    await page.keyboard.press("1")
    await becomes(client_as, case, status="dispatched", lead_department_code="CG")
    await expect(page.locator(".toast").last).to_contain_text("已完成")
    await page.keyboard.press("u")
    await becomes(client_as, case, status="filed")
    await expect(number_of(page)).to_have_text(case["number"])

    await find(page, returned["number"])
    await expect(page.locator(".desk-dispute")).to_contain_text("部门SW")
    await page.keyboard.press("a")
    await expect(page.locator("form.desk-form")).to_contain_text("部门SW")
    await page.keyboard.press("Control+Enter")
    await becomes(client_as, returned, status="dispatched", lead_department_code="SW")


async def test_a_batch_is_ticked_by_keys_and_says_what_became_of_each(
    page_as: PageAs, cases: Cases, client_as: ClientAs
) -> None:
    word = f"批量{uuid4().hex[:10]}"
    both = [await cases.at("filed", description=f"{word} {n}") for n in range(2)]
    page = await page_as("dispatcher", at=f"/desk#/list?q={word}&status=filed")
    await expect(page.locator(".desk-row")).to_have_count(2)
    for case in both:
        await page.locator(f".desk-row[data-case='{case['id']}'] input").press("Space")
    await expect(page.locator(".desk-batch")).to_contain_text("2")
    await page.locator(".desk-batch [data-action=dispatch]").press("Enter")
    await expect(page.locator("dialog form.desk-form input[type=radio]:checked")).to_be_focused()
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".desk-result")).to_have_count(2)
    for case in both:
        await becomes(client_as, case, status="dispatched")


async def test_two_at_once_see_each_other_and_lose_no_words(page_as: PageAs, cases: Cases, client_as: ClientAs) -> None:
    case = await cases.at("filed")
    one = await page_as("dispatcher", at=f"/desk#/queue/dispatch/{case['id']}")
    await expect(number_of(one)).to_have_text(case["number"])

    async def looked_at() -> bool:
        page = (await client_as("centre_leader").get("/desk/dispatch", params={"limit": 200})).json()
        return any(row["id"] == case["id"] and row["looked_at_by"] for row in page["items"])

    await eventually(looked_at)
    other = await page_as("centre_leader", at=f"/desk#/queue/dispatch/{case['id']}")
    await expect(other.locator(".desk-look")).to_contain_text("用户dispatcher")
    await expect(other.locator("[data-action=dispatch]")).to_be_visible()
    await other.keyboard.press("d")
    await expect(other.locator("form.desk-form input[type=radio]:checked")).to_be_focused()
    words = other.get_by_label("给承办单位的话")
    await words.fill("请带抽水泵")
    await cases.done("clerk", case, "comment", {"note": "诉求人来电补充"})
    await expect(other.locator("form.desk-form")).to_contain_text("您写的内容还在")
    await expect(words).to_have_value("请带抽水泵")

    await expect(one.locator(".desk-side")).to_contain_text("诉求人来电补充")
    await expect(one.locator(".desk-look")).to_contain_text("用户centre_leader 正在办理此案")
    await expect(one.locator(".desk-take").first).to_be_visible()
    await one.keyboard.press("1")
    await becomes(client_as, case, status="dispatched")
    await expect(other.locator(".desk-kept")).to_contain_text("请带抽水泵")
    await expect(other.locator(f".desk-row[data-case='{case['id']}']")).to_have_count(0)


async def test_merging_shows_both_cases_side_by_side_and_can_be_undone(
    page_as: PageAs, cases: Cases, client_as: ClientAs
) -> None:
    target, case = await cases.report(address="深汕路1号"), await cases.report(address="深汕路2号")
    page = await page_as("clerk", at=f"/desk#/queue/triage/{case['id']}")
    await expect(page.locator(".desk-actions")).to_be_visible()
    await page.keyboard.press("m")
    await page.get_by_label("或输入案卷号").fill(target["number"])
    await page.keyboard.press("Enter")
    await expect(page.locator(".desk-beside thead")).to_contain_text(target["number"])
    await expect(page.locator(".desk-differs", has_text="深汕路2号")).to_be_visible()
    await page.keyboard.press("Control+Enter")
    await becomes(client_as, case, status="merged")
    await expect(page.locator(".toast").last).to_contain_text("已完成")
    await page.keyboard.press("u")
    await becomes(client_as, case, status="reported")


async def test_letters_can_be_switched_off_and_names_are_found_by_their_initials(page_as: PageAs, cases: Cases) -> None:
    case = await cases.report()
    page = await page_as("clerk", at=f"/desk#/queue/triage/{case['id']}")
    await expect(page.locator(".desk-actions")).to_be_visible()
    await page.keyboard.press("?")
    await page.get_by_label("使用单个字母的按键").press("Space")
    await page.keyboard.press("Escape")
    await page.keyboard.press("f")
    await expect(page.locator("form.desk-form")).to_have_count(0)
    await page.locator("[data-action=file]").press("Enter")
    await expect(page.locator("form.desk-form")).to_be_visible()

    await page.keyboard.press("Control+k")
    box, found = page.get_by_role("combobox", name="案卷号、文字、单位或人员"), page.locator("#desk-search")
    await box.fill("bmsw")
    await expect(found).to_contain_text("部门SW")
    await box.fill("yhworker")
    await expect(found).to_contain_text("用户worker")
    assert await page.evaluate(_HAS_INITIALS) == [True, True, True, False]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_hostile_texts_show_as_text_and_the_desk_looks_well(page_as: PageAs, cases: Cases, language: str) -> None:
    case = await cases.at("return_review", description=HOSTILE + "字" * 1000, address="<b>深汕路</b>")
    page = await page_as("dispatcher", at=f"/desk#/queue/returns/{case['id']}", language=language)
    await expect(page.locator(".desk-words")).to_contain_text("onerror=")
    await expect(page.locator(".desk-dispute")).to_be_visible()
    await expect(page.locator(".desk-words img, .desk-words script, .desk-rows img")).to_have_count(0)
    assert "broken" not in await page.title()
    await look(page)
    await page.locator("[data-action=approve_return]").click()
    await expect(page.locator("form.desk-form")).to_be_visible()
    await look(page, themes=("light",))


async def test_filters_stand_in_the_address_and_are_saved_and_shared(
    page_as: PageAs, cases: Cases, client_as: ClientAs
) -> None:
    word = f"筛选{uuid4().hex[:10]}"
    case = await cases.at("filed", description=word)
    page = await page_as("dispatcher", at=f"/desk#/list?q={word}&open=true")
    await expect(page.locator(".desk-row")).to_have_count(1)
    await page.get_by_role("button", name="保存为常用筛选").click()
    await page.get_by_label("名称").fill(word)
    await page.get_by_label("与本中心共享").check()
    await page.keyboard.press("Enter")
    await expect(page.locator(".desk-queues [aria-current=page]")).to_contain_text(word)
    views = (await client_as("centre_leader").get("/views", params={"limit": 200})).json()["items"]
    assert [view["query"] for view in views if view["name"] == word] == [{"q": word, "open": True}]
    await expect(page.locator(".desk-row a[href*='/view/']")).to_have_count(1)
    await page.keyboard.press("j")
    await expect(number_of(page)).to_have_text(case["number"])


async def test_what_the_desk_loads_before_the_first_row_is_small(page_as: PageAs, cases: Cases) -> None:
    await cases.report()
    page = await page_as("clerk", at="/desk#/queue/triage")
    await expect(page.locator(".desk-row").first).to_be_visible()
    loaded = await page.evaluate(_LOADED)
    assert 0 < loaded <= BUDGET
