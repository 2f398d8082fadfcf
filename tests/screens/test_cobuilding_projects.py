"""A project is planned with its stages on the screen, done stage by stage with photos, or stopped."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from app import clock
from tests.cases import photo
from tests.organisation import GRID, MARKET
from tests.routers.cobuilding import Clients, Quarter
from tests.screens.conftest import PageAs, look
from tests.screens.told_once import told_once

pytestmark = pytest.mark.needs("chromium", "chinese-font")
_SHOT = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(7, 300)}


def day(ahead: int) -> str:
    return str(clock.today() + timedelta(days=ahead))


async def founded(client_as: Clients, area: str, lead: str = "CG") -> dict[str, Any]:
    """A group of an area that no other story founds one of, with a second unit in it."""
    at_work = Quarter(client_as)
    group = await at_work.group(area, lead, valid_from=day(0), name=f"项目小组{area[-4:]}")
    told = {"department_code": "SW", "role": "member", "valid_from": day(0)}
    return await at_work.done("supervisor", f"groups/{group['id']}/members", told)


async def opened(page: Page, title: str) -> Locator:
    form = page.locator("details.card", has=page.locator("summary", has_text=title))
    await form.locator("summary").click()
    await expect(form.locator("form")).to_be_visible()
    return form


async def _plan(page: Page, pictures: Path, title: str) -> None:
    """Two stages, at first in the wrong order."""
    form = await opened(page, "项目立项")
    await form.get_by_label("项目名称").fill(title)
    await form.get_by_label("内容").fill("把边角地改成口袋公园")
    await form.get_by_text("部门CG", exact=True).click()
    for number, (brings, due) in enumerate((("选址公示", day(30)), ("建成开放", day(3)))):
        if number:
            await form.get_by_role("button", name="再加一个阶段").click()
        stage = form.locator(".cob-stages > li").nth(number)
        await stage.get_by_label("做成什么").fill(brings)
        await stage.get_by_label("完成期限").fill(due)
    await form.locator("button.button-primary").click()
    await told_once(form, "不能早于上一阶段", at="完成期限")
    second = form.locator(".cob-stages > li").nth(1)
    await expect(second.get_by_label("完成期限")).to_have_attribute("aria-invalid", "true")
    await page.screenshot(path=pictures / "project-refused.png", full_page=True)
    await look(page)
    await second.get_by_label("完成期限").fill(day(60))
    await form.locator("button.button-primary").click()
    await expect(page.locator(".toast", has_text="项目已立项")).to_be_visible()
    await expect(page.locator(".cob-list > li", has_text=title)).to_contain_text("0 / 2 阶段")


async def _finish(page: Page, pictures: Path, title: str) -> None:
    """Each stage with a photo of its own, one after the other."""
    await page.get_by_role("link", name=title).click()
    stages = page.locator("ol.list > li")
    await stages.nth(0).locator("input[type=file]").set_input_files(_SHOT)
    await expect(stages.nth(0).locator(".cob-photos li")).to_have_count(1)
    await expect(stages.nth(1).locator("input[type=file]")).to_have_count(0)
    for number, brings in enumerate(("选址公示", "建成开放")):
        said = page.locator("section.card", has_text=f"「{brings}」完成情况")
        await said.locator("textarea").fill(f"{brings}已办妥")
        await said.get_by_role("button", name="完成此阶段").click()
        await expect(stages.nth(number).get_by_text("已完成")).to_be_visible()
        if not number:
            await page.screenshot(path=pictures / "project.png", full_page=True)
            await look(page, widths=(360, 768))
    await expect(page.locator("header span.chip")).to_have_text("待验收")


async def test_a_project_is_planned_and_done_stage_by_stage_with_photos(
    page_as: PageAs, client_as: Clients, tmp_path: Path
) -> None:
    group = await founded(client_as, GRID)
    page = await page_as("handler", at=f"/cobuilding#/group/{group['id']}?tab=projects")
    await _plan(page, tmp_path, "口袋公园")
    await page.set_viewport_size({"width": 360, "height": 740})
    await _finish(page, tmp_path, "口袋公园")
    member = await page_as("water_handler", at=f"/cobuilding#/group/{group['id']}?tab=projects", language="en")
    form = await opened(member, "Plan a project")
    await expect(form.get_by_text("部门SW", exact=True)).to_be_visible()
    await expect(form.get_by_text("部门CG", exact=True)).to_have_count(0)  # plans for its own unit
    await form.get_by_label("What it is called").fill("河岸步道")
    await form.get_by_text("部门SW", exact=True).click()
    await form.get_by_label("What it brings").fill("勘测")
    await form.get_by_label("By which day").fill(day(9))
    await member.screenshot(path=tmp_path / "project-en.png", full_page=True)
    await look(member, widths=(360,))
    await form.locator("button.button-primary").click()
    await expect(member.locator(".cob-list > li", has_text="河岸步道")).to_contain_text("0 of 1 stages")
    leads = await page_as("handler", at=f"/cobuilding#/group/{group['id']}?tab=projects")
    await leads.get_by_role("link", name="河岸步道").click()
    await leads.locator("section.card", has_text="为何终止").locator("textarea").fill("并入口袋公园")
    await leads.get_by_role("button", name="终止项目").click()
    await expect(leads.locator("header span.chip")).to_have_text("已终止")


async def test_what_the_forms_of_co_building_are_refused_stands_once(page_as: PageAs, client_as: Clients) -> None:
    group = await founded(client_as, MARKET)
    page = await page_as("supervisor", at=f"/cobuilding#/group/{group['id']}?tab=members")
    form = await opened(page, "成员单位加入")
    await form.get_by_label("加入的单位").fill("SW")
    await page.get_by_role("option", name="SW").first.click()
    await form.locator("button.button-primary").click()
    await told_once(form, "该单位此时段已是成员", at="加入的单位")
    form = await opened(page, "结束小组")
    await form.get_by_label("最后一日").fill(day(-30))
    await form.locator("button.button-danger").click()
    await told_once(form, "须在成立之日至今日之间", at="最后一日")
    await page.get_by_role("button", name="任务", exact=True).click()
    form = await opened(page, "下达任务")
    await form.get_by_label("任务", exact=True).fill("清理河岸")
    await form.get_by_label("完成期限").fill(day(5))
    await form.locator("button.button-primary").click()
    await told_once(form, "", at="责任单位")  # none was chosen
    await page.goto("/cobuilding#/found")
    form = page.locator("form")
    await form.get_by_label("社区").fill(MARKET)
    await page.get_by_role("option", name=MARKET).first.click()
    await form.get_by_label("牵头单位").fill("CG")
    await page.get_by_role("option", name="CG").first.click()
    await form.locator("button.button-primary").click()
    await told_once(form, "小组")  # there is one: of no field
    await page.goto("/cobuilding#/schemes/new")
    form = page.locator("form")
    await form.get_by_label("适用区划").fill(GRID)
    await page.get_by_role("option", name=GRID).first.click()
    await form.get_by_label("名称", exact=True).first.fill("河岸考评办法")
    row = form.locator(".cob-line").first
    await row.get_by_label("名称", exact=True).fill("河岸整洁")
    await row.get_by_label("满分").fill("100")
    await form.get_by_label("自哪个季度首日起").fill("2026-02-03")
    await form.locator("button.button-primary").click()
    await told_once(form, "季度", at="自哪个季度首日起")
