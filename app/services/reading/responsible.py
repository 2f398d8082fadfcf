"""Who is responsible for a case 权责, as a reader of the case is told: the answer, why, and all that was looked at."""

from uuid import UUID

from app.authz import Actor
from app.db.session import Session
from app.services.organisation import names
from app.services.reading import cases
from app.services.routing.answers import answers_for
from app.workflow.routing.answer import Answer, Candidate, Skipped

_MOST = 200  # candidates that are shown


async def explain(session: Session, actor: Actor, case_id: UUID) -> dict[str, object]:
    """The answer at this moment.

    Raises:
        NotFound: the case is not theirs to see.
    """
    case = await cases.get(session, actor, case_id)
    answer = (await answers_for(session, [case]))[0]
    view, candidates = told(answer), [_candidate(each) for each in answer.candidates[:_MOST]]
    await names.give(session, actor, [view])
    await names.give(session, actor, candidates)
    return view | {"candidates": candidates}


def told(answer: Answer) -> dict[str, object]:
    """An answer, without its candidates; the names of its units are still to be given."""
    return {
        "by": answer.by.value,
        "code": answer.code,
        "outcome": None if answer.outcome is None else answer.outcome.value,
        "department_code": answer.department,
        "assist_codes": list(answer.assists),
        "automatic": answer.automatic,
        "eligible_codes": list(answer.eligible),
        "fallback_code": answer.fallback,
        "minutes": answer.minutes,
        "score": answer.score,
        "urgent": answer.urgent,
        "urgent_by": answer.urgent_by,
        "why_zh": answer.zh,
        "why": answer.en,
        "skipped": [_skipped(each) for each in answer.skipped],
    }


def _skipped(each: Skipped) -> dict[str, str]:
    told = {"by": each.by.value, "code": each.code, "unit": each.unit, "reason": each.because}
    return told | {"detail_zh": each.zh, "detail": each.en}


def _candidate(each: Candidate) -> dict[str, object]:
    zh, en = each.said
    return {
        "by": each.by.value,
        "code": each.code,
        "label_zh": zh,
        "label": en,
        "verdict": each.verdict.value,
        "unmet": None if each.unmet is None else each.unmet.value,
        "department_code": each.department,
    }
