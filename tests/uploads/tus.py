"""The tus protocol as the tests speak it, request by request."""

import base64
import hashlib
from typing import Any
from uuid import uuid4

from httpx import AsyncClient, Response

from app import clock
from tests.organisation import IN_GRID

BYTES = "application/offset+octet-stream"
TUS = {"Tus-Resumable": "1.0.0"}


def metadata(**told: Any) -> str:
    return ",".join(f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in told.items())


def checksum(content: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def after_photo(case_id: str, **more: Any) -> str:
    """The metadata of a photo taken now, at the case."""
    told = {"case_id": case_id, "purpose": "after", "lat": IN_GRID["lat"], "lon": IN_GRID["lon"]}
    return metadata(**(told | {"taken_at": clock.now().isoformat(), "filename": "现场.jpg"} | more))


class Tus:
    def __init__(self, client: AsyncClient) -> None:
        self.client = client

    async def create(self, size: int, told: str | None = None, **headers: str) -> Response:
        sent = TUS | {"Upload-Length": str(size)} | {name.replace("_", "-"): value for name, value in headers.items()}
        if told is not None:
            sent["Upload-Metadata"] = told
        return await self.client.post("/uploads", headers=sent)

    async def created(self, size: int, told: str | None = None, **headers: str) -> str:
        """The path of a new upload, by default for a case that is not there yet."""
        answer = await self.create(size, told or after_photo(str(uuid4())), **headers)
        assert answer.status_code == 201, answer.text
        return answer.headers["location"].removeprefix("/api/v1")

    async def patch(self, path: str, offset: int, content: bytes, **headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = TUS | {"Upload-Offset": str(offset), "Content-Type": BYTES} | named
        return await self.client.patch(path, content=content, headers=sent)

    async def head(self, path: str) -> Response:
        return await self.client.head(path, headers=TUS)

    async def offset(self, path: str) -> int:
        answer = await self.head(path)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["upload-offset"])

    async def delete(self, path: str) -> Response:
        return await self.client.delete(path, headers=TUS)

    async def status(self, path: str) -> dict[str, Any]:
        view: dict[str, Any] = (await self.client.get(path)).json()
        return view

    async def send(self, content: bytes, told: str, **headers: str) -> str:
        """A whole photo in one go; gives its path."""
        path = await self.created(len(content), told, **headers)
        answer = await self.patch(path, 0, content)
        assert answer.status_code == 204, answer.text
        return path
