"""Batches 批量: one action on up to 200 cases, a result each."""

from enum import StrEnum
from typing import Annotated, Generic, TypeVar, cast
from uuid import UUID

from pydantic import AfterValidator, Field, create_model
from typing_extensions import TypeForm

from app.schemas.base import Input, Output, OwnId, example
from app.schemas.desk.rows import NextCase
from app.schemas.examples import desk
from app.schemas.flow.command import Command

MOST = 200
_EXAMPLES = ("0193a0c0-0000-7000-8000-000000000001", "0193a0c0-0000-7000-8000-000000000002")
C = TypeVar("C", bound=Command)


class BatchItem(Input, Generic[C]):
    """One case of a batch, as whoever decided saw it."""

    model_config = example(id=_EXAMPLES[0], version=3)

    id: OwnId
    version: int = Field(ge=1, le=2_000_000_000, description="Of the case as it was seen; another refuses it")
    body: C | None = Field(default=None, description="Of this case alone, instead of the common one")

    @classmethod
    def model_parametrized_name(cls, params: tuple[TypeForm[object], ...]) -> str:
        """`DispatchBatchItem`, for the document."""
        return f"{cast(type, params[0]).__name__}BatchItem"


def _each_once(items: list[BatchItem[C]]) -> list[BatchItem[C]]:
    """Refuses a case that is named twice: what it is asked for second, nobody saw."""
    if len({item.id for item in items}) < len(items):
        raise ValueError("each case stands in a batch once")
    return items


class Batch(Input, Generic[C]):
    """An action on many cases: each by itself, with the same meaning as alone."""

    body: C | None = Field(default=None, description="Of every case that has none of its own")
    items: Annotated[list[BatchItem[C]], Field(min_length=1, max_length=MOST), AfterValidator(_each_once)]


def body_of(command: type[Command]) -> type[Batch[Command]]:
    """The body of a batch of an action, by the body of the action alone."""
    (alone,) = cast(dict[str, list[object]], command.model_config["json_schema_extra"])["examples"]
    items = [{"id": case, "version": 3} for case in _EXAMPLES]
    made = create_model(f"{command.__name__}Batch", __base__=Batch[command], __doc__=Batch.__doc__)  # type: ignore[valid-type]  # one an action
    made.model_config = {**made.model_config, **example(body=alone, items=items)}
    return cast(type[Batch[Command]], made)


class BatchOutcome(StrEnum):
    DONE = "done"
    REPLAYED = "replayed"  # done before, by this very batch
    REFUSED = "refused"  # not as it is: `problem` says why
    LATER = "later"  # the service was busy with it: send the batch again


class BatchFieldError(Output):
    pointer: str
    detail_zh: str
    detail: str


class BatchProblem(Output):
    """Why, as the problem document of the single action would say it, in both languages."""

    code: str
    status: int
    detail_zh: str
    detail: str
    errors: list[BatchFieldError]


class BatchResult(Output):
    """What became of one case."""

    id: UUID
    outcome: BatchOutcome
    version: int | None = Field(description="After the action; of one refused as it is now, where that is known")
    status: str | None
    problem: BatchProblem | None


class BatchDone(Output):
    """In the order of the request."""

    results: list[BatchResult]
    next: NextCase | None = Field(description="Where `?next=` asked for it: the first of that queue, none of the batch")
    model_config = example(**desk.BATCH_DONE)
