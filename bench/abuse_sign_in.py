"""Forty threads of wrong passwords: what honest users wait for their sign-in, and somebody signed in for an answer.

Before, during and after, from one address at one account, from one address at many, and from many addresses at one.
Aims: every correct password gets through, with no 429, and the other user's p99 is as before within twice its value.
"""

import asyncio
import itertools
import multiprocessing
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from statistics import quantiles
from typing import Any

import httpx

from bench import service

THREADS = 40
SECONDS = 20.0
_TOKEN = "/api/v1/auth/token"  # noqa: S105  (an address)


class Measured:
    """Seconds each honest sign-in and each look took, and whether they were let in."""

    def __init__(self) -> None:
        self.signed_in: list[float] = []
        self.looks: list[float] = []
        self.refused: Counter[int] = Counter()

    def line(self, name: str) -> str:
        honest, looks = _percentiles(self.signed_in), _percentiles(self.looks)
        return (
            f"  {name:<8} sign-in p50 {honest[0]:>5.2f} s  p99 {honest[1]:>5.2f} s  ({len(self.signed_in)}, "
            f"{sum(self.refused.values())} refused)   other user p50 {looks[0] * 1e3:>6.1f} ms  "
            f"p99 {looks[1] * 1e3:>6.1f} ms  ({len(self.looks)})"
        )


def _percentiles(seconds: list[float]) -> tuple[float, float]:
    cut = quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else [*seconds, 0.0] * 50
    return cut[49], cut[98]


async def _measure(url: str, accounts: dict[str, str], token: str, seconds: float) -> Measured:
    """Every half second somebody else signs in, and one who is signed in looks every 20 ms."""
    measured, until = Measured(), time.monotonic() + seconds

    async def signing_in() -> None:
        async with httpx.AsyncClient(timeout=120) as client:
            for name, password in itertools.cycle(accounts.items()):
                if time.monotonic() > until:
                    return
                began = time.monotonic()
                answer = await client.post(url + _TOKEN, data={"username": name, "password": password})
                measured.signed_in.append(time.monotonic() - began)
                if answer.status_code != 200:
                    measured.refused[answer.status_code] += 1
                await asyncio.sleep(0.5)

    async def looking() -> None:
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=120) as client:
            while time.monotonic() < until:
                began = time.monotonic()
                (await client.get(f"{url}/api/v1/me")).raise_for_status()
                measured.looks.append(time.monotonic() - began)
                await asyncio.sleep(0.02)

    await asyncio.gather(signing_in(), looking())
    return measured


async def _flood(url: str, names: Iterator[str], addresses: list[str], over: Any, answers: Any) -> None:
    counted: Counter[int] = Counter()

    async def guess(address: str) -> None:
        transport = httpx.AsyncHTTPTransport(local_address=address)
        async with httpx.AsyncClient(transport=transport, timeout=120) as client:
            while not over.is_set():
                answer = await client.post(url + _TOKEN, data={"username": next(names), "password": "wrong"})
                counted[answer.status_code] += 1

    await asyncio.gather(*(guess(addresses[number % len(addresses)]) for number in range(THREADS)))
    answers.put(counted)


def _flooding(*told: Any) -> None:
    asyncio.run(_flood(*told))


def _trial(
    name: str, url: str, accounts: dict[str, str], token: str, names: Iterator[str], addresses: list[str]
) -> bool:
    print(f"\n{name}", flush=True)
    processes = multiprocessing.get_context("fork")  # whoever floods takes no time from whoever measures
    over, answers = processes.Event(), processes.Queue()
    flood = processes.Process(target=_flooding, args=(url, names, addresses, over, answers))
    before = asyncio.run(_measure(url, accounts, token, SECONDS))
    flood.start()
    time.sleep(2)
    during = asyncio.run(_measure(url, accounts, token, SECONDS))
    over.set()
    counted = answers.get(timeout=300)
    flood.join()
    after = asyncio.run(_measure(url, accounts, token, SECONDS))
    for when, measured in (("before", before), ("during", during), ("after", after)):
        print(measured.line(when))
    slower = _percentiles(during.looks)[1] / _percentiles(before.looks)[1]
    print(f"  wrong ones: {dict(counted)}; the other user's p99 is {slower:.1f} × what it was", flush=True)
    return not during.refused and slower <= 2


def main() -> None:
    with service.scratch() as data_dir, service.served(data_dir, "--demo") as (url, _):
        printed = (data_dir / "service.log").read_text()
        accounts = dict(re.findall(r"│ (\w+)\s+│ ([0-9a-f]{4}(?:-[0-9a-f]{4})+)\s+│", printed))
        victim, other, *honest = sorted(accounts)
        token = service.token(url, other, accounts[other])
        chosen = {name: accounts[name] for name in honest[:8]}
        many = (f"name{number}" for number in itertools.count())
        loopback = [f"127.0.0.{number}" for number in range(2, 202)]
        trials = (
            ("one address, one account", itertools.repeat(victim), ["127.0.0.1"]),
            ("one address, many accounts", many, ["127.0.0.1"]),
            (f"{THREADS} of {len(loopback)} addresses, one account", itertools.repeat(victim), loopback),
        )
        kept = [_trial(name, url, chosen, token, *how) for name, *how in trials]
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
