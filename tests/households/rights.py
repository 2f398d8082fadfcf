"""What requests about households and points name besides the village: which right is needed there."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Protocol

from httpx import AsyncClient, Response

from app import clock
from tests.cases import photo
from tests.households.village import RULES, head, proposal
from tests.organisation import OTHER_GRID, OTHER_VILLAGE, USERS, VILLAGE

HERE, THERE = "leader", "other_worker"
#: Of another town alone: whoever keeps this village does not learn that they exist.
FAR = "other_supervisor"
FAR_ID = str(USERS[FAR])


class Out(Protocol):
    client_as: Callable[..., AsyncClient]


Made = dict[str, Any]


class Two:
    """Two villages, each kept and led by somebody who is nothing to the other."""

    def __init__(self, out: Out) -> None:
        self.client_as = out.client_as

    async def found(self) -> "Two":
        for who, area in ((HERE, VILLAGE), (THERE, OTHER_VILLAGE)):
            for kind in ("triage_clerk", "centre_leader"):
                body = {"username": who, "post": kind, "area_code": area}
                assert (await self.client_as("admin").post("/appointments", json=body)).status_code == 201
        return self

    async def ask(self, who: str, path: str, body: Any = None, method: str = "POST") -> Response:
        village = VILLAGE if who == HERE else OTHER_VILLAGE
        return await self.client_as(who).request(method, f"/villages/{village}{path}", json=body)

    async def made(self, who: str, path: str, body: Any = None, method: str = "POST") -> Made:
        answer = await self.ask(who, path, body, method)
        assert answer.status_code in (200, 201), answer.text
        view: Made = answer.json()
        return view

    async def household(self, who: str) -> Made:
        body = {"address": "东街", "since": str(clock.today()), "members": [head()]}
        return await self.made(who, "/households", body)

    async def rules(self, who: str) -> None:
        await self.made(who, f"/points-rules/{clock.today()}", RULES | {"majority": "two_thirds"}, "PUT")

    async def seat(self, who: str) -> Made:
        person = (await self.household(who))["members"][0]["person_id"]
        return await self.made(who, "/council", {"person_id": person, "valid_from": str(clock.today())})

    async def proposal(self, who: str) -> Made:
        if not (await self.ask(who, "/points-rules", method="GET")).json()["items"]:
            await self.rules(who)
        await self.seat(who)
        return await self.made(who, "/proposals", proposal(await self.household(who), rule_code="LJ-1"))

    async def with_council(self, who: str) -> Made:
        """A household about which somebody may vote, by rules that hold."""
        await self.seat(who)
        return await self.household(who)

    async def with_proposal(self, who: str) -> Made:
        """A proposal by rules that hold already."""
        return await self.made(who, "/proposals", proposal(await self.with_council(who)))

    async def entry(self, who: str) -> Made:
        made = await self.proposal(who)
        seats = (await self.ask(who, "/council", method="GET")).json()["items"]
        votes = {"votes": [{"seat_id": seats[0]["id"], "choice": "yes"}], "minutes": "会议"}
        await self.made(who, f"/proposals/{made['id']}/votes", votes)
        await self.made(who, f"/proposals/{made['id']}/close")
        found = await self.ask(who, f"/households/{made['household_id']}/entries", method="GET")
        entry: Made = found.json()["items"][0]
        return entry

    async def appeal(self, who: str) -> Made:
        return await self.made(who, f"/entries/{(await self.entry(who))['id']}/appeal", {"grounds": "不服"})

    async def reward(self, who: str) -> Made:
        return await self.made(who, "/rewards", {"name": "洗衣液", "cost": 1, "stock": 1})

    async def points_list(self, who: str) -> Made:
        await self.rules(who)
        today = str(clock.today())
        return await self.made(who, "/points-lists", {"kind": "ranking", "title": "榜", "since": today, "until": today})

    async def pairing(self, who: str) -> Made:
        if not (await self.ask(who, "/points-rules", method="GET")).json()["items"]:
            await self.rules(who)
        told = {"household_id": (await self.household(who))["id"], "username": who, "goal": "走访"}
        return await self.made(who, "/pairings", told | {"since": str(clock.today())})

    async def photo(self, who: str) -> Made:
        village = VILLAGE if who == HERE else OTHER_VILLAGE
        files = {"photo": ("a.jpg", photo(3), "image/jpeg")}
        answer = await self.client_as(who).post(f"/villages/{village}/photos", files=files)
        kept: Made = answer.json()
        return kept


Attempt = Callable[[Any], Awaitable[Response]]


def through(kind: str, path: str, body: Any = None, method: str = "POST") -> Attempt:
    """Something of the other village, asked for through one's own."""

    async def attempt(out: Out) -> Response:
        two = await Two(out).found()
        thing = await getattr(two, kind)(THERE)
        return await two.ask(HERE, path.format(thing["id"]), body, method)

    return attempt


