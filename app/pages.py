"""The few pages we serve ourselves: small, in both languages, without scripts and without anything from elsewhere."""

from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import clock
from app.errors import AppError

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
}


def rating(told: dict[str, Any], token: str, language: str) -> HTMLResponse:
    """The rating page."""
    closed_at = told["closed_at"].astimezone(clock.LOCAL) if told["closed_at"] else None
    return _page("rating.html", language, **told | {"token": token, "closed_at": closed_at})


def thanks(done: dict[str, Any], language: str) -> HTMLResponse:
    """The page after the answer."""
    return _page("thanks.html", language, **done)


def refusal(error: AppError, language: str) -> HTMLResponse:
    """A page for what cannot be shown."""
    return _page("refusal.html", language, status=error.status_code, text=error.detail(language))


def _page(name: str, language: str, *, status: int | str = 200, **values: Any) -> HTMLResponse:
    html = _ENVIRONMENT.get_template(name).render(language=language, zh=language == "zh", status=status, **values)
    code = status if isinstance(status, int) else 200
    return HTMLResponse(html, code, _HEADERS | {"Content-Language": language})
