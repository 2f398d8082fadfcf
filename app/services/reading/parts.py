"""The parts of a report that was split 拆分, as whoever sees the report may read them."""

from uuid import UUID

from app.authz import Actor
from app.db.session import Session
from app.models.case_row import CaseRow
from app.queries.cases import splitting as queries
from app.queries.cases.scope import scope_of
from app.queries.cases.splitting import PartRow
from app.services.reading import cases
from app.workflow.number import number_of
from app.workflow.states import STATUS_LABELS, Status

_WORDS = ("title", "description", "closed_at", "reply")


async def of_case(session: Session, actor: Actor, case_id: UUID) -> list[dict[str, object]]:
    """Number and status of each; what is said in it where they see that case, too.

    Raises:
        NotFound: the report is not theirs to see.
    """
    case = await cases.get(session, actor, case_id)
    scope = scope_of(actor)
    if not case["part_count"]:
        return []
    rows = await session.all(queries.parts_of(scope.shape), case_id=case_id, **scope.values)
    return [_view(row, seen=row["is_seen"]) | {"id": row["id"] if row["is_seen"] else None} for row in rows]


async def told_to_the_reporter(session: Session, case: CaseRow) -> list[dict[str, object]]:
    """The same to whoever reported it: they see the matter whole, and the answer once, in the report."""
    rows = await session.all(queries.parts_of(None), case_id=case["id"]) if case["part_count"] else []
    return [{name: told for name, told in _view(row, seen=True).items() if name != "reply"} for row in rows]


def _view(row: PartRow, *, seen: bool) -> dict[str, object]:
    zh, en = STATUS_LABELS[Status(row["status"])]
    said = {name: row[name] if seen else None for name in _WORDS}  # type: ignore[literal-required]
    number = number_of(row["serial"])
    return {"number": number, "status": row["status"], "status_label_zh": zh, "status_label": en, **said}
