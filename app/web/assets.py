"""What everybody gets the same: the files of our pages and the OpenAPI document, in memory, plain and compressed.

The files are ours in `static/`, and those of Swagger UI that the package `fastapi-offline` carries: no page needs
another host. Their addresses bear a hash of them all, so browsers keep them for good.
"""

import asyncio
import gzip
import hashlib
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from fastapi import Request
from fastapi.responses import Response

from app.errors import NotFound
from app.web.tags import has

#: What the addresses of files begin with, and the address of the document.
FILES, DOCUMENT = "/static/", "/openapi.json"
_OF_THE_VIEWER = ("swagger-ui-bundle.js", "swagger-ui.css")
_FOR_GOOD, _ASK_FIRST = "public, max-age=31536000, immutable", "no-cache"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_SMALL = 500


class Asset:
    """Bytes that lie ready; the compressed ones are made when they are first asked for."""

    def __init__(self, content: bytes, media_type: str, language: str | None = None) -> None:
        """Takes the bytes, what they are, and their language if there are others in another."""
        self.content, self.media_type, self.language = content, media_type, language
        self.tag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'

    @cached_property
    def compressed(self) -> bytes:
        """The same for whoever takes gzip."""
        return gzip.compress(self.content, 9, mtime=0)

    async def answer(self, request: Request, cache_control: str = _ASK_FIRST) -> Response:
        """The asset, or `304` for who has it."""
        headers = {
            "Cache-Control": cache_control,
            "ETag": self.tag,
            "Vary": "Accept-Encoding" if self.language is None else "Accept-Encoding, Accept-Language",
            "X-Content-Type-Options": "nosniff",
        }
        if self.language is not None:
            headers["Content-Language"] = self.language
        if has(request.headers.get("if-none-match"), self.tag):
            return Response(status_code=304, headers=headers)
        content = self.content
        if len(content) > _SMALL and _takes_gzip(request.headers.get("accept-encoding", "")):
            content = await asyncio.to_thread(lambda: self.compressed)
            headers["Content-Encoding"] = "gzip"
        return Response(content, headers=headers, media_type=self.media_type)


def _takes_gzip(told: str) -> bool:
    """Whether an `Accept-Encoding` (RFC 9110 §12.5.3) takes gzip."""
    for said in told.lower().split(","):
        coding, _, weight = said.replace(" ", "").partition(";q=")
        if coding in ("gzip", "*"):
            return weight.strip("0.") != "" or not weight
    return False


def _read() -> dict[str, Asset]:
    carrier = find_spec("fastapi_offline")
    if carrier is None or carrier.origin is None:
        raise ImportError("fastapi-offline, which carries Swagger UI, is not installed")
    of_the_viewer = Path(carrier.origin).parent / "static"
    ours = Path(__file__).parent / "static"
    paths = [of_the_viewer / name for name in _OF_THE_VIEWER] + sorted(
        path for path in ours.iterdir() if path.is_file()
    )
    return {path.name: Asset(path.read_bytes(), _TYPES[path.suffix]) for path in paths}


_READ = _read()
_TREE = hashlib.blake2b(
    "".join(f"{name} {asset.tag}\n" for name, asset in sorted(_READ.items())).encode(), digest_size=8
).hexdigest()


def address(name: str) -> str:
    """Where a file is, seen from the root of the service; a KeyError for one that there is not."""
    _READ[name]
    return f"{FILES[1:]}{_TREE}/{name}"


async def file(request: Request, tree: str, name: str) -> Response:
    """A file of a page.

    A page of a version before or after this one, as there are while an upgrade goes on, gets the file too, but must not
    keep it under that name.

    Raises:
        NotFound: there is none of that name.
    """
    asset = _READ.get(name)
    if asset is None:
        raise NotFound()
    return await asset.answer(request, _FOR_GOOD if tree == _TREE else _ASK_FIRST)
