"""Draws the table: `python -m app.workflow.render` prints docs/workflow.md; a test holds the two together."""

import sys

from app.workflow.actions import ACTION_LABELS
from app.workflow.limits import STAGE_LIMITS, LimitUnit
from app.workflow.relations import RELATION_LABELS
from app.workflow.states import OPEN, STAGE_LABELS, STAGE_OF, STATUS_LABELS, Status
from app.workflow.transitions import TRANSITIONS, Transition

_HEAD = """# The workflow 流程

Rendered from `app/workflow/transitions.py` by `make docs`; do not edit.
"""


def render() -> str:
    """The page: statuses, diagram, and every row of the table."""
    return "\n".join([_HEAD, _statuses(), _diagram(), _table()])


def _statuses() -> str:
    lines = ["## Statuses 状态", "", "| status | 中文 | stage | open | timer |", "|---|---|---|---|---|"]
    for status in Status:
        stage_zh, stage = STAGE_LABELS[STAGE_OF[status]]
        limit = STAGE_LIMITS.get(status)
        round_the_clock = limit is not None and limit.unit is LimitUnit.URGENT_HOURS
        timer = f"{limit.minutes} min{' round the clock' if round_the_clock else ''}" if limit else "–"
        mark = "yes" if status in OPEN else "–"
        lines.append(f"| `{status}` | {STATUS_LABELS[status][0]} | {stage} {stage_zh} | {mark} | {timer} |")
    return "\n".join([*lines, ""])


def _diagram() -> str:
    lines = ["## Diagram 流程图", "", "```mermaid", "stateDiagram-v2"]
    seen: dict[tuple[str, str], list[str]] = {}
    for row in TRANSITIONS:
        if row.target is None:
            continue
        for source in [str(status) for status in sorted(row.sources)] or ["[*]"]:
            actions = seen.setdefault((source, str(row.target)), [])
            if row.action not in actions:
                actions.append(row.action)
    lines += [f"    {source} --> {target}: {', '.join(actions)}" for (source, target), actions in seen.items()]
    return "\n".join([*lines, "```", ""])


def _table() -> str:
    lines = [
        "## Moves 动作",
        "",
        "| action | 中文 | from | to | permission | who | conditions | requires | accepts | clock |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_row(row) for row in TRANSITIONS), ""])


def _row(row: Transition) -> str:
    zh, _ = ACTION_LABELS[row.action]
    sources = "any" if row.sources == frozenset(Status) else ", ".join(sorted(row.sources)) or "–"
    conditions = [condition.en for condition in row.conditions] + ([row.evidence.en] if row.evidence else [])
    cells = [
        f"`{row.action}`",
        zh,
        sources,
        str(row.target or "in place"),
        str(row.permission or "–"),
        ", ".join(RELATION_LABELS[who][1] for who in row.who),
        "; ".join(conditions) or "–",
        ", ".join(row.requires) or "–",
        ", ".join(row.accepts) or "–",
        str(row.clock),
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(render())
