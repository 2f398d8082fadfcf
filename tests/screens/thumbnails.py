"""What each component of the style guide looks like, in sixteen by sixteen greys.

A font makes no difference; a chart that is not drawn, another colour, a box that has fallen apart does.

`make screenshots` writes them anew, beside the pictures of the documents.
"""

import io
import json
from pathlib import Path

from PIL import Image
from playwright.async_api import Page, async_playwright

from tests.needs import CHROMIUM

KEPT = Path(__file__).with_suffix(".json")
PARTS = (
    "colours", "buttons", "lights", "rows", "facts", "actions", "form", "fields", "photos", "timeline", "feedback",
    "charts",
)  # fmt: skip
THEMES = ("light", "dark")
SIDE = 16
#: Of 255, on the average of all fields: a serif or a typewriter's font made 1.0 at most, in the rows, where words wrap
#: elsewhere, 2.5; buttons without their look 2.2, lights or bars that are not drawn 2.4.
MOST_APART, OF_ROWS = 1.5, 4.0


def _thumbnail(picture: bytes) -> str:
    grey = Image.open(io.BytesIO(picture)).convert("L")
    return grey.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes().hex()


def apart(one: str, other: str) -> float:
    """By how much two thumbnails differ, a field, of 255."""
    pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
    return sum(abs(left - right) for left, right in pairs) / SIDE**2


def most(name: str) -> float:
    """How much the thumbnail of this name may differ."""
    return OF_ROWS if name.startswith("rows") else MOST_APART


async def taken(page: Page) -> dict[str, str]:
    """All of them, of an open style guide."""
    await page.locator("#charts .leaflet-interactive").first.wait_for()
    await page.locator("#photos .photo-small img").first.wait_for()
    found = {}
    for theme in THEMES:
        await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for part in PARTS:
            found[f"{part} {theme}"] = _thumbnail(await page.locator(f"#{part}").screenshot(animations="disabled"))
    return found


async def write(address: str) -> None:
    """Keeps how they look now at a service."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        size = {"width": 1366, "height": 768}
        page = await browser.new_page(base_url=address, viewport=size, locale="zh-CN")  # type: ignore[arg-type]
        await page.goto("/styleguide")
        KEPT.write_text(json.dumps(await taken(page), indent=1) + "\n")
        await browser.close()
