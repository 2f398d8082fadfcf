"""Cases taken through the real flow: `await cases.at("handling")` makes the moves that lead there over HTTP."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from httpx import AsyncClient, Response
from PIL import Image

from app import clock
from tests.organisation import IN_GRID

#: status -> the moves that lead there from a fresh report: (who, action, body)
ROUTES: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "reported": [],
    "verifying": [("clerk", "request-verification", {"missing": "权属单位"})],
    "rejected": [("clerk", "reject", {"reason_code": "not_true", "reply": "经核查不属实"})],
    "cancelled": [("clerk", "cancel", {"reason_code": "test"})],
    "filed": [("clerk", "file", {"rule_code": "R1"})],
}
ROUTES["pooled"] = [
    *ROUTES["filed"],
    ("dispatcher", "publish", {"eligible": ["CG-1", "SW"], "fallback": "CG", "minutes": 30}),
]
ROUTES["dispatched"] = [*ROUTES["filed"], ("dispatcher", "dispatch", {"lead": "CG"})]
ROUTES["return_review"] = [
    *ROUTES["dispatched"],
    ("handler", "request-return", {"reason_code": "not_our_duty", "proposed_department": "SW"}),
]
ROUTES["handling"] = [*ROUTES["dispatched"], ("handler", "sign", {})]
ROUTES["resolved"] = [
    *ROUTES["handling"],
    ("handler", "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"}),
]
ROUTES["checking"] = [*ROUTES["resolved"], ("dispatcher", "request-check", {})]
ROUTES["closed"] = [*ROUTES["resolved"], ("dispatcher", "close", {"close_condition_met": True, "reply": "已办结"})]


def photo(colour: int = 0, size: int = 8) -> bytes:
    """A small real JPEG."""
    out = BytesIO()
    Image.new("RGB", (size, size), (colour, 90, 90)).save(out, "JPEG")
    return out.getvalue()


class Cases:
    def __init__(self, client_as: Callable[..., AsyncClient]) -> None:
        self.client_as = client_as

    async def report(self, who: str = "worker", **body: Any) -> dict[str, Any]:
        """A fresh report, in the test grid unless `location` says otherwise."""
        told = {"description": "路边有成堆垃圾", "location": IN_GRID, **body}
        answer = await self.client_as(who).post("/cases", json=told)
        assert answer.status_code == 201, answer.text
        case: dict[str, Any] = answer.json()
        return case

    async def act(self, who: str, case: dict[str, Any] | str, action: str, body: Any = None, **kwargs: Any) -> Response:
        """One action, whatever comes of it."""
        case_id = case if isinstance(case, str) else case["id"]
        return await self.client_as(who).post(f"/cases/{case_id}/{action}", json=body or {}, **kwargs)

    async def done(self, who: str, case: dict[str, Any] | str, action: str, body: Any = None) -> dict[str, Any]:
        """One action that must succeed."""
        answer = await self.act(who, case, action, body)
        assert answer.status_code == 200, (action, answer.text)
        after: dict[str, Any] = answer.json()
        return after

    async def at(self, status: str, **report: Any) -> dict[str, Any]:
        """A case in this status."""
        case = await self.report(**report)
        for who, action, body in ROUTES[status]:
            case = await self.done(who, case, action, body)
        assert case["status"] == status
        return case

    async def attach(self, who: str, case: dict[str, Any], purpose: str = "after", **form: Any) -> Response:
        """A photo, by default taken now at the case."""
        data = {"purpose": purpose, "lat": IN_GRID["lat"], "lon": IN_GRID["lon"], "taken_at": clock.now().isoformat()}
        files = {"photo": ("photo.jpg", form.pop("content", photo()), "image/jpeg")}
        told = {name: str(value) for name, value in (data | form).items() if value is not None}
        return await self.client_as(who).post(f"/cases/{case['id']}/attachments", data=told, files=files)
