"""In which company an answer is counted 语境: what a case is about and where it lies, from the general to the special.

An answer that is rare in the special is looked up in the general: grid → village → town → everywhere, filing rule →
category → all.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Target(StrEnum):
    """What is suggested."""

    DEPARTMENT = "department"
    CATEGORY = "category"
    RULE = "rule"


class Told(NamedTuple):
    """What is known of a case when it is decided; `places` are the codes of town, village and grid, as far as known."""

    origin: str
    nature_code: str | None
    category_code: str | None
    rule_code: str | None
    places: tuple[str, ...]


class Context(NamedTuple):
    """A target among cases of one matter at one place; empty is any."""

    target: Target
    matter: str
    place: str


ANYTHING = ""
_MOST_PLACES = 3


def told(
    channel: str, source_code: str | None, nature_code: str | None, category_code: str | None, rule_code: str | None,
    area_path: str,
) -> Told:  # fmt: skip
    """What the columns of a case say."""
    places = tuple(area_path.rstrip("/").split("/")[1 : _MOST_PLACES + 1])
    return Told(f"{channel}/{source_code or ''}", nature_code, category_code, rule_code, places)


def asked(target: Target, case: Told) -> list[Context]:
    """The contexts that bear on a case, the most general first."""
    general, special = _matters(target, case)
    everywhere = [Context(target, matter, ANYTHING) for matter in (*general, special)]
    return everywhere + [Context(target, special, place) for place in case.places]


def counted(target: Target, case: Told) -> list[Context]:
    """The contexts in which a closed case counts: those of each case that may be asked for."""
    general, special = _matters(target, case)
    return [Context(target, matter, place) for matter in (*general, special) for place in (ANYTHING, *case.places)]


def _matters(target: Target, case: Told) -> tuple[list[str], str]:
    if target is Target.CATEGORY:
        known = [ANYTHING, f"n:{case.nature_code}" if case.nature_code else None, f"o:{case.origin}"]
    elif target is Target.RULE:
        known = [f"c:{case.category_code}"]
    else:
        known = [
            ANYTHING,
            f"c:{case.category_code}" if case.category_code else None,
            f"r:{case.rule_code}" if case.rule_code else None,
        ]
    matters = [matter for matter in known if matter is not None]
    return matters[:-1], matters[-1]


#: What the first letter of a matter says to people.
KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "": ("", "cases"),
        "c": ("同类", "cases of this category"),
        "r": ("同一立案条件", "cases of this filing rule"),
        "n": ("同一诉求性质", "cases of this nature"),
        "o": ("同一来源", "cases that came this way"),
    }
)
#: How deep the place of a context lies.
PLACES = (
    ("全区", "everywhere"),
    ("本镇街", "in this town"),
    ("本村（社区）", "in this village"),
    ("本网格", "in this grid"),
)
