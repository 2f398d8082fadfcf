"""What some lessons change in the counts: each added once or taken back, summed by context and answer. Pure."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.likeness.learned.contexts import Target, Told, counted
from app.likeness.learned.grams import BUCKETS
from app.likeness.learned.guessing import Count, weight
from app.queries.suggesting.learning import LessonRow

Answered = tuple[str, str, str, str]
"""A context, its target, matter and place, with an answer."""


@dataclass(slots=True)
class Difference:
    """What is to be added, negative where it is taken back."""

    counts: dict[Answered, Count] = field(default_factory=dict)
    words: dict[tuple[Target, str], "array[int]"] = field(default_factory=dict)

    def add(self, lesson: LessonRow, sign: int) -> None:
        """One lesson, or (-1) takes it back: the unit that ended with it, and those that returned it, against them."""
        case = Told(
            lesson["origin"], lesson["nature_code"], lesson["category_code"], lesson["rule_code"],
            tuple(lesson["places"]),
        )  # fmt: skip
        weighs = weight(lesson["closed_at"]) * sign
        learned = array("H", lesson["words"])
        for target, answer in answers(lesson).items():
            self._count(target, case, answer, Count(sign, weighs))
            if learned and target is not Target.RULE:
                for key in ((target, answer), (target, "")):
                    self._hear(key, learned, sign)
        for unit in lesson["returned_by"]:
            if unit != lesson["department_code"]:
                self._count(Target.DEPARTMENT, case, unit, Count(0, 0.0, sign, weighs))

    def _count(self, target: Target, case: Told, answer: str, count: Count) -> None:
        for context in counted(target, case):
            key = (*context, answer)
            self.counts[key] = self.counts[key] + count if key in self.counts else count

    def _hear(self, key: tuple[Target, str], learned: "array[int]", sign: int) -> None:
        buckets = self.words.get(key)
        if buckets is None:
            buckets = self.words[key] = array("i", bytes(4 * BUCKETS))
        for bucket in learned:
            buckets[bucket] += sign

    def of_counts(self) -> dict[Answered, Count]:
        """Those that change anything, in the order in which rows are locked."""
        return {key: self.counts[key] for key in sorted(self.counts) if self.counts[key] != Count()}


def answers(lesson: Mapping[str, object]) -> dict[Target, str]:
    """What a lesson answers; a case nobody was given, or of no category, leaves that open."""
    said = (
        (Target.DEPARTMENT, lesson["department_code"], True),
        (Target.CATEGORY, lesson["category_code"], True),
        (Target.RULE, lesson["rule_code"], lesson["category_code"] is not None),
    )
    return {target: answer for target, answer, known in said if isinstance(answer, str) and known}


def with_words(stored: bytes | None, more: "array[int]") -> tuple[int, bytes]:
    """Stored buckets with others added, and their sum; never below nothing."""
    buckets = array("I", stored if stored is not None else bytes(4 * BUCKETS))
    for bucket, change in enumerate(more):
        if change:
            buckets[bucket] = max(buckets[bucket] + change, 0)
    return sum(buckets), buckets.tobytes()
