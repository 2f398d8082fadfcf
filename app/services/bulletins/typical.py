"""Typical cases 典型案例 of a bulletin: chosen by the editor among those they see, and told without anybody in them."""

from collections.abc import Sequence
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import invalid_field
from app.models.case_row import CaseRow
from app.queries.cases import case as queries
from app.queries.cases import followers
from app.queries.cases.scope import lineage, scope_of
from app.schemas.bulletins.drafts import TypicalIn
from app.services.bulletins.names import Names, Said
from app.services.organisation.names import NameBook
from app.workflow.bulletins.anonymous import anonymous
from app.workflow.privacy import PrivacyTier

_DEPTH_OF_A_VILLAGE = 3
_PEOPLE = ("reporter_id", "handler_id", "verifier_id", "checker_id")


async def tell(session: Session, actor: Actor, area_path: str, chosen: Sequence[TypicalIn]) -> list[Said]:
    """Each chosen case without people: in the editor's words, or in its own.

    Raises:
        Invalid: one is not of this area or not seen, or is restricted 限制 or confidential 保密.
    """
    told = []
    for place, each in enumerate(chosen):
        case = await _case(session, actor, each.case_id)
        if case is None or not case["area_path"].startswith(area_path):
            raise invalid_field(f"/typical/{place}/case_id", "没有这件案卷，或不在本区划", "no case of this area")
        if case["privacy_tier"] != PrivacyTier.NORMAL:
            zh, en = "限制或保密案卷不能作为典型案例", "a restricted or confidential case is no example"
            raise invalid_field(f"/typical/{place}/case_id", zh, en)
        told.append(await _told(session, case, each))
    return told


async def _case(session: Session, actor: Actor, case_id: UUID) -> CaseRow | None:
    scope = scope_of(actor)
    return await session.first(queries.visible_case(scope.shape), case_id=case_id, **scope.values)


async def _told(session: Session, case: CaseRow, each: TypicalIn) -> Said:
    people = await _people(session, case)
    own = "\n".join(filter(None, (case["description"], case["result"])))
    village = lineage(case["area_path"])[:_DEPTH_OF_A_VILLAGE][-1].rstrip("/").rpartition("/")[2]
    names = Names()
    names.want("area", [village])
    names.want("department", [case["lead_department_code"]])
    names.want("category", [case["category_code"]])
    await names.look_up(session)
    category = names.of("category", case["category_code"])
    return {
        "case_id": case["id"],
        "title": anonymous(each.title or case["title"] or str(category["zh"]), people)[:120],
        "text": anonymous(each.text or own, people)[:4000],
        "comment": each.comment,
        "category": category,
        "area": names.of("area", village),
        "unit": names.of("department", case["lead_department_code"]),
        "reported_on": case["reported_at"].astimezone(clock.LOCAL).date(),
        "closed_on": None if case["closed_at"] is None else case["closed_at"].astimezone(clock.LOCAL).date(),
        "rating": case["rating"],
    }


async def _people(session: Session, case: CaseRow) -> list[str | None]:
    """Everybody whom the case knows by name."""
    ids = {case[name] for name in _PEOPLE} - {None}  # type: ignore[literal-required]
    known = (await session.memory.of(NameBook).called(session, {"person": set(ids)}))["person"]
    told_by = await session.all(followers.CONTACTS_OF_FOLLOWERS, case_id=case["id"])
    return [
        case["contact_name"],
        *(row["contact_name"] for row in told_by),
        *(known[who].given for who in ids if who in known),
    ]
