"""The few pages we serve ourselves: small, in both languages, and without anything from elsewhere.

Those for residents have no scripts. Addresses in pages are relative to the page: behind a proxy the service may lie
below any path without being told.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import clock
from app.errors import AppError
from app.identifiers import new_id
from app.web import assets

#: What the addresses of pages begin with.
ADDRESSES = ("/r/", "/f/")
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)
_ENVIRONMENT.globals["asset"] = assets.address
_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
#: What Swagger UI needs beyond that: its scripts, the API, the icons in its style sheet, and photos that it got.
_POLICY_OF_THE_VIEWER = _POLICY | {
    "script-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data: blob:",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_HEADINGS = dict.fromkeys((404, 410), ("此链接无法打开", "This link cannot be opened"))
_MENDABLE = (400, 413, 422)
_HEADINGS |= dict.fromkeys(_MENDABLE, ("评价尚未提交", "Not sent yet"))
_HEADINGS_OF_A_REPORT = dict.fromkeys((400, 409, 413, 415, 422, 429, 503), ("未提交成功", "Not sent"))
_ASK_AGAIN = (
    "请说明问题是否解决并选择满意度；想说的话最多 1000 字。",
    "Please say whether it is solved and how satisfied you are; what you add may have 1,000 characters.",
)


def rating(request: Request, told: dict[str, Any], language: str) -> HTMLResponse:
    """The rating page."""
    return page(request, "rating.html", language, **_of_here(told))


def report(request: Request, told: dict[str, Any], language: str) -> HTMLResponse:
    """What has become of a resident's report."""
    here = _path(request).rpartition("/")[2]
    told = told | {"added": [_of_here(each) for each in told["added"]]}
    return page(request, "report.html", language, here=here, new_id=lambda: new_id(clock.now()), **_of_here(told))


def again(address: str) -> RedirectResponse:
    """To the page, as it is now, by an address relative to this one: loading it again sends nothing again."""
    return RedirectResponse(address, 303, _HEADERS)


def thanks(request: Request, done: dict[str, Any], language: str) -> HTMLResponse:
    """The page after the answer."""
    return page(request, "thanks.html", language, **done)


def documentation(request: Request, language: str) -> HTMLResponse:
    """The API for people: to read, and to try out."""
    return page(request, "documentation.html", language, policy=_POLICY_OF_THE_VIEWER)


def is_page(request: Request) -> bool:
    """Whether people open the address of this request."""
    return _path(request).startswith(ADDRESSES)


def refusal(request: Request, error: AppError, language: str) -> HTMLResponse:
    """A page for what cannot be shown or was not taken; from the latter a way leads back."""
    zh, en = _HEADINGS.get(error.status_code, ("暂时无法处理", "Not possible just now"))
    of_a_rating = _path(request).startswith("/r/")
    text, mendable = error.detail(language), error.status_code in _MENDABLE and of_a_rating
    if mendable:
        text = _ASK_AGAIN[language != "zh"]
    elif not of_a_rating:
        zh, en = _HEADINGS_OF_A_REPORT.get(error.status_code, (zh, en))
    values: dict[str, Any] = {"heading": zh if language == "zh" else en, "text": text, "mendable": mendable}
    shown = page(request, "refusal.html", language, code=error.status_code, **values)
    shown.headers.update(error.headers)
    return shown


def _of_here(told: dict[str, Any]) -> dict[str, Any]:
    """The same with its moments in the time of the place."""
    return {
        name: value.astimezone(clock.LOCAL) if isinstance(value, datetime) else value for name, value in told.items()
    }


def _path(request: Request) -> str:
    """The path below the root of the service."""
    path: str = request.scope["path"]
    return path.removeprefix(request.scope.get("root_path", "").rstrip("/"))


def _up(request: Request) -> str:
    """The way from the page to the root of the service; a slash that is escaped takes nobody down."""
    depth = request.scope.get("raw_path", request.scope["path"].encode()).count(b"/")
    return "../" * (depth - request.scope.get("root_path", "").rstrip("/").count("/") - 1) or "./"


def page(
    request: Request, name: str, language: str, *, code: int = 200, policy: dict[str, str] = _POLICY, **values: Any
) -> HTMLResponse:
    """The page of a template."""
    html = _ENVIRONMENT.get_template(name).render(zh=language == "zh", up=_up(request), **values)
    said = {
        "Content-Language": language,
        "Content-Security-Policy": "; ".join(f"{what} {whom}" for what, whom in policy.items()),
    }
    return HTMLResponse(html, code, _HEADERS | said)
