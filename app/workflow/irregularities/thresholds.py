"""Thresholds 阈值 from which something is irregular: data of an area, with defaults that rather miss than accuse."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.workflow.irregularities.kinds import IrregularityKind as Kind

_HOUR, _DAY = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Of one kind; what has no meaning for it is null.

    `times`: how many at least. `minutes`: within so long. `metres`: within, or of a leap and of photos beyond, so far.
    `percent`: of words or scores that are alike. `kmh`: faster than that nobody travels.
    """

    is_on: bool = True
    times: int | None = None
    minutes: int | None = None
    metres: int | None = None
    percent: int | None = None
    kmh: int | None = None

    def told(self) -> dict[str, int]:
        """Those that have a meaning, by their names."""
        values = {name: getattr(self, name) for name in NUMBERS}
        return {name: value for name, value in values.items() if value is not None}


NUMBERS = ("times", "minutes", "metres", "percent", "kmh")

DEFAULTS: Mapping[Kind, Thresholds] = MappingProxyType(
    {
        Kind.DUPLICATE: Thresholds(minutes=3 * _DAY, metres=30, percent=80),
        Kind.REPORTED_ANEW: Thresholds(times=5, minutes=_DAY, metres=30, percent=80),
        Kind.REPEATED_PHOTO: Thresholds(minutes=2 * _HOUR, metres=100),
        Kind.IMPOSSIBLE_TRAVEL: Thresholds(times=2, metres=3_000, kmh=200),
        Kind.SELF_HANDLE_RUN: Thresholds(times=6, minutes=15, metres=100),
        Kind.RATING_DEVICE: Thresholds(times=3, minutes=_DAY),
        # Carriers put thousands behind one address: only where an area knows its networks.
        Kind.RATING_NETWORK: Thresholds(is_on=False, times=10, minutes=_HOUR),
        Kind.RATING_BURST: Thresholds(times=20, minutes=10, percent=95),
    }
)
#: What may be said: from, to.
BOUNDS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "times": (1, 1_000),
        "minutes": (1, 31 * _DAY),
        "metres": (1, 100_000),
        "percent": (1, 100),
        "kmh": (20, 2_000),
    }
)


@dataclass(frozen=True, slots=True)
class IrregularityRule:
    """What an area says of a kind."""

    scope_path: str
    kind: Kind
    thresholds: Thresholds


def thresholds_at(rules: Iterable[IrregularityRule], area_path: str) -> Mapping[Kind, tuple[Thresholds, str | None]]:
    """What holds at a place for each kind, and which area says so: the nearest that says anything, else nobody."""
    around = sorted((rule for rule in rules if area_path.startswith(rule.scope_path)), key=lambda r: len(r.scope_path))
    told: dict[Kind, tuple[Thresholds, str | None]] = {kind: (usual, None) for kind, usual in DEFAULTS.items()}
    return told | {rule.kind: (rule.thresholds, rule.scope_path) for rule in around}
