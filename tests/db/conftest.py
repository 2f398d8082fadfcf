"""Where the tests of the embedded server lay their data."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.db.embedded import places


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An open directory with room for data; what would go to the shelter of the machine goes there too."""
    with TemporaryDirectory(prefix="yikou-embedded-") as made:
        Path(made).chmod(0o711)
        monkeypatch.setattr(places, "SHELTER", Path(made) / "shelter")
        yield Path(made)
