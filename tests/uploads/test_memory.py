"""The work on a picture stays under 400 MB, whatever the picture is; what needs more ends its own process alone."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageFile

from tests.uploads.pictures import png_bomb

WIDTH, HEIGHT = 7_300, 5_470  # just under 40 megapixels
LIMIT_KB = 400 * 1024
_MEASURED = """
import sys
from app.services.photos import picture
picture.main(sys.argv[1:])
sys.stderr.write(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""

#: As if a picture hid its size until it is read.
_UNGUARDED = """
import sys
from app.services.photos import picture
picture.MAX_PIXELS = 10**9
picture.main(sys.argv[1:])
"""

pytestmark = [pytest.mark.needs("proc"), pytest.mark.any_server]


def _progressive() -> bytes:
    out = BytesIO()
    ImageFile.MAXBLOCK = 100_000_000
    image = Image.linear_gradient("L").resize((WIDTH, HEIGHT)).convert("RGB")
    image.save(out, "JPEG", quality=60, progressive=True, subsampling=0)
    return out.getvalue()


def _heic() -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (WIDTH, HEIGHT), (9, 99, 9))).save(
        out, quality=40, enc_params={"preset": "ultrafast"}
    )
    return out.getvalue()


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGBA", (WIDTH, HEIGHT), (1, 2, 3, 4)).save(out, "PNG", compress_level=1)
    return out.getvalue()


#: The heaviest pictures that are still taken, and a bomb.
PICTURES = {"progressive": _progressive, "heic": _heic, "png": _png, "bomb": lambda: png_bomb(10_000)}


def _run(program: str, *arguments: Path | str) -> "subprocess.CompletedProcess[str]":
    told = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(told, capture_output=True, check=True, text=True)


@pytest.mark.parametrize("name", list(PICTURES))
def test_a_picture_process_stays_under_400_mb(tmp_path: Path, name: str) -> None:
    (tmp_path / "photo").write_bytes(PICTURES[name]())
    runs = [_run(_MEASURED, task, tmp_path / "photo", tmp_path) for task in ("examine", "copy")]

    assert all(("refused" in run.stdout) is (name == "bomb") for run in runs)
    assert max(int(run.stderr) for run in runs) < LIMIT_KB


def test_a_picture_that_needs_too_much_ends_its_own_work_alone(tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(PICTURES["bomb"]())

    assert _run(_UNGUARDED, "examine", tmp_path / "photo").stdout == '{"refused": "too-much-memory"}'
