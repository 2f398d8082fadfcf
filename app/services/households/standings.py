"""The ranking of a year as it is now, counted from the ledger alone; those at its bottom are who may need help 帮."""

from datetime import date
from uuid import UUID

from app import clock
from app.authz import Actor
from app.concurrency.slices import Slices
from app.db.session import Session
from app.queries.households import ledger as queries
from app.queries.households.ledger import StandingRow
from app.schemas.households.lists import StandingsQuery
from app.services.households import rulebook
from app.services.households.access import Village, sees_all
from app.services.reading.case_view import mask_name
from app.workflow.households.ranking import Place, Standing, ranked
from app.workflow.households.terms import TieRule

_MOST = 2_000
Rows = dict[UUID, StandingRow]


async def of_year(session: Session, actor: Actor, code: str, query: StandingsQuery) -> dict[str, object]:
    """The ranking of a year: all of it, or its bottom.

    Raises:
        NotFound: the village is none of theirs. NotPermitted: they neither keep nor lead it. NoRules: there are none.
    """
    village = await sees_all(session, actor, code)
    year = query.year or clock.today().year
    rules = await rulebook.on(session, village, last_day(year))
    rows, places = await places_of(session, village, rules.tie_rules, year=year)
    shown = lowest(places, rules.help_lowest) if query.lowest else places[:_MOST]
    return {
        "year": year,
        "households": len(places),
        "items": [place_view(place, rows[place.standing.household_id]) for place in shown],
    }


def last_day(year: int) -> date:
    """The day on which a year is looked at: its last one, or today while it runs."""
    return min(date(year, 12, 31), clock.today())


async def places_of(
    session: Session, village: Village, rules: list[TieRule], *, year: int | None = None, since: date | None = None,
    until: date | None = None,
) -> tuple[Rows, list[Place]]:  # fmt: skip
    """The households that are there on the last day, ranked by the deeds of a year or of some days."""
    last = until or last_day(year or clock.today().year)
    rows = await session.all(
        queries.STANDINGS, village=village.code, year=year, since=since, until=until, last_day=last
    )
    slices, standings = Slices(), []
    for row in rows:
        counted = (row["points"], row["deducted"], row["awards"], row["reached_at"])
        standings.append(Standing(row["household_id"], *counted))
        await slices.rest()
    return {row["household_id"]: row for row in rows}, ranked(standings, rules)


def lowest(places: list[Place], count: int) -> list[Place]:
    """Those at the bottom: so many ranks from the end, everybody who shares the last of these included."""
    if len(places) <= count:
        return list(reversed(places))
    edge = places[-count].rank
    return [place for place in reversed(places) if place.rank >= edge]


def place_view(place: Place, row: StandingRow) -> dict[str, object]:
    """A place in the ranking, its household by a masked name."""
    return {
        "household_id": row["household_id"], "household_number": row["household_number"],
        "head_name": row["head_name"] and mask_name(row["head_name"]), "rank": place.rank,
        "points": row["points"], "deducted": row["deducted"], "awards": row["awards"],
        "decided_by": place.decided_by, "shared": place.shared, "helped": row["helped"],
    }  # fmt: skip
