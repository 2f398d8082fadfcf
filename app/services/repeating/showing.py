"""What came before a case, as its readers may know it: who told of it is for the centre alone."""

from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.session import Session
from app.models.case_row import KnownCase as CaseOfRow
from app.queries.cases import repeats as queries
from app.queries.cases.listed import AMONG
from app.queries.cases.scope import scope_of
from app.services.reading import cases
from app.services.reading.known_cases import KnownCases
from app.services.reading.showing import Shown, fields, show
from app.services.repeating.counting import asked
from app.workflow.repeats import OF_PEOPLE, REPEAT_LABELS, RepeatKind

_TOLD = ("kinds", "reply", "result", "rating")


async def repeats(session: Session, actor: Actor, case: CaseOfRow) -> list[dict[str, object]]:
    """How often it is one of several, by kind."""
    if not case["repeat_count"]:
        return []
    mine = _kinds(actor, case)
    rows = await session.all(queries.REPEATS_OF, case_id=case["id"])
    return [
        {**_labelled(row["kind"]), "count": row["count"], "since": row["since"]} for row in rows if row["kind"] in mine
    ]


async def before(
    session: Session, actor: Actor, case_id: UUID, kind: RepeatKind | None, limit: int, cursor: str | None
) -> tuple[list[Shown], str | None]:
    """A page of what came before, newest first, of what the actor sees; whatever its window, so that nothing is missed.

    Raises:
        NotFound: the case is not theirs to see. BadCursor: of another page.
    """
    case, now = await cases.get(session, actor, case_id), clock.now()
    kinds = sorted(_kinds(actor, case) & ({kind.value} if kind else {each.value for each in RepeatKind}))
    identity, scope = (actor.user_id, str(case_id), kind), scope_of(actor)
    values: dict[str, object] = {**asked(case), **scope.values, "kinds": kinds}
    if cursor is not None:
        values["after_value"], values["after_id"] = cursors.decode(cursor, identity)
    statement = queries.before(scope.shape, limit + 1, first=cursor is None)
    rows = await session.all(statement, **values)
    page, more = rows[:limit], rows[limit:]
    known = session.memory.of(KnownCases)
    listed = {row["id"]: known.learned(row) for row in await session.all(AMONG, case_ids=[row["id"] for row in page])}
    told = [fields({name: row[name] for name in _TOLD}) for row in page]  # type: ignore[literal-required]
    shown = await show(session, actor, [listed[row["id"]] for row in page], now, told)
    return shown, cursors.encode(page[-1]["reported_at"], page[-1]["id"], identity) if more else None


def _kinds(actor: Actor, case: CaseOfRow) -> set[str]:
    """That two reports are of one caller, or of one household, says who told of them."""
    of_people = actor.is_of_the_centre(case["area_path"])
    return {kind.value for kind in RepeatKind if of_people or kind not in OF_PEOPLE}


def _labelled(kind: str) -> dict[str, object]:
    zh, en = REPEAT_LABELS[RepeatKind(kind)]
    return {"kind": kind, "label_zh": zh, "label": en}
