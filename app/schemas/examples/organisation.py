"""One small organisation as the answers of its administration show it: the examples of the OpenAPI document."""

from typing import Any

_SQUARE = [[[114.3, 22.7], [114.31, 22.7], [114.31, 22.71], [114.3, 22.71], [114.3, 22.7]]]
_USER_ID = "0193a0c0-0000-7000-8000-0000000000a4"
_MADE = "2026-11-01T02:00:00Z"

AREA_ITEM: dict[str, Any] = {
    "code": "44031000300103", "level": "grid", "parent_code": "440310003001",
    "path": "440310/440310003/440310003001/44031000300103/", "name": "六和社区第三网格", "name_en": None,
    "grid_kind": "general", "is_active": True, "keep_originals": False, "has_boundary": True,
}  # fmt: skip
AREA: dict[str, Any] = {**AREA_ITEM, "boundary": {"type": "Polygon", "coordinates": _SQUARE}}
OUTLINE = {name: AREA[name] for name in ("code", "level", "parent_code", "name", "name_en", "boundary")}
WHEREABOUTS: dict[str, Any] = {
    "lat": 22.705, "lon": 114.305, "grid": {"code": "44031000300103", "name": "六和社区第三网格"},
    "grid_kind": "general", "village": {"code": "440310003001", "name": "六和社区"},
    "town": {"code": "440310003", "name": "龙田街道"}, "county": {"code": "440310", "name": "坪山区"},
}  # fmt: skip
_DEPARTMENT = {
    "code": "CGJ-1",
    "kind": "station",
    "parent_code": "CGJ",
    "path": "CGJ/CGJ-1/",
    "is_active": True,
    "claim_limit": 8,
}
DEPARTMENT_ITEM: dict[str, Any] = {**_DEPARTMENT, "name": "坪山街道执法队"}
DEPARTMENT: dict[str, Any] = {
    **_DEPARTMENT,
    "names": [{"valid_from": "2019-01-01", "name": "坪山街道执法队", "name_en": None}],
    "aliases": ["坪山城管中队"],
    "jurisdictions": ["440310001"],
    "weeks": [
        {
            "valid_from": "2026-12-01",
            "windows": {"monday": [{"starts": "00:00", "ends": "24:00"}]},
            "keeps_holidays": False,
        }
    ],
}
STANDARD: dict[str, Any] = {
    "code": "DCM", "name": "数字化城市管理 管理部件和事件分类", "name_en": None, "version": "GB/T 30428.2-2013",
}  # fmt: skip
CATEGORY: dict[str, Any] = {
    "code": "DCM-01-02", "standard_code": "DCM", "parent_code": "DCM-01", "name": "暴露垃圾", "name_en": None,
    "self_handle_allowed": True, "retired_on": None,
}  # fmt: skip
CROSSWALK: dict[str, Any] = {"from_code": "DCM-01-02", "to_code": "HL-0305", "relation": "narrower"}
RULE: dict[str, Any] = {
    "code": "DCM-01-02-A", "category_code": "DCM-01-02", "category_name": "暴露垃圾",
    "condition": "发现暴露垃圾且位置明确", "limit_amount": 4,
    "limit_unit": "working_hours", "close_condition": "清除干净", "department_code": "CGJ",
    "department_name": "城市管理局", "version": 1,
    "is_active": True,
}  # fmt: skip
APPOINTMENT: dict[str, Any] = {
    "id": "0193a0c0-0000-7000-8000-000000000061", "user_id": _USER_ID, "username": "zhang", "display_name": "张三",
    "post": "full_time_worker", "area_code": "44031000300103", "department_code": None, "valid_from": "2026-11-01",
    "valid_to": None,
}  # fmt: skip
_PERSON = {"id": _USER_ID, "username": "zhang", "display_name": "张三", "is_active": True}
OPEN_WORK: dict[str, Any] = {"verifications": 1, "checks": 2, "handling": 0}
OPEN_WORK_ITEM: dict[str, Any] = {
    "case_id": "0193a0c0-0000-7000-8000-000000000001", "number": "1000028", "kind": "check", "status": "checking",
    "area_code": "44031000300103", "department_code": "CGJ", "due_at": None, "stage_due_at": "2026-11-28T02:30:00Z",
}  # fmt: skip
NOT_HANDED: dict[str, Any] = {
    "case_id": "0193a0c0-0000-7000-8000-000000000001", "number": "1000028", "kind": "check", "code": "invalid",
    "detail_zh": "该人员不是此处的网格员，或与处置方有关",
    "detail": "that person is no worker of this place, or belongs to those who handled it",
}  # fmt: skip
UNIT_WORK_ITEM: dict[str, object] = {
    "case_id": "0193a0c0-0000-7000-8000-000000000001", "number": "1000028", "kind": "lead", "status": "handling",
    "area_code": "44031000300103", "due_at": "2026-11-30T09:30:00Z", "stage_due_at": None,
}  # fmt: skip
UNIT_NOT_HANDED: dict[str, object] = {
    "case_id": "0193a0c0-0000-7000-8000-000000000001", "number": "1000028", "kind": "lead", "code": "invalid",
    "detail_zh": "单位不存在、已停用或不管辖该网格",
    "detail": "the unit does not exist, is not active or has no jurisdiction here",
}  # fmt: skip
USER_ITEM: dict[str, Any] = {**_PERSON, "phone": "*******0000"}
USER: dict[str, Any] = {**_PERSON, "phone": "13800000000", "created_at": _MADE, "appointments": [APPOINTMENT],
                        "open_work": OPEN_WORK}  # fmt: skip
