"""Placeholders 占位符 of texts for replies and results: a fixed list, and nothing else between braces."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

#: What each stands for, in both languages. What names people stands for what its reader may know of them.
PLACEHOLDERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "number": ("案卷号", "number of the case"),
        "category": ("类别", "category"),
        "address": ("地址", "address"),
        "area": ("区划", "area"),
        "unit": ("主办单位", "lead unit"),
        "handler": ("经办人", "handler"),
        "caller": ("诉求人称呼（已脱敏）", "how to address the caller, masked"),
        "reported": ("上报时间", "when it was reported"),
        "deadline": ("处置时限", "handling deadline"),
        "today": ("今日", "today"),
    }
)
_HELD = re.compile(r"\{([^{}]*)\}")


class Filled(NamedTuple):
    """A text with what is known in its places; what is not stays as it was written, and is `missing`."""

    text: str
    missing: tuple[str, ...]


def unknown(text: str) -> tuple[str, ...]:
    """What stands between braces and is no placeholder, and braces that hold nothing together."""
    others = [name for name in _HELD.findall(text) if name not in PLACEHOLDERS]
    return (*others, *(brace for brace in _HELD.sub("", text) if brace in "{}"))


def fill(text: str, known: Mapping[str, str | None]) -> Filled:
    """Each place once: what is put in is not looked at again, whatever braces it has."""
    missing = [name for name in _HELD.findall(text) if not known.get(name)]
    filled = _HELD.sub(lambda place: known.get(place[1]) or place[0], text)
    return Filled(filled, tuple(dict.fromkeys(missing)))
