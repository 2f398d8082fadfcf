"""Photos are kept once, under their SHA-256: spooled, looked at, announced in the database, stored; in this order."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from app import clock
from app.config import Settings
from app.db.session import Database
from app.errors import TooLarge
from app.files import Files, faults
from app.queries import photos as queries
from app.services.photos.darkroom import Darkroom
from app.services.photos.picture import SIZES


def original(sha256: str) -> str:
    """The name of the bytes with this digest."""
    return f"{sha256[:2]}/{sha256}"


def copy_of(sha256: str, size: str) -> str:
    """The name of a copy that may leave, `size` being one of `SIZES`."""
    return f"copies/{size}/{sha256[:2]}/{sha256}"


class PhotoStore:
    """The files and the darkroom of one process."""

    def __init__(self, files: Files, max_bytes: int) -> None:
        """Takes where the bytes lie and the largest photo."""
        self.files, self.max_bytes = files, max_bytes
        self._darkroom = Darkroom()

    @classmethod
    def of(cls, settings: Settings) -> "PhotoStore":
        """The store of the settings."""
        return cls(Files(settings.resolved_files_url), settings.max_photo_bytes)

    async def keep(self, database: Database, content: AsyncIterator[bytes]) -> str:
        """Looks at the bytes and keeps them; gives their SHA-256. Memory stays constant.

        Raises:
            TooLarge, UnsupportedMedia, Invalid: no usable photo. Unavailable: it took too long, try again.
        """
        with NamedTemporaryFile(prefix="yikou-photo-") as file:
            digest = hashlib.sha256()
            size = 0
            async for piece in content:
                size += len(piece)
                if size > self.max_bytes:
                    raise too_large(self.max_bytes)
                digest.update(piece)
                with faults("spool"):
                    await asyncio.to_thread(file.write, piece)
            with faults("spool"):
                file.flush()
            await self._keep(database, Path(file.name), digest.hexdigest(), size)
        return digest.hexdigest()

    async def _keep(self, database: Database, path: Path, sha256: str, size: int) -> None:
        picture = await self._darkroom.examine(path)
        now = clock.now()
        async with database.writing() as session:
            there = await session.value(
                queries.ANNOUNCE,
                sha256=sha256,
                media_type=picture.media_type,
                size_bytes=size,
                width=picture.width,
                height=picture.height,
                device_taken_at=picture.device_taken_at,
                device_lat=picture.device_lat,
                device_lon=picture.device_lon,
                try_at=now,
                touched_at=now,
            )
        if there is None or not await self.files.exists(original(sha256)):
            await self.files.put(original(sha256), path)
            async with database.writing() as session:
                await session.run(queries.STORED, of_sha256=sha256, at=clock.now())

    async def make_copies(self, sha256: str) -> None:
        """Writes the copies that may leave: smaller, upright, without anything the device said.

        Raises:
            NoSuchFile: the original is gone. UnsupportedMedia, Unavailable: see the darkroom.
        """
        with TemporaryDirectory(prefix="yikou-copies-") as name:
            directory = Path(name)
            source = directory / "original"
            stretch = await self.files.stream(original(sha256))
            with source.open("wb") as file:
                async for piece in stretch.content:
                    with faults("spool"):
                        await asyncio.to_thread(file.write, piece)
            await self._darkroom.copy(source, directory)
            for size in SIZES:
                await self.files.put(copy_of(sha256, size), directory / size)

    async def forget(self, sha256: str) -> None:
        """Takes away a photo and its copies."""
        await self.files.delete(original(sha256), *(copy_of(sha256, size) for size in SIZES))


def too_large(limit: int) -> TooLarge:
    """The refusal of a photo that is too large, in bytes."""
    return TooLarge(
        zh=f"照片超过 {limit / 1e6:g} MB", en=f"The photo is larger than {limit / 1e6:g} MB", limit_bytes=limit
    )
