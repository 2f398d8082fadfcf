"""One person at a gentle, steady pace, in a process of its own: what they see of the service while others abuse it.

Prints a line for each request: when it was sent (monotonic, the clock of all processes here), seconds, and what came.
`python -m bench.honest PORT TOKEN`; ends when its input does, after it has looked whether all its reports are there.
"""

import asyncio
import itertools
import json
import sys
import time

import httpx
from yikou_client.identifiers import new_id

PACE = 0.1  # seconds between two requests
PATIENCE = 10.0


async def _one(http: httpx.AsyncClient, number: int, reports: list[str]) -> None:
    started = time.monotonic()
    try:
        if number % 4 == 0:
            told = {"id": new_id(), "description": "路边井盖缺失", "location": {"lat": 22.707, "lon": 114.29}}
            answer = await http.post("/api/v1/cases", json=told)
            if answer.status_code == 201:
                reports.append(str(told["id"]))
        elif number % 4 == 2 and reports:
            answer = await http.get(f"/api/v1/cases/{reports[-1]}")
        else:
            answer = await http.get("/api/v1/home")
        came = str(answer.status_code)
    except httpx.TransportError as error:
        came = type(error).__name__
    print(f"{started:.6f} {time.monotonic() - started:.6f} {came}", flush=True)


async def _until_told(http: httpx.AsyncClient) -> None:
    reports: list[str] = []
    over = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    tasks: set[asyncio.Task[None]] = set()
    begun = time.monotonic()
    for number in itertools.count():
        if over.done():
            break
        task = asyncio.create_task(_one(http, number, reports))  # at its time, whatever became of those before it
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        await asyncio.sleep(max(0.0, begun + (number + 1) * PACE - time.monotonic()))
    await asyncio.gather(*tasks)
    lost = [id_ for id_ in reports if (await http.get(f"/api/v1/cases/{id_}")).status_code != 200]
    print(json.dumps({"reports": len(reports), "lost": len(lost)}))


async def main() -> None:
    port, token = sys.argv[1:3]
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE
    ) as http:
        await _until_told(http)


if __name__ == "__main__":
    asyncio.run(main())
