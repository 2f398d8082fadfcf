"""Results of periods: who judges an area sees all of its own; others see those of themselves that are published."""

from uuid import UUID

from app import cursors
from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound
from app.queries.evaluation import assessments
from app.queries.evaluation import results as queries
from app.queries.evaluation.assessments import PeriodWithScheme
from app.queries.evaluation.results import ResultRow
from app.schemas.cases.lists import PageQuery
from app.services.evaluation.documents import colours_of
from app.services.evaluation.periods import as_told, period_of
from app.services.evaluation.sight import over
from app.workflow.evaluation.period import PeriodState

_LATEST = UUID(int=2**128 - 1)
Page = tuple[list[dict[str, object]], str | None]


async def page(session: Session, actor: Actor, period_id: UUID, query: PageQuery) -> Page:
    """The results of a period that the actor judges, the best first.

    Raises:
        NotFound: there is no such period. BadCursor: of another list.
    """
    await period_of(session, actor, period_id)
    identity = ("results", actor.user_id, period_id)
    after = cursors.decode_number(query.cursor, identity) if query.cursor else 0
    rows = await session.all(queries.PAGE, period_id=period_id, after=after, count=query.limit + 1)
    last = rows[query.limit - 1] if rows[query.limit :] else None
    cursor = None if last is None else cursors.encode_key(str(last["place"]), identity)
    return [view(row) for row in rows[: query.limit]], cursor


def subjects_of(actor: Actor) -> list[str]:
    """Whom an actor is, works at or works in: whose results are their own."""
    places = {held.area_path.rstrip("/").rpartition("/")[2] for held in actor.posts if held.area_path}
    return sorted({str(actor.user_id), *places, *actor.department_codes})


async def own(session: Session, actor: Actor, query: PageQuery) -> Page:
    """The actor's own results, those of their grids and of their units in published periods, the latest first.

    Raises:
        BadCursor: of another list.
    """
    identity = ("own results", actor.user_id)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _LATEST
    rows = await session.all(queries.OWN, subjects=subjects_of(actor), after=after, count=query.limit + 1)
    last = rows[query.limit - 1] if rows[query.limit :] else None
    cursor = None if last is None else cursors.encode(None, last["period_id"], identity)
    return [view(row) for row in rows[: query.limit]], cursor


async def explain(session: Session, actor: Actor, period_id: UUID, subject: str) -> dict[str, object]:
    """One result with its arithmetic, and what corrected it.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    row, _ = await seen(session, actor, period_id, subject)
    corrected = await session.all(queries.CORRECTIONS, period_id=period_id, subject=subject)
    told = [{name: each[name] for name in ("score", "colour", "reason", "made_at")} for each in corrected]
    latest = corrected[-1]["document"] if corrected else row["document"]
    return view(row) | {"explanation": latest, "corrections": told}


async def period(session: Session, actor: Actor, period_id: UUID) -> dict[str, object]:
    """A period of an area the actor judges, or a published one in which a result is theirs.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(assessments.PERIOD, of_id=period_id)
    if row is None or not (row["area_path"].startswith(over(actor)) or await _has_own(session, actor, row)):
        raise NotFound()
    return await as_told(session, actor, row)


async def _has_own(session: Session, actor: Actor, row: PeriodWithScheme) -> bool:
    if row["state"] != PeriodState.PUBLISHED:
        return False
    found = await session.first(queries.OF_ANY, period_id=row["id"], subjects=subjects_of(actor))
    return found is not None


async def seen(session: Session, actor: Actor, period_id: UUID, subject: str) -> tuple[ResultRow, PeriodWithScheme]:
    """A result that the actor may see, with its period.

    Raises:
        NotFound: there is none.
    """
    period = await session.first(assessments.PERIOD, of_id=period_id)
    row = await session.first(queries.ONE, period_id=period_id, subject=subject)
    if period is None or row is None:
        raise NotFound()
    judges = period["area_path"].startswith(over(actor))
    if not judges and not (period["state"] == PeriodState.PUBLISHED and subject in subjects_of(actor)):
        raise NotFound()
    return row, period


def view(row: ResultRow) -> dict[str, object]:
    """A result as it is told: with the corrections, and as it was."""
    is_corrected = row["corrected_at"] is not None
    colour = row["corrected_colour"] if is_corrected else row["colour"]
    called = colours_of(row["document"]).get(colour or "", (None, None))
    return {
        "period_id": row["period_id"], "subject": row["subject"], "name": row["name"],
        "score": row["corrected_score"] if is_corrected else row["score"], "colour": colour,
        "colour_label_zh": called[0], "colour_label": called[1], "rank": row["rank"],
        "published_score": row["score"], "published_colour": row["colour"], "is_corrected": is_corrected,
        "appeal_id": row["appeal_id"],
    }  # fmt: skip
