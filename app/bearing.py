"""In whose name a request comes: by the token it bears, else by the cookie of one of our own pages."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer

from app import browser, clock
from app.authz import Bearer
from app.config import Settings
from app.crypto.tokens import TokenSigner
from app.errors import NotAuthenticated
from app.services.identity.page_sessions import Limits, Page, recognise

#: In the scope of a request, the page that asks, where it does so by the cookie of its session.
_PAGE = "yikou.page"
_bearer = OAuth2PasswordBearer(tokenUrl="/api/v1/auth/token", auto_error=False)

Token = Annotated[str | None, Depends(_bearer)]


async def recognise_page(request: Request) -> None:
    """Looks up the page that asks, where it bears no token; before the request has a connection."""
    if "cookie" not in request.headers or "authorization" in request.headers:
        return
    state = request.app.state
    secret = browser.secret_of(request, state.settings)
    request.scope[_PAGE] = None if secret is None else await recognise(state.database, secret)


async def bearer_of(request: Request, token: Token) -> Bearer:
    """Whose token or cookie the request bears.

    Raises:
        NotAuthenticated: it bears none that is good, or the cookie of another user than the page speaks for.
        NotFromOurPage: a cookie, and another page asks.
    """
    if token is not None:
        signer: TokenSigner = request.app.state.signer
        return signer.verify(token, clock.now())
    page: Page | None = request.scope.get(_PAGE)
    if page is None:
        raise NotAuthenticated()
    browser.require_our_page(request)
    if request.headers.get(browser.USER, str(page.bearer.user_id)) != str(page.bearer.user_id):
        raise NotAuthenticated()
    return page.bearer


#: Whose token or cookie the request bears; who that is now, and whether its session goes on, `authenticate` says.
BearerDep = Annotated[Bearer, Depends(bearer_of)]


async def _until(request: Request, token: Token, bearer: BearerDep) -> datetime:
    if token is not None:
        signer: TokenSigner = request.app.state.signer
        return signer.expires(token)
    page: Page = request.scope[_PAGE]
    return page.until


#: Until when what the request bears is good, if nobody asks again.
UntilDep = Annotated[datetime, Depends(_until)]


async def from_our_page(request: Request) -> None:
    """Asks that one of our own pages writes, also where it bears no session yet."""
    browser.require_our_page(request)


async def _page_limits(request: Request) -> Limits:
    settings: Settings = request.app.state.settings
    idle, stay = timedelta(hours=settings.page_idle_hours), timedelta(days=settings.page_stay_days)
    return Limits(idle, stay, timedelta(days=settings.page_most_days))


PageLimitsDep = Annotated[Limits, Depends(_page_limits)]


async def bears_a_token(request: Request) -> Bearer:
    """The same, for what is asked before a body is read."""
    return await bearer_of(request, await _bearer(request))
