"""Effects of assisting 协办: done, added, released, excused 免办, reminded of; no clock of the case moves."""

from app.authz import Permission
from app.errors import GuardRefused, invalid_field
from app.queries.cases import assists as queries
from app.schemas.flow.assisting import (
    MOST_ASSISTS,
    AddAssist,
    ApproveExcuse,
    RefuseExcuse,
    ReleaseAssist,
    RequestExcuse,
    TimedAssist,
)
from app.schemas.flow.command import Command
from app.schemas.flow.commands import NoteOnly
from app.services.flow import assist_times
from app.services.flow.declared import Declared, Way
from app.services.flow.move import Move
from app.services.flow.serving import require_serving
from app.workflow.actions import Action
from app.workflow.conditions import EXCUSE_ASKED, EXCUSE_NOT_ASKED


async def complete_assist(move: Move, command: NoteOnly) -> None:
    """The assists of the caller's own departments are done; after their time they were late."""
    mine = _mine(move)
    await move.session.run(
        queries.ASSISTS_DONE, case_id=move.case_id, codes=mine, at=move.now, case_due_at=move.case["deadline_at"]
    )
    move.data["departments"] = mine
    _take_off_the_open(move, mine)
    move.changes["progress_at"] = move.now
    await assist_times.settle(move)


async def add_assist(move: Move, command: AddAssist) -> None:
    """The dispatcher puts one more unit beside the lead, active and with jurisdiction over the place."""
    await add(move, [command], [""])
    for name in ("due_at", "limit_amount", "limit_unit"):
        move.data.pop(name, None)  # `assists_due` says it


async def add(move: Move, assists: list[TimedAssist], said_at: list[str]) -> None:
    """Several more, which nobody on the case may be; `said_at` is where the body says each.

    Raises:
        Invalid: a unit has the case, assists already, or may not be given it; there would be too many.
    """
    codes, pointer = [assist.department for assist in assists], f"{said_at[0]}/department"
    on_it = {move.lead_department, *move.case["assist_codes"]}
    if len(set(codes)) != len(codes) or on_it & set(codes):
        raise invalid_field(pointer, "该单位已在本案卷中", "that unit is on the case already")
    if len(codes) + len(move.case["assist_codes"]) > MOST_ASSISTS:
        raise invalid_field(pointer, f"协办单位至多 {MOST_ASSISTS} 个", f"at most {MOST_ASSISTS} units assist")
    await require_serving(move, zip([f"{place}/department" for place in said_at], codes, strict=True))
    await assist_times.assign(move, assists, said_at=said_at)
    move.changes |= {
        "assist_codes": [*move.case["assist_codes"], *codes],
        "open_assists": [*move.facts.open_assists, *codes],
    }
    move.tells_units |= set(codes)


async def release_assist(move: Move, command: ReleaseAssist) -> None:
    """The dispatcher takes an assist off the case."""
    if command.department not in move.facts.open_assists:
        raise invalid_field("/department", "该单位不是未完成的协办单位", "that unit has no open assist here")
    await _release(move, command.department)


async def request_excuse(move: Move, command: RequestExcuse) -> None:
    """The caller's own assists ask to be excused, each once; until somebody decides their time goes on."""
    asked = await move.session.all(
        queries.ASK_EXCUSE,
        case_id=move.case_id,
        codes=_mine(move),
        reason_code=command.reason_code,
        because=command.note,
        asked_by=move.user_id,
        at=move.now,
    )
    codes = sorted(row["department_code"] for row in asked)
    if not codes:
        raise GuardRefused(
            zh=f"不能申请免办：{EXCUSE_NOT_ASKED.refusal_zh}",
            en=f"It cannot be asked: {EXCUSE_NOT_ASKED.refusal_en}",
            condition=EXCUSE_NOT_ASKED.failure,
        )
    move.data["departments"] = codes
    move.changes["pending_excuses"] = [*move.facts.pending_excuses, *codes]


async def approve_excuse(move: Move, command: ApproveExcuse) -> None:
    """The unit is off the case."""
    await _decide(move, command.department, approved=True)
    await _release(move, command.department)


async def refuse_excuse(move: Move, command: RefuseExcuse) -> None:
    """The unit assists all the same, by the time it had."""
    await _decide(move, command.department, approved=False)
    move.changes["pending_excuses"] = [code for code in move.facts.pending_excuses if code != command.department]
    move.tells_units.add(command.department)


async def remind_assist(move: Move, command: Command) -> None:
    """Their time is over: said once for each deadline, to them and to the dispatcher."""
    late = await move.session.all(queries.REMIND, case_id=move.case_id, at=move.now)
    codes = sorted(row["department_code"] for row in late)
    move.data["departments"] = codes
    move.tells_units |= set(codes)
    await assist_times.settle(move)


def _mine(move: Move) -> list[str]:
    actor = move.mover.actor
    return [code for code in move.facts.open_assists if actor and actor.may_in(Permission.HANDLE, code)]


def _take_off_the_open(move: Move, codes: list[str]) -> None:
    move.changes |= {
        "open_assists": [code for code in move.facts.open_assists if code not in codes],
        "pending_excuses": [code for code in move.facts.pending_excuses if code not in codes],
    }


async def _release(move: Move, code: str) -> None:
    await move.session.run(queries.RELEASE, case_id=move.case_id, unit=code, at=move.now)
    _take_off_the_open(move, [code])
    move.changes["assist_codes"] = [each for each in move.case["assist_codes"] if each != code]
    move.tells_units.add(code)
    await assist_times.settle(move)


async def _decide(move: Move, code: str, *, approved: bool) -> None:
    if code not in move.facts.pending_excuses:
        raise invalid_field("/department", EXCUSE_ASKED.refusal_zh, EXCUSE_ASKED.refusal_en)
    await move.session.run(
        queries.DECIDE_EXCUSE,
        case_id=move.case_id,
        unit=code,
        decision=approved,
        by=move.user_id,
        at=move.now,
        because=move.note,
    )


ACTIONS = (
    Declared(Action.COMPLETE_ASSIST, NoteOnly, complete_assist),
    Declared(Action.ADD_ASSIST, AddAssist, add_assist),
    Declared(Action.RELEASE_ASSIST, ReleaseAssist, release_assist),
    Declared(Action.REQUEST_EXCUSE, RequestExcuse, request_excuse),
    Declared(Action.APPROVE_EXCUSE, ApproveExcuse, approve_excuse),
    Declared(Action.REFUSE_EXCUSE, RefuseExcuse, refuse_excuse),
    Declared(Action.REMIND_ASSIST, Command, remind_assist, way=Way.NOBODY),
)
