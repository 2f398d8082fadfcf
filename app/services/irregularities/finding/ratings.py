"""Ratings of a unit's day, by where they came from and when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from app.concurrency.slices import Slices
from app.db.session import Session
from app.queries.irregularities import rated as queries
from app.queries.irregularities.rated import RatedRow
from app.services.irregularities.finding.found import Look, day_of
from app.services.security.trail import common
from app.workflow.irregularities.kinds import IrregularityKind as Kind
from app.workflow.irregularities.ratings import Group, Rated, burst, from_one

Day = tuple[str, datetime]
_SOURCES = ((Kind.RATING_DEVICE, "device"), (Kind.RATING_NETWORK, "network"))
_TOLD_OF_IT = 8  # characters of a keyed digest: enough to tell two sources of one day apart


async def look(session: Session, case_ids: Sequence[UUID], at: Look, slices: Slices) -> None:
    """The days of the units that were rated for these cases."""
    rows = await session.all(queries.UNIT_DAYS_OF, case_ids=list(case_ids))
    wanted = {(row["unit"], day_of(row["at"])) for row in rows}
    if not wanted:
        return
    units, days = zip(*sorted(wanted), strict=True)
    of_day: dict[Day, list[RatedRow]] = defaultdict(list)
    for row in await session.all(queries.RATED, units=list(units), days=list(days)):
        of_day[row["unit"], row["day"]].append(row)
    for day, given in of_day.items():
        paths = {row["case_id"]: row["area_path"] for row in given}
        rated = [_rated(row) for row in given]
        for kind, source in _SOURCES:
            _from_one(day, kind, source, rated, paths, at)
        _burst(day, rated, paths, at)
        await slices.rest()


def _from_one(day: Day, kind: Kind, source: str, rated: Sequence[Rated], paths: Mapping[UUID, str], at: Look) -> None:
    around = common(paths.values())
    for mark in {getattr(one, source) for one in rated} - {None}:
        at.limits(kind, around, *day, mark)
    usual = at.limits(kind, around, *day)
    if usual is None:
        return
    for mark, group in from_one(rated, attrgetter(source), usual[1]).items():
        known = at.limits(kind, around, *day, mark)
        if known is not None:
            _add(day, kind, group, paths, {source: mark[:_TOLD_OF_IT], **_figures(group)}, at, known[0])


def _burst(day: Day, rated: Sequence[Rated], paths: Mapping[UUID, str], at: Look) -> None:
    known = at.limits(Kind.RATING_BURST, common(paths.values()), *day)
    group = burst(rated, known[1]) if known else None
    if known and group is not None:
        closed = [one.closed_at for one in group.rated]
        hours = round((max(closed) - min(closed)).total_seconds() / 3600)
        _add(day, Kind.RATING_BURST, group, paths, {**_figures(group), "hours": hours}, at, known[0])


def _figures(group: Group) -> dict[str, object]:
    scores = [one.score for one in group.rated]
    commonest = max(set(scores), key=lambda score: (scores.count(score), score))
    return {
        "times": len(group.rated),
        "callers": group.callers,
        "minutes": round((group.rated[-1].at - group.rated[0].at).total_seconds() / 60),
        "score": commonest,
        "percent": round(100 * scores.count(commonest) / len(scores)),
    }


def _add(
    day: Day, kind: Kind, group: Group, paths: Mapping[UUID, str], figures: Mapping[str, object], at: Look, id_: UUID
) -> None:
    known = at.limits(kind, common(paths.values()), *day)
    if known is not None:
        at.add(
            id_, kind, known[1], [paths[one.case_id] for one in group.rated], figures,
            happened_at=group.rated[0].at, department_code=day[0], subjects=[one.case_id for one in group.rated],
        )  # fmt: skip


def _rated(row: RatedRow) -> Rated:
    return Rated(
        row["case_id"], row["created_at"], row["score"], row["caller"], row["device"], row["network"],
        row["closed_at"],
    )  # fmt: skip
