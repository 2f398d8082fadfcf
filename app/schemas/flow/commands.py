"""The body of every action on a case. Its required and optional fields are those of the table (a test holds them)."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Contact, Moment, Note, example
from app.schemas.device import DevicePlace
from app.schemas.flow.command import Command, PhotoExemption, reason
from app.workflow.actions import Action
from app.workflow.limits import HIGHEST_SUPERVISION
from app.workflow.privacy import PrivacyTier


class SelfHandle(Command):
    category_code: Code
    result: Note
    model_config = example(category_code="DCM-01-02", result="已清理路边垃圾")


class RequestVerification(Command):
    missing: Note = Field(description="What has to be found out on the spot")
    verifier_id: UUID | None = Field(default=None, description="Left out: a worker of the grid is chosen")
    model_config = example(missing="请核实井盖权属单位")


class SubmitVerification(Command):
    confirmed: bool = Field(description="Whether the matter is as reported")
    finding: Note
    location: DevicePlace = None
    model_config = example(confirmed=True, finding="井盖属于供水管网，缺失")


class File(Command):
    nature_code: Code | None = Field(default=None, description="诉求性质, a term of the district; left out: it stays")
    rule_code: Code = Field(description="The filing rule; its category, limit and close condition apply")
    area_code: Code | None = Field(default=None, description="The grid, where the point found none or a wrong one")
    urgent: bool = False
    privacy_tier: PrivacyTier | None = Field(default=None, description="Left out: as it is; at first `normal`")
    note: Note | None = None
    model_config = example(rule_code="DCM-01-02-A", urgent=False, privacy_tier="normal")


class NoteOnly(Command):
    note: Note
    model_config = example(note="已联系责任单位，预计下午完成")


class OptionalNote(Command):
    note: Note | None = None
    model_config = example(note="同意")


class Sign(Command):
    handler_id: UUID | None = Field(default=None, description="Left out: the one who signs")
    model_config = example()


class RequestSuspension(Command):
    reason_code: reason(Action.REQUEST_SUSPENSION)  # type: ignore[valid-type]
    resume_at: Moment = Field(description="The clock runs again by itself then, within a year")
    note: Note | None = None
    model_config = example(reason_code="needs_budget", resume_at="2027-03-01T01:00:00Z", note="待财政批复")


class RequestExtension(Command):
    reason_code: reason(Action.REQUEST_EXTENSION)  # type: ignore[valid-type]
    amount: Annotated[int, Field(ge=1, le=10_000, description="In the unit of the filing rule, its limit at most")]
    note: Note | None = None
    model_config = example(reason_code="several_units", amount=2)


class Supervise(Command):
    demand: Note = Field(description="What is ordered; it must be answered")
    level: Annotated[int, Field(ge=1, le=HIGHEST_SUPERVISION)] = 1
    model_config = example(demand="请于今日内到场处置并回复", level=1)


class AnswerSupervision(Command):
    answer: Note
    model_config = example(answer="已到场，今日 17 时前完成")


class Resolve(Command):
    result: Note = Field(description="What was done 处置结果; also the reply to the reporter unless another is given")
    photo_exemption: PhotoExemption | None = Field(default=None, description="Why there is no after-photo")  # type: ignore[valid-type]
    model_config = example(result="已更换井盖并恢复路面")


class RequestCheck(Command):
    checker_id: UUID | None = Field(default=None, description="Left out: a worker of the grid is chosen")
    note: Note | None = None
    model_config = example()


class PassCheck(Command):
    finding: Note
    reply: Note | None = None
    model_config = example(finding="现场核实，井盖已恢复")


class FailCheck(Command):
    reason_code: reason(Action.FAIL_CHECK)  # type: ignore[valid-type]
    finding: Note
    model_config = example(reason_code="not_done", finding="井盖仍缺失")


class Close(Command):
    close_condition_met: Literal[True] = Field(description="The dispatcher states that the rule's condition is met")
    reply: Note = Field(description="The answer to whoever reported it")
    note: Note | None = None
    model_config = example(close_condition_met=True, reply="您反映的问题已处理完毕，感谢监督。")


class ForceClose(Command):
    reason_code: reason(Action.FORCE_CLOSE)  # type: ignore[valid-type]
    reply: Note
    note: Note | None = None
    model_config = example(reason_code="in_court", reply="该事项已进入司法程序。")


class Reject(Command):
    reason_code: reason(Action.REJECT)  # type: ignore[valid-type]
    reply: Note = Field(description="The answer to whoever reported it")
    model_config = example(reason_code="not_in_scope", reply="该事项请向法院提起诉讼。")


class Merge(Command):
    target_id: UUID = Field(description="The open case that goes on")
    note: Note | None = None
    model_config = example(target_id="0193a0c0-0000-7000-8000-000000000001")


class Cancel(Command):
    reason_code: reason(Action.CANCEL)  # type: ignore[valid-type]
    note: Note | None = None
    model_config = example(reason_code="by_mistake")


class Rework(Command):
    reason_code: reason(Action.REWORK)  # type: ignore[valid-type]
    note: Note | None = None
    model_config = example(reason_code="partly_done", note="请清理剩余渣土")


class RefuseSelfHandling(Command):
    reason_code: reason(Action.REFUSE_SELF_HANDLING)  # type: ignore[valid-type]
    note: Note | None = None
    model_config = example(reason_code="needs_department")


class Reopen(Command):
    reason_code: reason(Action.REOPEN)  # type: ignore[valid-type]
    note: Note | None = None
    model_config = example(reason_code="not_solved")


class Follow(Command):
    contact: Contact | None = Field(default=None, description="The resident who reports the same: to be answered too")
    location: DevicePlace = Field(default=None, description="Where the matter was seen this time; recorded")
    report_id: UUID | None = Field(default=None, description="The id of the report that is not sent because of this")
    note: Note | None = None
    model_config = example(contact={"name": "李先生", "phone": "13900000000"}, note="同一处井盖，又有居民反映")


class RevealContact(Command):
    reason_code: reason(Action.REVEAL_CONTACT) = Field(description="For what the contact is needed; recorded")  # type: ignore[valid-type]
    model_config = example(reason_code="call_back")
