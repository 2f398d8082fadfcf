"""Thresholds 阈值 of areas: read whole, for they are few; replaced whole, an area at a time."""

from collections.abc import Sequence

from app.db.session import Session
from app.queries.irregularities import keeping as queries
from app.workflow.irregularities.kinds import IrregularityKind
from app.workflow.irregularities.thresholds import NUMBERS, IrregularityRule, Thresholds


async def known(session: Session) -> list[IrregularityRule]:
    """What every area says."""
    return [
        IrregularityRule(
            row["scope_path"],
            IrregularityKind(row["kind"]),
            Thresholds(row["is_on"], row["times"], row["minutes"], row["metres"], row["percent"], row["kmh"]),
        )
        for row in await session.all(queries.THRESHOLDS)
    ]


async def replace(session: Session, scope: str, rules: Sequence[IrregularityRule]) -> None:
    """Puts these in the place of what the area said before."""
    await session.run(queries.DROP_THRESHOLDS, scope=scope)
    await session.run_many(queries.ADD_THRESHOLD, [_as_row(rule) for rule in rules])


def _as_row(rule: IrregularityRule) -> dict[str, object]:
    numbers = {name: getattr(rule.thresholds, name) for name in NUMBERS}
    return {"scope_path": rule.scope_path, "kind": rule.kind, "is_on": rule.thresholds.is_on, **numbers}
