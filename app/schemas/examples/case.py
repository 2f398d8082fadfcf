"""One matter as every answer shows it: the examples of the OpenAPI document, held to their schemas by a test."""

from typing import Any

_CASE_ID = "0193a0c0-0000-7000-8000-000000000001"
_DOUBLE_ID = "0193a0c0-0000-7000-8000-000000000002"
_WORKER_ID = "0193a0c0-0000-7000-8000-0000000000a1"
_HANDLER_ID = "0193a0c0-0000-7000-8000-0000000000a2"
_SUPERVISOR_ID = "0193a0c0-0000-7000-8000-0000000000a3"
_GRID_PATH = "440310/440310001/440310001001/44031000100101/"
_REPORTED = "2026-11-25T01:00:05Z"
_FILED = "2026-11-25T01:09:40Z"
_DISPATCHED = "2026-11-25T01:14:02Z"
_SIGNED = "2026-11-25T01:31:27Z"
_DUE = "2026-11-25T07:09:40Z"
_WARN = "2026-11-25T06:21:40Z"
_CURSOR = "WyIyMDI2LTExLTI1VDAxOjAwOjA1KzAwOjAwIiwiMDE5M2EwYzAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAxIiwiMjc2Mjc0M2EiXQ"
_POINT = {"lat": 22.6929, "lon": 114.3468, "datum": "wgs84", "accuracy_m": 12.5}
_CONTACT = {"name": "王**", "phone": "*******0000"}
_STATUS = {"status": "handling", "status_label_zh": "处置中", "status_label": "Handling"}
_MATTER = {
    "id": _CASE_ID, "number": "1000028", "version": 4, "channel": "worker", "title": None,
    "nature_code": "complaint", "nature_name": "投诉",
    "source_code": "patrol", "source_name": "网格巡查", "external_id": None,
    "description": "路边井盖缺失，有安全隐患", "address": "坪山街道六联社区", "location": _POINT,
    "area_code": "44031000100101", "area_name": "六和社区第一网格", "area_path": _GRID_PATH,
    "category_code": "DCM-01-02", "category_name": "井盖缺失", "urgent": False,
    "lead_department_code": "CGJ", "lead_department_name": "城市管理局", "team_code": None, "team_name": None,
    "handler_id": _HANDLER_ID, "handler_name": "李处置", "verifier_id": None, "verifier_name": None,
    "checker_id": None, "checker_name": None, "reported_at": _REPORTED,
    "due_at": _DUE, "stage_due_at": _DUE, "resume_at": None, "order_due_at": None, "closed_at": None,
    "rework_round": 0,
}  # fmt: skip
_RULE = {
    "code": "DCM-01-02-A", "version": 1, "category_code": "DCM-01-02", "condition": "井盖缺失", "limit_amount": 4,
    "limit_unit": "working_hours", "close_condition": "井盖恢复", "department_code": "CGJ",
    "department_name": "城市管理局",
}  # fmt: skip
_OFFER = {
    "action": "resolve", "path": "resolve", "label_zh": "处置完成", "label": "Resolve", "requires": ["result"],
    "accepts": ["photo_exemption"], "reasons": [],
    "photo_exemptions": [{"code": "nothing_visible", "label_zh": "事项无可拍摄内容", "label": "Nothing to see"}],
    "limits": [], "photos": ["after"], "photos_present": False,
}  # fmt: skip

