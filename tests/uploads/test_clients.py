"""Over real connections: cut anywhere, many at once, and with the two clients that apps are made with."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from tusclient.client import TusClient

from app.db.session import PooledDatabase
from app.services.uploads.pieces import PIECE
from tests.cases import Cases
from tests.committing import app, pool
from tests.ids import uuid7
from tests.needs import NODE
from tests.uploads.live import Listening, listening, send_and_cut, working
from tests.uploads.pictures import jpeg, noise
from tests.uploads.tus import Tus, after_photo
from tests.waiting import eventually

pytestmark = pytest.mark.any_server

__all__ = ["app", "pool"]  # fixtures: what commits here, commits

CUTS = 25


@pytest.fixture
async def server(app: FastAPI, pool: PooledDatabase) -> AsyncIterator[Listening]:
    async with listening(app) as made, working(app, pool):
        yield made


@pytest.fixture
def port(server: Listening) -> int:
    return server.port


async def _settled(tus: Tus, path: str, state: str) -> dict[str, Any]:
    async def is_there() -> bool:
        return bool((await tus.status(path))["state"] == state)

    await eventually(is_there, 0.05)
    return await tus.status(path)


async def test_cut_at_many_places_no_more_than_one_piece_is_sent_again(
    server: Listening,
    client_as: Callable[..., AsyncClient],
    token_of: Callable[[str], str],
    pool: PooledDatabase,
) -> None:
    dice, content = random.Random(20261125), noise(3_000_000)  # noqa: S311  (where to cut)
    tus, token = Tus(client_as("worker")), token_of("worker")
    path = await tus.created(len(content))
    offset, again = 0, []
    for _ in range(CUTS):
        sent = dice.randrange(0, min(len(content) - offset, 300_000))
        await send_and_cut(server.port, path, token, offset, content[offset:], sent)
        await server.has_read_all()
        known = await tus.offset(path)
        assert offset <= known <= offset + sent
        again.append(offset + sent - known)
        offset = known
    last = await tus.patch(path, offset, content[offset:])
    kept = await pool.pool.fetchrow("SELECT size_bytes FROM photos")

    assert last.status_code == 204
    assert (await tus.status(path))["state"] == "waiting"
    assert kept["size_bytes"] == len(content)
    assert max(again) < PIECE


async def test_eight_at_once_on_one_upload_make_one_photo(
    port: int,
    client_as: Callable[..., AsyncClient],
    pool: PooledDatabase,
) -> None:
    content, tus = noise(4 * PIECE), Tus(client_as("worker"))
    path = await tus.created(len(content))
    answers = await asyncio.gather(*(tus.patch(path, 0, content) for _ in range(8)))
    offset = await tus.offset(path)
    if offset < len(content):
        answers.append(await tus.patch(path, offset, content[offset:]))

    assert {answer.status_code for answer in answers} <= {204, 409}
    assert sum(answer.status_code == 204 for answer in answers) >= 1
    assert await pool.pool.fetchval("SELECT count(*) FROM photos") == 1
    assert await pool.pool.fetchval("SELECT sum(size_bytes) FROM upload_parts") == len(content)


async def test_one_photo_under_one_key_created_at_once_is_one_upload(
    port: int,
    client_as: Callable[..., AsyncClient],
    pool: PooledDatabase,
) -> None:
    tus, told = Tus(client_as("worker")), after_photo(str(uuid4()))
    paths = await asyncio.gather(*(tus.created(1000, told, Idempotency_Key="same") for _ in range(8)))

    assert len(set(paths)) == 1
    assert await pool.pool.fetchval("SELECT count(*) FROM uploads") == 1


async def test_a_report_that_comes_later_finds_its_photo(
    port: int, client_as: Callable[..., AsyncClient], cases: Cases
) -> None:
    case_id, tus = str(uuid7()), Tus(client_as("worker"))
    path = await tus.send(jpeg(), after_photo(case_id))
    await cases.report(id=case_id)

    assert (await _settled(tus, path, "attached"))["case_id"] == case_id


async def test_tuspy_sends_a_photo_in_chunks(
    port: int, client_as: Callable[..., AsyncClient], token_of: Callable[[str], str], cases: Cases
) -> None:
    case, content = await cases.at("handling"), noise(900_000)
    headers = {"Authorization": f"Bearer {token_of('handler')}"}
    client = TusClient(f"http://127.0.0.1:{port}/api/v1/uploads", headers=headers)
    told = {"case_id": case["id"], "purpose": "after", "filename": "现场.jpg"}

    def send() -> str:
        chunks = {"file_stream": BytesIO(content), "chunk_size": 200_000, "upload_checksum": True}
        uploader = client.uploader(metadata=told, **chunks)
        uploader.upload_chunk()
        later = client.uploader(url=uploader.url, **chunks)
        assert later.offset == 200_000, "it goes on from where the server is"
        later.upload()
        return str(later.url)

    path = (await asyncio.to_thread(send)).partition("/api/v1")[2]
    status = await _settled(Tus(client_as("handler")), path, "attached")

    assert (status["filename"], status["offset"]) == ("现场.jpg", len(content))


@pytest.mark.needs("tus-js-client")
async def test_tus_js_client_sends_a_photo_and_goes_on_after_a_break(
    port: int, client_as: Callable[..., AsyncClient], token_of: Callable[[str], str], cases: Cases, tmp_path: Path
) -> None:
    case, file = await cases.at("handling"), tmp_path / "photo.jpg"
    file.write_bytes(noise(900_000))
    told = {"case_id": case["id"], "purpose": "after", "filename": "现场.jpg", "filetype": "image/jpeg"}
    process = await asyncio.create_subprocess_exec(
        NODE, Path(__file__).with_name("client.mjs"), f"http://127.0.0.1:{port}/api/v1/uploads",
        token_of("handler"), str(file), json.dumps(told),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, words = await process.communicate()
    assert process.returncode == 0, words.decode()
    sent = json.loads(out)
    status = await _settled(Tus(client_as("handler")), sent["url"].partition("/api/v1")[2], "attached")

    assert sent["broken"] is True
    assert status["offset"] == file.stat().st_size
