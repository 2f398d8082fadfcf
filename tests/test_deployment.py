"""The files that put the service on a server say what the service understands."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.config import Settings

pytestmark = pytest.mark.any_server

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return loaded


def test_compose_waits_for_a_database_of_a_supported_version(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert set(services) == {"database", "yikou"}
    assert re.fullmatch(r"postgres:1[5-8]", services["database"]["image"])
    assert services["yikou"]["depends_on"]["database"]["condition"] == "service_healthy"


def test_compose_brings_no_default_secret_and_loses_no_data(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert "${YIKOU_DB_PASSWORD:?" in services["database"]["environment"]["POSTGRES_PASSWORD"]
    mounted = {volume.split(":")[0] for service in services.values() for volume in service["volumes"]}
    assert mounted == set(compose["volumes"])


def test_every_variable_that_is_set_is_a_setting(compose: dict[str, Any]) -> None:
    used = set(compose["services"]["yikou"]["environment"])
    used |= set(re.findall(r"(YIKOU_[A-Z_]+)=", (ROOT / "Dockerfile").read_text()))

    assert used
    assert {name.removeprefix("YIKOU_").lower() for name in used} <= set(Settings.model_fields)


def test_the_container_does_not_run_as_root_and_installs_what_is_locked() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    last_stage = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM")) :]

    assert "USER yikou" in last_stage
    assert any(line.startswith("HEALTHCHECK") for line in last_stage)
    assert all("--frozen" in line for line in lines if "uv sync" in line)


def test_container_and_make_install_the_same_uv() -> None:
    wanted = re.search(r"UV_VERSION := (\S+)", (ROOT / "Makefile").read_text())

    assert wanted is not None
    assert f"uv=={wanted.group(1)}" in (ROOT / "Dockerfile").read_text()


def test_bytecode_is_made_at_installation_and_not_at_each_start() -> None:
    """Where PYTHONDONTWRITEBYTECODE is set, or the account may not write there, nobody else would make it."""
    first_stage = (ROOT / "Dockerfile").read_text().split("FROM ")[1]
    command = ["make", "--dry-run", "--what-if=pyproject.toml", "run"]
    planned = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout

    assert "UV_COMPILE_BYTECODE=1" in first_stage
    assert "compileall -q app alembic" in first_stage
    steps = [
        planned.index(words) for words in ("--compile-bytecode", "compileall -q app alembic", "yikou serve --demo")
    ]
    assert steps == sorted(steps)
