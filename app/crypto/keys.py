"""The signing key: the setting, or a file in the data directory that is made once, whole, and for its owner alone.

With another key every session, link and kept answer is void. So a key is made where no database is yet, and nowhere
else: one that is missing beside a database has been lost, and is to be put back.
"""

import os
import secrets
import stat
from pathlib import Path
from tempfile import mkstemp

from app.config import MIN_KEY_BYTES, BadSetting, Settings

_MOST_BYTES = 10_000


class KeyMissing(BadSetting):
    """The signing key is missing beside an existing database."""

    zh = "已有数据库，但签名密钥缺失"


def path_of(settings: Settings) -> Path:
    """Where the file is."""
    return settings.data_dir / "signing.key"


def read(settings: Settings) -> str | None:
    """The key; None when no setting says it and there is no file.

    Raises:
        BadSetting: it is too short, or the file is none, or others than its owner can read it.
    """
    if settings.signing_key is not None:
        return _checked(settings.signing_key.get_secret_value(), "YIKOU_SIGNING_KEY")
    path = path_of(settings)
    try:
        # Not to wait where it is a pipe.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _bad(path, f"无法读取：{error.strerror}", f"cannot be read: {error.strerror}") from None
    try:
        _require_private(path, os.fstat(descriptor))
        told = os.read(descriptor, _MOST_BYTES)
    finally:
        os.close(descriptor)
    try:
        return _checked(told.decode().strip(), str(path))
    except UnicodeDecodeError:
        raise _bad(path, "不是文本", "is no text") from None


def previous(settings: Settings) -> tuple[str, ...]:
    """The keys before it, newest first: what was signed or encrypted under them is still understood.

    Raises:
        BadSetting: one is too short.
    """
    told = (key.get_secret_value() for key in settings.previous_signing_keys)
    return tuple(_checked(key, "YIKOU_PREVIOUS_SIGNING_KEYS") for key in told)


def ensure(settings: Settings) -> str:
    """The key, made now where no database is yet.

    Raises:
        BadSetting: see `read`. KeyMissing: there is a database, so there was a key.
    """
    key = read(settings)
    if key is None and has_database(settings):
        raise missing(settings)
    return key or make(settings)


def check(settings: Settings) -> None:
    """What can be said of the key before the database is asked.

    Raises:
        BadSetting, KeyMissing: see `ensure`.
    """
    if settings.database_url is None:
        ensure(settings)
    else:
        read(settings)


def make(settings: Settings) -> str:
    """A new key in its file, whole or not at all, unless another process makes one at the same moment: then that one.

    Raises:
        BadSetting: see `read`.
    """
    path = path_of(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = _written(path)
    try:
        os.link(unfinished, path)
    except FileExistsError:  # somebody was faster
        pass
    except OSError:  # a file system without links
        if not path.exists():
            unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    _make_durable(path.parent)
    return read(settings) or make(settings)


def replace(settings: Settings) -> str:
    """A new key in place of the one in the file; with a setting, the key is what that says."""
    if settings.signing_key is None:
        path_of(settings).parent.mkdir(parents=True, exist_ok=True)
        _written(path_of(settings)).replace(path_of(settings))
        _make_durable(settings.data_dir)
    return read(settings) or make(settings)


def has_database(settings: Settings) -> bool:
    """Whether the embedded database of this directory exists: its key is made before it."""
    home = settings.data_dir
    # Also one that is just carried over to another version, and lies beside its place.
    return any(home.glob("postgres*/PG_VERSION")) or (home / "postgres.elsewhere").is_symlink()


def missing(settings: Settings) -> KeyMissing:
    """Says what to do."""
    path = path_of(settings)
    return KeyMissing(
        zh=f"已有数据库，但签名密钥 {path} 缺失：请从备份恢复；若已丢失，执行 yikou key replace（登录和链接全部失效）",
        en=f"There is a database, and its signing key {path} is missing: put it back from the backup; if it is lost, "
        "run `yikou key replace`, which ends all sessions and links",
    )


def _written(path: Path) -> Path:
    """A new key in a file of another name, for its owner alone, and on the disk."""
    descriptor, name = mkstemp(prefix="signing.key.", dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(descriptor)
    return Path(name)


def _make_durable(directory: Path) -> None:
    """A power cut after this loses no name in it."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _require_private(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise _bad(path, "不是文件", "is no file")
    if status.st_uid != os.geteuid():
        raise _bad(
            path, "属于其他用户：请用 chown 改为运行本服务的用户", "belongs to another user: chown it to this one"
        )
    if status.st_mode & 0o077:
        raise _bad(path, "他人可读：请执行 chmod 600", "can be read by others: run chmod 600")


def _checked(key: str, where: str) -> str:
    if len(key.encode()) < MIN_KEY_BYTES:
        raise _bad(where, f"至少需要 {MIN_KEY_BYTES} 字节", f"must have at least {MIN_KEY_BYTES} bytes")
    return key


def _bad(where: str | Path, zh: str, en: str) -> BadSetting:
    return BadSetting(zh=f"签名密钥 {where} {zh}", en=f"The signing key {where} {en}")
