"""The supervisor of the embedded PostgreSQL: what it promises when processes die, directories close and paths grow."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from app.db.embedded import AlreadyRunning, EmbeddedError, places, postmaster
from app.db.embedded.binaries import choose
from tests.db.servers import PROGRAMS, ask, embedded, is_alive, needs_root, postmaster_of, wait_for

SERVICE = """
import sys, time
from pathlib import Path
from app.db.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), binaries=Path(sys.argv[2]) if sys.argv[2:] else None)
server.start()
print(server._server.guard.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def service(data: Path) -> Iterator[tuple["subprocess.Popen[str]", int, Path]]:
    """A process that owns an embedded server, its guard's process id, and the data directory."""
    command = [sys.executable, "-c", SERVICE, str(data), *([str(PROGRAMS)] if PROGRAMS else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, int(process.stdout.readline()), data
        process.kill()


def test_it_keeps_what_is_committed_and_lets_nobody_in_without_the_password(directory: Path) -> None:
    with embedded(directory / "data", durable=True) as server:
        settings = {name: ask(server.url, f"SHOW {name}") for name in ("fsync", "data_checksums", "listen_addresses")}
        with pytest.raises(asyncpg.InvalidPasswordError):
            ask(server.url.replace(":", ":x", 2).replace("postgresql:x", "postgresql:"), "SELECT 1")

    assert settings == {"fsync": "on", "data_checksums": "on", "listen_addresses": ""}
    assert (directory / "data" / "postgres.password").stat().st_mode & 0o777 == 0o600
    assert (directory / "data" / "run").stat().st_mode & 0o777 == 0o700


def test_a_killed_server_is_restarted_with_its_data(data: Path) -> None:
    with embedded(data, durable=True) as server:
        ask(server.url, "CREATE TABLE kept AS SELECT 7 AS number")
        os.kill(postmaster_of(server.cluster), signal.SIGKILL)

        assert wait_for(lambda: server.restarting, 2)
        assert wait_for(lambda: server.restarts == 1, 10)
        assert not server.restarting
        assert ask(server.url, "SELECT number FROM kept") == 7


def recover_slowly(cluster: Path) -> None:
    """The next start looks for each piece of its log in an archive first, which takes some seconds in all."""
    (cluster / "recovery.signal").touch()
    with (cluster / "postgresql.auto.conf").open("a") as settings:
        settings.write("restore_command = 'sleep 1; false'\n")
    if os.geteuid() == 0:
        shutil.chown(cluster / "recovery.signal", cluster.stat().st_uid, cluster.stat().st_gid)


def test_a_restart_that_recovers_for_long_is_over_when_it_answers(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with embedded(data, durable=True) as server:
        ask(server.url, "CREATE TABLE kept AS SELECT 7 AS number")
        monkeypatch.setattr(postmaster, "START_SECONDS", 1.0)
        recover_slowly(server.cluster)
        os.kill(postmaster_of(server.cluster), signal.SIGKILL)

        assert wait_for(lambda: server.restarts == 1, 40)
        assert not server.restarting
        assert ask(server.url, "SELECT number FROM kept") == 7


def test_a_restart_nobody_waited_for_is_over_when_it_answers(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with embedded(data, durable=True) as server:
        monkeypatch.setattr(postmaster, "START_SECONDS", 0.0)
        monkeypatch.setattr(postmaster, "RECOVERING", ())
        os.kill(postmaster_of(server.cluster), signal.SIGKILL)

        assert wait_for(lambda: server.restarting, 2)
        assert wait_for(lambda: server.restarts == 1, 20)
        assert not server.restarting
        assert ask(server.url, "SELECT 1") == 1


def test_a_start_that_recovers_for_long_is_left_to_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with embedded(data, durable=True) as server:
        ask(server.url, "CREATE TABLE kept AS SELECT 7 AS number")
    recover_slowly(server.cluster)
    monkeypatch.setattr(postmaster, "START_SECONDS", 1.0)
    began = time.monotonic()

    with embedded(data, durable=True) as again:
        assert time.monotonic() - began > 2, "this is to be slow"
        assert ask(again.url, "SELECT number FROM kept") == 7


def test_a_second_start_on_the_same_directory_names_the_first(data: Path) -> None:
    named = f"already served by process {os.getpid()}"
    with embedded(data), pytest.raises(AlreadyRunning, match=named):
        embedded(data).start()


def test_another_process_may_join_the_running_one(data: Path) -> None:
    with embedded(data):
        other = embedded(data)
        other.join()

        assert ask(other.url, "SELECT current_user") == "yikou"


def test_a_killed_service_leaves_no_orphan_and_the_next_start_has_its_data(
    service: tuple["subprocess.Popen[str]", int, Path],
) -> None:
    process, guard, data = service
    joined = embedded(data)
    joined.join()
    ask(joined.url, "CREATE TABLE kept AS SELECT 7 AS number")
    postmaster = postmaster_of(joined.cluster)
    process.kill()

    assert wait_for(lambda: not is_alive(postmaster) and not is_alive(guard), 20)
    with embedded(data) as server:
        assert ask(server.url, "SELECT number FROM kept") == 7


def test_a_start_right_after_a_kill_waits_for_the_old_server(
    service: tuple["subprocess.Popen[str]", int, Path],
) -> None:
    process, _, data = service
    process.kill()
    process.wait()

    with embedded(data) as server:
        assert ask(server.url, "SELECT 1") == 1


def test_a_killed_guard_takes_the_server_with_it_and_both_come_back(data: Path) -> None:
    with embedded(data) as server:
        first = postmaster_of(server.cluster)
        assert server._server is not None
        assert server._server.guard is not None
        server._server.guard.kill()

        assert wait_for(lambda: server.restarts == 1, 10)
        assert not is_alive(first)
        assert ask(server.url, "SELECT 1") == 1


def test_after_a_power_cut_the_next_start_recovers(service: tuple["subprocess.Popen[str]", int, Path]) -> None:
    process, guard, data = service
    joined = embedded(data)
    joined.join()
    ask(joined.url, "CREATE TABLE kept AS SELECT 7 AS number")
    postmaster = postmaster_of(joined.cluster)
    for pid in (process.pid, guard, postmaster):
        os.kill(pid, signal.SIGKILL)
    process.wait()

    assert (joined.cluster / "postmaster.pid").exists()
    with embedded(data) as server:
        assert ask(server.url, "SELECT number FROM kept") == 7


def test_an_interrupted_first_start_is_made_anew(directory: Path) -> None:
    half = directory / "data" / "postgres.unfinished"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    with embedded(directory / "data") as server:
        assert ask(server.url, "SELECT 1") == 1
    assert not half.exists()


def test_a_path_too_long_for_a_socket_works(directory: Path) -> None:
    with embedded(directory / ("long-" * 20) / "data") as server:
        assert ask(server.url, "SELECT 1") == 1
        assert len(os.fsencode(server.sockets)) < 60
    shutil.rmtree(server.sockets)


@needs_root
def test_data_in_a_directory_closed_to_the_account_live_in_a_shelter_and_stay_there(directory: Path) -> None:
    closed = directory / "closed"
    closed.mkdir(mode=0o700)
    before = os.umask(0o077)
    try:
        with embedded(closed / "data") as server:
            ask(server.url, "CREATE TABLE kept AS SELECT 7 AS number")
            assert server.cluster.is_relative_to(places.SHELTER)
    finally:
        os.umask(before)
    with embedded(closed / "data") as server:
        assert ask(server.url, "SELECT number FROM kept") == 7

    shutil.rmtree(closed / "data")
    with embedded(closed / "data") as server, pytest.raises(asyncpg.UndefinedTableError):
        ask(server.url, "SELECT number FROM kept")


@needs_root
def test_data_that_were_closed_later_are_not_replaced_by_an_empty_database(directory: Path) -> None:
    (directory / "data" / "postgres").mkdir(parents=True)
    (directory / "data").chmod(0o700)

    with pytest.raises(EmbeddedError, match="cannot enter"):
        embedded(directory / "data").start()


@needs_root
def test_a_shelter_that_is_gone_is_said_and_not_replaced(directory: Path) -> None:
    (directory / "data").mkdir()
    (directory / "data" / "postgres.elsewhere").symlink_to(directory / "nowhere")

    with pytest.raises(EmbeddedError, match="restore a backup"):
        embedded(directory / "data").start()


def test_a_lost_password_is_said(directory: Path) -> None:
    (directory / "data" / "postgres").mkdir(parents=True)
    (directory / "data" / "postgres" / "PG_VERSION").write_text(f"{choose(PROGRAMS).major}\n")

    with pytest.raises(EmbeddedError, match="put it back"):
        embedded(directory / "data").start()


def test_a_server_that_cannot_start_says_where_the_reason_is_and_frees_the_directory(data: Path) -> None:
    with embedded(data) as server:
        (server.cluster / "postgresql.conf").write_text("no such setting = 1\n")
    with pytest.raises(EmbeddedError, match=r"the reason is in .*postgres\.log"):
        embedded(data).start()

    (server.cluster / "postgresql.conf").write_text("")
    with embedded(data) as again:
        assert ask(again.url, "SELECT 1") == 1


def test_programs_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedError, match="there is no initdb"):
        choose(tmp_path)
