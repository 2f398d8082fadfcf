"""The darkroom: pictures are looked at and copied in processes of their own, few at a time, never on the event loop."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from app.concurrency import apart
from app.errors import AppError, Unavailable, UnsupportedMedia, invalid_field
from app.files import FilesUnavailable
from app.logs import Log

AT_ONCE = 2  # processes of pictures beside one of the service
PATIENCE = 90.0  # seconds; the process itself stops after 60 of computing

_MODULE = "app.services.photos.picture"

log = Log()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was looked at: its size in pixels, and what its device says of itself (WGS-84 degrees)."""

    media_type: str
    width: int
    height: int
    device_taken_at: datetime | None
    device_lat: float | None
    device_lon: float | None


def _unsupported() -> AppError:
    return UnsupportedMedia(zh="只接受 JPEG、PNG 或 HEIC 照片", en="Only JPEG, PNG and HEIC photos are taken")


def _damaged() -> AppError:
    return UnsupportedMedia(zh="照片不完整或已损坏", en="The photo is cut off or damaged")


def _too_many_pixels() -> AppError:
    return invalid_field("/photo", "照片超过 4000 万像素", "the photo has more than 40 megapixels")


def _too_much() -> AppError:
    return invalid_field("/photo", "处理该照片需要过多资源", "the photo needs too much to be read")


def _no_room() -> AppError:
    return FilesUnavailable(headers={"Retry-After": "30"})


_REFUSALS = {
    "unsupported": _unsupported,
    "damaged": _damaged,
    "too-many-pixels": _too_many_pixels,
    "too-much-memory": _too_much,
    "no-room": _no_room,
}


class Darkroom:
    """Where that happens for one process of the service."""

    def __init__(self) -> None:
        """Keeps `AT_ONCE` pictures from becoming more."""
        self._places = asyncio.Semaphore(AT_ONCE)

    async def examine(self, path: Path) -> Picture:
        """What a file is, read to its end.

        Raises:
            UnsupportedMedia: no JPEG, PNG or HEIC, or not a whole one. Invalid: too large to be read.
            Unavailable: it took too long, or the process could not work; it may be tried again.
            FilesUnavailable: there is no room on the disk.
        """
        told = await self._run("examine", path)
        taken_at = told["device_taken_at"]
        return Picture(
            told["media_type"],
            told["width"],
            told["height"],
            datetime.fromisoformat(taken_at) if taken_at else None,
            told["device_lat"],
            told["device_lon"],
        )

    async def copy(self, path: Path, into: Path) -> None:
        """Writes the copies of a photo, named as in `picture.SIZES`, into a directory. Raises as `examine`."""
        await self._run("copy", path, into)

    async def _run(self, task: str, *arguments: Path) -> dict[str, Any]:
        async with self._places:
            try:
                ended = await apart.run(_MODULE, task, *map(str, arguments), patience=PATIENCE)
            except TimeoutError:
                raise Unavailable(headers={"Retry-After": "30"}) from None
        if ended.status != 0:
            words = ended.words[-500:].decode("utf-8", "replace")
            log.warning("picture_process_ended", task=task, status=ended.status, words=words)
            raise _too_much() if ended.took_too_much else Unavailable(headers={"Retry-After": "30"})
        told: dict[str, Any] = orjson.loads(ended.out)
        if "refused" in told:
            raise _REFUSALS[told["refused"]]()
        return told
