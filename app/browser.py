"""What a browser tells of a request: the cookie of its session, and whether one of our own pages asks.

The cookie bears `__Host-` over HTTPS: a browser takes such a name only over HTTPS, from the host itself and for all its
paths, so no neighbour can plant one. Over plain HTTP there is none of that, and the name has no prefix. Where the
service lies below a path, its name says the path: a cookie of another service on this host is not ours.
"""

import re
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request

from app.config import Settings
from app.errors import NotFromOurPage

#: What our pages say with whatever they write: a form of another site cannot.
OUR_PAGE = "x-yikou-page"
#: For whom a page speaks, where it says so: another may have signed in beside it meanwhile.
USER = "x-yikou-user"
_NAME = "yikou"
_DEVICE = "yikou_rater"
_A_MONTH = 30 * 24 * 3600  # seconds
_SECRET = re.compile(r"[\w-]{43}", re.ASCII)
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN = ("same-origin", "none")  # what our pages ask, and what a person typed


def secret_of(request: Request, settings: Settings) -> str | None:
    """The secret of the session of the page that asks; None without one, and where it is said in two ways."""
    told: dict[str, set[str]] = {}
    for part in "; ".join(request.headers.getlist("cookie")).split(";"):
        name, _, value = part.strip().partition("=")
        told.setdefault(name, set()).add(value)
    found = told.get(_name(request, secure=True))
    if found is None and not _is_https(request, settings):
        found = told.get(_name(request, secure=False))
    if found is None or len(found) > 1:
        return None
    secret = found.pop()
    return secret if _SECRET.fullmatch(secret) else None


def cookie(request: Request, settings: Settings, secret: str, seconds: int | None) -> str:
    """A `Set-Cookie` with a secret for so long, None: until the browser ends; 0 takes it away."""
    secure = _is_https(request, settings) or request.headers.get("origin", "").startswith("https://")
    parts = [f"{_name(request, secure=secure)}={secret}", "Path=/", "HttpOnly", "SameSite=Strict"]
    if secure:
        parts.append("Secure")
    if seconds is not None:
        parts.append(f"Max-Age={seconds}")
    return "; ".join(parts)


def device_of(request: Request) -> str | None:
    """What the browser of a resident keeps so that three answers of one are known to be of one; None: nothing."""
    told = request.cookies.get(_DEVICE, "")
    return told if _SECRET.fullmatch(told) else None


def device_cookie(request: Request, settings: Settings) -> str:
    """A `Set-Cookie` by which a browser is known again for a month, by a random number and nothing else."""
    secure = ["Secure"] if _is_https(request, settings) else []
    kept = [f"{_DEVICE}={secrets.token_urlsafe(32)}", "Path=/", "HttpOnly", "SameSite=Lax", f"Max-Age={_A_MONTH}"]
    return "; ".join([*kept, *secure])


def require_our_page(request: Request) -> None:
    """One of our pages asks, or for reading the person themselves.

    Browsers say where a request comes from, old ones and those over plain HTTP by its `Origin` alone.

    Raises:
        NotFromOurPage: another page asks, or nothing says that it is ours.
    """
    site = request.headers.get("sec-fetch-site")
    if request.method in _READING:
        if site is not None and site not in _OWN:
            raise NotFromOurPage()
        return
    is_ours = site == "same-origin" if site is not None else _is_of_this_host(request)
    if not is_ours or request.headers.get(OUR_PAGE) != "1":
        raise NotFromOurPage()


def _is_of_this_host(request: Request) -> bool:
    host = urlsplit(request.headers.get("origin", "")).netloc
    return host != "" and host.lower() == request.headers.get("host", "").lower()


def _is_https(request: Request, settings: Settings) -> bool:
    """Whether the browser speaks HTTPS: with us, or with the proxy of our public address."""
    public = urlsplit(settings.public_url or "")
    through = public.scheme == "https" and public.netloc.lower() == request.headers.get("host", "").lower()
    return request.url.scheme == "https" or through


def _name(request: Request, *, secure: bool) -> str:
    below = re.sub(r"[^\w.-]+", "-", request.scope.get("root_path", "").rstrip("/"))
    return f"{'__Host-' if secure else ''}{_NAME}{below}"
