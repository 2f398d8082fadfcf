"""`python -m bench.cuts`: uploads cut at a thousand random offsets; at most one piece of 128 kB is sent again each.

Every cut closes the connection in the middle of a PATCH. In the end each photo must be there byte for byte.
"""

import asyncio
import base64
import contextlib
import hashlib
import random
from pathlib import Path

import asyncpg
import httpx
from yikou_client.identifiers import new_id

from bench import service
from bench.service import owner_url
from bench.trial import Service, picture, trial

CUTS, PHOTOS, PIECE = 1_000, 50, 131_072
_TUS = {"Tus-Resumable": "1.0.0"}


async def _cut(run: Service, token: str, url: str, offset: int, content: bytes, after: int) -> None:
    """Sends a PATCH of all the rest and closes the connection after some bytes of it."""
    headers = _TUS | {
        "Host": "bench",
        "Authorization": f"Bearer {token}",
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(len(content) - offset),
    }
    reader, writer = await asyncio.open_connection("127.0.0.1", run.port)
    head = f"PATCH {url} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    writer.write(head.encode() + content[offset : offset + after])
    with contextlib.suppress(OSError):
        await writer.drain()
    writer.close()
    with contextlib.suppress(OSError):
        await reader.read()


async def _one(run: Service, client: httpx.AsyncClient, password: str, number: int) -> tuple[list[int], str]:
    """The bytes that each cut cost, and the SHA-256 of the photo."""
    token = await asyncio.to_thread(service.token, f"http://127.0.0.1:{run.port}", "worker0", password)
    client.headers["Authorization"] = f"Bearer {token}"
    body = {"description": f"第 {number} 张", "location": {"lat": 22.05, "lon": 114.05}}
    case_id = (await client.post("/cases", json=body)).json()["id"]
    chance = random.Random(number)
    content = picture(chance, 1_200)
    metadata = {"id": new_id(), "case_id": case_id, "purpose": "scene"}
    told = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in metadata.items())
    made = await client.post("/uploads", headers=_TUS | {"Upload-Length": str(len(content)), "Upload-Metadata": told})
    url, offset, again = made.headers["location"], 0, []
    for cut in range(CUTS // PHOTOS):
        furthest = (len(content) - offset) * (cut + 1) // (CUTS // PHOTOS + 1)
        after = chance.randrange(max(furthest, 1))
        await _cut(run, token, url, offset, content, after)
        reached = await _offset(client, url, offset + after)
        again.append(offset + after - reached)
        offset = reached
    while offset < len(content):
        headers = _TUS | {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        answer = await client.patch(str(client.base_url.join(url)), headers=headers, content=content[offset:])
        offset = int(answer.raise_for_status().headers["upload-offset"])
    return again, hashlib.sha256(content).hexdigest()


async def _offset(client: httpx.AsyncClient, url: str, sent: int) -> int:
    """How far the upload is once the service has noticed the cut."""
    reached = -1
    for _ in range(20):
        answer = await client.head(str(client.base_url.join(url)), headers=_TUS)
        now = int(answer.raise_for_status().headers["upload-offset"])
        if now == reached or now >= sent:
            return now
        reached = now
        await asyncio.sleep(0.05)
    return reached


async def _cuts(data_dir: Path, password: str) -> list[str]:
    async with Service(data_dir) as run:
        url = f"http://127.0.0.1:{run.port}/api/v1"
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            done = [await _one(run, client, password, number) for number in range(PHOTOS)]
        owner = await asyncpg.connect(owner_url(data_dir))
        kept = {row["sha256"] for row in await owner.fetch("SELECT sha256 FROM attachments")}
        await owner.close()
    again = sorted(cost for costs, _ in done for cost in costs)
    print(
        f"  {len(again):,} cuts of {PHOTOS} photos; sent again: half at most {again[len(again) // 2]:,} bytes, "
        f"the worst {again[-1]:,}"
    )
    broken = [f"photo {mark} is not there" for _, mark in done if mark not in kept]
    return broken + ([f"{again[-1]:,} bytes sent again"] if again[-1] > PIECE else [])


if __name__ == "__main__":
    trial(_cuts)
