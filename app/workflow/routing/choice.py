"""The choice: the first routing rule that holds and names where a case goes, else the most specific row of the matrix.

Else the unit of the filing rule. Each rule is looked at once, in order: one that makes a case urgent is seen by those
below it, and nothing begins anew. What names a unit that cannot be given the case is passed over and said so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.workflow.routing.answer import Answer, AnsweredBy, Candidate, Skipped
from app.workflow.routing.answer import CandidateVerdict as Verdict
from app.workflow.routing.matrix import Matrix
from app.workflow.routing.matrix import UnmetCondition as Unmet
from app.workflow.routing.matter import Matter
from app.workflow.routing.rules import RoutingOutcome, RoutingRule
from app.workflow.routing.units import UNFIT_LABELS, Refused, Units


class Suggested(NamedTuple):
    """The department that the closed cases suggest, and how sure that is, from 0 to 1."""

    department: str
    score: float


@dataclass(frozen=True, slots=True)
class Book:
    """All that decides: the active rules in their order, the active rows, and the units as they are."""

    rules: Sequence[RoutingRule]
    matrix: Matrix
    units: Units


NOBODY = Answer(
    AnsweredBy.NONE, None, None, "没有规则、权责清单或立案条件指明责任单位", "no rule, row or filing rule names a unit"
)


def choose(book: Book, matter: Matter, suggested: Suggested | None = None) -> Answer:
    """Who is responsible, and all that was looked at."""
    return _Looking(book, matter, suggested).answer()


def asks_for_a_suggestion(book: Book, matter: Matter) -> bool:
    """Whether a rule goes by what is suggested, if it comes to that: whoever answers has to know it first."""
    rules = (rule for rule in book.rules if rule.outcome is RoutingOutcome.SUGGESTION)
    return any(rule.unmet(matter, urgent=urgent) is None for rule in rules for urgent in {matter.urgent, True})


class _Told(NamedTuple):
    """What is looked at: put in words only where it counts, or should have."""

    by: AnsweredBy
    code: str
    said: tuple[str, str]
    outcome: RoutingOutcome = RoutingOutcome.DISPATCH
    automatic: bool = False
    basis: str | None = None
    score: float | None = None

    @property
    def why(self) -> tuple[str, str]:
        """In Chinese and English."""
        zh, en = self.said
        if self.by is AnsweredBy.RULE:
            return f"派遣规则 {self.code}：{zh}", f"routing rule {self.code}: {en}"
        if self.by is AnsweredBy.FILING_RULE:
            return zh, en
        because = (f"（{self.basis}）", f" ({self.basis})") if self.basis else ("", "")
        return f"权责清单 {self.code}：{zh}{because[0]}", f"row {self.code} of the matrix: {en}{because[1]}"

    @property
    def answer(self) -> Answer:
        """As the answer, but for whom it names."""
        zh, en = self.why
        return Answer(self.by, self.code, None, zh, en, self.outcome, automatic=self.automatic, score=self.score)


@dataclass(slots=True)
class _Looking:
    book: Book
    matter: Matter
    suggested: Suggested | None
    urgent: bool = False
    urgent_by: str | None = None
    chosen: Answer | None = None
    skipped: list[Skipped] = field(default_factory=list)
    seen: list[Candidate] = field(default_factory=list)

    def answer(self) -> Answer:
        self.urgent = self.matter.urgent
        for rule in self.book.rules:
            self._look_at(rule)
        for row in self.book.matrix.about(self.matter):
            told = _Told(AnsweredBy.MATRIX, row.code, row.said, basis=row.basis)
            self._weigh(told, row.lead, row.assists, row.unmet(self.matter.at))
        unit, code = self.matter.rule_unit, self.matter.rule_code
        if unit is not None and code is not None:
            said = f"立案条件 {code} 指明的单位", f"the unit of filing rule {code}"
            self._weigh(_Told(AnsweredBy.FILING_RULE, code, said), unit, (), None)
        found = self.chosen or NOBODY
        skipped, seen = tuple(self.skipped), tuple(self.seen)
        return found._replace(urgent=self.urgent, urgent_by=self.urgent_by, skipped=skipped, candidates=seen)

    def _look_at(self, rule: RoutingRule) -> None:
        unmet = rule.unmet(self.matter, urgent=self.urgent)
        told = _Told(AnsweredBy.RULE, rule.code, rule.said, rule.outcome, rule.automatic)
        if unmet is None and rule.outcome is RoutingOutcome.URGENT:
            if not self.urgent:
                self.urgent, self.urgent_by = True, rule.code
            self._saw(told, Verdict.APPLIED, None)
        elif rule.outcome is RoutingOutcome.SUGGESTION:
            lead, score = self.suggested or (None, 0.0)
            unsure = lead is None or score < (rule.threshold or 0)
            self._weigh(told._replace(score=score), lead, (), unmet or (Unmet.SCORE if unsure else None))
        elif rule.outcome is RoutingOutcome.PUBLISH:
            self._weigh_pool(told, rule, unmet)
        else:
            self._weigh(told, rule.lead, rule.assists, unmet)

    def _weigh(self, told: _Told, lead: str | None, assists: Sequence[str], unmet: Unmet | None) -> None:
        """Takes one that holds as the answer, if none was before it and its unit can be given the case."""
        if unmet is not None or lead is None:
            self._saw(told, Verdict.UNMET, lead, unmet)
            return
        if self.chosen is not None:
            self._saw(told, Verdict.LATER, lead)
            return
        unit = self._fit(told, lead)
        self._saw(told, Verdict.SKIPPED if unit is None else Verdict.CHOSEN, unit or lead)
        if unit is not None:
            helping = [found for code in assists if (found := self._fit(told, code)) is not None and found != unit]
            self.chosen = told.answer._replace(department=unit, assists=tuple(dict.fromkeys(helping)))

    def _weigh_pool(self, told: _Told, rule: RoutingRule, unmet: Unmet | None) -> None:
        if unmet is not None or self.chosen is not None:
            self._saw(told, Verdict.UNMET if unmet else Verdict.LATER, rule.fallback, unmet)
            return
        eligible = [found for code in rule.eligible if (found := self._fit(told, code)) is not None]
        fallback = self._fit(told, rule.fallback or "")
        good = bool(eligible) and fallback is not None
        self._saw(told, Verdict.CHOSEN if good else Verdict.SKIPPED, fallback or rule.fallback)
        if good:
            units = tuple(dict.fromkeys(eligible))
            self.chosen = told.answer._replace(eligible=units, fallback=fallback, minutes=rule.minutes)

    def _fit(self, told: _Told, code: str) -> str | None:
        found = self.book.units.fit(code, self.matter.area_path)
        if not isinstance(found, Refused):
            return found
        because, (zh, en) = UNFIT_LABELS[found.because], told.why
        said = f"{zh}：{code} {because[0]}", f"{en}: {code}: {because[1]}"
        self.skipped.append(Skipped(told.by, told.code, code, found.because.value, *said))
        return None

    def _saw(self, told: _Told, verdict: Verdict, department: str | None, unmet: Unmet | None = None) -> None:
        self.seen.append(Candidate(told.by, told.code, verdict, department, told.said, unmet))
