"""Examples of assists 协办 and whistles 吹哨."""

_CASE = {
    "case_id": "0193a0c0-0000-7000-8000-000000000001", "number": "1000017", "title": None,
    "description": "占道挖掘致水管破裂",
}  # fmt: skip
ASSIST: dict[str, object] = {
    "id": "0193a0c0-0000-7000-8000-0000000000e1", **_CASE, "status": "handling", "department_code": "SWJ",
    "department_name": "水务局", "assigned_at": "2026-11-24T01:00:00Z", "done_at": None, "ended_at": None,
    "late": False, "own_time": True, "running": True, "limit_amount": 4, "limit_unit": "working_hours",
    "counts_from": "2026-11-24T01:00:00Z", "due_at": "2026-11-24T07:00:00Z", "light": "green", "left": 3.5,
    "sentence_zh": "还剩 3 工作时 30 分，今日 15:00 前", "sentence": "3 working hours 30 min left, due today 15:00",
    "excuse": None,
}  # fmt: skip
WHISTLE: dict[str, object] = {
    "id": "0193a0c0-0000-7000-8000-0000000000f1", **_CASE, "place": "六联社区公园北门",
    "location": {"lat": 22.6929, "lon": 114.3468, "datum": "wgs84", "accuracy_m": None},
    "at": "2026-11-24T02:00:00Z", "respond_by": "2026-11-24T02:30:00Z", "note": "请到场会办",
    "called_by": "0193a0c0-0000-7000-8000-0000000000a1", "called_by_name": "王主任",
    "called_at": "2026-11-24T01:30:00Z", "state": "open", "state_label_zh": "吹哨中", "state_label": "open",
    "result": None, "ended_by": None, "ended_by_name": None, "ended_at": None,
    "calls": [{
        "department_code": "SWJ", "department_name": "水务局", "state": "responded", "state_label_zh": "已报到",
        "state_label": "responded", "answered_at": "2026-11-24T02:10:00Z",
        "answered_by": "0193a0c0-0000-7000-8000-0000000000a2", "answered_by_name": "李工", "late": False,
        "missed_at": None, "device_at": "2026-11-24T02:09:58Z", "device_in_time": True, "head_count": 2, "note": None,
        "presence": "near", "presence_label_zh": "在现场", "presence_label": "on the spot", "distance_m": 35,
        "photo_ids": [], "near_photo_ids": [], "score": None, "score_note": None, "scored_at": None,
    }],
}  # fmt: skip
FIGURES: dict[str, object] = {
    "key": "SWJ", "name": "水务局", "called": 5, "in_time": 3, "late": 1, "late_by_network": 1, "declined": 0,
    "missed": 1, "waiting": 0, "near": 4, "far": 0, "scored": 3, "average": 4.33,
}  # fmt: skip
