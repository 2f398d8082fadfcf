"""Bulletins 简报 for the demo: last week's, signed and read by some; this week's, which waits for the leader."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from httpx import Response

from app import clock

#: Who asks, by which method, what, with what.
Ask = Callable[[str, str, str, Mapping[str, object] | None], Awaitable[Response]]
_AREA = "440310001"
_UNITS = ("CGJ", "SWJ", "JTJ", "GAJ")


async def issue(ask: Ask) -> list[str]:
    """Writes them by the routes that people use; gives what was refused."""
    refused: list[str] = []

    async def done(who: str, method: str, path: str, body: Mapping[str, object] | None = None) -> dict[str, object]:
        answer = await ask(who, method, f"/bulletins{path}", body)
        if answer.is_error:
            refused.append(f"{method} {path}: {answer.text[:300]}")
        told: dict[str, object] = answer.json() if answer.is_success else {}
        return told

    today = clock.today()
    closed = await ask("supervisor", "GET", f"/cases?open=false&area={_AREA}&limit=1", None)
    example = [{"case_id": each["id"], "comment": "巡查发现及时，处置迅速。"} for each in closed.json()["items"]]
    for day, foreword in (
        (today - timedelta(days=7), "上周受理平稳，市容环境类问题居多，多数案卷按期办结。"),
        (today, "本周督办件增多，请各单位按时回复。"),
    ):
        drafted = await done("supervisor", "POST", "", {"area_code": _AREA, "kind": "weekly", "day": str(day)})
        if "id" not in drafted:
            return refused
        path = f"/{drafted['id']}"
        said = {
            "title": drafted["title"], "foreword": foreword,
            "remarks": "请各单位对超期案卷逐件说明原因，下周五前清理完毕。",
            "typical": example, "praised": [{"kind": "unit", "code": "CGJ", "reason": "处置及时，群众满意"}],
            "criticised": [{"kind": "unit", "code": "JTJ", "reason": "督办件未按时回复"}],
            "addressees": [{"kind": "unit", "code": unit} for unit in _UNITS] + [{"kind": "area", "code": _AREA}],
        }  # fmt: skip
        await done("supervisor", "PUT", path, said)
        await done("supervisor", "POST", f"{path}/submit")
        if day != today:
            await done("leader", "POST", f"{path}/sign")
            for reader in ("cgj", "swj"):
                await done(reader, "POST", f"{path}/acknowledge")
    return refused
