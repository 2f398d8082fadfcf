"""Makes the files of a bulletin 简报 in a process of its own: reads a page, gives PDF and XLSX, limits itself.

Nothing is asked of a network, no font of the machine is used, and what the page says is data to the template, never
markup: it reads the page as JSON.
"""

import io
import os
import struct
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import orjson

from app.concurrency.confined import confine
from app.services.bulletins import book, sheets
from app.workflow.bulletins import colours, wording

MAX_MEMORY = 512 * 1024 * 1024  # bytes; two languages of a long one take some 250
MAX_SECONDS = 30  # of computing
TOO_MUCH = 2
_LENGTH = struct.Struct(">Q")
_TEMPLATE = Path(__file__).parent / "bulletin.typ"


def pdf(page: book.Said, language: str) -> bytes:
    """A4 pages with the plots drawn in them; PDF/A-2u where the page has what that asks for."""
    import pylopdf_fonts_zh_cn as fonts
    import typst

    told = {"page": page, "words": wording.words(language), "language": language, "fills": dict(colours.FILLS)}
    signed = page["signed_on"]
    moment = datetime.combine(date.fromisoformat(signed), time(), UTC) if signed else datetime(2000, 1, 1, tzinfo=UTC)
    return bytes(
        typst.compile(
            _TEMPLATE,
            font_paths=[fonts.sans_path().parent],
            ignore_system_fonts=True,
            sys_inputs={"told": orjson.dumps(told).decode()},
            timestamp=moment,
        )
    )


def xlsx(page: book.Said, language: str) -> bytes:
    """The figures as sheets."""
    out = io.BytesIO()
    sheets.write(out, page, language)
    return out.getvalue()


_MAKERS = {"pdf": pdf, "xlsx": xlsx}


def taken_apart(told: bytes) -> Iterator[bytes]:
    """The files that the process gave, one after the other."""
    at = 0
    while at < len(told):
        (length,) = _LENGTH.unpack_from(told, at)
        at += _LENGTH.size
        yield told[at : at + length]
        at += length


def main() -> int:
    """Limits itself, reads, gives. Ends with 2 where memory is short: 1 is any other fault."""
    os.environ["RAYON_NUM_THREADS"] = "1"  # a file is made in a second: its threads would only take memory
    confine(memory=MAX_MEMORY, seconds=MAX_SECONDS)
    asked = orjson.loads(sys.stdin.buffer.read())
    try:
        for kind, language in asked["wanted"]:
            made = _MAKERS[kind](asked["page"], language)
            sys.stdout.buffer.write(_LENGTH.pack(len(made)) + made)
    except MemoryError:
        return TOO_MUCH
    return 0


if __name__ == "__main__":
    sys.exit(main())
