"""`/auth` and `/me`: signing in, staying signed in, signing out, and who I am."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from fastapi.security import OAuth2PasswordRequestForm

from app import errors
from app.authz import Actor
from app.config import Settings
from app.deps import DatabaseDep, Public, SettingsDep, SignerDep, WriteSession, reader
from app.schemas.identity import Me, RefreshInput, TokenPair
from app.services.people import identity
from app.services.people.identity import Lifetimes, Tokens
from app.web import responses
from app.web.admission import Route
from app.web.bodies import Size
from app.web.idempotency import Key
from app.web.problems import FORM, form_example, problems, render

router = APIRouter(tags=["identity"], route_class=Route)
_REFUSALS = problems(errors.NotAuthenticated)


def _lifetimes(settings: Settings) -> Lifetimes:
    return Lifetimes(timedelta(minutes=settings.access_token_minutes), timedelta(days=settings.refresh_token_days))


def _answer(tokens: Tokens) -> Response:
    view = {
        "access_token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
        "token_type": "bearer",
        "expires_in": tokens.expires_in,
    }
    return responses.json(view, headers=responses.NO_STORE)


@router.post(
    "/auth/token",
    max_body_size=Size.FORM,
    dependencies=[Public],
    response_model=TokenPair,
    responses=problems(errors.NotAuthenticated, errors.TooManyRequests),
    openapi_extra=form_example(FORM, username="worker", password="PASSWORD"),  # noqa: S106  (an example)
)
async def token(
    form: Annotated[OAuth2PasswordRequestForm, Depends()],
    database: DatabaseDep,
    settings: SettingsDep,
    signer: SignerDep,
) -> Response:
    """登录 · The OAuth2 password form for a pair of tokens."""
    lifetimes = _lifetimes(settings)
    return _answer(await identity.sign_in(database, signer, form.username[:64], form.password[:200], lifetimes))


@router.post(
    "/auth/refresh", max_body_size=Size.FORM, dependencies=[Public], response_model=TokenPair, responses=_REFUSALS
)
async def refresh(
    request: Request,
    body: RefreshInput,
    session: WriteSession,
    settings: SettingsDep,
    signer: SignerDep,
    key: Key = None,
) -> Response:
    """A refresh token for a new pair; using one twice ends every session that came of the same signing in.

    An attempt with an `Idempotency-Key` may be sent again until its answer arrives.
    """
    tokens = await identity.rotate(session, signer, body.refresh_token, key, _lifetimes(settings))
    if tokens is None:
        return render(errors.NotAuthenticated(), request)  # not raised: the revocation must commit
    return _answer(tokens)


@router.post("/auth/logout", max_body_size=Size.FORM, dependencies=[Public], status_code=204, responses=problems())
async def logout(body: RefreshInput, session: WriteSession) -> None:
    """退出 · Ends the session of this refresh token."""
    await identity.sign_out(session, body.refresh_token)


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
