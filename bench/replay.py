"""`make replay`: the real week of Boston's 311 through live HTTP, from report to the state its source says.

Exits non-zero unless the counts by department and final state are those of the source.
"""

import asyncio
import sys
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from yikou_client import Case, Phone, State

from bench import boston, service
from bench.boston import Row

AT_ONCE, PHONES = 16, 4
Step = tuple[str, str, dict[str, Any]]


@dataclass
class Measured:
    sent: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


class Replay:
    def __init__(self, client: httpx.AsyncClient, tokens: dict[str, str], categories: dict[str, str]) -> None:
        self.client, self.categories = client, categories
        self.headers = {who: {"Authorization": f"Bearer {token}"} for who, token in tokens.items()}
        self.measured = Measured()
        self.checker_id = ""

    async def post(self, who: str, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
        started = time.perf_counter()
        answer = await self.client.post(path, json=body, headers=self.headers[who])
        self.measured.seconds.append(time.perf_counter() - started)
        self.measured.sent += 1
        if answer.status_code in (200, 201):
            told: dict[str, Any] = answer.json()
            return told
        self.measured.failures[f"{answer.status_code} {answer.json().get('code')} {path.rsplit('/', 1)[-1]}"] += 1
        return None

    async def live(self, number: int, row: Row, case: Case) -> None:
        """The life of one request after its report, as far as its source took it."""
        filing: dict[str, Any] = {"rule_code": f"{self.categories[row['type']]}-R"}
        if case["area_code"] is None:
            filing["area_code"] = boston.grid_code(row["precinct_id"]) if row["precinct_id"] else boston.NOWHERE
        for who, action, body in [("clerk", "file", filing), *_steps(number, row, self.checker_id)]:
            if await self.post(who, f"/cases/{case['id']}/{action}", body) is None:
                return


def _report(row: Row) -> dict[str, Any]:
    report: dict[str, Any] = {"description": row["title"] or row["type"]}
    if row["location"].strip():
        report["address"] = row["location"]
    where = boston.place(row)
    if where is not None:
        report["location"] = {"lat": float(where[0]), "lon": float(where[1])}
    return report


async def _report_by_phone(url: str, folder: Path, token: str, rows: list[Row]) -> list[Case]:
    """Every request of the week as some phones noted it off line, all of them sent at once; the cases in order."""
    async with AsyncExitStack() as stack:
        phones = []
        for number in range(PHONES):
            phone = await stack.enter_async_context(Phone(f"{url}/api/v1", folder / f"{number}.sqlite"))
            phone.store.set(access=token)
            phones.append(phone)
        ids = [phones[index % PHONES].report(_report(row)) for index, row in enumerate(rows)]
        await asyncio.gather(*(phone.sync() for phone in phones))
        known = {one.case_id: one for phone in phones for one in phone.store.operations(State.DONE)}
    return [known[case_id].result["case"] for case_id in ids]  # type: ignore[index]  # what is done has a result


def _steps(number: int, row: Row, checker_id: str) -> list[Step]:
    """The moves after filing: every 20th case is returned once, every 15th closed one reworked."""
    unit = f"unit-{row['department']}"
    dispatch: Step = ("dispatcher", "dispatch", {"lead": row["department"]})
    resolve: Step = (unit, "resolve", {"result": row["closure_note"] or "Done", "photo_exemption": "nothing_visible"})
    steps = [dispatch]
    if number % 20 == 0:
        other = "PWDx" if row["department"] != "PWDx" else "PARK"
        asked = {"reason_code": "not_our_duty", "proposed_department": other}
        steps += [(unit, "request-return", asked), ("dispatcher", "approve-return", {}), dispatch]
    steps.append((unit, "sign", {}))
    if row["status"] != "Closed":
        return steps
    steps.append(resolve)
    if number % 15 == 0:
        steps += [("dispatcher", "rework", {"reason_code": "partly_done"}), resolve]
    if number % 2:
        steps += [
            ("dispatcher", "request-check", {"checker_id": checker_id}),
            ("checker", "pass-check", {"finding": "Done"}),
        ]
    else:
        steps.append(("dispatcher", "close", {"close_condition_met": True, "reply": "Done"}))
    return steps


async def _counts(client: httpx.AsyncClient, token: str) -> Counter[tuple[str, str]]:
    """Every case the supervisor lists, by department and whether it is closed."""
    found: Counter[tuple[str, str]] = Counter()
    cursor = None
    while True:
        query = {"limit": 200} | ({"cursor": cursor} if cursor else {})
        page = await client.get("/cases", params=query, headers={"Authorization": f"Bearer {token}"})
        page.raise_for_status()
        for case in page.json()["items"]:
            found[case["lead_department_code"], "Closed" if case["status"] == "closed" else "Open"] += 1
        cursor = page.json()["next_cursor"]
        if cursor is None:
            return found


async def _run(url: str, folder: Path, tokens: dict[str, str], categories: dict[str, str], rows: list[Row]) -> bool:
    started = time.perf_counter()
    cases = await _report_by_phone(url, folder, tokens["reporter"], rows)
    print(f"reports by {PHONES} phones {len(cases)} in {time.perf_counter() - started:.1f} s")
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(base_url=f"{url}/api/v1", limits=limits, timeout=60) as client:
        replay = Replay(client, tokens, categories)
        me = await client.get("/me", headers=replay.headers["checker"])
        replay.checker_id = me.json()["id"]
        waiting = [(number, *told) for number, told in enumerate(zip(rows, cases, strict=True), start=1)][::-1]

        async def work() -> None:
            while waiting:
                await replay.live(*waiting.pop())

        started = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        elapsed = time.perf_counter() - started
        found = await _counts(client, tokens["supervisor"])
    wanted = Counter((row["department"], row["status"]) for row in rows)
    _print(replay.measured, elapsed, wanted, found)
    return found == wanted and not replay.measured.failures


def _print(measured: Measured, elapsed: float, wanted: Counter[Any], found: Counter[Any]) -> None:
    seconds = sorted(measured.seconds)
    print(f"requests sent      {measured.sent}")
    print(f"failures           {dict(measured.failures) or 'none'}")
    print(f"requests a second  {measured.sent / elapsed:.0f}")
    for share in (0.5, 0.95, 0.99):
        print(f"p{share * 100:.0f}                {seconds[int(share * len(seconds))] * 1000:.1f} ms")
    print(f"\n{'department':<12}{'state':<8}{'source':>8}{'here':>8}")
    for key in sorted(wanted | found, key=str):
        mark = "" if wanted[key] == found[key] else "  DIFFERS"
        print(f"{key[0]!s:<12}{key[1]:<8}{wanted[key]:>8}{found[key]:>8}{mark}")


def main() -> None:
    if not boston.WEEK.exists():
        raise SystemExit(f"{boston.WEEK} is missing; name its folder with YIKOU_BOSTON311")
    rows = boston.rows(boston.WEEK)
    with service.scratch() as data_dir:
        directory = data_dir / "boston"
        directory.mkdir()
        categories = boston.write_directory(directory, rows)
        print(service.yikou("import", str(directory), "--data-dir", str(data_dir)))
        users = ["reporter", "checker", "clerk", "dispatcher", "supervisor"]
        users += [f"unit-{code}" for code in sorted({row["department"] for row in rows})]
        passwords = {user: service.password_of(user, data_dir) for user in users}
        with service.served(data_dir) as (url, _):
            tokens = {user: service.token(url, user, password) for user, password in passwords.items()}
            good = asyncio.run(_run(url, data_dir, tokens, categories, rows))
    print("\nThe counts are those of the source." if good else "\nThe counts differ from the source.")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
