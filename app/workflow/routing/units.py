"""The units that rows and rules name, as they are today: whether one may be given a case of a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Unfit(StrEnum):
    """Why a unit may not be given a case."""

    UNKNOWN = "unknown"
    INACTIVE = "inactive"
    NO_JURISDICTION = "no_jurisdiction"


UNFIT_LABELS: Mapping[Unfit, tuple[str, str]] = {
    Unfit.UNKNOWN: ("单位不存在", "there is no such unit"),
    Unfit.INACTIVE: ("单位已停用，且没有承接单位", "the unit is not active, and none is known to have taken its place"),
    Unfit.NO_JURISDICTION: ("单位不管辖该地", "the unit has no jurisdiction there"),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with the paths it serves; `heir` is the one that bears its names now that it is no longer active."""

    code: str
    is_active: bool
    serves: tuple[str, ...]
    heir: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A unit that was named and is left out."""

    unit: str
    because: Unfit


class Units:
    """All of them by their codes."""

    def __init__(self, units: Mapping[str, Unit]) -> None:
        """An heir is taken as it stands: it is active, and has none itself."""
        self._units = units

    def meant(self, code: str) -> str:
        """The unit that a code stands for today: itself, or the heir of one that was merged or made anew."""
        unit = self._units.get(code)
        return code if unit is None or unit.is_active or unit.heir is None else unit.heir

    def fit(self, code: str, area_path: str) -> str | Refused:
        """The unit that would be given a case there, or why not."""
        unit = self._units.get(self.meant(code))
        if unit is None:
            return Refused(code, Unfit.UNKNOWN)
        if not unit.is_active:
            return Refused(code, Unfit.INACTIVE)
        if not area_path.startswith(unit.serves):
            return Refused(code, Unfit.NO_JURISDICTION)
        return unit.code

    def nowhere(self, code: str, area_path: str) -> Unfit | None:
        """Why the unit could be given no case anywhere in an area; none where it serves all or a part of it."""
        found = self.fit(code, area_path)
        if not isinstance(found, Refused):
            return None
        unit = self._units.get(self.meant(code))
        partly = unit is not None and any(path.startswith(area_path) for path in unit.serves)
        return None if found.because is Unfit.NO_JURISDICTION and partly else found.because
