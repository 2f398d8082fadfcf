"""Every refusal on the wire: RFC 9457 `application/problem+json` in the caller's language, rendered only here."""

import errno
from typing import Any

import asyncpg
import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from app import errors, language, refusals
from app.errors import AppError
from app.logs import Log
from app.web import pages
from app.web.bodies import REFUSED, Unread

MEDIA_TYPE = "application/problem+json"
FORM = "application/x-www-form-urlencoded"
log = Log()


class FieldError(BaseModel):
    pointer: str
    detail: str


class Problem(BaseModel):
    """RFC 9457; a 422 adds `errors`, a 409 or 412 of a case adds `allowed_actions` and `version`."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldError] | None = None
    allowed_actions: list[dict[str, Any]] | None = None
    version: int | None = None


Responses = dict[int | str, dict[str, Any]]


#: What every route can answer.
ALWAYS = (
    errors.BadRequest,
    errors.TooLarge,
    errors.TooComplex,
    errors.UnsupportedMedia,
    errors.Invalid,
    errors.InternalError,
    errors.Unavailable,
)


def problems(*kinds: type[AppError]) -> Responses:
    """The `responses=` of a route that can refuse in these ways, besides what every route can."""
    return {status: _declared(found) for status, found in _by_status(*kinds).items()}


def refusal_pages(*kinds: type[AppError]) -> Responses:
    """The same for a route that people see: what it refuses, it says on a page."""
    shown = {"text/html": {"schema": {"type": "string"}}}
    return {status: {"description": _texts(found), "content": shown} for status, found in _by_status(*kinds).items()}


def _by_status(*kinds: type[AppError]) -> dict[int, list[type[AppError]]]:
    found: dict[int, list[type[AppError]]] = {}
    every: tuple[type[AppError], ...] = (*kinds, *ALWAYS)
    for kind in dict.fromkeys(every):
        found.setdefault(kind.status_code, []).append(kind)
    return found


def _declared(kinds: list[type[AppError]]) -> dict[str, Any]:
    """One status with an example of each code it can carry."""
    examples = {kind.code: {"summary": kind.zh, "value": example_of(kind, "en")} for kind in kinds}
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}
    return {"description": _texts(kinds), "content": {MEDIA_TYPE: content}}


def _texts(kinds: list[type[AppError]]) -> str:
    return "\n\n".join(f"`{kind.code}` {kind.title('en')} {kind.zh}" for kind in kinds)


_EXAMPLES: dict[type[AppError], AppError] = {
    errors.Invalid: errors.invalid_field("/description", "必填", "Field required"),
    errors.StaleVersion: errors.StaleVersion(version=8, allowed_actions=[]),
}


def example_of(kind: type[AppError], language: str) -> dict[str, Any]:
    """A problem document of this kind, as the API document shows it."""
    return refusals.document(_EXAMPLES.get(kind, kind()), language)


def form_example(media_type: str, **fields: object) -> dict[str, Any]:
    """The `openapi_extra=` of a route that takes a form: one example of the whole."""
    return {"requestBody": {"content": {media_type: {"example": fields}}}}


#: What every route that wants a token can answer.
SIGNED_IN = (errors.NotAuthenticated, errors.NotPermitted, errors.PasswordChangeRequired, errors.NotFromOurPage)


def language_of(request: Request) -> str:
    """The language the caller reads: on a page the one they chose there."""
    return pages.chosen_language(request) or language.preferred(request.headers.get("accept-language", ""))


def render(error: AppError, request: Request) -> Response:
    """The problem document of an error; on an address that people open, a page."""
    read = language_of(request)
    if pages.is_page(request):
        return pages.refusal(request, error, read)
    headers = error.headers | {"Content-Language": read, "Cache-Control": "no-store"}
    return Response(orjson.dumps(refusals.document(error, read)), error.status_code, headers, MEDIA_TYPE)


_OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


def install(app: FastAPI) -> None:
    """Answers every refusal and every fault of this application with a problem document."""
    app.add_exception_handler(AppError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Unread, _unread)
    app.add_exception_handler(HTTPException, _of_the_framework)
    app.add_exception_handler(asyncpg.PostgresError, _of_the_database)
    app.add_exception_handler(asyncpg.InterfaceError, _database_away)
    app.add_exception_handler(asyncpg.InternalClientError, _database_away)
    app.add_exception_handler(OSError, _of_the_system)
    app.add_exception_handler(Exception, _fault)


async def _refused(request: Request, error: Exception) -> Response:
    return render(error if isinstance(error, AppError) else errors.BadRequest(), request)


async def _invalid(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    if any(entry["type"] == "json_invalid" for entry in found):
        return render(errors.BadRequest(zh="请求体不是合法的 JSON", en="The body is not valid JSON"), request)
    return render(refusals.invalid(found), request)


async def _unread(request: Request, error: Exception) -> Response:
    if isinstance(error.__cause__, AppError):  # it was refused in the middle
        REFUSED.labels(error.__cause__.code, _address(request)).inc()
        return render(error.__cause__, request)
    if getattr(error.__cause__, "errno", None) in _OF_THE_DISK:  # where a form is spooled
        return await _of_the_system(request, error.__cause__ or error)
    return render(errors.BadRequest(), request)


async def _of_the_framework(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    kinds: dict[int, type[AppError]] = {
        404: errors.NotFound,
        405: errors.MethodNotAllowed,
        413: errors.TooLarge,
        415: errors.UnsupportedMedia,
    }
    kind = kinds.get(status, errors.BadRequest)
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    return render(kind(headers=headers), request)


async def _of_the_database(request: Request, error: Exception) -> Response:
    meaning = refusals.meaning_of(error) if isinstance(error, asyncpg.PostgresError) else None
    if meaning is not None:
        return render(meaning, request)
    if isinstance(error, refusals.EXHAUSTED):
        return _exhausted(request, error)
    if isinstance(error, refusals.AWAY):
        return await _database_away(request, error)
    return await _fault(request, error)


def _address(request: Request) -> str:
    """The address as the route has it: what stands in its place may be a link that works."""
    route = request.scope.get("route")
    return getattr(route, "path", "unknown")


async def _of_the_system(request: Request, error: BaseException) -> Response:
    """A disk that takes nothing more; else a database that cannot be reached."""
    if getattr(error, "errno", None) not in _OF_THE_DISK:
        return await _database_away(request, error)
    log.error("disk_fault", error=str(error), path=_address(request))
    return render(errors.Unavailable(headers={"Retry-After": "30"}), request)


def _exhausted(request: Request, error: Exception) -> Response:
    """Said as what it is, so that nobody looks for a network: a full disk, no memory, no connection left."""
    sqlstate = getattr(error, "sqlstate", None)
    log.error("database_exhausted", error=type(error).__name__, sqlstate=sqlstate, path=_address(request))
    return render(errors.Exhausted(headers={"Retry-After": "30"}), request)


async def _database_away(request: Request, error: BaseException) -> Response:
    log.warning("database_unavailable", error=type(error).__name__, path=_address(request))
    return render(errors.Unavailable(headers={"Retry-After": "2"}), request)


async def _fault(request: Request, error: Exception) -> Response:
    log.error("fault", error=type(error).__name__, path=_address(request), exc_info=error)
    return render(errors.InternalError(), request)