PASSWORD: dict[str, Any] = {"username": "zhang", "password": "tidal-Quince-42-march"}
GIVEN_PASSWORD: dict[str, Any] = {
    "id": _USER_ID, "username": "zhang", "display_name": "张三", "password": "3f0a-91c2-77de-0b45-a1c8",
}  # fmt: skip
SAID: dict[str, Any] = {
    "rungs": [
        {"limit_amount": 2, "limit_unit": "working_hours", "audience": "department_lead"},
        {"limit_amount": 7, "limit_unit": "working_hours", "audience": "supervisor"},
    ],
    "replies": [
        {"level": 1, "limit_amount": 2, "limit_unit": "working_days"},
        {"level": 2, "limit_amount": 4, "limit_unit": "working_hours"},
        {"level": 3, "limit_amount": 2, "limit_unit": "working_hours"},
    ],
}  # fmt: skip
ESCALATION: dict[str, Any] = {"place": "440310003001", "said_by": "440310", "calendar_version": 3, **SAID}
ESCALATION_CHANGE: dict[str, Any] = {
    "applied": True, "calendar_version": 4, "examined": 12, "moving": 1, "is_complete": True,
    "examples": [{"number": "1000028", "rung": 2, "at_before": "2026-11-26T02:00:00Z", "at": "2026-11-26T01:00:00Z"}],
}  # fmt: skip
_REPEAT_RULE: dict[str, object] = {
    "kind": "caller", "times": 3, "window_days": 30, "raises": True, "valid_from": "2026-01-01", "valid_to": None,
}  # fmt: skip
SAID_OF_REPEATS: dict[str, object] = {"rules": [_REPEAT_RULE]}
REPEAT_RULES: dict[str, object] = {"place": "440310001", "rules": [{**_REPEAT_RULE, "said_by": "440310"}]}
UNIT_CHANGE: dict[str, object] = {
    "applied": True, "calendar_version": 3, "examined": 4, "moving": 1, "is_complete": True,
    "examples": [{"number": "1000028", "stage_due_at_before": _MADE, "stage_due_at": "2026-11-01T04:00:00Z"}],
}  # fmt: skip
USER_SESSION: dict[str, object] = {
    "id": "0193a0c0-0000-7000-8000-0000000000d1", "created_at": _MADE,
    "used_at": "2026-11-20T01:12:00Z", "expires_at": "2026-12-20T01:12:00Z",
}  # fmt: skip
