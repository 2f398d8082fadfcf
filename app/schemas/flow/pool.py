"""The bodies of the pool 亮单: publishing to several units, claiming 点单, naming the team 送单, withdrawing."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Note, example
from app.schemas.flow.command import Command, reason
from app.workflow.actions import Action
from app.workflow.limits import LONGEST_POOL, SHORTEST_POOL, STAGE_LIMITS
from app.workflow.states import Status

MOST_UNITS = 100


class Publish(Command):
    fallback: Code = Field(description="The unit it is dispatched to when nobody claims it 兜底单位")
    eligible: list[Code] = Field(
        default=[], max_length=MOST_UNITS, description="The units that may claim it; this or `all_serving`"
    )
    all_serving: bool = Field(default=False, description="Every active unit whose jurisdiction holds the place")
    minutes: Annotated[int, Field(ge=SHORTEST_POOL, le=LONGEST_POOL)] = Field(
        default=STAGE_LIMITS[Status.POOLED].minutes, description="Of working time until it expires"
    )
    note: Note | None = None
    model_config = example(fallback="CGJ", eligible=["CGJ-1", "SWJ"], minutes=30, note="两家均可处置，先到先得")


class Claim(Command):
    team: Code = Field(description="Who delivers 送单: the claiming unit itself, or a team below it")
    handler_id: UUID | None = Field(default=None, description="Left out: the one who claims")
    note: Note | None = None
    model_config = example(team="CGJ-1-V1")


class Deliver(Command):
    team: Code = Field(description="Who delivers from now on: the lead unit itself, or a team below it")
    note: Note | None = None
    model_config = example(team="CGJ-1-V1", note="志愿队今日到场")


class Withdraw(Command):
    reason_code: reason(Action.WITHDRAW)  # type: ignore[valid-type]
    note: Note | None = None
    model_config = example(reason_code="unit_known", note="经协商由城管局办理")
