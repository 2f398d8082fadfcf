"""The organisation by files that are sent: tried, or taken whole; only for whoever administers all of it."""

from functools import partial

from app.authz import Bearer
from app.db.lending import in_a_thread
from app.db.session import Database, Session
from app.errors import Invalid, NotPermitted
from app.models.audit import Deed
from app.services.administration.whole import require_whole
from app.services.calendar.changing import forget
from app.services.identity.actors import authenticate
from app.services.importing import uploaded, versions
from app.services.importing.differences import FileChanges
from app.services.importing.problems import Problem, WouldRevive, file_of
from app.services.importing.surveys import Ask, DrawingBoard
from app.services.importing.uploaded import Misplaced, Sent, Taken
from app.services.security.trail import record

_MOST_SHOWN = 500  # errors, and people without a password


class _Undone(Exception):
    """Carries what would be."""

    def __init__(self, taken: Taken) -> None:
        """Takes it out of the transaction."""
        self.taken = taken


async def take(
    database: Database, board: DrawingBoard, bearer: Bearer, sent: Sent, *, apply: bool, revive: bool
) -> dict[str, object]:
    """Says what the files would do, or does it in one transaction.

    Raises:
        NotPermitted: there are areas the actor does not administer, or would be. Invalid: it is to be applied, and has
        errors. WouldRevive: it would take up what has ended, and is not to `revive`. TooLarge, TooComplex: it is more
        than a request may bring. Unavailable, Busy: see `DrawingBoard`.
    """
    async with board.directory():
        taken = await board.surveyed(partial(_taken, database, bearer, sent, apply=apply, revive=revive))
    return _view(taken, applied=apply)


async def _taken(database: Database, bearer: Bearer, sent: Sent, ask: Ask, *, apply: bool, revive: bool) -> Taken:
    try:
        async with database.writing() as session:
            actor = await authenticate(session, bearer, afresh=True)
            await require_whole(session, actor)
            taken = await in_a_thread(session, partial(uploaded.take, sent=sent, ask=ask))
            if not apply:
                raise _Undone(taken)
            _require_good(taken, revive=revive)
            try:
                await require_whole(session, actor)
            except NotPermitted:
                zh, en = "新的区县只能由 yikou import 导入", "A county comes in by `yikou import`"
                raise NotPermitted(zh=zh, en=en) from None
            changed = {name: [each.created, each.updated] for name, each in taken.counts.items() if each.changed}
            if changed:
                await record(session, actor, Deed.IMPORT, "organisation", changed=changed)
            _forget(session)
            return taken
    except _Undone as undone:
        return undone.taken


def _forget(session: Session) -> None:
    """What this process remembers; the others notice by the versions."""
    versions.forget(session)
    forget(session)


def _require_good(taken: Taken, *, revive: bool) -> None:
    if not taken.is_good:
        told = [_misplaced(each) for each in taken.misplaced] + [_error(each) for each in taken.errors]
        errors = [
            {
                "pointer": f"/{each['file']}/{each['line']}/{each['column'] or ''}".rstrip("/"),
                "detail": each["detail"],
                "detail_zh": each["detail_zh"],
            }
            for each in told[:_MOST_SHOWN]
        ]
        zh, en = f"有 {len(told)} 处错误，未导入任何内容", f"{len(told)} errors; nothing was imported"
        raise Invalid(zh=zh, en=en, errors=errors)
    if taken.problems.revivals and not revive:
        raise WouldRevive(taken.problems.revivals)


def _view(taken: Taken, *, applied: bool) -> dict[str, object]:
    errors = [_misplaced(each) for each in taken.misplaced] + [_error(each) for each in taken.errors]
    return {
        "applied": applied,
        "error_count": len(errors),
        "errors": errors[:_MOST_SHOWN],
        "revivals": [_error(each) for each in taken.problems.revivals[:_MOST_SHOWN]],
        "files": [_changes(each) for each in taken.files],
        "boundaries": [{"code": code, "boundary": drawn} for code, drawn in taken.problems.sketches.items()],
        "remarks": [{"detail": each.en, "detail_zh": each.zh} for each in taken.remarks[:_MOST_SHOWN]],
        "without_password": [
            {name: row[name] for name in ("id", "username", "display_name")}
            for row in taken.without_password[:_MOST_SHOWN]
        ]
        if applied
        else [],
    }


def _misplaced(each: Misplaced) -> dict[str, object]:
    return _told(each.file, 0, each.zh, each.en)


def _error(each: Problem) -> dict[str, object]:
    told = _told(file_of(each.collection), each.index, each.zh, each.en)
    return told | {
        "column": each.field or None,
        "value": each.told or None,
        "area_codes": list(each.drawn),
        "spot": each.spot,
    }


def _told(file: str, line: int, zh: str, en: str) -> dict[str, object]:
    nothing: dict[str, object] = {"column": None, "value": None, "area_codes": [], "spot": None}
    return {"file": file, "line": line, "detail": en, "detail_zh": zh, **nothing}


def _changes(each: FileChanges) -> dict[str, object]:
    changes = [
        {
            "key": change.key,
            "line": change.line,
            "became": change.became,
            "columns": [
                {"column": value.column, "before": value.before, "after": value.after} for value in change.columns
            ],
        }
        for change in each.changes
    ]
    counts = {became.value: count for became, count in each.counts.items()}
    return {"file": each.file, "lines": each.lines, **counts, "changes": changes}
