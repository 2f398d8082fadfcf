"""What areas say of repeat demands 重复诉求: read whole, for they are few; replaced whole, an area at a time."""

from collections.abc import Sequence

from app.db.session import Session
from app.queries.cases import repeats as queries
from app.workflow.repeats import RepeatKind, RepeatRule


async def known(session: Session) -> list[RepeatRule]:
    """Every rule of every area, in force or not."""
    rows = await session.all(queries.RULES)
    return [
        RepeatRule(
            row["scope_path"], RepeatKind(row["kind"]), row["times"], row["window_days"], row["raises"],
            row["valid_from"], row["valid_to"],
        )
        for row in rows
    ]  # fmt: skip


async def replace(session: Session, scope: str, rules: Sequence[RepeatRule]) -> None:
    """Puts these in the place of what the area said before."""
    await session.run(queries.DROP_RULES, scope=scope)
    await session.run_many(queries.ADD_RULE, [as_row(rule) for rule in rules])


def as_row(rule: RepeatRule) -> dict[str, object]:
    """A rule as its row holds it."""
    return {
        "scope_path": rule.scope_path,
        "kind": rule.kind,
        "times": rule.times,
        "window_days": rule.window_days,
        "raises": rule.raises,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
    }
