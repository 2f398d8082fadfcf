"""`/session`: signing in on a page, who is signed in there, and signing out."""

from collections.abc import Collection

from fastapi import Depends, Request
from fastapi.responses import Response

from app import browser, errors
from app.authz import Actor, Post
from app.bearing import PageLimitsDep, from_our_page
from app.deps import DatabaseDep, PausesDep, Public, ReadSession, SettingsDep, WaitingDep, WriteSession
from app.schemas.identity import DemoAccounts, SessionInput, SessionView
from app.services.identity import page_sessions
from app.services.identity.page_sessions import Account
from app.web import responses, routing, screens
from app.web.admission import before_the_body
from app.web.bodies import Size
from app.web.problems import Responses, problems

router = routing.router(prefix="/session", tags=["identity"])
_OUR_PAGE = before_the_body(from_our_page)
_NOBODY: Responses = {204: {"description": "Nobody is signed in on this page"}}


def _answer(told: dict[str, object], actor: Actor, **headers: str) -> Response:
    shown = _named({held.post for held in actor.posts})
    return responses.json(told | {"screens": shown}, headers=responses.NO_STORE | headers)


def _named(posts: Collection[Post]) -> list[dict[str, str]]:
    return [{"address": each.address, "name": each.en, "name_zh": each.zh} for each in screens.of_posts(posts)]


def _offered(account: Account) -> dict[str, object]:
    told = {"username": account.username, "display_name": account.display_name, "password": account.password}
    return told | {"screens": _named(account.posts)}


@router.post(
    "",
    max_body_size=Size.FORM,
    dependencies=[Public, _OUR_PAGE],
    response_model=SessionView,
    responses=problems(errors.NotAuthenticated, errors.PasswordExpired, errors.NotFromOurPage, errors.TooManyRequests),
)
async def sign_in(
    request: Request,
    body: SessionInput,
    database: DatabaseDep,
    settings: SettingsDep,
    limits: PageLimitsDep,
    origin: WaitingDep,
    pauses: PausesDep,
) -> Response:
    """页面登录 · Signs in on a page: a session of its own, held by a cookie that no script can read.

    The cookie is `__Host-yikou`, over plain HTTP `yikou`. Whoever writes by it says `X-Yikou-Page: 1`, and their
    browser that they are of the same origin. A session the page had before ends.
    """
    before = browser.secret_of(request, settings)
    opened = await page_sessions.sign_in(database, limits, body, before, origin, pauses)
    told = browser.cookie(request, settings, opened.secret, opened.seconds)
    return _answer(opened.told, opened.actor, **{"Set-Cookie": told})


@router.get(
    "",
    dependencies=[Public, Depends(from_our_page)],
    response_model=SessionView,
    responses=problems(errors.NotFromOurPage) | _NOBODY,
)
async def read(request: Request, database: DatabaseDep, settings: SettingsDep) -> Response:
    """当前会话 · Who is signed in on this page, which screens are theirs, and when it ends; 204: nobody is."""
    found = await page_sessions.here(database, browser.secret_of(request, settings))
    if found is None:
        return Response(status_code=204, headers=responses.NO_STORE)
    actor, told = found
    return _answer(told, actor)


@router.delete(
    "", status_code=204, dependencies=[Public, Depends(from_our_page)], responses=problems(errors.NotFromOurPage)
)
async def sign_out(request: Request, session: WriteSession, settings: SettingsDep) -> Response:
    """页面退出 · Ends the session of this page at once, on every process; without one, there is none afterwards."""
    secret = browser.secret_of(request, settings)
    if secret is not None:
        await page_sessions.end(session, secret)
    return Response(status_code=204, headers={"Set-Cookie": browser.cookie(request, settings, "", 0)})


@router.get("/demo-accounts", dependencies=[Public], response_model=DemoAccounts, responses=problems())
async def demo_accounts(session: ReadSession, settings: SettingsDep) -> Response:
    """演示账号 · The accounts of the demo that anybody may try here; outside a demo there are none."""
    rows = await page_sessions.demo_accounts(session) if settings.offers_demo_accounts else []
    offered = [told for told in map(_offered, rows) if told["screens"]]
    return responses.json({"items": offered}, headers=responses.NO_STORE)
