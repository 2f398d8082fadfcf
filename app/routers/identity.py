"""`/auth` and `/me`: signing in, staying signed in, signing out, and who I am."""

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from fastapi.security import OAuth2PasswordRequestForm

from app import errors
from app.authz import Actor
from app.bearing import BearerDep
from app.deps import ChangerDep, DatabaseDep, IssuerDep, OriginDep, PausesDep, Public, WaitingDep, WriteSession, reader
from app.schemas.identity import Me, PasswordChange, RefreshInput, TokenPair
from app.services.identity import own_password, sessions, signing_in
from app.services.identity.sessions import Tokens
from app.web import responses, routing
from app.web.bodies import Size
from app.web.idempotency import Key
from app.web.problems import FORM, form_example, problems, render

router = routing.router(tags=["identity"])
_REFUSALS = problems(errors.NotAuthenticated, errors.PasswordChangeRequired)


def _answer(tokens: Tokens) -> Response:
    view = {
        "access_token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
        "token_type": "bearer",
        "expires_in": tokens.expires_in,
        "password_change_required": tokens.password_change_required,
    }
    return responses.json(view, headers=responses.NO_STORE)


@router.post(
    "/auth/token",
    max_body_size=Size.FORM,
    dependencies=[Public],
    response_model=TokenPair,
    responses=problems(errors.NotAuthenticated, errors.PasswordExpired, errors.TooManyRequests),
    openapi_extra=form_example(FORM, username="worker", password="PASSWORD"),  # noqa: S106  (an example)
)
async def token(
    form: Annotated[OAuth2PasswordRequestForm, Depends()],
    database: DatabaseDep,
    issuer: IssuerDep,
    origin: WaitingDep,
    pauses: PausesDep,
) -> Response:
    """登录 · The OAuth2 password form for a pair of tokens.

    After ten wrong passwords for one name from one network within five minutes: 429 there, and nowhere else, until
    they are over.
    """
    return _answer(await signing_in.sign_in(database, issuer, form.username[:64], form.password[:200], origin, pauses))


@router.post(
    "/auth/refresh", max_body_size=Size.FORM, dependencies=[Public], response_model=TokenPair, responses=_REFUSALS
)
async def refresh(
    request: Request,
    body: RefreshInput,
    session: WriteSession,
    issuer: IssuerDep,
    origin: OriginDep,
    key: Key = None,
) -> Response:
    """A refresh token for a new pair; using one twice ends the session that it came of, its access tokens too.

    An attempt with an `Idempotency-Key` may be sent again until what it gave has been used.
    """
    tokens = await sessions.rotate(session, issuer, body.refresh_token, key, origin)
    if tokens is None:
        return render(errors.NotAuthenticated(), request)  # not raised: the end of the session must commit
    return _answer(tokens)


@router.post("/auth/logout", max_body_size=Size.FORM, dependencies=[Public], status_code=204, responses=problems())
async def logout(body: RefreshInput, session: WriteSession) -> Response:
    """退出 · Ends the session of this refresh token and its access tokens, at once."""
    await sessions.sign_out(session, body.refresh_token)
    return Response(status_code=204)


@router.post(
    "/auth/password",
    max_body_size=Size.JSON,
    status_code=204,
    responses=problems(errors.NotAuthenticated, errors.Busy, errors.TooManyRequests),
)
async def change_password(
    body: PasswordChange,
    database: DatabaseDep,
    actor: ChangerDep,
    bearer: BearerDep,
    origin: WaitingDep,
    pauses: PausesDep,
) -> Response:
    """修改密码 · Changes my own password and ends my other sessions; also of who came in by a one-time password.

    Sent again when the answer was lost, it is done already: 204. A wrong old password counts as a failed sign-in.
    """
    await own_password.change(database, actor, bearer, body, origin, pauses)
    return Response(status_code=204)


def _me(actor: Actor) -> dict[str, Any]:
    posts = [
        {"post": held.post, "area_path": held.area_path, "department_codes": sorted(held.department_codes)}
        for held in actor.posts
    ]
    return {
        "id": actor.user_id,
        "name": actor.name,
        "posts": posts,
        "permissions": sorted(actor.permissions),
        "area_scopes": actor.area_scopes,
        "department_codes": sorted(actor.department_codes),
    }


@router.get("/me", response_model=Me, responses=_REFUSALS)
async def me(actor: Annotated[Actor, reader(None)]) -> Response:
    """Who I am: my posts in force, what they allow and which cases they show."""
    return responses.json(_me(actor))
