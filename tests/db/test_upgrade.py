"""Data of an older PostgreSQL are carried over to the newest, whole, whatever dies in the middle."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from app.db.embedded import EmbeddedError, EmbeddedPostgres, binaries, places, upgrade
from app.db.embedded.binaries import Programs, choose, found
from tests.db.servers import ask, is_alive, needs_linux, needs_root, postmaster_of, wait_for

pytestmark = pytest.mark.any_server

NEWEST = choose()
OLDER = sorted({programs.major: programs for programs in found()}.values(), key=lambda programs: programs.major)
OLDER = [programs for programs in OLDER if programs.major < NEWEST.major]
OLD = OLDER[-1]

# Names whose case C does not know, in an index that has to know it from now on; and one C cannot tell apart by letters.
NAMES = ["Ärger", "ZHANG", "张三", "éa", "Éb", "zhou"]
CONTENT = f"""
CREATE TABLE people (name text NOT NULL, old boolean NOT NULL DEFAULT false);
CREATE UNIQUE INDEX by_lower ON people (lower(name));
CREATE INDEX by_name ON people (name);
CREATE INDEX old_ones ON people (name) WHERE old AND name ~ '^[[:upper:]]';
INSERT INTO people SELECT unnest(ARRAY{NAMES!r}), true;
INSERT INTO people SELECT 'person ' || number, false FROM generate_series(1, 5000) number;
CREATE TABLE bytes (content bytea);
INSERT INTO bytes SELECT decode(repeat(md5(number::text), 200), 'hex') FROM generate_series(1, 300) number;
ALTER SYSTEM SET work_mem = '7MB'
"""
DIGEST = """SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (
  SELECT name || old AS line FROM people UNION ALL SELECT md5(content) FROM bytes) every"""
LOCALES = """SELECT string_agg(concat_ws(' ', datname, encoding, datlocprovider, datcollate, datctype, datlocale,
  datcollversion), ',' ORDER BY datname) FROM pg_database"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Programs], Path]:
    """A data directory of a version, with people in it; made once and not to be touched."""
    ready: dict[int, Path] = {}

    def make(programs: Programs) -> Path:
        if programs.major not in ready:
            data = Path("/tmp") / f"yikou-old-{os.getpid()}-{programs.major}"  # noqa: S108  (pytest's own is closed)
            with EmbeddedPostgres(data, binaries=programs.directory, durable=False) as server:
                for statement in CONTENT.split(";\n"):
                    ask(server.url, statement)
            ready[programs.major] = data
        return ready[programs.major]

    yield make  # type: ignore[misc]
    for data in ready.values():
        shutil.rmtree(data)


@pytest.fixture
def data(directory: Path, made: Callable[[Programs], Path]) -> Path:
    return copy(made(OLD), directory / "data")


def copy(source: Path, target: Path) -> Path:
    subprocess.run(["/bin/cp", "-a", source, target], check=True)
    return target


def beside(cluster: Path) -> set[str]:
    return {path.name for path in cluster.parent.glob("postgres*") if path.is_dir()}


@pytest.mark.parametrize("old", OLDER, ids=lambda programs: str(programs.major))
def test_data_are_carried_over_with_their_indexes_checksums_and_the_builtin_locale(
    directory: Path, made: Callable[[Programs], Path], old: Programs
) -> None:
    data, told = copy(made(old), directory / "data"), []
    with EmbeddedPostgres(data, binaries=old.directory, durable=False) as before:
        digest = ask(before.url, DIGEST)

    with EmbeddedPostgres(data, durable=False, tell=lambda *step: told.append(step)) as server:
        assert server.version.split(".")[0] == str(NEWEST.major)
        assert ask(server.url, DIGEST) == digest
        assert ask(server.url, "SHOW data_checksums") == "on"
        assert ask(server.url, "SELECT lower('ÄÉ')") == "äé"
        assert ask(server.url, "SELECT count(*) FROM pg_database WHERE datlocprovider = 'b'") == 4
        for name in NAMES:
            assert by_index(server.url, name.swapcase()) == name
        assert ask(server.url, "SELECT count(*) FROM pg_stats WHERE tablename IN ('people', 'by_lower')") >= 2
        with pytest.raises(asyncpg.UniqueViolationError):
            ask(server.url, "INSERT INTO people VALUES ('äRGER')")
        assert beside(server.cluster) == {"postgres"}
        kept = server.cluster / f"settings-of-{old.major}" / "postgresql.auto.conf"
        assert "work_mem = '7MB'" in kept.read_text()
        cluster, locales = server.cluster, ask(server.url, LOCALES)

    with EmbeddedPostgres(directory / "new", durable=False) as server:
        assert locales == ask(server.url, LOCALES), "as of a database made anew"
    check = subprocess.run([NEWEST.directory / "pg_checksums", "--check", "-D", cluster], check=False)
    assert check.returncode == 0
    assert [en.split(" ")[0] for en, _ in told] == ["copying", "indexes", "starting"]


