"""Computing a quarter, publishing it once and for all, and correcting what was published by entries of their own."""

from uuid import UUID

from app import clock
from app.authz import Actor
from app.crypto import canonical
from app.db.session import Session
from app.errors import GuardRefused, WrongState, invalid_field
from app.identifiers import new_id
from app.models.audit import Deed
from app.models.cobuilding import QuarterState
from app.queries.cobuilding import periods as period_queries
from app.queries.cobuilding import results as queries
from app.queries.cobuilding.results import CorrectionRow, ResultRow
from app.schemas.cobuilding.periods import MarkCorrectionIn
from app.services.cobuilding import forms, periods
from app.services.cobuilding.computing import results_of
from app.services.security.trail import record
from app.workflow.cobuilding.quarters import Quarter
from app.workflow.cobuilding.scheme import ScorePart


async def compute(
    session: Session, actor: Actor, period_id: UUID, if_versions: frozenset[int] | None = None
) -> dict[str, object]:
    """Computes a quarter, as often as is wanted until it is published; one computation is one transaction.

    Raises:
        NotFound. NotPermitted. StaleVersion. WrongState: it is published.
    """
    told, now = await periods.locked(session, actor, period_id, if_versions)
    periods.require_unfrozen(now)
    rows = await results_of(session, told, now["computation"] + 1)
    await session.run_many(queries.ADD, [dict(row) for row in rows])
    await session.run(period_queries.COMPUTED, of_id=period_id, at=clock.now(), by=actor.user_id)
    return await periods.read(session, actor, period_id)


async def publish(
    session: Session, actor: Actor, period_id: UUID, if_versions: frozenset[int] | None = None
) -> dict[str, object]:
    """Publishes what was computed; from then on it is frozen. Of two publishers one is told that it is done.

    Raises:
        NotFound. NotPermitted. StaleVersion. WrongState: it is not computed, or published.
        GuardRefused: the quarter goes on, or something has changed since it was computed.
    """
    told, now = await periods.locked(session, actor, period_id, if_versions)
    periods.require_unfrozen(now)
    if now["state"] != QuarterState.COMPUTED:
        raise WrongState(zh="请先计算本季度结果", en="Compute the quarter first")
    quarter = Quarter(now["year"], now["number"])
    if quarter.last >= clock.today():
        raise GuardRefused(zh="季度结束后方可公布", en="A quarter is published when it is over")
    computed = await session.all(queries.OF_PERIOD, of_id=period_id, computed=now["computation"])
    if _said(computed) != _said(await results_of(session, told, now["computation"])):
        raise GuardRefused(
            zh="计算之后有数据变化，请重新计算", en="Something has changed since it was computed: compute it again"
        )
    await session.run(period_queries.PUBLISHED, of_id=period_id, at=clock.now(), by=actor.user_id)
    more = {"groups": len(computed), "computation": now["computation"]}
    at = [told["area_path"]]
    await record(session, actor, Deed.COBUILDING_PUBLISHED, period_id, name=str(quarter), at=at, **more)
    return await periods.read(session, actor, period_id)


async def correct(session: Session, actor: Actor, period_id: UUID, body: MarkCorrectionIn) -> UUID:
    """Enters what a published result should have said of one part; gives the group.

    Raises:
        NotFound. NotPermitted. WrongState: it is not published. Invalid: no group, or no part, of it.
    """
    told, now = await periods.locked(session, actor, period_id)
    if now["state"] != QuarterState.PUBLISHED:
        raise WrongState(zh="未公布的结果请改数据后重新计算", en="What is not published is mended and computed again")
    rows = await session.all(queries.OF_PERIOD, of_id=period_id, computed=now["computation"])
    row = next((each for each in rows if each["group_id"] == body.group_id), None)
    if row is None:
        raise invalid_field("/group_id", "不是本季度的小组", "no group of this quarter")
    if body.part not in row["detail"]["parts"]:
        raise invalid_field("/part", "考评方案不含此项", "the scheme does not ask for this part")
    before = values_of(row, await session.all(queries.CORRECTIONS, of_id=period_id))[body.part]
    entry: CorrectionRow = {
        "id": new_id(clock.now()), "period_id": period_id, "group_id": body.group_id, "part": body.part.value,
        "before": before, "value": forms.hundredths(body.value), "reason": body.reason,
        "corrected_by": actor.user_id, "created_at": clock.now(),
    }  # fmt: skip
    await session.run(queries.CORRECT, **entry)
    more = {"group": str(body.group_id), "part": body.part.value, "before": before, "value": entry["value"]}
    quarter = str(Quarter(now["year"], now["number"]))
    await record(session, actor, Deed.COBUILDING_CORRECTED, period_id, name=quarter, at=[told["area_path"]], **more)
    return body.group_id


def values_of(row: ResultRow, corrections: list[CorrectionRow]) -> dict[ScorePart, int | None]:
    """What each part of a result says with the corrections of its group, the last of each counting."""
    parts = row["detail"]["parts"]
    values: dict[ScorePart, int | None] = {part: parts[part]["value"] if part in parts else None for part in ScorePart}
    for entry in corrections:
        if entry["group_id"] == row["group_id"]:
            values[ScorePart(entry["part"])] = entry["value"]
    return values


def _said(rows: list[ResultRow]) -> str:
    """What the rows of a computation say, however they came to this process."""
    return canonical.digest(
        sorted(([str(row["group_id"]), row["score"], row["rank"], row["detail"]] for row in rows), key=str)
    )
