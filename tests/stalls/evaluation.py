"""The biggest legal input of each route of evaluation, or why nothing grows there."""

from typing import Any

from tests.organisation import COUNTY, GRID
from tests.stalls.inputs import ONE_ROW, Biggest

_FIGURE = "/evaluation/figures/triage_in_time"
_YEARS = f"kind=area&subject={COUNTY}&first=2025-01-01&last=2026-12-31"

_NOBODY = "0193a0c0-0000-7000-8000-0000000000ff"
_PERIOD = "evaluation/periods/{period_id}"
_ONE = (
    ("get", "evaluation/schemes/{scheme_id}"), ("post", "evaluation/periods"), ("get", _PERIOD),
    *(("post", f"{_PERIOD}/{step}") for step in ("compute", "review", "publish", "appeals")),
    ("get", f"{_PERIOD}/results"), ("get", f"{_PERIOD}/pay"), ("get", "ledgers/pay/{period_id}"),
    ("get", f"{_PERIOD}/results/{{subject}}"), ("get", "evaluation/results"),
    ("post", "evaluation/appeals/{appeal_id}/decide"), ("post", "evaluation/appeals/{appeal_id}/raise"),
    ("get", "cases/{case_id}/appeals"), ("post", "cases/{case_id}/appeals"),
    ("post", "cases/{case_id}/appeals/{appeal_id}/decide"),
)  # fmt: skip


def _scheme() -> dict[str, Any]:
    items = [{"code": f"i{n}", "label_zh": "项" * 120, "weight": 2.5, "figure": "filing_rate"} for n in range(40)]
    colours = [{"code": f"c{n}", "label_zh": "色" * 120, "from_score": 90.0 - 10 * n} for n in range(10)]
    return {"code": "big", "name": "考评" * 60, "assessed": "grid", "area_code": COUNTY, "valid_from": "2026-01-01",
            "document": {"items": items, "colours": colours}}  # fmt: skip


def _points() -> dict[str, Any]:
    return {"points": [{"subject": GRID, "item": "conduct", "points": 1, "reason": "因" * 300}] * 500}


TABLE: dict[tuple[str, str], Biggest | str] = {
    **{(method, f"/api/v1/{path}"): ONE_ROW for method, path in _ONE},
    ("get", "/api/v1/evaluation/figures"): "one row for each figure there is",
    ("get", "/api/v1/evaluation/schemes"): Biggest("/evaluation/schemes?limit=200", "supervisor"),
    ("post", "/api/v1/evaluation/schemes"): Biggest("/evaluation/schemes", "centre_leader", _scheme, 201),
    ("post", "/api/v1/evaluation/schemes/{scheme_id}/trial"): "as many results as an area has grids, in slices",
    ("get", "/api/v1/evaluation/periods"): Biggest("/evaluation/periods?limit=200", "supervisor"),
    ("put", "/api/v1/evaluation/periods/{period_id}/points"): Biggest(
        f"/evaluation/periods/{_NOBODY}/points", "supervisor", _points, 404
    ),
    ("get", "/api/v1/evaluation/case-appeals"): Biggest("/evaluation/case-appeals?limit=200", "supervisor"),
    ("get", "/api/v1/evaluation/appeals"): Biggest("/evaluation/appeals?limit=200", "supervisor"),
    ("get", "/api/v1/evaluation/figures/values"): Biggest(f"/evaluation/figures/values?{_YEARS}", "supervisor"),
    ("get", "/api/v1/evaluation/figures/{figure}/series"): Biggest(f"{_FIGURE}/series?{_YEARS}", "supervisor"),
    ("get", "/api/v1/evaluation/figures/{figure}/cases"): Biggest(f"{_FIGURE}/cases?{_YEARS}&limit=200", "supervisor"),
}
