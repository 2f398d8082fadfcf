"""Whose figures somebody may see: their own, those of their areas and units, and what they supervise.

A worker sees all of their own. Who heads a unit sees the unit and who works in it; who supervises an area or leads its
centre sees what lies in it, its people and the units that serve nothing else. Categories and channels are of the whole
district.
"""

from dataclasses import dataclass
from uuid import UUID

from app import clock
from app.authz import Actor, Permission, Post
from app.db.session import Session
from app.errors import NotFound
from app.queries.evaluation import subjects as queries
from app.queries.organisation import administration, lookup
from app.services.organisation import names
from app.workflow.evaluation.subjects import SubjectKind


@dataclass(frozen=True, slots=True)
class Subject:
    """Of whom figures are told; of an area also its path, of all what it is called."""

    kind: SubjectKind
    key: str
    name: str | None
    area_path: str | None = None


async def subject_of(session: Session, actor: Actor, kind: SubjectKind, key: str | None) -> Subject:
    """The subject that is asked for; where none is named, one's own.

    Raises:
        NotFound: there is no such subject, or it is not theirs to see.
    """
    asked = key or await _own(session, actor, kind)
    if asked is None:
        raise NotFound(zh="请指定考评对象", en="Name of whom the figures are to be")
    match kind:
        case SubjectKind.AREA:
            return await _area(session, actor, asked)
        case SubjectKind.UNIT:
            return await _unit(session, actor, asked)
        case SubjectKind.WORKER:
            return await _worker(session, actor, asked)
        case _:
            return await _of_the_district(session, actor, kind, asked)


async def _own(session: Session, actor: Actor, kind: SubjectKind) -> str | None:
    if kind is SubjectKind.WORKER:
        return str(actor.user_id)
    if kind is SubjectKind.AREA and actor.area_scopes:
        return actor.area_scopes[0].rstrip("/").rpartition("/")[2]
    if kind is SubjectKind.UNIT:
        return min(actor.department_codes, default=None)
    return None


async def _area(session: Session, actor: Actor, code: str) -> Subject:
    row = await session.first(lookup.AREA, code=code)
    if row is None or not row["path"].startswith(actor.area_scopes):
        raise NotFound()
    name = row["name_en"] if actor.language == "en" and row["name_en"] else row["name"]
    return Subject(SubjectKind.AREA, code, name, row["path"])


def over(actor: Actor) -> tuple[str, ...]:
    """The areas whose units and people the actor is to judge."""
    return (*actor.areas_of(Permission.SUPERVISE), *actor.areas_of(Permission.LEAD_CENTRE))


async def _unit(session: Session, actor: Actor, code: str) -> Subject:
    if code not in actor.department_codes:
        served = [row["path"] for row in await session.all(queries.SERVED, code=code)]
        if not served or not all(path.startswith(over(actor)) for path in served):
            raise NotFound()
    called = await names.words_of(session, {"department": {code}}, actor.language)
    return Subject(SubjectKind.UNIT, code, called["department"].get(code))


async def _worker(session: Session, actor: Actor, told: str) -> Subject:
    try:
        person = UUID(told)
    except ValueError:
        raise NotFound() from None
    if person != actor.user_id and not await _judges(session, actor, person):
        raise NotFound()
    called = await names.words_of(session, {"person": {person}}, actor.language)
    return Subject(SubjectKind.WORKER, str(person), called["person"].get(person))


async def _judges(session: Session, actor: Actor, person: UUID) -> bool:
    headed = [held.department_codes for held in actor.posts if held.post is Post.DEPARTMENT_LEAD]
    heads = frozenset[str]().union(*headed)
    led = tuple(held.area_path for held in actor.posts if held.area_path and held.post is Post.GRID_LEADER)
    posts = await session.all(administration.POSTS_OF, of_id=person)
    current = [post for post in posts if post["valid_to"] is None or post["valid_to"] >= clock.today()]
    return any(
        (post["area_path"] or "").startswith((*over(actor), *led)) or post["department_code"] in heads
        for post in current
        if post["area_path"] or post["department_code"]
    )


async def _of_the_district(session: Session, actor: Actor, kind: SubjectKind, key: str) -> Subject:
    if not actor.may_everywhere(Permission.SUPERVISE):
        raise NotFound()
    if kind is SubjectKind.CHANNEL:
        return Subject(kind, key, None)
    called = await names.words_of(session, {"category": {key}}, actor.language)
    if key not in called["category"]:
        raise NotFound()
    return Subject(kind, key, called["category"][key])
