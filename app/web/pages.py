"""The few pages we serve ourselves: small, in both languages, without scripts and without anything from elsewhere."""

from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import clock
from app.errors import AppError

#: What the addresses of pages begin with.
ADDRESSES = ("/r/", "/f/")
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
}
_HEADINGS = dict.fromkeys((404, 410), ("此链接无法打开", "This link cannot be opened"))
_MENDABLE = (400, 413, 422)
_HEADINGS |= dict.fromkeys(_MENDABLE, ("评价尚未提交", "Not sent yet"))
_ASK_AGAIN = (
    "请说明问题是否解决并选择满意度；想说的话最多 1000 字。",
    "Please say whether it is solved and how satisfied you are; what you add may have 1,000 characters.",
)


def rating(told: dict[str, Any], token: str, language: str) -> HTMLResponse:
    """The rating page."""
    return _page("rating.html", language, **_of_here(told) | {"token": token})


def report(told: dict[str, Any], language: str) -> HTMLResponse:
    """What has become of a resident's report."""
    return _page("report.html", language, **_of_here(told))


def thanks(done: dict[str, Any], language: str) -> HTMLResponse:
    """The page after the answer."""
    return _page("thanks.html", language, **done)


def refusal(error: AppError, address: str, language: str) -> HTMLResponse:
    """A page for what cannot be shown or was not taken; from the latter a way back leads to `address`."""
    zh, en = _HEADINGS.get(error.status_code, ("暂时无法处理", "Not possible just now"))
    text, back = error.detail(language), None
    if error.status_code in _MENDABLE:
        text, back = _ASK_AGAIN[language != "zh"], address
    values = {"heading": zh if language == "zh" else en, "text": text, "back": back}
    page = _page("refusal.html", language, code=error.status_code, **values)
    page.headers.update(error.headers)
    return page


def _of_here(told: dict[str, Any]) -> dict[str, Any]:
    """The same with its moments in the time of the place."""
    return {
        name: value.astimezone(clock.LOCAL) if isinstance(value, datetime) else value for name, value in told.items()
    }


def _page(name: str, language: str, *, code: int = 200, **values: Any) -> HTMLResponse:
    html = _ENVIRONMENT.get_template(name).render(zh=language == "zh", **values)
    return HTMLResponse(html, code, _HEADERS | {"Content-Language": language})
