"""What a route of a move says of itself: who may do it, from where to where, under which conditions. From the table."""

from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.pages import wording
from app.workflow.transition import Clock, Transition
from app.workflow.transitions import TRANSITIONS


def description(action: Action, language: str) -> str:
    """One sentence, and a line for each row of the table that makes this move."""
    zh, en = ACTION_LABELS[action]
    rows = [row for row in TRANSITIONS if row.action is action]
    said = "\n".join(f"- {_row_zh(row) if language == 'zh' else _row_en(row)}" for row in rows)
    if language == "zh":
        return f"{zh}。可由下列人员在下列情形执行，是否可行见案卷的 `allowed_actions`：\n\n{said}"
    return f"{zh} · {en}. Who may, and when; `allowed_actions` of a case says whether it may be done now:\n\n{said}"


def _row_zh(row: Transition) -> str:
    target = wording.status(row.target, "zh") if row.target else None
    parts = [f"{wording.who(row, 'zh')}：{wording.sources(row, 'zh')}{f' → {target}' if target else '，状态不变'}"]
    if row.conditions or row.evidence:
        parts.append(f"条件：{wording.conditions(row, 'zh')}")
    if row.clock is not Clock.NONE:
        parts.append(f"处置计时{wording.of(wording.CLOCK_LABELS[row.clock], 'zh')}")
    return "。".join(parts) + "。"


def _row_en(row: Transition) -> str:
    target = wording.status(row.target, "en") if row.target else None
    moved = f" → {target}" if target else ", the status stays"
    parts = [f"{wording.who(row, 'en')}: {wording.sources(row, 'en')}{moved}"]
    if row.conditions or row.evidence:
        parts.append(f"on condition that: {wording.conditions(row, 'en')}")
    if row.clock is not Clock.NONE:
        parts.append(f"the handling clock {wording.of(wording.CLOCK_LABELS[row.clock], 'en')}")
    return ". ".join(part[0].upper() + part[1:] for part in parts) + "."
