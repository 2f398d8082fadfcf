"""What is odd on its screen: whoever is concerned says their side on the phone, the supervisor judges."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.cases import Cases
from tests.routers.test_assessments import Clients
from tests.screens.conftest import PageAs, look
from tests.waiting import eventually

pytestmark = pytest.mark.needs("chromium", "chinese-font")
GARBAGE = {"category_code": "DCM-01-02", "description": "池塘边泡沫箱成排，无人清运"}


async def found(cases: Cases, client_as: Clients) -> dict[str, Any]:
    """The same reported twice by one hand, as the worker of the service finds it."""
    await cases.report("other_worker", **GARBAGE)
    again = await cases.report("other_worker", **GARBAGE)
    seen: list[dict[str, Any]] = []

    async def is_found() -> bool:
        told = (await client_as("supervisor").get("/irregularities", params={"state": "found"})).json()["items"]
        seen.extend(one for one in told if {"id": again["id"], "is_subject": True}.items() <= one["cases"][0].items())
        return bool(seen)

    await eventually(is_found, every=0.2)
    return seen[0]


async def test_who_is_concerned_says_their_side_and_the_supervisor_judges(
    cases: Cases, client_as: Clients, page_as: PageAs
) -> None:
    one = await found(cases, client_as)
    judge: Page = await page_as("supervisor", at=f"/evaluation#/irregularities/{one['id']}", language="en")
    await expect(judge.get_by_text("it can only be dismissed")).to_be_visible()
    await expect(judge.get_by_label("It is so", exact=True)).to_have_count(0)

    worker: Page = await page_as("other_worker", at="/evaluation", size="phone")
    await worker.get_by_role("link", name="有与您有关的异常").click()
    await worker.locator(f"a[href*='{one['id']}']").click()
    await expect(worker.get_by_role("button", name="作出核定")).to_have_count(0)
    await look(worker)
    await worker.get_by_label("事情是怎样的").fill("两排泡沫箱在池塘两侧")
    await worker.get_by_role("button", name="提交陈述").click()
    await expect(worker.locator(".happened", has_text="两排泡沫箱在池塘两侧")).to_be_visible()

    await judge.reload()
    await expect(judge.locator(".happened", has_text="两排泡沫箱在池塘两侧")).to_be_visible()
    await judge.get_by_label("It is not so").check()
    await judge.get_by_label("Why").fill("现场确有两排")
    await look(judge)
    await judge.get_by_role("button", name="Judge it").click()
    await expect(judge.get_by_text("After a further statement somebody else judges again.")).to_be_visible()

    await judge.goto("/evaluation#/irregularities")
    await expect(judge.get_by_role("button", name="To be judged")).to_be_visible()
    await expect(judge.locator(f"a[href*='{one['id']}']")).to_have_count(0)
    await judge.get_by_role("button", name="Dismissed").click()
    await expect(judge.locator(f"a[href*='{one['id']}']")).to_be_visible()
    await look(judge)
