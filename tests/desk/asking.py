"""What tests of the desk ask for again and again."""

from typing import Any

from httpx import AsyncClient


async def opened(client: AsyncClient, name: str, **query: Any) -> dict[str, Any]:
    """A page of a queue or view as a desk shows it."""
    answer = await client.get(f"/desk/{name}", params=query)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def ids(page: dict[str, Any]) -> list[str]:
    """The cases of a page, in its order."""
    return [row["id"] for row in page["items"]]


def versioned(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items of a batch: each case as it was seen."""
    return [{"id": case["id"], "version": case["version"]} for case in cases]
