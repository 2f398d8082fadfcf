"""A scheme 考评方案: what is marked, what each part weighs, and what is done where a part is missing.

Marks are per cent in hundredths, so that no two that read alike differ: 87.50 is 8750.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

FULL = 10_000  # 100.00


class ScorePart(StrEnum):
    """What a quarter's score is averaged from."""

    OWN = "own"  # 月自查自评
    INSPECTION = "inspection"  # 季度考评
    RESIDENTS = "residents"  # 效果共评


class MissingPart(StrEnum):
    """What is done where a part is missing. It is said in the result whichever it is."""

    REWEIGH = "reweigh"  # 其余部分按权重分担
    ZERO = "zero"  # 按零分计
    UNRANKED = "unranked"  # 不计总分、不参加排名


class MissingMonth(StrEnum):
    """What is done where a group did not assess itself for a month."""

    LEAVE_OUT = "leave_out"  # 按已自评的月份平均
    ZERO = "zero"  # 该月按零分计


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the form 考评表: the same for who assesses themselves and for inspectors."""

    code: str
    most: int  # points
    needs_photo: bool = False  # of an inspector


@dataclass(frozen=True, slots=True)
class Scheme:
    """One version of it."""

    items: tuple[Item, ...]
    weights: Mapping[ScorePart, int]  # per cent
    missing: Mapping[ScorePart, MissingPart]
    missing_month: MissingMonth
    least_answers: int  # of residents: with fewer, their part is missing
    commend_from: int
    criticise_below: int

    def asks_for(self, part: ScorePart) -> bool:
        """Whether a part weighs anything."""
        return self.weights[part] > 0


class Fault(NamedTuple):
    """What is wrong with a scheme, by the JSON pointer of the field."""

    pointer: str
    zh: str
    en: str


def faults(scheme: Scheme) -> Iterator[Fault]:
    """Whatever keeps a scheme from being one."""
    total = sum(scheme.weights.values())
    if total != 100:
        yield Fault("/weights", f"权重之和为 {total}，应为 100", f"the weights sum to {total}, not to 100")
    if scheme.criticise_below > scheme.commend_from:
        zh, en = "批评线不能高于表扬线", "criticised would be who is commended: the thresholds overlap"
        yield Fault("/criticise_below", zh, en)
    seen: set[str] = set()
    for at, item in enumerate(scheme.items):
        if item.code in seen:
            zh, en = f"项目 {item.code} 重复", f"there are two items {item.code}"
            yield Fault(f"/items/{at}/code", zh, en)
        seen.add(item.code)
