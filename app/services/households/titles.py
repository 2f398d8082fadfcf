"""最美家庭: chosen from the year's ledger by a rule said beforehand, once the year and its disputes are over."""

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.errors import GuardRefused
from app.models.audit import Deed
from app.queries.households import lists as queries
from app.queries.households import proposals as proposal_queries
from app.queries.households import records as record_queries
from app.queries.households.lists import TitleRow
from app.services.households import rulebook, standings
from app.services.households.access import Village, led, sees_all
from app.services.organisation import names
from app.services.security.trail import record
from app.workflow.households import saying
from app.workflow.households.ranking import titled


class YearRuns(GuardRefused):
    """This year is not over yet."""

    code, zh = "year-runs", "该年度尚未结束"


class YearUndecided(GuardRefused):
    """Proposals or appeals of this year are not decided yet."""

    code, zh = "year-undecided", "该年度尚有未决的提议或申诉"


async def read(session: Session, actor: Actor, code: str, year: int) -> dict[str, object]:
    """Those who were chosen; before they are, those who would be now.

    Raises:
        NotFound, NotPermitted: as everywhere. NoRules: there are none for that year.
    """
    village = await sees_all(session, actor, code)
    row = await session.first(queries.TITLES, village=village.code, year=year)
    if row is not None:
        return await _published(session, actor, row)
    return await _now(session, village, year)


async def publish(session: Session, actor: Actor, code: str, year: int) -> dict[str, object]:
    """Gives the titles of a year, for good; what is corrected later changes the ledger and not them.

    Raises:
        NotFound, NotPermitted: see `led`. YearRuns, YearUndecided: as they say. AlreadyExists: they are given.
    """
    village = await led(session, actor, code)
    await session.one_value(record_queries.HOLD_REGISTER, village=village.code)
    if clock.today().year <= year:
        raise YearRuns()
    chosen = await _now(session, village, year)
    if chosen["open_proposals"] or chosen["open_appeals"]:
        raise YearUndecided()
    now = clock.now()
    items: object = [
        {**each, "household_id": str(each["household_id"])}
        for each in chosen["items"]  # type: ignore[attr-defined]  # as it was made below
    ]
    row: TitleRow = {
        "village_code": village.code, "year": year, "document": chosen | {"items": items},
        "publisher_id": actor.user_id, "published_at": now,
    }  # fmt: skip
    await session.run(queries.GIVE_TITLES, **row)
    await record(session, actor, Deed.POINTS_PUBLISHED, f"{village.code}/{year}", name=f"{year} 年最美家庭",
                 at=[village.path])  # fmt: skip
    return await _published(session, actor, row)


async def _now(session: Session, village: Village, year: int) -> dict[str, object]:
    rules = await rulebook.on(session, village, standings.last_day(year))
    rows, places = await standings.places_of(session, village, rules.tie_rules, year=year)
    left = await session.one(proposal_queries.PENDING_OF_YEAR, village=village.code, year=year)
    zh, en = saying.choice(rules.titles, rules.tie_rules, deduction_bars=rules.deduction_bars)
    chosen = titled(places, rules.titles, deduction_bars=rules.deduction_bars)
    return {
        "year": year, "is_published": False, "titles": rules.titles,
        "tie_rules": [rule.value for rule in rules.tie_rules], "deduction_bars": rules.deduction_bars,
        "rule_zh": zh, "rule": en,
        "items": [standings.place_view(place, rows[place.standing.household_id]) for place in chosen],
        "open_proposals": left["proposals"], "open_appeals": left["appeals"], "publisher_id": None,
        "publisher_name": None, "published_at": None,
    }  # fmt: skip


async def _published(session: Session, actor: Actor, row: TitleRow) -> dict[str, object]:
    view = row["document"] | {
        "is_published": True, "publisher_id": row["publisher_id"], "published_at": row["published_at"],
    }  # fmt: skip
    await names.give(session, actor, [view])
    return view
