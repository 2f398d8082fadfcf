"""A real service on a real PostgreSQL, its worker beside it, and pages of its people in a real browser.

One service, one database and one browser a worker: a story makes cases of its own and looks for those. What it makes
beforehand goes over the API: `cases`, `client_as`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, BrowserContext, Page, Response, expect
from pydantic import SecretStr

from app import worker as background
from app.concurrency.background import running
from app.config import Settings
from app.db.session import PooledDatabase
from app.main import create_app
from tests.application import KEY
from tests.conftest import TEMPLATE, _with_database
from tests.organisation import PASSWORD
from tests.pages.browser import PATIENCE_MS, Watch, served
from tests.pages.conftest import browser
from tests.screens.looking import look

__all__ = ["browser", "look"]
expect.set_options(timeout=60_000)  # beside a busy neighbour five seconds are few
SIZES: dict[str, dict[str, int]] = {
    "phone": {"width": 360, "height": 740},
    "tablet": {"width": 768, "height": 1024},
    "desk": {"width": 1366, "height": 768},
    "wall": {"width": 1920, "height": 1080},
}
LANGUAGES = {"zh": "zh-CN", "en": "en"}
#: Refusals that a screen deals with: the browser writes them into its console all the same.
DEALT_WITH = frozenset({401, 403, 404, 409, 410, 412, 422, 429})


class Service:
    """The application behind a port, over a database that commits."""

    def __init__(self, app: FastAPI, url: str) -> None:
        self.app, self.url = app, url

    @property
    def pool(self) -> PooledDatabase:
        found: PooledDatabase = self.app.state.database
        return found


@pytest.fixture(scope="session")
async def service(admin_url: str, database_url: str, worker: str) -> AsyncIterator[Service]:
    name = f"yikou_screens_{worker}"
    admin = await asyncpg.connect(admin_url)
    try:
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}_{worker}" STRATEGY FILE_COPY')
        with TemporaryDirectory(prefix="yikou-screens-") as directory:
            url = SecretStr(_with_database(admin_url, name))
            settings = Settings(data_dir=Path(directory), signing_key=SecretStr(KEY), database_url=url, pool_max=8)
            app = create_app(settings)
            async with served(app) as address:
                working = background.run(app.state.database, app.state.photos, KEY)
                async with running(working):
                    yield Service(app, address)
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await admin.close()


@pytest.fixture
def app(service: Service) -> FastAPI:
    """For `client_as` and `cases`: what they do is committed and is seen on the screens."""
    return service.app


class ScreenWatch(Watch):
    """Forgives what a screen answers itself; `expects` names more, such as 500, and `net` where the line is cut."""

    def __init__(self, context: BrowserContext, expects: frozenset[int | str]) -> None:
        super().__init__(context)
        self.expects = DEALT_WITH | expects

    def _answered(self, answer: Response) -> None:
        super()._answered(answer)
        if answer.status >= 400 and answer.status in self.expects:
            self.refused.add(answer.url)

    def hold(self) -> None:
        if "net" in self.expects:
            self.complaints = [said for said in self.complaints if "net::ERR_" not in said[1]]
        super().hold()


class Opening:
    """`await page_as(…)` gives a page for as long as the test, `async with page_as(…) as page` one for a block."""

    def __init__(self, open_page: Callable[[AsyncExitStack], Awaitable[Page]], test: AsyncExitStack) -> None:
        self._open, self._test, self._own = open_page, test, AsyncExitStack()

    def __await__(self) -> Generator[Any, None, Page]:
        return self._open(self._test).__await__()

    async def __aenter__(self) -> Page:
        return await self._open(self._own)

    async def __aexit__(self, *error: Any) -> None:
        await self._own.__aexit__(*error)


PageAs = Callable[..., Opening]


async def _sign_in(context: BrowserContext, who: str) -> None:
    as_a_page = {"X-Yikou-Page": "1", "Sec-Fetch-Site": "same-origin"}
    told = {"username": who, "password": PASSWORD}
    answer = await context.request.post("/api/v1/session", data=told, headers=as_a_page)
    assert answer.ok, await answer.text()


@pytest.fixture
async def page_as(browser: Browser, service: Service) -> AsyncIterator[PageAs]:
    """`page_as("clerk", at="/desk")`: a page of that user, signed in; of nobody with None.

    `size` is a name of `SIZES` or a viewport, `language` zh or en; `expects` are refusals besides those that screens
    deal with. When the page closes, a foreign request, a breach of its policy or a complaint fails the test.
    """

    async def opened(
        stack: AsyncExitStack, who: str | None, at: str | None, size: Any, language: str, expects: Any, options: Any
    ) -> Page:
        small = size == "phone"
        context = await browser.new_context(
            base_url=service.url, viewport=SIZES.get(size, size) if isinstance(size, str) else size,
            locale=LANGUAGES[language], timezone_id="Asia/Shanghai", has_touch=small, reduced_motion="reduce",
            service_workers=options.pop("service_workers", "block"), **options,
        )  # fmt: skip
        stack.push_async_callback(context.close)
        context.set_default_timeout(PATIENCE_MS)
        watch = ScreenWatch(context, frozenset(expects))
        stack.push(lambda kind, error, trace: None if kind else watch.hold())
        if who is not None:
            await _sign_in(context, who)
        page = await context.new_page()
        if at is not None:
            await page.goto(at)
        return page

    async with AsyncExitStack() as test:

        def page_of(
            who: str | None, *, at: str | None = None, size: str | dict[str, int] = "desk", language: str = "zh",
            expects: Any = (), **options: Any,
        ) -> Opening:  # fmt: skip
            return Opening(lambda stack: opened(stack, who, at, size, language, expects, dict(options)), test)

        yield page_of
