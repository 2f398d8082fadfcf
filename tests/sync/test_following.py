"""Following from the phone: pushed once, pulled afterwards, and gone from the phone when it is over."""

from collections.abc import Callable
from typing import Any

from app.services.cases import scope_keys
from tests.cases import Cases
from tests.organisation import IN_OTHER_GRID, USERS
from tests.sync.phone import Phone, operation, outcomes

Phones = Callable[[str], Phone]


async def test_a_follow_is_pushed_exactly_once(cases: Cases, phone_of: Phones, session: Any) -> None:
    case = await cases.report()
    follow = operation("follow", case["id"], {"note": "同一处"}, base_version=1)
    first = await phone_of("second_worker").push(follow)
    again = await phone_of("second_worker").push(follow)
    other = await phone_of("second_worker").push(operation("follow", case["id"], {}, base_version=1))

    assert outcomes([*first, *again, *other]) == ["applied", "replayed", "applied"]
    assert "unfollow" in first[0]["case"]["actions"]
    assert [result["case"]["version"] for result in (*first, *other)] == [2, 2]
    assert await session.connection.fetchval("SELECT count(*) FROM case_events WHERE action = 'follow'") == 1


async def test_a_merge_brings_the_target_to_the_phones_of_followers_and_unmerging_takes_it(
    cases: Cases, phone_of: Phones
) -> None:
    target = await cases.report("other_worker", location=IN_OTHER_GRID)
    case = await cases.report("worker")
    phone = phone_of("second_worker")
    await phone.push(operation("follow", case["id"]))
    await phone.pull()
    assert target["id"] not in phone.cases
    await cases.done("clerk", case, "merge", {"target_id": target["id"]})
    await phone.pull()
    assert target["id"] in phone.cases
    await cases.done("clerk", case, "unmerge")
    await phone.pull()

    assert target["id"] not in phone.cases


async def test_a_follower_has_the_key_of_what_they_follow(cases: Cases, session: Any) -> None:
    case = await cases.report()
    await cases.done("second_worker", case, "follow")
    row = await session.connection.fetchrow("SELECT * FROM cases WHERE id = $1", case["id"])

    assert f"user:{USERS['second_worker']}" in scope_keys.of_case(row)
