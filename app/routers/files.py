"""`/files/{link}`: one file behind a link that the service signed and that lasts five minutes."""

from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import Response

from app import clock, errors
from app.deps import FileLinksDep, PhotosDep, Public, ReadSession
from app.services.photos import links
from app.web import routing, streaming
from app.web.problems import problems

router = routing.router("/files", tags=["photos"], dependencies=[Public])


@router.get(
    "/{link}",
    response_class=Response,
    responses=problems(errors.NotFound, errors.Gone, errors.RangeNotSatisfiable)
    | {
        200: {"content": {"image/jpeg": {}, "image/png": {}, "image/heic": {}}},
        206: {"description": "A part", "content": {"image/jpeg": {}}},
        304: {"description": "You have it"},
    },
)
async def behind(
    request: Request,
    link: Annotated[str, Path(max_length=1000)],
    session: ReadSession,
    signed: FileLinksDep,
    store: PhotosDep,
) -> Response:
    """The file; the link is its own permission, while the one it was made for sees the case."""
    kept = await links.behind(session, link, signed, clock.now())
    return await streaming.stored(request, store.files, kept)
