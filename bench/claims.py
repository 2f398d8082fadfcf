"""`python -m bench.claims [rounds]`: 500 claims 点单 at once of one published case, on two processes over one database.

Forty units want it, through twenty-odd requests each. Ends with 1 unless one of them has it, and each of the others was
told which, every round; says how long the winner and the last of the losers waited.
"""

import asyncio
import statistics
import sys
import time
from collections import Counter

import asyncpg
import httpx

from bench import service, subject
from bench.subject import HERE, Subject

CLAIMS, UNITS, CASES = 500, 40, 2_000
_CLAIMERS = """
INSERT INTO users (id, username, display_name, password_hash, is_active, created_at)
  SELECT gen_random_uuid(), 'claimer' || n, '乙', (SELECT password_hash FROM users WHERE username = 'unit'), true, now()
  FROM generate_series(0, $1::int - 1) n;
"""
_POSTS = """
INSERT INTO appointments (id, user_id, post, department_code, valid_from)
  SELECT gen_random_uuid(), id, 'department_handler', 'D' || substr(username, 8), '2020-01-01'
  FROM users WHERE username LIKE 'claimer%';
"""


async def _people(of: Subject, password: str, addresses: list[str]) -> list[str]:
    """A token for somebody of each unit."""
    owner = await asyncpg.connect(of.url)
    await owner.execute(_CLAIMERS, UNITS)
    await owner.execute(_POSTS)
    await owner.close()
    return [
        await asyncio.to_thread(service.token, addresses[n % len(addresses)], f"claimer{n}", password)
        for n in range(UNITS)
    ]


async def _publish(of: Subject, client: httpx.AsyncClient, case: str) -> None:
    units = [f"D{n}" for n in range(UNITS)]
    body = {"eligible": units, "fallback": "D0", "minutes": 60}
    bearer = {"Authorization": f"Bearer {of.tokens['dispatcher']}"}
    address = f"http://127.0.0.1:{of.port}/api/v1/cases/{case}/publish"
    (await client.post(address, json=body, headers=bearer)).raise_for_status()


async def _ask(
    client: httpx.AsyncClient, url: str, token: str, body: dict[str, str] | None
) -> tuple[httpx.Response, float]:
    """A claim, or without a body a look at the case; and how long it took."""
    began, bearer = time.perf_counter(), {"Authorization": f"Bearer {token}"}
    answer = await (client.get(url, headers=bearer) if body is None else client.post(url, json=body, headers=bearer))
    return answer, time.perf_counter() - began


async def _at_once(
    client: httpx.AsyncClient, addresses: list[str], tokens: list[str], path: str, *, claims: bool
) -> tuple[list[tuple[httpx.Response, float]], float]:
    """So many at once, of all units and on both processes in turns; and how long all of them took."""
    began = time.perf_counter()
    asked = (
        _ask(client, f"{addresses[n % 2]}{path}", tokens[n % UNITS], {"team": f"D{n % UNITS}"} if claims else None)
        for n in range(CLAIMS)
    )
    return await asyncio.gather(*asked), time.perf_counter() - began


async def _round(client: httpx.AsyncClient, addresses: list[str], tokens: list[str], case: str) -> bool:
    path = f"/api/v1/cases/{case}"
    _, reading = await _at_once(client, addresses, tokens, path, claims=False)
    came, claiming = await _at_once(client, addresses, tokens, f"{path}/claim", claims=True)
    outcomes = Counter(str(answer.json().get("code", answer.status_code)) for answer, _ in came)
    won = [(answer.json()["lead_department_code"], taken) for answer, taken in came if answer.status_code == 200]
    told = {answer.json().get("department_code") for answer, _ in came if answer.status_code != 200}
    waits = sorted(taken for _, taken in came)
    print(
        f"  {dict(outcomes)}, winner {won}, told {told}: half within {statistics.median(waits):.2f} s, the last after "
        f"{waits[-1]:.2f} s; {claiming / reading:.2f} x as long as looking at the case",
        flush=True,
    )
    return outcomes == {"200": 1, "already-claimed": CLAIMS - 1} and told == {unit for unit, _ in won}


async def _rounds(of: Subject, second: str, password: str, rounds: int) -> bool:
    addresses = [f"http://127.0.0.1:{of.port}", second]
    tokens = await _people(of, password, addresses)
    published = await of.ids("status = 'filed' AND due_at > now() + interval '4 days'", rounds)
    limits, good = httpx.Limits(max_connections=CLAIMS, max_keepalive_connections=CLAIMS), True
    async with httpx.AsyncClient(timeout=60, limits=limits) as client:
        for case in published:
            await _publish(of, client, case)
            good = await _round(client, addresses, tokens, case) and good
    return good and len(published) == rounds


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with subject.subject("this", HERE) as of:
        of.fill(0, CASES)
        password = service.password_in(of.yikou("user", "password", "unit"), "unit")
        with service.served(of.data_dir, "--database-url", of.url, "--no-worker", "--no-migrate") as (second, _):
            print(f"{CLAIMS} claims at once of one case, {UNITS} units, two processes")
            good = asyncio.run(_rounds(of, second, password, rounds))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