SUMMARY: dict[str, Any] = {
    **_MATTER, **_STATUS, "stage": "command", "light": "green", "return_count": 0, "redirect_count": 0,
    "centre_code": None, "centre_name": None, "repeat_count": 2,
    "auto_signed": False,
    "responsible_department_code": "CGJ", "responsible_department_name": "城市管理局",
}  # fmt: skip
POOLED = SUMMARY | {
    "status": "pooled", "status_label_zh": "亮单中", "status_label": "In the pool", "stage": "route",
    "lead_department_code": None, "lead_department_name": None, "handler_id": None, "handler_name": None,
    "stage_due_at": "2026-11-25T01:44:02Z", "distance_m": 820, "seconds_left": 1500,
}  # fmt: skip
CASE: dict[str, Any] = {
    **SUMMARY,
    "privacy_tier": "normal", "parent_id": None, "part_count": 0, "delegation_count": 0,
    "reporter_id": _WORKER_ID, "reporter_name": "林小格",
    "contact": _CONTACT,
    "follower_contacts": [], "residents_to_answer": 1,
    "assist_codes": ["SWJ"], "assist_names": ["水务局"], "open_assists": [],
    "pool_codes": [], "pool_names": [],
    "rule": _RULE,
    "filed_at": _FILED, "dispatched_at": _DISPATCHED, "signed_at": _SIGNED, "signed_late": False,
    "resolved_at": None, "deadline_at": _DUE, "reopen_count": 0, "supervision_level": 0, "urged_at": None,
    "resident_urged_at": None, "urge_count": 0, "pending_request": None, "request_endorsed": False,
    "suspension_count": 0, "extension_count": 0, "ruling_binds": False, "self_handled": False, "check_skipped": False,
    "force_closed": False, "merged_into": None, "result": None, "reply": None, "rating": None,
    "stated_timeliness": None, "dates_only": [],
    "allowed_actions": [_OFFER],
}  # fmt: skip
_PENDING = {
    "id": "0193a0c0-0000-7000-8000-000000000032", "purpose": "after", "state": "receiving", "size_bytes": 812_345,
    "offset": 262_144, "uploaded_by": _HANDLER_ID, "uploaded_by_name": "李处置", "created_at": "2026-11-25T05:03:00Z",
    "expires_at": "2026-12-02T05:03:10Z",
}  # fmt: skip
_NEEDS = [
    {"action": "resolve", "code": "assists-open", "is_met": True, "missing": [], "label_zh": "协办均已完成",
     "label": "every assist must be done"},
    {"action": "resolve", "code": "after-photo", "is_met": False, "missing": ["after"],
     "label_zh": "需有本轮处置后、在现场拍摄的照片，或说明免拍理由",
     "label": "an after-photo of this round taken near the case, or a stated exemption"},
    {"action": "resolve", "code": "close-condition", "is_met": None, "missing": [], "label_zh": "井盖恢复，周边平整",
     "label": "井盖恢复，周边平整"},
]  # fmt: skip
_REPEAT = {
    "kind": "place",
    "label_zh": "同一地点",
    "label": "the same place",
    "count": 2,
    "since": "2026-10-02T01:00:00Z",
}
READ: dict[str, Any] = {**CASE, "repeats": [_REPEAT], "ratings": [], "photos_pending": [_PENDING], "needs": _NEEDS}
CANDIDATES: dict[str, Any] = {
    "items": [
        {
            "id": _DOUBLE_ID, "number": "1000015", "status": "filed", "status_label_zh": "已立案待派",
            "status_label": "Filed, to be dispatched", "description": "井盖不见了", "distance_m": 18,
            "reported_at": "2026-11-24T08:12:30Z", "score": 0.81,
            "reasons": [
                {"code": "place", "label_zh": "相距 18 米", "label": "18 m away"},
                {"code": "words", "label_zh": "描述相似", "label": "Similar words"},
            ],
        }
    ]
}  # fmt: skip
_UNTOUCHED = {
    "version": 1, "status": "reported", "status_label_zh": "已上报", "status_label": "Reported", "stage": "analyse",
    "light": None, "category_code": None, "category_name": None, "lead_department_code": None,
    "lead_department_name": None, "responsible_department_code": None, "responsible_department_name": None,
    "handler_id": None, "handler_name": None, "due_at": None,
    "stage_due_at": "2026-11-25T01:15:05Z", "assist_codes": [], "assist_names": [], "rule": None, "filed_at": None,
    "dispatched_at": None, "signed_at": None, "deadline_at": None, "contact": None, "allowed_actions": [],
}  # fmt: skip
REPORTED: dict[str, Any] = {
    **CASE,
    **_UNTOUCHED,
    "duplicate_candidates": CANDIDATES["items"],
}
EVENTS: dict[str, Any] = {
    "external_id": None,
    "items": [
        {
            "seq": 4, "action": "sign", "label_zh": "签收", "label": "Sign", "from_status": "dispatched",
            "to_status": "handling", "actor_kind": "user", "actor_id": _HANDLER_ID, "actor_name": "李处置",
            "note": None, "data": {},
            "names": {"from_status": "待签收", "to_status": "处置中"}, "device_time": None, "created_at": _SIGNED,
        }
    ],
    "next_after": None,
}  # fmt: skip
DEADLINE: dict[str, Any] = {
    "running": True, "light": "green", "sentence_zh": "还剩 3 工作时 20 分，今日 15:09 前",
    "sentence": "3 working hours 20 minutes left, due today 15:09", "started_at": _FILED, "deadline_at": _DUE,
    "due_at": _DUE, "due_at_then": None, "warn_at": _WARN, "stage_due_at": _DUE, "stage_hours_of": None,
    "left_seconds": 19_200, "left": 3.33,
    "limit_amount": 4, "limit_unit": "working_hours", "limit_of": None, "rule_code": "DCM-01-02-A", "rule_version": 1,
    "calendar_version": 1, "provisional": False, "extensions": [{"at": "2026-11-25T02:00:00Z", "amount": 2}],
    "pauses": [],
    "intervals": [
        {
            "since": _FILED, "until": "2026-11-25T01:49:40Z", "counts": True, "reason": "working", "name": None,
            "provisional": False, "used": 0.67,
        }
    ],
}  # fmt: skip
ATTACHMENT: dict[str, Any] = {
    "id": "0193a0c0-0000-7000-8000-000000000031", "purpose": "after", "round": 0, "sha256": "9f" * 32,
    "media_type": "image/jpeg", "size_bytes": 812_345, "width": 3000, "height": 4000,
    "taken_at": "2026-11-25T05:02:11Z", "near_case": True, "repeated": False, "uploaded_by": _HANDLER_ID,
    "uploaded_by_name": "李处置", "from_resident": False, "created_at": "2026-11-25T05:02:40Z", "copies": "made",
    "preview_url": "/api/v1/files/Y29weQ", "thumbnail_url": "/api/v1/files/dGh1bWI",
}  # fmt: skip
ATTACHMENTS: dict[str, Any] = {"items": [ATTACHMENT], "photos_pending": [_PENDING]}
ORIGINAL: dict[str, Any] = {
    "url": "/api/v1/files/b3JpZ2luYWw", "expires_at": "2026-11-25T05:08:00Z", "media_type": "image/heic",
    "sha256": "9f" * 32, "device": {"taken_at": "2026-11-25T05:02:11Z", "lat": 22.6929, "lon": 114.3468},
}  # fmt: skip
UPLOAD: dict[str, Any] = {
    "id": "0193a0c0-0000-7000-8000-000000000032", "case_id": _CASE_ID, "purpose": "after", "filename": "after.jpg",
    "state": "receiving", "size_bytes": 812_345, "offset": 262_144, "created_at": "2026-11-25T05:03:00Z",
    "expires_at": "2026-12-02T05:03:10Z", "attachment_id": None, "refusal": None,
}  # fmt: skip
CASES: dict[str, Any] = {"items": [SUMMARY], "next_cursor": _CURSOR}
QUEUES: dict[str, Any] = {"items": [{"name": "to-sign", "label_zh": "待签收", "label": "To sign", "count": 1}]}
SUPERVISED: dict[str, Any] = {
    **SUMMARY, "light": "red", "fault": "handling", "fault_label_zh": "处置", "fault_label": "handling",
    "late_working_seconds": 3_600, "stage_late_working_seconds": 3_600,
}  # fmt: skip
COUNTED: dict[str, Any] = {
    "as_of": "2026-11-25T08:09:40Z", "since": None, "until": None, "total": 1,
    "items": [{"key": "CGJ", "name": "城市管理局", "count": 1, "href": "/api/v1/supervision/overdue?unit=CGJ"}],
}  # fmt: skip
ORDER: dict[str, Any] = {
    "id": "0193a0c0-0000-7000-8000-000000000041", "level": 1, "demand": "请于今日内到场处置并回复",
    "issued_by": _SUPERVISOR_ID, "issued_by_name": "周督查", "issued_at": "2026-11-25T08:10:00Z",
    "reply_due_at": "2026-11-26T08:10:00Z",
    "answered_by": None, "answered_by_name": None, "answered_at": None, "answer": None, "ended_at": None,
}  # fmt: skip
INBOX: dict[str, Any] = {
    "items": [
        {
            "id": "0193a0c0-0000-7000-8000-000000000051", "case_id": _CASE_ID, "number": "1000028", "seq": 5,
            "action": "supervise", "label_zh": "督办", "label": "Supervise", **_STATUS,
            "description": _MATTER["description"], "created_at": "2026-11-25T08:10:00Z", "read_at": None,
        }
    ],
    "next_cursor": None,
    "unread": 1,
}  # fmt: skip
HOME: dict[str, Any] = {
    "name": "林小格", "queues": [{"name": "to-verify", "label_zh": "待核查", "label": "To verify", "count": 1}],
    "due_next": [{"queue": "to-verify", "acts_by": _DUE, "case": SUMMARY}],
    "inbox": {"count": 1, "latest": INBOX["items"]}, "pull": True,
}  # fmt: skip
COPY: dict[str, Any] = {
    **_MATTER, "status": "handling", "privacy_tier": "normal", "contact": _CONTACT, "assist_codes": ["SWJ"],
    "assist_names": ["水务局"], "reporter_id": _WORKER_ID, "reporter_name": "林小格", "warn_at": _WARN, "result": None,
    "reply": None, "merged_into": None, "actions": ["comment"],
}  # fmt: skip
RESULT: dict[str, Any] = {
    "id": "0193a0c0-0000-7000-8000-000000000012", "outcome": "applied", "case": COPY, "next_base_version": 4,
    "problem": None, "since": [], "waits_for": None, "duplicate_candidates": [],
}  # fmt: skip
PULLED: dict[str, Any] = {
    "server_time": "2026-11-25T01:40:00Z", "phase": "changes", "reset": False, "cases": [COPY],
    "left": [_DOUBLE_ID],
    "reference": {
        "departments": {
            "version": "3",
            "items": [
                {"code": "CGJ", "kind": "bureau", "parent_code": None, "name": "城市管理局", "name_en": None}
            ],
        }
    },
    "cursor": "_6qzXW7PTvupub_P9kcViHsidXNlciI6IjAxOTNhMGMwIn0", "more": False,
}  # fmt: skip
TOKENS: dict[str, Any] = {
    "access_token": "eyJhbGciOiJIUzI1NiIs…", "refresh_token": "mV7m4n0b2nZQx8l1v9d3kq5t7w0y2c4e6g8i0k2m4o6",
    "token_type": "bearer", "expires_in": 1800, "password_change_required": False,
}  # fmt: skip
ME: dict[str, Any] = {
    "id": _WORKER_ID, "name": "林小格",
    "posts": [{"post": "full_time_worker", "area_path": _GRID_PATH, "department_codes": []}],
    "permissions": ["comment", "read_cases", "report", "verify"], "area_scopes": [_GRID_PATH],
    "department_codes": [],
}  # fmt: skip
_WINDOWS = [{"starts": "08:30", "ends": "12:00"}, {"starts": "14:00", "ends": "17:30"}]
DAYS: dict[str, Any] = {
    "area_code": "440310", "calendar_version": 1,
    "days": [
        {
            "day": "2026-10-10", "is_working": True, "reason": "make_up", "name": "国庆节调休", "windows": _WINDOWS,
            "is_provisional": False,
        }
    ],
}  # fmt: skip
WRITTEN: dict[str, Any] = {
    "place": "440310", "calendar_version": 2, "year": {"year": 2026, "is_published": True},
    "weeks": [{"valid_from": "2026-07-01", "windows": {"monday": _WINDOWS}}],
    "days": [{"day": "2026-09-22", "kind": "working", "name": "台风后补班", "windows": []}],
}  # fmt: skip
CALENDAR_CHANGE: dict[str, Any] = {
    "applied": True, "calendar_version": 2, "examined": 12, "moving": 1, "is_complete": True,
    "examples": [{"number": "1000028", "due_at_before": _DUE, "due_at": "2026-11-26T02:09:40Z"}],
}  # fmt: skip
