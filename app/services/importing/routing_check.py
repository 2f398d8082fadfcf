"""`yikou check-routing`: what is wrong with who is responsible, now or as files would make it; and their dry run."""

from collections.abc import Iterable
from pathlib import Path

from app.db.session import Session
from app.services.importing.directory import import_told, read_directory, read_files
from app.services.importing.problems import Problems
from app.services.routing import checking, trial
from app.services.routing.book import Known, load
from app.services.routing.trial import Trial, Tried

Report = tuple[list[str], bool]
_MOST = 500  # lines
_SHOWN = 20  # cases


class _Undone(Exception):
    """Carries what would be known, and what is wrong with it."""

    def __init__(self, known: Known, found: list[checking.Finding]) -> None:
        """Takes both."""
        self.known, self.found = known, found


async def report(session: Session, *, directory: Path | None = None, days: int = 30) -> Report:
    """Lines in both languages, and whether something must be mended.

    Raises:
        ImportRefused: the files of the directory have errors.
    """
    before = await load(session)
    if directory is None:
        return _lines(await checking.check(session, before))
    problems = Problems()
    told = read_files(read_directory(directory), problems)
    try:
        async with session.savepoint():
            await import_told(session, told, problems, reviving=True)
            known = await load(session)
            raise _Undone(known, await checking.check(session, known))
    except _Undone as undone:
        would, found = undone.known, undone.found
    lines, wrong = _lines(found)
    tried = Tried(would, before.in_force(), would.in_force(), frozenset(), frozenset())
    return [*lines, *_figures(await trial.run(session, tried, [""], days, count=_SHOWN), days)], wrong


async def after_import(session: Session, changed: Iterable[str]) -> list[str]:
    """What an import of the matrix or of rules leaves to be mended: it is in, and says so."""
    if not {"responsibilities", "routing_rules"}.intersection(changed):
        return []
    return _lines(checking.errors(await checking.check(session, await load(session))))[0]


def _lines(found: list[checking.Finding]) -> Report:
    lines = [f"{each.severity}: {each.en} · {each.zh}" for each in found[:_MOST]]
    errors, others = len(checking.errors(found)), len(found) - len(checking.errors(found))
    more = [f"… {len(found) - _MOST} more 余下从略"] if len(found) > _MOST else []
    total = f"{errors} errors, {others} warnings · {errors} 处须改正，{others} 处提醒"
    return [*lines, *more, total], errors > 0


def _figures(found: Trial, days: int) -> list[str]:
    counts, seen = found.counts, found.looked_at
    part = "" if found.is_whole else f", the youngest {seen:,} of them"
    zh_part = "" if found.is_whole else f"（最近 {seen:,} 件）"
    elsewhere, there = counts["elsewhere"], counts["ended_there"]
    en = f"dry run over {days} days{part}: {seen} cases looked at, {elsewhere} would have gone elsewhere, {there} of"
    zh = f"近 {days} 天试运行{zh_part}：所看案卷 {seen} 件，{elsewhere} 件会派往别处，其中 {there} 件最终也到了该单位"
    cases = (f"  {each['number']}: {each['went_to']} -> {each['would_go_to']} ({each['code']})" for each in found.items)
    return [f"{en} them where they ended anyway · {zh}", *cases]
