"""Where the cluster and its socket lie: in the data directory, or in a shelter when the account cannot get there."""

import hashlib
import os
import stat
from pathlib import Path
from tempfile import mkdtemp

from app.db.embedded.account import Account
from app.db.embedded.errors import EmbeddedError

#: Where root keeps the cluster and the programs when the account cannot reach the data directory or the environment.
SHELTER = Path("/var/lib/yikou")
_MAX_SOCKET_PATH = 90  # bytes; the kernel takes 107 with the file's own name


def home_directory(account: Account, data_dir: Path) -> Path:
    """Where the cluster lies: the data directory, or a shelter when the account cannot get there.

    A link in the data directory then says where, so that a new data directory is a new database.

    Raises:
        EmbeddedError: there is a cluster that the account cannot reach any more, or the shelter is gone.
    """
    home, link = data_dir.resolve(), data_dir.resolve() / "postgres.elsewhere"
    if link.is_symlink():
        if not link.is_dir():
            raise EmbeddedError(
                f"the database of {home} was in {link.readlink()}, and that is gone: restore a backup",
                f"{home} 的数据库原在 {link.readlink()}，现已不存在：请从备份恢复",
            )
        return link.resolve()
    if account.can_reach(home):
        return home
    if (home / "postgres").exists():
        raise EmbeddedError(
            f"the account of PostgreSQL cannot enter {home} any more: open the directories above it",
            f"运行 PostgreSQL 的用户已无法进入 {home}：请开放其上级目录的进入权限",
        )
    shelter = place_in_shelter("data-")
    link.symlink_to(shelter)
    return shelter


def socket_directory(account: Account, home: Path) -> Path:
    """Where the socket lies, open to the account alone: beside the cluster, or in /tmp when that path is too long.

    Raises:
        EmbeddedError: somebody else has put something of that name into /tmp.
    """
    path = home / "run"
    if len(os.fsencode(path)) > _MAX_SOCKET_PATH:
        path = Path("/tmp") / f"yikou-{short_name(str(home.resolve()))}"  # noqa: S108  (checked below)
        path.mkdir(mode=0o700, exist_ok=True)
        status = path.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in (os.geteuid(), account.uid):
            raise EmbeddedError(f"{path} belongs to somebody else: remove it", f"{path} 属于他人：请将其删除")
    make_directory(account, path, 0o700)
    return path


def open_shelter() -> Path:
    """The shelter itself, which every account may enter, whatever the umask.

    Raises:
        EmbeddedError: it cannot be made.
    """
    try:
        SHELTER.mkdir(parents=True, exist_ok=True)
        SHELTER.chmod(0o755)
    except OSError as error:
        raise EmbeddedError(
            f"the account of PostgreSQL cannot enter the directories above the data or the programs, and {SHELTER} "
            f"cannot take them in ({error.strerror}): open those directories, or run the service as a user of its own",
            f"运行 PostgreSQL 的用户无法进入数据或程序所在目录，{SHELTER} 也无法使用（{error.strerror}）："
            "请开放这些目录，或以专用用户运行本服务",
        ) from error
    return SHELTER


def place_in_shelter(prefix: str) -> Path:
    """A new directory in the shelter that every account may enter."""
    place = Path(mkdtemp(prefix=prefix, dir=open_shelter()))
    place.chmod(0o755)
    return place


def make_directory(account: Account, path: Path, mode: int) -> None:
    """A directory of the account; those above it stay ours."""
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    path.chmod(mode)
    account.own(path)


def short_name(text: str) -> str:
    """Twelve characters that stand for a longer text."""
    return hashlib.sha256(os.fsencode(text)).hexdigest()[:12]
