"""One browser a worker; each page it opens is of a context of its own."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from tests.needs import CHROMIUM
from tests.pages.browser import PATIENCE_MS


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, launched once."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"], timeout=PATIENCE_MS
        )
        try:
            yield launched
        finally:
            await launched.close()
