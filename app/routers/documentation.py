"""The API for people at `/docs`, for programs at `/openapi.json`; the files of pages."""

from typing import Annotated, Literal

from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response

from app.deps import Public
from app.web import assets, document, pages, routing
from app.web.problems import language_of

router = routing.router(under="", dependencies=[Public], include_in_schema=False)
_READ = ["GET", "HEAD"]
Language = Annotated[Literal["zh", "en"] | None, Query(alias="lang")]
Part = Annotated[str | None, Query(pattern=f"^({'|'.join(document.PARTS)})$")]


@router.api_route("/docs", methods=_READ)
async def docs(request: Request, language: Language = None) -> Response:
    """The API to read and to try out."""
    return pages.documentation(request, language or language_of(request))


@router.api_route("/redoc", methods=_READ)
async def redoc() -> Response:
    """Where FastAPI's other viewer would be: the same page."""
    return RedirectResponse("docs")


@router.api_route(assets.DOCUMENT, methods=_READ)
async def openapi(request: Request, language: Language = None, part: Part = None) -> Response:
    """The OpenAPI document; with `part` its outline, or what one tag has."""
    return await (await document.asset(request.app, language or language_of(request), part)).answer(request)


@router.api_route(f"{assets.FILES}{{tree}}/{{name}}", methods=_READ)
@router.api_route(f"{assets.FILES}{{tree}}/{{room}}/{{name}}", methods=_READ)
@router.api_route(f"{assets.FILES}{{tree}}/{{room}}/{{folder}}/{{name}}", methods=_READ)
async def file(request: Request) -> Response:
    """A file of a page."""
    tree, *name = request.path_params.values()
    return await assets.file(request, tree, "/".join(name))
