"""Households and points at `/village`: a village begins with its rules, and goes through a year, all on the screen."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from app import clock
from tests.households.village import RULES, ClientAs, head, post
from tests.organisation import OTHER_GRID, OTHER_VILLAGE, TOWN, VILLAGE
from tests.screens.conftest import PageAs, Service, look

pytestmark = pytest.mark.needs("chromium", "chinese-font")
_AT = f"/villages/{VILLAGE}"
#: Of the other village: who keeps it, who leads it, and who sits in its council with an account.
KEEPER, LEADER, MEMBER = "far_handler", "other_supervisor", "other_worker"


async def begun(client_as: ClientAs) -> dict[str, Any]:
    """Two households, and somebody who leads; there are no rules yet."""
    granted = {"username": "hotline", "post": "centre_leader", "area_code": TOWN}
    assert (await client_as("admin").post("/appointments", json=granted)).status_code == 201
    for name in ("穆王建国", "欧李大山"):
        body = {"address": "东街 12 号", "since": str(clock.today()), "members": [head(name)]}
        made = await client_as("town_clerk").post(f"{_AT}/households", json=body)
        assert made.status_code == 201, made.text
    view: dict[str, Any] = made.json()
    return view


async def sure(page: Page) -> None:
    """Says yes to what is asked before it is done for good."""
    await page.get_by_role("dialog").get_by_role("button", name="确定").click()


async def opened(page: Page, title: str, within: Locator | None = None) -> Locator:
    """The form of this title, open."""
    form = (within or page.locator("#content")).locator("details", has=page.locator("summary", has_text=title)).last
    await form.locator("summary").last.click()
    await expect(form.locator("form")).to_be_visible()
    return form


async def send(page: Page, form: Locator, told: str, *, asked: bool = False) -> None:
    """Sends a form, and sees that it was taken."""
    await form.locator("button.button-primary").click()
    if asked:
        await sure(page)
    await expect(page.locator(".toast", has_text=told).last).to_be_visible()


async def picked(page: Page, form: Locator, number: int) -> None:
    """A household by its number."""
    box = form.get_by_role("combobox").first
    await box.fill(str(number))
    await page.get_by_role("option").filter(has_text=f"{number} 号").first.click()


async def named(page: Page, form: Locator, who: str) -> None:
    """A colleague by their name."""
    await form.get_by_label("工作人员", exact=True).last.fill(who)
    await page.get_by_role("option", name=f"用户{who}").first.click()


async def go(page: Page, *names: str) -> None:
    """To a page of the village."""
    sections = page.get_by_role("navigation", name="栏目")
    for name in names:
        await sections.get_by_role("link", name=name, exact=True).last.click()


async def test_a_village_begins_a_worker_proposes_on_the_phone_and_the_town_sees_it(
    page_as: PageAs, client_as: ClientAs, tmp_path: Path
) -> None:
    household = await begun(client_as)
    async with page_as("hotline", at=f"/village#/{VILLAGE}/rules") as leads:
        await expect(leads.get_by_text("本村尚无积分办法")).to_be_visible()
        await leads.get_by_label("内容", exact=True).fill("参加清洁日")
        await look(leads, widths=(360, 1366))
        await send(leads, leads.locator("details", has_text="制定办法").first, "办法已写入", asked=True)
        await expect(leads.get_by_text("现行")).to_be_visible()
        await leads.screenshot(path=tmp_path / "rules.png", full_page=True)
    for seat in ({"person_id": household["members"][0]["person_id"]}, {"username": "handler"}):
        told = seat | {"valid_from": str(clock.today())}
        assert (await client_as("hotline").post(f"{_AT}/council", json=told)).status_code == 201
    phone = await page_as("worker", at="/village", size="phone")
    await phone.get_by_role("link", name="穆***").click()
    await expect(phone.get_by_text("*******0000")).to_be_visible()
    await phone.screenshot(path=tmp_path / "household.png", full_page=True)
    await look(phone, widths=(360,))
    form = await opened(phone, "提议加分或扣分")
    await form.get_by_text("+ 参加清洁日").click()
    await form.get_by_label("事由（请勿写姓名）").fill("带头清理门前")
    await phone.screenshot(path=tmp_path / "propose.png", full_page=True)
    await send(phone, form, "已提请评议")
    desk = await page_as("town_clerk", at=f"/village#/{VILLAGE}/proposals", language="en")
    await expect(desk.get_by_text("带头清理门前")).to_be_visible()
    await desk.screenshot(path=tmp_path / "proposals.png", full_page=True)
    await look(desk, widths=(360, 1366))
    await desk.get_by_role("link", name="Ranking", exact=True).first.click()
    await expect(desk.get_by_text("欧***")).to_be_visible()
    member = await page_as("handler", at="/department")
    await member.locator(".menu > summary").click()
    await member.get_by_role("link", name="户档与积分").click()
    await expect(member.get_by_text("带头清理门前")).to_be_visible()


async def posted(service: Service) -> None:
    """Who keeps the other village, and who leads it."""
    async with service.pool.writing() as session:
        await post(session, KEEPER, "triage_clerk", OTHER_VILLAGE)
        await post(session, LEADER, "centre_leader", OTHER_VILLAGE)


async def last_year(client_as: ClientAs) -> None:
    """What was before: rules, three households, a council, and points that were given."""

    async def done(who: str, path: str, body: Any = None, method: str = "POST") -> dict[str, Any]:
        answer = await client_as(who).request(method, f"/villages/{OTHER_VILLAGE}{path}", json=body)
        assert answer.status_code in (200, 201), answer.text
        view: dict[str, Any] = answer.json()
        return view

    year = clock.today().year - 1
    first = f"{year}-11-02"
    with clock.frozen(datetime(year, 11, 2, 2, tzinfo=UTC)):
        await done(LEADER, f"/points-rules/{first}", RULES, "PUT")
        homes = [
            await done(KEEPER, "/households", {"address": f"西街 {n} 号", "grid_code": OTHER_GRID, "since": first,
                                               "members": [head(f"慕容{n}号家")]})
            for n in (1, 2, 3)
        ]  # fmt: skip
        who = {"person_id": homes[1]["members"][0]["person_id"]}
        seat = await done(LEADER, "/council", who | {"valid_from": first})
        told = {
            "household_id": homes[0]["id"],
            "rule_code": "QJ-1",
            "points": 20,
            "occurred_on": first,
            "reason": "清洁",
        }
        made = await done(KEEPER, "/proposals", told)
        votes = {"votes": [{"seat_id": seat["id"], "choice": "yes"}], "minutes": "评议会"}
        await done(KEEPER, f"/proposals/{made['id']}/votes", votes)
        await done(KEEPER, f"/proposals/{made['id']}/close")


async def _lead(page: Page) -> None:
    """Another rule from today on, and a seat for who has an account and for who has none."""
    form = await opened(page, "修订办法")
    await form.get_by_role("button", name="再加一条").click()
    added = form.locator(".vil-rule").last
    await added.get_by_text("扣分").click()
    await added.get_by_label("内容").fill("占用消防通道")
    await look(page, widths=(360, 1366))
    await send(page, form, "办法已写入", asked=True)
    await expect(page.get_by_text("占用消防通道").first).to_be_visible()
    await go(page, "评议会")
    form = await opened(page, "增加席位")
    await picked(page, form, 3)
    await form.get_by_text("户主").click()
    await send(page, form, "已增加席位")
    form = await opened(page, "增加席位")
    await form.get_by_text("有账号的工作人员").click()
    await named(page, form, MEMBER)
    await send(page, form, "已增加席位")
    await expect(page.get_by_text("自行表决")).to_be_visible()


async def _deduct(keeper: Page, member: Page) -> None:
    """Proposed, voted for by the member and by a meeting, counted, and appealed against."""
    await keeper.get_by_role("link", name="1 号 慕").click()
    form = await opened(keeper, "提议加分或扣分")
    await form.get_by_text("− 占用消防通道").click()
    await form.get_by_label("事由（请勿写姓名）").fill("门前堵了消防通道")
    await form.get_by_label("其他活动").fill("消防巡查")
    await look(keeper, widths=(360,))
    await send(keeper, form, "已提请评议")
    await member.get_by_role("navigation", name="栏目").get_by_role("link", name="评议").first.click()
    await member.get_by_role("button", name="赞成").press("Enter")
    await expect(member.get_by_role("dialog").get_by_role("button", name="关闭")).to_be_focused()
    await member.keyboard.press("Tab")
    await member.keyboard.press("Enter")
    await expect(member.locator(".toast", has_text="已表决")).to_be_visible()
    await go(keeper, "评议")
    await keeper.get_by_role("link", name="占用消防通道").click()
    votes = keeper.locator("details", has_text="代录会议表决").last
    await votes.locator("summary").click()
    await votes.get_by_role("button", name="全体赞成").click()
    await votes.get_by_label("会议记录").fill("评议会，应到 3 人，实到 3 人")
    await look(keeper, widths=(360,))
    await votes.get_by_role("button", name="代录 2 票").click()
    await sure(keeper)
    await keeper.get_by_role("button", name="计票").click()
    await expect(keeper.get_by_text("通过", exact=True)).to_be_visible()
    await go(keeper, "户档")
    await keeper.get_by_role("link", name="1 号 慕").click()
    form = await opened(keeper, "申诉，截止")
    await form.get_by_label("申诉理由").fill("车辆并非本户所停")
    await send(keeper, form, "申诉已登记", asked=True)


async def _give(keeper: Page) -> None:
    """A reward comes into the shop and goes to a household; another one is helped and visited."""
    await go(keeper, "奖品")
    form = await opened(keeper, "上架奖品")
    await form.get_by_label("名称").fill("洗衣液两千克")
    await form.get_by_label("所需积分").fill("8")
    await form.get_by_label("现有数量").fill("3")
    await send(keeper, form, "已上架")
    row = keeper.locator("li", has_text="洗衣液两千克").first
    form = await opened(keeper, "兑换", row)
    await picked(keeper, form, 1)
    await send(keeper, form, "已兑换")
    await expect(keeper.get_by_text("8 分 · 库存 2")).to_be_visible()
    await look(keeper, widths=(360,))
    await go(keeper, "帮扶")
    form = await opened(keeper, "结对")
    await picked(keeper, form, 2)
    await named(keeper, form, MEMBER)
    await form.get_by_label("目标（请勿写姓名）").fill("每月走访")
    await send(keeper, form, "已结对")
    form = await opened(keeper, "登记走访")
    await form.get_by_label("情况（请勿写姓名）").fill("已一同参加清洁日")
    await send(keeper, form, "走访已登记", asked=True)
    await expect(keeper.get_by_text("走访 1 次")).to_be_visible()
    await look(keeper, widths=(360,))


async def _conclude(page: Page) -> None:
    """The appeal is granted, a list is published, and the titles of the year that is over are given."""
    await go(page, "评议", "申诉")
    form = await opened(page, "裁定", page.locator("li", has_text="车辆并非本户所停").last)
    await form.get_by_text("申诉成立").click()
    await form.get_by_label("理由（请勿写姓名）").fill("经核实为外来车辆")
    await send(page, form, "已裁定", asked=True)
    await expect(page.get_by_text("经核实为外来车辆")).to_be_visible()
    await look(page, widths=(360, 1366))
    await go(page, "排名", "公示")
    form = await opened(page, "发布公示")
    await form.get_by_label("标题").fill("坪环社区年度积分榜")
    await send(page, form, "已公示", asked=True)
    await expect(page.get_by_role("heading", name="坪环社区年度积分榜")).to_be_visible()
    await look(page, widths=(360, 1366))
    await go(page, "最美家庭")
    await page.get_by_role("button", name="最美家庭").click()
    await sure(page)
    await expect(page.locator(".toast", has_text="已评定")).to_be_visible()
    await expect(page.get_by_role("heading", name="年最美家庭")).to_be_visible()
    await look(page, widths=(360, 1366))


async def test_a_year_of_a_village_goes_from_rules_to_titles(
    page_as: PageAs, client_as: ClientAs, service: Service
) -> None:
    await posted(service)
    await last_year(client_as)
    leads = await page_as(LEADER, at=f"/village#/{OTHER_VILLAGE}/rules")
    await _lead(leads)
    keeper = await page_as(KEEPER, at=f"/village#/{OTHER_VILLAGE}", size="phone")
    await _deduct(keeper, await page_as(MEMBER, at=f"/village#/{OTHER_VILLAGE}", size="phone"))
    await _give(keeper)
    await _conclude(leads)
    await go(keeper, "户档")
    await keeper.get_by_role("link", name="1 号 慕").click()
    await expect(keeper.get_by_text("申诉改判")).to_be_visible()
    await expect(keeper.get_by_text("余额 12 分")).to_be_visible()


async def test_a_household_is_registered_corrected_looked_at_and_ended(page_as: PageAs, service: Service) -> None:
    await posted(service)
    keeper = await page_as(KEEPER, at=f"/village#/{OTHER_VILLAGE}/households", size="phone")
    form = await opened(keeper, "建档")
    await form.get_by_label("户主姓名").fill("上官金秋")
    await form.get_by_label("出生年份").fill("1971")
    await form.get_by_label("住址").fill("南街 7 号")
    await look(keeper, widths=(360,))
    await send(keeper, form, "已建档")
    await expect(keeper.get_by_text("南街 7 号")).to_be_visible()
    form = await opened(keeper, "增加成员")
    await form.get_by_label("姓名").fill("上官小满")
    await form.get_by_text("子女").click()
    await send(keeper, form, "已入户")
    clear = keeper.locator("details", has_text="查看明文").last
    await clear.locator("summary").click()
    await clear.get_by_text("更正档案").click()
    await clear.get_by_role("button", name="查看").click()
    await expect(keeper.get_by_text("上官金秋")).to_be_visible()
    first = keeper.locator("li", has_text="户主").first
    form = await opened(keeper, "更正", first)
    await expect(form.get_by_label("出生年份")).to_have_value("1971")
    await form.get_by_label("电话").fill("13800004711")
    await look(keeper, widths=(360,))
    await send(keeper, form, "已更正")
    await expect(keeper.get_by_text("*******4711")).to_be_visible()
    form = await opened(keeper, "离户", keeper.locator("li", has_text="子女").first)
    await send(keeper, form, "已离户", asked=True)
    await expect(keeper.get_by_text("已离户", exact=True).first).to_be_visible()
    leads = await page_as(LEADER, at=keeper.url.removeprefix(service.url), language="en")
    await leads.get_by_text("Who looked in the clear").click()
    await expect(leads.locator(".chip", has_text="To correct")).to_be_visible()
    await look(leads, widths=(360, 1366))
    form = await opened(keeper, "销档")
    await form.get_by_text("误建").click()
    await send(keeper, form, "已销档", asked=True)
    await expect(keeper.get_by_text("已销档 · 误建")).to_be_visible()
