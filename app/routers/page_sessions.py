"""`/session`: signing in on a page, who is signed in there, and signing out."""

from fastapi import Depends, Request
from fastapi.responses import Response

from app import browser, errors
from app.authz import Actor
from app.bearing import BearerDep, PageLimitsDep, from_our_page
from app.deps import ChangerDep, DatabaseDep, PausesDep, Public, ReadSession, SettingsDep, WaitingDep, WriteSession
from app.schemas.identity import DemoAccounts, SessionInput, SessionView
from app.services.identity import page_sessions
from app.web import responses, routing, screens
from app.web.admission import before_the_body
from app.web.bodies import Size
from app.web.problems import problems

router = routing.router(prefix="/session", tags=["identity"])
_OUR_PAGE = before_the_body(from_our_page)


def _answer(told: dict[str, object], actor: Actor, **headers: str) -> Response:
    shown = screens.of_posts({held.post for held in actor.posts})
    named = [{"address": each.address, "name": each.en, "name_zh": each.zh} for each in shown]
    return responses.json(told | {"screens": named}, headers=responses.NO_STORE | headers)


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


@router.get("", response_model=SessionView, responses=problems(errors.NotAuthenticated, errors.NotFromOurPage))
async def read(session: ReadSession, actor: ChangerDep, bearer: BearerDep) -> Response:
    """当前会话 · My session: who I am, which screens are mine, and when it ends."""
    return _answer(await page_sessions.describe(session, actor, bearer), actor)


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
    offered = await page_sessions.demo_accounts(session) if settings.offers_demo_accounts else []
    return responses.json({"items": offered}, headers=responses.NO_STORE)