def by_index(url: str, name: str) -> Any:
    """Through the index on `lower(name)` alone."""
    only = "&enable_seqscan=off&enable_bitmapscan=off"
    assert "by_lower" in ask(url + only, f"EXPLAIN SELECT name FROM people WHERE lower(name) = lower('{name}')")
    return ask(url + only, f"SELECT name FROM people WHERE lower(name) = lower('{name}')")


@pytest.mark.parametrize("state", ["crashed", "restored"])
def test_an_old_cluster_that_was_not_shut_down_recovers_first(data: Path, state: str) -> None:
    with EmbeddedPostgres(data, binaries=OLD.directory) as server:
        ask(server.url, "CREATE TABLE late AS SELECT 7 AS number")
        if state == "crashed":
            copy(server.cluster, data / "snapshot")  # as a power cut leaves it, with the pid file of a dead server
        else:
            host = {"PGHOST": str(server.sockets), "PGPASSWORD": (data / "postgres.password").read_text()}
            command = [OLD.directory / "pg_basebackup", "-U", "yikou", "-D", data / "snapshot", "--checkpoint=fast"]
            subprocess.run(command, env=os.environ | host, check=True)
    shutil.rmtree(data / "postgres")
    (data / "snapshot").rename(data / "postgres")
    for path in (data / "postgres", *(data / "postgres").rglob("*")):
        shutil.chown(path, *((s := (data / "run").stat()).st_uid, s.st_gid))
    told: list[str] = []

    with EmbeddedPostgres(data, durable=False, tell=lambda en, _: told.append(en)) as server:
        assert ask(server.url, "SELECT number FROM late") == 7
    assert told[0] == "the old database recovers from a crash"


# --- killed in the middle -------------------------------------------------------------------------------------------

SERVICE = """
import os, signal, sys
from pathlib import Path
from app.db.embedded import EmbeddedPostgres, upgrade
data, where = Path(sys.argv[1]), sys.argv[2]
def kill(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
def before(owner, name): setattr(owner, name, kill)
def after(owner, name):
    done = getattr(owner, name)
    setattr(owner, name, lambda *a, **k: (done(*a, **k), kill()))
def second(owner, name):
    done, calls = getattr(owner, name), []
    setattr(owner, name, lambda *a, **k: calls.append(1) or (kill() if len(calls) == 2 else done(*a, **k)))
def half_removed(path, ignore_errors, remove=upgrade.shutil.rmtree):
    for version in Path(path).glob("PG_VERSION"):
        version.unlink()
        kill()
    remove(path, ignore_errors)
{
    "after the indexes": lambda: after(upgrade.Upgrade, "_finish"),
    "between the renames": lambda: after(upgrade, "_sync"),
    "after the renames": lambda: second(upgrade, "_sync"),
    "before the old goes": lambda: before(upgrade, "remove_old"),
    "while the old goes": lambda: setattr(upgrade.shutil, "rmtree", half_removed),
    "nowhere": lambda: None,
}[where]()
with EmbeddedPostgres(data, durable=False):
    print("up", flush=True)
    sys.stdin.read()
"""
UNTIL_THE_EXCHANGE = ["after the indexes", "between the renames"]
FROM_THE_EXCHANGE_ON = ["after the renames", "before the old goes", "while the old goes"]


