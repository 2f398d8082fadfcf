"""Who, and what: three units and three categories for each of some cases, with how likely each is and why.

Learned from closed cases alone (`learning.py`); whoever decides is told what was counted, and nobody's words. A page of
cases costs a question for the counts, and one for the words that this process does not remember.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple
from uuid import UUID

from app import clock
from app.concurrency.slices import Slices
from app.db.session import Session
from app.likeness.learned.contexts import Context, Target, Told, asked, told
from app.likeness.learned.grams import grams, likelihood
from app.likeness.learned.guessing import FEW_ANSWERS, MANY_ANSWERS, Count, Tally, evidence, likeliest, ranked, weight
from app.queries.suggesting import asking as queries
from app.queries.suggesting.asking import CaseTold
from app.services.suggesting.book import Book, book_of
from app.services.suggesting.reasons import Reason, Why, reasons
from app.services.suggesting.sketches import EVERYBODY, Key, sketches

MOST = 3  # of each, for a case
_BY_WORDS = 1.0  # log odds from which the words are part of the reason
_FIRST_RULES = 3


class Suggested(NamedTuple):
    """A unit or a category: `score` is a probability; of a category the filing rules in use, those used most first."""

    code: str
    score: float
    reason: Reason
    rule_codes: tuple[str, ...] = ()


class Suggestions(NamedTuple):
    """For one case, each the likeliest first; empty where nothing has been learned yet."""

    case_id: UUID
    departments: list[Suggested]
    categories: list[Suggested]

    @property
    def best(self) -> Suggested | None:
        """The likeliest unit, where any is known: for a rule that dispatches by itself from a score on."""
        return self.departments[0] if self.departments else None


class Guess(NamedTuple):
    """An answer before it is put in words."""

    code: str
    score: float
    why: Why


async def suggestions_of(session: Session, case_ids: Sequence[UUID]) -> dict[UUID, Suggestions]:
    """The same for cases that are known by their ids alone; whoever asks may see them."""
    cases = await session.all(queries.TOLD, case_ids=list(case_ids))
    return {each.case_id: each for each in await suggestions_for(session, cases)}


async def suggestions_for(session: Session, cases: Sequence[CaseTold]) -> list[Suggestions]:
    """For each of up to some hundred cases, in their order."""
    if not cases:
        return []
    book = await book_of(session)
    facts = [_told(case) for case in cases]
    known = await tallies(session, [c for case in facts for t in _SUGGESTED for c in asked(t, case)], book)
    now, slices = weight(clock.now()), Slices()
    first: list[dict[Target, dict[str, float]]] = []
    for case, fact in zip(cases, facts, strict=True):
        first.append(
            {
                target: likeliest(
                    chain_of(target, fact, known), now, BELIEF[target], partial(_fits, target, case, book)
                )
                for target in _SUGGESTED
            }
        )
        await slices.rest()
    wanted: set[Key] = {(target, code) for each in first for target, codes in each.items() for code in codes}
    heard = await sketches(session, wanted) if wanted else {}
    guesses: list[dict[Target, list[Guess]]] = []
    for case, fact, likely in zip(cases, facts, first, strict=True):
        words = grams(case["title"], case["description"], case["address"])
        guesses.append(
            {
                target: _best(likely[target], chain_of(target, fact, known), asked(target, fact), {
                    code: likelihood(words, heard[target, code], heard[target, EVERYBODY]) for code in likely[target]
                })
                for target in _SUGGESTED
            }
        )  # fmt: skip
        await slices.rest()
    return await _told_in_words(session, cases, guesses, book)


_SUGGESTED = (Target.DEPARTMENT, Target.CATEGORY)
BELIEF = {Target.DEPARTMENT: FEW_ANSWERS, Target.CATEGORY: MANY_ANSWERS}


def _told(case: CaseTold) -> Told:
    return told(
        case["channel"], case["source_code"], case["nature_code"], case["category_code"], case["rule_code"],
        case["area_path"],
    )  # fmt: skip


async def tallies(session: Session, contexts: Sequence[Context], book: Book) -> dict[Context, Tally]:
    """What was counted in each context of which anything was; units that merged count as what they are today."""
    wanted = list(dict.fromkeys(contexts))
    rows = await session.all(
        queries.COUNTS,
        targets=[each.target for each in wanted],
        matters=[each.matter for each in wanted],
        places=[each.place for each in wanted],
    )
    found: dict[Context, tuple[int, float, dict[str, Count]]] = {}
    for row in rows:
        context = wanted[row["index"] - 1]
        _, _, answers = found.setdefault(context, (row["all_cases"], row["all_weight"], {}))
        code = book.today(row["answer"]) if context.target is Target.DEPARTMENT else row["answer"]
        count = Count(row["cases"], row["weight"], row["returns"], row["returned"])
        answers[code] = answers[code] + count if code in answers else count
    return {context: Tally(*tally) for context, tally in found.items()}


_NONE = Tally(0, 0.0, {})


def chain_of(target: Target, case: Told, known: Mapping[Context, Tally]) -> list[Tally]:
    """What bears on a case, the most general first."""
    return [known.get(context, _NONE) for context in asked(target, case)]


def _fits(target: Target, case: CaseTold, book: Book, code: str) -> bool:
    if target is Target.CATEGORY:
        return bool(book.rules_of(code))
    return code not in case["return_departments"] and book.serves(code, case["area_path"])


def _best(
    likely: Mapping[str, float], chain: Sequence[Tally], contexts: Sequence[Context], heard: Mapping[str, float]
) -> list[Guess]:
    places = sum(1 for context in contexts if context.place)
    usual = sum(heard[code] * likely[code] for code in likely) / (sum(likely.values()) or 1.0)
    found = []
    for code, score in ranked(likely, heard)[:MOST]:
        counted = evidence(chain, code)
        context = contexts[counted.index if counted else 0]
        depth = contexts.index(context) - len(contexts) + places + 1 if context.place else 0
        found.append(Guess(code, score, Why(code, context, depth, counted, heard[code] - usual >= _BY_WORDS)))
    return found


async def _told_in_words(
    session: Session, cases: Sequence[CaseTold], guesses: Sequence[Mapping[Target, Sequence[Guess]]], book: Book
) -> list[Suggestions]:
    rules = await _rules(session, {g.code for each in guesses for g in each[Target.CATEGORY]}, book)
    every = [guess for each in guesses for found in each.values() for guess in found]
    said = await reasons(session, [guess.why for guess in every])
    reason = iter(said)
    given: list[Suggestions] = []
    for case, each in zip(cases, guesses, strict=True):
        units, categories = (
            [
                Suggested(guess.code, round(guess.score, 4), next(reason), rules.get(guess.code, ()))
                for guess in each[target]
            ]
            for target in _SUGGESTED
        )
        given.append(Suggestions(case["id"], units, [*categories]))
    return given


async def _rules(session: Session, category_codes: set[str], book: Book) -> dict[str, tuple[str, ...]]:
    """The filing rules in use of each category, those that cases were filed by most first."""
    several = [code for code in sorted(category_codes) if len(book.rules_of(code)) > 1]
    contexts = {code: Context(Target.RULE, f"c:{code}", "") for code in several}
    known = await tallies(session, list(contexts.values()), book) if contexts else {}
    found = {}
    for code in category_codes:
        used = known[contexts[code]].answers if code in contexts and contexts[code] in known else {}
        order = sorted(book.rules_of(code), key=lambda rule: (-used[rule].weight if rule in used else 0.0, rule))
        found[code] = tuple(order[:_FIRST_RULES])
    return found
