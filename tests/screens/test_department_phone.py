"""The same work outside, at 360 px: a photo of the camera arrives, whatever the phone says of its place."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx import AsyncClient
from playwright.async_api import expect

from tests.cases import Cases, photo
from tests.organisation import IN_GRID
from tests.screens.conftest import PageAs
from tests.screens.test_department_day import act, read, row

pytestmark = pytest.mark.needs("chromium", "chinese-font")
Clients = Callable[..., AsyncClient]

NEAR = {"latitude": IN_GRID["lat"], "longitude": IN_GRID["lon"], "accuracy": 8}
#: Of a phone that leaves the question whether it may tell open for good, as Android does until somebody answers it.
SILENT = "navigator.geolocation.getCurrentPosition = () => undefined;"
DENIED = "navigator.geolocation.getCurrentPosition = (_, refused) => setTimeout(() => refused({ code: 1 }));"


@pytest.mark.parametrize("place", ["near", "denied", "silent", "absent"])
async def test_a_photo_arrives_whatever_the_phone_says_of_its_place(
    cases: Cases, client_as: Clients, page_as: PageAs, place: str
) -> None:
    case = await cases.at("handling", description=f"在外处置 {place}")
    known: dict[str, Any] = {"geolocation": NEAR, "permissions": ["geolocation"]} if place == "near" else {}
    page = await page_as("handler", size="phone", **known)
    if place != "near":
        absent = "Object.defineProperty(navigator, 'geolocation', { value: undefined });"
        await page.add_init_script({"denied": DENIED, "silent": SILENT, "absent": absent}[place])
    await page.goto("/department")
    await page.locator(".unit-bar").get_by_role("link", name="在办").click()
    await row(page, case).click()
    await act(page, "resolve").click()
    shot = {"name": "shot.jpg", "mimeType": "image/jpeg", "buffer": photo(size=64)}
    await page.locator("input[capture]").set_input_files(shot)  # type: ignore[arg-type]
    await expect(page.get_by_text("已上传")).to_be_visible()
    await page.get_by_label("处置结果").fill("已清运并冲洗路面")
    if place == "near":
        await expect(page.get_by_text("已有现场拍摄的处置后照片")).to_be_visible()
    else:
        await expect(page.get_by_text("不能作为凭证")).to_be_visible()
        await page.get_by_role("radio", name="现场不具备拍摄条件").check()
    await page.locator(".unit-send .button-primary").click()
    await expect(page.get_by_text("已提交，等待核实。")).to_be_visible()
    await expect(row(page, case)).to_be_hidden()

    photos = (await client_as("handler").get(f"/cases/{case['id']}/attachments")).json()["items"]
    assert [(one["purpose"], one["near_case"]) for one in photos] == [("after", place == "near")]
    assert (await read(client_as, case))["status"] == "resolved"


async def test_a_station_claims_from_the_pool_and_names_its_team(
    cases: Cases, client_as: Clients, page_as: PageAs
) -> None:
    case = await cases.at("pooled", description="亮单等人来点")
    page = await page_as("station_handler", size="phone", at="/department#/pool")
    await page.get_by_role("link", name=f"点单 {case['number']}").click()
    await expect(page.get_by_role("heading", name="点单", exact=True)).to_be_visible()
    await page.locator(".unit-send .button-primary").click()
    await expect(page.locator(".unit-case .chip", has_text="处置中").first).to_be_visible()

    claimed = await read(client_as, case)
    assert (claimed["status"], claimed["lead_department_code"], claimed["team_code"]) == ("handling", "CG-1", "CG-1")


async def test_what_was_typed_is_there_after_the_case_moved_on_and_after_a_reload(
    cases: Cases, client_as: Clients, page_as: PageAs
) -> None:
    case = await cases.at("handling", description="同时有人在办")
    page = await page_as("handler", size="phone", at=f"/department#/case/{case['id']}?from=handling")
    await act(page, "resolve").click()
    await page.get_by_label("处置结果").fill("写了一半")
    await page.reload()
    await act(page, "resolve").click()

    await expect(page.get_by_label("处置结果")).to_have_value("写了一半")
