"""What a look at some cases gives: what was found, and what was looked at, so that what holds no longer is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import UUID, uuid5

from app import clock
from app.services.security.trail import common
from app.workflow.irregularities.kinds import IrregularityKind
from app.workflow.irregularities.thresholds import DEFAULTS, IrregularityRule, Thresholds, thresholds_at

_SPACE = UUID("4d1c7d36-6b0e-5a64-9d0b-6c9f2f1f7a01")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd: whom it concerns, since when, the cases that are odd and those they are compared with."""

    id: UUID
    kind: IrregularityKind
    happened_at: datetime
    person_id: UUID | None
    department_code: str | None
    area_path: str
    subjects: tuple[UUID, ...]
    others: tuple[UUID, ...]
    figures: Mapping[str, object]


@dataclass(slots=True)
class Look:
    """One look: by which rules, what it found, and which irregularities there could have been."""

    rules: list[IrregularityRule]
    found: dict[UUID, Finding] = field(default_factory=dict)
    looked_at: set[UUID] = field(default_factory=set)
    _known: dict[str, Mapping[IrregularityKind, tuple[Thresholds, str | None]]] = field(default_factory=dict)

    def limits(self, kind: IrregularityKind, area_path: str, *about: object) -> tuple[UUID, Thresholds] | None:
        """The id that one of this kind about this has, and its thresholds; None where nobody looks for it there."""
        known = self._known.get(area_path)
        if known is None:
            known = self._known[area_path] = thresholds_at(self.rules, area_path)
        id_ = id_of(kind, *about)
        self.looked_at.add(id_)
        limits = known[kind][0]
        return (id_, limits) if limits.is_on else None

    def widest(self, kind: IrregularityKind, name: str) -> int:
        """The largest that any area says of a threshold: so far the record is asked."""
        told = [rule.thresholds for rule in self.rules if rule.kind is kind]
        return max(limits.told().get(name, 0) for limits in (*told, DEFAULTS[kind]))

    def add(
        self, id_: UUID, kind: IrregularityKind, limits: Thresholds, paths: Iterable[str],
        figures: Mapping[str, object], *, happened_at: datetime, subjects: Iterable[UUID], others: Iterable[UUID] = (),
        person_id: UUID | None = None, department_code: str | None = None,
    ) -> None:  # fmt: skip
        """One more; its figures remember the thresholds of now."""
        odd = tuple(sorted(set(subjects)))
        besides = tuple(sorted(set(others) - set(odd)))
        told = {**figures, "thresholds": limits.told()}
        self.found[id_] = Finding(id_, kind, happened_at, person_id, department_code, common(paths), odd, besides, told)


def id_of(kind: IrregularityKind, *about: object) -> UUID:
    """The same for the same, however often it is found."""
    return uuid5(_SPACE, "\n".join([kind.value, *map(str, about)]))


def day_of(at: datetime) -> datetime:
    """When the day of a moment began, in the time of the place."""
    return datetime.combine(at.astimezone(clock.LOCAL).date(), time(), clock.LOCAL)
