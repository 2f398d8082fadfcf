"""The biggest legal input of each route of bulletins, or why nothing grows there."""

from typing import Any

from tests.organisation import COUNTY
from tests.stalls.district import DRAFT, OLD
from tests.stalls.inputs import ONE_ROW, Biggest

_LONG = "路边第3栋垃圾成堆，联系13800000000，请尽快清理；" * 200


def _said() -> dict[str, Any]:
    """All that an editor may say."""
    mention = {"kind": "unit", "code": "D7", "reason": "按期处置率居首" * 40}
    units = [{"kind": "unit", "code": f"D{n}"} for n in range(1, 201)]
    areas = [{"kind": "area", "code": f"{COUNTY}{t}{v}{g}"} for t in range(101, 111) for v in range(101, 111)
             for g in range(101, 104)]  # fmt: skip
    return {
        "title": "周报" * 60, "foreword": _LONG[:4000], "remarks": _LONG[:4000],
        "typical": [{"case_id": OLD, "text": _LONG[:4000], "comment": _LONG[:2000]}] * 20,
        "praised": [mention] * 50, "criticised": [mention] * 50, "addressees": units + areas,
    }  # fmt: skip


TABLE: dict[tuple[str, str], Biggest | str] = {
    ("get", "/api/v1/bulletins"): Biggest("/bulletins?limit=200", "supervisor"),
    ("post", "/api/v1/bulletins"): Biggest(
        "/bulletins", "supervisor", lambda: {"area_code": COUNTY, "kind": "quarterly", "day": "2026-11-18"}, 201
    ),
    ("put", "/api/v1/bulletins/{bulletin_id}"): Biggest(f"/bulletins/{DRAFT}", "supervisor", _said),
    ("get", "/api/v1/bulletins/{bulletin_id}"): Biggest(f"/bulletins/{DRAFT}", "supervisor"),
    ("post", "/api/v1/bulletins/{bulletin_id}/refresh"): Biggest(f"/bulletins/{DRAFT}/refresh", "supervisor"),
    ("get", "/api/v1/bulletins/{bulletin_id}/file"): Biggest(f"/bulletins/{DRAFT}/file?format=pdf", "supervisor"),
    ("get", "/api/v1/bulletins/{bulletin_id}/receipts"): "500 rows without texts",
    **{
        ("post", f"/api/v1/bulletins/{{bulletin_id}}/{what}"): ONE_ROW
        for what in ("submit", "send-back", "discard", "acknowledge")
    },
    ("post", "/api/v1/bulletins/{bulletin_id}/sign"): "what is read by GET, printed apart",
}
