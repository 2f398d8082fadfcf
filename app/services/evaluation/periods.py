"""Periods 考评周期: opened, computed in the background, reviewed, published by another person, and then frozen."""

from datetime import date, timedelta
from uuid import UUID

from app import clock, cursors
from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import AlreadyExists, NotFound, NotPermitted, WrongState, invalid_field
from app.identifiers import new_id
from app.queries.cases.scope import code_of
from app.queries.evaluation import assessments as queries
from app.queries.evaluation.assessments import PeriodWithScheme, SchemeRow
from app.queries.organisation import lookup
from app.schemas.evaluation.periods import ManualPoints, PeriodIn, PeriodQuery
from app.services.calendar.lookup import calendar_of
from app.services.evaluation.computing import SIZE, assessed_by
from app.services.evaluation.documents import stored
from app.services.evaluation.sight import over
from app.services.organisation import names
from app.workflow.evaluation.period import APPEAL_WITHIN, STEPS, PeriodState, PeriodStep

MOST_DAYS = 400
_LATEST = UUID(int=2**128 - 1)
Page = tuple[list[dict[str, object]], str | None]


def require_days(first: date, last: date) -> None:
    """Refuses days that are no period."""
    if not timedelta() <= last - first < timedelta(days=MOST_DAYS):
        zh, en = f"周期须在 {MOST_DAYS} 天以内", f"a period ends after it begins, within {MOST_DAYS} days"
        raise invalid_field("/last", zh, en)


def _require_in_force(first: date, scheme: SchemeRow) -> None:
    if first < scheme["valid_from"] or (scheme["valid_to"] is not None and first > scheme["valid_to"]):
        raise invalid_field("/first", "方案在该日未生效", "the scheme is not in force on that day")


async def open_one(session: Session, actor: Actor, body: PeriodIn) -> dict[str, object]:
    """Applies a scheme to an area and days.

    Raises:
        NotFound: no such scheme or area. NotPermitted: not theirs. AlreadyExists: it is applied so. Invalid: no days.
    """
    scheme = await session.first(queries.SCHEME, of_id=body.scheme_id)
    area = await session.first(lookup.AREA, code=body.area_code)
    if scheme is None or area is None or not area["path"].startswith(over(actor)):
        raise NotFound()
    if not area["path"].startswith(scheme["area_path"]):
        raise invalid_field("/area_code", "不在该方案的区划之内", "not within the area of the scheme")
    require_days(body.first, body.last)
    _require_in_force(body.first, scheme)
    period_id = new_id(clock.now())
    made = await session.first(
        queries.PUT_PERIOD, id=period_id, scheme_id=scheme["id"], scheme_code=scheme["code"],
        area_path=area["path"], first=body.first, last=body.last, created_by=actor.user_id, created_at=clock.now(),
    )  # fmt: skip
    if made is None:
        raise AlreadyExists(
            zh="该方案已有此区划、此时段的考评", en="The scheme is applied to this area and these days already"
        )
    return await read(session, actor, period_id)


async def page(session: Session, actor: Actor, query: PeriodQuery) -> Page:
    """The periods of areas the actor judges, the latest first."""
    identity = ("periods", actor.user_id, query.assessed, query.published)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _LATEST
    rows = await session.all(
        queries.PERIODS, paths=list(over(actor)), assessed=query.assessed, published=query.published, after=after,
        count=query.limit + 1,
    )  # fmt: skip
    views = [view(row, actor.language) for row in rows[: query.limit]]
    await names.give(session, actor, views)
    return views, cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None


async def read(session: Session, actor: Actor, period_id: UUID) -> dict[str, object]:
    """One of them.

    Raises:
        NotFound: not theirs to see.
    """
    return await as_told(session, actor, await period_of(session, actor, period_id))


async def as_told(session: Session, actor: Actor, row: PeriodWithScheme) -> dict[str, object]:
    """A period with the names of its area and scheme, in the actor's language."""
    views = [view(row, actor.language)]
    await names.give(session, actor, views)
    return views[0]


async def period_of(session: Session, actor: Actor, period_id: UUID, *, locked: bool = False) -> PeriodWithScheme:
    """A period of an area the actor judges.

    Raises:
        NotFound: there is none.
    """
    row = await session.first(queries.LOCK_PERIOD if locked else queries.PERIOD, of_id=period_id)
    if row is None or not row["area_path"].startswith(over(actor)):
        raise NotFound()
    return row


