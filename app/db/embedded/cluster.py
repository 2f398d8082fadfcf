"""The files of a cluster: made once by `initdb`, whole or not at all; its owner's password; its version."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from app.db.embedded.account import Account, make_directory
from app.db.embedded.binaries import major_version
from app.db.embedded.errors import EmbeddedError

OWNER = "yikou"


def password_of(data_dir: Path, cluster: Path) -> str:
    """The owner's password, kept in the data directory with mode 0600; made before the cluster is.

    Raises:
        EmbeddedError: there is a cluster, and its password is lost.
    """
    path = data_dir / "postgres.password"
    if path.exists():
        return path.read_text()
    if (cluster / "PG_VERSION").exists():
        raise EmbeddedError(f"{path} is missing, and the database in {cluster} opens to no other: put it back")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(24))
    return path.read_text()


def ensure_cluster(account: Account, binaries: Path, cluster: Path, password: str) -> None:
    """Makes the cluster unless it is there.

    Raises:
        EmbeddedError: `initdb` fails, or the cluster is of another major version than the programs.
    """
    if (cluster / "PG_VERSION").exists():
        _check_version(binaries, cluster)
        return
    # Made under another name: a start that is cut off here leaves nothing that looks like a database.
    unfinished = cluster.with_name("postgres.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    make_directory(account, unfinished, 0o700)
    password_file = cluster.with_name("initial.password")
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    account.own(password_file)
    try:
        _run(account, _initdb(binaries, unfinished, password_file))
    finally:
        password_file.unlink(missing_ok=True)
    unfinished.rename(cluster)


def _initdb(binaries: Path, directory: Path, password_file: Path) -> list[str]:
    """Text is ordered by code point on every machine, with PostgreSQL's own rules where it has them (from 17 on)."""
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major_version(binaries) >= 17 else []
    return [
        str(binaries / "initdb"),
        f"--pgdata={directory}",
        f"--username={OWNER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--data-checksums",
        "--locale=C",
        *builtin,
    ]


def _check_version(binaries: Path, cluster: Path) -> None:
    have = int((cluster / "PG_VERSION").read_text().split(".")[0])
    can = major_version(binaries)
    if have != can:
        raise EmbeddedError(
            f"the data in {cluster} is of PostgreSQL {have}, the programs are of {can}: name programs of "
            f"{have} with YIKOU_POSTGRES_BIN, or dump with those and restore into a new data directory"
        )


def _run(account: Account, command: list[str]) -> None:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        user=account.uid,
        group=account.gid,
        extra_groups=[] if account.uid is not None else None,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
    )
    if done.returncode != 0:
        raise EmbeddedError(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()[-2000:]}")
