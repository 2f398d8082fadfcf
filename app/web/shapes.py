"""JSON, bounded by its shape before and after it is read: what costs nothing to send must cost little to refuse."""

import asyncio
import json
from contextlib import suppress
from typing import Any

import orjson

from app.concurrency.slices import Slices
from app.errors import TooComplex

DEEPEST = 32
_LARGE = 65_536  # bytes
_CONTAINERS = (dict, list)
_SEPARATORS = (b",", b":", b"[", b"{")


def separators(piece: bytes) -> int:
    """How many elements a piece of JSON may have: what stands in strings is counted too, so bounds are generous."""
    return sum(piece.count(separator) for separator in _SEPARATORS)


async def read(body: bytes) -> Any:
    """The JSON of a body; the steps of a large one take a while each, and between them others have their turn.

    Raises:
        TooComplex: it is nested too deeply. ValueError: it is no JSON.
    """
    if len(body) > _LARGE:
        await asyncio.sleep(0)
    told = _parsed(body)
    slices, level = Slices(), [told]
    for _ in range(DEEPEST):
        deeper: list[Any] = []
        for outer in level:
            deeper += _within(outer)
            await slices.rest()
        if not deeper:
            return told
        level = deeper
    raise TooComplex(limit=DEEPEST)


def _parsed(body: bytes) -> Any:
    """A large body by the reader that is five times as fast; what it does not take, the other one judges."""
    if len(body) > _LARGE:
        with suppress(ValueError):
            return orjson.loads(body)
    try:
        return json.loads(body)
    except RecursionError:
        raise TooComplex(limit=DEEPEST) from None


def _within(outer: Any) -> list[Any]:
    """The lists and objects directly inside one."""
    held = outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
    return [inner for inner in held if isinstance(inner, _CONTAINERS)]
