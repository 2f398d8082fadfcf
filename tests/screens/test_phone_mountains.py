"""Two days in the mountains, in a browser: no line, thirty reports with photos, a kill, a bad line: all there, once."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.cases import photo
from tests.network import Network, Weather
from tests.organisation import IN_GRID
from tests.pages.browser import PATIENCE_MS
from tests.screens.conftest import Service
from tests.screens.handset import Handset
from tests.waiting import eventually

expect.set_options(timeout=PATIENCE_MS)
pytestmark = pytest.mark.needs("chromium")
AIRPLANE = Weather(cut_up=1.0, longest_cut=1)
STORM = Weather(cut_up=0.04, cut_down=0.05, twice=0.05, late=0.02, jitter=0.01, longest_cut=20_000)
BY_HAND = 3
ALL = 30


@pytest.fixture
async def network(service: Service) -> AsyncIterator[Network]:
    async with Network(int(service.url.rpartition(":")[2]), Weather()).running() as made:
        yield made


@pytest.fixture
async def handset(network: Network, tmp_path: Path) -> AsyncIterator[Handset]:
    async with async_playwright() as playwright:
        made = Handset(playwright, tmp_path / "phone", network.url.removesuffix("/api/v1"))
        yield made
        await made.kill()


def _pictures(count: int) -> list[bytes]:
    return [photo(colour=number * 8, size=24) for number in range(count)]


async def _by_hand(page: Page, words: str, picture: bytes) -> None:
    """Three taps: the camera, the words, and it is reported."""
    await page.locator(".phone-camera input").set_input_files(
        {"name": "camera.jpg", "mimeType": "image/jpeg", "buffer": picture}
    )
    await expect(page.locator(".phone-shots img")).to_be_visible()
    await page.locator("textarea[name=description]").fill(words)
    await page.locator(".phone-send button").click()
    await expect(page.locator(".toast").last).to_contain_text("已存手机")
    await expect(page.locator(".phone-camera")).to_be_visible()


async def _reported(service: Service, words: list[str]) -> list[Any]:
    return await service.pool.pool.fetch(
        "SELECT c.id, c.description, count(a.id) AS photos, max(a.sha256) AS sha256 FROM cases c"
        " LEFT JOIN attachments a ON a.case_id = c.id WHERE c.description = ANY($1) GROUP BY c.id ORDER BY 2",
        words,
    )


async def test_two_days_in_the_mountains(service: Service, network: Network, handset: Handset) -> None:
    words = [f"山里第 {number:02} 件事" for number in range(ALL)]
    pictures = _pictures(ALL)
    page = await handset.start()
    await handset.sign_in("worker")
    await handset.open(page)
    await expect(page.locator(".phone-queues")).to_be_visible()  # it has heard of the service
    await page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")

    # Two days without a line, and a system that needs the room.
    network.turn(AIRPLANE)
    said = [{"description": one, "location": IN_GRID} for one in words]
    await handset.report(page, said[BY_HAND:15], pictures[BY_HAND:15])
    await handset.kill()
    page = await handset.open(await handset.start())
    await handset.report(page, said[15:], pictures[15:])
    for one, picture in zip(words[:BY_HAND], pictures, strict=False):
        await _by_hand(page, one, picture)
    await expect(page.locator(".phone-tabs a[href='#/outbox'] .phone-badge")).to_have_text("60")
    assert await _reported(service, words) == []
    await page.reload()
    await expect(page.locator(".phone-unsent")).to_contain_text("60")

    # Back in the valley.
    network.turn(STORM)
    await page.goto(f"{handset.url}/phone#/outbox")
    await page.evaluate("() => dispatchEvent(new Event('online'))")  # or a timer does, within half a minute
    await expect(page.get_by_text("都已送达。")).to_be_visible()
    network.turn(Weather())

    async def all_is_there() -> bool:
        return len([row for row in await _reported(service, words) if row["photos"] == 1]) == ALL

    await eventually(all_is_there)
    rows = await _reported(service, words)
    assert [row["description"] for row in rows] == words
    assert [row["sha256"] for row in rows] == [hashlib.sha256(one).hexdigest() for one in pictures]
    assert await handset.kept(page) == (0, 0)
    assert handset.complaints == []
