"""The browser that watches pages sees what it is there to see."""

import pytest
from playwright.async_api import Browser
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.pages.browser import PHONE, browsing, served

pytestmark = pytest.mark.needs("chromium")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"
WRONG = {
    "style": "<style>p { color: red }</style>",
    "attribute": '<p style="color: red">',
    "image": '<img src="http://198.51.100.7/logo.svg">',
    "script": "<script>document.title = 'x'</script>",
    "font": '<link rel="stylesheet" href="https://fonts.example/css">',
}


async def _page(request: Request) -> HTMLResponse:
    body = WRONG.get(request.path_params["name"], "<p>right")
    head = '<!doctype html><link rel="icon" href="data:,">'
    return HTMLResponse(head + body, headers={"Content-Security-Policy": POLICY + "; img-src data:"})


async def _visit(browser: Browser, name: str, *, scripts: bool) -> None:
    async with (
        served(Starlette(routes=[Route("/{name}", _page)])) as address,
        browsing(browser, "en", PHONE, java_script_enabled=scripts) as page,
    ):
        await page.goto(f"{address}/{name}")


@pytest.mark.parametrize("name", WRONG)
async def test_a_page_that_breaks_a_rule_fails_its_test(browser: Browser, name: str) -> None:
    with pytest.raises(AssertionError):
        await _visit(browser, name, scripts=True)


@pytest.mark.parametrize("name", ["style", "attribute", "image", "font"])
async def test_the_same_where_scripts_are_off(browser: Browser, name: str) -> None:
    with pytest.raises(AssertionError):
        await _visit(browser, name, scripts=False)


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_page_that_breaks_none_passes(browser: Browser, *, scripts: bool) -> None:
    await _visit(browser, "right", scripts=scripts)
