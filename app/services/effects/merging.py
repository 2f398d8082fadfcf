"""Effects of merging 并案: the reporter of the merged case follows the target, where the photos count too."""

from app.errors import invalid_field
from app.queries import case_parts
from app.queries.cases import change, locked_case
from app.queries.scope import scope_of
from app.schemas.commands import Command, Merge
from app.services import scope_keys
from app.services.history import event_values
from app.services.move import Move
from app.workflow.actions import Action
from app.workflow.states import OPEN, Status


async def merge(move: Move, command: Merge) -> None:
    """The target must be visible, open and itself unmerged; it remembers who follows it now."""
    actor = move.mover.actor
    if actor is None or command.target_id == move.case_id:
        raise invalid_field("/target_id", "不能并入自身", "a case cannot be merged into itself")
    scope = scope_of(actor)
    target = await move.session.first(locked_case(scope.shape), case_id=command.target_id, **scope.values)
    if target is None or Status(target["status"]) not in OPEN:
        raise invalid_field("/target_id", "没有这件未结案卷", "there is no such open case")
    await move.session.run(
        case_parts.FOLLOW,
        case_id=target["id"],
        from_case_id=move.case_id,
        area_path=target["area_path"],
        user_id=move.case["reporter_id"],
        contact_name=move.case["contact_name"],
        contact_phone=move.case["contact_phone"],
        since=move.now,
    )
    status = Status(target["status"])
    event = event_values(
        move.mover,
        Action.MERGE,
        status,
        status,
        seq=target["seq"] + 1,
        area_path=target["area_path"],
        note=move.note,
        data={"merged_case_id": str(move.case_id)},
        device_time=None,
        now=move.now,
        scope_keys=scope_keys.of_case(target),
    )
    await move.session.run(
        change(("followed",), sets_timers=False, drops_timers=False),
        case_id=target["id"],
        new_followed=True,
        **event,
    )
    move.changes |= {"merged_into": target["id"], "merged_at": move.now}


async def unmerge(move: Move, command: Command) -> None:
    """As it was before the merge; the reporter follows no longer."""
    await move.session.run(
        case_parts.UNFOLLOW,
        case_id=move.case["merged_into"],
        merged_id=move.case_id,
        at=move.now,
    )
    move.changes |= {"merged_into": None, "merged_at": None}
