"""What every screen is looked at for: axe in each theme, at each width nothing cut and no scrolling sideways.

At 200 % 放大 all of it is still reached, and where less motion is asked for nothing moves.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

from tests.needs import CHECKERS, NEEDS

HERE = Path(__file__).parent
#: Of a cheap phone, a tablet, an office's screen, and the wall.
WIDTHS = (360, 768, 1366, 1920)
#: What 1280 × 1024 leaves at 200 %, and at 400 % the width of WCAG 1.4.10.
ZOOMED = ((640, 512), (320, 512))
#: No motion lasts longer, where less of it is asked for.
BLINK_MS = 20
_AXE = CHECKERS / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def _script(name: str) -> str:
    """A function of JavaScript as a page is asked to call it."""
    return (HERE / name).read_text().strip().removesuffix(";")


_FIND = _script("find.js")
_CUT = _script("cut.js")
_MOVING = _script("moving.js")

_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


async def _axe(page: Page, where: str) -> list[str]:
    if not NEEDS["checkers"].found():
        pytest.skip(f"needs checkers: {NEEDS['checkers'].how}")
    if not await page.evaluate("() => 'axe' in window"):
        speaker = await page.context.new_cdp_session(page)
        await speaker.send("Runtime.evaluate", {"expression": _AXE.read_text()})  # which no policy of the page forbids
        await speaker.detach()
    found: list[str] = await page.evaluate(_FIND, _RULES)
    return [f"{where}: {said}" for said in found]


async def _fits(page: Page, width: int, height: int) -> list[str]:
    await page.set_viewport_size({"width": width, "height": height})
    return [f"{width} × {height}: {said}" for said in await page.evaluate(_CUT, width)]


async def look(
    page: Page, *, widths: Iterable[int] = WIDTHS, themes: Iterable[str] = ("light", "dark"), axe: bool = True
) -> None:
    """Fails where the page as it stands has a finding of axe, cuts words, moves, or has to be scrolled sideways."""
    before: Any = page.viewport_size or {"width": 1366, "height": 768}
    found: list[str] = [f"motion: {said}" for said in await page.evaluate(_MOVING, BLINK_MS)]
    for width, height in (*((width, before["height"]) for width in widths), *ZOOMED):
        found += await _fits(page, width, height)
    if axe:
        wide, narrow = before["width"], min(before["width"], 360)
        for number, theme in enumerate(themes):
            await page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
            await page.set_viewport_size({"width": narrow if number else wide, "height": before["height"]})
            await page.evaluate(_DRAWN)
            found += await _axe(page, theme)
        await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    await page.set_viewport_size(before)
    assert not found, "\n".join(found)
