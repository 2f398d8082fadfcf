"""The reason of a suggestion in words: what was counted, and where. It says numbers, and nothing of any case."""

from collections.abc import Sequence
from typing import NamedTuple

from app.db.session import Session
from app.likeness.learned.contexts import KINDS, PLACES, Context, Target
from app.likeness.learned.guessing import Evidence
from app.services.organisation.names import KINDS as NAMED
from app.services.organisation.names import Code, Name, NameBook


class Reason(NamedTuple):
    """In both languages, with the numbers it says."""

    zh: str
    en: str
    cases: int
    of: int
    returns: int


class Why(NamedTuple):
    """Of which answer, in which context and how deep its place lies, what was counted there, and if the words agree."""

    code: str
    context: Context
    depth: int
    counted: Evidence | None
    by_words: bool


async def reasons(session: Session, told: Sequence[Why]) -> list[Reason]:
    """A reason for each."""
    wanted: dict[str, set[Code]] = {kind: set() for kind in NAMED}
    for why in told:
        wanted[_kind(why.context)].add(why.code)
    names = await session.memory.of(NameBook).called(session, wanted)
    return [reason(names[_kind(why.context)].get(why.code, Name(why.code, None)), why) for why in told]


def _kind(context: Context) -> str:
    return "department" if context.target is Target.DEPARTMENT else "category"


def reason(name: Name, why: Why) -> Reason:
    """The reason in words."""
    context, counted = why.context, why.counted
    english = name.in_("en")
    cases, of, returns = (counted.cases, counted.of, counted.returns) if counted else (0, 0, 0)
    matter_zh, matter_en = KINDS[context.matter[:1]]
    place_zh, place_en = PLACES[why.depth]
    if context.target is Target.DEPARTMENT:
        zh = f"{place_zh}{matter_zh} {of} 件中 {cases} 件由{name.given}处置"
        en = f"{cases} of {of} {matter_en} {place_en} were handled by {english}"
    else:
        zh = f"{place_zh}{matter_zh} {of} 件中 {cases} 件归入“{name.given}”"
        en = f"{cases} of {of} {matter_en} {place_en} were filed as {english}"
    if returns:
        zh, en = f"{zh}，另退回 {returns} 件", f"{en}, which returned {returns}"
    if why.by_words:
        zh, en = f"{zh}；用词与之相近", f"{en}; the words are like theirs"
    return Reason(zh, en, cases, of, returns)
