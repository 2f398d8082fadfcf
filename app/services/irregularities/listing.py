"""Lists of what was found, for supervisors of the area and for those whom it concerns; and one with its file."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app import clock, cursors
from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import NotFound, NotPermitted
from app.queries.cases.scope import code_of, scope_of
from app.queries.irregularities import reading as queries
from app.queries.irregularities.reading import IrregularityRow
from app.queries.organisation import lookup
from app.schemas.irregularities.irregularity import IrregularityQuery
from app.services.irregularities import standing
from app.services.irregularities.judging import statement_until
from app.services.organisation import names
from app.workflow.irregularities.kinds import JUDGED, KIND_LABELS, STATE_LABELS, IrregularityKind, IrregularityState
from app.workflow.irregularities.words import said
from app.workflow.number import number_of

_ALWAYS = timedelta(days=3_660)
Page = tuple[list[dict[str, object]], str | None]


async def page(session: Session, actor: Actor, query: IrregularityQuery) -> Page:
    """A page of those in the actor's areas, or with `mine` of those that concern them.

    Raises:
        NotPermitted: the actor supervises nothing. NotFound: there is no such area.
    """
    if not query.mine and not actor.may(Permission.SUPERVISE):
        raise NotPermitted()
    now = clock.now()
    asked = query.model_dump(exclude={"limit", "cursor"})
    identity = ("irregularities", actor.user_id, asked)
    after: tuple[datetime | None, UUID] | None = cursors.decode(query.cursor, identity) if query.cursor else None
    values: dict[str, object] = {
        "since": query.since or now - _ALWAYS, "until": query.until or now + _ALWAYS, "kind": query.kind,
        "state": query.state, "person": query.person, "unit": query.unit,
        "within": await _within(session, query.area), "count": query.limit + 1, **_whose(actor, mine=query.mine),
    }  # fmt: skip
    if after is not None:
        values |= {"after_value": after[0], "after_id": after[1]}
    rows = await session.all(queries.page(mine=query.mine, first=after is None), **values)
    shown, more = rows[: query.limit], rows[query.limit :]
    cursor = cursors.encode(shown[-1]["happened_at"], shown[-1]["id"], identity) if more else None
    return await _views(session, actor, shown), cursor


async def one(session: Session, actor: Actor, irregularity_id: UUID) -> dict[str, object]:
    """One with its file, and what the actor may do about it.

    Raises:
        NotFound: there is none that the actor supervises or that concerns them.
    """
    row = await standing.seen(session, actor, irregularity_id)
    (view,) = await _views(session, actor, [row])
    entries = [dict(entry) for entry in await session.all(queries.FILE, of_id=irregularity_id)]
    await names.give(session, actor, entries)
    is_open = row["state"] != IrregularityState.WITHDRAWN
    concerned = await standing.is_concerned(session, actor, row)
    view |= {
        "entries": entries,
        "statement_until": await statement_until(session, row),
        "may_state": is_open and standing.concerns(actor, row),
        "may_judge": is_open and standing.supervises(actor, row) and not concerned,
    }
    return view


def _whose(actor: Actor, *, mine: bool) -> dict[str, object]:
    if mine:
        units = sorted(code for code in actor.department_codes if actor.may_in(Permission.HANDLE, code))
        return {"me": actor.user_id, "units": units}
    return {"paths": list(actor.areas_of(Permission.SUPERVISE))}


async def _within(session: Session, area: str | None) -> str:
    if area is None:
        return ""
    row = await session.first(lookup.AREA, code=area)
    if row is None:
        raise NotFound(zh="没有这个区划", en="There is no such area")
    path: str = row["path"]
    return path


async def _views(session: Session, actor: Actor, rows: Sequence[IrregularityRow]) -> list[dict[str, object]]:
    shown: dict[UUID, list[dict[str, object]]] = {row["id"]: [] for row in rows}
    unseen = dict.fromkeys(shown, 0)
    scope = scope_of(actor)
    for case in await session.all(queries.cases_of(scope.shape), ids=list(shown), **scope.values) if rows else ():
        if case["is_seen"]:
            told = {name: case[name] for name in ("id", "status", "reported_at", "is_subject")}
            shown[case["irregularity_id"]].append({"number": number_of(case["serial"]), **told})
        else:
            unseen[case["irregularity_id"]] += 1
    views = [_view(row) | {"cases": shown[row["id"]], "cases_unseen": unseen[row["id"]]} for row in rows]
    await names.give(session, actor, views)
    return views


def _view(row: IrregularityRow) -> dict[str, object]:
    kind, state = IrregularityKind(row["kind"]), IrregularityState(row["state"])
    kind_zh, kind_en = KIND_LABELS[kind]
    state_zh, state_en = STATE_LABELS[state]
    evidence_zh, evidence = said(kind, row["figures"])
    figures = dict(row["figures"])
    return {
        "id": row["id"], "kind": kind, "kind_label_zh": kind_zh, "kind_label": kind_en, "state": state,
        "state_label_zh": state_zh, "state_label": state_en, "person_id": row["person_id"],
        "department_code": row["department_code"], "area_code": code_of(row["area_path"]) or None,
        "happened_at": row["happened_at"], "found_at": row["found_at"], "evidence_zh": evidence_zh,
        "evidence": evidence, "thresholds": figures.pop("thresholds"), "figures": figures,
        "judged_at": row["judged_at"],
        "judged_by": row["judged_by"] if state in JUDGED else None,
    }  # fmt: skip