async def step(session: Session, actor: Actor, period_id: UUID, which: PeriodStep) -> dict[str, object]:
    """Computes, reviews or publishes a period: each by whoever may, and the last two by two people.

    Raises:
        NotFound, NotPermitted: not theirs. WrongState: not now.
    """
    row = await period_of(session, actor, period_id, locked=True)
    if which is PeriodStep.PUBLISH and not actor.may_at(Permission.LEAD_CENTRE, row["area_path"]):
        raise NotPermitted(zh="公布须由中心负责人执行", en="The leader of the centre publishes")
    _require_possible(row, which, actor)
    if which is PeriodStep.COMPUTE:
        await session.run(queries.BEGIN, of_id=period_id)
    elif which is PeriodStep.REVIEW:
        await session.run(queries.REVIEW, of_id=period_id, by=actor.user_id, at=clock.now())
    else:
        until = (await calendar_of(session, row["area_path"])).after(clock.now(), APPEAL_WITHIN)
        await session.run(queries.PUBLISH, of_id=period_id, by=actor.user_id, at=clock.now(), until=until)
    return await read(session, actor, period_id)


def _require_possible(row: PeriodWithScheme, which: PeriodStep, actor: Actor) -> None:
    state = PeriodState(row["state"])
    if state not in STEPS[which][0]:
        if state is PeriodState.PUBLISHED:
            raise WrongState(
                zh="已公布的考评已冻结，更正须经申诉",
                en="A published period is frozen: appeals correct it",
                state=state.value,
            )
        raise WrongState(zh="该周期当前不能执行此操作", en="The period does not allow this now", state=state.value)
    if which is PeriodStep.COMPUTE and row["last"] >= clock.today():
        raise WrongState(zh="周期尚未结束", en="The period is not over yet", state=state.value)
    if which is PeriodStep.PUBLISH and row["reviewed_by"] == actor.user_id:
        raise NotPermitted(zh="复核人不能公布", en="Who reviewed it does not publish it")


async def give_points(session: Session, actor: Actor, period_id: UUID, body: ManualPoints) -> dict[str, object]:
    """Points by hand, before the period is reviewed; the next computation takes them.

    Raises:
        NotFound: not theirs. WrongState: it is too late. Invalid: nobody it assesses, no such item, or too many points.
    """
    row = await period_of(session, actor, period_id, locked=True)
    if row["state"] in (PeriodState.REVIEWED, PeriodState.PUBLISHED, PeriodState.COMPUTING):
        raise WrongState(
            zh="复核之后或测算之中不能再改手工分", en="Points by hand are given before the review", state=row["state"]
        )
    version = await session.one(queries.SCHEME, of_id=row["scheme_id"])
    scheme = stored(version["assessed"], version["document"])
    most = {item.code: item.weight for item in scheme.items if item.figure is None} | {SIZE: 1e6}
    everybody = await assessed_by(session, scheme, row["area_path"], (row["first"], row["last"]))
    subjects = {each["subject"] for each in everybody}
    for index, given in enumerate(body.points):
        if given.subject not in subjects:
            raise invalid_field(f"/points/{index}/subject", "不是本周期的考评对象", "nobody this period assesses")
        if given.item not in most:
            raise invalid_field(f"/points/{index}/item", "方案没有这个手工项", "the scheme has no such manual item")
        if given.points > most[given.item]:
            raise invalid_field(f"/points/{index}/points", "超过该项权重", "more than the weight of the item")
    told = {"period_id": period_id, "given_by": actor.user_id, "given_at": clock.now()}
    await session.run_many(queries.PUT_INPUT, [given.model_dump() | told for given in body.points])
    return await read(session, actor, period_id)


def view(row: PeriodWithScheme, language: str) -> dict[str, object]:
    """A period as it is told."""
    told = ("id", "scheme_id", "scheme_code", "assessed", "first", "last", "state", "version", "done", "total",
            "computed_at", "reviewed_at", "published_at", "appeal_until", "pays")  # fmt: skip
    name = row["scheme_name_en"] if language == "en" and row["scheme_name_en"] else row["scheme_name"]
    shown: dict[str, object] = {each: row[each] for each in told}  # type: ignore[literal-required]
    return shown | {"scheme_name": name, "area_code": code_of(row["area_path"])}
