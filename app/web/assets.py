"""What everybody gets the same: the files of our pages and the OpenAPI document, in memory, plain and compressed.

The files are ours in `static/` and its folders, and those of Swagger UI that the package `fastapi-offline` carries: no
page needs another host. Their addresses bear a hash of them all, so browsers keep them for good, and what one imports
by a relative address is of the same version.
"""

import asyncio
import gzip
import hashlib
from collections.abc import Callable
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

import orjson
from fastapi import Request
from fastapi.responses import Response

from app.errors import NotFound
from app.web import scripts
from app.web.tags import has

#: What the addresses of files begin with, and the address of the document.
FILES, DOCUMENT = "/static/", "/openapi.json"
_OF_THE_VIEWER = ("swagger-ui-bundle.js", "swagger-ui.css")
_FOR_GOOD, _ASK_FIRST = "public, max-age=31536000, immutable", "no-cache"
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
#: The sheet of all our pages, and what the sheet of a screen comes with: so a page asks for one.
SHEET = "common/base.css"
#: What we wrote is served without what we wrote for ourselves; what others wrote, as it is.
_SERVED: dict[str, Callable[[str], str]] = {".css": scripts.sheet_without_comments, ".js": scripts.without_comments}
_OF_OTHERS = "vendor/"
_SMALL = 500


class Asset:
    """Bytes that lie ready; what is made of them is made when it is first asked for."""

    def __init__(
        self, source: bytes, media_type: str, language: str | None = None, served: Callable[[str], str] | None = None
    ) -> None:
        """Takes the bytes, what they are, their language if there are others in another, and how they are served."""
        self.source, self.media_type, self.language, self._served = source, media_type, language, served

    @cached_property
    def content(self) -> bytes:
        """The bytes that are served."""
        return self.source if self._served is None else self._served(self.source.decode()).encode()

    @cached_property
    def tag(self) -> str:
        """What tells them from others."""
        return f'"{_digest(self.content, 12)}"'

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


def _digest(content: bytes, size: int) -> str:
    return hashlib.blake2b(content, digest_size=size).hexdigest()


def _read() -> dict[str, Asset]:
    carrier = find_spec("fastapi_offline")
    if carrier is None or carrier.origin is None:
        raise ImportError("fastapi-offline, which carries Swagger UI, is not installed")
    of_the_viewer, ours = Path(carrier.origin).parent / "static", Path(__file__).parent / "static"
    read = {name: Asset((of_the_viewer / name).read_bytes(), _TYPES[Path(name).suffix]) for name in _OF_THE_VIEWER}
    common = (ours / SHEET).read_bytes()
    for path in sorted(ours.rglob("*")):
        if path.suffix in _TYPES:
            name = path.relative_to(ours).as_posix()
            served = None if name.startswith(_OF_OTHERS) else _SERVED.get(path.suffix)
            above = common if name == f"{path.parent.name}/{path.parent.name}.css" else b""
            read[name] = Asset(above + path.read_bytes(), _TYPES[path.suffix], served=served)
    return read


_READ = _read()
_TREE = _digest("".join(f"{name} {_digest(it.source, 12)}\n" for name, it in sorted(_READ.items())).encode(), 8)


def has_file(name: str) -> bool:
    """Whether there is a file of this name."""
    return name in _READ


def address(name: str) -> str:
    """Where a file is, seen from the root of the service; a KeyError for one that there is not."""
    _READ[name]
    return f"{FILES[1:]}{_TREE}/{name}"


@cache
def modules_of(entry: str, *, later: bool = False) -> tuple[str, ...]:
    """A script and all that it imports before it begins, and they import; a KeyError for one that there is not.

    With `later` also what they import when they need it.
    """
    found = {entry: None}
    waiting = [entry]
    while waiting:
        name = waiting.pop(0)
        script = _READ[name].content.decode()
        imported = scripts.imports_of(name, script) + (scripts.later_imports_of(name, script) if later else [])
        waiting += [each for each in dict.fromkeys(imported) if each not in found]
        found |= dict.fromkeys(imported)
    return tuple(found)


@cache
def headed(name: str, files: tuple[str, ...]) -> Asset:
    """A script above which stands the list `FILES` of where these files are."""
    told = orjson.dumps([address(each) for each in files])
    return Asset(b"const FILES = %b;\n%b" % (told, _READ[name].content), _TYPES[".js"])


async def file(request: Request, tree: str, name: str) -> Response:
    """A file of a page, by its name below the folder of them all.

    A page of a version before or after this one, as there are while an upgrade goes on, gets the file too, but must not
    keep it under that name.

    Raises:
        NotFound: there is none of that name.
    """
    asset = _READ.get(name)
    if asset is None:
        raise NotFound()
    return await asset.answer(request, _FOR_GOOD if tree == _TREE else _ASK_FIRST)
