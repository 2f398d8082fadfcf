"""QR codes: where that of an area leads, drawn as SVG for printing or as PNG for whatever wants pixels."""

import asyncio
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.config import Settings
from app.web.problems import Responses

_QUIET = 4  # modules around it, as ISO/IEC 18004 asks
_PIXELS = 16  # a module of a PNG


class Drawing(StrEnum):
    """How a code is drawn."""

    SVG = "svg"
    PNG = "png"


Format = Annotated[Drawing, Query(alias="format")]
DRAWN: Responses = {200: {"content": {"image/svg+xml": {}, "image/png": {}}}}
_TYPES = {Drawing.SVG: "image/svg+xml", Drawing.PNG: "image/png"}


def address(settings: Settings, area_code: str) -> str:
    """Where the code of an area leads."""
    return f"{settings.base_url}/report?at={area_code}"


async def drawn(text: str, kind: Drawing) -> Response:
    """The code of a text as a file; to draw one takes a while, in which others are served."""
    return Response(await asyncio.to_thread(_drawn, text, kind), media_type=_TYPES[kind])


async def within_a_page(text: str) -> str:
    """The same as a part of a page."""
    return (await asyncio.to_thread(_drawn, text, Drawing.SVG)).decode()


@lru_cache(maxsize=256)
def _drawn(text: str, kind: Drawing) -> bytes:
    import segno  # seldom needed

    code, file = segno.make(text, error="q", micro=False), BytesIO()
    if kind is Drawing.PNG:
        code.save(file, kind="png", scale=_PIXELS, border=_QUIET)
    else:
        code.save(file, kind="svg", border=_QUIET, omitsize=True, xmldecl=False, nl=False)
    return file.getvalue()
