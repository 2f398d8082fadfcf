"""Where bytes lie: one object store, on disk by default, S3 by setting; written whole and durably, or not at all."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, from_url

from app.errors import AppError, Unavailable
from app.logs import Log

log = Log()
_CHUNK = 256 * 1024


class BadFilesUrl(AppError):
    """The address of the files cannot be used."""

    code, zh = "bad-setting", "文件存储地址无效"


class NoSuchFile(AppError):
    """There is no such file."""

    status_code, code, zh = 404, "not-found", "文件不存在"


class FilesUnavailable(Unavailable):
    """Files cannot be written or read at the moment; try again shortly."""

    zh = "文件存储暂不可用，请稍后重试"


@contextmanager
def faults(doing: str) -> Iterator[None]:
    """Whatever a disk or a store of objects fails by, said and logged as that.

    Raises:
        FilesUnavailable: it failed.
    """
    try:
        yield
    except (BaseError, OSError) as error:
        words = str(error).split("\n", 1)[0][:300]
        log.error("files_unavailable", doing=doing, error=type(error).__name__, words=words)
        raise FilesUnavailable(headers={"Retry-After": "30"}) from error


class Stretch(NamedTuple):
    """Some bytes of a file: from `start` up to, not including, `end` of `size`."""

    start: int
    end: int
    size: int
    content: AsyncIterator[bytes]


class Files:
    """Files by name: `uploads/…` of unfinished uploads, two hex digits of a SHA-256 for photos, and their copies."""

    def __init__(self, url: str) -> None:
        """Takes `file:///…`, `memory:///` or whatever else obstore reads; credentials come from its environment.

        Raises:
            BadFilesUrl: it is none of these.
        """
        parts = urlsplit(url)
        self._root = Path(unquote(parts.path)) if parts.scheme == "file" else None
        try:
            self._store: ObjectStore = self._open(url)
        except (BaseError, ValueError, OSError) as error:
            raise BadFilesUrl(zh=f"文件存储地址无效：{error}", en=f"The files cannot be kept there: {error}") from None

    def _open(self, url: str) -> ObjectStore:
        if self._root is not None:
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            return LocalStore(self._root)
        return MemoryStore() if url.startswith("memory:") else from_url(url)

    async def put(self, name: str, content: bytes | Path) -> None:
        """Keeps bytes, or those of a local file, under a name; what lay there before is replaced."""
        with faults("put"):
            await obstore.put_async(self._store, name, content)
            if self._root is not None:
                await asyncio.to_thread(_make_durable, self._root / name)

    async def exists(self, name: str) -> bool:
        """Whether there is a file of this name."""
        with faults("head"):
            try:
                await obstore.head_async(self._store, name)
            except FileNotFoundError:
                return False
        return True

    async def size(self, name: str) -> int:
        """How many bytes a file has.

        Raises:
            NoSuchFile: it is not there.
        """
        with faults("head"):
            try:
                return int((await obstore.head_async(self._store, name))["size"])
            except FileNotFoundError:
                raise NoSuchFile() from None

    async def stream(self, name: str, start: int = 0, end: int | None = None) -> Stretch:
        """The bytes from `start` up to `end`, in pieces; the name is looked up before the first.

        Raises:
            NoSuchFile: it is not there.
        """
        with faults("get"):
            try:
                found = await obstore.get_async(
                    self._store, name, options={"range": (start, end)} if end is not None else None
                )
            except FileNotFoundError:
                raise NoSuchFile() from None
        first, last = found.range
        return Stretch(first, last, int(found.meta["size"]), _pieces(found))

    async def delete(self, *names: str) -> None:
        """Takes files away; one that is not there is no error."""
        for name in names:
            with faults("delete"), suppress(FileNotFoundError):
                await obstore.delete_async(self._store, name)

    async def below(self, prefix: str) -> list[tuple[str, datetime]]:
        """Every file under a prefix that ends in "/", with the moment it was written."""
        found: list[tuple[str, datetime]] = []
        with faults("list"):
            async for page in obstore.list(self._store, prefix):
                found += [(entry["path"], entry["last_modified"]) for entry in page]
        return found


async def _pieces(found: "obstore.GetResult") -> AsyncIterator[bytes]:
    with faults("read"):
        async for piece in found.stream(min_chunk_size=_CHUNK):
            yield bytes(piece)


def _make_durable(path: Path) -> None:
    """On a local disk: a power cut after this loses neither the bytes nor the name."""
    for target, flags in ((path, os.O_RDONLY), (path.parent, os.O_RDONLY | os.O_DIRECTORY)):
        descriptor = os.open(target, flags)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
