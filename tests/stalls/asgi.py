"""A request as a server hands it on, and no more: what is measured is the application alone."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI


async def call(app: FastAPI, method: str, address: str, body: Any, headers: dict[str, str]) -> tuple[int, bytes]:
    """The status and the body of the answer."""
    parts = urlsplit(address)
    content = (
        body if isinstance(body, bytes) else b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    )
    told = {"host": "test", "content-length": str(len(content)), "content-type": "application/json", **headers}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method.upper(), "scheme": "http",
        "path": parts.path, "raw_path": parts.path.encode(), "query_string": parts.query.encode(), "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
        "client": ("127.0.0.1", 1), "server": ("test", 80), "app": app, "state": {},
    }  # fmt: skip
    pieces = [content[at : at + 65_536] for at in range(0, len(content), 65_536)] or [b""]
    answer: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not pieces:
            await asyncio.Event().wait()  # the client stays until it has its answer
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: dict[str, Any]) -> None:
        answer.append(message)

    await app(scope, receive, send)
    status: int = answer[0]["status"]
    return status, b"".join(message.get("body", b"") for message in answer[1:])
