"""The signing key: made once, whole and private; never made anew beside a database; one for one database."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import pytest

from app.config import BadSetting, Settings
from app.crypto import keys
from app.crypto.keys import KeyMissing
from app.db.session import Session
from app.services.security import signing
from app.services.security.signing import OtherKey
from tests.conftest import KEY

OTHER = "another signing key for tests, long enough"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def _file(settings: Settings) -> Path:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return keys.path_of(settings)


def _refusal(settings: Settings) -> str:
    with pytest.raises(BadSetting) as refused:
        keys.ensure(settings)
    for language in ("en", "zh"):
        assert "\n" not in refused.value.detail(language)
    assert refused.value.detail("zh") != refused.value.detail("en")
    return refused.value.detail("en")


def test_a_key_is_made_once_for_the_owner_alone(settings: Settings) -> None:
    before = os.umask(0)
    try:
        first = keys.ensure(settings)
    finally:
        os.umask(before)

    assert first == keys.ensure(settings)
    assert len(first.encode()) >= 32
    assert _file(settings).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in settings.data_dir.iterdir()] == ["signing.key"]


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert keys.ensure(Settings(data_dir=tmp_path / "a")) != keys.ensure(Settings(data_dir=tmp_path / "b"))


def test_eight_processes_that_start_at_once_have_one_key(settings: Settings) -> None:
    with multiprocessing.get_context("spawn").Pool(8) as processes:
        made = processes.map(keys.make, [settings] * 8)

    assert len(set(made)) == 1


@pytest.mark.process
def test_a_start_that_is_killed_while_the_key_is_written_bricks_no_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = (
        "import os, signal\nfrom pathlib import Path\nfrom app.crypto import keys\nfrom app.config import Settings\n"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"keys.ensure(Settings(data_dir=Path({str(settings.data_dir)!r})))"
    )
    killed = subprocess.run([sys.executable, "-c", program], check=False, timeout=120)

    assert killed.returncode == -9
    assert not _file(settings).exists()
    assert len(keys.ensure(settings)) >= 32


def test_a_file_system_without_links_holds_a_key_too(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)

    assert keys.ensure(settings) == keys.ensure(settings)
    assert [path.name for path in settings.data_dir.iterdir()] == ["signing.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o601])
def test_a_key_that_others_can_read_is_refused(settings: Settings, mode: int) -> None:
    _file(settings).write_text(KEY)
    _file(settings).chmod(mode)

    assert "chmod 600" in _refusal(settings)


@pytest.mark.needs("root")  # who else gives no file away
def test_a_key_of_somebody_else_is_refused(settings: Settings) -> None:
    _file(settings).write_text(KEY)
    _file(settings).chmod(0o600)
    os.chown(_file(settings), 12_345, 12_345)

    assert "chown" in _refusal(settings)


def _nothing(path: Path) -> None:
    path.write_text("")


def _blanks(path: Path) -> None:
    path.write_text(" \n" * 100)


def _short(path: Path) -> None:
    path.write_text("x" * 31)


def _bytes(path: Path) -> None:
    path.write_bytes(b"\xff" * 64)


def _directory(path: Path) -> None:
    path.mkdir(mode=0o700)


def _pipe(path: Path) -> None:
    os.mkfifo(path, 0o600)


@pytest.mark.parametrize("make", [_nothing, _blanks, _short, _bytes, _directory, _pipe])
def test_what_is_no_key_is_named_in_one_line(settings: Settings, make: Callable[[Path], None]) -> None:
    make(_file(settings))
    if _file(settings).is_file():
        _file(settings).chmod(0o600)

    assert str(_file(settings)) in _refusal(settings)


def test_a_short_setting_is_named(tmp_path: Path) -> None:
    assert "YIKOU_SIGNING_KEY" in _refusal(Settings(data_dir=tmp_path, signing_key="x" * 31))


@pytest.mark.parametrize("where", ["postgres", "postgres.elsewhere"])
def test_beside_a_database_no_key_is_made(settings: Settings, tmp_path: Path, where: str) -> None:
    if where == "postgres":
        (settings.data_dir / "postgres").mkdir(parents=True)
        (settings.data_dir / "postgres" / "PG_VERSION").write_text("18")
    else:
        settings.data_dir.mkdir()
        (settings.data_dir / where).symlink_to(tmp_path)

    assert "put it back from the backup" in _refusal(settings)
    assert not _file(settings).exists()
    assert keys.ensure(settings.model_copy(update={"signing_key": Settings(signing_key=KEY).signing_key})) == KEY


@pytest.fixture
async def owner(database_url: str) -> AsyncIterator[Session]:
    connection = await asyncpg.connect(database_url)
    transaction = connection.transaction()
    await transaction.start()
    yield Session(connection)
    await transaction.rollback()
    await connection.close()


async def test_a_database_goes_with_the_first_key_and_no_other(owner: Session, tmp_path: Path) -> None:
    first, other = (Settings(data_dir=tmp_path, signing_key=key) for key in (KEY, OTHER))

    assert await signing.agree(owner, first) == KEY
    assert await signing.agree(owner, first) == KEY
    with pytest.raises(OtherKey) as refused:
        await signing.agree(owner, other)
    assert "yikou key replace" in refused.value.detail("en")
    kept = await owner.connection.fetchval("SELECT fingerprint FROM signing_key")
    assert KEY not in kept


async def test_another_machine_without_the_key_makes_none(owner: Session, settings: Settings, tmp_path: Path) -> None:
    await signing.agree(owner, Settings(data_dir=tmp_path, signing_key=KEY))

    with pytest.raises(KeyMissing):
        await signing.agree(owner, settings)
    assert not _file(settings).exists()


async def test_a_deliberate_replacement_ends_every_session(owner: Session, settings: Settings) -> None:
    before = await signing.agree(owner, settings)
    await signing.replace(owner, settings)
    after = await signing.agree(owner, settings)

    assert before != after
    assert await owner.connection.fetchval("SELECT count(*) FROM token_families WHERE ended_at IS NULL") == 0
    assert _file(settings).stat().st_mode & 0o777 == 0o600
    with pytest.raises(OtherKey):
        await signing.agree(owner, Settings(data_dir=settings.data_dir, signing_key=before))
