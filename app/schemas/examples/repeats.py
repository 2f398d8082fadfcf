"""Examples of a report in parts 拆分 and of what came before a case 重复诉求."""

from app.schemas.examples.case import SUMMARY

PARTS: dict[str, object] = {
    "items": [
        {"number": "1000036", "id": "0193a0c0-0000-7000-8000-000000000007", "status": "closed",
         "status_label_zh": "已结案", "status_label": "Closed", "title": None, "description": "路边井盖缺失",
         "closed_at": "2026-11-25T08:00:00Z", "reply": "井盖已补装"},
        {"number": "1000044", "id": None, "status": "handling", "status_label_zh": "处置中", "status_label": "Handling",
         "title": None, "description": None, "closed_at": None, "reply": None},
    ]
}  # fmt: skip
BEFORE: dict[str, object] = {
    "items": [{**SUMMARY, "kinds": ["place", "matter"], "reply": "井盖已补装", "result": None, "rating": 4}],
    "next_cursor": None,
}
