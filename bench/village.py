"""`python -m bench.village`: 64 kbit/s, 600 ms there and back, every twentieth packet lost: does a report get through?

A report with three photos, a hundred times at once, each on a line of its own. Exits non-zero unless all arrive.
"""

import asyncio
import random
import time
from pathlib import Path

from yikou_client import Phone, State

from bench.trial import USERS, Service, picture, trial
from tests.network import Network, Weather

PHONES, PHOTOS, SIDE = 100, 3, 224
VILLAGE = Weather(latency=0.3, bytes_per_second=8_000, lost=0.05, again_after=1.2)
_MOST_SYNCS = 20


async def _report(run: Service, number: int, folder: Path, password: str) -> float | None:
    """Seconds until everything was with the service, None if it never was."""
    chance, place = random.Random(number), {"lat": 22.05, "lon": 114.05}
    photos = [folder / f"{number}-{n}.jpg" for n in range(PHOTOS)]
    for path in photos:
        path.write_bytes(picture(chance, SIDE))
    async with (
        Network(run.port, VILLAGE, seed=number).running() as network,
        Phone(network.url, folder / f"{number}.sqlite", timeout=60, wait_seconds=0.5) as phone,
    ):
        await phone.sign_in(f"worker{number % USERS}", password)
        started = time.monotonic()
        phone.report({"description": f"第 {number} 件", "location": place}, photos)
        for _ in range(_MOST_SYNCS):
            await phone.sync()
            if not phone.waiting() and not phone.store.photos(State.WAITING):
                return time.monotonic() - started
    return None


async def _village(data_dir: Path, password: str) -> list[str]:
    async with Service(data_dir) as run:
        took = await asyncio.gather(*(_report(run, number, data_dir / "phones", password) for number in range(PHONES)))
    seconds = sorted(one for one in took if one is not None)
    size = len(picture(random.Random(0), SIDE)) // 1_000
    print(f"  {len(seconds)} of {PHONES} reports with {PHOTOS} photos of {size} kB got through", end="")
    print(f", half of them within {seconds[len(seconds) // 2]:.0f} s, the slowest in {seconds[-1]:.0f} s")
    return [f"the report of phone {number} did not arrive" for number, one in enumerate(took) if one is None]


if __name__ == "__main__":
    trial(_village)
