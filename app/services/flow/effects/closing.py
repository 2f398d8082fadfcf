"""Effects of checking 核实 and leaving 出: check, rework, close, reopen, ask for a rating, rate."""

from app.errors import GuardRefused
from app.models.case_row import present
from app.schemas.flow.command import Command
from app.schemas.flow.commands import Close, FailCheck, ForceClose, PassCheck, Reopen, RequestCheck, Rework
from app.schemas.residents.rating import RatingAnswer, ReopenByResident
from app.services.cases import contacts
from app.services.flow import field_workers
from app.services.flow.declared import Declared, Way
from app.services.flow.move import Move
from app.services.flow.promises import renewed
from app.workflow.actions import Action
from app.workflow.conditions import RESIDENT_TO_ASK
from app.workflow.limits import HIGHEST_SUPERVISION, RATING_WINDOW


async def request_check(move: Move, command: RequestCheck) -> None:
    """A grid worker who is neither the handler nor of the unit, the one named or one of the grid."""
    checker = await field_workers.choose(
        move,
        command.checker_id,
        pointer="/checker_id",
        barred_user=move.case["handler_id"],
        barred_department=move.case["lead_department_code"],
    )
    move.data["checker_id"] = str(checker)
    move.changes["checker_id"] = checker


async def pass_check(move: Move, command: PassCheck) -> None:
    """It is really done; the reporter is answered with the result unless other words are given."""
    move.note = command.finding
    move.data.pop("finding", None)
    move.changes |= {"reply": command.reply or move.case["result"], "closed_at": move.now}


async def rework(move: Move, command: FailCheck | Rework) -> None:
    """Back to the unit 返工: the round counts up, the original deadline stays."""
    if isinstance(command, FailCheck):
        move.note = command.finding
        move.data.pop("finding", None)
    move.changes |= {
        "rework_round": move.facts.rework_round + 1,
        "checker_id": None,
        "result": None,
        "resolved_at": None,
    }


async def close(move: Move, command: Close) -> None:
    """The dispatcher closes; that nobody checked on the spot is recorded."""
    move.changes |= {"reply": command.reply, "closed_at": move.now, "check_skipped": True}


async def force_close(move: Move, command: ForceClose) -> None:
    """Ended without being done: flagged in every metric."""
    move.changes |= {
        "reply": command.reply,
        "closed_at": move.now,
        "force_closed": True,
        "verifier_id": None,
    }


async def reopen(move: Move, command: Reopen) -> None:
    """Done again 重办 with a limit and a rating of its own; the second time raises supervision 督办.

    What the resident said of this round as they asked for it stays, as does what was said before.
    """
    if isinstance(command, ReopenByResident):
        move.changes["rating"] = command.score
    count = move.facts.reopen_count + 1
    move.changes |= {
        "reopen_count": count,
        "rework_round": move.facts.rework_round + 1,
        "closed_at": None,
        "resolved_at": None,
        "checker_id": None,
        "check_skipped": False,
        "force_closed": False,
        "self_handled": False,
        "extended": 0,
        "extension_count": 0,
        "suspension_count": 0,
        "ladder_step": 0,
        "progress_at": None,  # what was done before is no beginning of doing it again
    }
    rule = renewed(move.case["rule"])
    if rule != move.case["rule"]:
        move.changes["rule"] = rule
    if count >= 2:
        move.changes["supervision_level"] = min(move.case["supervision_level"] + 1, HIGHEST_SUPERVISION)


async def issue_rating_link(move: Move, command: Command) -> None:
    """Who asked the resident, in which round, until when; the link itself is in no history.

    Whether the case has a resident is looked at again: a member of staff may have got that phone since.
    """
    own = move.case["contact_phone"]
    if not await contacts.residents(move.session, move.case_id, own):
        raise GuardRefused(
            zh=f"不能发评价链接：{RESIDENT_TO_ASK.refusal_zh}",
            en=f"No link is issued: {RESIDENT_TO_ASK.refusal_en}",
            condition=RESIDENT_TO_ASK.failure,
        )
    expires_at = present(move.case["closed_at"]) + RATING_WINDOW
    asked = "reporter" if own is not None and not await contacts.is_of_staff(move.session, own) else "followers"
    move.data |= {"round": move.facts.reopen_count, "expires_at": expires_at.isoformat(), "asked": asked}


async def rate(move: Move, command: RatingAnswer) -> None:
    """The resident's answer 评单; with it the round is over."""
    move.changes["rating"] = command.score


ACTIONS = (
    Declared(Action.REQUEST_CHECK, RequestCheck, request_check),
    Declared(Action.PASS_CHECK, PassCheck, pass_check),
    Declared(Action.FAIL_CHECK, FailCheck, rework),
    Declared(Action.REWORK, Rework, rework),
    Declared(Action.CLOSE, Close, close),
    Declared(Action.FORCE_CLOSE, ForceClose, force_close),
    Declared(Action.REOPEN, Reopen, reopen),
    Declared(Action.ISSUE_RATING_LINK, Command, issue_rating_link, way=Way.OWN),
    Declared(Action.RATE, RatingAnswer, rate, way=Way.OWN),
    Declared(Action.ARCHIVE, Command, way=Way.NOBODY),
)
