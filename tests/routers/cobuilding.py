"""What the tests of co-building 共建 share: a scheme, a group, and how a quarter goes, over HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from httpx import AsyncClient, Response

from app.db.session import Session
from tests.organisation import COUNTY, USERS, VILLAGE

Clients = Callable[..., AsyncClient]
#: Days of the fourth quarter of 2026 and after it, in the forenoon of the place.
IN_OCTOBER = datetime(2026, 10, 12, 2, tzinfo=UTC)
IN_NOVEMBER = datetime(2026, 11, 12, 2, tzinfo=UTC)
IN_DECEMBER = datetime(2026, 12, 15, 2, tzinfo=UTC)
AFTERWARDS = datetime(2027, 1, 6, 2, tzinfo=UTC)

ITEMS = [{"code": "A1", "name": "任务完成", "most": 40}, {"code": "A2", "name": "环境面貌", "most": 60}]
SCHEME = {
    "area_code": COUNTY, "name": "季度共建考评办法", "valid_from": "2026-10-01", "items": ITEMS,
    "weights": {"own": 30, "inspection": 50, "residents": 20}, "least_answers": 2, "commend_from": 85,
    "criticise_below": 60,
}  # fmt: skip


def marks(first: float, second: float) -> list[dict[str, Any]]:
    return [{"code": "A1", "points": first}, {"code": "A2", "points": second}]


class Quarter:
    """People at work on co-building."""

    def __init__(self, client_as: Clients) -> None:
        self.client_as = client_as

    async def send(self, who: str | None, path: str, body: Any = None, **headers: str) -> Response:
        told = {} if body is None else {"json": body}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client_as(who).post(f"/cobuilding/{path}", headers=named, **told)

    async def done(self, who: str, path: str, body: Any = None) -> dict[str, Any]:
        answer = await self.send(who, path, body)
        assert answer.status_code in (200, 201), (path, answer.text)
        view: dict[str, Any] = answer.json()
        return view

    async def read(self, who: str, path: str, status: int = 200) -> dict[str, Any]:
        answer = await self.client_as(who).get(f"/cobuilding/{path}")
        assert answer.status_code == status, (path, answer.text)
        view: dict[str, Any] = answer.json()
        return view

    async def scheme(self, **more: Any) -> dict[str, Any]:
        return await self.done("supervisor", "schemes", SCHEME | more)

    async def group(self, area: str = VILLAGE, lead: str = "CG", **more: Any) -> dict[str, Any]:
        body = {"area_code": area, "name": f"共建小组{area[-3:]}", "lead_code": lead, "valid_from": "2026-10-01"}
        return await self.done("supervisor", "groups", body | more)

    async def period(self, area: str = COUNTY) -> dict[str, Any]:
        return await self.done("supervisor", "periods", {"area_code": area, "year": 2026, "number": 4})

    async def inspected(self, period: dict[str, Any], group: dict[str, Any], points: list[dict[str, Any]]) -> None:
        """By the supervisor of the county, who is of no group."""
        await self.inspected_by("supervisor", period, group, points)

    async def inspected_by(
        self, who: str, period: dict[str, Any], group: dict[str, Any], points: list[dict[str, Any]]
    ) -> dict[str, Any]:
        inspection = await self.assigned(who, period, group)
        return await self.done(who, f"inspections/{inspection['id']}/submit", {"marks": points})

    async def assigned(self, who: str, period: dict[str, Any], group: dict[str, Any]) -> dict[str, Any]:
        assigned = [{"group_id": group["id"], "inspector_id": str(USERS[who])}]
        named = await self.done("supervisor", f"periods/{period['id']}/inspections", {"assigned": assigned})
        inspection: dict[str, Any] = named["items"][0]
        return inspection


async def appoint(
    session: Session, who: str, kind: str, area: str | None, unit: str | None = None, since: str = "2026-01-01"
) -> None:
    """Gives somebody a post besides those they have."""
    await session.connection.execute(
        "INSERT INTO appointments (id, user_id, post, area_code, department_code, valid_from) "
        "VALUES (gen_random_uuid(), $1, $2, $3, $4, $5::text::date)", USERS[who], kind, area, unit, since,
    )  # fmt: skip
