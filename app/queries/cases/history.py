"""Loading history: many cases at once, each with its event and the timers still ahead."""

from sqlalchemy import (
    CTE,
    Boolean,
    Column,
    DateTime,
    Interval,
    MetaData,
    Table,
    Text,
    bindparam,
    func,
    insert,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Scalar
from app.models.case import Case
from app.models.case_event import CaseEvent
from app.models.case_parts import CaseTimer, Rating
from app.queries.tables import table
from app.workflow.limits import RATING_WINDOW
from app.workflow.timing.timers import TimerKind


def _rated(new: CTE, incoming: Table) -> CTE:
    """What residents said of new ones, as their first round, when the case was closed: a later moment is not known."""
    said = {
        "case_id": new.c.id,
        "round": literal(0),
        "score": new.c.rating,
        "solved": incoming.c.rating_solved,
        "words": incoming.c.rating_words,
        "area_path": new.c.area_path,
        "created_at": new.c.closed_at,
    }
    scores = select(*said.values()).where(new.c.rating.is_not(None), incoming.c.id == new.c.id)
    return insert(table(Rating)).from_select(list(said), scores).cte("rated")


def _add() -> Scalar[int]:
    """New ones of `incoming_cases`, each with an event and the timers still ahead; gives how many they were."""
    cases, events = table(Case), table(CaseEvent)
    incoming = cases.to_metadata(MetaData(), name="incoming_cases")
    incoming.append_column(Column("rating_solved", Boolean))
    incoming.append_column(Column("rating_words", Text))
    names = [column.name for column in cases.columns if column.name != "serial"]
    new = (
        upsert(cases)
        .from_select(names, select(*(incoming.c[name] for name in names)))
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(
            *(cases.c[name] for name in ("id", "status", "area_path", "status_since", "warn_at", "due_at")),
            cases.c.closed_at,
            cases.c.rating,
        )
        .cte("new")
    )
    event = {
        "case_id": new.c.id,
        "seq": literal(1),
        "action": literal("import"),
        "to_status": new.c.status,
        "actor_kind": literal("system"),
        "area_path": new.c.area_path,
        "data": literal({}, events.c.data.type),
        "created_at": bindparam("now", type_=DateTime(timezone=True)),
    }
    told = insert(events).from_select(list(event), select(*event.values())).cte("told")
    # What passed before the import was announced by the older system, or never will be.
    moments = (
        (TimerKind.WARNING, new.c.warn_at, new.c.due_at.is_not(None)),
        (TimerKind.REMINDER, new.c.due_at, true()),
        (TimerKind.RATING_WINDOW, new.c.closed_at + literal(RATING_WINDOW, Interval()), new.c.rating.is_(None)),
    )
    ahead = union_all(
        *(
            select(new.c.id, literal(kind.value), moment).where(
                moment > bindparam("now", type_=DateTime(timezone=True)), where
            )
            for kind, moment, where in moments
        )
    )
    timed = insert(table(CaseTimer)).from_select(["case_id", "kind", "due_at"], ahead).cte("timed")
    return Scalar(select(func.count()).select_from(new).add_cte(told, timed, _rated(new, incoming)), int)


ADD = _add()
