"""Whose password is hashed next, with jobs that end when the test lets them."""

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

from app.errors import TooManyRequests
from app.services.identity import turns
from app.services.identity.rounds import Urgency, Waiting
from app.services.identity.turns import Turns


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110  (what a thread did tells nobody)
            await asyncio.sleep(0.002)


class Hashing:
    """The turns of a process, whose hashings are noted when they begin and end when they are let."""

    def __init__(self) -> None:
        self.turns, self.open = Turns(), False
        self.begun: list[str] = []
        self.ends: dict[str, threading.Event] = {}

    def ask(
        self,
        account: str,
        network: str = "here",
        *,
        fits: bool = False,
        late: bool = False,
        ahead: Urgency | None = None,
        left: "asyncio.Future[None] | None" = None,
    ) -> "asyncio.Task[bool]":
        place = Waiting(network, account, late, ahead, left)
        return asyncio.create_task(self.turns.check(place, lambda: self._job(account, fits)))

    def make(self, name: str) -> "asyncio.Task[bool]":
        place = Waiting("", "", ahead=Urgency.KNOWN)
        return asyncio.create_task(self.turns.make(place, lambda: self._job(name, True)))

    def _job(self, name: str, fits: bool) -> bool:
        end = threading.Event()
        self.ends[f"{name}{len(self.begun)}"] = end
        self.begun.append(name)
        assert self.open or end.wait(60)
        return fits

    def end(self, name: str) -> None:
        """Lets the first hashing of that name which goes on end."""
        self.ends.pop(next(key for key in self.ends if key.startswith(name))).set()

    async def end_next(self, name: str = "") -> None:
        """Lets one hashing end, the oldest unless it is named, and waits until the next has begun."""
        before = len(self.begun)
        self.end(name)
        await until(lambda: len(self.begun) > before)


@pytest.fixture
async def hashing() -> Hashing:
    return Hashing()


async def _settle(*tasks: "asyncio.Task[bool]", hashing: Hashing) -> None:
    hashing.open = True
    for end in list(hashing.ends.values()):
        end.set()
    async with asyncio.timeout(60):
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_network_with_many_names_is_one_of_two(hashing: Hashing) -> None:
    flood = [hashing.ask(f"name{number}", "there") for number in range(40)]
    await until(lambda: len(hashing.begun) == 1)
    honest = hashing.ask("honest", "here")
    await hashing.end_next()
    await hashing.end_next()

    assert "honest" in hashing.begun[:3]
    await _settle(honest, *flood, hashing=hashing)


async def test_an_account_tried_often_is_one_of_two_at_its_network(hashing: Hashing) -> None:
    flood = [hashing.ask("one") for _ in range(turns.OF_A_PAIR)]
    await until(lambda: len(hashing.begun) == 1)
    other = hashing.ask("other")
    await hashing.end_next()
    await hashing.end_next()

    assert "other" in hashing.begun[:3]
    await _settle(other, *flood, hashing=hashing)


async def test_who_exists_is_looked_at_ahead_of_unknown_names(hashing: Hashing) -> None:
    flood = [hashing.ask(f"name{number}") for number in range(40)]
    await until(lambda: len(hashing.begun) == 1)
    honest = hashing.ask("honest", fits=True, ahead=Urgency.EXISTING)
    await hashing.end_next()
    hashing.end("honest")

    async with asyncio.timeout(60):
        assert await honest
    assert hashing.begun[1] == "honest"
    await _settle(*flood, hashing=hashing)


async def test_what_does_not_fit_is_told_no_sooner_than_the_line_comes_to_it(hashing: Hashing) -> None:
    before = [hashing.ask(f"name{number}") for number in range(3)]
    await until(lambda: len(hashing.begun) == 1)
    wrong = hashing.ask("exists", ahead=Urgency.KNOWN)
    behind = hashing.ask("behind")
    for _ in range(3):
        await hashing.end_next()
        assert not wrong.done(), "its place has not come"
    await hashing.end_next()

    assert hashing.begun == ["name0", "exists", "name1", "name2", "behind"]
    async with asyncio.timeout(60):
        assert await wrong is False, "told when as much has been hashed as if it had been its turn, not before"
    await _settle(behind, *before, hashing=hashing)


@pytest.mark.parametrize("ahead", [None, Urgency.EXISTING, Urgency.KNOWN, Urgency.FAILING])
async def test_when_wrong_ones_are_told_does_not_depend_on_who_exists(hashing: Hashing, ahead: Urgency | None) -> None:
    """Ten at once: each is told after so many hashings, be they names or nobody's."""
    asked = [hashing.ask(f"name{number}", ahead=ahead) for number in range(10)]
    told: list[int] = []
    await until(lambda: len(hashing.begun) == 1)
    for number in range(10):
        hashing.end("name")
        await until(lambda number=number: sum(task.done() for task in asked) == number + 1)  # type: ignore[misc]
        told.append([task.done() for task in asked].count(True))
        await until(lambda number=number: len(hashing.begun) == min(number + 2, 10))  # type: ignore[misc]

    assert told == list(range(1, 11))


