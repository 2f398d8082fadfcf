"""The answer to who is responsible: the unit, which row or rule says so and why, and what was passed over."""

from enum import StrEnum
from typing import NamedTuple

from app.workflow.routing.matrix import UnmetCondition
from app.workflow.routing.rules import RoutingOutcome


class AnsweredBy(StrEnum):
    """Where the answer comes from."""

    RULE = "rule"
    MATRIX = "matrix"
    FILING_RULE = "filing_rule"
    NONE = "none"


class CandidateVerdict(StrEnum):
    """What became of a candidate."""

    CHOSEN = "chosen"
    APPLIED = "applied"  # a rule that made the case urgent
    UNMET = "unmet"  # a condition does not hold
    SKIPPED = "skipped"  # it holds, and what it names cannot be given the case
    LATER = "later"  # it holds, and another came before it


class Candidate(NamedTuple):
    """A rule, a row or the unit of the filing rule that was looked at, in order; with what was found of it."""

    by: AnsweredBy
    code: str
    verdict: CandidateVerdict
    department: str | None
    said: tuple[str, str]
    unmet: UnmetCondition | None = None


class Skipped(NamedTuple):
    """Something that should have counted and could not: `unit` is the one it names, `because` a stable code."""

    by: AnsweredBy
    code: str
    unit: str
    because: str
    zh: str
    en: str


class Answer(NamedTuple):
    """`department` is the lead, none where nobody is known or a pool is; `zh` and `en` say why."""

    by: AnsweredBy
    code: str | None
    department: str | None
    zh: str
    en: str
    outcome: RoutingOutcome | None = None
    assists: tuple[str, ...] = ()
    automatic: bool = False
    eligible: tuple[str, ...] = ()
    fallback: str | None = None
    minutes: int | None = None
    score: float | None = None
    urgent: bool = False
    urgent_by: str | None = None  # the rule that made it so
    skipped: tuple[Skipped, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    def remembered(self, lead: str | None, *, automatic: bool = False) -> dict[str, object]:
        """What the event of a dispatch keeps of it: no personal data."""
        followed = self.outcome is RoutingOutcome.PUBLISH if lead is None else self.department == lead
        sure = {} if self.score is None else {"score": round(self.score, 4)}
        return sure | {
            "by": self.by.value,
            "code": self.code,
            "department": self.department,
            "followed": followed,
            "automatic": automatic,
        }
