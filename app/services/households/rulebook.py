"""A village's own rules 积分办法 as data: written whole from a day on, unchanged once something went by them."""

from datetime import date, timedelta

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import AltersClosed, GuardRefused, invalid_field
from app.models.audit import Deed
from app.queries.households import records as record_queries
from app.queries.households import rules as queries
from app.queries.households.rules import RulesRow
from app.schemas.households.rules import PointsRuleIn, PointsRulesIn
from app.services.households.access import Village, led, village_of
from app.services.organisation import names
from app.services.security.trail import record

_AHEAD = timedelta(days=731)


class NoRules(GuardRefused):
    """This village has no rules for that day."""

    zh = "该村在该日没有生效的积分办法"


class Rules(PointsRulesIn):
    """The rules that hold on a day, with the day from which they do."""

    valid_from: date

    def rule(self, code: str) -> PointsRuleIn | None:
        """The rule of a code."""
        return next((rule for rule in self.rules if rule.code == code), None)


async def on(session: Session, village: Village, day: date) -> Rules:
    """The rules that hold on a day.

    Raises:
        NoRules: there are none.
    """
    return await in_force(session, village.code, day)


async def in_force(session: Session, village_code: str, day: date) -> Rules:
    """The same by the code of the village."""
    row = await session.first(queries.AT, village=village_code, day=day)
    if row is None:
        raise NoRules()
    return Rules.model_validate(row["document"] | {"valid_from": row["valid_from"]})


async def history(session: Session, actor: Actor, code: str) -> dict[str, object]:
    """All versions, those to come first.

    Raises:
        NotFound: the village is none of theirs.
    """
    village = await village_of(session, actor, code)
    rows = await session.all(queries.ALL, village=village.code)
    today = clock.today()
    current = next((row["valid_from"] for row in rows if row["valid_from"] <= today), None)
    return {"items": await _views(session, actor, rows, current)}


async def write(session: Session, actor: Actor, code: str, valid_from: date, body: PointsRulesIn) -> dict[str, object]:
    """Writes the rules that hold from a day on; those that hold already stay as they are.

    Raises:
        NotFound, NotPermitted: see `led`. Invalid: the day. AltersClosed: something went by those of that day.
    """
    village = await led(session, actor, code)
    await session.one_value(record_queries.HOLD_REGISTER, village=village.code)
    there = await session.all(queries.ALL, village=village.code)
    today = clock.today()
    _require_day(valid_from, today, first=not there)
    if any(row["valid_from"] == valid_from for row in there):
        if valid_from <= today and await session.one_value(queries.USED, village=village.code, day=valid_from):
            zh, en = (
                "已有提议依据该日办法，请另定生效日期",
                "Proposals went by the rules of that day; choose a later one",
            )
            raise AltersClosed(zh=zh, en=en)
        await session.run(queries.UNWRITE, village=village.code, day=valid_from)
    row: RulesRow = {
        "village_code": village.code, "valid_from": valid_from, "document": body.model_dump(mode="json"),
        "rules_by": actor.user_id, "created_at": clock.now(),
    }  # fmt: skip
    await session.run(queries.WRITE, **row)
    await record(session, actor, Deed.POINTS_RULES, village.code, name=village.name, at=[village.path],
                 valid_from=str(valid_from))  # fmt: skip
    return (await _views(session, actor, [row], valid_from if valid_from <= today else None))[0]


def _require_day(valid_from: date, today: date, *, first: bool) -> None:
    """From today on; a village's first rules may hold since the year began, for nothing went by others."""
    earliest = date(today.year, 1, 1) if first else today
    if not earliest <= valid_from <= today + _AHEAD:
        zh = "首个办法不早于本年元旦，其后的不早于今日，且不晚于两年后"
        en = "the first from the first of January of this year on, others from today on; within two years"
        raise invalid_field("/valid_from", zh, en)


async def _views(session: Session, actor: Actor, rows: list[RulesRow], current: date | None) -> list[dict[str, object]]:
    views = [
        {**row["document"], "valid_from": row["valid_from"], "is_current": row["valid_from"] == current,
         "rules_by": row["rules_by"], "created_at": row["created_at"]}
        for row in rows
    ]  # fmt: skip
    await names.give(session, actor, views)
    return views
