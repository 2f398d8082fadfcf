"""Files on the wire: one that is stored, with `304` for who has it and `206` for who wants a part; one that comes."""

import re
from collections.abc import AsyncIterator, Sequence

from fastapi import Request, UploadFile
from fastapi.responses import Response, StreamingResponse

from app.errors import RangeNotSatisfiable
from app.files import Files
from app.services.photos.links import Kept
from app.web.tags import has

_PIECE = 256 * 1024
_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})$")


async def uploaded(file: UploadFile) -> AsyncIterator[bytes]:
    """What came in a form, piece by piece."""
    while piece := await file.read(_PIECE):
        yield piece


async def whole(files: Sequence[UploadFile]) -> list[tuple[str, bytes]]:
    """Files that came in a form and are small enough to be held, each with its name."""
    return [(file.filename or "", await file.read()) for file in files]


async def stored(request: Request, files: Files, kept: Kept) -> Response:
    """The file, or the part of it that `Range` asks for; several parts at once are answered with the whole.

    Raises:
        NoSuchFile: it is not there. RangeNotSatisfiable: it has no such part.
    """
    tag = f'"{kept.tag}"'
    headers = {
        "ETag": tag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, max-age=300",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    if has(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    size = await files.size(kept.name)
    part = _part(request, tag, size)
    start, end = part or (0, size)
    stretch = await files.stream(kept.name, start, end)
    headers["Content-Length"] = str(end - start)
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return StreamingResponse(stretch.content, 206 if part else 200, headers, kept.media_type)


def _part(request: Request, tag: str, size: int) -> tuple[int, int] | None:
    """The one range that is asked for, as `(start, end)`; None: the whole."""
    unchanged = request.headers.get("if-range", tag)
    found = _ONE_RANGE.match(request.headers.get("range", ""))
    if found is None or unchanged != tag or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= end:
        if first and last and int(last) < int(first):
            return None  # no range at all (RFC 9110 §14.1.1)
        raise RangeNotSatisfiable(headers={"Content-Range": f"bytes */{size}"})
    return start, end
