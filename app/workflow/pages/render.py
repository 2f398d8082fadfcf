"""Draws the table: `python -m app.workflow.pages.render zh` (or `en`) prints the page of docs."""

import sys

from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.limits import STAGE_LIMITS, LimitUnit
from app.workflow.pages.wording import CLOCK_LABELS, PERMISSION_LABELS, conditions, of, sources, who
from app.workflow.states import OPEN, STAGE_LABELS, STAGE_OF, STATUS_LABELS, Status
from app.workflow.transition import Transition
from app.workflow.transitions import TRANSITIONS

_HEAD = {
    "en": """# The workflow 流程

[中文](workflow.zh-CN.md)

Rendered from `app/workflow/table/` by `make docs`; do not edit.
""",
    "zh": """# 流程

[English](workflow.md)

由 `make docs` 从 `app/workflow/table/` 生成，请勿手工修改。
""",
}
_STATUSES = {
    "en": "## Statuses 状态\n\n| status | 中文 | stage | open | timer |",
    "zh": "## 状态\n\n| 状态 | 代码 | 环节 | 未结 | 环节时限 |",
}
_DIAGRAM = {"en": "## Diagram 流程图", "zh": "## 流程图"}
_MOVES = {
    "en": "## Moves 动作\n\n| action | 中文 | from | to | permission | who | conditions | requires | accepts | clock |",
    "zh": "## 动作\n\n| 动作 | 代码 | 从 | 到 | 权限 | 何人 | 条件 | 必填 | 选填 | 处置计时 |",
}


def render(language: str) -> str:
    """The page in `zh` or `en`: statuses, diagram, and every row of the table."""
    return "\n".join([_HEAD[language], _statuses(language), _diagram(language), _table(language)])


def _statuses(language: str) -> str:
    lines = [_STATUSES[language], "|---|---|---|---|---|"]
    for status in Status:
        stage_zh, stage = STAGE_LABELS[STAGE_OF[status]]
        label = STATUS_LABELS[status][0]
        is_open, timer = _mark(status in OPEN, language), _timer(status, language)
        if language == "zh":
            lines.append(f"| {label} | `{status}` | {stage_zh} | {is_open} | {timer} |")
        else:
            lines.append(f"| `{status}` | {label} | {stage} {stage_zh} | {is_open} | {timer} |")
    return "\n".join([*lines, ""])


def _mark(holds: bool, language: str) -> str:
    return ("是" if language == "zh" else "yes") if holds else "–"


def _timer(status: Status, language: str) -> str:
    limit = STAGE_LIMITS.get(status)
    if limit is None:
        return "–"
    round_the_clock = limit.unit is LimitUnit.URGENT_HOURS
    if language == "zh":
        return f"{limit.minutes} 分钟{'（昼夜连续）' if round_the_clock else '（工作时间）'}"
    return f"{limit.minutes} min{' round the clock' if round_the_clock else ''}"


def _diagram(language: str) -> str:
    lines = [_DIAGRAM[language], "", "```mermaid", "stateDiagram-v2"]
    seen: dict[tuple[str, str], list[Action]] = {}
    for row in TRANSITIONS:
        if row.target is None:
            continue
        for source in [str(status) for status in sorted(row.sources)] or ["[*]"]:
            actions = seen.setdefault((source, str(row.target)), [])
            if row.action not in actions:
                actions.append(row.action)
    if language == "zh":
        lines += [f"    {status}: {STATUS_LABELS[status][0]}" for status in Status]
    for (source, target), actions in seen.items():
        names = "、".join(ACTION_LABELS[one][0] for one in actions) if language == "zh" else ", ".join(actions)
        lines.append(f"    {source} --> {target}: {names}")
    return "\n".join([*lines, "```", ""])


def _table(language: str) -> str:
    lines = [_MOVES[language], "|---|---|---|---|---|---|---|---|---|---|"]
    row_of = _row_zh if language == "zh" else _row
    return "\n".join([*lines, *(row_of(row) for row in TRANSITIONS), ""])


def _row(row: Transition) -> str:
    zh, _ = ACTION_LABELS[row.action]
    return _cells(
        f"`{row.action}`",
        zh,
        "any" if row.sources == frozenset(Status) else ", ".join(sorted(row.sources)),
        str(row.target or "in place"),
        str(row.permission or ""),
        who(row, "en"),
        conditions(row, "en"),
        ", ".join(row.requires),
        ", ".join(row.accepts),
        str(row.clock),
    )


def _row_zh(row: Transition) -> str:
    zh, _ = ACTION_LABELS[row.action]
    return _cells(
        zh,
        f"`{row.action}`",
        sources(row, "zh"),
        STATUS_LABELS[row.target][0] if row.target else "状态不变",
        of(PERMISSION_LABELS[row.permission], "zh") if row.permission else "",
        who(row, "zh"),
        conditions(row, "zh"),
        "、".join(row.requires),
        "、".join(row.accepts),
        CLOCK_LABELS[row.clock][0],
    )


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cell or '–' for cell in cells)} |"


if __name__ == "__main__":
    sys.stdout.write(render(sys.argv[1]))