def killed_at(data: Path, where: str) -> None:
    ended = subprocess.run([sys.executable, "-c", SERVICE, data, where], check=False, timeout=300)
    assert ended.returncode == -signal.SIGKILL, "or it was never there"


def test_whatever_a_kill_leaves_is_gone_on_with_and_killed_again(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same data through every kill in turn: until the exchange the old database goes on, from then on the new."""
    for where in UNTIL_THE_EXCHANGE:
        killed_at(data, where)
        with EmbeddedPostgres(data, binaries=OLD.directory, durable=False) as server:
            ask(server.url, f"INSERT INTO people VALUES ('written by the old one, killed {where}')")
            digest = ask(server.url, DIGEST)
            assert beside(server.cluster) <= {"postgres", "postgres.upgrade"}

    for where in FROM_THE_EXCHANGE_ON:
        killed_at(data, where)
        assert f"postgres.old-{OLD.major}" in beside(data / "postgres") or where == "while the old goes"
    monkeypatch.setattr(upgrade.Upgrade, "carry_over", None)
    with EmbeddedPostgres(data, durable=False) as server:
        assert ask(server.url, DIGEST) == digest
        assert ask(server.url, "SELECT count(*) FROM people") == len(NAMES) + 5000 + len(UNTIL_THE_EXCHANGE)
        assert beside(server.cluster) == {"postgres"}


def programs_over(data: Path) -> list[int]:
    """Every process that has to do with these data."""
    pids = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [pid for pid in pids if pid != os.getpid() and str(data) in _command_of(pid) and is_alive(pid)]


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text() + str(Path(f"/proc/{pid}/cwd").readlink())
    except OSError:
        return ""


@needs_linux
@pytest.mark.parametrize("moment", ["cluster.unfinished/base/1", "cluster/pg_upgrade_output.d"])
def test_a_kill_in_the_middle_of_a_program_leaves_none_running_and_is_survived(data: Path, moment: str) -> None:
    with subprocess.Popen([sys.executable, "-c", SERVICE, data, "nowhere"], stdin=subprocess.PIPE) as process:
        assert wait_for((data / "postgres.upgrade" / moment).exists, 120)
        process.kill()
    assert wait_for(lambda: not programs_over(data), 60), "the guard leaves nothing behind"

    with EmbeddedPostgres(data, durable=False) as server:
        assert server.version.startswith(f"{NEWEST.major}.")
        assert ask(server.url, "SELECT count(*) FROM people") == len(NAMES) + 5000
        assert beside(server.cluster) == {"postgres"}


@needs_linux
def test_a_server_that_an_upgrade_left_behind_is_ended(data: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", SERVICE, data, "nowhere"], stdin=subprocess.PIPE) as process:
        assert wait_for((data / "postgres" / "postmaster.pid").exists, 120)  # pg_upgrade's, over the old cluster
        guards = [pid for pid in programs_over(data) if "guard.py" in _command_of(pid)]
        for pid in (process.pid, *guards):
            os.kill(pid, signal.SIGKILL)
    assert programs_over(data), "it is not there"

    with EmbeddedPostgres(data, durable=False) as server:
        assert ask(server.url, "SELECT count(*) FROM people") == len(NAMES) + 5000


# --- refused, with the old database as it was -----------------------------------------------------------------------


def test_without_room_it_is_refused_before_anything_is_made(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(data)._replace(free=100 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    with pytest.raises(EmbeddedError, match=r"needs \d+ MB beside it, and 100 MB are free: .*现只有 100 MB"):
        EmbeddedPostgres(data, durable=False).start()
    assert beside(data / "postgres") == {"postgres"}


def test_values_that_become_one_are_named_and_the_old_database_goes_on(data: Path) -> None:
    with EmbeddedPostgres(data, binaries=OLD.directory, durable=False) as server:
        ask(server.url, "INSERT INTO people VALUES ('ärger')")

    with pytest.raises(EmbeddedError, match=r"two values are one \(Key \(lower\(name\)\)=\(ärger\) is duplicated"):
        EmbeddedPostgres(data, durable=False).start()
    with EmbeddedPostgres(data, binaries=OLD.directory, durable=False) as server:
        assert ask(server.url, "DELETE FROM people WHERE name = 'ärger' RETURNING name") == "ärger"
        assert beside(server.cluster) == {"postgres"}


def test_what_pg_upgrade_says_is_passed_on_and_its_logs_are_kept(data: Path) -> None:
    with EmbeddedPostgres(data, binaries=OLD.directory, durable=False) as server:
        ask(server.url_of("postgres"), "ALTER DATABASE template1 WITH ALLOW_CONNECTIONS false")

    with pytest.raises(EmbeddedError, match=r"pg_upgrade failed: [\s\S]*template1"):
        EmbeddedPostgres(data, durable=False).start()
    assert "--- pg_upgrade_internal.log" in (data / "postgres.log").read_text()
    assert beside(data / "postgres") == {"postgres"}


def test_named_programs_of_the_version_of_the_data_upgrade_nothing(data: Path) -> None:
    with EmbeddedPostgres(data, binaries=OLD.directory, durable=False) as server:
        assert server.version.startswith(f"{OLD.major}.")
        assert (server.cluster / "PG_VERSION").read_text() == f"{OLD.major}\n"


def test_without_the_old_programs_it_is_said_what_to_install(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "found", lambda: iter([NEWEST]))

    with pytest.raises(EmbeddedError, match=rf"the programs of {OLD.major} are needed as well: install PostgreSQL"):
        EmbeddedPostgres(data, durable=False).start()
    assert beside(data / "postgres") == {"postgres"}


def pretend(data: Path, version: int) -> None:
    (data / "postgres").mkdir(parents=True)
    (data / "postgres" / "PG_VERSION").write_text(f"{version}\n")
    (data / "postgres.password").write_text("x")


def test_data_of_a_version_that_is_no_programs_are_refused(directory: Path) -> None:
    pretend(directory / "data", 12)

    with pytest.raises(EmbeddedError, match=r"the data are of PostgreSQL 12, .* the programs of 12 are needed as well"):
        EmbeddedPostgres(directory / "data").start()


def test_data_newer_than_the_programs_are_refused(directory: Path) -> None:
    pretend(directory / "data", NEWEST.major)

    with pytest.raises(EmbeddedError, match=rf"of PostgreSQL {NEWEST.major}, newer than PostgreSQL {OLD.major} in"):
        EmbeddedPostgres(directory / "data", binaries=OLD.directory).start()


def test_data_newer_than_the_wheel_are_served_by_programs_of_the_system_if_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(binaries, "found", lambda: iter([OLD, NEWEST]))

    assert choose(data=NEWEST.major) == NEWEST
    assert choose(data=OLD.major) == OLD


def test_two_old_databases_are_one_too_many(data: Path) -> None:
    copy(data / "postgres", data / f"postgres.old-{OLD.major}")

    with pytest.raises(EmbeddedError, match="move the one away"):
        EmbeddedPostgres(data, durable=False).start()


# --- in the shelter -------------------------------------------------------------------------------------------------


@needs_root
def test_a_database_in_the_shelter_is_upgraded_there(directory: Path) -> None:
    closed = directory / "closed"
    closed.mkdir(mode=0o700)
    with EmbeddedPostgres(closed / "data", binaries=OLD.directory, durable=False) as server:
        ask(server.url, "CREATE TABLE kept AS SELECT 7 AS number")

    with EmbeddedPostgres(closed / "data", durable=False) as server:
        assert server.cluster.is_relative_to(places.SHELTER)
        assert ask(server.url, "SELECT number FROM kept") == 7
        assert server.version.startswith(f"{NEWEST.major}.")
        assert beside(server.cluster) == {"postgres"}
        assert postmaster_of(server.cluster) > 0
