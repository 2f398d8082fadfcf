"""Photos by tus 1.0: in pieces, each acknowledged; after any failure the service says how far it has come."""

import asyncio
import base64
import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import httpx

from yikou_client.connection import Connection, Offline, Refused
from yikou_client.identifiers import new_id
from yikou_client.records import Photo, State
from yikou_client.store import Store

_TUS = {"Tus-Resumable": "1.0.0"}
_LEAST, _FIRST, _MOST = 16_384, 131_072, 1_048_576  # bytes a piece
_FAULT = "fault"  # the service failed, not the photo
_GONE = frozenset({404, 410})
_MOST_FAILURES = 8  # in a row, without a byte getting through


class Uploader:
    """Sends photos one after the other, oldest first."""

    def __init__(self, connection: Connection, store: Store, now: Callable[[], datetime]) -> None:
        """Pieces begin at 128 kB and follow the network; `now` is the clock of the phone, right or wrong."""
        self._connection, self._store, self._now = connection, store, now
        self._piece = _FIRST

    async def upload(self) -> int:
        """How many photos are with the service now that were not before.

        Raises:
            Offline, SignedOut.
        """
        done = 0
        refused = {one.case_id for one in self._store.operations(State.ATTENTION) if one.kind == "report"}
        for photo in self._store.photos(State.WAITING):
            if photo.case_id in refused:
                continue  # its report waits for the person
            try:
                url = await self._send(photo)
                told = await self._became(url)
            except Refused as refusal:
                code = str(refusal.problem.get("refusal") or refusal.problem.get("code") or refusal.status)
                self._store.note_photo(photo.id, url=photo.url, state=State.ATTENTION, problem=code)
            except OSError as error:
                self._store.note_photo(photo.id, url=photo.url, state=State.ATTENTION, problem=type(error).__name__)
            else:
                self._store.note_photo(photo.id, url=url, state=told)
                done += told is State.DONE
        return done

    async def _became(self, url: str) -> State:
        """What became of a whole upload: the phone keeps its own copy until the photo is in its case."""
        answer = await self._connection.request("GET", self._connection.at(url))
        if answer.status_code != 200:
            raise Refused(answer)
        if answer.json()["state"] == "refused" and answer.json()["refusal"] != _FAULT:
            raise Refused(answer)
        return State.DONE if answer.json()["state"] == "attached" else State.WAITING

    async def _send(self, photo: Photo) -> str:
        """Sends what is missing; the address of the whole upload."""
        content = await asyncio.to_thread(Path(photo.path).read_bytes)
        url, offset = await self._where(photo, len(content))
        failures = 0
        while offset < len(content):
            piece = content[offset : offset + self._piece]
            answer = await self._patch(url, offset, piece)
            if answer is not None and answer.status_code == 204:
                offset, failures = int(answer.headers["upload-offset"]), 0
                self._piece = min(self._piece * 2, _MOST)
                continue
            if answer is not None and answer.status_code not in (409, 460, *_GONE):
                raise Refused(answer)
            self._piece = max(self._piece // 2, _LEAST)
            before = offset
            url, offset = await self._where(photo, len(content), url)
            failures = 0 if offset > before else failures + 1
            if failures >= _MOST_FAILURES:
                raise Offline
        return url

    async def _where(self, photo: Photo, length: int, url: str | None = None) -> tuple[str, int]:
        """The address of the upload and how far it has come; one that is gone begins anew."""
        known = url or photo.url
        if known is not None:
            answer = await self._connection.request("HEAD", self._connection.at(known), headers=_TUS)
            if answer.status_code not in _GONE:
                return known, _offset(answer)
        answer = await self._declare(photo, length, photo.id)
        told = answer.json() if answer.status_code == 410 else {}
        if told.get("state") == "expired" or told.get("refusal") == _FAULT:
            # It lay too long, or the service could not look at it: the same bytes add nothing twice.
            answer = await self._declare(photo, length, new_id())
        if answer.status_code not in (200, 201):
            raise Refused(answer)
        made = answer.headers["location"]
        self._store.note_photo(photo.id, url=made, state=State.WAITING)
        return made, int(answer.headers.get("upload-offset", "0"))

    async def _declare(self, photo: Photo, length: int, upload_id: str) -> httpx.Response:
        headers = {**_TUS, "Upload-Length": str(length), "Upload-Metadata": _metadata(photo, upload_id, self._now())}
        return await self._connection.request("POST", "/uploads", headers=headers)

    async def _patch(self, url: str, offset: int, piece: bytes) -> httpx.Response | None:
        """The answer to one piece, None when there was none."""
        mark = base64.b64encode(hashlib.sha256(piece).digest()).decode()
        headers = {
            **_TUS,
            "Upload-Offset": str(offset),
            "Upload-Checksum": f"sha256 {mark}",
            "Content-Type": "application/offset+octet-stream",
        }
        try:
            return await self._connection.request(
                "PATCH", self._connection.at(url), headers=headers, content=piece, tries=1
            )
        except Offline:
            return None


def _offset(answer: httpx.Response) -> int:
    if answer.status_code not in (200, 204):
        raise Refused(answer)
    return int(answer.headers["upload-offset"])


def _metadata(photo: Photo, upload_id: str, sent_at: datetime) -> str:
    told: Mapping[str, str | None] = {
        "id": upload_id,
        "case_id": photo.case_id,
        "purpose": photo.purpose,
        "taken_at": photo.taken_at.isoformat(),
        "sent_at": sent_at.isoformat(),  # by the same clock: the service learns from it how far that is off
        "lat": None if photo.lat is None else str(photo.lat),
        "lon": None if photo.lon is None else str(photo.lon),
    }
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items() if value)
