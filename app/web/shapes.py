"""JSON, bounded by its shape before and after it is read: what costs nothing to send must cost little to refuse."""

import asyncio
import json
import re
from collections import Counter
from contextlib import suppress
from typing import Any

import orjson

from app.concurrency.slices import Slices
from app.errors import BadRequest, TooComplex

DEEPEST = 32
LARGE = 65_536  # bytes
_CONTAINERS = (dict, list)
_NAME = re.compile(rb'(?<!\\)"[ \t\r\n]*:')
_SEPARATORS = (b",", b":", b"[", b"{")


def separators(piece: bytes) -> int:
    """How many elements a piece of JSON may have: what stands in strings is counted too, so bounds are generous."""
    return sum(piece.count(separator) for separator in _SEPARATORS)


async def read(body: bytes) -> Any:
    """The JSON of a body; the steps of a large one take a while each, and between them others have their turn.

    Raises:
        TooComplex: it is nested too deeply. ValueError: it is no JSON. BadRequest: an object says a name twice.
    """
    if len(body) > LARGE:
        await asyncio.sleep(0)
    slices = Slices()  # of which the first is for parsing
    told = _parsed(body)
    level, names = [told], 0
    for _ in range(DEEPEST):
        deeper: list[Any] = []
        for outer in level:
            deeper += _within(outer)
            names += len(outer) if isinstance(outer, dict) else 0
            await slices.rest()
        if not deeper:
            if _names_said(body) > names:  # it may be a text that looks so: whoever reads each object judges
                await asyncio.to_thread(_parsed_strictly, body)
            return told
        level = deeper
    raise TooComplex(limit=DEEPEST)


def _parsed(body: bytes) -> Any:
    """A large body by the reader that is five times as fast; what it does not take, the other one judges."""
    if len(body) > LARGE:
        with suppress(ValueError):
            return orjson.loads(body)
    try:
        return json.loads(body)
    except RecursionError:
        raise TooComplex(limit=DEEPEST) from None


def _names_said(body: bytes) -> int:
    """How many names the text of JSON says; in a large one those with blanks before the colon go unseen."""
    if len(body) > LARGE:
        return body.count(b'":') - body.count(b'\\":')
    return len(_NAME.findall(body))


def _parsed_strictly(body: bytes) -> Any:
    return json.loads(body, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are its own: of two that are the same, readers take one or the other (RFC 8259 §4)."""
    told = dict(pairs)
    if len(told) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        shown = twice[:40].encode(errors="replace").decode()
        raise BadRequest(zh=f"同一对象中字段重复：{shown}", en=f"One object says the same field twice: {shown}")
    return told


def _within(outer: Any) -> list[Any]:
    """The lists and objects directly inside one."""
    held = outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
    return [inner for inner in held if isinstance(inner, _CONTAINERS)]
