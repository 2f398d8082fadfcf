"""The pictures of the documents are those that are made, and each is shown somewhere."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.screens import pictures

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
MADE = {f"{picture.name}.{language}.png" for picture in pictures.PICTURES for language in pictures.LOCALES}


def _shown() -> dict[Path, Path]:
    """Every picture that a page names -> the page."""
    named = re.compile(r'(?:<img src="|!\[[^\]]*\]\()([^")]+\.(?:png|jpg|svg|webp))')
    return {(page.parent / name).resolve(): page for page in PAGES for name in named.findall(page.read_text())}


def test_every_picture_that_is_shown_is_there() -> None:
    assert not [path for path in _shown() if not path.is_file()]


def test_every_picture_is_made_and_shown() -> None:
    lying = {path.name for path in pictures.IMAGES.iterdir()}

    assert lying == MADE
    assert {path.name for path in _shown() if path.parent == pictures.IMAGES.resolve()} == lying


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_picture_is_small(name: str) -> None:
    assert (pictures.IMAGES / name).stat().st_size <= pictures.MOST_BYTES


def test_a_picture_keeps_its_size_in_a_palette() -> None:
    whole = BytesIO()
    Image.new("RGB", (40, 20), (10, 106, 79)).save(whole, "PNG")

    assert Image.open(BytesIO(pictures.small(whole.getvalue()))).size == (40, 20)
