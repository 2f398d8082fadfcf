"""Monthly self-assessment 月自查自评: by the lead unit, in revisions, until the quarter is published."""

from datetime import timedelta
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import GuardRefused, NotFound, invalid_field
from app.identifiers import new_id
from app.models.cobuilding_work import EvidenceSubject
from app.queries.cobuilding import groups as group_queries
from app.queries.cobuilding import marks as queries
from app.queries.cobuilding import periods as period_queries
from app.queries.cobuilding.marks import AssessmentRow
from app.schemas.cobuilding.marks import AssessmentIn
from app.services.cobuilding import access, forms, periods, photos, schemes
from app.services.cobuilding.access import Seen
from app.services.organisation import names
from app.workflow.cobuilding.quarters import Quarter, end_of_month, quarter_of

_HANDED_IN_BY = timedelta(days=10)  # after the month; later is remarked upon


async def listed(session: Session, actor: Actor, group_id: UUID) -> dict[str, object]:
    """The last revision of each month, and the form of today.

    Raises:
        NotFound: there is no such group that the actor sees.
    """
    told = await access.seen(session, actor, group_id)
    rows = await session.all(queries.LAST_OF_GROUP, of_id=group_id)
    scheme = await session.first(period_queries.IN_FORCE, path=told.path, first=quarter_of(clock.today()).first)
    form = [] if scheme is None else scheme["body"]["items"]
    return {"items": await _views(session, actor, rows), "form": form}


async def assess(session: Session, actor: Actor, group_id: UUID, body: AssessmentIn) -> dict[str, object]:
    """Says how a month was; again is another revision of the same.

    Raises:
        NotFound. NotPermitted: not of the lead unit. WrongState: the group has ended, the quarter is published.
        GuardRefused: no scheme holds. Invalid: the month, or the marks.
    """
    told = await access.seen(session, actor, group_id)
    told.require(told.may_lead)
    month = body.month.replace(day=1)
    quarter = quarter_of(month)
    if month > clock.today() or end_of_month(month) < told.group["valid_from"]:
        zh, en = "该月尚未开始，或早于小组成立", "this month has not begun, or lies before the group was founded"
        raise invalid_field("/month", zh, en)
    scheme_id = await _scheme_of(session, told, quarter)
    kept, score = forms.filled(body.marks, forms.scheme_of((await schemes.one(session, scheme_id))["body"]).items)
    await session.value(group_queries.LOCK, of_id=group_id)
    before = await session.first(queries.LAST_OF_MONTH, of_id=group_id, of_month=month)
    now = clock.now()
    row: AssessmentRow = {
        "id": new_id(now) if before is None else before["id"],
        "revision": 1 if before is None else before["revision"] + 1,
        "group_id": group_id, "month": month, "scheme_id": scheme_id, "marks": kept, "score": score, "note": body.note,
        "is_late": clock.today() > end_of_month(month) + _HANDED_IN_BY, "assessed_by": actor.user_id,
        "created_at": now,
    }  # fmt: skip
    await session.run(queries.ASSESS, **row)
    return (await _views(session, actor, [row]))[0]


async def _scheme_of(session: Session, told: Seen, quarter: Quarter) -> UUID:
    """That of the quarter, if it is open; else the one that would hold if it were opened now."""
    period = await periods.of_place(session, told.path, quarter)
    if period is not None:
        return period["scheme_id"]
    scheme = await session.first(period_queries.IN_FORCE, path=told.path, first=quarter.first)
    if scheme is None:
        raise GuardRefused(zh="该季度没有适用的考评方案", en="No scheme holds here in this quarter")
    return scheme["id"]


async def seen(session: Session, actor: Actor, assessment_id: UUID) -> tuple[AssessmentRow, Seen]:
    """An assessment of a group that the actor sees.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(queries.ASSESSMENT, of_id=assessment_id)
    if row is None:
        raise NotFound()
    return row, await access.seen(session, actor, row["group_id"])


async def _views(session: Session, actor: Actor, rows: list[AssessmentRow]) -> list[dict[str, object]]:
    pictures = await photos.of(session, actor, EvidenceSubject.ASSESSMENT, [row["id"] for row in rows])
    views: list[dict[str, object]] = [
        {
            "id": row["id"], "group_id": row["group_id"], "month": row["month"], "revision": row["revision"],
            "marks": forms.marks_view(row["marks"]), "score": forms.on_the_wire(row["score"]), "note": row["note"],
            "is_late": row["is_late"], "assessed_by": row["assessed_by"], "created_at": row["created_at"],
            "photos": pictures[row["id"]],
        }
        for row in rows
    ]  # fmt: skip
    await names.give(session, actor, views)
    return views
