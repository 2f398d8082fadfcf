"""What an import must know of the database before it writes."""

from sqlalchemy import MetaData, bindparam, func, insert, literal, select, union_all
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.area import Area
from app.models.case import Case
from app.models.case_event import CaseEvent
from app.models.case_parts import CaseTimer
from app.models.category import Category, CategoryStandard
from app.models.department import Department
from app.models.user import User
from app.queries.tables import table
from app.workflow.timers import TimerKind

ANY_AREA = Statement(select(table(Area).c.code).limit(1))
AREAS = Statement(select(table(Area)))
DEPARTMENTS = Statement(select(table(Department)))
STANDARD_CODES = Statement(select(table(CategoryStandard).c.code))
CATEGORY_CODES = Statement(select(table(Category).c.code))
AREA_PATHS = Statement(select(table(Area).c.code, table(Area).c.path))
DEPARTMENT_CODES = Statement(select(table(Department).c.code))
USERS = Statement(select(table(User).c.id, table(User).c.username))


def _add_history() -> Statement:
    """New ones of `incoming_cases`, each with an event and the timers still ahead; gives how many they were."""
    cases, events = table(Case), table(CaseEvent)
    incoming = cases.to_metadata(MetaData(), name="incoming_cases")
    names = [column.name for column in cases.columns if column.name != "serial"]
    new = (
        upsert(cases)
        .from_select(names, select(*(incoming.c[name] for name in names)))
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(cases.c.id, cases.c.status, cases.c.area_path, cases.c.status_since, cases.c.warn_at, cases.c.due_at)
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
        "created_at": new.c.status_since,
    }
    told = insert(events).from_select(list(event), select(*event.values())).cte("told")
    # What passed before the import was announced by the older system, or never will be.
    ahead = union_all(
        *(
            select(new.c.id, literal(kind.value), moment).where(moment > bindparam("now", type_=moment.type))
            for kind, moment in ((TimerKind.WARNING, new.c.warn_at), (TimerKind.REMINDER, new.c.due_at))
        )
    )
    timed = insert(table(CaseTimer)).from_select(["case_id", "kind", "due_at"], ahead).cte("timed")
    return Statement(select(func.count()).select_from(new).add_cte(told, timed))


ADD_HISTORY = _add_history()
