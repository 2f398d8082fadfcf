"""Where the tests of the embedded server lay their data."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.db.embedded import places
from tests.db.servers import embedded


@pytest.fixture(scope="session")
def served_before() -> Iterator[Path]:
    """A data directory that has been served, made once a worker; tests that are not about the first start copy it."""
    with TemporaryDirectory(prefix="yikou-served-") as made:
        Path(made).chmod(0o711)
        with embedded(Path(made) / "data"):
            pass
        yield Path(made) / "data"


@pytest.fixture
def data(directory: Path, served_before: Path) -> Path:
    """Data of a server that was stopped in order, for this test to start one on."""
    subprocess.run(["/bin/cp", "-a", served_before, directory / "data"], check=True)
    return directory / "data"


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An open directory with room for data; what would go to the shelter of the machine goes there too."""
    with TemporaryDirectory(prefix="yikou-embedded-") as made:
        Path(made).chmod(0o711)
        monkeypatch.setattr(places, "SHELTER", Path(made) / "shelter")
        yield Path(made)