def naming(kind: str, path: str, body: Callable[[Made], Any], method: str = "POST", *, own: str = "") -> Attempt:
    """Something of the other village named in a body sent to one's own; `own` is made there before."""

    async def attempt(out: Out) -> Response:
        two = await Two(out).found()
        await two.rules(HERE)
        mine = await getattr(two, own)(HERE) if own else {"id": ""}
        thing = await getattr(two, kind)(THERE) if kind else {}
        return await two.ask(HERE, path.format(mine["id"]), body({"mine": mine, "their": thing}), method)

    return attempt


def _day(ahead: int = 0) -> str:
    return str(clock.today() + timedelta(days=ahead))


def _their_head(told: Made) -> str:
    person: str = told["their"]["members"][0]["person_id"]
    return person


_PERSON = "0193a0c0-0000-7000-8000-0000000000ff"
_MEMBER = {"name": "李梅", "relation": "spouse"}
_HOME = {"address": "东街", "members": [head()]}
_SPLIT = {"address": "东街", "person_ids": [_PERSON], "head_id": _PERSON}
_IN_SIGHT = "the household is within sight"


def _changed(**more: Any) -> Callable[[Made], Any]:
    return lambda told: {"kind": "resident", "address": "东街", "version": 1, **more}


def _photos(path: str, own: str, **body: Any) -> Attempt:
    return naming("photo", path, lambda told: {**body, "photo_ids": [told["their"]["id"]]}, own=own)


_PATHS: dict[str, tuple[str, str, Any, str]] = {
    "appeals/{appeal_id}/decide": ("appeal", "/appeals/{}/decide", {"state": "refused", "decision": "x"}, "POST"),
    "council/{seat_id}/end": ("seat", "/council/{}/end", {"valid_to": _day()}, "POST"),
    "entries/{entry_id}/appeal": ("entry", "/entries/{}/appeal", {"grounds": "x"}, "POST"),
    "entries/{entry_id}/correct": ("entry", "/entries/{}/correct", {"should_be": 0, "reason": "x"}, "POST"),
    "households/{household_id}": ("household", "/households/{}", None, "GET"),
    "households/{household_id}/end": ("household", "/households/{}/end", {"reason": "merged", "on": _day()}, "POST"),
    "households/{household_id}/entries": ("household", "/households/{}/entries", None, "GET"),
    "households/{household_id}/looks": ("household", "/households/{}/looks", None, "GET"),
    "households/{household_id}/members": (
        "household", "/households/{}/members", _MEMBER | {"since": _day()}, "POST",
    ),
    "households/{household_id}/members/{person_id}": (
        "household", f"/households/{{}}/members/{_PERSON}", _MEMBER, "PUT",
    ),
    "households/{household_id}/members/{person_id}/leave": (
        "household", f"/households/{{}}/members/{_PERSON}/leave", {"until": _day()}, "POST",
    ),
    "households/{household_id}/reveal": ("household", "/households/{}/reveal", {"purpose": "visit"}, "POST"),
    "households/{household_id}/split": ("household", "/households/{}/split", _SPLIT | {"on": _day()}, "POST"),
    "pairings/{pairing_id}/end": ("pairing", "/pairings/{}/end", {"on": _day(), "outcome": "x"}, "POST"),
    "pairings/{pairing_id}/visits": ("pairing", "/pairings/{}/visits", None, "GET"),
    "photos/{photo_id}": ("photo", "/photos/{}", None, "GET"),
    "points-lists/{list_id}": ("points_list", "/points-lists/{}", None, "GET"),
    "proposals/{proposal_id}": ("proposal", "/proposals/{}", None, "GET"),
    "proposals/{proposal_id}/close": ("proposal", "/proposals/{}/close", None, "POST"),
    "proposals/{proposal_id}/votes": (
        "proposal", "/proposals/{}/votes", {"votes": [{"seat_id": _PERSON, "choice": "yes"}]}, "POST",
    ),
    "proposals/{proposal_id}/withdraw": ("proposal", "/proposals/{}/withdraw", {"reason": "x"}, "POST"),
    "redemptions/{redemption_id}/return": ("reward", "/redemptions/{}/return", {"reason": "x"}, "POST"),
    "rewards/{reward_id}": (
        "reward", "/rewards/{}", {"name": "x", "cost": 1, "is_active": True, "version": 1}, "PUT",
    ),
    "rewards/{reward_id}/moves": ("reward", "/rewards/{}/moves", None, "GET"),
    "rewards/{reward_id}/stock": ("reward", "/rewards/{}/stock", {"quantity": 1, "note": "x"}, "POST"),
}  # fmt: skip
_OF_THE_VILLAGE = "of this very village"
_NEAR = "has to do with the village by a post"

