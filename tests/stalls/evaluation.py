"""The biggest legal input of each route of evaluation, or why nothing grows there."""

from tests.organisation import COUNTY
from tests.stalls.inputs import Biggest

_FIGURE = "/evaluation/figures/triage_in_time"
_YEARS = f"kind=area&subject={COUNTY}&first=2025-01-01&last=2026-12-31"

TABLE: dict[tuple[str, str], Biggest | str] = {
    ("get", "/api/v1/evaluation/figures"): "one row for each figure there is",
    ("get", "/api/v1/evaluation/figures/values"): Biggest(f"/evaluation/figures/values?{_YEARS}", "supervisor"),
    ("get", "/api/v1/evaluation/figures/{figure}/series"): Biggest(f"{_FIGURE}/series?{_YEARS}", "supervisor"),
    ("get", "/api/v1/evaluation/figures/{figure}/cases"): Biggest(f"{_FIGURE}/cases?{_YEARS}&limit=200", "supervisor"),
}
