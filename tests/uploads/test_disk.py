"""A disk that fails is said to be the disk: clearly, as something that passes, and never as the database."""

import errno
import json
import stat
from collections.abc import Awaitable, Callable
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import Mock

import obstore
import pytest
from httpx import AsyncClient
from starlette.formparsers import MultiPartParser

from app import clock, files, worker
from app.config import Settings
from app.files import Files, FilesUnavailable
from app.services.photos import darkroom, picture
from app.web import problems
from tests.cases import Cases
from tests.uploads.pictures import jpeg
from tests.uploads.tus import Tus, after_photo

FULL = OSError(errno.ENOSPC, "No space left on device")


class Log:
    """Remembers what a module says; loggers that have spoken before listen to no capture."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> None:
        self.events: list[str] = []
        monkeypatch.setattr(module, "log", self)

    def _say(self, event: str, **_: Any) -> None:
        self.events.append(event)

    error = warning = info = _say


async def test_a_disk_that_takes_nothing_more_is_503_and_logged_as_that(
    cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*told: Any) -> None:
        raise FULL

    case = await cases.report()
    monkeypatch.setattr(obstore, "put_async", full)
    log = Log(monkeypatch, files)
    answer = await cases.attach("worker", case, "scene")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "Files cannot be written" in answer.json()["detail"]
    assert answer.headers["retry-after"]
    assert log.events == ["files_unavailable"]


async def test_a_store_that_is_no_directory_any_more_is_503(cases: Cases, settings: Settings) -> None:
    case = await cases.report()
    for folder in (settings.data_dir / "files").iterdir():
        folder.rmdir()
    (settings.data_dir / "files").rmdir()
    (settings.data_dir / "files").write_text("in the way")

    assert (await cases.attach("worker", case, "scene")).status_code == 503


async def test_a_disk_too_full_for_a_form_is_not_the_database(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(self: Any) -> None:
        raise FULL

    case = await cases.report()
    monkeypatch.setattr(MultiPartParser, "parse", full)
    log = Log(monkeypatch, problems)
    answer = await cases.attach("worker", case, "scene")

    assert answer.status_code == 503
    assert log.events == ["disk_fault"]


async def test_what_cannot_be_read_is_unavailable_and_what_is_missing_is_not(tmp_path: Path) -> None:
    kept = Files(tmp_path.as_uri())
    await kept.put("ab", b"1")

    with pytest.raises(FilesUnavailable):
        await kept.stream("ab/cd")
    assert not await kept.exists("cd")
    await kept.delete("cd")


async def test_the_worker_says_that_it_waits_for_files(monkeypatch: pytest.MonkeyPatch) -> None:
    class Enough(Exception):
        pass

    async def task(database: Any) -> int:
        raise FilesUnavailable()

    async def enough(seconds: float) -> None:
        raise Enough

    monkeypatch.setattr(worker.asyncio, "sleep", enough)
    log = Log(monkeypatch, worker)
    with pytest.raises(Enough):
        await worker._for_ever(None, task, 1.0)  # type: ignore[arg-type]

    assert log.events == ["worker_waits_for_files"]


def test_files_on_disk_are_the_services_own(tmp_path: Path) -> None:
    """Originals bear places and times: nobody else on the machine walks into their folder."""
    Files(f"file://{tmp_path}/files")

    assert stat.S_IMODE((tmp_path / "files").stat().st_mode) == 0o700


async def test_copies_and_uploads_wait_for_room_and_no_try_counts(
    cases: Cases,
    client_as: Callable[..., AsyncClient],
    tus_of: Callable[[str], Tus],
    worked: Callable[[], Awaitable[None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An upload that was whole, and a photo that was taken: neither is given up because a disk was full for an hour."""

    async def full(*told: Any, **more: Any) -> None:
        raise FULL

    case, tus = await cases.at("handling"), tus_of("handler")
    await cases.attach("handler", case, content=jpeg())
    content = jpeg()
    path = await tus.created(len(content), after_photo(case["id"]))
    with monkeypatch.context() as patched:
        patched.setattr(obstore, "get_async", full)
        assert (await tus.patch(path, 0, content)).status_code == 503
        for minutes in range(0, 60, 5):
            with clock.shifted(timedelta(minutes=minutes)):
                await worked()
    with clock.shifted(timedelta(minutes=61)):
        await worked()
    photos = (await client_as("handler").get(f"/cases/{case['id']}/attachments")).json()["items"]

    assert [photo["copies"] for photo in photos] == ["made", "made"]


async def test_a_disk_too_full_for_a_copy_is_not_the_photos_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "copy", Mock(side_effect=FULL))
    monkeypatch.setattr(picture, "confine", Mock())
    told = StringIO()
    with redirect_stdout(told):
        assert picture.main(["copy", str(tmp_path), str(tmp_path)]) == 0

    assert isinstance(darkroom._REFUSALS[json.loads(told.getvalue())["refused"]](), FilesUnavailable)
