"""How colours 红黄灰 are drawn in the files of a bulletin: by the codes districts use, as on the screens."""

from collections.abc import Mapping
from types import MappingProxyType

FILLS: Mapping[str, str] = MappingProxyType(
    {"red": "#c8372e", "yellow": "#e5a50a", "green": "#2e8b57", "grey": "#87929d", "gray": "#87929d"}
)
_OTHER, _NONE = "#3a78b5", "#d5dbe1"


def fill_of(code: str | None) -> str:
    """Of a colour that bears another code, and of none, one of its own."""
    return _NONE if code is None else FILLS.get(code, _OTHER)
