"""One operation of a phone as the single command it stands for: the same schema, the same door."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app import refusals
from app.authz import Actor
from app.crypto.marks import Mark
from app.db.session import Session
from app.errors import Invalid, invalid_field
from app.models.case_row import CaseRow
from app.schemas.cases.case import ReportCase
from app.schemas.flow.command import Command
from app.schemas.sync.operation import Operation
from app.services.cases import contacts
from app.services.flow.declared import Way
from app.services.flow.effects import ACTIONS
from app.services.flow.transitions import perform
from app.services.intake import reports
from app.workflow.actions import Action
from app.workflow.timing.device import Device

_GIVEN_BY_THE_OPERATION = ("id", "device_time")
Body = TypeVar("Body", bound=BaseModel)


async def carry_out(
    session: Session, actor: Actor, operation: Operation, device: Device, base: int | None, marks: Mark
) -> CaseRow:
    """Does it, based on the version `base`; gives the case as it is afterwards.

    Raises:
        Invalid: the body is not that of the command, or there is no such command. AppError: see the command.
    """
    if operation.kind is Action.REPORT:
        body = _report(operation)
        case, _ = await reports.report(session, actor, body, device)
        await contacts.remember(session, marks, case["id"], body.contact)
        return case
    schema = _schema(operation.kind)
    if schema is None:
        raise invalid_field("/kind", "不能由移动端执行", "nothing a phone can do")
    command = _body(schema, operation.body)
    case = await perform(
        session,
        actor,
        operation.case_id,
        operation.kind,
        command,
        based_on=base,
        device=device,
    )
    await contacts.remember(session, marks, operation.case_id, getattr(command, "contact", None))
    return case


def read(operation: Operation) -> BaseModel | dict[str, Any]:
    """The body of an operation as its command reads it; one that is no body of it, as it came."""
    schema = _schema(operation.kind)
    try:
        if operation.kind is Action.REPORT:
            return _report(operation)
        return operation.body if schema is None else _body(schema, operation.body)
    except Invalid:
        return operation.body


def _schema(kind: Action) -> type[Command] | None:
    """The body of an action that a phone may push."""
    declared = ACTIONS.get(kind)
    return declared.command if declared is not None and declared.way is Way.ROUTE else None


def _report(operation: Operation) -> ReportCase:
    for name in _GIVEN_BY_THE_OPERATION:
        if name in operation.body:
            raise invalid_field(f"/body/{name}", "由操作本身给出", "given by the operation itself")
    if operation.case_id.version != 7:
        raise invalid_field("/case_id", "须为 UUIDv7", "must be a UUIDv7")
    return _body(ReportCase, {**operation.body, "id": operation.case_id, "device_time": operation.device_time})


def _body(schema: type[Body], told: dict[str, Any]) -> Body:
    try:
        return schema.model_validate(told)
    except ValidationError as error:
        found = [{**entry, "loc": ("body", "body", *entry["loc"])} for entry in error.errors(include_url=False)]
        raise refusals.invalid(found) from None
