"""`yikou` as a person runs it: processes, what they print, and how they end."""

import os
import re
import signal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from tests.service import Service, demo, directory, free_port, open_directory, processes_of, run

__all__ = ["demo", "directory"]  # fixtures: a service with the demo district
pytestmark = pytest.mark.any_server

COMMANDS = [
    ["serve"],
    ["worker"],
    ["migrate"],
    ["import"],
    ["export"],
    ["demo"],
    ["user", "add"],
    ["user", "password"],
    ["key", "replace"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_teaches_by_an_example(command: list[str]) -> None:
    shown = CliRunner().invoke(app, [*command, "--help"])

    assert shown.exit_code == 0
    assert re.search(rf"Examples?: .*yikou {' '.join(command)}", shown.stdout)


def test_the_demo_prints_a_password_that_signs_in_for_each_account(demo: Service) -> None:
    accounts = dict(re.findall(r"│ (\w+)\s+│ ([0-9a-f]{4}(?:-[0-9a-f]{4})+)\s+│", demo.output.read_text()))

    assert {"worker", "clerk", "dispatcher", "supervisor"} <= set(accounts)
    assert len(set(accounts.values())) == len(accounts)
    assert demo.sign_in("worker", accounts["worker"]) == 200
    assert demo.sign_in("worker", accounts["clerk"]) == 401
    assert f"http://127.0.0.1:{demo.port}/docs" in demo.output.read_text()


def test_the_start_and_readiness_say_which_postgresql_it_is(demo: Service) -> None:
    version = demo.readiness()["server_version"]

    assert re.fullmatch(r"1[5-8]\.\d+", version)
    assert f"The data are in 数据位于 PostgreSQL {version}, embedded 内嵌" in demo.output.read_text()


def test_health_documents_and_metrics_are_served(demo: Service) -> None:
    assert demo.get("/healthz").json()["status"] == "ok"
    assert demo.get("/openapi.json").json()["openapi"].startswith("3.1")
    assert "process_cpu_seconds_total" in demo.get("/metrics").text


def test_a_second_start_says_that_the_first_runs(demo: Service) -> None:
    second = run("serve", "--data-dir", str(demo.data), "--port", str(free_port()))

    assert second.returncode == 1
    assert f"already served by process {demo.process.pid}" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_taken_port_is_said_before_anything_is_made(demo: Service, directory: Path) -> None:
    refused = run("serve", "--data-dir", str(directory / "other"), "--port", str(demo.port))

    assert refused.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{demo.port}" in refused.stderr
    assert "YIKOU_PORT names another port" in refused.stderr
    assert "无法监听" in refused.stderr
    assert not (directory / "other").exists()


def test_users_are_added_while_the_service_runs(demo: Service) -> None:
    added = run(
        *("user", "add", "zhang", "--name", "张三", "--post", "triage_clerk", "--area", "440310"),
        *("--data-dir", str(demo.data)),
    )

    assert added.returncode == 0, added.stderr
    assert demo.sign_in("zhang", added.stdout.split()[1]) == 200


def test_an_unknown_area_is_one_line_and_no_user(demo: Service) -> None:
    refused = run(
        *("user", "add", "nobody", "--name", "无", "--post", "triage_clerk", "--area", "999999"),
        *("--data-dir", str(demo.data)),
    )

    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "Traceback" not in refused.stderr


def test_a_database_that_is_killed_comes_back_and_is_counted(demo: Service) -> None:
    killed = demo.postmaster()
    os.kill(killed, signal.SIGKILL)
    back = demo.wait_until(lambda report: report["ready"] and report["embedded_restarts"] == 1)

    assert back["database"] == "up"
    assert demo.postmaster() != killed


def test_an_import_with_bad_lines_names_each_and_changes_nothing(demo: Service, directory: Path) -> None:
    bad = directory / "bad"
    bad.mkdir()
    (bad / "areas.csv").write_text("code,name,level,parent_code\n990000,甲,county,\n990001,乙,town,990009\n")
    refused = run("import", str(bad), "--data-dir", str(demo.data))

    assert refused.returncode == 1
    assert "areas.csv:3" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_export_is_imported_again_without_a_change(demo: Service, directory: Path) -> None:
    out, again = directory / "export", directory / "export-again"
    exported = run("export", str(out), "--data-dir", str(demo.data))
    imported = run("import", str(out), "--data-dir", str(demo.data))
    run("export", str(again), "--data-dir", str(demo.data))

    assert exported.returncode == imported.returncode == 0, exported.stderr + imported.stderr
    assert '"never_holds"' in exported.stdout
    assert re.search(r"areas: 0 created, 0 updated, [1-9]\d* unchanged", imported.stdout)
    assert not re.search(r"[1-9]\d* (created|updated)", imported.stdout)
    assert {file.name: file.read_bytes() for file in out.iterdir()} == {
        file.name: file.read_bytes() for file in again.iterdir()
    }


def test_a_taken_user_name_is_one_line_and_its_password_stays(demo: Service) -> None:
    refused = run(
        *("user", "add", "Worker", "--name", "别人", "--post", "triage_clerk", "--area", "440310"),
        *("--data-dir", str(demo.data)),
    )

    assert refused.returncode == 1
    assert refused.stderr.startswith("There is a user Worker already")


def test_a_setting_that_cannot_be_is_one_line() -> None:
    refused = run("serve", YIKOU_PORT="http")

    assert refused.returncode == 1
    assert refused.stderr.startswith("YIKOU_PORT: ")
    assert "Traceback" not in refused.stderr


def test_a_short_signing_key_is_refused(directory: Path) -> None:
    place = ("--data-dir", str(directory / "keyless"), "--port", str(free_port()))
    refused = run("serve", *place, YIKOU_SIGNING_KEY="short")

    assert refused.returncode == 1
    assert "at least 32 bytes" in refused.stderr


def test_without_demo_and_worker_there_is_no_account_and_readiness_says_what_is_missing() -> None:
    with open_directory() as made, Service(made, "--no-worker") as service:
        report = service.wait_until(lambda report: report["database"] == "up")
        status = service.get("/readyz").status_code
        signed_in = service.sign_in("admin", "admin")
        postmaster = service.postmaster()
        ended = service.end()

        assert (status, report["worker"], report["migrations"]) == (503, "silent", "current")
        assert signed_in == 401
        assert ended == 0
        assert not Path(f"/proc/{postmaster}").exists()
        assert not re.search(r"[0-9a-f]{4}(-[0-9a-f]{4}){4}", service.output.read_text()), "a generated password"


def test_a_killed_service_starts_again_with_what_it_acknowledged() -> None:
    with open_directory() as made, Service(made, "--demo") as first:
        password = re.search(r"│ worker\s+│ (\S+)\s+│", first.is_ready().output.read_text())
        assert password is not None
        first.process.kill()
        first.process.wait()
        with Service(made, "--demo") as second:  # at once, while the database of the first shuts down
            signed_in = second.is_ready().sign_in("worker", password.group(1))
            printed = second.output.read_text()

    assert signed_in == 200
    assert password.group(1) not in printed


def test_a_service_whose_start_failed_does_not_outlive_its_test() -> None:
    def fail_at_the_start(service: Service) -> None:
        with service:
            service.wait_until(lambda report: True)
            raise AssertionError("it never came up")

    with open_directory() as made:
        service = Service(made)
        with pytest.raises(AssertionError, match="it never came up"):
            fail_at_the_start(service)

        assert service.process.poll() is not None
        assert processes_of(service.data) == []


def test_new_users_of_a_file_get_one_time_passwords_in_a_file_of_their_own(demo: Service, directory: Path) -> None:
    folder, secret = directory / "newcomers", directory / "passwords.csv"
    folder.mkdir()
    (folder / "users.csv").write_text("username,display_name\nfile1,=甲\nfile2,乙\nadmin,管理员\n")
    (folder / "appointments.csv").write_text(
        "username,post,area_code,valid_from\nfile1,supervisor,440310,2026-01-01\nfile2,supervisor,440310,2026-01-01\n"
    )
    arguments = ("import", str(folder), "--data-dir", str(demo.data), "--passwords", str(secret))
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    assert secret.stat().st_mode & 0o777 == 0o600
    lines = [line.split(",") for line in secret.read_text(encoding="utf-8-sig").splitlines()]
    assert lines[0] == ["username", "display_name", "password", "expires_at"]
    assert [line[:2] for line in lines[1:]] == [["file1", "'=甲"], ["file2", "乙"]], "who has a password keeps it"
    assert not [line for line in lines[1:] if line[2] in done.stdout + done.stderr + demo.output.read_text()]
    assert demo.sign_in("file1", lines[1][2]) == 200

    again = run(*arguments)
    assert again.returncode == 1
    assert "something else is there" in again.stderr
    second = run(*arguments[:-1], str(directory / "second.csv"))
    assert second.returncode == 0
    assert (directory / "second.csv").read_text(encoding="utf-8-sig").count("\n") == 1, "nobody is without one now"
