"""One matrix and its rules as the API shows them: the examples of the OpenAPI document."""

RESPONSIBILITY_IN: dict[str, object] = {
    "category_code": "DCM-01-02", "area_code": "440310001", "valid_from": "2026-01-01", "lead_code": "CGJ",
    "assist_codes": ["SWJ"], "basis": "三定方案第五条",
}  # fmt: skip
RESPONSIBILITY: dict[str, object] = {
    "code": "QZ-012", "category_code": "DCM-01-02", "category_name": "暴露垃圾", "rule_code": None,
    "area_code": "440310001", "area_name": "坪山街道", "weekdays": None, "starts": None, "ends": None,
    "valid_from": "2026-01-01", "valid_to": None, "lead_code": "CGJ", "lead_name": "城市管理局",
    "assist_codes": ["SWJ"], "assist_names": ["水务局"], "basis": "三定方案第五条", "is_active": True, "version": 1,
}  # fmt: skip
RULE_IN: dict[str, object] = {
    "position": 10, "name": "夜间燃气", "words": ["燃气", "煤气"], "starts": "22:00", "ends": "06:00",
    "valid_from": "2026-01-01", "outcome": "dispatch", "lead_code": "ZJJ", "automatic": True,
}  # fmt: skip
RULE: dict[str, object] = {
    "code": "PQ-001", "position": 10, "name": "夜间燃气", "name_en": None, "category_code": None, "category_name": None,
    "area_code": None, "area_name": None, "channel": None, "nature_code": None, "nature_name": None,
    "source_code": None, "source_name": None, "urgent": None, "words": ["燃气", "煤气"], "weekdays": None,
    "starts": "22:00", "ends": "06:00", "working_time": None, "valid_from": "2026-01-01", "valid_to": None,
    "outcome": "dispatch", "lead_code": "ZJJ", "lead_name": "住建局", "assist_codes": [], "assist_names": [],
    "automatic": True, "eligible_codes": [], "eligible_names": [], "fallback_code": None, "fallback_name": None,
    "minutes": None, "threshold": None, "is_active": True, "version": 2,
}  # fmt: skip
ANSWER: dict[str, object] = {
    "by": "matrix", "code": "QZ-012", "outcome": "dispatch", "department_code": "CGJ", "department_name": "城市管理局",
    "assist_codes": ["SWJ"], "assist_names": ["水务局"], "automatic": False, "eligible_codes": [], "eligible_names": [],
    "fallback_code": None, "fallback_name": None, "minutes": None, "score": None, "urgent": False, "urgent_by": None,
    "why_zh": "权责清单 QZ-012：暴露垃圾 × 坪山街道（三定方案第五条）",
    "why": "row QZ-012 of the matrix: 暴露垃圾 × 坪山街道 (三定方案第五条)",
    "skipped": [
        {
            "by": "rule", "code": "PQ-007", "unit": "LYJ", "reason": "no_jurisdiction",
            "detail_zh": "派遣规则 PQ-007：绿化：LYJ 单位不管辖该地",
            "detail": "routing rule PQ-007: 绿化: LYJ: the unit has no jurisdiction there",
        }
    ],
    "candidates": [
        {
            "by": "rule", "code": "PQ-001", "label_zh": "夜间燃气", "label": "夜间燃气", "verdict": "unmet",
            "unmet": "time", "department_code": "ZJJ", "department_name": "住建局",
        },
        {
            "by": "matrix", "code": "QZ-012", "label_zh": "暴露垃圾 × 坪山街道", "label": "暴露垃圾 × 坪山街道",
            "verdict": "chosen", "unmet": None, "department_code": "CGJ", "department_name": "城市管理局",
        },
    ],
}  # fmt: skip
DRY_RUN: dict[str, object] = {
    "days": 30,
    "figures": {
        "looked_at": 4120, "is_whole": True, "concerned": 310, "elsewhere": 47, "ended_there": 39, "same": 255,
        "published": 0, "to_nobody": 0, "undispatched": 8,
    },
    "findings": [],
    "items": [
        {
            "id": "0193a0c0-0000-7000-8000-000000000001", "number": "P-100233", "reported_at": "2026-11-20T02:00:00Z",
            "area_code": "44031000100101", "category_code": "DCM-01-02", "went_to": "SWJ", "would_go_to": "CGJ",
            "by": "matrix", "code": "QZ-012", "ended_at": "CGJ", "is_open": False, "ended_there": True,
        }
    ],
    "next_cursor": None,
}  # fmt: skip
