"""A real browser before the application: every page it opens has to keep to itself and to its own rules."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response
from starlette.types import ASGIApp

from tests.waiting import AT_MOST

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
PATIENCE_MS = AT_MOST * 1000


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[str]:
    """The application behind a real port; its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, ws="none", timeout_graceful_shutdown=2))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (uvicorn sets a flag, no event)
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving


class Watch:
    """What a browser did that no page of ours may do: asked others, broke its policy, or complained."""

    def __init__(self, context: BrowserContext) -> None:
        self.hosts: set[str] = set()
        self.foreign: list[str] = []
        self.complaints: list[tuple[str, str]] = []
        self.refused: set[str] = set()
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(("", str(error.error))))

    def _asked(self, request: Request) -> None:
        host = urlsplit(request.url)
        if request.is_navigation_request() and not self.hosts:
            self.hosts.add(host.netloc)
        if host.scheme not in ("data", "blob") and host.netloc not in self.hosts:
            self.foreign.append(request.url)

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400 and answer.request.is_navigation_request():
            self.refused.add(answer.url)  # of which the browser complains though a page is shown

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append((message.location.get("url", ""), message.text))

    def hold(self) -> None:
        """Fails on anything of the kind."""
        assert not self.foreign, self.foreign
        told = [said for said in self.complaints if not (said[0] in self.refused and "Failed to load" in said[1])]
        assert not told, told


@asynccontextmanager
async def browsing(browser: Browser, language: str, size: dict[str, int], **options: Any) -> AsyncIterator[Page]:
    """A page of that size in that language, with no memory; what it must not do is looked for when the block ends."""
    context = await browser.new_context(viewport=size, locale=language, **options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    watch = Watch(context)
    try:
        yield await context.new_page()
        watch.hold()
    finally:
        await context.close()


_IS_WITHIN = """(width) => [...document.querySelectorAll("body *")].every((element) => {
  const box = element.getBoundingClientRect();
  const seen = box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true });
  return !seen || (box.x >= 0 && box.x + box.width <= width);
})"""


async def is_within_the_screen(page: Page, width: int) -> bool:
    """Whether nothing has to be scrolled to sideways."""
    within: bool = await page.evaluate(_IS_WITHIN, width)
    return within