#: The right needed at what is named; who tries it without; the status they get.
RIGHTS: dict[str, tuple[str, Attempt, int]] = {
    **{
        f"/villages/{{village_code}}/{path}": (_OF_THE_VILLAGE, through(*asked), 404)
        for path, asked in _PATHS.items()
    },
    "CorrectEntryIn.photo_ids": ("one's own, of this village, unused", _photos(
        "/entries/{}/correct", "entry", should_be=-5, reason="x"), 422),
    "HelpVisitIn.photo_ids": ("one's own, of this village, unused", _photos(
        "/pairings/{}/visits", "pairing", visited_on=_day(), note="x"), 422),
    "PointsAppealIn.photo_ids": ("one's own, of this village, unused", _photos(
        "/entries/{}/appeal", "entry", grounds="x"), 422),
    "ProposalIn.photo_ids": ("one's own, of this village, unused", naming("photo", "/proposals", lambda told: proposal(
        told["mine"], photo_ids=[told["their"]["id"]]), own="with_council"), 422),
    "HouseholdChange.grid_code": ("a grid of this village", naming(
        "", "/households/{}", _changed(grid_code=OTHER_GRID), "PUT", own="household"), 422),
    "HouseholdIn.grid_code": ("a grid of this village", naming(
        "", "/households", lambda told: _HOME | {"since": _day(), "grid_code": OTHER_GRID}), 422),
    "SplitIn.grid_code": ("a grid of this village", naming("", "/households/{}/split", lambda told: _SPLIT | {
        "on": _day(), "grid_code": OTHER_GRID}, own="household"), 422),
    "HouseholdMemberIn.username": (_NEAR, naming("", "/households/{}/members", lambda told: _MEMBER | {
        "since": _day(), "username": FAR}, own="household"), 422),
    "HouseholdPersonIn.username": (_NEAR, naming("", "/households", lambda told: _HOME | {
        "since": _day(), "members": [head(username=FAR)]}), 422),
    "PersonChange.username": (_NEAR, naming(
        "", "/households/{}/members/" + _PERSON, lambda told: _MEMBER | {"username": FAR}, "PUT", own="household"),
        404),
    "HouseholdMemberIn.user_id": (_NEAR, naming("", "/households/{}/members", lambda told: _MEMBER | {
        "since": _day(), "user_id": FAR_ID}, own="household"), 422),
    "HouseholdPersonIn.user_id": (_NEAR, naming("", "/households", lambda told: _HOME | {
        "since": _day(), "members": [head(user_id=FAR_ID)]}), 422),
    "PersonChange.user_id": (_NEAR, naming(
        "", "/households/{}/members/" + _PERSON, lambda told: _MEMBER | {"user_id": FAR_ID}, "PUT", own="household"),
        404),
    "SeatIn.user_id": (_NEAR, naming("", "/council", lambda told: {"user_id": FAR_ID, "valid_from": _day()}), 422),
    "PairingIn.user_id": (_NEAR, naming("", "/pairings", lambda told: {
        "household_id": told["mine"]["id"], "user_id": FAR_ID, "since": _day(), "goal": "x"}, own="household"), 422),
    "SeatIn.username": (_NEAR, naming("", "/council", lambda told: {"username": FAR, "valid_from": _day()}), 422),
    "SeatIn.person_id": ("lives here", naming("household", "/council", lambda told: {
        "person_id": _their_head(told), "valid_from": _day()}), 422),
    "PairingIn.username": (_NEAR, naming("", "/pairings", lambda told: {
        "household_id": told["mine"]["id"], "username": FAR, "since": _day(), "goal": "x"}, own="household"), 422),
    "PairingIn.helper_person_id": ("lives here", naming("household", "/pairings", lambda told: {
        "household_id": told["mine"]["id"], "helper_person_id": _their_head(told), "since": _day(), "goal": "x"},
        own="household"), 422),
    "PairingIn.household_id": (_IN_SIGHT, naming("household", "/pairings", lambda told: {
        "household_id": told["their"]["id"], "username": HERE, "since": _day(), "goal": "x"}), 404),
    "ProposalIn.household_id": (
        _IN_SIGHT, naming("household", "/proposals", lambda told: proposal(told["their"])), 404,
    ),
    "ProposalIn.about_case_id": ("a case the proposer sees, of the normal tier", naming(
        "", "/proposals", lambda told: proposal(told["mine"], about_case_id=_PERSON), own="with_council"), 422),
    "ProposalIn.activity_id": ("an activity of a group of this village", naming(
        "", "/proposals", lambda told: proposal(told["mine"], activity_id=_PERSON), own="with_council"), 422),
    "ProposalIn.rule_code": ("a rule of this village on that day", naming("", "/proposals", lambda told: proposal(
        told["mine"], rule_code="NOPE"), own="with_council"), 422),
    "RedeemIn.household_id": (_IN_SIGHT, naming("household", "/redemptions", lambda told: {
        "household_id": told["their"]["id"], "reward_id": told["mine"]["id"]}, own="reward"), 404),
    "RedeemIn.reward_id": (_OF_THE_VILLAGE, naming("reward", "/redemptions", lambda told: {
        "household_id": told["mine"]["id"], "reward_id": told["their"]["id"]}, own="household"), 404),
    "LeaveIn.head_id": ("lives in the household", naming("household", "/households/{}/members/" + _PERSON + "/leave",
        lambda told: {"until": _day(), "head_id": _their_head(told)}, own="household"), 404),
    "SplitIn.person_ids": ("lives in the household", naming("household", "/households/{}/split", lambda told: _SPLIT | {
        "on": _day(), "person_ids": [_their_head(told)]}, own="household"), 422),
    "SplitIn.head_id": ("of those who go", naming("household", "/households/{}/split", lambda told: _SPLIT | {
        "on": _day(), "head_id": _their_head(told)}, own="household"), 422),
    "SplitIn.stays_head_id": ("of those who stay", naming("household", "/households/{}/split", lambda told: _SPLIT | {
        "on": _day(), "stays_head_id": _their_head(told)}, own="household"), 422),
    "VoteIn.seat_id": (_OF_THE_VILLAGE, naming("seat", "/proposals/{}/votes", lambda told: {
        "votes": [{"seat_id": told["their"]["id"], "choice": "yes"}], "minutes": "x"}, own="with_proposal"), 422),
}  # fmt: skip

#: What names nothing that somebody else might have, and why.
NO_RIGHT = {
    "PointsRuleIn.code": "a code of the village's own",
    "HouseholdEndIn.to_village": "villages hold everywhere, and what is made there is for who keeps it",
    "/villages/{village_code}/households?grid": "a filter narrows what is seen anyway",
    "/villages/{village_code}/proposals?household": "the same",
    "/villages/{village_code}/redemptions?household": "the same",
}
