"""The verbs of the flow and what people call them."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Action(StrEnum):
    REPORT = "report"
    IMPORT = "import"
    SELF_HANDLE = "self_handle"
    REFUSE_SELF_HANDLING = "refuse_self_handling"
    REQUEST_VERIFICATION = "request_verification"
    SUBMIT_VERIFICATION = "submit_verification"
    EXPIRE_VERIFICATION = "expire_verification"
    REJECT = "reject"
    OBJECT = "object"
    MERGE = "merge"
    UNMERGE = "unmerge"
    FILE = "file"
    REFILE = "refile"
    DISPATCH = "dispatch"
    RECALL = "recall"
    REDIRECT = "redirect"
    PUBLISH = "publish"
    CLAIM = "claim"
    DELIVER = "deliver"
    WITHDRAW = "withdraw"
    EXPIRE_POOL = "expire_pool"
    SIGN = "sign"
    AUTO_SIGN = "auto_sign"
    REQUEST_RETURN = "request_return"
    APPROVE_RETURN = "approve_return"
    REFUSE_RETURN = "refuse_return"
    SEND_BACK = "send_back"
    ESCALATE = "escalate"
    DELEGATE = "delegate"
    SPLIT = "split"
    PARTS_ENDED = "parts_ended"
    PART_REOPENED = "part_reopened"
    COMPLETE_ASSIST = "complete_assist"
    RELEASE_ASSIST = "release_assist"
    ADD_ASSIST = "add_assist"
    REQUEST_EXCUSE = "request_excuse"
    APPROVE_EXCUSE = "approve_excuse"
    REFUSE_EXCUSE = "refuse_excuse"
    REMIND_ASSIST = "remind_assist"
    WHISTLE = "whistle"
    RESPOND = "respond"
    DECLINE_WHISTLE = "decline_whistle"
    MISS_WHISTLE = "miss_whistle"
    SCORE_RESPONSE = "score_response"
    END_WHISTLE = "end_whistle"
    WITHDRAW_WHISTLE = "withdraw_whistle"
    RECORD_MINUTES = "record_minutes"
    REQUEST_SUSPENSION = "request_suspension"
    APPROVE_SUSPENSION = "approve_suspension"
    REFUSE_SUSPENSION = "refuse_suspension"
    RESUME = "resume"
    REQUEST_EXTENSION = "request_extension"
    APPROVE_EXTENSION = "approve_extension"
    REFUSE_EXTENSION = "refuse_extension"
    TRANSFER = "transfer"
    RESOLVE = "resolve"
    REQUEST_CHECK = "request_check"
    REASSIGN = "reassign"
    PASS_CHECK = "pass_check"  # noqa: S105  (an action, no secret)
    FAIL_CHECK = "fail_check"
    REWORK = "rework"
    CLOSE = "close"
    FORCE_CLOSE = "force_close"
    REOPEN = "reopen"
    ISSUE_RATING_LINK = "issue_rating_link"
    RATE = "rate"
    ARCHIVE = "archive"
    CANCEL = "cancel"
    URGE = "urge"
    SUPERVISE = "supervise"
    ANSWER_SUPERVISION = "answer_supervision"
    WITHDRAW_SUPERVISION = "withdraw_supervision"
    RAISE_SUPERVISION = "raise_supervision"
    WARN = "warn"
    REMIND_OVERDUE = "remind_overdue"
    RAISE_OVERDUE = "raise_overdue"
    REDATE = "redate"
    HAND_OVER = "hand_over"
    HAND_OVER_UNIT = "hand_over_unit"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    SUPPLEMENT = "supplement"
    COMMENT = "comment"
    PROGRESS = "progress"
    ATTACH = "attach"
    REVEAL_CONTACT = "reveal_contact"
    VIEW_ORIGINAL = "view_original"
    CORRECT_LOCATION = "correct_location"

    @property
    def slug(self) -> str:
        """The name in addresses: kebab-case, and where something is made the name of that."""
        return _MADE.get(self, self.value.replace("_", "-"))


_MADE: Mapping[Action, str] = MappingProxyType({Action.ATTACH: "attachments", Action.ISSUE_RATING_LINK: "rating-link"})

ACTION_LABELS: Mapping[Action, tuple[str, str]] = MappingProxyType(
    {
        Action.REPORT: ("上报", "Report"),
        Action.IMPORT: ("历史导入", "Imported"),
        Action.SELF_HANDLE: ("自行处置", "Handle myself"),
        Action.REFUSE_SELF_HANDLING: ("自行处置不通过", "Refuse self-handling"),
        Action.REQUEST_VERIFICATION: ("要求核查", "Ask for verification"),
        Action.SUBMIT_VERIFICATION: ("提交核查结果", "Submit verification"),
        Action.EXPIRE_VERIFICATION: ("核查超时退回", "Verification expired"),
        Action.REJECT: ("不予受理", "Reject"),
        Action.OBJECT: ("提出异议", "Object"),
        Action.MERGE: ("并案", "Merge"),
        Action.UNMERGE: ("撤销并案", "Undo merge"),
        Action.FILE: ("立案", "File"),
        Action.REFILE: ("更正立案", "File under another rule"),
        Action.DISPATCH: ("派单", "Dispatch"),
        Action.RECALL: ("撤回派单", "Recall the dispatch"),
        Action.REDIRECT: ("改派", "Redirect"),
        Action.PUBLISH: ("亮单", "Publish to the pool"),
        Action.CLAIM: ("点单", "Claim"),
        Action.DELIVER: ("送单", "Name the team"),
        Action.WITHDRAW: ("撤回亮单", "Withdraw from the pool"),
        Action.EXPIRE_POOL: ("亮单到期", "Pool expired"),
        Action.SIGN: ("签收", "Sign"),
        Action.AUTO_SIGN: ("超时自动签收", "Signed by timeout"),
        Action.REQUEST_RETURN: ("申请退单", "Ask to return"),
        Action.APPROVE_RETURN: ("同意退单", "Approve return"),
        Action.REFUSE_RETURN: ("驳回退单", "Refuse return"),
        Action.SEND_BACK: ("退回受理", "Send back to triage"),
        Action.ESCALATE: ("上报上级", "Escalate"),
        Action.DELEGATE: ("下派", "Delegate"),
        Action.SPLIT: ("拆分", "Split"),
        Action.PARTS_ENDED: ("分件均已办结", "All parts have ended"),
        Action.PART_REOPENED: ("分件重办", "A part was reopened"),
        Action.COMPLETE_ASSIST: ("完成协办", "Complete assist"),
        Action.RELEASE_ASSIST: ("解除协办", "Release assist"),
        Action.ADD_ASSIST: ("增派协办", "Add an assist"),
        Action.REQUEST_EXCUSE: ("申请免办", "Ask to be excused"),
        Action.APPROVE_EXCUSE: ("同意免办", "Excuse the assist"),
        Action.REFUSE_EXCUSE: ("驳回免办", "Refuse to excuse"),
        Action.REMIND_ASSIST: ("协办超期提醒", "Assist overdue"),
        Action.WHISTLE: ("吹哨", "Whistle"),
        Action.RESPOND: ("报到", "Respond"),
        Action.DECLINE_WHISTLE: ("不能报到", "Decline the whistle"),
        Action.MISS_WHISTLE: ("未按时报到", "No response in time"),
        Action.SCORE_RESPONSE: ("评价报到", "Score a response"),
        Action.END_WHISTLE: ("结束吹哨", "End the whistle"),
        Action.WITHDRAW_WHISTLE: ("撤回吹哨", "Withdraw the whistle"),
        Action.RECORD_MINUTES: ("会办纪要", "Record joint minutes"),
        Action.REQUEST_SUSPENSION: ("申请挂账", "Ask to suspend"),
        Action.APPROVE_SUSPENSION: ("同意挂账", "Approve suspension"),
        Action.REFUSE_SUSPENSION: ("驳回挂账", "Refuse suspension"),
        Action.RESUME: ("恢复计时", "Resume"),
        Action.REQUEST_EXTENSION: ("申请延期", "Ask for more time"),
        Action.APPROVE_EXTENSION: ("同意延期", "Approve extension"),
        Action.REFUSE_EXTENSION: ("驳回延期", "Refuse extension"),
        Action.TRANSFER: ("移交经办人", "Transfer to a colleague"),
        Action.RESOLVE: ("处置完成", "Resolve"),
        Action.REQUEST_CHECK: ("要求核实", "Ask for a check"),
        Action.REASSIGN: ("改派核实人", "Give to another worker"),
        Action.PASS_CHECK: ("核实通过", "Pass check"),
        Action.FAIL_CHECK: ("核实不通过", "Fail check"),
        Action.REWORK: ("返工", "Rework"),
        Action.CLOSE: ("结案", "Close"),
        Action.FORCE_CLOSE: ("强制结案", "Force close"),
        Action.REOPEN: ("重办", "Reopen"),
        Action.ISSUE_RATING_LINK: ("发评价链接", "Issue a rating link"),
        Action.RATE: ("评价", "Rate"),
        Action.ARCHIVE: ("归档", "Archive"),
        Action.CANCEL: ("撤销", "Cancel"),
        Action.URGE: ("催办", "Urge"),
        Action.SUPERVISE: ("督办", "Supervise"),
        Action.ANSWER_SUPERVISION: ("督办回复", "Answer supervision"),
        Action.WITHDRAW_SUPERVISION: ("撤回督办", "Withdraw supervision"),
        Action.RAISE_SUPERVISION: ("督办升级", "Supervision raised"),
        Action.WARN: ("临期预警", "Due soon"),
        Action.REMIND_OVERDUE: ("超期提醒", "Overdue"),
        Action.RAISE_OVERDUE: ("超期升级", "Overdue case raised"),
        Action.REDATE: ("时限重算", "Deadline recomputed"),
        Action.HAND_OVER: ("工作移交", "Hand over"),
        Action.HAND_OVER_UNIT: ("单位移交", "Hand over to another unit"),
        Action.FOLLOW: ("关注", "Follow"),
        Action.UNFOLLOW: ("取消关注", "Unfollow"),
        Action.SUPPLEMENT: ("补充诉求", "Add to the report"),
        Action.COMMENT: ("备注", "Comment"),
        Action.PROGRESS: ("办理进展", "Progress"),
        Action.ATTACH: ("上传照片", "Add a photo"),
        Action.REVEAL_CONTACT: ("查看联系方式", "Reveal contact"),
        Action.VIEW_ORIGINAL: ("调阅原件", "View an original photo"),
        Action.CORRECT_LOCATION: ("更正位置", "Correct the location"),
    }
)
