"""What every format gives: a picture that is known to be whole, not yet decoded; or why there is none."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image


class NotAPhoto(Exception):
    """The reason is one of the codes that `darkroom` knows."""


class Damaged(NotAPhoto):
    """It is cut off, or something else stands where a part of it was."""

    def __init__(self) -> None:
        """Bears its code."""
        super().__init__("damaged")


@dataclass(frozen=True, slots=True)
class Source:
    """One picture of a file: `decode` gives its pixels, of a JPEG no more than the longer side asked for needs.

    `exif` is what the device wrote, None where the file has none; `upright` says that the decoder turns it.
    """

    media_type: str
    size: tuple[int, int]
    decode: Callable[[int], Image.Image]
    exif: bytes | None
    upright: bool = False
