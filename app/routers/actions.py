"""`POST /cases/{id}/{action}`: one typed route for each action of the flow, made from the table of commands."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from app import clock, errors
from app.authz import Actor, Permission
from app.deps import CallersDep, IfMatch, WriteSession, writer
from app.schemas.cases.case import CaseDetail
from app.schemas.desk.rows import CaseAndNext
from app.services.cases import contacts
from app.services.flow.declared import Declared
from app.services.flow.effects import ACTIONS, ROUTED
from app.services.flow.transitions import perform
from app.services.reading import case_view
from app.web import responses, routing
from app.web.bodies import Size
from app.web.continuing import Continued, Following
from app.web.idempotency import Key, once
from app.web.problems import SIGNED_IN, problems
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.transitions import TRANSITIONS

router = routing.router("/cases", tags=["actions"])

_REFUSALS = (
    *SIGNED_IN,
    errors.NotFound,
    errors.WrongState,
    errors.GuardRefused,
    errors.EvidenceMissing,
    errors.Busy,
    errors.StaleVersion,
    errors.KeyInFlight,
    errors.KeyReused,
)


def _endpoint(declared: Declared, permission: Permission | None) -> Callable[..., Any]:
    action, command = declared.action, declared.command
    body: Any = ... if any(field.is_required() for field in command.model_fields.values()) else command()

    async def act(
        request: Request,
        case_id: UUID,
        session: WriteSession,
        actor: Annotated[Actor, writer(permission)],
        versions: IfMatch,
        marks: CallersDep,
        command: command = body,  # type: ignore[valid-type]  # one body type an action
        key: Key = None,
        queue: Following = None,
    ) -> Response:
        following = Continued(session, actor, queue, case_id)

        async def moved() -> Response:
            await following.begin()
            case = await perform(session, actor, case_id, action, command, if_versions=versions)
            await contacts.remember(session, marks, case_id, getattr(command, "contact", None))
            view = await case_view.after(session, case, actor, clock.now(), revealed=declared.reveals)
            return responses.case(await following.told(view))

        if declared.reveals:
            return await moved()  # shown again is recorded again
        return await once(request, session, actor, key, moved, told=command, again=following.again, kept=following.kept)

    act.__name__ = action.value
    zh, en = ACTION_LABELS[action]
    act.__doc__ = f"{zh} · {en}."
    return act


for _action in (action for action in Action if action in ROUTED):
    # Several rows of one action may ask for different permissions: then the door itself decides which holds.
    _needed = {row.permission for row in TRANSITIONS if row.action is _action and row.permission}
    router.add_api_route(
        f"/{{case_id}}/{_action.slug}",
        _endpoint(ACTIONS[_action], _needed.pop() if len(_needed) == 1 else None),
        methods=["POST"],
        max_body_size=Size.JSON,
        response_model=CaseDetail | CaseAndNext,
        responses=problems(*_REFUSALS, *ACTIONS[_action].refusals),
        summary=" · ".join(ACTION_LABELS[_action]),
        operation_id=_action.value,
    )
