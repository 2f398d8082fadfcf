"""A phone as the tests need it: pushes operations, pulls until nothing more comes, keeps what it was told."""

from collections.abc import Awaitable, Callable
from typing import Any

from httpx import AsyncClient

from app import clock
from app.identifiers import new_id
from tests.organisation import IN_GRID

REPORT = {"description": "路边有成堆垃圾", "location": IN_GRID}


def operation(kind: str, case_id: str, body: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"id": str(new_id(clock.now())), "kind": kind, "case_id": case_id, "body": body or {}, **more}


def a_report(case_id: str | None = None, **body: Any) -> dict[str, Any]:
    return operation("report", case_id or str(new_id(clock.now())), {**REPORT, **body})


class Phone:
    def __init__(self, client: AsyncClient, relay: Callable[[], Awaitable[Any]]) -> None:
        self.client, self.relay = client, relay
        self.cases: dict[str, dict[str, Any]] = {}
        self.reference: dict[str, Any] = {}
        self.cursor: str | None = None
        self.pages: list[dict[str, Any]] = []

    async def push(self, *operations: Any, sent_at: Any = None) -> list[dict[str, Any]]:
        body = {"sent_at": (sent_at or clock.now()).isoformat(), "operations": list(operations)}
        answer = await self.client.post("/sync/push", json=body)
        assert answer.status_code == 200, answer.text
        results: list[dict[str, Any]] = answer.json()["results"]
        return results

    async def pull(self, limit: int = 2_000) -> None:
        await self.relay()
        self.pages = []
        while True:
            query = {"limit": limit} | ({"cursor": self.cursor} if self.cursor else {})
            answer = await self.client.get("/sync/pull", params=query)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            self.pages.append(page)
            self._keep(page)
            if not page["more"]:
                return

    def _keep(self, page: dict[str, Any]) -> None:
        if page["reset"]:
            self.cases = {}
        self.cases |= {case["id"]: case for case in page["cases"]}
        for case_id in page["left"]:
            self.cases.pop(case_id, None)
        self.reference |= page["reference"]
        self.cursor = page["cursor"]


def outcomes(results: list[dict[str, Any]]) -> list[str]:
    return [result["outcome"] for result in results]
