"""A scheme 考评方案: what is scored of whom and how, all of it data of the district.

Items add up to 100 points; each is a figure, scored between the value that earns nothing and the one that earns all, or
a manual score. Deductions take points for each hit, up to a cap. A trigger forces a colour whatever the score. Who has
too few cases is not ranked. Colours are bands of the score, from the best down; pay bands go by tasks and grid size.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from app.workflow.evaluation.figures import FIGURES
from app.workflow.evaluation.subjects import SubjectKind
from app.workflow.irregularities.kinds import IrregularityKind

WHOLE = 100.0
_EXACT = 1e-6


class Assessed(StrEnum):
    """Of whom a scheme speaks."""

    WORKER = "worker"  # 网格员
    GRID = "grid"  # 网格
    VILLAGE = "village"  # 村社区
    STATION = "station"  # 站所
    DEPARTMENT = "department"  # 部门

    @property
    def kind(self) -> SubjectKind:
        """What kind of subject its figures are of."""
        if self is Assessed.WORKER:
            return SubjectKind.WORKER
        return SubjectKind.AREA if self in (Assessed.GRID, Assessed.VILLAGE) else SubjectKind.UNIT


@dataclass(frozen=True, slots=True)
class Item:
    """`weight` points at most. A manual item has no figure, and is told as points."""

    code: str
    zh: str
    en: str
    weight: float
    figure: str | None = None
    zero_at: float = 0.0
    full_at: float = 1.0


@dataclass(frozen=True, slots=True)
class Deduction:
    """Takes `points` for each hit of a figure, `cap` in all at most."""

    code: str
    zh: str
    en: str
    figure: str
    points: float
    cap: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """Forces a colour from so many hits of a figure on."""

    code: str
    zh: str
    en: str
    figure: str
    at_least: int
    colour: str


@dataclass(frozen=True, slots=True)
class Colour:
    """From this score on, up to that of the colour above."""

    code: str
    zh: str
    en: str
    from_score: float


@dataclass(frozen=True, slots=True)
class PayBand:
    """From so many tasks and such a grid on: an amount in yuan, of which a colour may earn a part."""

    code: str
    zh: str
    en: str
    tasks_from: int
    size_from: int
    amount: float


@dataclass(frozen=True, slots=True)
class Scheme:
    assessed: Assessed
    items: tuple[Item, ...]
    colours: tuple[Colour, ...]  # from the best down
    deductions: tuple[Deduction, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    pay_bands: tuple[PayBand, ...] = ()
    fewest: int = 0  # cases below which one is not ranked
    #: Irregularities 异常 that count all the same and are shown beside the score; all others count for nobody.
    listed_only: frozenset[IrregularityKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a scheme, and where in its document."""

    pointer: str
    zh: str
    en: str


def faults(scheme: Scheme) -> list[Fault]:
    """What keeps a scheme from being used; none where it may be."""
    return [*_of_items(scheme), *_of_colours(scheme), *_of_codes(scheme), *_of_figures(scheme)]


def _of_items(scheme: Scheme) -> list[Fault]:
    found = []
    total = sum(item.weight for item in scheme.items)
    if abs(total - WHOLE) > _EXACT:
        zh, en = f"权重合计须为 100，现为 {total:g}", f"the weights must sum to 100, not {total:g}"
        found.append(Fault("/items", zh, en))
    for index, item in enumerate(scheme.items):
        if item.figure is not None and item.zero_at == item.full_at:
            zh, en = "零分值与满分值不能相同", "the value that earns nothing is not the one that earns all"
            found.append(Fault(f"/items/{index}/full_at", zh, en))
    return found


def _of_colours(scheme: Scheme) -> list[Fault]:
    scores = [colour.from_score for colour in scheme.colours]
    if any(above <= below for above, below in pairwise(scores)):
        zh, en = "颜色分数线须自高到低且不重叠", "thresholds go down from the best colour, and none is there twice"
        return [Fault("/colours", zh, en)]
    if scores[-1] != 0:
        zh, en = "最低一档须自 0 分起", "the last colour begins at 0: every score has one"
        return [Fault(f"/colours/{len(scores) - 1}/from_score", zh, en)]
    known = {colour.code for colour in scheme.colours}
    return [
        Fault(f"/triggers/{index}/colour", "没有这个颜色", "there is no such colour")
        for index, trigger in enumerate(scheme.triggers)
        if trigger.colour not in known
    ]


def _of_codes(scheme: Scheme) -> list[Fault]:
    found = []
    parts = (("items", scheme.items), ("colours", scheme.colours), ("deductions", scheme.deductions),
             ("triggers", scheme.triggers), ("pay_bands", scheme.pay_bands))  # fmt: skip
    for name, those in parts:
        codes = [each.code for each in those]
        found += [
            Fault(f"/{name}/{index}/code", "代码重复", "this code is there twice")
            for index, code in enumerate(codes)
            if code in codes[:index]
        ]
    return found


def _of_figures(scheme: Scheme) -> list[Fault]:
    named = [(f"/items/{index}/figure", item.figure) for index, item in enumerate(scheme.items) if item.figure]
    named += [(f"/deductions/{index}/figure", each.figure) for index, each in enumerate(scheme.deductions)]
    named += [(f"/triggers/{index}/figure", each.figure) for index, each in enumerate(scheme.triggers)]
    zh, en = "没有这个指标", "there is no such figure"
    return [Fault(pointer, zh, en) for pointer, figure in named if figure not in FIGURES]