async def test_alone_what_does_not_fit_is_told_at_once(hashing: Hashing) -> None:
    wrong = hashing.ask("exists", ahead=Urgency.EXISTING)
    await until(lambda: len(hashing.begun) == 1)
    hashing.end("exists")
    async with asyncio.timeout(60):
        assert await wrong is False


async def test_a_thousand_networks_with_one_name_hold_few_places(hashing: Hashing) -> None:
    botnet = [hashing.ask("victim", f"bot{number}", late=True, ahead=Urgency.FAILING) for number in range(1_000)]
    await until(lambda: len(hashing.begun) == 1)
    await asyncio.sleep(0)
    refused = [task for task in botnet if task.done()]
    owner = hashing.ask("victim", "home", fits=True, ahead=Urgency.KNOWN)
    other = hashing.ask("other", "office", fits=True, ahead=Urgency.EXISTING)
    await hashing.end_next()
    await hashing.end_next()

    assert len(refused) == 1_000 - turns.OF_AN_ACCOUNT
    assert set(hashing.begun[1:3]) == {"victim", "other"}
    await _settle(owner, other, *botnet, hashing=hashing)
    assert (owner.result(), other.result()) == (True, True)


async def test_who_failed_lately_makes_room_for_who_did_not(hashing: Hashing) -> None:
    late = [hashing.ask(f"name{number}", f"bot{number}", late=True) for number in range(turns.IN_ALL)]
    await until(lambda: len(hashing.begun) == 1)
    honest = hashing.ask("honest", "office", fits=True, ahead=Urgency.EXISTING)
    another = hashing.ask("another", "bot", late=True)
    await hashing.end_next()
    assert hashing.begun[1] == "honest"

    with pytest.raises(TooManyRequests) as refused:
        await another
    assert int(refused.value.headers["Retry-After"]) >= 1
    await _settle(honest, *late, hashing=hashing)
    assert honest.result()
    assert [task.exception() is not None for task in late].count(True) == 1


async def test_an_owner_at_home_is_admitted_where_everything_is_full(hashing: Hashing) -> None:
    full = [hashing.ask(f"name{number}", f"bot{number}") for number in range(turns.IN_ALL)]
    await until(lambda: len(hashing.begun) == 1)
    stranger = hashing.ask("stranger", "home", fits=True, ahead=Urgency.EXISTING)
    owner = hashing.ask("owner", "home", fits=True, ahead=Urgency.KNOWN)
    await hashing.end_next()

    assert hashing.begun[1] == "owner"
    assert isinstance(stranger.exception(), TooManyRequests)
    await _settle(owner, *full, hashing=hashing)
    assert owner.result()


async def test_a_password_an_administrator_sets_waits_for_no_flood(hashing: Hashing) -> None:
    flood = [hashing.ask(f"name{number}", f"bot{number}") for number in range(turns.IN_ALL)]
    flood += [hashing.ask(f"user{number}", "bot", ahead=Urgency.EXISTING) for number in range(40)]
    await until(lambda: len(hashing.begun) == 1)
    made = hashing.make("administrator")
    await hashing.end_next()

    assert hashing.begun[1] == "administrator"
    await _settle(made, *flood, hashing=hashing)
    assert made.result()


async def test_nothing_is_hashed_for_who_has_left(hashing: Hashing) -> None:
    left: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    first = hashing.ask("first")
    await until(lambda: len(hashing.begun) == 1)
    gone, stays = hashing.ask("gone", left=left), hashing.ask("stays")
    await asyncio.sleep(0)
    left.set_result(None)
    with pytest.raises(TooManyRequests):
        await gone
    await _settle(first, stays, hashing=hashing)

    assert hashing.begun == ["first", "stays"]


async def test_who_is_cancelled_leaves_no_slot_taken(hashing: Hashing) -> None:
    """Neither while waiting, nor when just told to begin, nor while a thread still hashes for them."""
    waiting = [hashing.ask("user", f"net{number}", ahead=Urgency.KNOWN) for number in range(6)]
    await until(lambda: len(hashing.begun) == 1)
    for task in waiting:
        task.cancel()
    await asyncio.sleep(0)
    after = [hashing.ask(f"after{number}", fits=True, ahead=Urgency.KNOWN) for number in range(2)]
    hashing.end("user")
    for task in after[:1]:
        await asyncio.sleep(0)
        task.cancel()
    last = [hashing.ask(f"last{number}", fits=True, ahead=Urgency.KNOWN) for number in range(4)]
    await _settle(*waiting, *after, *last, hashing=hashing)

    assert [task.result() for task in last] == [True] * 4
    assert not hashing.turns._busy
    assert not hashing.turns._in_line
    assert not hashing.turns._beyond


async def test_so_many_wait_and_the_next_is_told_to_come_back(hashing: Hashing) -> None:
    began = time.monotonic()
    tasks = [hashing.ask(f"name{number}") for number in range(turns.OF_A_NETWORK + 10)]
    await until(lambda: sum(task.done() for task in tasks) == 10)
    await _settle(*tasks, hashing=hashing)
    refused = [task.exception() for task in tasks if task.exception() is not None]

    assert all(isinstance(error, TooManyRequests) for error in refused)
    assert time.monotonic() > began
    assert await hashing.turns.check(Waiting("here", "again"), lambda: True), "afterwards there is room again"
