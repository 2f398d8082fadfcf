"""A worker's day: ways nobody travels, and more handled by themselves than hands can do."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson

from app.concurrency.slices import Slices
from app.db.session import Session
from app.geo.points import distance_m
from app.models.case_row import present
from app.queries.irregularities import days as queries
from app.queries.irregularities.days import DayRow
from app.services.irregularities.finding.found import Look, day_of
from app.services.security.trail import common
from app.workflow.irregularities.kinds import IrregularityKind as Kind
from app.workflow.irregularities.runs import Handled, run
from app.workflow.irregularities.travel import Fix, leaps

_KMH = 3.6
#: The remark is the very question that is asked here; any other is of a clock that cannot be gone by.
_NO_FAULT_OF_A_CLOCK = frozenset({"impossible_travel", "long_ago"})
Day = tuple[UUID, datetime]


async def look(session: Session, case_ids: Sequence[UUID], at: Look, slices: Slices) -> None:
    """The days of the workers who reported these cases."""
    wanted = {(row["person"], day_of(row["at"])) for row in await session.all(queries.DAYS_OF, case_ids=list(case_ids))}
    if not wanted:
        return
    people, days = zip(*sorted(wanted), strict=True)
    of_day: dict[Day, list[DayRow]] = defaultdict(list)
    for row in await session.all(queries.OF_DAYS, people=list(people), days=list(days)):
        of_day[row["person"], row["day"]].append(row)
    for day, rows in of_day.items():
        _travel(day, rows, at)
        await slices.rest()
        _handled(day, rows, at)
        await slices.rest()


def _travel(day: Day, rows: Sequence[DayRow], at: Look) -> None:
    known = at.limits(Kind.IMPOSSIBLE_TRAVEL, common(row["area_path"] for row in rows), *day)
    fixes = [
        Fix(row["id"], row["at"], present(row["lat"]), present(row["lon"]), row["accuracy_m"])
        for row in rows
        if row["accuracy_m"] is not None and row["told_at"] is not None and _is_right(row["remarks"])
    ]
    found = leaps(fixes, _apart, known[1]) if known else None
    if not known or found is None:
        return
    paths = {row["id"]: row["area_path"] for row in rows}
    odd, ends = [fix.case_id for fix in found.odd], [found.before.case_id, found.after.case_id]
    figures = {
        "odd": len(odd), "times": found.of, "metres": round(found.metres), "seconds": round(found.seconds),
        "kmh": round(found.metres / max(found.seconds, 1.0) * _KMH),
    }  # fmt: skip
    at.add(
        known[0], Kind.IMPOSSIBLE_TRAVEL, known[1], [paths[id_] for id_ in (*odd, *ends)], figures,
        happened_at=found.odd[0].at, person_id=day[0], subjects=odd, others=ends,
    )  # fmt: skip


def _handled(day: Day, rows: Sequence[DayRow], at: Look) -> None:
    known = at.limits(Kind.SELF_HANDLE_RUN, common(row["area_path"] for row in rows), *day)
    handled = [
        Handled(row["id"], row["at"], row["category_code"], present(row["lat"]), present(row["lon"]))
        for row in rows
        if row["self_handled"] and _is_right(row["remarks"])
    ]
    together = run(handled, _apart, known[1]) if known else []
    if not known or not together:
        return
    paths = {row["id"]: row["area_path"] for row in rows}
    figures = {
        "times": len(together),
        "minutes": round((together[-1].at - together[0].at).total_seconds() / 60),
        "of_the_day": len(handled),
        "categories": sorted({one.category or "" for one in together}),
    }
    at.add(
        known[0], Kind.SELF_HANDLE_RUN, known[1], [paths[one.case_id] for one in together], figures,
        happened_at=together[0].at, person_id=day[0], subjects=[one.case_id for one in together],
    )  # fmt: skip


def _is_right(remarks: str | None) -> bool:
    """Whether nothing was odd about the clock of the phone."""
    flags = orjson.loads(remarks).get("flags", []) if remarks else []
    return _NO_FAULT_OF_A_CLOCK.issuperset(flags)


def _apart(one: Fix | Handled, other: Fix | Handled) -> float:
    return distance_m(one.lat, one.lon, other.lat, other.lon)
