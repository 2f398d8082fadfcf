"""One bulletin 简报 as examples of the document show it."""

_COUNTS = {"reported": 12, "filed": 11, "closed": 9, "timed": 8, "on_time": 7, "overdue": 1, "on_time_rate": 87.5}
_FEWER = {"reported": 10, "filed": 10, "closed": 8, "timed": 8, "on_time": 6, "overdue": 2, "on_time_rate": 75.0}
_NONE: dict[str, object] = {
    "reported": 0, "filed": 0, "closed": 0, "timed": 0, "on_time": 0, "overdue": 0, "on_time_rate": None,
}  # fmt: skip
_SINCE = {"reported": 20.0, "filed": 10.0, "closed": 12.5, "overdue": -50.0, "on_time_rate": 12.5}
_LINE: dict[str, object] = {
    "now": _COUNTS, "before": _FEWER, "year_ago": _NONE, "since_before": _SINCE,
    "since_year_ago": dict.fromkeys(_SINCE),
}  # fmt: skip
_UNIT = {"code": "CG", "zh": "城市管理局", "en": "City Management Bureau"}
_AREA = {"code": "440310", "zh": "坪山区", "en": "Pingshan"}
_TOWN = {"code": "440310001", "zh": "坪山街道", "en": "Pingshan Subdistrict"}
_CATEGORY = {"code": "DCM-01-02", "zh": "暴露垃圾", "en": "Exposed rubbish"}
_ANSWERS: dict[str, object] = {
    "orders": 2, "in_time": 1, "late": 0, "waiting": 1, "ended": 0, "answer_rate": 50.0,
}  # fmt: skip
_NO_ORDERS: dict[str, object] = {
    "orders": 0, "in_time": 0, "late": 0, "waiting": 0, "ended": 0, "answer_rate": None,
}  # fmt: skip
_NUMBER = {"year": 2026, "number": 3, "zh": "〔2026〕第3期", "en": "[2026] No. 3"}
_ID = "0193a0c0-0000-7000-8000-0000000000d1"
_RED = {"code": "red", "zh": "红", "en": "Red"}
_RANKING: dict[str, object] = {
    "scheme": {"code": "grid-week", "zh": "网格周考评", "en": "Grids by week"}, "area": _AREA, "assessed": "grid",
    "first": "2026-11-16", "last": "2026-11-22", "scored": 1, "ranked": 1, "colours": [_RED | {"count": 1}],
    "lines": [{
        "code": "440310001001001", "zh": "第一网格", "en": "Grid 1", "rank": 1, "score": 91.5, "colour": _RED,
        "is_corrected": False,
    }],
}  # fmt: skip
_FIGURES = {
    "as_of": "2026-11-23T01:00:00Z", "is_over": True,
    "period": {"first": "2026-11-16", "last": "2026-11-22", "zh": "2026年第47周", "en": "week 47 of 2026"},
    "before": {"first": "2026-11-09", "last": "2026-11-15", "zh": "2026年第46周", "en": "week 46 of 2026"},
    "year_ago": {"first": "2025-11-17", "last": "2025-11-23", "zh": "2025年第47周", "en": "week 47 of 2025"},
    "total": {"code": None, "zh": "合计", "en": "Total", **_LINE},
    "units": [_UNIT | _LINE], "areas": [_TOWN | _LINE], "categories": [_CATEGORY | _LINE],
    "days": [{"day": "2026-11-16", "reported": 12, "closed": 9}],
    "orders": {
        "total": _ANSWERS, "before": _NO_ORDERS, "year_ago": _NO_ORDERS, "units": [_ANSWERS | _UNIT],
        "lines": [{
            "number": "1000016", "level": 1, "issued_at": "2026-11-18T02:00:00Z",
            "reply_due_at": "2026-11-18T06:00:00Z", "answered_at": None, "state": "waiting", "unit": _UNIT,
        }],
    },
    "rankings": [_RANKING], "rankings_left_out": 0,
}  # fmt: skip
HEAD: dict[str, object] = {
    "id": _ID, "area_code": "440310", "area_name": "坪山区", "kind": "weekly", "starts_on": "2026-11-16",
    "ends_on": "2026-11-22", "title": "坪山区网格治理周报（2026年第47周）", "status": "published",
    "status_label_zh": "已签发", "status_label": "Signed", "version": 4, "number": _NUMBER,
    "created_at": "2026-11-23T01:00:00Z", "edited_at": "2026-11-23T01:20:00Z", "submitted_at": "2026-11-23T01:30:00Z",
    "returned_note": None, "signed_at": "2026-11-23T02:00:00Z", "withdraws": None, "withdrawn_in": None,
    "has_read": False,
}  # fmt: skip
VIEW: dict[str, object] = HEAD | {
    "allowed_actions": ["acknowledge"],
    "files": [{"format": "pdf", "language": "zh", "size": 181234, "sha256": "9f" * 32}],
    "page": {
        "number": _NUMBER, "kind": "weekly", "area": _AREA, "title": HEAD["title"], "foreword": "本周受理平稳。",
        "remarks": None, "figures": _FIGURES,
        "typical": [{
            "case_id": None, "title": "暴露垃圾", "text": "路边有成堆垃圾。已清理。", "comment": "巡查及时。",
            "category": _CATEGORY, "area": _TOWN, "unit": _UNIT, "reported_on": "2026-11-16",
            "closed_on": "2026-11-17", "rating": 5,
        }],
        "praised": [_UNIT | {"kind": "unit", "reason": "按期处置率居首"}], "criticised": [],
        "addressees": [_UNIT | {"kind": "unit"}], "withdraws": None, "editors": ["赵督查"], "signed_by": "钱主任",
        "signed_on": "2026-11-23",
    },
}  # fmt: skip
RECEIPTS: dict[str, object] = {
    "addressed": 2, "read": 1,
    "items": [
        {**_TOWN, "kind": "area", "has_read": False, "readers": []},
        {**_UNIT, "kind": "unit", "has_read": True, "readers": [{
            "user_id": "0193a0c0-0000-7000-8000-0000000000a2", "name": "李处置", "read_at": "2026-11-23T03:00:00Z",
        }]},
    ],
}  # fmt: skip
