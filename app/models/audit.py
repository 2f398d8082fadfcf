"""The trail of administration 操作记录, append-only: the application role may insert and read, nothing else."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.columns import document, moment, path_column


class Deed(StrEnum):
    AREA = "area"
    BOUNDARY = "boundary"
    DEPARTMENT = "department"
    CATEGORY_STANDARD = "category_standard"
    CATEGORY = "category"
    FILING_RULE = "filing_rule"
    TERM = "term"
    RESPONSIBILITY = "responsibility"
    ROUTING_RULE = "routing_rule"
    ROUTING_ACTIVATED = "routing_activated"
    ROUTING_DEACTIVATED = "routing_deactivated"
    CROSSWALK = "crosswalk"
    CROSSWALK_WITHDRAWN = "crosswalk_withdrawn"
    CALENDAR = "calendar"
    ESCALATION = "escalation"
    REPEAT_RULES = "repeat_rules"
    IRREGULARITY_THRESHOLDS = "irregularity_thresholds"
    IRREGULARITY_JUDGED = "irregularity_judged"
    CASE_RELEASED = "case_released"
    CASE_RELEASE_WITHDRAWN = "case_release_withdrawn"
    USER = "user"
    USER_CHANGED = "user_changed"
    PASSWORD_GIVEN = "password_given"  # noqa: S105  (a deed, no secret)
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  (the same)
    APPOINTMENT = "appointment"
    APPOINTMENT_DATED = "appointment_dated"
    APPOINTMENT_REVOKED = "appointment_revoked"
    HAND_OVER = "hand_over"
    HAND_OVER_UNIT = "hand_over_unit"
    SUBSTITUTION = "substitution"
    SUBSTITUTION_ENDED = "substitution_ended"
    COBUILDING_GROUP = "cobuilding_group"
    COBUILDING_MEMBER = "cobuilding_member"
    COBUILDING_SCHEME = "cobuilding_scheme"
    COBUILDING_PUBLISHED = "cobuilding_published"
    COBUILDING_CORRECTED = "cobuilding_corrected"
    COBUILDING_CONTACT = "cobuilding_contact"
    HOUSEHOLD = "household"
    HOUSEHOLD_ENDED = "household_ended"
    POINTS_RULES = "points_rules"
    COUNCIL_SEAT = "council_seat"
    POINTS_PUBLISHED = "points_published"
    IMPORT = "import"
    EXPORT = "export"
    CASES_EXPORTED = "cases_exported"
    PAY_EXPORTED = "pay_exported"
    BULLETIN = "bulletin"


DEED_LABELS: Mapping[Deed, tuple[str, str]] = MappingProxyType(
    {
        Deed.AREA: ("区划维护", "Area written"),
        Deed.BOUNDARY: ("边界维护", "Boundary drawn"),
        Deed.DEPARTMENT: ("部门维护", "Department written"),
        Deed.CATEGORY_STANDARD: ("类别标准维护", "Category standard written"),
        Deed.CATEGORY: ("类别维护", "Category written"),
        Deed.FILING_RULE: ("立案条件维护", "Filing rule written"),
        Deed.TERM: ("码值维护", "Term written"),
        Deed.RESPONSIBILITY: ("权责清单维护", "Row of the responsibility matrix written"),
        Deed.ROUTING_RULE: ("派遣规则维护", "Routing rule written"),
        Deed.ROUTING_ACTIVATED: ("启用权责或派遣规则", "Row or routing rule made active"),
        Deed.ROUTING_DEACTIVATED: ("停用权责或派遣规则", "Row or routing rule made a draft"),
        Deed.CROSSWALK: ("类别对照维护", "Crosswalk written"),
        Deed.CROSSWALK_WITHDRAWN: ("撤销类别对照", "Crosswalk withdrawn"),
        Deed.CALENDAR: ("日历维护", "Calendar changed"),
        Deed.ESCALATION: ("超期升级维护", "Escalation changed"),
        Deed.REPEAT_RULES: ("重复诉求规则维护", "Rules of repeat demands written"),
        Deed.IRREGULARITY_THRESHOLDS: ("异常阈值维护", "Thresholds of irregularities written"),
        Deed.IRREGULARITY_JUDGED: ("异常核定", "Irregularity judged"),
        Deed.CASE_RELEASED: ("案卷公开", "Case released"),
        Deed.CASE_RELEASE_WITHDRAWN: ("撤回案卷公开", "Release of a case taken back"),
        Deed.USER: ("新建人员", "User created"),
        Deed.USER_CHANGED: ("变更人员", "User changed"),
        Deed.PASSWORD_GIVEN: ("重置密码", "Password given"),
        Deed.PASSWORD_CHANGED: ("本人修改密码", "Own password changed"),
        Deed.APPOINTMENT: ("任职", "Post granted"),
        Deed.APPOINTMENT_DATED: ("变更任期", "Post dated"),
        Deed.APPOINTMENT_REVOKED: ("免职", "Post revoked"),
        Deed.HAND_OVER: ("工作移交", "Work handed over"),
        Deed.HAND_OVER_UNIT: ("单位移交", "Unit handed over"),
        Deed.SUBSTITUTION: ("指定代理人", "Substitute named"),
        Deed.SUBSTITUTION_ENDED: ("结束代理", "Substitution ended"),
        Deed.COBUILDING_GROUP: ("共建小组维护", "Co-building group founded or ended"),
        Deed.COBUILDING_MEMBER: ("共建成员单位变更", "Unit joined or left a co-building group"),
        Deed.COBUILDING_SCHEME: ("共建考评方案维护", "Co-building scheme written"),
        Deed.COBUILDING_PUBLISHED: ("公布共建考评结果", "Co-building results published"),
        Deed.COBUILDING_CORRECTED: ("更正共建考评结果", "Co-building result corrected"),
        Deed.COBUILDING_CONTACT: ("查看认领居民联系方式", "Contact of an adopting resident looked at"),
        Deed.HOUSEHOLD: ("户档维护", "Household written"),
        Deed.HOUSEHOLD_ENDED: ("户档销档", "Household ended"),
        Deed.POINTS_RULES: ("积分办法维护", "Rules of points written"),
        Deed.COUNCIL_SEAT: ("评议会席位维护", "Seat of a council written"),
        Deed.POINTS_PUBLISHED: ("积分公示", "Points published"),
        Deed.IMPORT: ("导入", "Imported"),
        Deed.EXPORT: ("导出", "Exported"),
        Deed.CASES_EXPORTED: ("导出案卷台账", "Ledger of cases taken"),
        Deed.PAY_EXPORTED: ("导出报酬清单", "Pay list taken"),
        Deed.BULLETIN: ("简报", "Bulletin drafted, submitted, sent back, signed or thrown away"),
    }
)


class AuditEntry(SQLModel, table=True):
    """Who did what to what; `area_path` is the area in which all of it lies, empty where it holds for every area.

    `data` holds no secret and no personal data.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_created_at", "created_at", "id"),
        Index("ix_audit_entries_target", "target", "created_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    action: str = Field(max_length=32)
    actor_id: UUID | None = Field(default=None, foreign_key="users.id")  # null: a command on the machine itself
    actor_name: str = Field(max_length=64)
    target: str = Field(max_length=100)
    target_name: str | None = Field(default=None, max_length=120)
    area_path: str = path_column()
    data: dict[str, Any] = document()
    created_at: datetime = moment()
