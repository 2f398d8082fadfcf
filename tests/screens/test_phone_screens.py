"""The worker's phone: what it keeps when things go wrong, and how each of its screens looks."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from tests.cases import Cases, photo
from tests.organisation import GRID, IN_GRID, PASSWORD, USERS
from tests.pages.browser import PATIENCE_MS
from tests.screens.conftest import PageAs, Service
from tests.screens.handset import Handset
from tests.screens.looking import look
from tests.waiting import eventually

expect.set_options(timeout=PATIENCE_MS)
pytestmark = [pytest.mark.needs("chromium"), pytest.mark.needs("chinese-font")]
HERE = {"geolocation": {"latitude": IN_GRID["lat"], "longitude": IN_GRID["lon"], "accuracy": 12}}
ALLOWED = {"permissions": ["geolocation"], **HERE}
PICTURE = {"name": "camera.jpg", "mimeType": "image/jpeg", "buffer": photo(size=24)}
LARGE = {"name": "camera.jpg", "mimeType": "image/jpeg", "buffer": photo(size=2000)}
TOO_LARGE = {**LARGE, "buffer": photo(size=2000) + bytes(20_100_000)}  # no service takes more than 20 MB
#: What a phone says of its line.
_LINE = "(() => Object.defineProperty(navigator, 'connection', { value: { type: '%s' } }))()"
#: The store takes nothing until `emptied()`.
_FULL = """() => {
  const { add, put } = IDBObjectStore.prototype;
  const full = () => { throw new DOMException("full", "QuotaExceededError"); };
  Object.assign(IDBObjectStore.prototype, { add: full, put: full });
  window.emptied = () => { Object.assign(IDBObjectStore.prototype, { add, put }); };
}"""
HOSTILE = [
    "<img src=x onerror=alert(1)><script>alert(2)</script>",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0639\u0631\u0628\u064a\u0629 abc 123",
    "长" * 3000,
    "\U0002070e\U00020731\U00030edd 井盖",
    "x" * 400,
]


@pytest.fixture
def phone_of(page_as: PageAs) -> Callable[..., Awaitable[Page]]:
    """`await phone_of("worker")`: the app, signed in, that has heard of the service."""

    async def opened(who: str = "worker", at: str = "", **options: Any) -> Page:
        page = await page_as(who, at=f"/phone{at}", size="phone", service_workers="allow", **ALLOWED, **options)
        await page.locator(".phone-tabs").wait_for()
        return page

    return opened


async def _described(service: Service, words: str) -> int:
    found: int = await service.pool.pool.fetchval("SELECT count(*) FROM cases WHERE description = $1", words)
    return found


async def _report(page: Page, words: str) -> None:
    await page.goto("/phone#/report")
    await page.locator("textarea[name=description]").fill(words)
    await page.locator(".phone-send button").click()
    await expect(page.locator(".toast").last).to_contain_text("已存手机")


async def _sign_in(page: Page, service: Service, who: str) -> None:
    await page.context.clear_cookies()
    told, ours = {"username": who, "password": PASSWORD}, {"X-Yikou-Page": "1", "Sec-Fetch-Site": "same-origin"}
    assert (await page.context.request.post("/api/v1/session", data=told, headers=ours)).ok


async def test_what_is_refused_stays_with_its_reason_until_it_is_mended(
    phone_of: Callable[..., Awaitable[Page]], service: Service
) -> None:
    page, words = await phone_of(), "类别有误的一件事"
    await expect(page.locator(".phone-queues")).to_be_visible()
    await Handset.report(page, [{"description": words, "category_code": "GONE", "location": IN_GRID}], [photo(size=24)])

    await page.goto("/phone#/outbox")
    await expect(page.locator(".phone-why")).to_be_visible()
    await look(page, widths=(360,), themes=("light",))
    await page.get_by_role("button", name="修改后重发").click()
    await page.locator(".phone-chips .chip[aria-pressed]").first.click()
    await expect(page.locator(".phone-shots img")).to_be_visible()  # its photo came along
    await page.locator(".phone-send button").click()
    await expect(page.locator(".phone-queues")).to_be_visible()

    await page.goto("/phone#/outbox")
    await expect(page.get_by_text("都已送达。")).to_be_visible()
    assert await _described(service, words) == 1


async def test_a_lost_session_loses_nothing_and_another_user_sees_and_sends_none_of_it(
    phone_of: Callable[..., Awaitable[Page]], service: Service
) -> None:
    page, words = await phone_of(expects={"net"}), "登录失效时的一件事"
    await expect(page.locator(".phone-queues")).to_be_visible()
    await page.context.clear_cookies()
    await _report(page, words)
    await expect(page.locator(".phone-notice")).to_contain_text("登录已失效")

    await _sign_in(page, service, "second_worker")
    await page.reload()
    await expect(page.locator(".phone-queues")).to_be_visible()
    await expect(page.locator(".phone-badge")).to_have_count(0)
    assert await Handset.kept(page) == (0, 0)
    assert await _described(service, words) == 0

    await page.context.clear_cookies()
    await _sign_in(page, service, "worker")
    await page.reload()

    async def sent() -> bool:
        return await _described(service, words) == 1

    await eventually(sent)


async def test_a_full_phone_says_so_and_keeps_what_was_typed(phone_of: Callable[..., Awaitable[Page]]) -> None:
    page = await phone_of()
    await expect(page.locator(".phone-queues")).to_be_visible()
    await page.goto("/phone#/report")
    await page.locator("textarea[name=description]").fill("存储已满时的一件事")
    await page.evaluate(_FULL)
    await page.locator(".phone-shots input").set_input_files(PICTURE)  # type: ignore[arg-type]

    await expect(page.locator(".toast-danger")).to_contain_text("手机存储已满")
    await expect(page.locator("textarea[name=description]")).to_have_value("存储已满时的一件事")
    await page.evaluate("() => window.emptied()")
    await page.locator(".phone-send button").click()
    await expect(page.locator(".toast").last).to_contain_text("已存手机")


@pytest.mark.parametrize(
    ("line", "taken", "wide"),
    [("wifi", LARGE, 2000), ("cellular", LARGE, 1600), ("wifi", TOO_LARGE, 1600)],
    ids=["wifi", "cellular", "too-large"],
)
async def test_a_photo_comes_as_it_was_taken_where_the_area_says_so_and_the_line_is_wifi(
    phone_of: Callable[..., Awaitable[Page]],
    client_as: Callable[..., Any],
    service: Service,
    line: str,
    taken: Any,
    wide: int,
) -> None:
    admin, words = client_as("admin"), f"原图，{line} {len(taken['buffer'])}"
    area = (await admin.get(f"/areas/{GRID}")).raise_for_status().json()
    asked = {name: area[name] for name in ("level", "parent_code", "name", "grid_kind")} | {"keep_originals": True}
    (await admin.put(f"/areas/{GRID}", json=asked)).raise_for_status()
    page = await phone_of(expects={413})
    await page.add_init_script(_LINE % line)
    await page.reload()

    async def known() -> bool:
        return bool(await Handset.keeps_originals(page))

    await eventually(known)
    await page.goto("/phone#/report")
    await page.locator("textarea[name=description]").fill(words)
    await page.locator(".phone-shots input").set_input_files(taken)
    await expect(page.locator(".phone-shots img")).to_be_visible()
    await page.locator(".phone-send button").click()

    async def arrived() -> bool:
        told = "SELECT width FROM attachments JOIN cases ON cases.id = case_id WHERE description = $1"
        return bool(await service.pool.pool.fetchval(told, words) == wide)

    await eventually(arrived)
    (await admin.put(f"/areas/{GRID}", json=asked | {"keep_originals": False})).raise_for_status()


async def test_it_is_known_already_so_it_is_followed_instead(
    phone_of: Callable[..., Awaitable[Page]], cases: Cases, service: Service
) -> None:
    known = await cases.report("second_worker", description="桥头第三根路灯整夜不亮", location=IN_GRID)
    page = await phone_of(at="#/report")
    await page.locator("textarea[name=description]").fill("桥头第三根路灯整夜不亮")
    await page.locator(".phone-similar").get_by_role("button", name="改为关注").first.click()

    async def followed() -> bool:
        told = "SELECT count(*) FROM case_events WHERE case_id = $1 AND action = 'follow'"
        return bool(await service.pool.pool.fetchval(told, UUID(known["id"])))

    await eventually(followed)
    assert await _described(service, "桥头第三根路灯整夜不亮") == 1


async def test_a_task_is_done_with_a_photo_beside_the_earlier_one(
    phone_of: Callable[..., Awaitable[Page]], cases: Cases, service: Service
) -> None:
    case = await cases.report(description="核查用的一件事")
    await cases.attach("worker", case, "scene")
    asked = {"missing": "权属单位", "verifier_id": str(USERS["second_worker"])}
    case = await cases.done("clerk", case, "request-verification", asked)
    page = await phone_of("second_worker", at="#/tasks")
    await page.locator(".phone-task a").filter(has_text="核查用的一件事").click()
    await page.locator(".phone-actions .button-primary").click()
    await page.locator(".phone-shots input").set_input_files(PICTURE)  # type: ignore[arg-type]
    await page.get_by_role("button", name="属实", exact=True).click()
    await page.locator("textarea[name=finding]").fill("现场属实")
    await page.locator(".phone-send button").click()

    async def done() -> bool:
        told = "SELECT status FROM cases WHERE id = $1"
        return bool(await service.pool.pool.fetchval(told, UUID(case["id"])) == "reported")

    await eventually(done)


@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
async def test_every_screen_looks_well_also_with_hostile_words(
    phone_of: Callable[..., Awaitable[Page]], cases: Cases, language: str, theme: str
) -> None:
    made = [await cases.report("worker", description=words, address=words[:120]) for words in HOSTILE]
    page = await phone_of(language=language)
    await expect(page.locator(".phone-list .phone-row").nth(len(HOSTILE) - 1)).to_be_visible()
    await Handset.report(page, [{"description": words} for words in HOSTILE[:2]], [photo(size=24)] * 2)
    places = ["", "report", "tasks", "outbox", "drafts", "inbox", "following", "settings"]
    for place in [*places, *(f"case/{one['id']}" for one in made[:3]), f"act/{made[0]['id']}/comment"]:
        await page.goto(f"/phone#/{place}")
        await expect(page.locator(".phone")).to_be_visible()
        await look(page, widths=(360, 768), themes=(theme,))
