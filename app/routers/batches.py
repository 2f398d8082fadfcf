"""`POST /cases/batch/{action}`: one typed route for each action that may be done to many cases at once."""

from collections.abc import Callable
from typing import Annotated, cast

from fastapi import Request
from fastapi.responses import Response

from app import errors, refusals
from app.authz import Actor, Permission
from app.bearing import BearerDep
from app.crypto import canonical
from app.deps import DatabaseDep, batcher
from app.schemas.desk.batches import Batch as BatchIn
from app.schemas.desk.batches import BatchDone, body_of
from app.schemas.flow.command import Command
from app.services.desk import batches, next_case
from app.services.desk.batches import BATCHED, Batch, Item
from app.services.flow.effects import ACTIONS
from app.services.sync import idempotency
from app.web import responses, routing
from app.web.admission import permitted
from app.web.bodies import Size
from app.web.continuing import Following
from app.web.idempotency import Key
from app.web.problems import SIGNED_IN, problems
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.transitions import ROWS_OF

router = routing.router("/cases/batch", tags=["desk"])
_REFUSALS = problems(*SIGNED_IN, errors.NotFound, errors.KeyInFlight, errors.KeyReused)


def _items(body: BatchIn[Command], command: type[Command]) -> list[Item]:
    """The cases of a batch, each with what is said of it.

    Raises:
        Invalid: nothing is said of one, and something has to be.
    """
    common = body.body
    if common is None and not any(field.is_required() for field in command.model_fields.values()):
        common = command()
    missing = [place for place, item in enumerate(body.items) if item.body is None and common is None]
    if missing:
        raise refusals.invalid([{"type": "missing", "loc": ("items", n, "body"), "msg": "required"} for n in missing])
    return [Item(item.id, item.version, cast(Command, item.body or common)) for item in body.items]


def _endpoint(action: Action, permission: Permission) -> Callable[..., object]:
    command = ACTIONS[action].command
    said = body_of(command)

    async def act(
        request: Request,
        body: said,  # type: ignore[valid-type]  # one body type an action
        database: DatabaseDep,
        actor: Annotated[Actor, batcher(permission)],
        bearer: BearerDep,
        key: Key = None,
        queue: Following = None,
    ) -> Response:
        items = _items(body, command)
        if queue is not None:
            async with database.reading() as session:
                await next_case.beginning(session, actor, queue)  # refused before anything is done
        address = idempotency.address(request.method, request.url.path)
        batch = Batch(database, bearer, actor.language, action, key, canonical.meaning([address, body]))
        results = await batches.carry_out(batch, items)
        besides = {item.case_id for item in items}
        following = None if queue is None else await batches.after(batch, queue, besides)
        return responses.json({"results": results, "next": following})

    act.__name__ = f"batch_{action.value}"
    zh, en = ACTION_LABELS[action]
    act.__doc__ = f"批量{zh} · {en}: up to 200 cases in one request, a result each; every one as if it were alone."
    return act


for _action in BATCHED:
    (_needed,) = {row.permission for row in ROWS_OF[_action] if row.permission is not None}
    router.add_api_route(
        f"/{_action.slug}",
        _endpoint(_action, _needed),
        methods=["POST"],
        max_body_size=Size.BATCH,
        dependencies=[permitted(_needed)],
        response_model=BatchDone,
        responses=_REFUSALS,
        operation_id=f"batch_{_action.value}",
    )
