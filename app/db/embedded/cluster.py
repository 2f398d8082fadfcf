"""The files of a cluster: made once by `initdb`, whole or not at all; its owner's password; its version."""

import os
import secrets
import shutil
from pathlib import Path

from app.db.embedded.binaries import Programs
from app.db.embedded.errors import EmbeddedError
from app.db.embedded.places import make_directory
from app.db.embedded.processes import Runner

OWNER = "yikou"
BUILTIN_FROM = 17  # the first version with text rules of its own, the same on every machine and in every later version


def version_of(cluster: Path) -> int | None:
    """The major version of the data, None where there are none yet."""
    try:
        return int((cluster / "PG_VERSION").read_text().split(".")[0])
    except FileNotFoundError:
        return None


def password_of(data_dir: Path, cluster: Path) -> str:
    """The owner's password, kept in the data directory with mode 0600; made before the cluster is.

    Raises:
        EmbeddedError: there is a cluster, and its password is lost.
    """
    path = data_dir / "postgres.password"
    if path.exists():
        return path.read_text()
    if version_of(cluster) is not None:
        raise EmbeddedError(
            f"{path} is missing, and the database in {cluster} opens to no other: put it back",
            f"缺少 {path}，没有它无法打开 {cluster} 中的数据库：请放回该文件",
        )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(24))
    return path.read_text()


def make_cluster(runner: Runner, programs: Programs, cluster: Path, password: str, *, durable: bool = True) -> None:
    """Makes a cluster.

    It is made under another name first: a start that is cut off here leaves nothing that looks like a database.

    Raises:
        EmbeddedError: `initdb` fails.
    """
    unfinished = cluster.with_name(f"{cluster.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    make_directory(runner.account, unfinished, 0o700)
    password_file = cluster.with_name("initial.password")
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    runner.account.own(password_file)
    try:
        command = _initdb(programs, unfinished, password_file)
        runner.run(command if durable else [*command, "--no-sync"])
    finally:
        password_file.unlink(missing_ok=True)
    unfinished.rename(cluster)


def _initdb(programs: Programs, directory: Path, password_file: Path) -> list[str]:
    """Text is ordered by code point on every machine, with PostgreSQL's own rules where it has them."""
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if programs.major >= BUILTIN_FROM else []
    return [
        str(programs.directory / "initdb"),
        f"--pgdata={directory}",
        f"--username={OWNER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--data-checksums",
        "--locale=C",
        *builtin,
    ]
