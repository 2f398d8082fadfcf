"""The lists of a village, each of more than one page, for whoever walks every list that has a cursor.

What is walked is asked by one who keeps and leads the village; what a list hangs on is put into its address.
"""

from datetime import timedelta
from typing import Any

from app import clock
from tests.households.village import RULES, ClientAs, head, proposal
from tests.organisation import VILLAGE

_WHO, _AT, _PATH = "nobody", f"/villages/{VILLAGE}", "/villages/{village_code}"
#: What lists hang on, as far as it is made by now.
KNOWN: dict[str, str] = {}
_OF_THE_VILLAGE = (
    "appeals",
    "council",
    "households",
    "pairings",
    "people",
    "points-lists",
    "proposals",
    "redemptions",
    "rewards",
)
LISTS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    **{f"{_PATH}/{name}": [(f"{_AT}/{name}", {})] for name in _OF_THE_VILLAGE},
    f"{_PATH}/households/{{household_id}}/entries": [(f"{_AT}/households/{{household}}/entries", {})],
    f"{_PATH}/households/{{household_id}}/looks": [(f"{_AT}/households/{{household}}/looks", {})],
    f"{_PATH}/rewards/{{reward_id}}/moves": [(f"{_AT}/rewards/{{reward}}/moves", {})],
    f"{_PATH}/pairings/{{pairing_id}}/visits": [(f"{_AT}/pairings/{{pairing}}/visits", {})],
}


async def busy(client_as: ClientAs) -> None:
    """Makes three of everything."""
    client, today = client_as(_WHO), str(clock.today())

    async def made(path: str, body: Any = None, method: str = "POST") -> dict[str, Any]:
        answer = await client.request(method, f"{_AT}{path}", json=body)
        assert answer.status_code in (200, 201), (path, answer.text)
        view: dict[str, Any] = answer.json()
        return view

    for post in ("triage_clerk", "centre_leader"):
        granted = {"username": _WHO, "post": post, "area_code": VILLAGE}
        assert (await client_as("admin").post("/appointments", json=granted)).status_code == 201
    await made(f"/points-rules/{today}", RULES, "PUT")
    told = {"address": "东街", "since": today}
    homes = [await made("/households", told | {"members": [head()]}) for _ in range(4)]
    people = [home["members"][0]["person_id"] for home in homes]
    seats = [(await made("/council", {"person_id": each, "valid_from": today}))["id"] for each in people[1:]]
    for home in homes[:3]:
        for rule in ("QJ-1", "LJ-1"):
            asked = await made("/proposals", proposal(home, rule_code=rule, points=20 if rule == "QJ-1" else 5))
            votes = [{"seat_id": seat, "choice": "yes"} for seat in seats[: asked["count"]["voters"]]]
            if home is not homes[0]:
                votes = [{"seat_id": seat, "choice": "yes"} for seat, at in zip(seats, homes[1:], strict=True)
                         if at is not home]  # fmt: skip
            await made(f"/proposals/{asked['id']}/votes", {"votes": votes, "minutes": "会议"})
            await made(f"/proposals/{asked['id']}/close")
        entries = (await client.get(f"{_AT}/households/{home['id']}/entries")).json()["items"]
        await made(f"/entries/{entries[0]['id']}/appeal", {"grounds": "不服"})
        pairing = await made(
            "/pairings", {"household_id": home["id"], "username": _WHO, "since": today, "goal": "走访"}
        )
        reward = await made("/rewards", {"name": f"奖品{home['household_number']}", "cost": 1, "stock": 9})
        await made("/redemptions", {"household_id": homes[0]["id"], "reward_id": reward["id"]})
    for number in range(3):
        await made(f"/households/{homes[0]['id']}/reveal", {"purpose": "contact"})
        await made(f"/rewards/{reward['id']}/stock", {"quantity": 1, "note": "采购"})
        await made(f"/pairings/{pairing['id']}/visits", {"visited_on": today, "note": "走访"})
        since = str(clock.today() - timedelta(days=number))
        await made("/points-lists", {"kind": "ranking", "title": "榜", "since": since, "until": today})
    KNOWN.update(household=homes[0]["id"], reward=reward["id"], pairing=pairing["id"])
