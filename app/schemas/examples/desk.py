"""What a desk shows of the matter that every example is about."""

from app.schemas.examples import case

_DISPATCHER_ID = "0193a0c0-0000-7000-8000-0000000000a4"
_SINCE = "2026-11-25T01:09:40Z"
_BUTTON: dict[str, object] = {
    "action": "dispatch", "path": "dispatch", "label_zh": "派单", "label": "Dispatch", "requires": ["lead"],
    "accepts": ["assists", "note"], "reasons": [], "photo_exemptions": [], "photos": [],
}  # fmt: skip
ROW: dict[str, object] = {
    **case.SUMMARY,
    "status": "dispatched", "status_label_zh": "待签收", "status_label": "To sign", "stage": "route",
    "lead_department_code": None, "lead_department_name": None, "handler_id": None, "handler_name": None,
    "privacy_tier": "normal", "rule_code": "DCM-01-02-A", "assist_codes": [], "assist_names": [],
    "supervision_level": 0, "urge_count": 0, "waiting_seconds": 240,
    **dict.fromkeys(("status_since", "queued_since"), _SINCE),
    "distance_m": 850,
    "routing": {
        "by": "matrix", "code": "QZ-018", "outcome": "dispatch", "department_code": "CGJ",
        "department_name": "城市管理局", "assist_codes": [], "assist_names": [], "urgent": False,
        "why_zh": "权责清单 QZ-018：井盖缺失，坪山街道", "why": "Row QZ-018 of the matrix: missing covers in Pingshan",
    },
    "suggested_department": {
        "department_code": "CGJ", "department_name": "城市管理局", "score": 0.9012,
        "reason_zh": "本网格同类 41 件中 37 件由城市管理局处置",
        "reason": "37 of 41 cases of this category in this grid were handled by 城市管理局",
        "cases": 37, "of": 41, "returns": 0,
    },
    "suggested_category": None,
    "returns": [
        {
            "department_code": "SWJ", "department_name": "水务局", "proposed_department_code": "CGJ",
            "proposed_department_name": "城市管理局", "reason_code": "not_our_duty",
            "reason_label_zh": "非本部门职责", "reason_label": "Not the duty of this department", "state": "approved",
            "note": None, "requested_at": "2026-11-25T01:05:00Z",
        }
    ],
    "request": None,
    "last_note": {
        "note": "井盖非供水管网", "action": "approve_return", "label_zh": "同意退单", "label": "Approve return",
        "actor_name": "陈派遣", "created_at": _SINCE,
    },
    "looked_at_by": _DISPATCHER_ID, "looked_at_by_name": "陈派遣", "looked_at_until": "2026-11-25T01:15:00Z",
    "looked_at_writing": False,
    "allowed_actions": [{"action": "dispatch", "button": 0, "limits": [], "photos_present": True}],
}  # fmt: skip
PAGE: dict[str, object] = {
    "name": "dispatch", "label_zh": "待派遣", "label": "To dispatch", "count": 1, "count_limit": 10_000, "missing": [],
    "items": [ROW], "buttons": [_BUTTON], "next_cursor": None,
}  # fmt: skip
NEXT: dict[str, object] = {"row": ROW, "buttons": [_BUTTON]}
CASE_AND_NEXT: dict[str, object] = {**case.CASE, "next": None}
VIEW: dict[str, object] = {
    "id": "0193a0c0-0000-7000-8000-0000000000c1", "name": "超期的井盖",
    "query": {"category": "DCM-01-02", "light": "red"}, "area_code": "440310", "area_name": "坪山区",
    "owner_id": _DISPATCHER_ID, "owner_name": "陈派遣", "mine": True, "version": 2,
    "created_at": "2026-11-25T01:00:00Z", "updated_at": "2026-11-25T02:00:00Z",
    "missing": [
        {
            "field": "category", "code": "DCM-01-02", "retired": True, "detail_zh": "类别 DCM-01-02 已停用",
            "detail": "The category DCM-01-02 is out of use",
        }
    ],
    "count": 12,
}  # fmt: skip
BATCH_DONE: dict[str, object] = {
    "results": [
        {"id": ROW["id"], "outcome": "done", "version": 5, "status": "dispatched", "problem": None},
        {
            "id": "0193a0c0-0000-7000-8000-000000000002", "outcome": "refused", "version": 7, "status": None,
            "problem": {
                "code": "stale-version", "status": 412, "detail_zh": "案卷已被他人更新，请刷新后重试",
                "detail": "The case has changed since you read it.", "errors": [],
            },
        },
    ],
    "next": None,
}  # fmt: skip
