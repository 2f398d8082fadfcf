"""What the columns of the table say, in both languages: for the page of the workflow and for the API document."""

from collections.abc import Mapping
from types import MappingProxyType

from app.authz import Permission
from app.workflow.relations import RELATION_LABELS
from app.workflow.states import OPEN, STATUS_LABELS, Status
from app.workflow.transition import Clock, Transition

#: Chinese stands first in every pair of labels.
LANGUAGES = ("zh", "en")

CLOCK_LABELS: Mapping[Clock, tuple[str, str]] = MappingProxyType(
    {
        Clock.NONE: ("不变", "unchanged"),
        Clock.START: ("开始计时", "starts"),
        Clock.PAUSE: ("暂停计时，时限不变", "is paused; the deadline itself does not move"),
        Clock.CONTINUE: ("继续计时，如同未曾停过", "goes on as if it had never stopped"),
        Clock.STOP: ("停止计时", "stops"),
        Clock.SUSPEND: ("挂账，保留剩余时限", "is suspended; what is left of the limit is kept"),
        Clock.RESUME: ("恢复计时，按剩余时限", "runs again with what was left"),
        Clock.EXTEND: ("延长时限", "gets the time that was granted"),
        Clock.RESTART: ("重新计时", "starts anew with the whole limit"),
        Clock.CLEAR: ("清零，待再次立案时计时", "is cleared until the case is filed again"),
    }
)

PERMISSION_LABELS: Mapping[Permission, tuple[str, str]] = MappingProxyType(
    {
        Permission.REPORT: ("上报", "report"),
        Permission.READ_CASES: ("查看案卷", "read cases"),
        Permission.COMMENT: ("备注", "comment"),
        Permission.VERIFY: ("核查、核实", "verify and check"),
        Permission.TRIAGE: ("受理", "triage"),
        Permission.DISPATCH: ("派遣", "dispatch"),
        Permission.HANDLE: ("处置", "handle"),
        Permission.LEAD_CENTRE: ("中心裁定", "lead the centre"),
        Permission.SUPERVISE: ("督办", "supervise"),
        Permission.PICK_PEOPLE: ("选派人员", "pick people"),
        Permission.SPEAK_FOR_CALLERS: ("代诉求人办理", "speak for callers"),
        Permission.REVEAL_CONTACT: ("查看联系方式", "reveal contacts"),
        Permission.VIEW_ORIGINALS: ("调阅原件", "view originals"),
        Permission.KEEP_HOUSEHOLDS: ("户档管理", "keep households"),
        Permission.PROPOSE_POINTS: ("积分提议", "propose points"),
        Permission.ADMINISTER: ("系统管理", "administer"),
    }
)


def of(labels: tuple[str, str], language: str) -> str:
    """The one of two labels that is in this language."""
    return labels[LANGUAGES.index(language)]


def who(row: Transition, language: str) -> str:
    """Who may, by what they are to the case."""
    return ("、" if language == "zh" else ", ").join(of(RELATION_LABELS[one], language) for one in row.who)


def conditions(row: Transition, language: str) -> str:
    """What must hold, with the photos that it takes; nothing where nothing must."""
    said = [(one.zh, one.en) for one in row.conditions]
    if row.evidence:
        said.append((row.evidence.zh, row.evidence.en))
    return ("；" if language == "zh" else "; ").join(of(each, language) for each in said)


def status(one: Status, language: str) -> str:
    """A status by its words."""
    return of(STATUS_LABELS[one], language)


def sources(row: Transition, language: str) -> str:
    """From where a move goes, by the words of the statuses; nothing for a report."""
    if row.sources == frozenset(Status):
        return "任何状态" if language == "zh" else "any status"
    named, rest = [], row.sources
    if rest >= OPEN:
        named, rest = ["任何未结状态" if language == "zh" else "any open status"], rest - OPEN
    named += [status(one, language) for one in Status if one in rest]
    return ("、" if language == "zh" else ", ").join(named)
