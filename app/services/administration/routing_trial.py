"""The dry run 试运行 of rows and rules that an administrator thinks of: all is written, looked at, and undone."""

from collections.abc import Sequence
from dataclasses import replace

from app import cursors
from app.authz import Actor, Permission
from app.db.session import Session
from app.schemas.organisation.routing import DryRunIn, TriedResponsibility, TriedRule
from app.services.administration.routing import KINDS, ROW, RULE, Kind, Values, changeable, of_body, require_scope
from app.services.importing.items import Items, by_field, import_items
from app.services.routing import checking, trial
from app.services.routing.book import Known, load
from app.services.routing.trial import Trial, Tried

_FIGURES = ("concerned", "elsewhere", "ended_there", "same", "published", "to_nobody", "undispatched")


class _Undone(Exception):
    """Carries what would be."""

    def __init__(self, known: Known) -> None:
        """Takes what would be known."""
        self.known = known


async def dry_run(session: Session, actor: Actor, body: DryRunIn) -> dict[str, object]:
    """What would have gone elsewhere of the cases that lie where the actor administers.

    Raises:
        NotPermitted, NotFound, Invalid: as if it were put or made active. BadCursor: it is of another dry run.
    """
    identity = ("routing-dry-run", actor.user_id, body.model_dump(mode="json", exclude={"cursor", "limit"}))
    after = cursors.decode(body.cursor, identity) if body.cursor else None
    before = await load(session)
    would = await _would_be(session, actor, body)
    rows, rules = _tried(body)
    tried = Tried(would, before.in_force(), would.in_force(), rows, rules)
    paths = actor.areas_of(Permission.ADMINISTER)
    start = None if after is None or after[0] is None else (after[0], after[1])
    found = await trial.run(session, tried, paths, body.days, count=body.limit, after=start)
    findings = [] if after else checking.of_themselves(would)
    return {
        "days": body.days,
        "figures": None if after else _figures(found),
        "findings": [_finding(each) for each in findings if each.code in (*rows, *rules)],
        "items": found.items,
        "next_cursor": cursors.encode(*found.last, identity) if found.last else None,
    }


async def _would_be(session: Session, actor: Actor, body: DryRunIn) -> Known:
    """The rows and rules as they would be; nothing of it stays, nor the locks it took."""
    try:
        async with session.savepoint():
            await _write(session, actor, body)
            raise _Undone(await load(session))
    except _Undone as undone:
        return undone.known


async def _write(session: Session, actor: Actor, body: DryRunIn) -> None:
    """All of it in one import, so that one may take the place of another; problems stand where the body says it."""
    told: dict[str, list[tuple[str, Values]]] = {ROW.collection.name: [], RULE.collection.name: []}
    for field, named, active in (("deactivate", body.deactivate, False), ("activate", body.activate, True)):
        for number, each in enumerate(named):
            kind = KINDS[each.collection]
            values = kind.values(await changeable(session, actor, kind, each.code))
            told[each.collection].append((f"/{field}/{number}", replace(values, is_active=active)))
    bodies: tuple[tuple[Kind, Sequence[TriedResponsibility | TriedRule]], ...] = (
        (ROW, body.responsibilities),
        (RULE, body.routing_rules),
    )
    for kind, written in bodies:
        for number, new in enumerate(written):
            await require_scope(session, actor, await session.first(kind.one, code=new.code), new.area_code)
            place = f"/{kind.collection.name}/{number}"
            told[kind.collection.name].append((place, of_body(kind, new.code, new, active=True)))
    parts = [_items(KINDS[name], of_kind) for name, of_kind in told.items() if of_kind]
    await import_items(session, *parts)


def _items(kind: Kind, told: list[tuple[str, Values]]) -> Items[Values]:
    return Items(
        kind.collection, [values for _, values in told], lambda problem: f"{told[problem.index][0]}{by_field(problem)}"
    )


def _tried(body: DryRunIn) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of rows and of rules that are tried."""
    rows = {each.code for each in body.responsibilities}
    rules = {each.code for each in body.routing_rules}
    rows |= {each.code for each in body.activate if KINDS[each.collection] is ROW}
    rules |= {each.code for each in body.activate if KINDS[each.collection] is RULE}
    return frozenset(rows), frozenset(rules)


def _figures(found: Trial) -> dict[str, object]:
    counts = {name: found.counts[name] for name in _FIGURES}
    return {"looked_at": found.looked_at, "is_whole": found.is_whole, **counts}


def _finding(each: checking.Finding) -> dict[str, object]:
    return {
        "kind": each.kind,
        "severity": each.severity.value,
        "code": each.code,
        "detail_zh": each.zh,
        "detail": each.en,
    }
