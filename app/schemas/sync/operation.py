"""One operation of a batch that a phone pushes: what it is, and how it is read by itself."""

from typing import Any
from uuid import UUID

from pydantic import Field, ValidationError, ValidationInfo, ValidatorFunctionWrapHandler, field_validator

from app.schemas.base import Input, OwnId
from app.schemas.device import DeviceTime
from app.workflow.actions import Action

MOST_PARTS = 2_000  # no command has a tenth of it
MOST_ERRORS = 10  # that are told of one


class Operation(Input):
    """One thing a person did, on or off line: a command with an id of its own."""

    id: OwnId = Field(description="Made by the client for this operation; sending it again gives the first answer")
    kind: Action = Field(description="`report`, or any action of a case")
    case_id: OwnId
    body: dict[str, Any] = Field(default={}, description="As of the single command; of a report without `id`")
    base_version: int | None = Field(
        default=None, ge=1, le=2_000_000_000, description="The version of the case it was based on"
    )
    after: UUID | None = Field(default=None, description="The operation before it on the same case, if not known done")
    device_time: DeviceTime = Field(default=None, description="When it was done, by the clock of the device")

    @field_validator("after")
    @classmethod
    def _comes_after_another(cls, after: UUID | None, told: ValidationInfo) -> UUID | None:
        """Refuses an operation that waits for itself."""
        if after is not None and after == told.data.get("id"):
            raise ValueError("an operation cannot come after itself")
        return after


class Malformed:
    """An element of a batch that is no operation: it is refused, and the others go on."""

    def __init__(self, told: Any, errors: list[Any]) -> None:
        """Takes what was sent and what Pydantic says of it."""
        self.told, self.errors = told, errors


class Unread:
    """An element of a batch as it was sent: each is read by itself, since all at once take long."""

    def __init__(self, told: Any) -> None:
        """Takes what was sent."""
        self._told = told

    def read(self) -> Operation | Malformed:
        """The operation it is, or what is wrong with it."""
        if _is_larger(self._told, MOST_PARTS):
            wrong = {"type": "too_complex", "loc": (), "msg": f"An operation has at most {MOST_PARTS} parts"}
            return Malformed(self._told, [wrong])
        try:
            return Operation.model_validate(self._told)
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False, include_context=False)
            return Malformed(self._told, list(found[:MOST_ERRORS]))


def _is_larger(told: Any, most: int) -> bool:
    """Whether it holds more than so many values, at whatever depth."""
    waiting, found = [told], 0
    while waiting and found <= most:
        held = waiting.pop()
        inner = held.values() if isinstance(held, dict) else held if isinstance(held, list) else ()
        waiting += inner
        found += len(inner)
    return found > most


def later(told: Any, _: ValidatorFunctionWrapHandler) -> Any:
    """A validator that leaves an element of a batch as it is."""
    return Unread(told)
