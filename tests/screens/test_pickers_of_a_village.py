"""People of a village are picked by their names, never typed by user name; households are found by their grid."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from app import clock
from tests.households.village import RULES, ClientAs, head, post
from tests.organisation import TOWN
from tests.screens.conftest import PageAs, Service, look
from tests.screens.test_village import opened, send
from tests.screens.told_once import told_once

pytestmark = pytest.mark.needs("chromium", "chinese-font")
#: A village of these stories alone: others begin theirs without rules, or count their households.
VILLAGE = "440310001907"
GRID, SECOND_GRID = f"{VILLAGE}01", f"{VILLAGE}02"
_AT = f"/villages/{VILLAGE}"
#: Who keeps the village and who leads it.
KEEPER, LEADER = "town_clerk", "town_supervisor"


async def begun(client_as: ClientAs, service: Service) -> list[dict[str, Any]]:
    """Two grids with a household each, by the rules of the village."""
    async with service.pool.writing() as session:
        await post(session, LEADER, "centre_leader", TOWN)
    for code, level, parent in ((VILLAGE, "village", TOWN), (GRID, "grid", VILLAGE), (SECOND_GRID, "grid", VILLAGE)):
        told = {"level": level, "parent_code": parent, "name": f"松涧{code[-2:]}"}
        answer = await client_as("admin").put(f"/areas/{code}", json=told)
        assert answer.status_code in (200, 201), answer.text
    async with service.pool.writing() as session:
        await post(session, "leader", "grid_leader", GRID)
    since = f"{clock.today().year}-01-01"
    keeper = client_as(KEEPER)
    homes = []
    for name, grid in (("皇甫东来", GRID), ("西门吹雪", SECOND_GRID)):
        body = {"address": "河街 3 号", "grid_code": grid, "since": since, "members": [head(name)]}
        made = await keeper.post(f"{_AT}/households", json=body)
        assert made.status_code == 201, made.text
        homes.append(made.json())
    written = await client_as(LEADER).put(f"{_AT}/points-rules/{clock.today()}", json=RULES)
    assert written.status_code in (200, 201, 409), written.text
    return homes


async def person(page: Page, form: Locator, label: str, words: str, name: str) -> None:
    """Somebody by a part of their name."""
    box = form.get_by_role("combobox", name=label).last
    await box.fill(words)
    await page.get_by_role("option", name=name).first.click()
    await expect(box).to_have_value(name)


async def test_a_seat_is_given_to_a_colleague_by_name_and_what_is_refused_stands_once(
    page_as: PageAs, client_as: ClientAs, service: Service, tmp_path: Path
) -> None:
    await begun(client_as, service)
    page = await page_as(LEADER, at=f"/village#/{VILLAGE}/council")
    form = await opened(page, "增加席位")
    await form.get_by_text("有账号的工作人员").click()
    await form.get_by_label("工作人员", exact=True).last.fill("other_worker")
    await expect(page.get_by_text("没有找到")).to_be_visible()  # of another village
    await form.get_by_label("工作人员", exact=True).last.fill("")
    await expect(page.get_by_role("option").filter(has_text="用户leader")).to_contain_text("松涧01")
    await page.screenshot(path=tmp_path / "seat.png", full_page=True)
    await look(page, widths=(360, 1366))
    await person(page, form, "工作人员", "lead", "用户leader")
    await send(page, form, "已增加席位")
    await expect(page.locator("li", has_text="用户leader")).to_contain_text("自行表决")
    form = await opened(page, "增加席位")
    await form.get_by_text("有账号的工作人员").click()
    await person(page, form, "工作人员", "用户leader", "用户leader")
    await form.locator("button.button-primary").click()
    await told_once(form, "此人在该时段已有席位", at="工作人员")
    await page.screenshot(path=tmp_path / "refused.png", full_page=True)
    await look(page, widths=(360,))


async def test_a_helper_is_picked_by_name_and_a_refusal_of_no_field_stands_below(
    page_as: PageAs, client_as: ClientAs, service: Service, tmp_path: Path
) -> None:
    homes = await begun(client_as, service)
    page = await page_as(KEEPER, at=f"/village#/{VILLAGE}/help", size="phone", language="en")
    form = await opened(page, "Pair")
    number = homes[0]["household_number"]
    box = form.get_by_role("combobox").first
    await box.fill(str(number))
    await page.get_by_role("option").filter(has_text=f"No. {number} ").first.click()
    await person(page, form, "Person", "water", "用户water_handler")
    await form.get_by_label("Goal (no names)").fill("每月走访")
    await page.screenshot(path=tmp_path / "pair.png", full_page=True)
    await look(page, widths=(360,))
    await send(page, form, "Paired")
    await expect(page.locator(".vil-list > li", has_text="用户water_handler")).to_contain_text("0 visits")
    form = await opened(page, "Pair")
    await box.fill(str(number))
    await page.get_by_role("option").filter(has_text=f"No. {number} ").first.click()
    await form.get_by_text("Somebody of a household").click()
    other = form.get_by_role("combobox").last
    await other.fill(str(number))
    await page.get_by_role("option").filter(has_text=f"No. {number} ").first.click()
    await form.get_by_text("· Head").click()
    await form.get_by_label("Goal (no names)").fill("每月走访")
    await form.locator("button.button-primary").click()
    await told_once(form, "Nobody is the helper of their own household")


async def test_the_account_of_somebody_is_picked_and_kept_when_they_are_corrected(
    page_as: PageAs, client_as: ClientAs, service: Service
) -> None:
    homes = await begun(client_as, service)
    page = await page_as(KEEPER, at=f"/village#/{VILLAGE}/household/{homes[0]['id']}")
    form = await opened(page, "增加成员")
    await form.get_by_label("姓名", exact=True).fill("皇甫小满")
    await form.get_by_text("子女").click()
    await person(page, form, "本系统账号", "station", "用户station_handler")
    await form.get_by_label("入户日期").fill(f"{clock.today().year - 1}-12-31")
    await form.locator("button.button-primary").click()
    await told_once(form, "不能早于建档之日", at="入户日期")
    await form.get_by_label("入户日期").fill(str(clock.today()))
    await send(page, form, "已入户")
    child = page.locator("li", has_text="子女")
    await expect(child.get_by_text("有账号", exact=True)).to_be_visible()
    clear = page.locator("details", has_text="查看明文").last
    await clear.locator("summary").click()
    await clear.get_by_text("更正档案").click()
    await clear.get_by_role("button", name="查看").click()
    await expect(page.get_by_text("皇甫小满")).to_be_visible()
    form = await opened(page, "更正", child.first)
    await expect(form.get_by_role("combobox", name="本系统账号").last).to_have_value("用户station_handler")
    await form.get_by_label("出生年份").fill("2001")
    await send(page, form, "已更正")
    await expect(child.first.get_by_text("有账号", exact=True)).to_be_visible()


async def test_households_are_filtered_by_grid(
    page_as: PageAs, client_as: ClientAs, service: Service, tmp_path: Path
) -> None:
    await begun(client_as, service)
    page = await page_as(KEEPER, at=f"/village#/{VILLAGE}/households", size="phone")
    grid = page.get_by_label("网格", exact=True).first
    await grid.select_option(label="松涧02")
    await expect(page.get_by_role("link").filter(has_text="皇***")).to_have_count(0)
    await expect(page.get_by_role("link").filter(has_text="西***").first).to_be_visible()
    await page.screenshot(path=tmp_path / "households.png", full_page=True)
    await look(page, widths=(360, 768, 1366))
    await page.get_by_role("button", name="已销档").click()
    await expect(page.get_by_text("没有符合条件的住户")).to_be_visible()
    await page.get_by_role("button", name="在册").click()
    await grid.select_option(label="全部网格")
    await expect(page.get_by_role("link").filter(has_text="皇***").first).to_be_visible()
