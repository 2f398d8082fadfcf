"""What is said to whoever may not do something to a case: why not, what is possible, and who has it instead."""

from typing import TypedDict

from app.db.session import Session
from app.errors import GuardRefused, NotPermitted, WrongState
from app.models.case_row import CaseRow
from app.queries.cases.scope import code_of
from app.services.organisation.names import words_of
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.engine import NotAllowed, Unmet, WrongStatus
from app.workflow.states import STATUS_LABELS, Status


class _Known(TypedDict, total=False):
    """What a refusal tells of the case as it is."""

    allowed_actions: list[dict[str, object]]
    version: int
    status_now: str


def refusal(
    judgement: WrongStatus | NotAllowed | Unmet,
    action: Action,
    case: CaseRow,
    offered: list[dict[str, object]] | None = None,
) -> WrongState | GuardRefused | NotPermitted:
    """What the judgement is to whoever asked; `offered` is what they may do instead."""
    action_zh, action_en = ACTION_LABELS[action]
    now_zh, now_en = STATUS_LABELS[Status(case["status"])]
    known: _Known = {} if offered is None else {"allowed_actions": offered}
    known |= {"version": case["version"], "status_now": case["status"]}
    match judgement:
        case NotAllowed():
            return NotPermitted()
        case Unmet(condition):
            return GuardRefused(
                zh=f"不能{action_zh}：{condition.refusal_zh}",
                en=f"“{action_en}” is refused: {condition.refusal_en}",
                condition=condition.failure,
                **known,
            )
        case WrongStatus():
            return WrongState(
                zh=f"案卷为“{now_zh}”，不能{action_zh}",
                en=f"The case is “{now_en}”; “{action_en}” is not possible",
                **known,
            )


async def with_another_centre(
    session: Session, case: CaseRow, allowed_actions: list[dict[str, object]]
) -> GuardRefused:
    """The refusal, with the centre's area by code and by name."""
    code = code_of(case["centre_path"] or "")
    zh = (await words_of(session, {"area": {code}}, "zh"))["area"].get(code, code)
    en = (await words_of(session, {"area": {code}}, "en"))["area"].get(code, code)
    return GuardRefused(
        zh=f"案卷现由{zh}的中心办理",
        en=f"The centre of {en} has this case",
        condition="with-another-centre",
        centre_code=code,
        allowed_actions=allowed_actions,
        version=case["version"],
        status_now=case["status"],
    )
