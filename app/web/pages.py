"""The few pages we serve ourselves: small, in both languages, and without anything from elsewhere.

Those for residents need no script; where there is one it only makes them nicer. Addresses in pages are relative to the
page: behind a proxy the service may lie below any path without being told.
"""

from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import clock
from app.errors import AppError
from app.identifiers import new_id
from app.services.residents.places import Asked, Sign
from app.web import assets, refused, stages

LANGUAGES = ("zh", "en")
#: A page of a list, and the cursor of the next.
Listed = tuple[list[dict[str, object]], str | None]
#: What the addresses of pages begin with.
ADDRESSES = ("/r/", "/f/", "/report", "/g/", "/poster/", "/villages")
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)
_ENVIRONMENT.globals["asset"] = assets.address
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
#: What Swagger UI needs beyond that: the icons in its style sheet; and its scripts write HTML.
_POLICY_OF_THE_VIEWER = {name: said for name, said in _POLICY.items() if "trusted" not in name} | {
    "img-src": "'self' data: blob:",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_MENDABLE = (400, 413, 422)


def rating(request: Request, told: dict[str, Any], language: str) -> HTMLResponse:
    """The rating page."""
    return page(request, "rating.html", language, **_of_here(told))


def ballot(request: Request, told: dict[str, Any], language: str, *, done: bool = False) -> HTMLResponse:
    """What a resident is asked about co-building 效果共评; once it is `done`, thanks."""
    return page(request, "ballot.html", language, done=done, **_of_here(told))


def report(
    request: Request, asked: Asked, filled: object, language: str, error: AppError | None = None
) -> HTMLResponse:
    """The form to report with; after an `error` as it was filled, with what is wrong."""
    wrong, told = ({}, None) if error is None else (_by_field(error, language), error.detail(language))
    code = 200 if error is None else error.status_code
    shown = page(request, "report.html", language, code=code, asked=asked, filled=filled, wrong=wrong, error=told)
    shown.headers.update(error.headers if error else {})
    return shown


def _by_field(error: AppError, language: str) -> dict[str, str]:
    """What is wrong by the last part of its pointer, which names a field of the form."""
    found = {each["pointer"].split("/")[1]: each for each in error.extensions.get("errors", [])}
    return {name: each["detail_zh" if language == "zh" else "detail"] for name, each in found.items()}


def followed(request: Request, told: dict[str, Any], language: str) -> HTMLResponse:
    """What has become of a resident's report."""
    here = _path(request).rpartition("/")[2]
    told = told | {"added": [_of_here(each) for each in told["added"]]}
    link, done = f"{request.app.state.settings.base_url}/f/{here}", request.query_params.get("done", "")
    track, now = stages.track(told["status"], language), stages.in_plain_words(told["status"], language)
    return page(
        request, "followed.html", language, here=here, link=link, done=done, track=track, now=now,
        new_id=lambda: new_id(clock.now()), **_of_here(told),
    )  # fmt: skip


def again(request: Request, address: str, done: str) -> RedirectResponse:
    """To the page, as it is now, by an address relative to this one: loading it again sends nothing again.

    There it says what was done, in the language that was chosen.
    """
    chosen = request.query_params.get("lang")
    said = {"done": done} | ({"lang": chosen} if chosen in LANGUAGES else {})
    return RedirectResponse(f"{address}?{urlencode(said)}", 303, _HEADERS)


def thanks(request: Request, done: dict[str, Any], language: str) -> HTMLResponse:
    """The page after the answer."""
    return page(request, "thanks.html", language, **done)


def villages(request: Request, found: Listed, language: str) -> HTMLResponse:
    """The villages that have a board."""
    groups = [(above, list(those)) for above, those in groupby(found[0], itemgetter("above"))]
    return page(request, "villages.html", language, groups=groups, next=_next(request, found))


def village(request: Request, board: dict[str, object], language: str) -> HTMLResponse:
    """The board of a village."""
    return page(request, "village.html", language, here=_in_local_time, **_of_here(board))


def answered(request: Request, board: dict[str, object], found: Listed, language: str) -> HTMLResponse:
    """A page of what was answered in a village."""
    told = {"village": board["village"], "items": found[0], "next": _next(request, found)}
    return page(request, "answered.html", language, **_of_here(told))


def _next(request: Request, found: Listed) -> str | None:
    """Where the next page of a list is, as a query."""
    kept = {name: said for name, said in request.query_params.items() if name == "lang"}
    return found[1] and "?" + urlencode(kept | {"cursor": found[1]})


def documentation(request: Request, language: str) -> HTMLResponse:
    """The API for people: to read, and to try out."""
    return page(request, "documentation.html", language, policy=_POLICY_OF_THE_VIEWER)


def chosen_language(request: Request) -> str | None:
    """The language that the address of a page says, where a link of it was followed."""
    said = request.query_params.get("lang") if is_page(request) else None
    return said if said in LANGUAGES else None


def is_page(request: Request) -> bool:
    """Whether people open the address of this request."""
    return _path(request).startswith(ADDRESSES)


def poster(request: Request, sign: Sign, code: str, size: str, language: str) -> HTMLResponse:
    """A page to print and hang up: what the area is called, and the QR code that leads to its form."""
    return page(request, "poster.html", language, sign=sign, drawing=code, size=size)


def refusal(request: Request, error: AppError, language: str) -> HTMLResponse:
    """A page for what cannot be shown or was not taken; from the latter a way leads back."""
    path = _path(request)
    kinds = {"/r/": "rating", "/g/": "rating", "/report": "form", "/villages": "board"}
    kind = next((kind for begin, kind in kinds.items() if path.startswith(begin)), "report")
    told = refused.of(error, kind, language)
    mendable, board = error.status_code in _MENDABLE and kind in ("rating", "form"), kind == "board"
    shown = page(request, "refusal.html", language, code=error.status_code, told=told, mendable=mendable, board=board)
    shown.headers.update(error.headers)
    return shown


def _of_here(told: dict[str, Any]) -> dict[str, Any]:
    """The same with its moments in the time of the place."""
    return {name: _in_local_time(value) if isinstance(value, datetime) else value for name, value in told.items()}


def _in_local_time(moment: datetime) -> datetime:
    return moment.astimezone(clock.LOCAL)


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
    chosen = chosen_language(request)
    values |= {"zh": language == "zh", "up": _up(request), "keep": f"?lang={chosen}" if chosen else ""}
    values |= {"other": _other_language(request, language)}
    html = _ENVIRONMENT.get_template(name).render(**values)
    said = {
        "Content-Language": language,
        "Content-Security-Policy": "; ".join(f"{what} {whom}" for what, whom in policy.items()),
    }
    return HTMLResponse(html, code, _HEADERS | said)


def _other_language(request: Request, language: str) -> str:
    """The same page in the other language, as a query; what was just done is not said again there."""
    kept = {name: said for name, said in request.query_params.items() if name not in ("lang", "done")}
    return "?" + urlencode(kept | {"lang": "en" if language == "zh" else "zh"})
